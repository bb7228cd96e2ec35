"""A rule is a small generator that yields the places at fault; a rulebook is a table of rules.

Rules are collected in a local book, one a file; nothing is registered by import elsewhere. A rule that
crashes is our fault: the exception goes up and the sending is set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from batch.model.balance import Break
from batch.model.correspondence import Channel
from batch.model.findings import Finding
from batch.model.forms import Block, Place
from batch.model.law import Law, Severity
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Keys
from batch.model.situation import Situation
from batch.model.told import Told

D = TypeVar("D")
F = TypeVar("F", bound="Formed")

ALWAYS = date(1900, 1, 1)
FOR_EVER = date(9999, 12, 31)


@dataclass(slots=True, eq=False)
class Case:
    """What a rule may know beside the declaration: the law, the days, and the stored situations."""

    law: Law
    day: date
    """The day of reception, in Brussels."""
    law_day: date
    """The day that selects the law; said once per message in the switchboard."""
    situations: Callable[[str], Situation | None] | None = None
    """Stored forms by ticket; None in an offline check, where rules that need them stay silent."""
    may_act_for: Callable[[tuple[str, ...]], bool] | None = None
    """Whether the sender may act for an employer, by the comparable numbers of it; None in an offline check."""
    employers: Callable[[str], Sequence[EmployerRecord]] | None = None
    """Employers by comparable number, of whatever days, the newest first; None where no directory is loaded."""
    booked: Callable[[str], bool] | None = None
    """Whether an accepted form has taken something before, by its booking; None in an offline check."""
    told: Callable[[str, Keys], Sequence[Told]] | None = None
    """What accepted communications told of a worker for an employer; None in an offline check, where rules that need
    it stay silent."""
    relations: Callable[[str], Sequence[Relation]] | None = None
    """Work relations of a worker, with whichever employer; None where no personnel file is loaded."""
    release: str = ""
    """The release by which the form is judged, that of the payload in an envelope."""
    breaks: Callable[[str], Sequence[Break]] | None = None
    """A worker's breaks that count, as far as the sender may see them; None in an offline check."""
    harmful: Callable[[str], bool] | None = None
    """Whether a virus scanner has found something in a file, by its SHA-256; None where there is no scanner."""
    channel: Callable[[Keys], Channel | None] | None = None
    """How an employer's notifications reach him, by his comparable numbers; None in an offline check."""
    _others: dict[str, Case] = field(default_factory=dict, init=False, repr=False, compare=False)

    def judged_by(self, release: str) -> Case:
        """The same for a form of another release; made once."""
        found = self._others.get(release)
        if found is None:
            found = self._others[release] = replace(self, release=release)
        return found


Check = Callable[[D, Case], Iterable[Place]]

When = Callable[[D, Case], bool]
"""A circumstance that holds for a declaration or not: without it a rule has nothing to say."""


class Formed(Protocol):
    """Any declaration, which was read out of a form."""

    @property
    def form(self) -> Block: ...


@dataclass(frozen=True, slots=True)
class Rule(Generic[D]):
    """One rule: its anomaly, the days it holds, its source, and the check."""

    number: str
    code: str
    since: date
    until: date
    source: str
    check: Check[D]
    severity: Severity | None = None
    """A class milder than that of the anomaly in the data, for what the real service lets pass; None: the data's."""
    first_release: str = ""
    """The first release of the message whose forms it judges; empty: every one."""
    when: tuple[When[D], ...] = ()
    """All circumstances without which it is silent: it is called only where they hold."""

    @property
    def error_id(self) -> str:
        """The published anomaly it speaks."""
        return f"{self.number}-{self.code}"

    @property
    def name(self) -> str:
        """The fault, as its function is called."""
        return self.check.__name__

    @property
    def text_key(self) -> str:
        """Where its sentences stand in the textbook: its room under ``rules``, and its name."""
        return f"{self.check.__module__.removeprefix('batch.validators.rules.').split('.')[0]}.{self.name}"

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence."""
        return (self.check.__doc__ or "").strip().splitlines()[0]


class Rulebook(Generic[D]):
    """The rules of one file; ``when``: circumstances without which all of them are silent."""

    def __init__(self, *when: When[D]) -> None:
        self._rules: list[Rule[D]] = []
        self._when = when

    def rule(
        self,
        error_id: str,
        *,
        source: str,
        since: date = ALWAYS,
        until: date = FOR_EVER,
        severity: Severity | None = None,
        first_release: str = "",
        when: tuple[When[D], ...] = (),
    ) -> Callable[[Check[D]], Check[D]]:
        """Enter a generator in the book under its published anomaly."""
        number, code = error_id.split("-")

        def enter(check: Check[D]) -> Check[D]:
            told = (*self._when, *when)
            self._rules.append(Rule(number, code, since, until, source, check, severity, first_release, told))
            return check

        return enter

    def extend(self, rules: Iterable[Rule[D]]) -> None:
        """Enter the rules of another book too."""
        self._rules += rules

    def __iter__(self) -> Iterator[Rule[D]]:
        return iter(self._rules)


def in_force(rules: Iterable[Rule[D]], day: date, release: str) -> tuple[Rule[D], ...]:
    """The rules that hold on a day for forms of a release."""
    return tuple(rule for rule in rules if rule.since <= day <= rule.until and rule.first_release <= release)


class Selection(Generic[F]):
    """Rules in force, told apart by circumstances: each of these is asked once for a declaration, and the rules
    that may speak where the same ones hold are picked once.
    """

    def __init__(self, rules: Iterable[Rule[F]]) -> None:
        self._rules = tuple(rules)
        self._asked = tuple(dict.fromkeys(one for rule in self._rules for one in rule.when))
        self._picked: dict[tuple[bool, ...], tuple[tuple[Rule[F], Check[F]], ...]] = {}

    def judge(self, declaration: F, case: Case) -> list[Finding]:
        """All findings of the rules on one declaration."""
        held = tuple([asked(declaration, case) for asked in self._asked])
        picked = self._picked.get(held)
        if picked is None:
            picked = self._picked[held] = self._pick(held)
        found = [(rule, place) for rule, check in picked for place in check(declaration, case)]
        if not found:
            return []
        paths = declaration.form.paths()
        return [Finding(rule.number, rule.code, place.path(paths), rule.severity) for rule, place in found]

    def _pick(self, held: tuple[bool, ...]) -> tuple[tuple[Rule[F], Check[F]], ...]:
        holding = {asked for asked, holds in zip(self._asked, held, strict=True) if holds}
        return tuple((rule, rule.check) for rule in self._rules if holding.issuperset(rule.when))


def judge(rules: Iterable[Rule[F]], declaration: F, case: Case) -> list[Finding]:
    """All findings of some rules on one declaration."""
    return Selection(rules).judge(declaration, case)
