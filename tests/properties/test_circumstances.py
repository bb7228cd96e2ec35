"""A rule is called only where its circumstances hold: of whatever form, it would say nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from random import Random

import pytest
from declarations import (
    ABOUT_EVERYBODY,
    COMPANY,
    ONSS,
    OTHER_TICKET,
    TODAY,
    WORKERS,
    Known,
    Stored,
    answer,
    attached,
    case_of,
    completed_with,
    contact_data,
    deci,
    everywhere,
    framed,
    loic,
    notification,
    overview,
    parameters,
    progress,
    read_declaration,
    release_of,
    stored_loic,
    stored_notification,
    stored_twct,
    vblv,
    with_files,
    worker_cancellation,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import PHOTO

from batch.model.balance import Break
from batch.model.forms import Block
from batch.switchboard import BY_IDENTIFICATION
from batch.validators.rulebook import in_force, judge
from batch.validators.rules.loic.kinds import ASKING
from batch.writers.samples import loic as loic_samples

calm = settings(deadline=None, derandomize=True, database=None)

TEXTS = (
    "",
    "0",
    "1",
    "2",
    "3",
    "5",
    "10",
    "99",
    "150",
    "999",
    "5001",
    "A001",
    "CLA103",
    "SU",
    "03",
    "9000",
    "2026-04-01",
)
EARLIER = (stored_twct(), stored_loic(), stored_notification("accepted"))
TAKEN = Break(
    WORKERS[0], (f"N{ONSS}", f"C{COMPANY}"), "123456", OTHER_TICKET, OTHER_TICKET, "5001", 1,
    date(2022, 1, 1), date(2025, 12, 31),
)  # fmt: skip
KNOWN = {
    "offline": Known(),
    "here": replace(ABOUT_EVERYBODY, breaks=(TAKEN,)),
    "foreign": replace(ABOUT_EVERYBODY, foreign=(f"N{ONSS}", f"C{COMPANY}"), employers=()),
}


@cache
def pool() -> tuple[str, ...]:
    """Forms of every message but the communication of temporary unemployment, good ones and bad ones."""
    now = datetime.combine(TODAY, time(9, 15))
    made = (b"".join(loic_samples.document([form])) for form in loic_samples.forms(Random(1), now, 24, 0.3))
    return (
        *(one.decode() for one in made),
        *(loic(status=status) for status in (0, 1, 3)),
        *(with_files(PHOTO), completed_with(PHOTO), attached(PHOTO)),
        *(vblv(), deci(), progress(), overview(), notification(), parameters()),
        *(answer(), answer(1, request=loic()), worker_cancellation(), contact_data()),
    )


def _blocks(form: Block) -> Iterator[Block]:
    yield form
    for siblings in form.blocks.values():
        for block in siblings:
            yield from _blocks(block)


def spoil(form: Block, random: Random) -> None:
    """Take away, repeat or change one thing of a form."""
    block = random.choice(list(_blocks(form)))
    if block.blocks and random.random() < 0.4:
        tag = random.choice(list(block.blocks))
        if random.random() < 0.7:
            del block.blocks[tag]
        else:
            block.blocks[tag] = block.blocks[tag] * 2
    elif block.zones:
        tag = random.choice(list(block.zones))
        if random.random() < 0.4:
            del block.zones[tag]
        else:
            block.zones[tag] = random.choice(TEXTS)


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
@given(data=st.data(), seed=st.integers(0, 2**32), spoils=st.integers(0, 12))
@settings(calm, max_examples=300)
def test_a_rule_has_nothing_to_say_outside_its_circumstances(
    known: Known, data: st.DataObject, seed: int, spoils: int
) -> None:
    text, random = data.draw(st.sampled_from(pool())), Random(seed)
    message = BY_IDENTIFICATION[framed(text.encode()).message]
    form = read_declaration(text).form
    form.zones["AttestationStatus"] = random.choice(("0", "0", "1", "3"))
    for _ in range(spoils):
        spoil(form, random)
    declaration = message.read(form)
    stored = None if known == Known() else Stored(*EARLIER)
    case = case_of(message, declaration, random.choice((release_of(text), ASKING)), TODAY, stored, known)
    rules = in_force(message.rules, case.law_day, case.release)
    assert judge(rules, declaration, case) == judge(map(everywhere, rules), declaration, case)
