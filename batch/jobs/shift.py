"""How sets go through a step: small ones here, a round at a time; large ones in the hands of the crew.

In a round every sender has his turn before anybody has a second one, and a round is short, so that what has just come
waits for no more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from batch.errors import StaleSituation
from batch.jobs.crew import Crew
from batch.jobs.desk import Desk, Outcome
from batch.jobs.intake import Intake
from batch.jobs.sharing import returned
from batch.model.line import Line, Turn
from batch.model.receipt import Receipt, State
from batch.ports.leases import unit_of

_TRIES = 5
"""How often a set is begun that another one overtook each time."""
_SETS = 200
"""Small sets in a round."""
_TOGETHER, _HEAVY = 100, 8
"""Small sets that share a transaction, and how many of the largest of them: nobody waits longer for the database."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a set in a step: what is logged of it, and what is counted."""

    event: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def note(self, desk: Desk, receipt: Receipt, outcome: Outcome) -> None:
        """Log and count it."""
        for what, number in self.counts.items():
            outcome.count(what, number)
        desk.log(self.event, receipt, **self.fields)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of every set: which sets wait for it, and what is done with one."""

    state: State
    work: Callable[..., Told | None]
    """All of it, of a desk and a receipt, kept at its end in one transaction; None when the set is to be left for the
    next pass.
    """
    small: int
    """A larger set is given away when there is enough to do."""
    enough: int
    """From how much in the line processes are worth their start: one takes as long as a thousand forms."""
    together: int
    """How much is done here in one round."""
    is_helped: bool = False
    """Whether the work takes a third value: how many further processes may help with one set."""
    share: Callable[[Desk, Sequence[Receipt]], Sequence[Told | Exception | None]] | None = None
    """The work for small sets, in their order, kept in one transaction; in the place of a set that failed, why."""


@dataclass(slots=True)
class Shift:
    """What a pass knows of its sets between rounds: who works on them, who waits, who was given up for now."""

    crew: Crew
    lines: dict[State, Line] = field(default_factory=dict)
    given_up: set[tuple[State, int]] = field(default_factory=set)
    tries: Counter[tuple[State, int]] = field(default_factory=Counter)
    intake: Intake | None = None
    """What was found ready in the inbox in this pass."""
    elsewhere: set[int] = field(default_factory=set)
    """Sets that another host is at; they keep their turn, and those who wait for them wait."""
    is_told: bool = False
    """Whether it was said which listings nobody has loaded."""

    def begin(self) -> None:
        """A new pass: what could not be done before is tried again."""
        self.intake = None
        self.given_up.clear()
        self.elsewhere.clear()
        self.tries.clear()
        self.is_told = False

    def take(self, desk: Desk, outcome: Outcome) -> bool:
        """Take sets out of the inbox, as many as a round can do; whether more are ready."""
        if self.intake is None:
            self.intake = Intake(desk)
        return self.intake.take(outcome, _SETS)


def go_round(desk: Desk, outcome: Outcome, shift: Shift, step: Step) -> bool:
    """One round of one step; whether another would find something to do now."""
    return _Round(desk, outcome, shift, step).go()


class _Round:
    """One round."""

    def __init__(self, desk: Desk, outcome: Outcome, shift: Shift, step: Step) -> None:
        self._desk = desk
        self._outcome = outcome
        self._shift = shift
        self._crew = shift.crew
        self._step = step
        self._line = shift.lines.setdefault(step.state, Line())
        self._gathered: list[Turn] = []

    def go(self) -> bool:
        """Work until nothing more can be begun, or the round is over; then True."""
        for done in self._crew.done(self._step.work):
            self._finish(done.receipt, done.result)
        self._line.update(self._waiting())
        here, away, is_more = self._chosen()
        turns = self._line.in_order([*here, *away])
        has_begun = True
        while has_begun:  # what is finished lets others go that waited for it
            has_begun = False
            for turn in turns:
                if not self._may_begin(turn):
                    continue
                if turn in here and self._step.share is not None and turn.size <= self._step.small:
                    self._gather(turn)
                    has_begun = True
                    continue
                self._share()  # it may begin because of those that were gathered: they go before it
                if turn in here:
                    self._do(turn)
                    has_begun = True
                elif self._crew.is_free:
                    self._give(turn)
            self._share()
        return is_more or bool(away and not self._crew.can_work)

    def _chosen(self) -> tuple[set[Turn], set[Turn], bool]:
        """Who is worked on in this round, here and away, and whether others wait: chosen in turns, done in order."""
        is_much = self._line.size >= self._step.enough and self._crew.can_work
        here, away, size = set[Turn](), set[Turn](), 0
        for turn in self._line:
            if is_much and turn.size > self._step.small:
                away.add(turn)
            elif len(here) < _SETS and size < self._step.together:
                here.add(turn)
                size += turn.size
            else:
                return here, away, True
        return here, away, False

    def _may_begin(self, turn: Turn) -> bool:
        in_work = turn.receipt in self._crew or turn.receipt in self._shift.elsewhere
        return turn.receipt in self._line and not in_work and self._line.is_next(turn)

    def _waiting(self) -> Iterator[Turn]:
        given_up = self._shift.given_up
        for turn in self._desk.register.line(self._step.state):
            if (self._step.state, turn.receipt) not in given_up:
                yield turn

    def _gather(self, turn: Turn) -> None:
        """Let a small set go with others; who waited for it may go with it, for they go in this order."""
        self._line.leave(turn.receipt)
        self._gathered.append(turn)
        heavy = sum(one.size for one in self._gathered) >= _HEAVY * self._step.small
        if heavy or len(self._gathered) >= _TOGETHER:
            self._share()

    def _share(self) -> None:
        """Do what was gathered."""
        gathered, self._gathered = self._gathered, []
        if self._step.share is None or not gathered:
            return
        receipts = self._ours(gathered)
        for receipt, result in zip(receipts, self._step.share(self._desk, receipts), strict=True):
            if isinstance(result, StaleSituation):  # another process was in between: it is begun again by itself
                self._finish(receipt, partial(_again, self._step.work, self._desk, receipt))
            else:
                self._finish(receipt, partial(returned, result))

    def _ours(self, turns: Sequence[Turn]) -> list[Receipt]:
        """Those sets that are in their state still, and ours."""
        leases, moment = self._desk.leases, self._desk.clock()
        taken = [turn.receipt for turn in turns if leases.take(unit_of(turn), moment)]
        self._shift.elsewhere |= {turn.receipt for turn in turns} - {*taken}
        found = self._desk.register.numbered(taken)
        for receipt in found:
            if receipt.state != self._step.state:
                leases.give_back(unit_of(receipt))
        return [one for one in found if one.state == self._step.state]

    def _do(self, turn: Turn) -> None:
        receipt = self._opened(turn)
        if receipt is not None:
            self._work(receipt)

    def _give(self, turn: Turn) -> None:
        receipt = self._opened(turn)
        more = (self._crew.spare,) if self._step.is_helped else ()
        if receipt is not None and not self._crew.begin(self._step.work, receipt, *more):
            self._work(receipt)

    def _work(self, receipt: Receipt) -> None:
        with self._desk.leases.under(unit_of(receipt)):
            self._finish(receipt, lambda: self._step.work(self._desk, receipt))

    def _opened(self, turn: Turn) -> Receipt | None:
        """The set as it is now, and ours; None when another host is at it, or it is not in its state any more."""
        unit = unit_of(turn)
        if not self._desk.leases.take(unit, self._desk.clock()):
            self._shift.elsewhere.add(turn.receipt)
            return None
        receipt = self._desk.register.receipt(turn.receipt)
        if receipt.state == self._step.state:
            return receipt
        self._desk.leases.give_back(unit)
        self._line.leave(turn.receipt)
        return None

    def _finish(self, receipt: Receipt, result: Callable[[], Told | None]) -> None:
        """Note what became of a set; one that another overtook stays in the line, and is begun again."""
        unit = self._step.state, receipt.id
        self._shift.tries[unit] += 1
        told: Told | None = None
        with self._outcome.guard(receipt.stem, aside=self._desk.aside(receipt)):
            try:
                told = result()
            except StaleSituation:
                if self._shift.tries[unit] < _TRIES and receipt.id in self._line:
                    return
                raise
            finally:
                self._desk.leases.give_back(unit_of(receipt))
        if receipt.id in self._line:
            self._line.leave(receipt.id)
        if told is None:
            self._shift.given_up.add(unit)
            return
        told.note(self._desk, receipt, self._outcome)


def _again(work: Callable[..., Told | None], desk: Desk, receipt: Receipt) -> Told | None:
    with desk.leases.under(unit_of(receipt)):
        for _ in range(_TRIES - 2):
            try:
                return work(desk, receipt)
            except StaleSituation:
                continue
        return work(desk, receipt)
