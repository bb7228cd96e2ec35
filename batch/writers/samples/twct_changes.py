"""Sample modifications and cancellations (TWCT001), each made out of the communication it acts on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from batch.model import tickets
from batch.model.calendar import is_working_day, months_after, working_days_after
from batch.model.forms import Block
from batch.model.law import Dated
from batch.model.twct import REASON_BLOCKS
from batch.writers.samples import people
from batch.writers.samples.people import block, replaced, value, zones

_SERIES = "3A0"
_UNUSED = tickets.LARGEST_COUNTER // 2
"""No receiver has given so many tickets: what lies above is made up."""
_START, _END = "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"
_LONGEST = {"003": 92, "004": 92, "006": 366}
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NOT_IN_A_SIMPLIFIED_ONE = (
    "OperationalOffice", "CoordinatesContactPerson", "Sender", "NaturalPerson", "DepartmentIdentification",
    *REASON_BLOCKS.values(), "CommentDeclaration",
)  # fmt: skip
_T2, _T3 = "\t" * 2, "\t" * 3


def plain(form: Block) -> str:
    """A form as the samples write it: every zone on a line of its own, without comments and empty zones."""
    return f"<Form>\n{''.join(_inside(form, _T2))}\t</Form>"


def _inside(parent: Block, tabs: str) -> Iterator[str]:
    yield from (
        f"{tabs}<{tag}>{escape(text)}</{tag}>\n" for tag in parent.zones if (text := parent.text(tag)) is not None
    )
    for tag, siblings in parent.blocks.items():
        yield from (block(tabs, tag, "".join(_inside(one, f"{tabs}\t"))) for one in siblings)


def forms(random: Random, now: datetime, declared: Iterable[tuple[Block, str]], term: Dated) -> Iterator[str]:
    """A change made at ``now`` of each accepted communication with its ticket, while it may still be changed.

    ``term``: for how many days after the last one that it tells.
    """
    clerk, hours, today = Changes(random, now), people.hours(now), people.local(now).date()
    for block_of_form, ticket in declared:
        form = plain(block_of_form)
        last = _day(form, _END) or _day(form, _START)
        if last is not None and (today - last).days <= term.on(last):
            change = clerk.of(form, ticket, next(hours))
            if change is not None:
                yield change


class Changes:
    """Writes one change after the other, in turn: modification, cancellation, modification, simplified cancellation."""

    def __init__(self, random: Random, now: datetime) -> None:
        moment = people.local(now)
        self._today = moment.date()
        self._own = f"M{moment:%y%m%d%H%M%S}"
        self._counter = random.randrange(_UNUSED, _UNUSED * 2 - 10**9)
        self._number = 0

    def made_up(self, form: str, hour: str) -> str | None:
        """A change of what nobody has sent, on a ticket that nobody has given; None where none can be made."""
        self._counter += 1
        return self.of(form, tickets.make(_SERIES, self._counter), hour)

    def of(self, form: str, ticket: str, hour: str) -> str | None:
        """A change of a communication: another one where the one in turn cannot be accepted; None where none can."""
        self._number += 1
        turn, can_be_cancelled = self._number % 4, self._can_be_cancelled(form)
        modified = self._modified(form) if turn in (1, 3) or not can_be_cancelled else None
        if modified is not None:
            return self._headed(modified, 1, ticket, hour)
        if not can_be_cancelled:
            return None
        simplified = turn == 0 or self._is_too_old_to_be_told_again(form)
        return self._headed(_simplified(form) if simplified else form, 3, ticket, hour)

    def _can_be_cancelled(self, form: str) -> bool:
        """Whether it is no first day of an economic suspension, or one whose window for it is open."""
        start = _day(form, _START)
        if value(form, "EffectiveUnemploymentReason") != "60" or start is None:
            return True
        return working_days_after(start, -5) <= self._today <= working_days_after(start, 1)

    def _headed(self, form: str, status: int, ticket: str, hour: str) -> str:
        """The form with a header and references of its own."""
        for tag, text in (("FormCreationDate", self._today), ("FormCreationHour", hour), ("AttestationStatus", status)):
            form = replaced(form, tag, str(text))
        form = _without_all(form, ("Reference",))
        own = zones(_T3, ReferenceType=1, ReferenceOrigin=1, ReferenceNbr=f"{self._own}{self._number:07d}")
        acted_on = zones(_T3, ReferenceType=3, ReferenceOrigin=2, ReferenceNbr=ticket)
        after = "</RiskIdentification>\n"
        return form.replace(after, after + block(_T2, "Reference", own) + block(_T2, "Reference", acted_on), 1)

    def _modified(self, form: str) -> str | None:
        """The form with another period, or a worker less; None where a modification would not be accepted."""
        risk, start = _risk(form), _day(form, _START)
        if start is None or self._is_too_old_to_be_told_again(form):
            return None
        end = _day(form, _END)
        if risk == "001":
            return _shortened(form, start, end) if end and end > start else None
        if risk in _LONGEST:
            return _ending(form, _another_end(start, end, _LONGEST[risk]))
        if form.count("<NaturalPerson>") > 1 and self._number % 8 < 4:
            return _without_the_last_worker(form)
        return replaced(form, _START, str(_another_day_of_the_month(start)))

    def _is_too_old_to_be_told_again(self, form: str) -> bool:
        """Whether it is a social action that began more than six months ago: its start is not taken any more."""
        start = _day(form, _START)
        return _risk(form) == "006" and start is not None and start < months_after(self._today, -6)


def _risk(form: str) -> str:
    return (value(form, "IdentificationOfRisk") or "").zfill(3)[-3:]


def _day(form: str, tag: str) -> date | None:
    text = value(form, tag)
    return date.fromisoformat(text) if text else None


def _simplified(form: str) -> str:
    """What a simplified cancellation keeps: header, risk, references, the employer's numbers, the agency."""
    return _without_all(form, _NOT_IN_A_SIMPLIFIED_ONE)


def _without_all(form: str, tags: tuple[str, ...]) -> str:
    return re.sub(rf"(?s)\t*<({'|'.join(tags)})>.*?</\1>\n", "", form)


def _shortened(form: str, start: date, end: date) -> str:
    """The economic suspension ends halfway, and with it that of every worker who would have ended later."""
    middle = start + timedelta(days=(end - start).days // 2)
    own_end = r"(?s)\t*<IndividualUnempPeriod>\s*<IndividualUnempEndingDate>(.*?)<.*?</IndividualUnempPeriod>\n"
    form = re.sub(own_end, lambda one: one[0] if date.fromisoformat(one[1]) < middle else "", form)
    return replaced(form, _END, str(middle))


def _another_end(start: date, end: date | None, longest: int) -> date:
    """A week later where that may be told, else a day; one day earlier where it is the longest already."""
    last = start + timedelta(days=longest)
    if end is None or end + _WEEK <= last:
        return (end or start) + _WEEK
    return end + _DAY if end < last else max(start, end - _DAY)


def _ending(form: str, end: date) -> str:
    if value(form, _END) is not None:
        return replaced(form, _END, str(end))
    line = re.compile(rf"(\t*)<{_START}>.*\n")
    return line.sub(lambda one: f"{one[0]}{one[1]}<{_END}>{end}</{_END}>\n", form, count=1)


def _another_day_of_the_month(start: date) -> date:
    """The next working day, or the one before where that lies in another month: the month stays told once."""
    for step in (_DAY, -_DAY):
        day = start + step
        while not is_working_day(day):
            day += step
        if day.month == start.month:
            return day
    return start


def _without_the_last_worker(form: str) -> str:
    last = form.rindex("\t\t\t<NaturalPerson>")
    closing = "</NaturalPerson>\n"
    return form[:last] + form[form.index(closing, last) + len(closing) :]
