"""Leases on units of work in the database, and the fence: who lost a unit writes nothing of it any more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select, text, update

from batch.errors import LeaseLost, StoreCollision
from batch.ports.leases import LEASE
from batch.store.lease_tables import leases
from batch.store.transactions import Transactions, repeated

_TAKE = text(
    "INSERT INTO leases (unit, holder, until) VALUES (:unit, :holder, :until)"
    " ON CONFLICT (unit) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE leases.until <= :now OR leases.holder = excluded.holder"
)


class SqlLeases(Transactions):
    """The units of one process; the register asks ``check`` in every transaction that writes."""

    def __init__(self, engine: Engine, holder: str) -> None:
        """``holder``: a name that no other process has, also none that starts later."""
        super().__init__(engine)
        self.holder = holder
        self._held = set[str]()
        self._under = threading.local()

    def take(self, unit: str, moment: datetime) -> bool:
        """Take a unit that nobody holds, or of which the lease has ended; False when somebody is at it."""
        if unit in self._held:
            return False
        told = {"unit": unit, "holder": self.holder, "until": _text(moment + LEASE), "now": _text(moment)}
        try:
            with self.writing() as connection:
                granted = connection.execute(_TAKE, told).rowcount == 1
        except StoreCollision:
            return False  # its holder is just writing
        if granted:
            self._held.add(unit)
        return granted

    @repeated
    def renew(self, moment: datetime) -> None:
        """Begin the time of all leases of this process anew; also of one that has ended and that nobody took."""
        mine = update(leases).where(leases.c.holder == self.holder)
        with self.writing() as connection:
            connection.execute(mine.values(until=_text(moment + LEASE)))

    @repeated
    def give_back(self, unit: str) -> None:
        """Let others have a unit; what another has taken over stays his."""
        self._held.discard(unit)
        with self.writing() as connection:
            connection.execute(delete(leases).where(leases.c.unit == unit, leases.c.holder == self.holder))

    @contextmanager
    def under(self, unit: str) -> Iterator[None]:
        """What this thread writes meanwhile is of a unit that was taken, and is refused when it was lost."""
        units: tuple[str, ...] = getattr(self._under, "units", ())
        self._under.units = (*units, unit)
        try:
            yield
        finally:
            self._under.units = units

    @contextmanager
    def hold(self, unit: str, moment: datetime) -> Iterator[bool]:
        """Take a unit, work under it, give it back; False when somebody else is at it: do nothing then."""
        if not self.take(unit, moment):
            yield False
            return
        try:
            with self.under(unit):
                yield True
        finally:
            self.give_back(unit)

    def check(self, connection: Connection) -> None:
        """The fence: nobody can take over the units of this thread until the transaction ends.

        A lease that has ended and that nobody took is still good.

        Raises:
            LeaseLost: another process has one of them.
        """
        units = set(getattr(self._under, "units", ()))
        if not units:
            return
        mine = select(leases.c.unit).where(leases.c.unit.in_(units), leases.c.holder == self.holder)
        lost = units - set(connection.execute(mine.order_by(leases.c.unit).with_for_update()).scalars())
        if lost:
            raise LeaseLost(", ".join(sorted(lost)))


class EveryLease:
    """Leases where nobody else can be: the run lock keeps other processes out of a register that is a file."""

    holder = ""

    def take(self, _unit: str, _moment: datetime) -> bool:
        """It is granted."""
        return True

    def renew(self, _moment: datetime) -> None:
        """It lasts."""

    def give_back(self, _unit: str) -> None:
        """Nobody waits for it."""

    @contextmanager
    def under(self, _unit: str) -> Iterator[None]:
        """Nobody can take it over."""
        yield

    @contextmanager
    def hold(self, _unit: str, _moment: datetime) -> Iterator[bool]:
        """It is granted."""
        yield True


def _text(moment: datetime) -> str:
    """A moment in UTC, always of the same length, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
