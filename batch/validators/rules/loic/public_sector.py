"""Which break which sector knows, and what holds for the public one: schemes T12 to T17."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.leave import FEDERAL_SERVICE, FEDERAL_STATUTE
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import committee
from batch.validators.rules.loic.circumstances import is_known_leave, is_ordinary_leave
from batch.validators.rules.loic.kinds import family_of, limit, told_late

RULES: Rulebook[Request] = Rulebook()
_SCHEMES = "schemes of career breaks by sector (schemas/lists/interruption_schemes.csv)"
_TRAINEE = 2


@RULES.rule("01136-495", source=f"{_SCHEMES}: time credit is private, an ordinary break public", when=(is_known_leave,))
def break_of_another_sector(request: Request, case: Case) -> Iterator[Place]:
    """The sector knows the type of interruption."""
    family = _family_in_a_sector(request, case)
    if family and request.interruption:
        if case.law.leaves.regimes(family, request.sector, request.employment) is None:
            yield request.interruption.at("InterruptionType")


@RULES.rule("01137-496", source=_SCHEMES, when=(is_known_leave,))
def regime_of_another_break(request: Request, case: Case) -> Iterator[Place]:
    """The type of interruption knows the regime, in the sector of the employer."""
    family = _family_in_a_sector(request, case)
    if not family or request.regime is None or request.interruption is None:
        return
    regimes = case.law.leaves.regimes(family, request.sector, request.employment)
    if regimes is not None and request.regime not in regimes and request.regime in _known_regimes(case):
        yield request.interruption.at("InterruptionRegime")


def _family_in_a_sector(request: Request, case: Case) -> str:
    return family_of(request, case) if request.sector in case.law.leaves.sectors else ""


def _known_regimes(case: Case) -> frozenset[int]:
    return frozenset(regime for scheme in case.law.leaves.schemes for regime in scheme.regimes)


@RULES.rule("00046-495", source="law of 05/12/1968 art. 2: joint committees are of the private sector", severity="W")
def committee_of_the_private_sector(request: Request, case: Case) -> Iterator[Place]:
    """A service of the public sector is under no joint committee: 999."""
    number = request.interruption.text("JointCommissionNbr") if request.interruption else None
    if request.is_request and request.interruption and number and committee.standing(number, case) == "known":
        if number != committee.NONE and case.law.leaves.sectors.get(request.sector) == "public":
            yield request.interruption.at("JointCommissionNbr")


@RULES.rule("00996-495", source="glossary LOIC001 2023/3, zone 00996: employments of the public sector", severity="W")
def public_employment_in_a_private_firm(request: Request, case: Case) -> Iterator[Place]:
    """Only a worker of the public sector has a nature of employment there."""
    if request.is_request and request.interruption and request.nature is not None:
        if case.law.leaves.sectors.get(request.sector) == "private":
            yield request.interruption.at("PSEmploymentRelationshipNature")


@RULES.rule("00996-495", source="royal decree of 07/05/1999: no trainees", severity="NP", when=(is_ordinary_leave,))
def federal_trainee(request: Request, case: Case) -> Iterator[Place]:
    """A trainee of a federal service has no ordinary break."""
    if family_of(request, case) in {"ordinary", "ordinary-end"} and request.sector == FEDERAL_SERVICE:
        if request.nature == _TRAINEE and request.interruption:
            yield request.interruption.at("PSEmploymentRelationshipNature")


@RULES.rule(
    "01136-495",
    source="royal decree of 07/05/1999: no end of career for federal statutory staff",
    severity="NP",
    when=(is_ordinary_leave,),
)
def end_of_career_of_federal_staff(request: Request, case: Case) -> Iterator[Place]:
    """Federal statutory staff has no ordinary break at the end of the career."""
    statutory = request.sector in FEDERAL_STATUTE and request.employment == "statutory"
    if family_of(request, case) == "ordinary-end" and statutory and request.interruption:
        yield request.interruption.at("InterruptionType")


@RULES.rule(
    "01086-008",
    source="royal decree of 19/11/1998: two months; shorter by agreement",
    severity="W",
    when=(is_ordinary_leave,),
)
def told_too_late_in_a_federal_service(request: Request, case: Case) -> Iterator[Place]:
    """An ordinary break in a federal service is told two months before; both may agree on less."""
    if family_of(request, case) in {"ordinary", "ordinary-end"} and request.sector == FEDERAL_SERVICE:
        yield from told_late(request, months=limit(case, "federal_notice_months"))
