"""Sets of two senders, some of one employer, and all that is left when they have been answered."""

from __future__ import annotations

import hashlib
from typing import Any

from declarations import OTHER_COMPANY, OTHER_ONSS, loic, put, together, twct
from installations import Installation
from sqlalchemy import text

HERS, HIS = "123456", "234567"
FRESH = {"FormCreationDate": "2026-03-15", "TempUnemploymentStartingDate": "2026-03-25"}


def communication(**changes: str) -> str:
    return twct(**FRESH, **changes)


def request() -> str:
    return loic(FormCreationDate="2026-03-15")


def elsewhere(form: str) -> str:
    """The same declaration of another employer."""
    return put(put(form, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)


def lay_all(made: Installation) -> None:
    """Two senders, three messages, one employer of both, forms that contradict others of another set."""
    sets = [
        (HERS, "TWCT", communication()),
        (HIS, "TWCT", elsewhere(communication())),
        (HERS, "TWCT", communication()),
        (HIS, "TWCT", together(communication(), communication(NOSSRegistrationNbr="161234564"))),
        (HERS, "LOIC", request()),
        (HIS, "LOIC", elsewhere(request())),
        (HIS, "LOIC", request()),
    ]
    for nth, (sender, code, content) in enumerate(sets, 1):
        made.lay(f"{code}.{sender}.20260316.{nth:05d}.R", content, sender=sender, age=600 - nth)


def everything(made: Installation) -> dict[str, Any]:
    """All that a pass leaves: answers byte for byte, forms, what was told; the journal in any order."""
    outbox = {
        str(path.relative_to(made.home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((made.home / "outbox").rglob("*"))
        if path.is_file()
    }
    wanted = {"forms": "*", "anomalies": "*", "workers": "*", "dossiers": "*", "bookings": "*"}
    wanted["outbox"] = "receipt, code, name, addressee, size, sha256"
    wanted["journal"] = "at, what, receipt, ticket, detail"
    with made.register.reading() as connection:
        rows = {
            table: sorted(map(str, connection.execute(text(f"SELECT {what} FROM {table}"))))  # noqa: S608 - our own words
            for table, what in wanted.items()
        }
    return {"answers": outbox, **rows}
