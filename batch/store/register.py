"""The register: every reading and every writing is one transaction; leaving without success undoes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from batch.errors import StaleSituation
from batch.model.findings import FileFault
from batch.model.line import Turn
from batch.model.names import Environment
from batch.model.receipt import Delivery, Receipt, Reception
from batch.model.sender import Sender
from batch.model.verdict import Decision
from batch.ports import (
    AnomalyRow,
    DecisionOutcome,
    FileKey,
    Judged,
    OpenDecision,
    Posting,
    StoredForm,
    Untold,
    Work,
)
from batch.ports.leases import Leases
from batch.ports.owed import Owed
from batch.store import (
    answers,
    copies,
    correspondence,
    counters,
    decisions,
    dossiers,
    effects,
    forms,
    journal,
    line,
    receipts,
    received,
    standing,
    waiting,
)
from batch.store.correspondence import SqlCorrespondence
from batch.store.directory import SqlDirectory
from batch.store.following import SqlFollowing
from batch.store.leases import EveryLease, SqlLeases
from batch.store.outbox import SqlOutbox
from batch.store.owed import SqlOwed
from batch.store.past import SqlPast
from batch.store.prepared import SqlPrepared
from batch.store.tables import receipts as receipts_table
from batch.store.transactions import repeated

Ring = Callable[[Any, int], None]
"""Tells who listens, on a connection of the driver, that a set waits."""


class SqlRegister(SqlPast, SqlFollowing, SqlOwed, SqlCorrespondence, SqlOutbox, SqlPrepared):
    """The register on a database."""

    def __init__(self, engine: Engine, held: SqlLeases | None = None, ring: Ring | None = None) -> None:
        """``held``: the leases of this process, where others may write too; ``ring`` tells them that a set waits."""
        super().__init__(engine, held)
        self.leases: Leases = held or EveryLease()
        self._ring = ring

    @property
    def directory(self) -> SqlDirectory:
        """Who may send what for whom, on the same database."""
        return SqlDirectory(self._engine, shared=self._shared)

    def _tell(self, connection: Connection, receipt: int) -> None:
        """Ring in the transaction that makes a set wait: when it is undone, nothing has rung."""
        if self._ring is not None:
            self._ring(connection.connection.driver_connection, receipt)

    def sender(self, number: str) -> Sender | None:
        """A sender by number."""
        return self.directory.sender(number)

    # receipts

    def has_delivery(self, delivery: str) -> bool:
        """Whether a claimed delivery is in the register already."""
        query = select(receipts_table.c.id).where(receipts_table.c.delivery == delivery)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def has_work(self, kind: Work) -> bool:
        """Whether something waits for a job."""
        asked = {
            "answers": answers.wait,
            "decisions": decisions.wait,
            "dossiers": dossiers.have_untold,
            "notifications": correspondence.wait,
            "copies": copies.are_owed,
        }
        with self.reading() as connection:
            return asked[kind](connection) if kind in asked else receipts.wait(connection, kind)

    @repeated
    def keep(self, delivery: Delivery, environment: Environment, code: str, stem: str, series: str) -> Receipt:
        """Enter a delivery whose bytes are kept."""
        with self.writing() as connection:
            number = receipts.keep(connection, delivery, environment, code, stem, series)
            self._tell(connection, number)
            return receipts.by_number(connection, number)

    def receipts(self, state: str) -> list[Receipt]:
        """All receipts in a state, oldest first."""
        with self.reading() as connection:
            return receipts.in_state(connection, state)

    def line(self, state: str) -> list[Turn]:
        """The sets in a state, in their order."""
        with self.reading() as connection:
            return line.line_of(connection, state)

    def cancellations(self) -> list[Receipt]:
        """TDs that have not been carried out or refused, oldest first."""
        with self.reading() as connection:
            return line.cancellations(connection)

    def receipt_named(self, sender: str, stem: str) -> Receipt | None:
        """The set that used up a name first."""
        with self.reading() as connection:
            return receipts.by_name(connection, sender, stem)

    def receipt(self, number: int) -> Receipt:
        """One receipt as it is now."""
        with self.reading() as connection:
            return receipts.by_number(connection, number)

    def numbered(self, numbers: Sequence[int]) -> list[Receipt]:
        """Receipts as they are now, in the order of their numbers here; one that is not there is left out."""
        with self.reading() as connection:
            return received.numbered(connection, numbers)

    @repeated
    def acknowledge(self, receipt: Receipt, reception: Reception, series: str, acrf: Posting) -> None:
        """Fix what the files told and post the ACRF, together.

        Raises:
            StaleSituation: the set has been acknowledged meanwhile.
        """
        with self.writing() as connection:
            standing.hold(connection, receipt)
            receipts.acknowledge(connection, receipt, reception, series)
            answers.post(connection, acrf, receipt.id, receipt.received_at)
            self._tell(connection, receipt.id)

    @repeated
    def cancel(self, order: Receipt, target: Receipt, fault: FileFault, acrf: Posting) -> None:
        """Carry out a TD and post the ACRF of the cancelled set, together.

        Raises:
            StaleSituation: the set has been committed meanwhile.
        """
        with self.writing() as connection:
            receipts.cancel(connection, order, target, fault)
            answers.post(connection, acrf, target.id, order.received_at)

    def seen(self) -> dict[FileKey, datetime]:
        """Every file that was seen waiting, and when first."""
        with self.reading() as connection:
            return waiting.known(connection)

    def first_seen(self, files: Iterable[FileKey], now: datetime, *, forget: bool) -> dict[FileKey, datetime]:
        """Since when files lie in the inbox; with ``forget`` what is not among them is forgotten."""
        return self._first_seen(set(files), now, forget=forget)

    @repeated
    def _first_seen(self, wanted: set[FileKey], now: datetime, *, forget: bool) -> dict[FileKey, datetime]:
        known = self.seen()
        new, gone = wanted - known.keys(), known.keys() - wanted if forget else set()
        if new or gone:
            with self.writing() as connection:
                waiting.remember(connection, new, now)
                waiting.forget(connection, gone)
        return {key: known.get(key, now) for key in wanted}

    @repeated
    def set_aside(self, receipt: int, reason: str, moment: datetime) -> None:
        """Mark a receipt that we could not finish."""
        with self.writing() as connection:
            receipts.set_aside(connection, receipt, reason, moment)

    # forms

    def settle(
        self,
        receipt: Receipt,
        judged: Iterable[Judged],
        noti: Posting,
        by: str,
        owes: Iterable[Owed] = (),
        prepared: int | None = None,
    ) -> None:
        """Keep forms, tickets, anomalies, decisions and the NOTI of one set, all or nothing.

        ``owes``: what the sender gets beside the notification, if anything is accepted. ``prepared``: how many were
        accepted of a set whose rows are written already; then only forms that do something beyond are given.

        Raises:
            StaleSituation: another set changed what a form acts on; judge again.
        """
        moment, owed = receipt.received_at, set(owes)
        with standing.judged_again(receipt), self.writing() as connection:
            standing.hold(connection, receipt)
            moves = dossiers.Moves(connection, moment)
            accepted, decided = forms.enter(
                connection,
                judged,
                lambda one: effects.carry_out(connection, moves, one, moment),
                written=prepared is not None,
            )
            accepted = accepted if prepared is None else prepared
            moves.finish()
            for decision in decided:
                decisions.note(connection, decision, by, moment)
            copies.owe(connection, receipt.id, owed, moment)
            name = answers.post(connection, noti, receipt.id, moment, receipt.noti)
            changed = connection.execute(
                update(receipts_table)
                .where(receipts_table.c.id == receipt.id, receipts_table.c.state == "acknowledged")
                .values(
                    state="answered",
                    accepted=accepted,
                    to_print="prints" in owed and accepted > 0,
                    to_list="overviews" in owed and accepted > 0,
                    aside="",
                    aside_since="",
                    employers="",
                )
            )
            if changed.rowcount != 1:
                raise StaleSituation(receipt.stem)
            detail = {"answer": name, "accepted": accepted, "forms": receipt.forms}
            journal.append(connection, moment, "answered", receipt=receipt.id, detail=detail)

    def accepted_forms(self, receipt: int) -> Iterator[tuple[StoredForm, list[AnomalyRow]]]:
        """The accepted forms of a set."""
        with self.reading() as connection:
            yield from forms.accepted_of(connection, receipt)

    def form(self, ticket: str) -> StoredForm | None:
        """One form by its ticket."""
        with self.reading() as connection:
            return forms.by_ticket(connection, ticket)

    # decisions and changes of status

    @repeated
    def note_decision(self, decision: Decision, by: str, moment: datetime) -> DecisionOutcome:
        """Enter a decision."""
        with self.writing() as connection:
            return decisions.note(connection, decision, by, moment)

    def open_decisions(self) -> list[OpenDecision]:
        """Decisions without an answer."""
        with self.reading() as connection:
            return decisions.to_answer(connection)

    @repeated
    def answer_decision(self, decision: int, posting: Posting | None, moment: datetime) -> None:
        """Post the answer to a decision, once; None when the sender wants none."""
        with self.writing() as connection:
            if decisions.mark_answered(connection, decision) and posting is not None:
                answers.post(connection, posting, decisions.receipt_of(connection, decision), moment)

    def untold_changes(self) -> list[Untold]:
        """Changes of status that the senders of the requests have not been told."""
        with self.reading() as connection:
            return dossiers.untold(connection)

    @repeated
    def tell_change(self, event: int, posting: Posting | None, moment: datetime) -> None:
        """Post a change of status, once; None when the sender wants to hear of none."""
        with self.writing() as connection:
            if dossiers.mark_told(connection, event) and posting is not None:
                answers.post(connection, posting, None, moment)

    def next_counter(self, series: str) -> int:
        """The counter that the next ticket of a series will carry."""
        with self.reading() as connection:
            return counters.peek(connection, counters.ticket_counter(series))
