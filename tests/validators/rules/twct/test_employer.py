"""The employer's block and the agency's."""

from datetime import date

from declarations import (
    AGENCY,
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    PPL,
    RISKS,
    Fact,
    Known,
    after,
    changed,
    dated,
    every,
    is_silent,
    local_authority,
    names_of,
    part,
    said,
    speaks,
    twct,
    without,
)

from batch.validators.rules.twct import employer

LINK = "EmployerDeclarationLink"
NAME, NOSS, CBE = "Denomination", "NOSSRegistrationNbr", "CompanyID"
AGENCY_PATH = "TemporaryEmploymentAgency"
NO_AGENCY = twct()
USER_FIRM = after(without(twct(), AGENCY_PATH), "OperationalOffice", AGENCY)


def by_user_firm(**changes: str | None) -> str:
    """Sent by the user firm; changes inside the agency's block."""
    return changed(USER_FIRM, {f"{AGENCY_PATH}/{tag}": value for tag, value in changes.items()})


def with_agency_zone(zone: str) -> str:
    """Not sent by a user firm, yet something is told of an agency."""
    return after(NO_AGENCY, "CommunicationSourceIndicator", zone)


def from_authority(start: str, created: str = "2021-12-20", **changes: str | None) -> str:
    """A local authority's first day, told in time."""
    text = dated(twct("005", JointCommissionNbr="999"), created, start)
    return changed(local_authority(text), dict(changes))


def at_both_links() -> str:
    link = part(twct("003"), LINK)
    twin = link.replace(LINK, f"NOSSLPA{LINK}").replace("NOSSRegistrationNbr", "NOSSLPARegistrationNbr")
    return after(twct("003"), LINK, without(twin, "Trusteeship").replace(ONSS, PPL))


OLD = date(2021, 12, 20)
OURS = Known(foreign=())
AUTHORITY = from_authority("2021-12-20")

FACTS = [
    Fact("employer_missing", "no employer at all", without(twct("003"), LINK), f"90067-001 {LINK}", twct("003")),
    Fact("employer_missing", "a local authority, first day in quarter 2022/1", from_authority("2022-01-01",
         "2021-12-27"),
         f"90067-001 {LINK}", from_authority("2021-12-31", "2021-12-27"), day=date(2021, 12, 27)),
    Fact("employer_missing", "a local authority that cancels in quarter 2022/1 without a period",
         without(local_authority(twct("005", 3, FormCreationDate="2022-01-01")), "EffectiveUnemployment",
                 "NaturalPerson", "NaturalPerson", "OperationalOffice"), f"90067-001 {LINK}",
         without(local_authority(twct("005", 3, FormCreationDate="2021-12-31")), "EffectiveUnemployment",
                 "NaturalPerson", "NaturalPerson", "OperationalOffice"),
         day=date(2022, 1, 1), neighbour_day=date(2021, 12, 31)),
    Fact("both_employer_blocks", "both", at_both_links(), "90059-163 Form", twct("003")),
    Fact("onss_number_outside_domain", "below 100006", twct(NOSSRegistrationNbr="000000099"),
         f"00011-008 {NOSS}, 00011-004 {NOSS}", twct(NOSSRegistrationNbr="0")),
    Fact("onss_number_outside_domain", "100005 is below, 100006 is the first", twct(NOSSRegistrationNbr="100005"),
         f"00011-008 {NOSS}, 00011-004 {NOSS}", twct(NOSSRegistrationNbr="100006")),
    Fact("ppl_number_outside_domain", "196 is below, 197 is the first",
         from_authority("2021-12-20", NOSSLPARegistrationNbr="196"),
         "00109-008 NOSSLPARegistrationNbr, 00109-004 NOSSLPARegistrationNbr",
         from_authority("2021-12-20", NOSSLPARegistrationNbr="197"), "00109-004 NOSSLPARegistrationNbr", day=OLD),
    Fact("onss_number_outside_domain", "zero without an enterprise number", twct(NOSSRegistrationNbr="0",
         CompanyID="0"),
         f"00011-008 {NOSS}", twct(CompanyID="0")),
    Fact("onss_number_outside_domain", "the agency has the employer's number",
         by_user_firm(NOSSRegistrationNbr=ONSS), f"00011-008 {NOSS}", USER_FIRM),
    Fact("onss_number_outside_domain", "the agency's number is zero and nothing names it",
         by_user_firm(NOSSRegistrationNbr="0", CompanyID="0"), f"00011-008 {NOSS}",
         by_user_firm(NOSSRegistrationNbr="0")),
    Fact("onss_number_check_digits", "the employer's", twct(NOSSRegistrationNbr="161234564"), f"00011-004 {NOSS}",
         twct(NOSSRegistrationNbr="000000000")),
    Fact("onss_number_check_digits", "leading zeros may be absent", twct(NOSSRegistrationNbr="70500473"),
         f"00011-004 {NOSS}", twct(NOSSRegistrationNbr="70500472")),
    Fact("onss_number_check_digits", "the agency's", by_user_firm(NOSSRegistrationNbr="169870668"),
         f"00011-004 {NOSS}", USER_FIRM),
    Fact("ppl_number_outside_domain", "below 197", from_authority("2021-12-20", NOSSLPARegistrationNbr="00000101"),
         "00109-008 NOSSLPARegistrationNbr", AUTHORITY, day=OLD),
    Fact("ppl_number_outside_domain", "zero without an enterprise number",
         from_authority("2021-12-20", NOSSLPARegistrationNbr="0", CompanyID="0"), "00109-008 NOSSLPARegistrationNbr",
         from_authority("2021-12-20", NOSSLPARegistrationNbr="0"), day=OLD),
    Fact("ppl_number_check_digits", "wrong", from_authority("2021-12-20", NOSSLPARegistrationNbr="01234527"),
         "00109-004 NOSSLPARegistrationNbr", AUTHORITY, day=OLD),
    Fact("enterprise_number_check_digits", "the employer's", twct(CompanyID="1245007867"), f"00014-004 {CBE}",
         twct(CompanyID="852093431")),
    Fact("enterprise_number_check_digits", "the agency's", by_user_firm(CompanyID="1377700107"), f"00014-004 {CBE}",
         USER_FIRM),
    Fact("agency_is_the_employer", "one enterprise number for both", by_user_firm(CompanyID=COMPANY),
         f"00014-008 {CBE}", USER_FIRM),
    Fact("agency_name_missing", "user firm", by_user_firm(Denomination=None), f"00776-001 {NAME}", USER_FIRM),
    Fact("agency_onss_number_missing", "user firm", by_user_firm(NOSSRegistrationNbr=None), f"00011-001 {NOSS}",
         USER_FIRM),
    Fact("agency_enterprise_number_missing", "user firm", by_user_firm(CompanyID=None), f"00014-001 {CBE}", USER_FIRM),
    Fact("agency_name_unwanted", "no user firm", with_agency_zone("<Denomination>Tandem</Denomination>"),
         f"00776-005 {NAME}", NO_AGENCY),
    Fact("agency_onss_number_unwanted", "no user firm",
         with_agency_zone("<NOSSRegistrationNbr>169870667</NOSSRegistrationNbr>"), f"00011-005 {NOSS}", NO_AGENCY),
    Fact("agency_enterprise_number_unwanted", "no user firm", with_agency_zone("<CompanyID>1377700106</CompanyID>"),
         f"00014-005 {CBE}", NO_AGENCY),
    Fact("no_mandate_for_onss_number", "told at the first number that is given", twct(), f"00011-155 {NOSS}", twct(),
         known=Known(foreign=(f"N{ONSS}",)), neighbour_known=OURS),
    Fact("no_mandate_for_onss_number", "a mandate for the enterprise alone is found by the rights, not by the rule",
         twct(), f"00011-155 {NOSS}", twct(CompanyID=OTHER_COMPANY), known=Known(foreign=(f"C{COMPANY}",))),
    Fact("no_mandate_for_onss_number", "the agency needs none", USER_FIRM, f"00011-155 {NOSS}", USER_FIRM,
         known=Known(foreign=(f"N{ONSS}",)), neighbour_known=Known(foreign=(f"N{OTHER_ONSS}",))),
    Fact("no_mandate_for_ppl_number", "a local authority", AUTHORITY, "00109-155 NOSSLPARegistrationNbr", AUTHORITY,
         day=OLD, known=Known(foreign=(f"L{PPL.lstrip('0')}",)), neighbour_known=OURS),
    Fact("no_mandate_for_enterprise", "no other number is given", twct(NOSSRegistrationNbr="0"), f"00014-155 {CBE}",
         twct(NOSSRegistrationNbr="0"), known=Known(foreign=(f"C{COMPANY}",)), neighbour_known=OURS),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(employer.RULES))


def test_a_local_authority_may_send_every_risk_up_to_2021() -> None:
    for risk in RISKS:
        text = twct(risk, JointCommissionNbr="999") if risk in ("001", "005", "006") else twct(risk)
        days = {"001": ("2021-12-01", "2021-12-17", "2021-12-31"), "003": ("2021-12-20", "2021-12-24", "2021-12-31")}
        created, start, end = days.get(risk, ("2021-12-20", "2021-12-20", "2021-12-31"))
        text = dated(text, created, start, end if risk not in ("002", "005") else None)
        text = text.replace("<DateTechnicalAccident>2026-03-06<", "<DateTechnicalAccident>2021-12-17<")
        assert said(local_authority(text), date.fromisoformat(created)) == [], risk
