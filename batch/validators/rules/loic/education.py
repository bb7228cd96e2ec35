"""Staff of education that a community pays (block 99011, release 20264): school, status, periods, other employers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Block, Place
from batch.model.leave import EDUCATION
from batch.model.loic import HALF, ONE_FIFTH, Request
from batch.validators.numbers import enterprise
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.circumstances import has_education, is_known_leave, is_ordinary_leave
from batch.validators.rules.loic.kinds import family_of

RULES: Rulebook[Request] = Rulebook()
_RELEASE = "20264"
_MANUAL = "manuals for organising authorities"
_ZONES = (("98003", "PeriodsBefore"), ("98004", "PeriodsDuring"), ("98005", "PeriodsGivenUp"))
_FLEMISH, _TEMPORARY = 1, 3
_FLEMISH_UNTIL = date(2016, 9, 2)
_HALF_POST, _FOUR_FIFTHS = (1, 2), (4, 5)


def _number(request: Request, tag: str) -> int | None:
    return request.education.number(tag) if request.education else None


def _is_ordinary(request: Request, case: Case) -> bool:
    return family_of(request, case) in {"ordinary", "ordinary-end"}


@RULES.rule(
    "01138-495",
    source=f"{_MANUAL}: only staff of education has such data",
    first_release=_RELEASE,
    when=(has_education,),
)
def education_of_another_sector(request: Request, case: Case) -> Iterator[Place]:
    """Data of education stand in a request of the sector education."""
    if request.education is not None and request.employer_part and request.sector in case.law.leaves.sectors:
        if request.sector != EDUCATION:
            yield request.employer_part.at("InterruptionSectorCode")


@RULES.rule(
    "99011-005",
    source="docs/protocol.md: a new end date and a cancellation carry no data of education (ours)",
    first_release=_RELEASE,
    when=(has_education,),
)
def education_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request carries data of education."""
    if request.status in (1, 3) and request.education is not None:
        yield request.education.at()


@RULES.rule(
    "98002-004",
    source="register of enterprises: last two digits 97 minus the remainder of the first eight",
    first_release=_RELEASE,
    when=(has_education,),
)
def school_check_digits(request: Request, _case: Case) -> Iterator[Place]:
    """The check digits of the school's enterprise number are right."""
    number = request.education.text("SchoolCompanyID") if request.education else None
    if request.education and number and number.isascii() and number.isdigit() and len(number) in (9, 10):
        if not enterprise.has_good_check_digits(number):
            yield request.education.at("SchoolCompanyID")


@RULES.rule(
    "98002-008",
    source=f"{_MANUAL}: the number of the school, not that of the community",
    severity="W",
    first_release=_RELEASE,
    when=(has_education,),
)
def school_is_the_employer(request: Request, _case: Case) -> Iterator[Place]:
    """The school's number is its own, not that of the employer."""
    number = request.education.text("SchoolCompanyID") if request.education else None
    employer = request.employer_block.text("CompanyID") if request.employer_block else None
    if request.education and number and employer and number.zfill(10) == employer.zfill(10):
        yield request.education.at("SchoolCompanyID")


@RULES.rule(
    "98005-008", source=f"{_MANUAL}: periods before, during and given up", first_release=_RELEASE, when=(has_education,)
)
def periods_do_not_add_up(request: Request, _case: Case) -> Iterator[Place]:
    """The periods before the break are those during it and those given up."""
    before, during, given_up = (_number(request, tag) for _, tag in _ZONES)
    if request.education and before is not None and during is not None and given_up is not None:
        if before != during + given_up:
            yield request.education.at("PeriodsGivenUp")


def _period_rule(number: str, tag: str) -> None:
    """One rule: who tells one of the three numbers of periods tells this one too."""

    def missing(request: Request, _case: Case) -> Iterator[Place]:
        block = request.education
        if block and block.text(tag) is None and any(block.text(other) is not None for _, other in _ZONES):
            yield block.at(tag)

    missing.__name__, missing.__doc__ = f"{tag}_missing", f"Who tells periods of teaching tells {tag}."
    source = f"{_MANUAL}: periods before, during and given up"
    RULES.rule(f"{number}-001", source=source, first_release=_RELEASE, when=(has_education,))(missing)


for _code, _tag in _ZONES:
    _period_rule(_code, _tag)


@RULES.rule(
    "98004-008",
    source="rules for Flemish education: four fifths of the post, rounded up to a whole period",
    severity="NP",
    first_release=_RELEASE,
    when=(has_education, is_known_leave),
)
def four_fifths_not_rounded_up(request: Request, case: Case) -> Iterator[Place]:
    """Flemish staff on one fifth keeps four fifths of its periods, rounded up, when its post is a full one."""
    before, during = _number(request, "PeriodsBefore"), _number(request, "PeriodsDuring")
    if not (family_of(request, case) and request.education and _number(request, "Community") == _FLEMISH):
        return
    if request.regime == ONE_FIFTH and request.share == 60 and before is not None and during is not None:
        if during != -(-before * 4 // 5):
            yield request.education.at("PeriodsDuring")


@RULES.rule("00975-008", source="glossary LOIC001 2023/3, zone 00975: half or four fifths of a full appointment",
            severity="NP", when=(is_known_leave,))  # fmt: skip
def keeps_too_little(request: Request, case: Case) -> Iterator[Place]:
    """Staff of education keeps half or four fifths of a full appointment."""
    if not family_of(request, case) or request.sector != EDUCATION or request.interruption is None:
        return
    left, full = request.interruption.number("WeekHoursNbr"), request.interruption.number("RefMeanWorkingHours")
    share = {HALF: _HALF_POST, ONE_FIFTH: _FOUR_FIFTHS}.get(request.regime or 0)
    if left and full is not None and share and left < full * share[0] // share[1]:
        yield request.interruption.at("WeekHoursNbr")


@RULES.rule(
    "98006-496",
    source="service of the German-speaking community: ordinary breaks for appointed staff",
    severity="NP",
    first_release=_RELEASE,
    when=(has_education, is_ordinary_leave),
)
def ordinary_break_of_temporary_staff(request: Request, case: Case) -> Iterator[Place]:
    """An ordinary break in education is for appointed staff, not for temporary staff."""
    if request.education and _is_ordinary(request, case) and _number(request, "EducationStatus") == _TEMPORARY:
        yield request.education.at("EducationStatus")


@RULES.rule(
    "01136-495",
    source="sixth reform of the state: Flemish staff left ordinary breaks on 02/09/2016",
    first_release=_RELEASE,
    when=(has_education, is_ordinary_leave),
)
def ordinary_break_of_flemish_staff(request: Request, case: Case) -> Iterator[Place]:
    """Flemish education has no ordinary break that starts from 2 September 2016."""
    if request.interruption and _is_ordinary(request, case) and _number(request, "Community") == _FLEMISH:
        if request.start and request.start >= _FLEMISH_UNTIL:
            yield request.interruption.at("InterruptionType")


@RULES.rule(
    "90529-506",
    source=f"{_MANUAL}: the worker sends his office a declaration of the other employer",
    severity="W",
    first_release=_RELEASE,
    when=(has_education,),
)
def declarations_of_other_employers_needed(request: Request, _case: Case) -> Iterator[Place]:
    """A worker of several employers sends a declaration of the others to his office, on paper."""
    if request.is_request and (_number(request, "SeveralEmployers") == 1 or _others(request)):
        yield request.content.at()


@RULES.rule(
    "98007-008", source=f"{_MANUAL}: the box for several employers", first_release=_RELEASE, when=(has_education,)
)
def other_employer_of_one_employer(request: Request, _case: Case) -> Iterator[Place]:
    """Other employers are named only for a worker of several."""
    if request.education and _number(request, "SeveralEmployers") == 0 and _others(request):
        yield request.education.at("SeveralEmployers")


def _others(request: Request) -> list[Block]:
    return request.education.every("OtherEmployer") if request.education else []
