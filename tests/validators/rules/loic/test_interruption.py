"""The interruption itself."""

from datetime import date

from declarations import (
    Fact,
    after,
    changed,
    every,
    is_silent,
    loic,
    names_of,
    said,
    speaks,
    without,
)

from batch.validators.rules.loic import interruption

START, END = "StartingDate", "EndingDate"
FULL, PARTIAL = loic("parental-full"), loic("parental-partial")
SCHEME = (("01224", "WorkingSystemType", "F"), ("01225", "Duration", "1"), ("01226", "TimeUnit", "3"))


def ordinary(**changes: str) -> str:
    """An ordinary break in a local administration, which knows no term of notice."""
    facts = {"InterruptionType": "7001", "InterruptionSectorCode": "02", "JointCommissionNbr": "999"}
    return loic("parental-full", **{**facts, "DocumentDate": "2026-02-20", **changes})


def lasting(start: str, end: str = "2026-12-31", status: int = 0) -> str:
    days = {START: start, END: end}
    return loic(status=status, **days) if status else ordinary(**days)


def flax(notice: str) -> str:
    """A leave under the committee for flax, which ended with quarter 2019/4."""
    days = {START: "2020-02-10", END: "2020-03-09"}
    return loic("parental-full", FormCreationDate="2020-01-06", DocumentDate=notice, InterruptionType="6002",
                JointCommissionNbr="120.02", **days)  # fmt: skip


def told_from(notice: str, country: str) -> str:
    """A notice of February 2019 whose contact person lives in a country."""
    text = loic("parental-full", FormCreationDate="2019-02-18", DocumentDate=notice, Country=country)
    return changed(text, {START: "2019-05-01", END: "2019-08-31"})


def told_in(tag: str, text: str, value: str) -> str:
    """A scheme zone where none belongs, in its place after the zone before it."""
    last = "WeekHoursNbr" if "<WeekHoursNbr>" in text else "InterruptionInformation/EndingDate"
    return after(text, last, f"<{tag}>{value}</{tag}>")


FACTS = [
    Fact("start_before_notice_or_too_far", "the day before the notice", lasting("2026-02-19"), f"00910-008 {START}",
         lasting("2026-02-20")),
    Fact("start_before_notice_or_too_far", "six months and a day after creation", lasting("2026-09-10"),
         f"00910-008 {START}", lasting("2026-09-09")),
    Fact("start_before_notice_or_too_far", "not said of a new end date", lasting("2026-09-10"), f"00910-008 {START}",
         lasting("2026-09-10", status=1)),
    Fact("end_not_after_start", "the same day", lasting("2026-06-01", "2026-06-01"), f"00911-014 {END}",
         lasting("2026-06-01", "2026-06-02"), f"00911-493 {END}"),
    Fact("end_not_after_start", "a new end date too", lasting("2026-06-01", "2026-05-31", 1), f"00911-014 {END}",
         lasting("2026-06-01", "2026-06-02", 1)),
    Fact("notice_after_creation", "the day after", ordinary(DocumentDate="2026-03-10"), "01086-008 DocumentDate",
         ordinary(DocumentDate="2026-03-09")),
    Fact("type_not_in_list", "6999", loic("parental-full", InterruptionType="6999"), "01136-008 InterruptionType",
         loic("parental-full")),
    Fact("sector_not_in_list", "99", loic(InterruptionSectorCode="99"), "01138-008 InterruptionSectorCode",
         ordinary(InterruptionSectorCode="10")),
    Fact("committee_unknown", "198", loic(JointCommissionNbr="198"), "00046-008 JointCommissionNbr",
         loic(JointCommissionNbr="330.01.10")),
    Fact("committee_unknown", "flax until quarter 2019/4: the notice came after it",
         flax("2020-01-01"), "00046-008 JointCommissionNbr", flax("2019-12-31"), day=date(2020, 1, 6)),
    Fact("hours_during_the_break", "a full break leaves none", loic("parental-full", WeekHoursNbr="1"),
         "00975-008 WeekHoursNbr", FULL),
    Fact("hours_during_the_break", "a partial break leaves some", loic(WeekHoursNbr="0"), "00975-008 WeekHoursNbr",
         loic(WeekHoursNbr="1")),
    Fact("hours_during_the_break", "and fewer than before", loic(WeekHoursNbr="3800"), "00975-008 WeekHoursNbr",
         loic(WeekHoursNbr="3799")),
    Fact("hours_during_the_break", "a new end date has none to tell, be they right or wrong",
         loic("parental-full", WeekHoursNbr="1"), "00975-008 WeekHoursNbr",
         after(loic(status=1), "InterruptionInformation/EndingDate",
               "<InterruptionRegime>1</InterruptionRegime><WeekHoursNbr>1</WeekHoursNbr>"),
         "00975-005 WeekHoursNbr, 01137-005 InterruptionRegime"),
    *(
        fact
        for number, tag, value in SCHEME
        for fact in (
            Fact(f"{tag}_missing", "a partial break", without(PARTIAL, tag), f"{number}-001 {tag}", FULL),
            Fact(f"{tag}_unwanted", "a full break", told_in(tag, FULL, value), f"{number}-005 {tag}", PARTIAL),
            Fact(f"{tag}_unwanted", "a new end date", told_in(tag, loic(status=1), value), f"{number}-005 {tag}",
                 loic(status=1)),
        )
    ),
    Fact("country_unknown", "of the contact person", loic(Country="100"), "00523-008 Country", loic(Country="00150")),
    Fact("country_unknown", "148 held until 11 February 2019: the notice came after it",
         told_from("2019-02-12", "148"), "00523-008 Country", told_from("2019-02-11", "148"), day=date(2019, 2, 18)),
    Fact("postcode_unknown", "of the contact person", loic(ZIPCode="0999"), "00520-008 ZIPCode", loic()),
    Fact("postcode_unknown", "abroad anything goes", loic(ZIPCode="59000"), "00520-008 ZIPCode",
         loic(ZIPCode="59000", Country="111")),
    Fact("town_of_another_postcode", "of the contact person", loic(City="Namur"), "00522-160 City",
         loic(City="GENK")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(interruption.RULES))


def test_six_months_after_31_august_end_on_the_last_of_february() -> None:
    text = ordinary(FormCreationDate="2026-08-31", DocumentDate="2026-08-20", EndingDate="2027-06-30")
    assert said(changed(text, {START: "2027-02-28"}), date(2026, 8, 31)) == []
    assert said(changed(text, {START: "2027-03-01"}), date(2026, 8, 31)) == [("00910-008", START)]
