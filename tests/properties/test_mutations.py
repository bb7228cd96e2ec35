"""Whatever good form is made is accepted; whatever single fault is put into one is named, where it stands."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from random import Random

import pytest
from declarations import everywhere, forms_of
from formtree import tree_of, written
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import EVERYTHING, Mutation, Said, form_of
from mutations_general import EVERY_MESSAGE
from mutations_twct import TWCT
from mutations_vblv import VBLV

from batch.lawbook import law_room, open_law
from batch.model.findings import Report
from batch.pipeline import Bench, Judge, frame_of
from batch.switchboard import BY_IDENTIFICATION
from batch.validators.rulebook import Case, in_force, judge
from batch.writers.samples import twct, vblv

calm = settings(deadline=None, derandomize=True, database=None)

DAYS = (date(2023, 1, 2), date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 9), date(2026, 8, 16), date(2027, 1, 4))
"""A Monday after holidays, a leap day, the last day of a year, days in between, and a Sunday."""


def reports(document: bytes, day: date) -> list[Report]:
    """What the receiver says of a document of one form, who knows nothing of earlier ones."""
    law = open_law()
    frame = frame_of(lambda: BytesIO(document), law, day)
    assert frame.faults == ()
    (verdict,) = Judge(lambda: BytesIO(document), frame, Bench(law, law_room(), day)).verdicts()
    return list(verdict.reports)


def made(message: str, day: date, seed: int, count: int) -> list[str]:
    now = datetime.combine(day, time(9, 15))
    if message == "VBLV001":
        return list(vblv.forms(Random(seed), now, count))
    return list(twct.forms(Random(seed), now, count, changes=0.5, workers=4 if seed % 2 else None))


def _ends(message: str) -> tuple[str, str]:
    kind = vblv if message == "VBLV001" else twct
    head, foot = b"".join(kind.document(["|"])).decode().split("\t|\n")
    return head, foot.strip()


@cache
def pool(message: str) -> list[tuple[str, date]]:
    return [(form, day) for nth, day in enumerate(DAYS) for form in made(message, day, nth, 60)]


@cache
def sites(message: str, mutation: Mutation) -> list[tuple[int, int]]:
    """Where a fault can be put: which form of the pool, and which of its places; every form as often as another."""
    found = []
    for index, (text, _) in enumerate(pool(message)):
        places = len(list(mutation(form_of(tree_of(text), message))))
        found += [(index, place) for place in range(places)]
    return found


def spoilt(message: str, mutation: Mutation, index: int, place: int) -> tuple[bytes, Said, date]:
    text, day = pool(message)[index]
    form = form_of(tree_of(text), message)
    said = list(mutation(form))[place]()
    return written(form.root, *_ends(message)), said, day


def named(mutation: Mutation) -> str:
    return mutation.__name__


@pytest.mark.parametrize("message", ["TWCT001", "VBLV001"])
@given(seed=st.integers(0, 2**32), day=st.dates(date(2022, 7, 1), date(2030, 12, 31)))
@settings(calm, max_examples=12)
def test_whatever_is_made_is_accepted(message: str, seed: int, day: date) -> None:
    for form in made(message, day, seed, 12):
        assert reports(written(tree_of(form), *_ends(message)), day) == []


CASES = [
    *(pytest.param("TWCT001", one, id=f"TWCT-{named(one)}") for one in (*EVERY_MESSAGE, *TWCT)),
    *(pytest.param("VBLV001", one, id=f"VBLV-{named(one)}") for one in (*EVERY_MESSAGE, *VBLV)),
]


@pytest.mark.parametrize(("message", "mutation"), CASES)
@given(data=st.data())
@settings(calm, max_examples=60)
def test_a_single_fault_is_named_where_it_stands(message: str, mutation: Mutation, data: st.DataObject) -> None:
    index, place = data.draw(st.sampled_from(sites(message, mutation)))
    content, said, day = spoilt(message, mutation, index, place)
    found = {(one.error_id, one.tag, one.line) for one in reports(content, day)}
    assert (said.error_id, said.tag, said.at.line) in found
    if said.also != EVERYTHING:
        beside = {one for one in found if one[1:] != (said.tag, said.at.line) and one[1] not in said.also}
        assert beside == set()


@pytest.mark.parametrize(("message", "mutation"), CASES)
@given(data=st.data())
@settings(calm, max_examples=20)
def test_a_rule_has_nothing_to_say_outside_its_circumstances(
    message: str, mutation: Mutation, data: st.DataObject
) -> None:
    index, place = data.draw(st.sampled_from(sites(message, mutation)))
    content, _, day = spoilt(message, mutation, index, place)
    law, (declaration,) = open_law(), forms_of(content.decode(), day)
    law_day = BY_IDENTIFICATION[message].law_day(declaration, day)
    case = Case(law, day, law_day, lambda _: None, lambda _: False, lambda _: (), lambda _: True, lambda *_: ())
    rules = in_force(BY_IDENTIFICATION[message].rules, law_day, case.release)
    assert judge(rules, declaration, case) == judge(map(everywhere, rules), declaration, case)


def test_every_kind_of_form_is_in_the_pool() -> None:
    kinds = {
        (form_of(tree_of(text), "TWCT001").risk, form_of(tree_of(text), "TWCT001").status)
        for text, _ in pool("TWCT001")
    }
    assert kinds == {(f"00{risk}", status) for risk in range(1, 7) for status in "013"}
