"""What is attached to the dossiers of career-break requests; the bytes lie in the archive by their SHA-256."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, RowMapping, insert, select

from batch.model.slices import batches
from batch.ports import Judged
from batch.store.attachment_tables import attachments

_IN = 400


def enter(connection: Connection, judged: Judged) -> None:
    """Write what an accepted form brings to its dossier, which exists by then."""
    connection.execute(insert(attachments), [dict(row) for row in judged.attachments])


def kinds_of(connection: Connection, dossiers: Iterable[str]) -> dict[str, frozenset[str]]:
    """The codes of the documents that are attached to some dossiers."""
    found = dict[str, frozenset[str]]()
    for slice_ in batches(sorted(set(dossiers)), _IN):
        query = select(attachments.c.dossier, attachments.c.kind).where(attachments.c.dossier.in_(slice_))
        for row in connection.execute(query.distinct()):
            found[row.dossier] = found.get(row.dossier, frozenset()) | {row.kind}
    return found


def of_dossier(connection: Connection, dossier: str) -> Sequence[RowMapping]:
    """All that is attached to a dossier, by form and identifier."""
    order = (attachments.c.ticket, attachments.c.attachment)
    query = select(attachments).where(attachments.c.dossier == dossier).order_by(*order)
    return connection.execute(query).mappings().all()
