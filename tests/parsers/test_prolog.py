"""The gate before any XML parser: what it refuses, with which code, and what it lets pass."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.check import check
from batch.model.findings import FileFault
from batch.parsers.prolog import ENCODINGS, Prolog, read_prolog
from batch.writers.samples import twct

XSI = "http://www.w3.org/2001/XMLSchema-instance"
ROOT = f'<TWCT001 xmlns:xsi="{XSI}" xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd"><Form/></TWCT001>'
TODAY = date(2026, 3, 9)


def code_of(content: bytes) -> str:
    found = read_prolog(BytesIO(content))
    return found.code if isinstance(found, FileFault) else ""


# -- what is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "134", id="no byte"),
        pytest.param(b" \r\n\t ", "134", id="only blanks"),
        pytest.param(b" " * 5000, "134", id="many blanks"),
        pytest.param(ROOT.encode("utf-16"), "138", id="UTF-16 with its mark"),
        pytest.param(b"\xfe\xff" + ROOT.encode("utf-16-be"), "138", id="UTF-16 big-endian with its mark"),
        pytest.param(ROOT.encode("utf-16-le"), "138", id="UTF-16 little-endian without mark"),
        pytest.param(ROOT.encode("utf-16-be"), "138", id="UTF-16 big-endian without mark"),
        pytest.param(ROOT.encode("utf-32"), "138", id="UTF-32 with its mark"),
        pytest.param(b"\x00\x00\xfe\xff" + ROOT.encode("utf-32-be"), "138", id="UTF-32 big-endian with its mark"),
        pytest.param(ROOT.encode("utf-32-le"), "138", id="UTF-32 little-endian without mark"),
        pytest.param(ROOT.encode("utf-32-be"), "138", id="UTF-32 big-endian without mark"),
        pytest.param(b'<?xml version="1.0" encoding="KLINGON-1"?>' + ROOT.encode(), "138", id="unknown encoding"),
        pytest.param(b'<?xml version="1.0" encoding="UTF-16"?>' + ROOT.encode(), "138", id="UTF-16 only declared"),
        pytest.param(b'<?xml version="1.0" encoding="EBCDIC-CP-BE"?>' + ROOT.encode(), "138", id="EBCDIC"),
        pytest.param(b'<?xml version="1.0" encoding="Shift_JIS"?>' + ROOT.encode(), "138", id="Shift JIS"),
        pytest.param(b'<?xml version="1.0" encoding="UTF-7"?>' + ROOT.encode("utf-7"), "138", id="UTF-7"),
        pytest.param(b'<?xml version="1.0" encoding="utf-7"?>+ADw-TWCT001/+AD4-', "138", id="UTF-7 in disguise"),
        pytest.param(b"<!DOCTYPE TWCT001>" + ROOT.encode(), "102", id="DOCTYPE alone"),
        pytest.param(b'<!DOCTYPE TWCT001 [<!ENTITY a "b">]>' + ROOT.encode(), "102", id="DOCTYPE with an entity"),
        pytest.param(
            b'<!DOCTYPE TWCT001 [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>' + ROOT.encode(),
            "102",
            id="entities in entities",
        ),
        pytest.param(
            b'<!DOCTYPE TWCT001 [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + ROOT.encode(),
            "102",
            id="external entity",
        ),
        pytest.param(
            b'<!DOCTYPE TWCT001 SYSTEM "http://127.0.0.1/a.dtd">' + ROOT.encode(), "102", id="external DOCTYPE"
        ),
        pytest.param(
            b'<!DOCTYPE TWCT001 PUBLIC "a" "http://127.0.0.1/a.dtd">' + ROOT.encode(), "102", id="public DOCTYPE"
        ),
        pytest.param(
            b'<!DOCTYPE TWCT001 [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>' + ROOT.encode(),
            "102",
            id="parameter entity",
        ),
        pytest.param(b'<?xml version="1.1"?>' + ROOT.encode(), "102", id="XML 1.1"),
        pytest.param(b'<?xml version="2.0"?>' + ROOT.encode(), "102", id="XML 2.0"),
        pytest.param(b"PK\x03\x04" + bytes(40), "102", id="zip"),
        pytest.param(b"%PDF-1.7\n" + b"x" * 100, "102", id="PDF"),
        pytest.param(b"only text", "102", id="only text"),
        pytest.param(b'<?xml version="1.0"?>only text', "102", id="only text behind a declaration"),
        pytest.param(b'<?xml version="1.0"?>', "102", id="only a declaration"),
        pytest.param(b"<?xml ", "102", id="half a declaration"),
        pytest.param(b"<!-- only a comment -->", "102", id="only a comment"),
        pytest.param(b"<!-- half a comm", "102", id="half a comment"),
        pytest.param(b"<", "102", id="one sign"),
        pytest.param(b"<TWCT001", "102", id="half a root"),
        pytest.param(b'<TWCT001 xmlns="', "102", id="half an attribute"),
        pytest.param(b"<1/>", "102", id="a root that is no name"),
        pytest.param(b"<a:b/>", "102", id="a prefix that stands for nothing"),
        pytest.param(b" \n" + b'<?xml version="1.0"?>' + ROOT.encode(), "102", id="blanks before the declaration"),
        pytest.param(b"\xef\xbb\xbf", "102", id="only a mark"),
    ],
)
def test_what_is_no_plain_xml_is_refused_with_its_code(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_byte_that_is_no_utf_8_before_the_root_is_refused() -> None:
    assert code_of(b"<!-- \xe9 -->" + ROOT.encode()) == "102"


def test_blanks_before_the_root_are_no_empty_file() -> None:
    assert code_of(b"\n" * 500 + ROOT.encode()) == ""


def test_gzip_is_never_opened() -> None:
    assert code_of(gzip.compress(ROOT.encode())) in ("102", "138")


def test_a_refusal_says_where_it_was_seen() -> None:
    fault = read_prolog(BytesIO(b'<?xml version="1.0"?>\n\n  <!DOCTYPE a>' + ROOT.encode()))
    assert isinstance(fault, FileFault)
    assert fault.line == 3


def test_a_root_that_never_comes_stops_the_reading() -> None:
    endless = b"<!-- " + b"x" * (3 << 20)
    file = BytesIO(endless)
    assert isinstance(read_prolog(file), FileFault)
    assert file.tell() < 2 << 20


@settings(deadline=None, derandomize=True, max_examples=500)
@given(content=st.one_of(st.binary(max_size=200), st.text("<>?!-[]&;\"'= xml:aD\n").map(str.encode)))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(read_prolog(BytesIO(content)), Prolog | FileFault)


@pytest.mark.parametrize("cut", range(1, len(ROOT) - len("><Form/></TWCT001>") + 1))
def test_a_truncated_start_is_not_well_formed(cut: int) -> None:
    assert code_of(ROOT.encode()[:cut]) == "102"


# -- what passes -------------------------------------------------------------------------------------------------


def prolog_of(content: bytes) -> Prolog:
    found = read_prolog(BytesIO(content))
    assert isinstance(found, Prolog), found
    return found


def test_a_file_without_a_declaration_is_utf_8() -> None:
    assert prolog_of(ROOT.encode()).encoding == "UTF-8"


def test_a_mark_before_utf_8_passes() -> None:
    prolog = prolog_of(b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>' + ROOT.encode())
    assert (prolog.encoding, prolog.root) == ("UTF-8", "TWCT001")


@pytest.mark.parametrize("spelling", [*ENCODINGS, *(name.upper() for name in ENCODINGS)])
def test_an_encoding_is_known_in_any_case(spelling: str) -> None:
    prolog = prolog_of(f'<?xml version="1.0" encoding="{spelling}"?>{ROOT}'.encode("ascii"))
    assert prolog.encoding == ENCODINGS[spelling.lower()]


@pytest.mark.parametrize("standalone", ["yes", "no"])
def test_a_standalone_declaration_passes(standalone: str) -> None:
    prolog_of(f'<?xml version="1.0" standalone="{standalone}"?>{ROOT}'.encode())


def test_comments_and_instructions_before_the_root_pass() -> None:
    text = f'<?xml version="1.0"?>\n<!-- <!DOCTYPE a> --><?style <!DOCTYPE b> ?>\n{ROOT}'
    assert prolog_of(text.encode()).root == "TWCT001"


def test_root_namespace_schemas_and_prefixes_are_told() -> None:
    text = (
        '<g:GenericXmlDocument xmlns:g="urn:g" xmlns="urn:d" '
        f'xmlns:xsi="{XSI}" xsi:schemaLocation="urn:g http://x/y/GenericXmlDocument_20231.xsd  urn:d other.xsd">'
    )
    prolog = prolog_of(text.encode())
    assert (prolog.root, prolog.namespace) == ("GenericXmlDocument", "urn:g")
    assert prolog.schemas == ("GenericXmlDocument_20231.xsd", "other.xsd")
    assert dict(prolog.prefixes) == {"g": "urn:g", "": "urn:d", "xsi": XSI}


def test_a_schema_named_under_another_prefix_is_found() -> None:
    text = f'<TWCT001 xmlns:i="{XSI}" i:noNamespaceSchemaLocation="TWCT001_20231.xsd"/>'
    assert prolog_of(text.encode()).schemas == ("TWCT001_20231.xsd",)


def test_a_root_without_schema_names_none() -> None:
    assert prolog_of(b"<TWCT001/>").schemas == ()


def test_a_root_start_longer_than_one_read_is_whole() -> None:
    padding = "x" * 9000
    prolog = prolog_of(f'<!-- {padding} --><TWCT001 xmlns:a="{padding}" xmlns:b="urn:b">'.encode())
    assert dict(prolog.prefixes)["b"] == "urn:b"


# -- accents, from bytes to verdict ------------------------------------------------------------------------------

ACCENTS = {
    "UTF-8": "Ünal–Œuvré €",
    "ISO-8859-1": "Ünal Evré ¤ÿ",
    "ISO-8859-15": "Ünal Œuvré €Šž",
    "windows-1252": "Ünal–Œuvré €’“”",
    "cp1252": "Ünal–Œuvré €’“”",
}


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [pytest.param("UTF-8", b"\xef\xbb\xbf", id="UTF-8 with a mark"), *((name, b"") for name in ACCENTS)],
)
def test_accents_are_read_right_from_bytes_to_verdict(encoding: str, mark: bytes, tmp_path: Path) -> None:
    now = datetime(2026, 3, 9, 9, 15, tzinfo=UTC)
    text = b"".join(twct.document(twct.forms(Random(1), now, 1))).decode()
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    accents = ACCENTS[encoding]
    text = re.sub("<AttestationStatus>.*?<", f"<AttestationStatus>{accents}<", text, count=1)
    path = tmp_path / "declaration.xml"
    path.write_bytes(mark + text.encode(encoding))
    checked = check(path, TODAY)
    (verdict,) = checked.forms
    assert checked.faults == []
    assert verdict.header.status_text == accents
    assert accents in {report.value for report in verdict.reports if report.tag == "AttestationStatus"}
