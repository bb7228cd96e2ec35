"""The interruption itself (block 90530): dates, regime, hours, working scheme, lists; the contact's addresses."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.calendar import months_after
from batch.model.forms import Block, Place
from batch.model.loic import FULL, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import address, committee
from batch.validators.rules.loic.circumstances import has_doubtful_address, is_partial, leaves_no_scheme

RULES: Rulebook[Request] = Rulebook()
_SOURCE = "glossary LOIC001 2023/3, block 90530"
_REQUEST, _NEW_END = 0, 1
_SCHEME = (("01224", "WorkingSystemType"), ("01225", "Duration"), ("01226", "TimeUnit"))


@RULES.rule("00910-008", source="glossary LOIC001 2023/3, zone 00910")
def start_before_notice_or_too_far(request: Request, _case: Case) -> Iterator[Place]:
    """The break starts on or after the worker's notice, at most six months after the creation date."""
    start = request.start
    if start is None or request.interruption is None or request.status != _REQUEST:
        return
    before_notice = request.notice is not None and start < request.notice
    too_far = request.created is not None and start > months_after(request.created, 6)
    if before_notice or too_far:
        yield request.interruption.at("StartingDate")


@RULES.rule("00911-014", source="glossary LOIC001 2023/3, zone 00911")
def end_not_after_start(request: Request, _case: Case) -> Iterator[Place]:
    """The break ends after its start."""
    if request.start and request.end and request.interruption and request.end <= request.start:
        yield request.interruption.at("EndingDate")


@RULES.rule("01086-008", source="glossary LOIC001 2023/3, zone 01086")
def notice_after_creation(request: Request, _case: Case) -> Iterator[Place]:
    """The worker's notice lies on or before the creation date."""
    if request.notice and request.created and request.employer_part and request.notice > request.created:
        yield request.employer_part.at("DocumentDate")


@RULES.rule("01136-008", source="annex LOIC001_1 is not in the record: list of ours, replaceable")
def type_not_in_list(request: Request, case: Case) -> Iterator[Place]:
    """The type of interruption stands in the list."""
    if request.kind and request.interruption and request.kind not in case.law.leaves.families:
        yield request.interruption.at("InterruptionType")


@RULES.rule("01138-008", source="annex LOIC001_2 is not in the record: list of ours, replaceable")
def sector_not_in_list(request: Request, case: Case) -> Iterator[Place]:
    """The sector code stands in the list."""
    sector = request.employer_part.text("InterruptionSectorCode") if request.employer_part else None
    if sector and request.employer_part and sector not in case.law.leaves.sectors:
        yield request.employer_part.at("InterruptionSectorCode")


@RULES.rule("00046-008", source="annex 26; glossary LOIC001 2023/3, zone 00046")
def committee_unknown(request: Request, case: Case) -> Iterator[Place]:
    """The joint committee stands in annex 26; 999 for none."""
    number = request.interruption.text("JointCommissionNbr") if request.interruption else None
    if number and request.interruption and committee.standing(number, case) != "known":
        yield request.interruption.at("JointCommissionNbr")


@RULES.rule("00975-008", source="glossary LOIC001 2023/3, zone 00975")
def hours_during_the_break(request: Request, _case: Case) -> Iterator[Place]:
    """A full break leaves no hours; a partial one leaves fewer than before.

    That a partial break leaves some hours, and fewer than before, is ours: the glossary says that the
    hours follow from the fraction.
    """
    if request.status != _REQUEST or request.interruption is None or request.regime is None:
        return
    left = request.interruption.number("WeekHoursNbr")
    before = request.interruption.number("MeanWorkingHours")
    if left is None:
        return
    too_many = before is not None and left >= before
    wrong = left != 0 if request.regime == FULL else left == 0 or too_many
    if wrong:
        yield request.interruption.at("WeekHoursNbr")


def _scheme_rules(number: str, tag: str) -> None:
    """Two rules for one zone of the working scheme: a partial break has it, a full one has not."""

    def missing(request: Request, _case: Case) -> Iterator[Place]:
        partial = request.regime is not None and request.regime != FULL
        if request.status == _REQUEST and partial and request.interruption:
            if request.interruption.text(tag) is None:
                yield request.interruption.at(tag)

    def unwanted(request: Request, _case: Case) -> Iterator[Place]:
        without = request.regime == FULL or request.status == _NEW_END
        if without and request.interruption and request.interruption.raw(tag) is not None:
            yield request.interruption.at(tag)

    missing.__name__, missing.__doc__ = f"{tag}_missing", f"A partial break tells {tag}."
    unwanted.__name__, unwanted.__doc__ = f"{tag}_unwanted", f"Neither a full break nor a new end date tells {tag}."
    RULES.rule(f"{number}-001", source=_SOURCE, when=(is_partial,))(missing)
    RULES.rule(f"{number}-005", source=_SOURCE, when=(leaves_no_scheme,))(unwanted)


for _number, _tag in _SCHEME:
    _scheme_rules(_number, _tag)


def _addresses(request: Request) -> list[Block]:
    return [*request.contact.every("Address")] if request.contact else []


@RULES.rule("00523-008", source="annex 5; the code stands in glossary LOIC001 2023/3, zone 00523")
def country_unknown(request: Request, case: Case) -> Iterator[Place]:
    """The country of the contact person stands in annex 5 on the day of the law."""
    for block in _addresses(request):
        yield from address.country_unknown(block, case)


@RULES.rule(
    "00520-008", source="annex 23; the code stands in glossary LOIC001 2023/3, zone 00520", when=(has_doubtful_address,)
)
def postcode_unknown(request: Request, case: Case) -> Iterator[Place]:
    """A Belgian postcode stands in annex 23."""
    for block in _addresses(request):
        if address.is_belgian(block):
            yield from address.postcode_unknown(block, case)


@RULES.rule(
    "00522-160", source="annex 23; the code stands in glossary LOIC001 2023/3, zone 00522", when=(has_doubtful_address,)
)
def town_of_another_postcode(request: Request, case: Case) -> Iterator[Place]:
    """A Belgian town carries one of the names of annex 23 for its postcode."""
    for block in _addresses(request):
        if address.is_belgian(block):
            yield from address.town_of_another_postcode(block, case)
