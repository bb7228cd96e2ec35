"""Whether a set still stands where it was seen: asked in the transaction that moves it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from batch.errors import StaleSituation
from batch.model.receipt import Receipt
from batch.store.failures import is_collision
from batch.store.tables import receipts


def hold(connection: Connection, receipt: Receipt) -> None:
    """Be alone with a set until the transaction ends.

    So a step is taken once, also by who does not know whether it was: its answer was lost, or another host was faster.

    Raises:
        StaleSituation: it has gone on.
    """
    query = select(receipts.c.state).where(receipts.c.id == receipt.id).with_for_update(key_share=True)
    if connection.execute(query).scalar() != receipt.state:
        raise StaleSituation(receipt.stem)


@contextmanager
def judged_again(receipt: Receipt) -> Iterator[None]:
    """What another transaction was in the way of is judged again: judged rows are read once, and cannot be repeated.

    Raises:
        StaleSituation: so it was.
    """
    try:
        yield
    except Exception as error:
        if is_collision(error):
            raise StaleSituation(receipt.stem) from error
        raise
