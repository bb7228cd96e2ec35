"""Whether a worker's notification reaches his employer."""

from dataclasses import replace

from declarations import (
    OFFLINE,
    OPEN_CHANNEL,
    Channels,
    Fact,
    Known,
    every,
    is_silent,
    is_silent_without_knowledge,
    names_of,
    notification,
    speaks,
)

from batch.model.correspondence import Channel
from batch.validators.rules.notification import channel

AT = "EmployerId"


def by(way: Channel | None) -> Known:
    return Known(channels=Channels(way))


FACTS = [
    Fact("employer_takes_no_notifications", "he gave no parameters", notification(), f"90256-146 {AT}", notification(),
         known=by(None), neighbour_known=by(OPEN_CHANNEL)),
    Fact("employer_takes_no_notifications", "he does not want them", notification(), f"90256-146 {AT}", notification(),
         known=by(replace(OPEN_CHANNEL, electronic=False)), neighbour_known=OFFLINE),
    Fact("employer_takes_no_notifications", "nor is the addressee there", notification(), f"90256-146 {AT}",
         notification(), known=by(Channel("", "123456", electronic=False, is_active=False, has_mandate=False)),
         neighbour_known=by(OPEN_CHANNEL)),
    Fact("addressee_is_no_sender_any_more", "disabled", notification(), f"90256-236 {AT}", notification(),
         known=by(replace(OPEN_CHANNEL, is_active=False, has_mandate=False)), neighbour_known=by(OPEN_CHANNEL)),
    Fact("addressee_has_no_mandate_any_more", "his mandate ended", notification(), f"90256-189 {AT}", notification(),
         known=by(replace(OPEN_CHANNEL, has_mandate=False)), neighbour_known=by(OPEN_CHANNEL)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


@every(FACTS)
def test_an_offline_check_says_nothing_of_it(fact: Fact) -> None:
    is_silent_without_knowledge(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(channel.RULES))
