"""The examples that follow the manuals lay what their stories say, and the tables of screens name each of them."""

from __future__ import annotations

import re

import pytest
from examples import EXAMPLES, NAMES
from manual_examples import STORIES, files_of, laid_in

ROOMS = {name.partition("/")[0] for name in STORIES}
MANUALS = sorted(room for room in ROOMS if room.startswith("manual-"))


@pytest.mark.parametrize("name", STORIES)
def test_what_lies_in_an_inbox_is_what_the_story_sends(name):
    assert laid_in(name) == files_of(STORIES[name])


def test_every_example_of_these_rooms_is_written_from_a_story():
    assert {name for name in NAMES if name.partition("/")[0] in ROOMS} == set(STORIES)


@pytest.mark.parametrize("room", MANUALS)
def test_the_table_of_screens_leads_to_every_example_of_the_manual_and_to_no_other(room):
    links = set(re.findall(r"\]\(([^)#]+)\)", (EXAMPLES / room / "README.md").read_text(encoding="utf-8")))
    assert [link for link in sorted(links) if not (EXAMPLES / room / link).exists()] == []
    own = {name.partition("/")[2] for name in STORIES if name.partition("/")[0] == room}
    assert own <= {link.partition("/")[0] for link in links}
