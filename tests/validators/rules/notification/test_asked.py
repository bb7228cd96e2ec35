"""What a worker asks in his notification."""

from declarations import Fact, every, is_silent, names_of, notification, said, speaks

from batch.validators.rules.notification import asked

FACTS = [
    Fact("type_not_in_list", "an unknown type", notification("7999"), "01136-008 InterruptionType",
         notification("6001")),
    Fact("start_before_notification", "a day before", notification(StartingDate="2026-03-01"), "00910-008 StartingDate",
         notification(StartingDate="2026-03-02")),
    Fact("informal_carer_too_early", "before 1 September 2020",
         notification("6004", StartingDate="2020-08-31", NotificationDate="2020-08-01"), "00910-008 StartingDate",
         notification("6004", StartingDate="2020-09-01", NotificationDate="2020-08-01")),
    Fact("end_not_after_start", "the same day", notification(EndingDate="2026-06-01"), "00911-014 EndingDate",
         notification(EndingDate="2026-06-02")),
    Fact("notification_after_creation", "the day after", notification(NotificationDate="2026-03-10"),
         "98251-008 NotificationDate", notification(NotificationDate="2026-03-09")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(asked.RULES))


def test_it_may_come_more_than_six_months_before_the_break() -> None:
    assert said(notification(StartingDate="2026-11-01")) == []
