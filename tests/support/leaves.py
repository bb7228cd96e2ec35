"""Requests for every kind of leave, with good answers to all that is asked from release 20264 on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from declarations import COMPANY, LOIC_TICKET, ONSS, WORKERS, Fact, after, changed, loic, put, without

from batch.lawbook import open_law
from batch.model.balance import Break
from batch.model.leave import last_day

LAW = open_law().leaves
LEFT = {1: 0, 2: 1900, 3: 2533, 4: 2850, 5: 3040, 10: 3420}
OPEN_DAY = date(2026, 10, 5)
"""A day on which release 20264 is open."""
SCHOOL = "1300000136"
TYPE = "InterruptionType"
END, START, NOTICE, REGIME = "EndingDate", "StartingDate", "DocumentDate", "InterruptionRegime"


def leave(
    kind: str = "6001",
    regime: int = 1,
    *,
    notice: str = "2026-03-05",
    start: str = "2026-06-01",
    months: int = 1,
    sector: str = "01",
    nature: int | None = None,
    **changes: str | None,
) -> str:
    """A request of release 20231: so many months from ``start`` on, with what its kind has to carry."""
    credit = LAW.families.get(kind, "") in {"time-credit", "career-end"}
    text = loic("credit" if credit else "parental-partial")
    first = date.fromisoformat(start)
    facts: dict[str, str | None] = {
        "FormCreationDate": max(notice, min(start, "2026-03-09")), TYPE: kind, REGIME: str(regime), NOTICE: notice,
        "InterruptionInformation/StartingDate": start,
        "InterruptionInformation/EndingDate": str(last_day(first, months)),
        "InterruptionSectorCode": sector, "JointCommissionNbr": "200" if sector == "01" else "999",
        "WeekHoursNbr": str(LEFT[regime]),
    }  # fmt: skip
    text = changed(text, facts)
    if regime == 1:
        text = without(text, "WorkingSystemType", "Duration", "TimeUnit")
    if credit and (kind not in {"5001", "5002", "5003", "5004"} or regime == 5):
        text = without(text, "CLAAddedMonths")
    if nature is not None:
        tag = "PSEmploymentRelationshipNature"
        text = after(text, "JointCommissionNbr", f"<{tag}>{nature}</{tag}>")
    return changed(text, dict(changes))


def asking(text: str, answers: Mapping[str, int | None] | None = None) -> str:
    """The same request under release 20264, mandatory questions answered well, but for ``answers`` (None: not)."""
    text = text.replace('<LOIC001 xmlns="">', '<LOIC001 xmlns="" xsi:noNamespaceSchemaLocation="LOIC001_20264.xsd">')
    wanted: dict[str, int | None] = {**good_answers(text), **(answers or {})}
    given = {code: answer for code, answer in wanted.items() if answer is not None}
    return put(text, "Questionnaire", "".join(question(code, answer) for code, answer in given.items()))


def good_answers(text: str) -> dict[str, int]:
    """The answers to what a request has to answer that exclude nothing."""
    kind, regime, sector = value(text, TYPE), int(value(text, REGIME)), value(text, "InterruptionSectorCode")
    family = LAW.families.get(kind, "")
    asked = [one for one in LAW.questions.values() if one.mandatory and one.belongs_to(kind, family, regime, sector)]
    return {one.code: 0 if one.excludes == 1 or one.code == "A001" else 1 for one in asked}


def question(code: str, answer: int) -> str:
    """One question with its answer."""
    return (
        f"<InterruptionQuestion><InterruptionQuestionCode>{code}</InterruptionQuestionCode>"
        f"<InterruptionQuestionAnswer>{answer}</InterruptionQuestionAnswer></InterruptionQuestion>"
    )


def value(text: str, tag: str) -> str:
    """What stands in the first zone of that name."""
    return text.split(f"<{tag}>")[1].split("</", maxsplit=1)[0]


def taught(text: str, **changes: str | None) -> str:
    """The same request with the data of a teacher: half of twenty periods given up."""
    block = (
        f"<EducationInformation><Community>2</Community><SchoolCompanyID>{SCHOOL}</SchoolCompanyID>"
        "<EducationStatus>1</EducationStatus><PeriodsBefore>20</PeriodsBefore><PeriodsDuring>10</PeriodsDuring>"
        "<PeriodsGivenUp>10</PeriodsGivenUp><SeveralEmployers>0</SeveralEmployers></EducationInformation>"
    )
    return put(text, "LOIC001", inside(text) + changed(block, dict(changes)))


def inside(text: str) -> str:
    """What stands in the LOIC001 element."""
    return text.split("<LOIC001", 1)[1].split(">", 1)[1].rsplit("</LOIC001>", 1)[0]


def ending(text: str, end: str) -> str:
    """The same break with another end."""
    return put(text, "InterruptionInformation/EndingDate", end)


def taken(kind: str = "6001", regime: int = 1, months: int = 1, days: int = 0, **changes: Any) -> Break:
    """So many months and days that the employer of :func:`leave` introduced before for the same worker."""
    start: date = changes.pop("start", date(2020, 1, 1))
    end = (last_day(start, months) if months else start - timedelta(1)) + timedelta(days)
    facts = {
        "worker": WORKERS[0], "employer": (f"N{ONSS}", f"C{COMPANY}"), "sender": "123456", "ticket": LOIC_TICKET,
        "latest": LOIC_TICKET, "kind": kind, "regime": regime, "start": start, "end": end,
    }  # fmt: skip
    return Break(**{**facts, **changes})


def fact(rule: str, told: str, faulty: str, says: str, neighbour: str, neighbour_says: str = "") -> Fact:
    """A row of a table: both requests arrive on the day they were made."""
    days = [date.fromisoformat(value(text, "FormCreationDate")) for text in (faulty, neighbour)]
    return Fact(rule, told, faulty, says, neighbour, neighbour_says, day=days[0], neighbour_day=days[1])
