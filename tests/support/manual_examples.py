"""Writes what is sent in the examples that follow the manuals: clock, inboxes, senders of each folder.

``PYTHONPATH=. python tests/support/manual_examples.py --write [NAME…]`` writes them anew, after a schema has changed;
``tests/test_examples.py --write`` then plays them.
"""

from __future__ import annotations

import shutil
import sys
from itertools import groupby

import stories_of_education
import stories_of_employers
import stories_of_leaves
import stories_of_notifications
import stories_of_refusals
import stories_of_workers
from declarations import part, put, together
from examples import EXAMPLES, Tree, tree
from stories import Sent, Story, moment

STORIES: dict[str, Story] = {
    story.name: story
    for chapter in (
        stories_of_employers, stories_of_education, stories_of_workers, stories_of_leaves, stories_of_notifications,
        stories_of_refusals,
    )
    for story in chapter.STORIES
}  # fmt: skip
_GIVEN = ("clock.txt", "senders.toml")


def files_of(story: Story) -> Tree:
    """Every file that a story lays, by its path in the folder of the example."""
    found: Tree = {"clock.txt": "".join(f"{moment(told).isoformat()}\n" for told in story.steps).encode()}
    if story.senders:
        found["senders.toml"] = story.senders.encode()
    numbers: dict[str, int] = {}
    for step, (told, sets) in enumerate(story.steps.items(), 1):
        inbox = "inbox" if step == 1 else f"{step}-inbox"
        for one in sets:
            for forms in _files(one):
                stem = _stem(one, told[:10], numbers)
                folder = f"{inbox}/{one.sender}/IN"
                text = together(*(put(form, "FormCreationDate", told[:10]) for form in forms))
                found |= {f"{folder}/FI.{stem}.1.1": text.encode(), f"{folder}/GO.{stem}.1": b""}
    return found


def _files(one: Sent) -> list[list[str]]:
    """The forms of each file."""
    if one.one_file:
        return [list(one.forms)]
    return [list(forms) for _, forms in groupby(one.forms, lambda form: part(form, "Identification"))]


def _stem(one: Sent, day: str, numbers: dict[str, int]) -> str:
    start = f"{one.code}.{one.sender}.{day.replace('-', '')}"
    numbers[start] = numbers.get(start, 0) + 1
    return f"{start}.{numbers[start]:05d}.R"


def laid_in(name: str) -> Tree:
    """The files of that kind which lie in the folder now."""
    found = tree(EXAMPLES / name).items()
    return {path: content for path, content in found if path in _GIVEN or path.partition("/")[0].endswith("inbox")}


def write(story: Story) -> None:
    """Put the files of a story into its folder, in place of those that lie there."""
    folder = EXAMPLES / story.name
    for inbox in (*folder.glob("inbox"), *folder.glob("*-inbox")):
        shutil.rmtree(inbox)
    for name, content in files_of(story).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python tests/support/manual_examples.py --write [NAME…]")
    for chosen in sys.argv[2:] or STORIES:
        write(STORIES[chosen])
