"""The employer's block of an entry."""

from datetime import date

from declarations import (
    COMPANY,
    ONSS,
    PPL,
    Fact,
    Known,
    after,
    every,
    is_silent,
    local_authority,
    names_of,
    of_month,
    part,
    speaks,
    vblv,
    without,
)

from batch.validators.rules.vblv import employer

LINK = "EmployerDeclarationLink"
NOSS, LPA, CBE = "NOSSRegistrationNbr", "NOSSLPARegistrationNbr", "CompanyID"
OLD, OURS = date(2021, 11, 15), Known(foreign=())


def from_authority(start: str = "2021-12-01", end: str = "2021-12-31", **changes: str) -> str:
    """A local authority's card, told in November 2021."""
    return of_month(local_authority(vblv(FormCreationDate="2021-11-15")), start, end).replace(
        PPL, changes.get(LPA, PPL)).replace(COMPANY, changes.get(CBE, COMPANY))  # fmt: skip


def at_both_links() -> str:
    twin = part(vblv(), LINK).replace(LINK, f"NOSSLPA{LINK}").replace(NOSS, LPA)
    return after(vblv(), LINK, without(twin, "Trusteeship").replace(ONSS, PPL))


AUTHORITY = from_authority()

FACTS = [
    Fact("employer_missing", "no employer at all", without(vblv(), LINK), f"90067-001 {LINK}", vblv()),
    Fact("employer_missing", "a local authority, first month of quarter 2022/1",
         from_authority("2022-01-01", "2022-01-31"), f"90067-001 {LINK}", AUTHORITY, day=OLD),
    Fact("both_employer_blocks", "both", at_both_links(), "90059-163 Form", vblv()),
    Fact("onss_number_outside_domain", "zero without an enterprise number",
         vblv(NOSSRegistrationNbr="0", CompanyID="0"), f"00011-008 {NOSS}", vblv(NOSSRegistrationNbr="0")),
    Fact("onss_number_outside_domain", "100006 is the first", vblv(NOSSRegistrationNbr="100005"),
         f"00011-008 {NOSS}, 00011-004 {NOSS}", vblv(NOSSRegistrationNbr="100006")),
    Fact("onss_number_check_digits", "wrong", vblv(NOSSRegistrationNbr="161234564"), f"00011-004 {NOSS}", vblv()),
    Fact("ppl_number_outside_domain", "below 197", from_authority(NOSSLPARegistrationNbr="00000101"),
         f"00109-008 {LPA}", AUTHORITY, day=OLD),
    Fact("ppl_number_outside_domain", "zero without an enterprise number",
         from_authority(NOSSLPARegistrationNbr="0", CompanyID="0"), f"00109-008 {LPA}",
         from_authority(NOSSLPARegistrationNbr="0"), day=OLD),
    Fact("ppl_number_check_digits", "wrong", from_authority(NOSSLPARegistrationNbr="01234527"), f"00109-004 {LPA}",
         AUTHORITY, day=OLD),
    Fact("enterprise_number_check_digits", "wrong", vblv(CompanyID="1245007867"), f"00014-004 {CBE}",
         vblv(CompanyID="852093431")),
    Fact("no_mandate_for_onss_number", "told at the first number that is given", vblv(), f"00011-155 {NOSS}", vblv(),
         known=Known(foreign=(f"N{ONSS}",)), neighbour_known=OURS),
    Fact("no_mandate_for_ppl_number", "a local authority", AUTHORITY, f"00109-155 {LPA}", AUTHORITY,
         day=OLD, known=Known(foreign=(f"L{PPL.lstrip('0')}",)), neighbour_known=OURS),
    Fact("no_mandate_for_enterprise", "no other number is given", vblv(NOSSRegistrationNbr="0"), f"00014-155 {CBE}",
         vblv(NOSSRegistrationNbr="0"), known=Known(foreign=(f"C{COMPANY}",)), neighbour_known=OURS),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(employer.RULES))
