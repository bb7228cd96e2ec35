"""The control card C3.2A."""

from declarations import (
    CARD,
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    Fact,
    Known,
    after,
    every,
    is_silent,
    names_of,
    speaks,
    vblv,
)

from batch.validators.rules.vblv import card

USED, AT_CARD = Known(booked=(f"N{ONSS} VBLV001 card {CARD}",)), "90429-272 ControlCard"
BY_COMPANY = Known(booked=(f"C{COMPANY} VBLV001 card {CARD}",))
AT = "01014-008 C32ANbr"
BY_SECRETARIAT = after(vblv(C32ANbr="SA1000101"), "C32ANbr", "<SocialSecretariatNumber>310</SocialSecretariatNumber>")

FACTS = [
    Fact("card_already_used", "by the same employer", vblv(), AT_CARD, vblv(C32ANbr="NA1000102"), known=USED),
    Fact("card_already_used", "by another employer it does not count", vblv(), AT_CARD, vblv(), known=USED,
         neighbour_known=Known(booked=(f"N169870667 VBLV001 card {CARD}",))),
    Fact("card_already_used", "one number of the employer is enough", vblv(), AT_CARD, vblv(CompanyID=OTHER_COMPANY),
         known=BY_COMPANY),
    Fact("card_already_used", "small letters are capitals", vblv(C32ANbr="na1000101"), AT_CARD, vblv(), known=USED,
         neighbour_known=Known(booked=())),
    Fact("card_of_nobody", "no secretariat gave it, and it begins with S", vblv(C32ANbr="SA1000101"), AT,
         BY_SECRETARIAT),
    Fact("card_of_nobody", "only the first letter counts", vblv(C32ANbr="AN1000101"), AT, vblv(C32ANbr="FZ1000101")),
    Fact("card_of_nobody", "small letters are letters", vblv(C32ANbr="sa1000101"), AT, vblv(C32ANbr="na1000101")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(card.RULES))
