"""Staff of education that a community pays."""

from declarations import Fact, every, is_silent, loic, names_of, part, speaks
from leaves import SCHOOL, TYPE, asking, fact, leave, taught

from batch.validators.rules.loic import education

SECTOR, NOBODY = "InterruptionSectorCode", "LOIC001"
LATER = {"notice": "2026-10-01", "start": "2027-01-01"}
NAMED = '<LOIC001 xmlns="">'
ASKING = '<LOIC001 xmlns="" xsi:noNamespaceSchemaLocation="LOIC001_20264.xsd">'
OTHER = "<OtherEmployer><CompanyID>1377700106</CompanyID></OtherEmployer>"


def teacher(kind: str = "6001", regime: int = 2, months: int = 2, **changes: str | None) -> str:
    """A teacher's break of release 20264."""
    return taught(asking(leave(kind, regime, months=months, sector="03", **LATER)), **changes)


def with_other(flag: str | None) -> str:
    """A teacher with another employer."""
    text = teacher(SeveralEmployers=flag)
    return text.replace("</EducationInformation>", f"{OTHER}</EducationInformation>")


def ordinary(**changes: str | None) -> str:
    return teacher("7001", 2, 3, **changes)


def new_end(block: str = "") -> str:
    """A new end date of release 20264, with one more block before its comment."""
    text = loic(status=1, FormCreationDate="2026-10-05").replace("<CommentDeclaration>", block + "<CommentDeclaration>")
    return text.replace(NAMED, ASKING)


FIFTH = {"regime": 5, "months": 5, "PeriodsBefore": "21"}
WARNED = f"90529-506 {NOBODY}"
FACTS = [
    fact("education_of_another_sector", "a local administration",
         taught(asking(leave(regime=2, months=2, sector="02", **LATER))), f"01138-495 {SECTOR}", teacher()),
    fact("school_check_digits", "mistyped", teacher(SchoolCompanyID="1300000137"), "98002-004 SchoolCompanyID",
         teacher(SchoolCompanyID=SCHOOL)),
    fact("school_is_the_employer", "the number of the community", teacher(SchoolCompanyID="1245007866"),
         "98002-008 SchoolCompanyID", teacher()),
    fact("periods_do_not_add_up", "20 are not 10 and 9", teacher(PeriodsGivenUp="9"), "98005-008 PeriodsGivenUp",
         teacher()),
    fact("PeriodsBefore_missing", "two of three", teacher(PeriodsBefore=None), "98003-001 PeriodsBefore", teacher()),
    fact("PeriodsDuring_missing", "two of three", teacher(PeriodsDuring=None), "98004-001 PeriodsDuring",
         teacher(PeriodsBefore=None, PeriodsDuring=None, PeriodsGivenUp=None)),
    fact("PeriodsGivenUp_missing", "two of three", teacher(PeriodsGivenUp=None), "98005-001 PeriodsGivenUp",
         teacher()),
    fact("four_fifths_not_rounded_up", "16 of 21",
         teacher(**FIFTH, Community="1", PeriodsDuring="16", PeriodsGivenUp="5"), "98004-008 PeriodsDuring",
         teacher(**FIFTH, Community="1", PeriodsDuring="17", PeriodsGivenUp="4")),
    fact("four_fifths_not_rounded_up", "a rule of Flemish education only",
         teacher(**FIFTH, Community="1", PeriodsDuring="16", PeriodsGivenUp="5"), "98004-008 PeriodsDuring",
         teacher(**FIFTH, Community="2", PeriodsDuring="16", PeriodsGivenUp="5")),
    fact("keeps_too_little", "less than half of 38 hours", leave(regime=2, months=2, sector="03", WeekHoursNbr="1800"),
         "00975-008 WeekHoursNbr", leave(regime=2, months=2, sector="03", WeekHoursNbr="1900")),
    fact("keeps_too_little", "a rule of education only", leave(regime=5, months=5, sector="03", WeekHoursNbr="3000"),
         "00975-008 WeekHoursNbr", leave(regime=5, months=5, sector="02", WeekHoursNbr="3000")),
    fact("ordinary_break_of_temporary_staff", "temporary", ordinary(EducationStatus="3"), "98006-496 EducationStatus",
         ordinary(EducationStatus="1")),
    fact("ordinary_break_of_temporary_staff", "parental leave is open to temporary staff",
         ordinary(EducationStatus="3"), "98006-496 EducationStatus", teacher(EducationStatus="3")),
    fact("ordinary_break_of_flemish_staff", "since 2 September 2016", ordinary(Community="1"), f"01136-495 {TYPE}",
         ordinary(Community="3")),
    fact("ordinary_break_of_flemish_staff", "parental leave stays", ordinary(Community="1"), f"01136-495 {TYPE}",
         teacher(Community="1")),
    fact("declarations_of_other_employers_needed", "the box is ticked", teacher(SeveralEmployers="1"), WARNED,
         teacher()),
    fact("declarations_of_other_employers_needed", "another employer is named", with_other(None), WARNED,
         teacher(SeveralEmployers=None)),
    fact("other_employer_of_one_employer", "the box says no", with_other("0"),
         f"98007-008 SeveralEmployers, {WARNED}", with_other("1"), WARNED),
    fact("education_unwanted", "a new end date", new_end(part(teacher(), "EducationInformation")),
         "99011-005 EducationInformation", new_end()),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(education.RULES))
