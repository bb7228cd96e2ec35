"""The files of a form: announced once, there once, whole, and of a kind that is taken."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest
from declarations import (
    OFFLINE,
    Fact,
    announcement,
    attached,
    before,
    completed_with,
    every,
    is_silent,
    names_of,
    put,
    said,
    speaks,
    with_files,
    without,
)
from papers import OTHER, PHOTO, Paper, encrypted, jpeg, numbered, pdf

from batch.model.attachment import MOST_BYTES, MOST_FILES
from batch.model.law import LANGUAGES, Language
from batch.parsers.documents import MOST_PAGES, MOST_PIXELS
from batch.textbook import open_textbook
from batch.validators.rules import attachments

ONE, TWO = Paper(), PHOTO
PLAIN, BOTH = attached(ONE), attached(ONE, TWO)
ID, CODE, BASE64, FILE = "AttachmentId", "AttachmentType", "DocumentBase64", "Data[2]"
SAME = replace(TWO, id=ONE.id)
TOO_MANY = numbered([ONE] * (MOST_FILES + 1))


def other(content: bytes, mime: str = "application/pdf") -> str:
    return attached(Paper(content=content, mime=mime))


def by_md5(text: str) -> str:
    digest = hashlib.md5(ONE.content, usedforsecurity=False).hexdigest()
    return put(text.replace("SHA-256", "MD5"), "IntegrityCheck/Value", digest)


def announced_apart(*groups: Paper) -> str:
    """Each file announced in a payload element of its own."""
    head = attached(groups[0])
    more = "".join(announcement("LOIC004", one) for one in groups[1:]) + "".join(one.data() for one in groups[1:])
    return head.replace("</Form>", more + "</Form>")


FACTS = [
    Fact("announced_in_two_payloads", "two", announced_apart(ONE, TWO), "99204-090 LOIC004", BOTH),
    Fact("too_many_files", "eleven", attached(*TOO_MANY), "90370-090 Data", attached(*TOO_MANY[:MOST_FILES])),
    Fact("announced_twice", "under one identifier",
         before(PLAIN, "AttachmentInformation", ONE.announced()), f"98231-006 {ID}", PLAIN),
    Fact("announced_file_missing", "of two one is there", without(BOTH, "Data[3]"), f"98231-134 {ID}", BOTH),
    Fact("type_unknown", "not in the list", attached(replace(ONE, kind="77")), f"98232-008 {CODE}", PLAIN),
    Fact("description_missing", "another document", attached(replace(ONE, kind=OTHER)), "98233-001 Description",
         attached(replace(ONE, kind=OTHER, description="Lettre"))),
    Fact("file_without_identifier", "an attachment", without(PLAIN, f"{FILE}/{ID}"),
         f"01165-001 {ID}, 98231-134 {ID}", PLAIN),
    Fact("file_twice", "two files", PLAIN.replace("</Form>", SAME.data() + "</Form>"), f"01165-006 {ID}", BOTH),
    Fact("file_not_announced", "a second", PLAIN.replace("</Form>", TWO.data() + "</Form>"), f"01165-008 {ID}", BOTH),
    Fact("document_type_missing", "none", without(PLAIN, "DocumentType"), "01164-001 DocumentType", PLAIN),
    Fact("document_type_of_another_part", "main", PLAIN.replace(">ATTACHMENT<", ">MAIN<"), "01164-008 DocumentType",
         PLAIN),
    Fact("neither_pdf_nor_jpeg", "a picture of another kind", other(ONE.content, "image/tiff"), "01044-008 MimeType",
         other(jpeg(), "image/jpeg")),
    Fact("no_integrity_check", "none", without(PLAIN, "IntegrityCheck"), "90455-001 IntegrityCheck", PLAIN),
    Fact("another_digest_than_sha_256", "MD5", by_md5(PLAIN), "01048-008 IntegrityMethod", PLAIN),
    Fact("digest_of_other_bytes", "of another file", put(PLAIN, "IntegrityCheck/Value", "00" * 32), "00236-004 Value",
         put(PLAIN, "IntegrityCheck/Value", hashlib.sha256(ONE.content).hexdigest().upper())),
    Fact("file_empty", "no bytes", other(b""), f"01059-001 {BASE64}", PLAIN),
    Fact("file_empty", "no pages", other(pdf(pages=0)), f"01059-001 {BASE64}", PLAIN),
    Fact("file_empty", "no document", without(PLAIN, "DocumentNonXML"), "01059-001 DocumentNonXML", PLAIN),
    Fact("file_unreadable", "cut", other(ONE.content[:-30]), f"01059-003 {BASE64}", PLAIN),
    Fact("file_unreadable", "a JPEG that is called PDF", other(jpeg()), f"01059-003 {BASE64}",
         other(jpeg(), "image/jpeg")),
    Fact("file_locked", "encrypted", other(encrypted("secret")), f"01059-146 {BASE64}", PLAIN),
    Fact("file_too_large", "more than 2 MB", other(ONE.content + bytes(MOST_BYTES)), f"01059-184 {BASE64}", PLAIN),
    Fact("file_too_large", "very many pages", other(pdf(pages=201)), f"01059-184 {BASE64}", other(pdf(pages=200))),
    Fact("file_harmful", "a scanner has found something", PLAIN, f"01059-950 {BASE64}", PLAIN,
         known=replace(OFFLINE, harmful=[hashlib.sha256(ONE.content).hexdigest()]),
         neighbour_known=replace(OFFLINE, harmful=[])),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


@pytest.mark.parametrize("text", [with_files(ONE, TWO), completed_with(ONE, TWO), attached(ONE, TWO, name="LOWK004")])
def test_files_may_come_with_a_request_with_the_worker_part_or_alone(text: str) -> None:
    assert said(text) == []


def test_a_form_of_files_brings_one_at_least() -> None:
    assert said(attached()) == [("99210-001", "AttachmentInformation")]


def test_a_request_announces_with_its_own_payload_only() -> None:
    assert ("90456-092", "LOWK004") in said(with_files(ONE).replace("LOIC004", "LOWK004"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_the_limits_that_are_held(language: Language) -> None:
    (rule,) = (one for one in attachments.rules_of("99204") if one.name == "file_too_large")
    told = re.findall(r"\d+", open_textbook().sentence(rule.text_key, rule.sentence, language))
    assert told == [str(MOST_BYTES // 1024**2), str(MOST_PAGES), str(MOST_PIXELS // 10**6)]


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(attachments.rules_of("99204")))
