"""The employer that the envelope names."""

from declarations import COMPANY, ONSS, Fact, Known, every, is_silent, loic, names_of, said, speaks, twice, without

from batch.validators.rules import employer_named

NOSS, CBE = "NOSSRegistrationNbr", "CompanyID"

FACTS = [
    Fact("reference_data_missing", "nobody is named", without(loic(), "ReferenceData"), "90452-001 ReferenceData",
         loic()),
    Fact("reference_data_missing", "a cancellation names them too", without(loic(status=3), "ReferenceData"),
         "90452-001 ReferenceData", loic(status=3)),
    Fact("employer_missing", "no employer", without(loic(), "EmployerId"), "90256-001 EmployerId", loic()),
    Fact("several_employers", "two employers", twice(loic(), "EmployerId"), "90256-090 EmployerId", loic()),
    Fact("no_employer_number", "no number at all", without(loic(), NOSS, CBE), f"00014-001 {CBE}",
         without(loic(), NOSS)),
    Fact("no_employer_number", "zero is none", loic(NOSSRegistrationNbr="0", CompanyID="0"),
         f"00011-008 {NOSS}, 00014-001 {CBE}", loic(CompanyID="0")),
    Fact("onss_number_outside_domain", "below 100006", loic(NOSSRegistrationNbr="99"),
         f"00011-008 {NOSS}, 00011-004 {NOSS}", loic(NOSSRegistrationNbr="0")),
    Fact("onss_number_check_digits", "wrong", loic(NOSSRegistrationNbr="161234564"), f"00011-004 {NOSS}", loic()),
    Fact("enterprise_number_check_digits", "wrong", loic(CompanyID="1245007867"), f"00014-004 {CBE}",
         loic(CompanyID="852093431")),
    Fact("no_mandate_for_onss_number", "told at the first number that is given", loic(), f"00011-155 {NOSS}", loic(),
         known=Known(foreign=(f"N{ONSS}",)), neighbour_known=Known(foreign=())),
    Fact("no_mandate_for_onss_number", "a cancellation needs a mandate too", loic(status=3), f"00011-155 {NOSS}",
         loic(status=3), known=Known(foreign=(f"N{ONSS}",)), neighbour_known=Known(foreign=())),
    Fact("no_mandate_for_enterprise", "no other number is given", loic(NOSSRegistrationNbr="0"), f"00014-155 {CBE}",
         loic(NOSSRegistrationNbr="0"), known=Known(foreign=(f"C{COMPANY}",)), neighbour_known=Known(foreign=())),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(employer_named.RULES))


def test_a_local_authority_may_be_named_by_its_ppl_number() -> None:
    text = loic().replace(f"<{NOSS}>161234563</{NOSS}>", "<NOSSLPARegistrationNbr>01234526</NOSSLPARegistrationNbr>")
    assert said(without(text, CBE)) == []
