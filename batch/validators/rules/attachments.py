"""The files of a form (ours): each is announced once and comes once, and each is a whole PDF or JPEG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from batch.model.attachment import JPEG, MOST_FILES, PDF, Attachments, File
from batch.model.forms import Block, Place
from batch.validators.rulebook import Case, Rulebook

_OURS = "ours: docs/protocol.md, attachments"
_ATTACHMENT, _METHOD = "ATTACHMENT", "SHA-256"


class Carrying(Protocol):
    """Any form that may bring files."""

    form: Block
    attachments: Attachments


Book = Rulebook[Carrying]


def _brings_files(carrying: Carrying, _case: Case) -> bool:
    """A file, or the announcement of one."""
    return bool(carrying.attachments.announced or carrying.attachments.files)


_FORM: Book = Rulebook(_brings_files)
"""What is asked of announcements and files together, and of each file, wherever it comes."""


def rules_of(payload: str) -> Book:
    """The rules for one message; ``payload`` is the number of the payload element that announces files."""
    rules: Book = Rulebook()

    @rules.rule(f"{payload}-090", source=_OURS)
    def announced_in_two_payloads(carrying: Carrying, _case: Case) -> Iterator[Place]:
        """One payload element announces all files."""
        for block in carrying.attachments.payloads[1:]:
            yield block.at()

    rules.extend(_FORM)
    return rules


@_FORM.rule("90370-090", source=_OURS)
def too_many_files(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """A form brings ten files at most."""
    for file in carrying.attachments.files[MOST_FILES : MOST_FILES + 1]:
        yield file.block.at()


# -- announcements


@_FORM.rule("98231-006", source=_OURS)
def announced_twice(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """Each file is announced once."""
    seen: set[str] = set()
    for one in carrying.attachments.announced:
        if one.id and one.id in seen:
            yield one.block.at("AttachmentId")
        seen.add(one.id)


@_FORM.rule("98231-134", source=_OURS)
def announced_file_missing(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """Each file that is announced comes."""
    there = {file.id for file in carrying.attachments.files}
    for one in carrying.attachments.announced:
        if one.id and one.id not in there:
            yield one.block.at("AttachmentId")


@_FORM.rule("98232-008", source="ours: schemas/lists/attachment_types.csv")
def type_unknown(carrying: Carrying, case: Case) -> Iterator[Place]:
    """The type of an attachment stands in the list."""
    for one in carrying.attachments.announced:
        if one.kind and one.kind not in case.law.attachments:
            yield one.block.at("AttachmentType")


@_FORM.rule("98233-001", source="employer manual: another document is described")
def description_missing(carrying: Carrying, case: Case) -> Iterator[Place]:
    """A document of the type other is described."""
    for one in carrying.attachments.announced:
        listed = case.law.attachments.get(one.kind)
        if listed is not None and listed.described and not one.description:
            yield one.block.at("Description")


# -- files


def _opened(carrying: Carrying) -> Iterable[File]:
    """The files that are looked at; those beyond the limit have their anomaly already."""
    return islice(carrying.attachments.files, MOST_FILES)


def _technical(file: File, tag: str) -> Place:
    return file.technical.at(tag) if file.technical else file.block.at()


@_FORM.rule("01165-001", source="glossary EchGeXML 2023/3, zone 01165: mandatory for an attachment")
def file_without_identifier(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """Each file says which one it is."""
    for file in _opened(carrying):
        if not file.id:
            yield _technical(file, "AttachmentId")


@_FORM.rule("01165-006", source=_OURS)
def file_twice(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """No two files have one identifier."""
    seen: set[str] = set()
    for file in _opened(carrying):
        if file.id and file.id in seen:
            yield _technical(file, "AttachmentId")
        seen.add(file.id)


@_FORM.rule("01165-008", source=_OURS)
def file_not_announced(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """Each file is announced."""
    announced = {one.id for one in carrying.attachments.announced}
    for file in _opened(carrying):
        if file.id and file.id not in announced:
            yield _technical(file, "AttachmentId")


@_FORM.rule("01164-001", source="glossary EchGeXML 2023/3, zone 01164: mandatory when there is more than one Data")
def document_type_missing(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """A file says that it is an attachment."""
    for file in _opened(carrying):
        if file.technical and file.technical.text("DocumentType") is None:
            yield file.technical.at("DocumentType")


@_FORM.rule("01164-008", source=_OURS)
def document_type_of_another_part(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """A file is an attachment, not the main document."""
    for file in _opened(carrying):
        if file.technical and file.technical.text("DocumentType") not in (None, _ATTACHMENT):
            yield file.technical.at("DocumentType")


@_FORM.rule("01044-008", source="manuals of the online service: PDF or JPEG")
def neither_pdf_nor_jpeg(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """A file is a PDF or a JPEG."""
    for file in _opened(carrying):
        if file.mime and file.mime not in (PDF, JPEG):
            yield _technical(file, "MimeType")


@_FORM.rule("90455-001", source=_OURS)
def no_integrity_check(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """A file comes with its digest."""
    for file in _opened(carrying):
        if file.technical and file.technical.first("IntegrityCheck") is None:
            yield file.technical.at("IntegrityCheck")


@_FORM.rule("01048-008", source=_OURS)
def another_digest_than_sha_256(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """The digest is SHA-256: MD5 can be forged, and one method is enough."""
    for check in _checks(carrying):
        if check[1].text("IntegrityMethod") not in (None, _METHOD):
            yield check[1].at("IntegrityMethod")


@_FORM.rule("00236-004", source="glossary EchGeXML 2023/3, block 90455")
def digest_of_other_bytes(carrying: Carrying, _case: Case) -> Iterator[Place]:
    """The digest is that of the decoded file."""
    for file, check in _checks(carrying):
        told = (check.text("Value") or "").lower()
        if told and file.sha256 and check.text("IntegrityMethod") == _METHOD and told != file.sha256:
            yield check.at("Value")


def _checks(carrying: Carrying) -> Iterator[tuple[File, Block]]:
    for file in _opened(carrying):
        check = file.technical.first("IntegrityCheck") if file.technical else None
        if check is not None:
            yield file, check


# -- what is in a file


def _flaw_rule(error_id: str, name: str, sentence: str, is_at_fault: Callable[[File, Case], bool]) -> None:
    def at_fault(carrying: Carrying, case: Case) -> Iterator[Place]:
        for file in _opened(carrying):
            if is_at_fault(file, case):
                yield file.document.at("DocumentBase64") if file.document else file.block.at("DocumentNonXML")

    at_fault.__name__, at_fault.__doc__ = name, sentence
    _FORM.rule(error_id, source=_OURS)(at_fault)


_flaw_rule(
    "01059-001", "file_empty", "A file has bytes, and a PDF has pages.", lambda file, _case: file.flaw == "empty"
)
_flaw_rule(
    "01059-003",
    "file_unreadable",
    "A file opens as what its MimeType says, and is whole.",
    lambda file, _case: file.flaw == "unreadable",
)
_flaw_rule(
    "01059-146", "file_locked", "A file is not encrypted: ONEM has no key.", lambda file, _case: file.flaw == "locked"
)
_flaw_rule(
    "01059-184",
    "file_too_large",
    "A file has at most 2 MB, a PDF at most 200 pages, a JPEG at most 40 million pixels.",
    lambda file, _case: file.flaw == "too-large",
)
_flaw_rule(
    "01059-950",
    "file_harmful",
    "The virus scanner of the installation has found nothing in a file.",
    lambda file, case: bool(case.harmful and file.sha256 and case.harmful(file.sha256)),
)
