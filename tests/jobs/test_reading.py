"""What a set may hold, just below and just above each limit; and an FI that is a ZIP."""

from __future__ import annotations

import base64
import io
import os
import re
import zipfile

import pytest
from declarations import loic, together
from installations import STEM, Installation, demo_set
from notices import codes_of, subject_of, tickets_of

from batch.parsers.zipped import deflated_size

GOOD = demo_set("1-accepted")
OTHER_WORKERS = GOOD.replace("85010100313", "86071490347")
SIZE = len(GOOD.encode())
FORMS = 3
LOIC = STEM.replace("TWCT", "LOIC")
OFFICE = "999998"
ONE = GOOD.split("  <Form>")[0] + "  <Form>" + GOOD.split("  <Form>")[1] + "</TWCT001>\n"
PACKED = deflated_size(io.BytesIO(GOOD.encode()))


def told(installation: Installation, table: str, *contents: str | bytes, stem: str = STEM) -> list[str]:
    """The codes of a set under some limits."""
    settings = installation.home / "onem-batch.toml"
    settings.write_text(f'signature = "off"\n{table}\n')
    installation.lay_parts(stem, *contents)
    assert installation.run().problems == []
    (acrf,) = installation.texts("ACRF")
    assert installation.waiting() == []
    assert len(installation.texts("NOTI")) == (0 if codes_of(acrf) else 1)
    return codes_of(acrf)


# -- limits ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "content", "codes"),
    [
        (f"most_file_bytes = {SIZE}", GOOD, []),
        (f"most_file_bytes = {SIZE - 1}", GOOD, ["184"]),
        (f"most_forms = {FORMS}", GOOD, []),
        (f"most_forms = {FORMS - 1}", GOOD, ["275"]),
        ("most_forms = 1", ONE, []),
        ("most_forms = 1", GOOD, ["246"]),
        (f"least_form_bytes = {SIZE // FORMS}", GOOD, []),
        (f"least_form_bytes = {SIZE // FORMS + 1}", GOOD, ["172"]),
        (f"most_compressed_bytes = {PACKED}", GOOD, []),
        (f"most_compressed_bytes = {PACKED - 1}", GOOD, ["509"]),
    ],
)
@pytest.mark.parametrize("table", ["[limits]", "[limits.TWCT]"])
def test_a_limit_is_the_last_thing_that_is_allowed(
    installation: Installation, table: str, limit: str, content: str, codes: list[str]
):
    assert told(installation, f"{table}\n{limit}", content) == codes


def test_the_limit_of_one_application_is_nothing_to_another(installation: Installation):
    assert told(installation, "[limits.LOIC]\nmost_file_bytes = 1\nmost_forms = 1", GOOD) == []


@pytest.mark.parametrize(("count", "codes"), [(500, []), (501, ["275"])])
def test_the_envelope_holds_five_hundred_forms_whatever_the_settings_say(
    installation: Installation, count: int, codes: list[str]
):
    content = together(*[loic(status=3)] * count)
    assert told(installation, "[limits]\nmost_forms = 10000", content, stem=LOIC) == codes


@pytest.mark.parametrize(("spare", "codes"), [(0, []), (-1, ["509"])])
def test_the_size_after_compression_is_that_of_all_parts_and_signatures(
    installation: Installation, spare: int, codes: list[str]
):
    noise = os.urandom(3000)
    installation.lay_file(f"FS.{STEM}.2.1", noise)
    installation.lay_file(f"FS.{STEM}.2.2", noise)
    most = 2 * PACKED + 2 * deflated_size(io.BytesIO(noise)) + spare

    assert told(installation, f"[limits]\nmost_compressed_bytes = {most}", GOOD, GOOD) == codes


def test_a_part_that_is_too_large_is_named_and_its_neighbours_are_kept(installation: Installation):
    codes = told(installation, f"[limits]\nmost_file_bytes = {SIZE}", GOOD, GOOD + " ")

    assert codes == ["184"]
    assert subject_of(installation.texts("ACRF")[0]) == f"FI.{STEM}.2.2"
    (receipt,) = installation.register.receipts("refused")
    kept = {part.name: bool(part.place) for part in receipt.delivery.parts}
    assert kept == {f"FI.{STEM}.2.1": True, f"FI.{STEM}.2.2": False, f"GO.{STEM}.2": True}


# -- ZIP -------------------------------------------------------------------------------------------------------


def packed(*files: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, content in files:
                archive.writestr(name, content)
        return file.getvalue()


def encrypted() -> bytes:
    """The flag that says so, in both headers."""
    sound = bytearray(packed(("FI", GOOD)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        sound[sound.index(signature) + offset] |= 1
    return bytes(sound)


def test_a_zip_is_taken_for_the_file_in_it(installation: Installation):
    sent = {zipfile.ZIP_STORED: GOOD, zipfile.ZIP_DEFLATED: OTHER_WORKERS}
    for nth, (method, text) in enumerate(sent.items(), 1):
        installation.lay(STEM.replace("00001", f"{nth:05d}"), packed(("anything.xml", text), method=method))
    assert installation.run().problems == []

    assert [codes_of(acrf) for acrf in installation.texts("ACRF")] == [[], []]
    assert [len(tickets_of(noti)) for noti in installation.texts("NOTI")] == [3, 3]
    texts = "".join(installation.texts("HAND", sender=OFFICE))
    handed = [base64.b64decode(text).decode() for text in re.findall(r"<DocumentBase64>(.*?)<", texts)]
    assert handed == re.findall(r"<Form>.*?</Form>", GOOD + OTHER_WORKERS, flags=re.DOTALL)


def test_the_zip_is_kept_as_it_was_sent(installation: Installation):
    content = packed(("FI", GOOD))
    installation.lay(STEM, content)
    installation.run()

    (receipt,) = installation.register.receipts("answered")
    (part,) = receipt.inputs()
    archive = installation.home / "archive"
    assert (archive / part.place).read_bytes() == content
    assert (archive / part.content).read_bytes() == GOOD.encode()
    assert part.size == len(content)


def test_parts_may_be_packed_or_not(installation: Installation):
    assert told(installation, "", GOOD, packed(("b", ONE)), packed(("c", GOOD))) == []
    assert len(tickets_of(installation.texts("NOTI")[0])) == 7


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (packed(), ["281"]),
        (packed(("a", GOOD), ("b", GOOD)), ["281"]),
        (packed(("a", GOOD))[:-40], ["280"]),
        (encrypted(), ["280"]),
        (packed(("a", "")), ["134"]),
        (packed(("a", "no xml")), ["102"]),
        (packed(("a", packed(("b", GOOD)))), ["102"]),
    ],
    ids=["empty", "two files", "cut", "encrypted", "an empty file", "no xml", "a zip in a zip"],
)
def test_a_zip_that_holds_no_declarations_is_refused(installation: Installation, content: bytes, codes: list[str]):
    assert told(installation, "", content) == codes
    if codes[0].startswith("28"):
        assert not list((installation.home / "archive").rglob("*.unpacked")), "a broken ZIP leaves nothing behind"


@pytest.mark.parametrize(("spare", "codes"), [(0, []), (-1, ["184"])])
def test_the_limit_of_a_file_counts_for_what_is_unpacked(installation: Installation, spare: int, codes: list[str]):
    content = packed(("a", GOOD))
    assert len(content) < SIZE - 1
    assert told(installation, f"[limits]\nmost_file_bytes = {SIZE + spare}", content) == codes


def test_a_bomb_fills_nothing(installation: Installation):
    assert told(installation, f"[limits]\nmost_file_bytes = {1 << 20}", packed(("a", b" " * (200 << 20)))) == ["184"]
    kept = sum(one.stat().st_size for one in (installation.home / "archive").rglob("*") if one.is_file())
    assert kept < 1 << 20
