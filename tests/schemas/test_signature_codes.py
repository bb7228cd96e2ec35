"""Every code of annex 25 that the code can say has its texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import batch
from batch.lawbook import open_law
from batch.model.law import LANGUAGES
from batch.model.signature import INVALID, NOT_REGISTERED

LAW = open_law()
PLACES = {"invalid": (0, 1), "SignatureFault": (1, 2), "_Refused": (0, 1), "_must": (None, 1), "_reading": (2, 0)}
"""The calls that make a refusal: which argument is the main code, and which the explanatory one."""


def said() -> Iterator[str]:
    """Every code, read where it is written."""
    for path in Path(batch.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "SignatureFault" in text:
            yield from said_in(ast.parse(text))


def said_in(tree: ast.Module) -> Iterator[str]:
    named = dict(constants(tree))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for kind, place in zip(("main", "detail"), PLACES.get(ast.unparse(call.func), ()), strict=False):
            if place is None or place >= len(call.args):
                continue
            word = ast.unparse(call.args[place])
            # "main" and "detail" are handed on by one of the calls themselves
            if word not in ("main", "detail"):
                yield f"{kind}-{named.get(word, word)}"


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in (one for one in tree.body if isinstance(one, ast.Assign)):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from ((ast.unparse(one), ast.unparse(two)) for one, two in zip(target.elts, value.elts, strict=True))
        elif isinstance(value, ast.Constant):
            yield ast.unparse(target), ast.unparse(value)


def test_every_code_a_signature_can_be_refused_with_has_a_name():
    codes = set(said())

    assert {"main-3", "detail-3004", "detail-1205", "main-5", "detail-4004", "detail-21", "main-9"} <= codes
    assert codes <= set(LAW.signature_codes)


def test_every_code_of_annex_25_has_its_name_in_four_languages():
    for code, title in LAW.signature_codes.items():
        assert all(title.in_(language).strip() for language in LANGUAGES), code


def test_what_a_sender_needs_of_annex_25_is_there():
    mains = {0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 99}
    details = {*range(24), *range(1101, 1105), *range(1202, 1208), *range(3001, 3008), *range(4001, 4007)}

    assert {f"main-{one}" for one in mains} | {f"detail-{one}" for one in details} <= set(LAW.signature_codes)


def test_both_file_level_codes_have_their_texts():
    assert {INVALID, NOT_REGISTERED} <= set(LAW.file_codes)
