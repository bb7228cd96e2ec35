"""What earlier sets left behind, as it is asked for while forms are judged, handed over or told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from batch.model.balance import Break
from batch.model.declared import Declared
from batch.model.names import Environment
from batch.model.situation import Situation
from batch.model.told import Told
from batch.store import bookings, breaks, forms, told
from batch.store.transactions import Transactions


class SqlPast(Transactions):
    """That part of the register; it writes nothing."""

    def situations(self, environment: Environment, sender: str | None, tickets: Iterable[str]) -> dict[str, Situation]:
        """Stored forms by ticket."""
        with self.reading() as connection:
            return forms.situations(connection, environment, sender, tickets)

    def accepted_among(self, environment: Environment, sender: str, wanted: Sequence[Declared]) -> set[Declared]:
        """Which of some declarations a sender had accepted in an environment."""
        with self.reading() as connection:
            return forms.accepted_among(connection, environment, sender, wanted)

    def booked(self, environment: Environment, wanted: Iterable[str]) -> set[str]:
        """What accepted forms of an environment took, among what is asked for."""
        with self.reading() as connection:
            return bookings.taken(connection, environment, wanted)

    def told_of(self, environment: Environment, workers: Iterable[str]) -> Iterator[Told]:
        """What accepted communications told of workers."""
        with self.reading() as connection:
            yield from told.told_of(connection, environment, workers)

    def told_meanwhile(self) -> told.SqlToldMeanwhile:
        """An empty memory for one set."""
        return told.SqlToldMeanwhile()

    def breaks_of(self, environment: Environment, workers: Iterable[str]) -> list[Break]:
        """What workers have taken, with whichever employer."""
        with self.reading() as connection:
            return list(breaks.breaks_of(connection, environment, workers))

    def breaks_beside(self, dossiers: Iterable[str]) -> list[tuple[str, Break]]:
        """All that the workers of some dossiers have taken, by dossier."""
        with self.reading() as connection:
            return list(breaks.breaks_beside(connection, dossiers))
