"""Workers and department (blocks 90017, 90276, 90268)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct.circumstances import (
    has_department,
    has_several_workers,
    has_workers,
    is_economic,
    is_social_action,
    lacks_workers,
)

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, blocks 90017, 90276, 90268"
_ALWAYS_WORKERS = ("002", "004", "005", "006")


def _has_doubtful_worker(communication: Communication, _case: Case) -> bool:
    """A worker whose number is not sound in every way."""
    return not all(niss.is_sound(worker.text("INSS")) for worker in communication.workers)


@RULES.rule("90017-001", source=_GLOSSARY, when=(lacks_workers,))
def workers_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risks 002, 004, 005 and 006 name their workers; risk 001 too, unless it names a department."""
    if communication.workers or not communication.has_link or communication.is_simplified:
        return
    without_department = not communication.link.first("DepartmentIdentification")
    if communication.risk in _ALWAYS_WORKERS or (communication.risk == "001" and without_department):
        yield communication.link.at("NaturalPerson")


@RULES.rule("90017-005", source=_GLOSSARY, when=(has_workers,))
def workers_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 003 names no workers; risk 001 names workers or a department; a simplified cancellation none of them."""
    both = communication.risk == "001" and communication.link.first("DepartmentIdentification")
    if communication.workers and (communication.risk == "003" or both or communication.is_simplified):
        yield communication.workers[0].at()


@RULES.rule("90268-001", source=_GLOSSARY, when=(is_social_action,))
def department_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 006 names the department."""
    if communication.risk == "006" and communication.has_link and not communication.is_simplified:
        if not communication.link.first("DepartmentIdentification"):
            yield communication.link.at("DepartmentIdentification")


@RULES.rule("90268-005", source=_GLOSSARY, when=(has_department,))
def department_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Only risk 006, and risk 001 without workers, name a department; a simplified cancellation names none."""
    if communication.risk in ("002", "003", "004", "005") or communication.is_simplified:
        for block in communication.link.every("DepartmentIdentification"):
            yield block.at()


@RULES.rule("00023-006", source="glossary ETempora 2023/3, zone 00023", when=(has_several_workers,))
def sequence_number_twice(communication: Communication, _case: Case) -> Iterator[Place]:
    """The sequence number of a worker is unique in the declaration."""
    seen: set[int] = set()
    for worker in communication.workers:
        number = worker.number("NaturalPersonSequenceNbr")
        if number is not None:
            if number in seen:
                yield worker.at("NaturalPersonSequenceNbr")
            seen.add(number)


@RULES.rule("00024-006", source="glossary ETempora 2023/3, zone 00024", when=(has_several_workers,))
def worker_twice(communication: Communication, _case: Case) -> Iterator[Place]:
    """A worker stands once in a declaration."""
    seen: set[str] = set()
    for worker in communication.workers:
        inss = worker.text("INSS")
        if inss is not None:
            if inss in seen:
                yield worker.at("INSS")
            seen.add(inss)


@RULES.rule(
    "00024-004",
    source="check digits of the national register; glossary ETempora 2023/3, zone 00024",
    when=(_has_doubtful_worker,),
)
def worker_number_check_digits(communication: Communication, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are right."""
    for worker in communication.workers:
        inss = worker.text("INSS")
        if inss and len(inss) == 11 and inss.isascii() and inss.isdigit():
            if not niss.has_good_check_digits(inss):
                yield worker.at("INSS")


@RULES.rule(
    "90017-151", source="a month that no birth and no bis number can have; code: ours", when=(_has_doubtful_worker,)
)
def worker_not_identifiable(communication: Communication, _case: Case) -> Iterator[Place]:
    """The number is one of a person: its month of birth can exist."""
    for worker in communication.workers:
        if niss.is_of_nobody(worker.text("INSS")):
            yield worker.at()


@RULES.rule("90276-005", source=_GLOSSARY, when=(has_workers,))
def individual_end_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """Only risk 001 knows an end of its own for one worker."""
    if communication.risk and communication.risk != "001":
        for worker in communication.workers:
            for block in worker.every("IndividualUnempPeriod"):
                yield block.at()


@RULES.rule("00768-097", source="glossary ETempora 2023/3, zone 00768", when=(has_workers, is_economic))
def individual_end_outside_period(communication: Communication, _case: Case) -> Iterator[Place]:
    """A worker's own end lies between the general start and the general end."""
    start, end = communication.start, communication.end
    if communication.risk != "001":
        return
    for worker in communication.workers:
        block = worker.first("IndividualUnempPeriod")
        own = block.day("IndividualUnempEndingDate") if block else None
        if block and own and ((start and own < start) or (end and own > end)):
            yield block.at("IndividualUnempEndingDate")
