"""Samples of temporary unemployment: every kind of communication, many workers, changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import islice
from random import Random

import pytest

from batch.lawbook import law_room, open_law
from batch.model import tickets
from batch.model.calendar import BRUSSELS
from batch.model.verdict import Verdict
from batch.pipeline import Bench, Judge, frame_of
from batch.writers.samples import people, twct
from batch.writers.samples.twct_changes import Changes

NOW = datetime(2026, 3, 9, 9, 15, tzinfo=BRUSSELS)
MOMENTS = (
    NOW,
    datetime(2024, 2, 29, 12, 0, tzinfo=BRUSSELS),  # a leap day
    datetime(2026, 12, 31, 23, 59, tzinfo=BRUSSELS),
    datetime(2027, 1, 1, 0, 1, tzinfo=BRUSSELS),
    datetime(2027, 1, 4, 8, 0, tzinfo=BRUSSELS),  # the Monday after the holidays
    datetime(2026, 4, 7, 8, 0, tzinfo=BRUSSELS),  # the day after Easter Monday
    datetime(2026, 7, 19, 18, 0, tzinfo=BRUSSELS),  # a Sunday
)
START, END = "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"
RISKS = {"001", "002", "003", "004", "005", "006"}


def made(count: int, now: datetime = NOW, seed: int = 1, **wishes: float) -> list[str]:
    return list(twct.forms(Random(seed), now, count, **wishes))


def verdicts(forms: list[str], now: datetime = NOW) -> list[Verdict]:
    data, law, day = b"".join(twct.document(forms)), open_law(), people.local(now).date()
    frame = frame_of(lambda: BytesIO(data), law, day)
    assert not frame.faults, frame.faults
    return list(Judge(lambda: BytesIO(data), frame, Bench(law, law_room(), day)).verdicts())


def values(forms: list[str], tag: str) -> Counter[str]:
    return Counter(text for form in forms for text in re.findall(f"<{tag}>([^<]*)<", form))


def workers(form: str) -> int:
    return form.count("<NaturalPerson>")


def risk(form: str) -> str:
    return people.value(form, "IdentificationOfRisk") or ""


def classes(forms: list[str]) -> set[str]:
    """The worker classes that committee and level tell for certain."""
    told = {
        (people.value(form, "JointCommissionNbr"), people.value(form, "JointCommissionLevel"))
        for form in forms
        if risk(form) == "001"
    }
    white = {("126", "050"), ("302", "050")}
    return {"white" if pair in white else "blue" for pair in told if pair in {*white, ("302", "000"), ("317", "010")}}


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_some_hundred_forms_hold_every_kind_and_are_accepted(now: datetime) -> None:
    forms = made(400, now, changes=0.3)
    assert values(forms, "IdentificationOfRisk").keys() == RISKS
    assert classes(forms) == {"blue", "white"}
    assert values(forms, "CommunicationSourceIndicator").keys() == {"0", "1"}
    assert values(forms, "EffectiveUnemploymentReason").keys() == {"60", "61"}
    assert values(forms, "RegimeTempUnemp").keys() == {"1", "2", "3"}
    for tag in ("DepartmentName", "IndividualUnempEndingDate", "SiteAddress", "CommentDeclaration"):
        assert any(f"<{tag}>" in form for form in forms), tag
    assert any("<DepartmentName>" in form and not workers(form) for form in forms if risk(form) == "001")
    assert [(verdict.index, verdict.reports) for verdict in verdicts(forms, now) if verdict.reports] == []


def test_nothing_is_changed_unless_it_is_wished() -> None:
    forms = made(400)
    assert values(forms, "AttestationStatus").keys() == {"0"}
    assert values(forms, "ReferenceOrigin").keys() == {"1"}


def test_the_share_of_changes_is_exact_and_of_all_three_kinds() -> None:
    forms = made(400, changes=0.25)
    found = values(forms, "AttestationStatus")
    assert found["0"] == 300
    assert found["1"] + found["3"] == 100
    cancellations = [form for form in forms if people.value(form, "AttestationStatus") == "3"]
    simplified = [form for form in cancellations if "<OperationalOffice>" not in form]
    assert len(simplified) == 25
    assert 25 <= len(cancellations) - len(simplified) < 40
    assert all("<TempUnemploymentPeriod>" not in form and not workers(form) for form in simplified)
    assert all("<TemporaryEmploymentAgency>" in form for form in simplified)


def test_each_risk_is_modified_and_cancelled() -> None:
    changes = made(600, changes=1)
    kinds = {(risk(form), people.value(form, "AttestationStatus")) for form in changes}
    assert kinds == {(one, status) for one in RISKS for status in ("1", "3")}


def test_tickets_that_nobody_gave_are_well_formed_and_never_come_twice() -> None:
    numbers = [text for text in values(made(300, changes=1), "ReferenceNbr") if len(text) == tickets.LENGTH]
    assert len(numbers) == 300
    assert not any(map(tickets.is_mistyped, numbers))


def test_an_economic_suspension_is_only_shortened_and_the_workers_own_ends_with_it() -> None:
    for form in made(300):
        if risk(form) == "001":
            change = Changes(Random(1), NOW).made_up(form, "10:00:00.000")
            start, end, declared = (people.value(*one) or "" for one in ((change, START), (change, END), (form, END)))
            assert people.value(form, START) == start <= end < declared
            assert all(start <= own < end for own in values([change], "IndividualUnempEndingDate"))


def test_changes_with_a_fault_are_refused_like_originals() -> None:
    judged = verdicts(made(300, faulty=0.4, changes=0.5, seed=9))
    assert sum(not verdict.accepted for verdict in judged) == 120
    for name, fault in twct.FAULTS.items():
        spoilt = [worse for form in made(40, changes=1) if (worse := fault(form)) != form]
        assert spoilt, name
        assert [name for verdict in verdicts(spoilt) if verdict.accepted] == []


def test_the_same_seed_writes_the_same_bytes_with_every_wish() -> None:
    first, again, other = (
        b"".join(twct.document(made(60, seed=seed, faulty=0.2, changes=0.4, workers=20))) for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


# -- many workers ----------------------------------------------------------------------------------------------


def test_forms_name_up_to_as_many_workers_as_wished_and_every_other_one_exactly_so_many() -> None:
    counts = [count for form in made(200, workers=70) if (count := workers(form))]
    assert max(counts) == 70
    assert counts[0::2] == [70] * len(counts[0::2])
    assert min(counts[1::2]) < 10
    assert all(risk(form) != "003" for form in made(200, workers=70) if workers(form))


def test_two_thousand_workers_are_accepted_and_all_different() -> None:
    forms = made(3, workers=twct.MOST_WORKERS, seed=2)
    assert max(map(workers, forms)) == 2000
    for form in forms:
        assert len(values([form], "INSS")) == workers(form)
    assert [verdict.reports for verdict in verdicts(forms) if verdict.reports] == []


def test_a_file_of_very_many_workers_is_written_piece_by_piece() -> None:
    """Ten thousand forms are asked for, and a handful is made before the first pieces come."""
    asked = 0

    def counted() -> Iterator[str]:
        nonlocal asked
        for form in twct.forms(Random(1), NOW, 10_000, workers=2000):
            asked += 1
            yield form

    pieces = list(islice(twct.document(counted()), 5))
    assert asked < 20
    assert max(map(len, pieces)) < 1_000_000
