"""Whatever is settled, in whatever order: a request moves as the table says, or nothing of the set is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from moves import are_moves, reached
from sqlalchemy import select

from batch.errors import StaleSituation
from batch.model.dossier import STATUSES, STEPS, Moved
from batch.model.verdict import Decision
from batch.store import statuses
from batch.store.connect import open_engine
from batch.store.dossier_tables import dossier_events, dossiers
from batch.store.register import SqlRegister
from batch.store.tables import METADATA, forms, journal

calm = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.generate], max_examples=25, stateful_step_count=20
)
"""A failing sequence is told as it was found: making it shorter would take longer than a test may."""
DAY = date(2026, 1, 5)
OF_STATUS = {"new-end": 1, "cancellation": 3, "worker-cancellation": 3}
"""Zone 00217 of the forms that replace or cancel the form they act on."""


class Settling(RuleBasedStateMachine):
    """Forms and decisions that reach the register, judged rightly or in a status that has passed since."""

    tickets = Bundle("tickets")

    def __init__(self, make_house: Callable[[SqlRegister], Any]) -> None:
        super().__init__()
        self.engine = open_engine("sqlite://")
        METADATA.create_all(self.engine)
        self.house = make_house(SqlRegister(self.engine))
        self.numbers = count(1)
        self.status: dict[str, str] = {}
        self.dossier: dict[str, str] = {}
        self.ended: set[str] = set()
        self.decided: dict[str, str] = {}

    def teardown(self) -> None:
        self.engine.dispose()

    def everything(self) -> list[Any]:
        with self.house.register.reading() as connection:
            return [connection.execute(select(table)).all() for table in (dossiers, dossier_events, journal, forms)]

    def settle(self, **row: Any) -> str:
        """One set with one form; its ticket."""
        receipt = self.house.acknowledged(f"{next(self.numbers):05d}")
        before, ticket = self.everything(), self.house.ticket(receipt)
        moved = row.pop("moved")
        if moved.step == "request":
            row["dossier"] = ticket
        judged = self.house.judged(receipt, identification="LOIC001", moved=moved, **row)
        try:
            self.house.register.settle(receipt, [judged], self.house.posting("NOTI"), by="123456")
        except StaleSituation:
            assert self.everything() == before
            raise
        return str(ticket)

    @initialize(target=tickets)
    def first_request(self) -> str:
        return self.request()

    @rule(target=tickets)
    def another_request(self) -> str:
        return self.request()

    def request(self) -> str:
        ticket = self.settle(moved=Moved("request", complete=True, judged_in=None, day=DAY))
        self.status[ticket], self.dossier[ticket] = "awaiting-worker", ticket
        return ticket

    @rule(
        target=tickets,
        on=tickets,
        step=st.sampled_from([step for step in STEPS if step != "request"]),
        complete=st.booleans(),
        earlier=st.none() | st.sampled_from(STATUSES),
    )
    def act(self, on: str, step: str, earlier: str | None, *, complete: bool) -> str:
        """A form on any ticket, judged in the status of today or in any other."""
        dossier, status = self.dossier[on], OF_STATUS.get(step, 0)
        now = self.status[dossier]
        judged_in = earlier or now
        after = reached(now, step, complete=complete)
        moved = Moved(step, complete, judged_in, DAY)
        row = {"moved": moved, "dossier": dossier, "target": on, "status": status}
        if after is None or judged_in != now or (status and on in self.ended):
            with pytest.raises(StaleSituation):
                self.settle(**row)
            return on
        ticket = self.settle(**row)
        self.status[dossier], self.dossier[ticket] = after, dossier
        if status:
            self.ended.add(on)
        return ticket

    @rule(on=tickets, reason=st.sampled_from(["", "En ordre"]))
    def decide(self, on: str, reason: str) -> None:
        """A decision on any ticket: the first on it that counts closes, another one changes nothing."""
        before, dossier = self.everything(), self.dossier[on]
        decision = Decision(on, DAY, positive=True, reason=reason)
        if on in self.decided:
            outcome = "known" if self.decided[on] == reason else "conflict"
            assert self.house.register.note_decision(decision, "office", self.moment) == outcome
            assert [self.everything()[nth] for nth in (0, 1, 3)] == [before[nth] for nth in (0, 1, 3)]
        elif reached(self.status[dossier], "decision") is None:
            with pytest.raises(StaleSituation):
                self.house.register.note_decision(decision, "office", self.moment)
            assert self.everything() == before
        else:
            assert self.house.register.note_decision(decision, "office", self.moment) == "noted"
            self.status[dossier], self.decided[on] = "closed", reason

    @property
    def moment(self) -> Any:
        return self.house.delivery().received_at

    @invariant()
    def every_request_stands_where_its_steps_lead(self) -> None:
        with self.house.register.reading() as connection:
            stored = dict(connection.execute(select(dossiers.c.ticket, dossiers.c.status)).all())
            events = connection.execute(select(dossier_events).order_by(dossier_events.c.id)).mappings().all()
            found = statuses.rebuilt(connection)
        assert stored == self.status
        assert (found.requests, found.differences, found.broken, found.older) == (len(stored), {}, None, 0)
        for ticket in stored:
            assert are_moves([(one["step"], one["status"]) for one in events if one["dossier"] == ticket])


def test_a_request_moves_as_the_table_says_or_nothing_of_the_set_is_kept(make_house) -> None:
    run_state_machine_as_test(lambda: Settling(make_house), settings=calm)
