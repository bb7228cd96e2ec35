"""Sample declarations: what the generator promises."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random
from typing import Protocol

import pytest
from lxml import etree
from stdnum.be import nn, vat

from batch.lawbook import law_room, open_law
from batch.model.calendar import BRUSSELS
from batch.model.verdict import Verdict
from batch.pipeline import Bench, Judge, frame_of
from batch.validators.numbers import enterprise, niss, onss
from batch.validators.structure import structure_of
from batch.writers.samples import loic, people, twct, vblv

NOW = datetime(2026, 3, 9, 9, 15, tzinfo=UTC)
MOMENTS = (
    NOW,
    datetime(2024, 2, 29, 22, 59, tzinfo=UTC),
    datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2026, 8, 31, 6, 30, tzinfo=BRUSSELS),
    datetime(2026, 10, 12, 6, 30, tzinfo=UTC),
)


class Samples(Protocol):
    """What both modules offer."""

    FAULTS: Mapping[str, Callable[[str], str]]

    def forms(self, random: Random, now: datetime, count: int, faulty: float = 0.0) -> Iterator[str]: ...

    def document(self, forms: Iterable[str]) -> Iterator[bytes]: ...


every_message = pytest.mark.parametrize("samples", [twct, vblv, loic], ids=["TWCT", "VBLV", "LOIC"])


def made(samples: Samples, count: int = 300, seed: int = 1, now: datetime = NOW, faulty: float = 0.0) -> list[str]:
    return list(samples.forms(Random(seed), now, count, faulty))


def verdicts(samples: Samples, forms: Iterable[str], now: datetime = NOW) -> list[Verdict]:
    data, law, day = b"".join(samples.document(forms)), open_law(), people.local(now).date()
    frame = frame_of(lambda: BytesIO(data), law, day)
    assert not frame.faults, frame.faults
    return list(Judge(lambda: BytesIO(data), frame, Bench(law, law_room(), day)).verdicts())


def blocking(verdict: Verdict) -> set[str]:
    return {report.error_id for report in verdict.reports if report.severity == "B"}


def zone(form: str, tag: str) -> list[str]:
    return [text for element in etree.fromstring(form).iter(tag) if (text := element.text) is not None]


@pytest.mark.parametrize("seed", [1, 2, 3])
@every_message
def test_500_forms_fit_the_schema_one_by_one(samples: Samples, seed: int) -> None:
    law, room = open_law(), law_room()
    structure = structure_of(room, law.release("VBLV001" if samples is vblv else "TWCT001", "20231"))
    if samples is loic:
        envelope = law.release("GenericXmlDocument", "20231")
        structure = structure_of(room, law.release("LOIC001", "20231"), envelope)
    root = etree.fromstring(b"".join(samples.document(made(samples, 500, seed))))
    assert len(root) == 500
    assert all(structure.fits(etree.fromstring(etree.tostring(form, with_tail=False))) for form in root)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
@every_message
def test_good_forms_have_no_anomaly(samples: Samples, now: datetime) -> None:
    judged = verdicts(samples, made(samples, 500, 7, now), now)
    assert len(judged) == 500
    assert [verdict.reports for verdict in judged if verdict.reports] == []


@every_message
def test_the_faulty_share_is_exact_and_refused(samples: Samples) -> None:
    good = made(samples, 300)
    mixed = made(samples, 300, faulty=0.25)
    judged = verdicts(samples, mixed)
    assert len(good) == len(mixed) == len(judged) == 300
    assert sum(not verdict.accepted for verdict in judged) == 75
    assert all(blocking(verdict) for verdict in judged if not verdict.accepted)


@every_message
def test_every_fault_alone_is_refused(samples: Samples) -> None:
    assert len(samples.FAULTS) >= 10
    good = made(samples, 60)
    for name, fault in samples.FAULTS.items():
        spoilt = [worse for form in good if (worse := fault(form)) != form]
        assert spoilt, name
        assert [name for verdict in verdicts(samples, spoilt) if not blocking(verdict)] == []


@every_message
def test_a_whole_share_spoils_every_form(samples: Samples) -> None:
    assert not any(verdict.accepted for verdict in verdicts(samples, made(samples, 200, faulty=1.0)))


@every_message
def test_same_seed_and_moment_give_the_same_bytes(samples: Samples) -> None:
    first, again, other = (b"".join(samples.document(made(samples, 120, seed, faulty=0.3))) for seed in (5, 5, 6))
    assert first == again
    assert first != other


@every_message
def test_creation_hours_and_references_are_unique(samples: Samples) -> None:
    forms = made(samples, 500)
    for tag in ("FormCreationHour", "ReferenceNbr"):
        assert len({zone(form, tag)[0] for form in forms}) == 500
    assert {zone(form, "FormCreationDate")[0] for form in forms} == {"2026-03-09"}


def test_creation_hours_start_at_the_moment_in_brussels_and_wrap_at_midnight() -> None:
    assert next(people.hours(NOW)) == "10:15:00.000"
    late = datetime(2026, 3, 9, 23, 59, 59, 998_000, tzinfo=BRUSSELS)
    assert list(islice(people.hours(late), 3)) == ["23:59:59.998", "23:59:59.999", "00:00:00.000"]


def test_the_creation_date_is_the_day_in_brussels() -> None:
    evening = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert zone(made(twct, 1, now=evening)[0], "FormCreationDate") == ["2026-07-02"]


@every_message
def test_numbers_have_good_check_digits(samples: Samples) -> None:
    for form in made(samples, 200):
        for number in zone(form, "INSS"):
            assert nn.is_valid(number)
            assert niss.has_good_check_digits(number)
        for number in zone(form, "CompanyID"):
            assert vat.is_valid(number)
            assert enterprise.has_good_check_digits(number)
        assert all(onss.has_good_check_digits(number) for number in zone(form, "NOSSRegistrationNbr"))


def test_check_digits_of_known_numbers_come_out() -> None:
    assert people.onss_number(1141353) == "114135340"
    assert people.company_number(8520934) == "0852093431"
    assert people.worker_number("850730", 33, False) == "85073003328"


def test_workers_come_back_neither_in_a_form_nor_in_a_file() -> None:
    workers = [number for form in made(twct, 2000) for number in zone(form, "INSS")]
    assert len(workers) == len(set(workers))


def test_towns_carry_a_name_of_annex_23_for_their_postcode() -> None:
    with Path(law_room(), "lists", "zip_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for town in people.TOWNS:
        named = [row for row in rows if row["code"] == town.postcode and row["until"].startswith("9999")]
        assert any(town.name in (row["nl"], row["fr"], row["main_nl"], row["main_fr"]) for row in named), town


def test_temporary_unemployment_comes_in_all_its_kinds() -> None:
    forms = made(twct, 2000)
    risks = [zone(form, "IdentificationOfRisk")[0] for form in forms]
    assert set(risks) == {"001", "002", "003", "004", "005", "006"}
    assert risks.count("001") + risks.count("005") > 1200
    for tag in ("SiteAddress", "CoordinatesContactPerson", "Sender", "DepartmentName"):
        assert any(f"<{tag}>" in form for form in forms), tag
    assert any("<IndividualUnempPeriod>" in form for form in forms)
    assert {zone(form, "CommunicationSourceIndicator")[0] for form in forms} == {"0", "1"}
    assert {len(zone(form, "INSS")) for form in forms} >= {0, 1, 2, 3, 4, 5, 6, 30}


def test_entries_of_the_validation_book_come_in_all_their_kinds() -> None:
    entries = made(vblv, 2000)
    for tag in ("SocialSecretariatNumber", "CoordinatesContactPerson", "Sender", "CommentDeclaration"):
        assert 0 < sum(f"<{tag}>" in form for form in entries) < 2000, tag
    assert {zone(form, "RefStartingDate")[0] for form in entries} == {
        "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01",
    }  # fmt: skip


def test_neither_a_card_nor_a_worker_comes_twice_in_a_validation_book() -> None:
    entries = made(vblv, 2000)
    for tag in ("C32ANbr", "INSS"):
        assert len({zone(form, tag)[0] for form in entries}) == 2000, tag


def test_career_breaks_come_in_all_their_kinds() -> None:
    forms = made(loic, 1000)
    assert {zone(form, "InterruptionType")[0] for form in forms} == set(open_law().leaves.families)
    assert {zone(form, "InterruptionRegime")[0] for form in forms} == {"1", "2", "3", "4", "5", "10"}
    assert {zone(form, "InterruptionSectorCode")[0] for form in forms} == set(open_law().leaves.sectors)
    assert any("<PSEmploymentRelationshipNature>" in form for form in forms)


def test_career_breaks_answer_all_questions_once_release_20264_is_open() -> None:
    later = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
    forms = made(loic, 1500, now=later)
    mandatory = {one.code for one in open_law().leaves.questions.values() if one.mandatory}
    assert {code for form in forms for code in zone(form, "InterruptionQuestionCode")} == {*mandatory, "A002"}
    taught = [form for form in forms if "<EducationInformation>" in form]
    assert taught
    assert {zone(form, "InterruptionSectorCode")[0] for form in taught} == {"03"}
    assert any("<WorkerCode>" in form for form in forms)
    assert not any("LOIC001_20264.xsd" in form for form in made(loic, 100))


def test_a_faulty_share_is_refused_under_release_20264_too() -> None:
    later = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
    assert not any(verdict.accepted for verdict in verdicts(loic, made(loic, 200, now=later, faulty=1.0), later))


def test_texts_are_escaped() -> None:
    text = "".join(made(twct, 2000))
    assert "Toiture &amp; façade" in text
    assert "&lt; 40" in text


def test_nothing_stands_between_the_forms_of_an_envelope() -> None:
    root = etree.fromstring(b"".join(loic.document(made(loic, 250))))
    assert root.text is None
    assert {form.tail for form in root} == {None}


def test_requests_start_within_six_months_in_every_month() -> None:
    for month in range(1, 13):
        for day in (1, 28):
            now = datetime(2026, month, day, 12, 0, tzinfo=UTC)
            forms = made(loic, 15, seed=day, now=now)
            assert all(verdict.accepted for verdict in verdicts(loic, forms, now)), date(2026, month, day)
