"""Simulation and production: alike in what they answer, apart in what they know, and a word when they are mixed up."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path

import pytest
from installations import STEM, Installation, demo_set, make_installation

from batch.model.calendar import brussels_day
from batch.writers.samples import loic, twct

GOOD = demo_set("1-accepted")
FOLDERS = {"R": ("IN", "OUT"), "S": ("INTEST-S", "OUTTEST-S")}
STEPS = 8
_NAME = re.compile(r"(FO|FS|GO)\.([A-Z]{4})\.999999\.[0-9]{8}\.[0-9A-Z]{5}\.[RS]")
_TICKET = re.compile(r"\b[0-9A-HJ-NP-Z]{12}Z\b")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")


def stem_of(environment: str, number: int, code: str = "TWCT", day: str = "20260316") -> str:
    return f"{code}.123456.{day}.{number:05d}.{environment}"


# -- with equal histories, equal answers ------------------------------------------------------------------------


def history(seed: int, environment: str, home: Path) -> list[str]:
    """Plays a random history in one environment; every answer, with names and tickets told apart only by order."""
    chance = random.Random(seed)
    made = make_installation(home)
    folder, out = FOLDERS[environment]
    known: list[str] = []
    answers: list[str] = []
    for step in range(1, STEPS + 1):
        code, content = _set(chance, made, known)
        day = brussels_day(made.now)
        made.lay(stem_of(environment, step, code, f"{day:%Y%m%d}"), content, folder=folder)
        outcome = made.run()
        assert not outcome.problems
        (notification,) = made.texts("NOTI", folder=out)[-1:] or [""]
        known += re.findall(r"<HandledReference>.*?<ReferenceNbr>([^<]*)", notification)
        answers += [text for kind in ("ACRF", "NOTI") for text in made.texts(kind, folder=out)]
        made.now += timedelta(hours=chance.choice((1, 20)))
    return [_without_names(text) for text in answers]


def _set(chance: random.Random, made: Installation, known: list[str]) -> tuple[str, bytes]:
    """Fresh declarations, or one that acts on an earlier ticket; sometimes faulty, sometimes not even XML."""
    kind, code = chance.choice(((twct, "TWCT"), (loic, "LOIC")))
    if chance.random() < 0.1:
        return code, b"<no xml"
    made_forms = kind.forms(random.Random(chance.random()), made.now, chance.randint(1, 3), 0.3)
    content = b"".join(kind.document(made_forms))
    if known and chance.random() < 0.5:
        ticket = chance.choice([*known, "3A00000009VQZ"])
        reference = (
            "<Reference><ReferenceType>3</ReferenceType><ReferenceOrigin>2</ReferenceOrigin>"
            f"<ReferenceNbr>{ticket}</ReferenceNbr></Reference>"
        ).encode()
        content = content.replace(b"<AttestationStatus>0<", b"<AttestationStatus>%d<" % chance.choice((1, 3)), 1)
        content = content.replace(b"</RiskIdentification>", b"</RiskIdentification>" + reference, 1)
    return code, content


def _without_names(text: str) -> str:
    plain = _NAME.sub(r"\1.\2", text)
    plain = re.sub(r"(\.[0-9]{8}\.[0-9]{5})\.[RS]", r"\1", plain)
    order: dict[str, str] = {}
    return _TICKET.sub(lambda found: order.setdefault(found[0], f"ticket {len(order) + 1}"), plain)


@pytest.mark.parametrize("seed", range(4))
def test_with_equal_histories_a_rehearsal_answers_as_production_would(seed, tmp_path):
    production = history(seed, "R", tmp_path / "production")
    rehearsal = history(seed, "S", tmp_path / "rehearsal")
    assert len(production) >= STEPS
    assert rehearsal == production
    assert any("ResultCode>1<" in text for text in production)


# -- the guard -------------------------------------------------------------------------------------------------


def test_what_production_has_accepted_is_warned_about_and_still_accepted(installation):
    installation.lay(STEM, GOOD)
    installation.lay(stem_of("S", 1), GOOD, folder="INTEST-S")
    installation.run()
    (rehearsed,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert rehearsed.count("<ErrorID>90059-272</ErrorID>") == 3
    assert rehearsed.count("<AnomalyClass>W</AnomalyClass>") == 3
    assert rehearsed.count("<HandlingResult><ResultCode>1</ResultCode>") == 3
    (real,) = installation.texts("NOTI")
    assert "90059-272" not in real


def test_another_creation_hour_is_still_known_by_the_own_reference(installation):
    installation.lay(STEM, GOOD)
    installation.run()
    assert "<ReferenceOrigin>1</ReferenceOrigin>" in GOOD
    again = re.sub(r"<FormCreationHour>[0-9]{2}", "<FormCreationHour>01", GOOD)
    assert again != GOOD
    installation.lay(stem_of("S", 1), again, folder="INTEST-S")
    installation.run()
    (rehearsed,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert "90059-272" in rehearsed


def test_a_rehearsal_before_the_real_thing_is_no_matter(installation):
    installation.lay(stem_of("S", 1), GOOD, folder="INTEST-S")
    installation.run()
    installation.lay(STEM, GOOD)
    installation.run()
    for text in (*installation.texts("NOTI"), *installation.texts("NOTI", folder="OUTTEST-S")):
        assert "90059-272" not in text


def test_what_production_refused_may_be_rehearsed_without_a_word(installation):
    faulty = demo_set("3-refused")
    installation.lay(STEM, faulty)
    installation.run()
    installation.lay(stem_of("S", 1), faulty, folder="INTEST-S")
    installation.run()
    (rehearsed,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert "90059-272" not in rehearsed


def test_the_same_declaration_of_another_sender_is_no_matter(installation):
    installation.lay(STEM, GOOD)
    installation.run()
    installation.lay(stem_of("S", 1).replace("123456", "234567"), GOOD, folder="INTEST-S", sender="234567")
    installation.run()
    (rehearsed,) = installation.texts("NOTI", "234567", "OUTTEST-S")
    assert "90059-272" not in rehearsed


# -- apart -----------------------------------------------------------------------------------------------------


def test_a_ticket_of_one_environment_does_not_exist_in_the_other(installation):
    installation.lay(STEM, GOOD)
    installation.run()
    first = re.findall(r"<HandledReference>.*?<ReferenceNbr>([^<]*)", installation.texts("NOTI")[0])[0]
    change = demo_set("6-cancellation", first=first, second=first, remarked=first, modified=first)
    installation.lay(stem_of("S", 1), change, folder="INTEST-S")
    installation.run()
    (rehearsed,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert "00222-234" in rehearsed


def test_a_cancellation_in_simulation_leaves_production_alone(installation):
    installation.lay(STEM, GOOD)
    installation.lay_file(f"TD.{stem_of('S', 1)}.1", "", folder="INTEST-S")
    installation.run()
    assert len(installation.texts("NOTI")) == 1
    installation.now += timedelta(minutes=15)
    installation.run()
    (refused,) = installation.texts("ACRF", folder="OUTTEST-S")
    assert "ACRF-234" in refused
