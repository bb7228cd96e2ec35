"""The law as data against the rules and the walk: nothing official is forgotten without a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from book_anomalies import AUTHORITY_CASES, CASES

from batch import switchboard
from batch.lawbook import law_room, open_law
from batch.model.law import LANGUAGES, Anomaly, Block, Release, Zone, ZoneUse
from batch.switchboard.message import Message
from batch.validators.rulebook import Rule
from batch.validators.zones import ABSENT, code_of, fault_of
from batch.writers.xsd import xsd_of

LAW = open_law()
RELEASES = sorted(LAW.releases)
INBOUND = [
    (message, name) for message in switchboard.INBOUND for kind, name in RELEASES if kind == message.identification
]
TESTS = Path(__file__).parents[1]

# -- what is spoken by nothing -------------------------------------------------------------------------------

REFERENCE_DATA = "needs reference data that is not public"
NOT_STATED = "the glossary lists the code and states no case for it"
LATER = "a later step"
OTHERWISE = "said with another code (ours)"

OPEN: Mapping[str, Mapping[str, str]] = {
    "TWCT001": {},
    "VBLV001": {},
    "LOIC001": {},
}
"""Official anomalies that neither a rule nor the walk can say, and why."""

LATER_RELEASE = {
    ("LOIC001", "20231"): {
        "01138-495", "01139-008", "01139-233", "01139-499", "90529-506", "90532-498",
    },
}  # fmt: skip
LATER_RELEASE["LOIC002", "20264"] = LATER_RELEASE["LOIC001", "20231"]  # the release of the request inside an answer
"""Official anomalies that only a form of a later release gives cause for: what they need is not in the older one."""


# -- what the walk can say -----------------------------------------------------------------------------------

RAW = ("", "x", "-", "00", "0", "1", "2", "7", "99", "!!", "2026-13-01", "2026-01-010", "25:00:00.000")


def walk_says(release: Release, anomalies: Mapping[str, Anomaly]) -> set[str]:
    """Every error id that the walk can give a zone or block of a release, from its structure alone."""
    found = {
        (use.number, code) for use, mandatory in uses(release) for code in of_a_zone(release, use, mandatory, anomalies)
    }
    for block in release.blocks.values():
        found |= {(block.number, code) for code in of_a_block(release, block, anomalies)}
        if block.too_many:
            found.add((block.too_many[:5], block.too_many[6:]))
    return {f"{number}-{code}" for number, code in found}


def uses(release: Release) -> Iterator[tuple[ZoneUse, bool]]:
    for block in release.blocks.values():
        for seat in block.zones:
            choice = seat if isinstance(seat, tuple) else (seat,)
            yield from ((use, choice[0].presence == "M") for use in choice)


def of_a_zone(release: Release, use: ZoneUse, mandatory: bool, anomalies: Mapping[str, Anomaly]) -> Iterator[str]:
    number, zone = use.number, release.zones[use.number]
    if use.presence == "F":
        yield code_of(number, ("005", "090"), anomalies)
        return
    for wishes in (fault_of(zone, raw, mandatory) for raw in values_of(zone)):
        if wishes:
            yield code_of(number, wishes, anomalies)
    if mandatory:
        yield code_of(number, ABSENT, anomalies)
    yield code_of(number, ("092", "003", "090"), anomalies)
    if use.most is not None:
        yield code_of(number, ("090",), anomalies)


def values_of(zone: Zone) -> Iterator[str]:
    yield from RAW
    for length in (zone.length - 1, zone.length, zone.length + 1):
        yield from ("9" * length, "0" * length, "A" * length)


def of_a_block(release: Release, block: Block, anomalies: Mapping[str, Anomaly]) -> Iterator[str]:
    number = block.number
    is_root = block.tag == release.root
    if is_root and not release.frame:
        return
    linked = [use for other in release.blocks.values() for use in other.blocks if number in use.numbers]
    if is_root or any(use.least and use.numbers[0] == number for use in linked):
        yield code_of(number, ABSENT, anomalies)
    if linked and any(use.most is not None for use in linked):
        yield code_of(number, ("006", "090") if number == "90082" else ("090",), anomalies)
    yield code_of(number, ("091",), anomalies)
    yield code_of(number, ("092",), anomalies)


def beside_of(message: Message) -> list[Release]:
    """The payloads that may stand beside that of a message."""
    return [release for release in LAW.releases.values() if message.beside and release.message == message.beside]


def anomalies_of(message: Message, name: str) -> dict[str, Anomaly]:
    """All anomalies of a release; of the envelope too, where the message travels in one."""
    own = dict(LAW.release(message.identification, name).anomalies)
    for one in beside_of(message):
        own |= one.anomalies
    return {**LAW.release(message.frame, "20231").anomalies, **own} if message.frame else own


def sayable(message: Message, name: str) -> tuple[set[str], set[str]]:
    """What the walk and what the rules of a message can say."""
    anomalies, release = anomalies_of(message, name), LAW.release(message.identification, name)
    walked = walk_says(release, anomalies)
    for one in beside_of(message):
        walked |= walk_says(one, anomalies)
    if message.frame:
        walked |= walk_says(LAW.release(message.frame, "20231"), anomalies)
    return walked, {rule.error_id for rule in message.rules if rule.first_release <= name}


def official(kind: str, name: str) -> set[str]:
    return {one.error_id for one in LAW.release(kind, name).anomalies.values() if not one.ours}


every_inbound = pytest.mark.parametrize(
    ("message", "name"), INBOUND, ids=[f"{message.identification} {name}" for message, name in INBOUND]
)
every_release = pytest.mark.parametrize("key", RELEASES, ids=" ".join)
RULES: list[Rule[Any]] = [rule for message in switchboard.INBOUND for rule in message.rules]


# -- counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "of_zones", "of_blocks"),
    [
        ("TWCT001", "20231", 187, 69),
        ("VBLV001", "20231", 119, 31),
        ("LOIC001", "20231", 152, 31),
        ("LOIC001", "20264", 152, 31),
    ],
)
def test_every_official_anomaly_is_in_the_data(kind: str, name: str, of_zones: int, of_blocks: int) -> None:
    listed = official(kind, name)
    assert sum(not error_id.startswith("9") for error_id in listed) == of_zones
    assert sum(error_id.startswith("9") for error_id in listed) == of_blocks


def test_four_anomalies_of_temporary_unemployment_do_not_block_and_all_others_do() -> None:
    listed = LAW.release("TWCT001", "20231").anomalies.values()
    passing = {one.error_id for one in listed if one.severity == "NP"}
    assert passing == {"00014-235", "00199-270", "00754-271", "00762-020"}
    assert {one.severity for one in listed} == {"B", "NP"}


def test_only_an_unknown_enterprise_does_not_block_an_entry_of_the_validation_book() -> None:
    listed = LAW.release("VBLV001", "20231").anomalies.values()
    assert {one.error_id for one in listed if one.severity != "B"} == {"00014-235"}


def test_every_anomaly_of_a_career_break_blocks_but_the_one_that_counts_what_came_before() -> None:
    for name in ("20231", "20264"):
        listed = LAW.release("LOIC001", name).anomalies.values()
        passing = {one.error_id: one.severity for one in listed if one.severity != "B"}
        assert passing == {"00911-271": "NP"}


@every_release
def test_an_anomaly_of_ours_says_why_and_an_official_one_says_where_from(key: tuple[str, str]) -> None:
    for one in LAW.release(*key).anomalies.values():
        assert one.source
        assert bool(one.why) == (one.source == "ours"), one.error_id


# -- names ---------------------------------------------------------------------------------------------------


@every_release
def test_every_anomaly_has_a_label_in_four_languages(key: tuple[str, str]) -> None:
    for one in LAW.release(*key).anomalies.values():
        labels = [LAW.label(one.number, one.code, language) for language in LANGUAGES]
        assert len(labels) == 4
        assert all(0 < len(label) <= 500 and " - " in label for label in labels), one.error_id
        assert all(part.strip() for label in labels for part in label.split(" - ", 1)), one.error_id


@every_release
def test_every_number_has_a_name_in_four_languages(key: tuple[str, str]) -> None:
    release = LAW.release(*key)
    for number in (*release.zones, *release.blocks):
        title = (LAW.block_titles if number.startswith("9") else LAW.zone_titles)[number]
        assert all(title.in_(language).strip() for language in LANGUAGES), number


def test_every_code_of_a_whole_file_has_a_name_in_four_languages() -> None:
    for code, title in LAW.file_codes.items():
        assert all(title.in_(language).strip() for language in LANGUAGES), code


# -- rules and walk against the data -------------------------------------------------------------------------


@every_inbound
def test_whatever_a_rule_or_the_walk_says_is_in_the_data(message: Message, name: str) -> None:
    walked, ruled = sayable(message, name)
    assert walked | ruled <= set(anomalies_of(message, name))


@every_inbound
def test_every_official_anomaly_can_be_said_or_is_open_with_a_reason(message: Message, name: str) -> None:
    walked = walk_says(LAW.release(message.identification, name), anomalies_of(message, name))
    ruled = {rule.error_id for rule in message.rules if rule.first_release <= name}
    later = LATER_RELEASE.get((message.identification, name), set())
    unsaid = official(message.identification, name) - walked - ruled
    assert sorted(unsaid) == sorted({*OPEN.get(message.identification, {}), *later})


def test_every_anomaly_of_the_validation_book_that_is_not_open_has_an_example() -> None:
    """Rules have theirs in the tables of their matter: no rule goes untested there."""
    ruled = {rule.error_id for rule in switchboard.VBLV.rules}
    shown = {error_id for error_id, *_ in (*CASES, *AUTHORITY_CASES)}
    shown.add("90059-001")  # a file without a form is refused as a whole: 134
    assert official("VBLV001", "20231") - ruled - shown == OPEN["VBLV001"].keys()


def test_every_open_anomaly_says_why() -> None:
    kinds = (REFERENCE_DATA, NOT_STATED, LATER, OTHERWISE)
    for table in OPEN.values():
        assert all(reason.startswith(kinds) for reason in table.values())


def test_what_the_walk_says_counts_for_much() -> None:
    """Guards the computation itself: it must neither be empty nor cover what only a rule can know."""
    walked, ruled = sayable(switchboard.TWCT, "20231")
    assert {"00156-008", "00024-003", "90171-001", "00025-005", "90082-006"} <= walked
    assert not {"00024-004", "00222-234", "00754-271", "90271-005"} & walked
    assert {"00024-004", "00222-234", "00754-271", "90271-005"} <= ruled


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.error_id} {rule.name}")
def test_a_rule_says_its_sentence_its_source_and_its_days(rule: Rule[Any]) -> None:
    assert rule.source.strip()
    assert rule.sentence.endswith(".")
    assert rule.sentence[0].isupper()
    assert rule.since <= rule.until


def test_no_rule_stands_in_a_message_twice() -> None:
    for message in switchboard.INBOUND:
        told = [(rule.error_id, rule.name) for rule in message.rules]
        assert len(told) == len(set(told)), message.identification


@pytest.mark.parametrize("module", sorted({rule.check.__module__ for rule in RULES}))
def test_every_file_of_rules_has_its_file_of_tests(module: str) -> None:
    *folders, name = module.removeprefix("batch.").split(".")
    assert TESTS.joinpath(*folders, f"test_{name}.py").is_file()


def test_the_rules_that_hold_for_a_time_only_are_these() -> None:
    held = {(rule.error_id, str(rule.since), str(rule.until)) for rule in switchboard.TWCT.rules}
    assert {one for one in held if one[1:] != ("1900-01-01", "9999-12-31")} == {
        ("90488-005", "1900-01-01", "2014-03-25"),
        ("90059-460", "2014-03-23", "9999-12-31"),
    }


# -- parameters and schemas ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LAW.parameters))
def test_a_dated_parameter_has_sources_and_ascending_days(name: str) -> None:
    steps = LAW.parameters[name].steps
    assert all(step.source.strip() and step.confidence for step in steps)
    assert all(earlier.since < later.since for earlier, later in pairwise(steps))


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("1899-12-31", 7), ("2011-10-01", 7), ("2022-05-31", 7), ("2022-06-01", 3), ("2022-12-31", 3),
        ("2023-01-01", 7), ("2026-03-09", 7),
    ],
)  # fmt: skip
def test_the_notice_of_economic_causes_was_three_days_in_the_second_half_of_2022(day: str, days: int) -> None:
    assert LAW.parameters["notice_days_economic"].on(date.fromisoformat(day)) == days


@every_release
def test_the_committed_schema_is_the_one_that_the_structure_gives(key: tuple[str, str]) -> None:
    release = LAW.release(*key)
    committed = law_room() / release.message / release.name / release.schema
    assert committed.read_bytes() == xsd_of(release)


def test_no_schema_lies_about_without_its_structure() -> None:
    found = {path.relative_to(law_room()).as_posix() for path in law_room().rglob("*.xsd")}
    assert found == {f"{one.message}/{one.name}/{one.schema}" for one in LAW.releases.values()}


@every_release
def test_a_release_has_its_days_in_order(key: tuple[str, str]) -> None:
    release = LAW.release(*key)
    assert release.accepted_from < release.accepted_until
    assert release.accepted_on(release.accepted_from)
    assert not release.accepted_on(date.fromordinal(release.accepted_from.toordinal() - 1))
