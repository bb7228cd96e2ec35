"""Stories of career breaks as data: who lays which forms on which day. ``manual_examples`` writes them as examples.

A moment is that of Brussels, as in a story; every form is made on the day it is laid. All people are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from declarations import after, changed, contact_data, deci, loic, moving, overview, progress, put, without, worker_part
from leaves import asking, leave

from batch.model import tickets
from batch.validators.numbers import niss

OFFICE, OTHER_OFFICE, FRONT, BACK = "123456", "234567", "999997", "999998"
"""A social secretariat, another one, ONEM's front and back office: senders that every example has."""
_BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Sent:
    """Forms that one sender lays, in their order: one set for each kind of form, for a file holds one kind."""

    sender: str
    code: str
    forms: Sequence[str]
    one_file: bool = False
    """Whether they stand in one file whatever they are called."""


@dataclass(frozen=True)
class Story:
    """One folder of examples; its ``story.md`` is written by hand."""

    name: str
    steps: Mapping[str, Sequence[Sent]]
    """What is laid at each moment, such as ``2026-12-16 10:30``."""
    senders: str = ""
    """What stands in ``senders.toml``."""


def moment(told: str) -> datetime:
    """A moment of Brussels in UTC."""
    return datetime.fromisoformat(told).replace(tzinfo=_BRUSSELS).astimezone(UTC)


# -- who and what ------------------------------------------------------------------------------------------


def person(born: str, serial: int) -> str:
    """The NISS of an invented person born on a day such as ``800614``, before 2000."""
    nine = f"{born}{serial:03d}"
    return nine + niss.check_digits(nine)


CLEANER = person("800614", 543)
"""The worker of the employer's manual: blue-collar, joint committee 121."""
TEACHER = person("770512", 171)


def request_ticket(nth: int) -> str:
    """The ticket of the nth form of the employer's part, or of one that acts on it."""
    return tickets.make("04W", nth)


# -- the employer's part -----------------------------------------------------------------------------------


def request(
    kind: str,
    regime: int,
    start: str,
    months: int,
    notice: str,
    *,
    inss: str = CLEANER,
    own: str = "DEMANDE-1",
    answers: Mapping[str, int | None] | None = None,
    sector: str = "01",
    nature: int | None = None,
    email: str = "",
    **changes: str | None,
) -> str:
    """A request of release 20264: 38 hours of 38, in the private sector a blue-collar worker of joint committee 121."""
    facts: dict[str, str | None] = {"INSS": inss, "ReferenceNbr": own}
    if sector == "01":
        facts["JointCommissionNbr"] = "121"
    text = leave(kind, regime, notice=notice, start=start, months=months, sector=sector, nature=nature, **facts)
    text = asking(text, answers)
    if sector == "01":
        told = "<WorkerCode>015</WorkerCode>" + (f"<EmailAddress>{email}</EmailAddress>" if email else "")
        text = after(text, "EmployerInterruptionForm", f"        <WorkerInformation>{told}</WorkerInformation>")
    return changed(text, dict(changes))


def full(text: str, hours: str) -> str:
    """The same with other weekly hours, all of them a full time and all given up."""
    return changed(text, {"MeanWorkingHours": hours, "RefMeanWorkingHours": hours})


def new_end(ticket: str, start: str, end: str, *, own: str = "FIN-1", comment: str = "", inss: str = CLEANER) -> str:
    """A modification: the start as it was, the new end."""
    text = loic(status=1, ticket=ticket, INSS=inss, ReferenceNbr=own, StartingDate=start, EndingDate=end)
    return put(text, "CommentOfDeclaration", comment) if comment else without(text, "CommentDeclaration")


def cancellation(ticket: str, *, own: str = "ANNULATION-1", inss: str = CLEANER) -> str:
    """A cancellation: nothing but the ticket."""
    return loic(status=3, ticket=ticket, INSS=inss, ReferenceNbr=own)


# -- the worker's part, and ONEM's -------------------------------------------------------------------------


def part(ticket: str, *, own: str = "TRAVAILLEUR-1", inss: str = CLEANER, more: str = "", **changes: str | None) -> str:
    """The worker completes his part; ``more`` stands after all else in it."""
    text = worker_part(ticket=ticket, INSS=inss, ReferenceNbr=own, **changes)
    return after(text, "Certified", more) if more else text


def address(
    ticket: str, postcode: str, town: str, *, own: str = "ADRESSE-1", inss: str = CLEANER, **changes: str | None
) -> str:
    """The worker's contact data."""
    return contact_data(ticket=ticket, INSS=inss, ReferenceNbr=own, ZIPCode=postcode, City=town, **changes)


def withdrawal(ticket: str, *, own: str = "RETRAIT-1", inss: str = CLEANER) -> str:
    """The worker cancels."""
    return moving("LOWK003", "<Confirmed>1</Confirmed>", 3, ticket, INSS=inss, ReferenceNbr=own)


def begun(ticket: str, day: str, *, own: str = "ONEM-EN-COURS-1", inss: str = CLEANER) -> str:
    """ONEM has begun to handle the request."""
    return progress(ticket=ticket, INSS=inss, ReferenceNbr=own, StatusDate=day)


def decided(ticket: str, day: str, *, own: str = "ONEM-DECISION-1", reason: str = "", positive: bool = True) -> str:
    """ONEM's decision; a refusal has a reason."""
    told = {"DecisionDate": day, "ReferenceNbr": own, "ResultCode": str(int(positive)), "ReasonText": reason or None}
    return deci(ticket=ticket, **told)


def looked_up(wishes: str = "", *, own: str = "APERCU-1", company: str = "") -> str:
    """A request for an overview of the employer."""
    text = overview(wishes, ReferenceNbr=own)
    return text if not company else of_company(text, company)


def of_company(text: str, company: str) -> str:
    """The same form of another employer, known by its enterprise number alone."""
    return changed(text, {"NOSSRegistrationNbr": None, "CompanyID": company})
