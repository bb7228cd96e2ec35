"""The worker's part of a request."""

from declarations import IBAN, Fact, every, is_silent, names_of, speaks, without
from declarations import worker_part as part

from batch.validators.rules.dossier import worker_part

AT = "IBAN"
BY_CHEQUE = without(part(PaymentMode="2"), AT)

FACTS = [
    Fact("account_missing", "paid on an account", without(part(), AT), f"98134-001 {AT}", BY_CHEQUE),
    Fact("account_unwanted", "paid by circular cheque", part(PaymentMode="2"), f"98134-005 {AT}", part()),
    Fact("account_misshapen", "with blanks", part(IBAN="BE68 5390 0754 7034"), f"98134-003 {AT}", part()),
    Fact("account_misshapen", "a Belgian one of seventeen signs", part(IBAN=f"{IBAN}0"), f"98134-003 {AT}",
         part(IBAN="DE89370400440532013000")),
    Fact("account_misshapen", "small letters", part(IBAN=IBAN.lower()), f"98134-003 {AT}", part()),
    Fact("account_check_digits", "wrong", part(IBAN="BE69539007547034"), f"98134-004 {AT}", part()),
    Fact("child_not_born_yet", "tomorrow",
         part().replace("</LOWK002>", "<ChildBirthdate>2026-03-10</ChildBirthdate></LOWK002>"),
         "98139-008 ChildBirthdate",
         part().replace("</LOWK002>", "<ChildBirthdate>2026-03-09</ChildBirthdate></LOWK002>")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(worker_part.RULES))
