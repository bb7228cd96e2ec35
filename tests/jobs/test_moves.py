"""Whatever messages come, in whatever order, about whatever ticket: real sets, from the inbox to the answers."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pytest
from declarations import (
    attached,
    completed_with,
    contact_data,
    deci,
    loic,
    progress,
    together,
    twct,
    worker_cancellation,
    worker_part,
)
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from installations import NOW, Installation, make_installation
from moves import are_moves, reached
from papers import Paper
from sqlalchemy import select

from batch.app import register_of
from batch.errors import DecisionRefused
from batch.jobs.decide import decide
from batch.model import tickets
from batch.model.verdict import Decision
from batch.settings import read_settings
from batch.store import statuses
from batch.store.dossier_tables import dossier_events, dossiers
from batch.store.tables import forms, receipts

calm = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.generate], max_examples=20, stateful_step_count=8
)
"""A failing sequence is told as it was found: making it shorter would take longer than a test may."""
PAPER = Paper()
FOR_A_PATIENT = {"InterruptionType": "6002", "EndingDate": "2026-06-30"}
NEVER = tickets.make("04W", 77_777)


class Kind(NamedTuple):
    """One message: the step it takes, who sends it under which code, and its text about a ticket."""

    step: str
    code: str
    sender: str
    text: object


REQUEST = Kind("request", "LOIC", "123456", lambda _ticket: loic())
MEDICAL = Kind("request", "LOIC", "123456", lambda _ticket: loic("parental-partial", **FOR_A_PATIENT))
"""A request that wants a certificate."""
NEW_END = Kind("new-end", "LOIC", "123456", lambda ticket: loic(status=1, ticket=ticket))
CANCELLATION = Kind("cancellation", "LOIC", "123456", lambda ticket: loic(status=3, ticket=ticket))
WORKER_PART = Kind("worker-part", "LOWK", "999997", lambda ticket: worker_part(ticket=ticket))
WORKER_CANCELLATION = Kind("worker-cancellation", "LOWK", "999997", lambda ticket: worker_cancellation(ticket=ticket))
BOTH_PARTS = Kind("worker-part", "LOWK", "999997", lambda ticket: completed_with(PAPER, ticket=ticket))
FROM_WORKER = Kind("attachment", "LOWK", "999997", lambda ticket: attached(PAPER, name="LOWK004", ticket=ticket))
FROM_EMPLOYER = Kind("attachment", "LOIC", "123456", lambda ticket: attached(PAPER, ticket=ticket))
BRINGS = (BOTH_PARTS, FROM_WORKER, FROM_EMPLOYER)
CONTACT_DATA = Kind("contact-data", "LOWK", "999997", lambda ticket: contact_data(ticket=ticket))
PROGRESS = Kind("progress", "DECI", "999998", lambda ticket: progress(ticket=ticket))
DECISION = Kind("decision", "DECI", "999998", lambda ticket: deci(ticket=ticket))
OTHER_DECISION = Kind("decision", "DECI", "999998", lambda ticket: deci(ticket=ticket, ReasonText="Autre motif"))
FOREIGN = tuple(one._replace(sender="234567") for one in (NEW_END, CANCELLATION))
KINDS = (
    *(MEDICAL, NEW_END, CANCELLATION, WORKER_CANCELLATION, CONTACT_DATA, *FOREIGN, BOTH_PARTS, FROM_EMPLOYER),
    *(WORKER_PART, PROGRESS, DECISION, OTHER_DECISION, FROM_WORKER),
    *(WORKER_PART, PROGRESS, DECISION, WORKER_PART, WORKER_PART),
)
"""Those that go far stand more often."""
STATUS = {"new-end": 1, "cancellation": 3, "worker-cancellation": 3}
"""Zone 00217 of the forms that replace or cancel the form they act on."""


@dataclass
class Form:
    """One form that was answered, as this test expects it to be remembered."""

    message: str
    sender: str
    environment: str
    accepted: bool
    status: int = 0
    life: str = "open"
    request: str = ""
    """The ticket of the request it belongs to."""

    @property
    def is_to_act_on(self) -> bool:
        return self.message == "LOIC001" and self.accepted and self.life == "open" and self.status != 3


@dataclass
class Memory:
    """What this test expects of one installation."""

    forms: dict[str, Form] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    """Requests whose certificate has not come."""
    told: list[str] = field(default_factory=list)

    def is_accepted(self, kind: Kind, environment: str, target: str) -> bool:
        """Whether a message about a ticket is accepted now."""
        if kind.step == "request":
            return True
        found = self.forms.get(target)
        if found is None or found.environment != environment or not found.accepted or found.life == "replaced":
            return False
        if kind.step == "decision" and found.message == "TWCT001":
            return True
        if found.message != "LOIC001" or (kind.code == "LOIC" and kind.sender != found.sender):
            return False
        now = self.statuses[found.request]
        if found.life != "open" or now == "cancelled" or (kind.step in STATUS and found.status == 3):
            return False
        if kind.step == "decision":
            return now not in ("awaiting-worker", "awaiting-attachments")  # a second one is kept and changes nothing
        return reached(now, kind.step) is not None

    def remember(self, kind: Kind, environment: str, target: str, ticket: str) -> bool:
        """Take a message in; whether it is accepted."""
        accepted = self.is_accepted(kind, environment, target)
        message = "LOIC001" if kind.code == "LOIC" and kind.step != "attachment" else kind.code
        form = self.forms[ticket] = Form(message, kind.sender, environment, accepted, STATUS.get(kind.step, 0))
        if not accepted:
            return False
        if kind.step == "request":
            form.request, self.statuses[ticket] = ticket, "awaiting-worker"
            self.lacking |= {ticket} if kind is MEDICAL else set()
            return True
        acted_on = self.forms[target]
        form.request = acted_on.request
        if kind in BRINGS:
            self.lacking.discard(form.request)
        if form.request:
            self.move(form.request, kind.step, environment)
        if form.status:
            acted_on.life = {1: "replaced", 3: "cancelled"}[form.status]
        return True

    def move(self, request: str, step: str, environment: str) -> None:
        before = self.statuses[request]
        after = self.statuses[request] = reached(before, step, complete=request not in self.lacking) or before
        if after != before and step != "cancellation" and environment == "R":
            self.told.append(after)


WHICH = st.integers(0, 9)
TWICE = WHICH.map(lambda which: [which, which])
SETS = st.tuples(st.sampled_from(KINDS), TWICE | st.lists(WHICH, min_size=1, max_size=2), st.integers(0, 15))
"""A message, which tickets its forms are about, and below one: in simulation."""
ACTS_ON_REQUESTS = 7
"""Below it: the ticket to act on of one of the last two requests; from it on: any ticket."""


class Channel(RuleBasedStateMachine):
    """Passes over an inbox in which one to four sets lie."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.room = Path(mkdtemp(dir=template.parent))
        home = Path(shutil.copytree(template, self.room / "home"))
        self.installation = Installation(home, register_of(read_settings(home)))
        self.memory, self.numbers = Memory(), count(1)
        self.pool = [NEVER]

    def teardown(self) -> None:
        shutil.rmtree(self.room)

    @initialize(kind=st.sampled_from([REQUEST, MEDICAL]))
    def a_request_and_a_communication(self, kind: Kind) -> None:
        self.installation.lay("TWCT.123456.20260316.00099.R", fresh(twct()))
        self._pass([(kind, [0], 15)])
        (ticket,) = self._tickets("TWCT.123456.20260316.00099.R")
        self.memory.forms[ticket] = Form("TWCT001", "123456", "R", accepted=True)
        self.pool.insert(1, ticket)

    @rule(sets=st.lists(SETS, min_size=1, max_size=4))
    def a_pass(self, sets: list[tuple[Kind, list[int], int]]) -> None:
        self._pass(sets)

    @rule(which=WHICH, positive=st.booleans())
    def a_decision_on_the_command_line(self, which: int, *, positive: bool) -> None:
        target = self._named(which)
        kind = Kind("decision", "DECI", "", None)
        decision = Decision(target, NOW.date(), positive, "Décision")
        if self.memory.is_accepted(kind, "R", target):
            decide(self.installation.desk, decision, "office")
            if request := self.memory.forms[target].request:
                self.memory.move(request, "decision", "R")
        else:
            with pytest.raises(DecisionRefused):
                decide(self.installation.desk, decision, "office")
        assert self.installation.run().problems == []

    def _pass(self, sets: list[tuple[Kind, list[int], int]]) -> None:
        laid = []
        for nth, (kind, which, chance) in enumerate(sets):
            environment = "S" if chance < 1 else "R"
            targets = [self._named(one) for one in which]
            stem = f"{kind.code}.{kind.sender}.20260316.{next(self.numbers):05d}.{environment}"
            folder = {"R": "IN", "S": "INTEST-S"}[environment]
            text = fresh(together(*[kind.text(target) for target in targets]))
            self.installation.lay(stem, text, sender=kind.sender, folder=folder, age=60 - nth)
            laid.append((kind, environment, targets, stem))
        assert self.installation.run().problems == []
        for kind, environment, targets, stem in laid:
            answered = self._tickets(stem)
            for target, (ticket, accepted) in zip(targets, answered.items(), strict=True):
                assert self.memory.remember(kind, environment, target, ticket) == accepted, (kind.step, stem)
                self.pool.append(ticket)

    def _named(self, which: int) -> str:
        living = [ticket for ticket, form in self.memory.forms.items() if form.is_to_act_on]
        if living and which < ACTS_ON_REQUESTS:
            return living[-1 - which % 2 % len(living)]
        return self.pool[-1 - which * 7 % len(self.pool)]

    def _tickets(self, stem: str) -> dict[str, bool]:
        """The tickets of a set in order, and whether each form was accepted."""
        query = select(forms.c.ticket, forms.c.accepted).join(receipts).where(receipts.c.stem == stem)
        with self.installation.register.reading() as connection:
            return dict(connection.execute(query.order_by(forms.c.form)).all())

    @invariant()
    def every_request_stands_where_its_steps_lead(self) -> None:
        """In the tables, by the table of moves, and by the journal; a refused message leaves no trace."""
        with self.installation.register.reading() as connection:
            stored = dict(connection.execute(select(dossiers.c.ticket, dossiers.c.status)).all())
            events = connection.execute(select(dossier_events).order_by(dossier_events.c.id)).mappings().all()
            found = statuses.rebuilt(connection)
        assert stored == self.memory.statuses
        assert (found.requests, found.differences, found.broken) == (len(stored), {}, None)
        for ticket in stored:
            assert are_moves([(one["step"], one["status"]) for one in events if one["dossier"] == ticket])
        accepted = {ticket for ticket, form in self.memory.forms.items() if form.accepted}
        assert {one["ticket"] for one in events} <= accepted

    @invariant()
    def the_sender_is_told_what_he_did_not_do_himself(self) -> None:
        said = [text.partition("<Status>")[2].partition("<")[0] for text in self.installation.texts("LONO")]
        assert said == self.memory.told


def fresh(text: str) -> str:
    """The same declaration, made today, so that a decision of today is not too early."""
    return text.replace("2026-03-09", "2026-03-16")


def test_no_sequence_of_messages_leads_to_a_status_that_the_table_does_not_allow(tmp_path: Path) -> None:
    template = make_installation(tmp_path / "template").home
    run_state_machine_as_test(lambda: Channel(template), settings=calm)
