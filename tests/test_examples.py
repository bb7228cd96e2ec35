"""Plays every folder of ``examples/`` in a fresh installation and compares the outbox, byte for byte.

``python tests/test_examples.py --write [NAME…]`` writes what the outbox holds now as what is expected: read the
diff before you commit it (examples/README.md).
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).parent / "support"))  # pytest does so itself; here for --write

from examples import EXAMPLES, KEYS, NAMES, Tree, expected_of, inbox_of, moments_of, play, sent_in, tree

from batch.lawbook import law_room
from batch.model.calendar import brussels_day
from batch.model.names import IN_FOLDER
from batch.model.signature import Evidence
from batch.pipeline.signature import judge_signature
from batch.transport.credentials import read_certificate
from batch.validators.trust import trust_of

# -- comparing ---------------------------------------------------------------------------------------------

_LETTER = re.compile(rb"(<DocumentBase64>|<Value>)[^<]*")


def as_expected(outbox: Tree) -> Tree:
    """An outbox as it is kept in an example: the PDF inside a DEFI or a PRIN is left out, and its digest."""
    return {
        name: _LETTER.sub(rb"\1", content) if "/FO.DEFI." in name or "/FO.PRIN." in name else content
        for name, content in outbox.items()
    }


def difference(expected: Tree, found: Tree) -> str:
    """What differs, file by file, as a unified diff with one element a line."""
    told = [f"expected, but not in the outbox: {name}" for name in sorted(set(expected) - set(found))]
    told += [f"in the outbox, but not expected: {name}" for name in sorted(set(found) - set(expected))]
    for name in sorted(set(expected) & set(found)):
        if expected[name] != found[name]:
            told += ["", f"another content: {name}"]
            told += difflib.unified_diff(_lines(expected[name]), _lines(found[name]), "expected", "found", lineterm="")
    return "\n".join(told)


def _lines(content: bytes) -> list[str]:
    return content.decode(errors="replace").replace("><", ">\n<").splitlines()


# -- judging the answers themselves ------------------------------------------------------------------------


@cache
def schema_of(code: str) -> etree.XMLSchema:
    """Our own schema of one kind of answer; in the envelope with what travels in it, for its wildcards are strict."""
    alone = {"ACRF": "ACRF/20231/ACRF_20231.xsd", "NOTI": "NOTIFICATION/20223/NOTIFICATION_20223.xsd"}
    inside = {
        "DEFI": ["DEFI001/20233/DEFI001_20233.xsd"],
        "LONO": ["LONO001/20264/LONO001_20264.xsd", "LONO002/20264/LONO002_20264.xsd"],
        "LOAN": ["LOAN001/20264/LOAN001_20264.xsd"],
        "HAND": ["HAND001/20264/HAND001_20264.xsd"],
    }
    room = law_room()
    if code in alone:
        return etree.XMLSchema(etree.parse(room / alone[code]))
    envelope = (room / "GenericXmlDocument/20231/GenericXmlDocument_20231.xsd").as_uri()
    payload = "".join(f'<xs:include schemaLocation="{(room / one).as_uri()}"/>' for one in inside.get(code, ()))
    driver = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{NAMESPACE}" schemaLocation="{envelope}"/>'
        f"{payload}</xs:schema>"
    )
    return etree.XMLSchema(etree.fromstring(driver))


NAMESPACE = "http://www.smals-mvm.be/xml/ns/systemFlux"


def judge_answers(outbox: Tree, sent: Tree, moment: datetime) -> None:
    """Each answer has its empty GO, obeys its schema, and is signed by us if it is signed at all."""
    for name, content in outbox.items():
        folder, _, file = name.rpartition("/")
        prefix, _, rest = file.partition(".")
        assert f"{folder}/GO.{rest.removesuffix('.1')}" in outbox or prefix == "GO", f"{name} has no GO"
        if prefix == "GO":
            assert not content, f"{name} is not empty"
        elif prefix == "FS":
            _judge_signature(content, _answer(outbox, folder, rest), moment)
        else:
            assert prefix in ("FO", "CO"), name
            _judge_content(_answer(outbox, folder, rest), file, sent)


def _answer(outbox: Tree, folder: str, rest: str) -> bytes:
    """The bytes of an answer, which may have left packed: one FO in a ZIP."""
    packed = outbox.get(f"{folder}/CO.{rest}")
    if packed is None:
        return outbox[f"{folder}/FO.{rest}"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [f"FO.{rest}"]
        return archive.read(f"FO.{rest}")


def _judge_signature(signature: bytes, answer: bytes, moment: datetime) -> None:
    root, crl = (KEYS / "trust" / path for path in ("anchors/root.pem", "crl/root.crl"))
    trust = trust_of({root.name: root.read_bytes()}, {}, {crl.name: crl.read_bytes()}, "required")
    ours = read_certificate((KEYS / "onem.cert.pem").read_bytes(), moment).fingerprint
    judged = judge_signature(signature, lambda name: hashlib.new(name, answer).digest(), {ours}, trust, moment)
    assert isinstance(judged, Evidence), judged


def _judge_content(content: bytes, name: str, sent: Tree) -> None:
    code = name.split(".")[1]
    document = etree.fromstring(content)
    schema = schema_of(code)
    assert schema.validate(document), f"{name}: {schema.error_log}"
    if code == "DEFI":
        _judge_letter(document, name)
    if code == "PRIN":
        _judge_copies(document, name)
    if code == "HAND":
        _judge_hand_over(document, name, sent)


def _documents(document: etree._Element) -> Iterator[tuple[bytes, str]]:
    for data in document.iter(f"{{{NAMESPACE}}}Data"):
        text = data.findtext(f".//{{{NAMESPACE}}}DocumentBase64")
        if text is not None:
            yield base64.b64decode(text, validate=True), data.findtext(f".//{{{NAMESPACE}}}Value") or ""


def _judge_copies(document: etree._Element, name: str) -> None:
    copies = list(_documents(document))
    assert len(copies) == len(document), name
    for copy, digest in copies:
        assert hashlib.sha256(copy).hexdigest() == digest, name
        with io.BytesIO(copy) as file:
            assert len(PdfReader(file).pages[0].extract_text()) > 200, f"{name}: the copy is nearly empty"


def _judge_letter(document: etree._Element, name: str) -> None:
    (letter, digest), *others = _documents(document)
    assert not others, name
    assert hashlib.sha256(letter).hexdigest() == digest, name
    with io.BytesIO(letter) as file:
        pages = PdfReader(file).pages
        assert len(pages) == 1, name
        assert len(pages[0].extract_text()) > 200, f"{name}: the letter is nearly empty"


def _judge_hand_over(document: etree._Element, name: str, sent: Tree) -> None:
    for declaration, digest in _documents(document):
        assert hashlib.sha256(declaration).hexdigest() == digest, name
        assert any(declaration in content for content in sent.values()), f"{name} hands over what nobody sent"


# -- judging the story -------------------------------------------------------------------------------------

_CHAPTER = re.compile(r"^(?=## )", re.MULTILINE)
_CODE = re.compile(r"(?:[0-9]{5}|ACRF)-[0-9]{3}")
_TICKET = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{7}-[0-9A-Z]{2}-Z\b")
_OWN = re.compile(
    r"<ReferenceType>1</ReferenceType>\s*<ReferenceOrigin>1</ReferenceOrigin>\s*<ReferenceNbr>([^<]*)</ReferenceNbr>"
)


def story_of(example: Path) -> str:
    return (example / "story.md").read_text(encoding="utf-8")


def chapters_of(example: Path) -> list[str]:
    """The chapters of a long story, one for each step; a short one has none."""
    return _CHAPTER.split(story_of(example))[1:]


def codes_told(text: str) -> set[str]:
    return set(_CODE.findall(text))


def codes_answered(answers: Tree) -> set[str]:
    return set(re.findall(r"<ErrorID>\s*([^<\s]*)", _answered(answers)))


def tickets_told(text: str) -> set[str]:
    return {ticket.replace("-", "") for ticket in _TICKET.findall(text)}


def _answered(answers: Tree) -> str:
    """What senders and the back office were answered, an element a word; a hand-over answers nobody."""
    told = (content.decode(errors="replace") for path, content in answers.items() if "/FO.HAND." not in path)
    return "".join(told).replace("<", " <").replace(">", "> ")


# -- the tests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_example_gives_the_expected_answers(name, tmp_path):
    example = EXAMPLES / name
    compared = 0
    moments, chapters = moments_of(example), chapters_of(example)
    before: Tree = {}
    for step, outbox in play(example, tmp_path / "home"):
        judge_answers(outbox, sent_in(example), moments[step - 1])
        if chapters:
            fresh = {file: content for file, content in outbox.items() if file not in before}
            assert codes_told(chapters[step - 1]) == codes_answered(fresh), f"{name}, chapter {step}"
            assert tickets_told(chapters[step - 1]) <= set(_answered(outbox).split()), f"{name}, chapter {step}"
        before = outbox
        expected = expected_of(example, step)
        if expected.is_dir():
            compared += 1
            told = difference(tree(expected), as_expected(outbox))
            if told:
                pytest.fail(f"{name}, step {step}:\n{told}", pytrace=False)
    assert compared == len(list(example.glob("*expected")))


@pytest.mark.parametrize("name", NAMES)
def test_example_is_whole(name):
    example = EXAMPLES / name
    moments = moments_of(example)
    steps = range(1, len(moments) + 1)
    known = {inbox_of(example, step).name for step in steps} | {expected_of(example, step).name for step in steps}
    known |= {"story.md", "clock.txt", "settings.toml", "senders.toml"}
    assert {path.name for path in example.iterdir()} <= known
    assert moments == sorted(set(moments))
    assert all(moment.utcoffset() == timedelta(0) for moment in moments)
    assert inbox_of(example, 1).is_dir()
    assert expected_of(example, len(moments)).is_dir()
    for path in tree(example):
        parts = path.split("/")
        if parts[0].endswith("inbox"):
            assert parts[2] in IN_FOLDER.values(), path


@pytest.mark.parametrize("name", NAMES)
def test_example_tells_its_story(name):
    beginning = _CHAPTER.split(story_of(EXAMPLES / name))[0]
    title, empty, *lines = beginning.splitlines()
    told = [line for line in lines if line and not line.startswith(("|", "-"))]
    assert title.startswith("# ")
    assert not empty
    assert 2 <= len(told) <= 6


@pytest.mark.parametrize("name", [name for name in NAMES if chapters_of(EXAMPLES / name)])
def test_each_chapter_of_a_long_story_tells_its_day_and_every_form_that_was_sent_on_it(name):
    example = EXAMPLES / name
    moments, chapters = moments_of(example), chapters_of(example)
    assert len(chapters) == len(moments)
    for step, (moment, chapter) in enumerate(zip(moments, chapters, strict=True), 1):
        day = brussels_day(moment)
        assert chapter.startswith(f"## {step}. {day:%A} {day.day} {day:%B}"), chapter
        sent = tree(inbox_of(example, step)).values() if inbox_of(example, step).is_dir() else ()
        own = {reference for content in sent for reference in _OWN.findall(content.decode())}
        assert [reference for reference in sorted(own) if reference not in chapter] == []
        assert "\n- " in chapter


@pytest.mark.parametrize("name", NAMES)
def test_story_tells_the_codes_that_are_answered_and_no_other(name):
    example = EXAMPLES / name
    story = story_of(example)
    answers = tree(expected_of(example, len(moments_of(example))))
    assert codes_told(story) == codes_answered(answers)
    for ticket in tickets_told(story) - set(_answered(answers).split()):
        assert "which does not exist" in story or "a wrong symbol" in story, ticket


# -- writing -----------------------------------------------------------------------------------------------


def write(example: Path) -> None:
    """Keep what the outbox holds now as what is expected; a step that shows something has its folder already."""
    with tempfile.TemporaryDirectory() as home:
        for step, outbox in play(example, Path(home) / "home"):
            folder = expected_of(example, step)
            if not folder.is_dir() and step < len(moments_of(example)):
                continue
            shutil.rmtree(folder, ignore_errors=True)
            for name, content in as_expected(outbox).items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            print(f"{folder.relative_to(EXAMPLES)}: {len(outbox)} files")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python tests/test_examples.py --write [NAME…]")
    for chosen in sys.argv[2:] or NAMES:
        write(EXAMPLES / chosen)
