"""Every code of annex 30 for a whole file has an example that shows it, or a reason why it cannot occur.

``python tests/test_file_codes.py --write`` writes the table of them all, ``docs/file-codes.md``.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "support"))  # pytest does so itself; here for --write

from examples import EXAMPLES, NAMES, expected_of, moments_of, tree

from batch.lawbook import open_law

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "file-codes.md"
BY_CODE = {name.partition("/")[2][:3]: EXAMPLES / name for name in NAMES if name.startswith("file-codes/")}
LANGUAGES = ("fr", "nl", "de", "en")

# Annex 30: the codes that may stand in an ACRF, those of other protocols too.
_ANNEX_30 = """
088 089 101 102 103 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131
132 133 134 135 136 137 138 139 140 141 142 143 144 153 154 156 157 158 171 172 184 189 205 215 216 217 218 219 220 221
222 223 224 225 226 227 228 246 255 257 258 275 277 280 281 282 283 284 285 286 287 288 289 290 291 292 293 294 295 296
297 298 299 302 312 367 427 430 509
"""
ANNEX_30 = frozenset(_ANNEX_30.split())
OURS = frozenset({"181", "234", "241"})
"""What refuses a TD; in annex 30 these codes are of forms."""


def impossible() -> list[tuple[list[str], str]]:
    content = (EXAMPLES / "file-codes" / "impossible.toml").read_text(encoding="utf-8")
    return [(one["codes"], one["reason"]) for one in tomllib.loads(content)["code"]]


IMPOSSIBLE = frozenset(code for codes, _ in impossible() for code in codes)


def refusals(example: Path) -> list[tuple[str, tuple[str, ...]]]:
    """What every negative receipt of an example says: the file it names, and its codes."""
    answers = tree(expected_of(example, len(moments_of(example))))
    receipts = [content.decode() for path, content in sorted(answers.items()) if "/FO.ACRF." in path]
    told = [(_texts(one, "FileName")[0], tuple(_texts(one, "ErrorID"))) for one in receipts]
    return [one for one in told if one[1]]


def _texts(document: str, tag: str) -> list[str]:
    return re.findall(f"<{tag}>([^<]*)</{tag}>", document)


# -- what the program can say ------------------------------------------------------------------------------

_SAYS = re.compile("FileFault|SignatureFault|Readiness")


def codes_in_the_program() -> frozenset[str]:
    """Three digits in quotes, in every module that makes or passes on faults of a whole file."""
    found = set[str]()
    for path in (ROOT / "batch").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if _SAYS.search(text):
            words = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            found |= {word for word in words if isinstance(word, str) and re.fullmatch("[0-9]{3}", word)}
    return frozenset(found)


def test_what_the_program_can_say_is_what_the_examples_show():
    assert sorted(codes_in_the_program()) == sorted(BY_CODE)


def test_every_code_of_annex_30_has_an_example_or_a_reason():
    assert sorted(ANNEX_30 | OURS) == sorted(BY_CODE.keys() | IMPOSSIBLE)


def test_no_code_has_both():
    assert not BY_CODE.keys() & IMPOSSIBLE
    codes = [code for codes, _ in impossible() for code in codes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_example_of_a_code_is_answered_with_it(code):
    assert any(f"ACRF-{code}" in codes for _, codes in refusals(BY_CODE[code]))


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_code_says_in_four_languages_what_is_wrong_and_what_to_do(code):
    sentence = open_law().file_codes[code]
    for language in LANGUAGES:
        wrong, colon, to_do = sentence.in_(language).partition(":")
        assert wrong.strip()
        assert colon
        assert to_do.strip().endswith(".")


def test_no_two_codes_say_the_same():
    sentences = [title.in_(language) for title in open_law().file_codes.values() for language in LANGUAGES]
    assert len(sentences) == len(set(sentences))


# -- the page ----------------------------------------------------------------------------------------------

_HEAD = """# Codes of a whole file

Written by `python tests/test_file_codes.py --write` from `tests/examples/file-codes`; the tests play every example.

A refused set gets one ACRF with these codes; nothing in it is judged, and its name is used up.
What each code says to the sender, in French, Dutch and German, stands below;
`onem-batch explain ACRF-125 --language fr` prints it.
The official titles: `schemas/glossary/codes.toml`.
The answer names the file that alone is at fault by its name or size, else the GO; for a fault of content in a set of
several parts the FI or FS, when it is only one (ours).
181, 234 and 241 refuse a `TD` (ours: the record does not say how the real channel answers one).
"""


def page() -> str:
    return "\n".join(
        [_HEAD, *_possible(), "", *_sentences(), "## Codes that cannot occur here", "", *_not_possible(), ""]
    )


def _possible() -> Iterator[str]:
    yield "| code | title | situation | example | answer |"
    yield "|---|---|---|---|---|"
    titles = open_law().code_titles
    for code, example in sorted(BY_CODE.items()):
        situation = (example / "story.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        link = f"[{example.name}](../tests/examples/file-codes/{example.name}/story.md)"
        answers = "; ".join(dict.fromkeys(f"{' '.join(codes)} ({name[:2]})" for name, codes in refusals(example)))
        yield f"| {code} | {titles[code].en} | {situation} | {link} | {answers} |"


def _sentences() -> Iterator[str]:
    for language, heading in (("fr", "En français"), ("nl", "In het Nederlands"), ("de", "Auf Deutsch")):
        yield from (f"## {heading}", "", "| code | |", "|---|---|")
        for code in sorted(BY_CODE):
            yield f"| {code} | {open_law().file_codes[code].in_(language)} |"
        yield ""


def _not_possible() -> Iterator[str]:
    yield "| codes | reason |"
    yield "|---|---|"
    for codes, reason in sorted(impossible()):
        yield f"| {', '.join(_spans(codes))} | {reason} |"


def _spans(codes: list[str]) -> Iterator[str]:
    """Neighbouring codes as a span."""
    for _, run in groupby(enumerate(sorted(codes)), lambda one: int(one[1]) - one[0]):
        first, *others = (code for _, code in run)
        yield f"{first} to {others[-1]}" if others else first


def test_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "python tests/test_file_codes.py --write"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_file_codes.py --write")
    PAGE.write_text(page(), encoding="utf-8")
