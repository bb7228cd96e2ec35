"""Which break which sector knows, and what holds for the public one."""

import pytest
from declarations import Fact, every, is_silent, names_of, reports, speaks
from leaves import LAW, NOTICE, REGIME, TYPE, fact, leave

from batch.model.leave import Employment
from batch.validators.rules.loic import public_sector

SECTORS = tuple(LAW.sectors)
NATURE = "PSEmploymentRelationshipNature"
ELDER = "64030991583"


def ordinary(sector: str, regime: int = 1, nature: int | None = None, **changes: str) -> str:
    return leave("7001", regime, months=3, sector=sector, nature=nature, **changes)


FACTS = [
    fact("break_of_another_sector", "time credit in a public service",
         leave("5001", months=3, notice="2026-02-20", sector="02"), f"01136-495 {TYPE}",
         leave("5001", months=3, notice="2026-02-20")),
    fact("break_of_another_sector", "an ordinary break in a private firm", ordinary("01"), f"01136-495 {TYPE}",
         ordinary("02")),
    fact("regime_of_another_break", "a quarter of parental leave", leave(regime=4, months=4), f"01137-496 {REGIME}",
         leave(regime=5, months=5)),
    fact("regime_of_another_break", "a full end of career",
         leave("5005", notice="2026-02-20", months=12, INSS=ELDER), f"01137-496 {REGIME}",
         leave("5005", 2, notice="2026-02-20", months=12, INSS=ELDER)),
    fact("regime_of_another_break", "one third of federal statutory staff", ordinary("08", 3, 1),
         f"01137-496 {REGIME}", ordinary("08", 3, 4)),
    fact("committee_of_the_private_sector", "200 in a public service",
         leave(sector="02", JointCommissionNbr="200"), "00046-495 JointCommissionNbr", leave(sector="02")),
    fact("public_employment_in_a_private_firm", "statutory staff", leave(nature=1), f"00996-495 {NATURE}",
         leave(sector="02", nature=1)),
    fact("federal_trainee", "a trainee", ordinary("08", nature=2), f"00996-495 {NATURE}", ordinary("08", nature=1)),
    fact("federal_trainee", "parental leave is open to trainees", ordinary("08", nature=2), f"00996-495 {NATURE}",
         leave(sector="08", nature=2)),
    fact("end_of_career_of_federal_staff", "statutory staff",
         leave("7002", 2, months=12, sector="08", nature=1, INSS=ELDER), f"01136-495 {TYPE}",
         leave("7002", 2, months=12, sector="08", nature=4, INSS=ELDER)),
    fact("told_too_late_in_a_federal_service", "a day less than two months", ordinary("08", notice="2026-04-02"),
         f"01086-008 {NOTICE}", ordinary("08", notice="2026-04-01")),
    fact("told_too_late_in_a_federal_service", "elsewhere no term is known", ordinary("08", notice="2026-04-02"),
         f"01086-008 {NOTICE}", ordinary("02", notice="2026-04-02")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(public_sector.RULES))


def test_only_the_tables_of_sectors_and_regimes_block() -> None:
    blocking = {rule.name for rule in public_sector.RULES if rule.severity is None}
    assert blocking == {"break_of_another_sector", "regime_of_another_break"}


CELLS = [
    ("time-credit", "01", "contract", {1, 2, 5}),
    ("career-end", "01", "contract", {2, 5}),
    ("ordinary", "01", "contract", None),
    ("ordinary", "02", "statutory", {1, 2, 3, 4, 5}),
    ("ordinary", "03", "statutory", {1, 2, 3, 4, 5}),
    ("ordinary", "05", "contract", {1, 2, 5}),
    ("ordinary", "08", "statutory", {1, 2}),
    ("ordinary", "08", "contract", {1, 2, 3, 4, 5}),
    ("ordinary", "09", "statutory", {1, 2, 5}),
    ("ordinary", "10", "statutory", {1, 2}),
    *(("time-credit", sector, "contract", None) for sector in SECTORS[1:]),
    *(("career-end", sector, "contract", None) for sector in SECTORS[1:]),
    *(("parental", sector, "statutory", {1, 2, 5, 10}) for sector in SECTORS),
    *((family, sector, "contract", {1, 2, 5}) for family in ("medical", "palliative", "carer") for sector in SECTORS),
    *(("hospital", sector, "contract", {1}) for sector in SECTORS),
]


@pytest.mark.parametrize(("family", "sector", "employment", "regimes"), CELLS)
def test_the_matrix_of_families_sectors_and_regimes(
    family: str, sector: str, employment: Employment, regimes: set[int] | None
) -> None:
    assert LAW.regimes(family, sector, employment) == (None if regimes is None else frozenset(regimes))


@pytest.mark.parametrize("regime", [1, 2, 3, 4, 5, 10])
@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("kind", sorted(LAW.families))
def test_a_cell_that_says_no_blocks_and_one_that_says_yes_does_not(kind: str, sector: str, regime: int) -> None:
    text = leave(kind, regime, months=6, sector=sector, INSS=ELDER, notice="2026-02-20")
    found = [(one.error_id, one.severity) for one in reports(text) if one.severity == "B"]
    regimes = LAW.regimes(LAW.families[kind], sector, "contract")
    if regimes is None:
        assert found == [("01136-495", "B")]
    else:
        assert found == ([] if regime in regimes else [("01137-496", "B")])
