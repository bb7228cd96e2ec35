"""What each status of a LOIC001 form carries: request (0), new end date (1), cancellation (3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from batch.model.forms import Block, Place
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.envelope import payload_place
from batch.validators.rules.loic.circumstances import is_cancellation, is_new_end, is_no_request

ENVELOPE: Rulebook[Request] = Rulebook()
"""What a LOIC001 form asks of its envelope."""
RULES: Rulebook[Request] = Rulebook()
"""What is asked of the LOIC001 element, wherever it stands."""
_GLOSSARY = "glossary LOIC001 2023/3, presence of the blocks"
_FILES = "ours: docs/protocol.md, LOIC004: files come with a request, or in a form of their own"
_STATUS_1 = "docs/protocol.md: status 1 carries the two dates and a comment only"
_REQUEST, _NEW_END, _CANCELLATION = 0, 1, 3


@ENVELOPE.rule("00296-008", source="glossary EchGeXML 2023/3, zone 00296; annex 11")
def identification_unknown(request: Request, _case: Case) -> Iterator[Place]:
    """The form calls itself LOIC001."""
    if request.header.identification not in {"", "LOIC001"}:
        yield request.form.at("Identification")


@ENVELOPE.rule("00296-001", source="glossary EchGeXML 2023/3, zone 00296")
def identification_empty(request: Request, _case: Case) -> Iterator[Place]:
    """The form says which one it is."""
    if not request.header.identification:
        yield request.form.at("Identification")


@ENVELOPE.rule("90529-001", source="docs/protocol.md: the payload is one LOIC001 element (ours)")
def payload_missing(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope carries a LOIC001 element, also for a cancellation."""
    if request.content is request.form:
        yield payload_place(request.form, "LOIC001")


@ENVELOPE.rule("90370-090", source="docs/protocol.md: the payload is one LOIC001 element (ours)")
def payload_twice(request: Request, _case: Case) -> Iterator[Place]:
    """One Data of the envelope carries a LOIC001 element, not several."""
    carriers = (data for data in request.form.every("Data") if _carries_request(data))
    yield from (data.at() for data in islice(carriers, 1, None))


def _carries_request(data: Block) -> bool:
    document = data.first("DocumentXML")
    return document is not None and document.first("LOIC001") is not None


@ENVELOPE.rule("00110-008", source="docs/protocol.md: LOIC001 knows 0, 1 and 3 (1 and 3 ours)")
def status_outside_domain(request: Request, _case: Case) -> Iterator[Place]:
    """The status is 0, 1 or 3."""
    if request.status is not None and request.status not in (_REQUEST, _NEW_END, _CANCELLATION):
        yield request.form.at("AttestationStatus")


@ENVELOPE.rule("00297-008", source="docs/protocol.md: SU in")
def type_is_not_a_submission(request: Request, _case: Case) -> Iterator[Place]:
    """The form is a submission: SU."""
    if request.header.kind and request.header.kind != "SU":
        yield request.form.at("TypeForm")


def _lacks_a_block(request: Request, _case: Case) -> bool:
    """A form without one of the blocks that a request has."""
    return None in (request.declaration, request.contact, request.interruption, request.employer_part)


@RULES.rule("90171-001", source=_GLOSSARY, when=(_lacks_a_block,))
def declaration_information_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A request tells the language of its PDF."""
    if request.status == _REQUEST and request.declaration is None:
        yield request.content.at("DclInformation")


@RULES.rule("90171-005", source=_GLOSSARY, when=(is_no_request,))
def declaration_information_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request tells the language of its PDF."""
    if request.status in (_NEW_END, _CANCELLATION) and request.declaration is not None:
        yield request.declaration.at()


@RULES.rule("90257-001", source=_GLOSSARY, when=(_lacks_a_block,))
def contact_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A request names the employer's contact person, inside DclInformation or beside it."""
    if request.status == _REQUEST and request.contact is None:
        yield request.content.at("CoordinatesContactPerson")


@RULES.rule("90257-005", source=_GLOSSARY, when=(is_no_request,))
def contact_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request names a contact person."""
    if request.status in (_NEW_END, _CANCELLATION):
        for block in request.content.every("CoordinatesContactPerson"):
            yield block.at()


@RULES.rule("90257-090", source="ours: the glossary can be read both ways, once is enough")
def contact_twice(request: Request, _case: Case) -> Iterator[Place]:
    """The contact person stands inside DclInformation or beside it, not in both places."""
    inside = request.declaration.first("CoordinatesContactPerson") if request.declaration else None
    beside = request.content.first("CoordinatesContactPerson")
    if inside and beside:
        yield beside.at()


@RULES.rule("90530-001", source=_GLOSSARY, when=(_lacks_a_block,))
def interruption_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A request, or a new end date, tells the interruption."""
    if request.status in (_REQUEST, _NEW_END) and request.interruption is None:
        yield request.content.at("InterruptionInformation")


@RULES.rule("90530-005", source=_GLOSSARY, when=(is_cancellation,))
def interruption_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """A cancellation carries no interruption."""
    if request.status == _CANCELLATION and request.interruption is not None:
        yield request.interruption.at()


@RULES.rule("90531-001", source=_GLOSSARY, when=(_lacks_a_block,))
def employer_part_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A request carries the employer's part."""
    if request.status == _REQUEST and request.employer_part is None:
        yield request.content.at("EmployerInterruptionForm")


@RULES.rule("90531-005", source=_GLOSSARY, when=(is_no_request,))
def employer_part_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request carries the employer's part."""
    if request.status in (_NEW_END, _CANCELLATION) and request.employer_part is not None:
        yield request.employer_part.at()


@RULES.rule("90036-005", source=f"{_GLOSSARY}: no comment in a cancelling form; it is read all the same (ours)",
            severity="W", when=(is_cancellation,))  # fmt: skip
def comment_in_a_cancellation(request: Request, _case: Case) -> Iterator[Place]:
    """A cancellation needs no comment."""
    if request.status == _CANCELLATION:
        for block in request.content.every("CommentDeclaration"):
            yield block.at()


@ENVELOPE.rule("99204-005", source=_FILES, when=(is_no_request,))
def attachments_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request brings files."""
    if request.status in (_NEW_END, _CANCELLATION):
        for block in request.attachments.payloads:
            yield block.at()


_ZONES = (
    ("01136", "InterruptionType", "type"),
    ("01137", "InterruptionRegime", "regime"),
    ("00048", "MeanWorkingHours", "hours"),
    ("00049", "RefMeanWorkingHours", "reference_hours"),
    ("00046", "JointCommissionNbr", "committee"),
    ("00975", "WeekHoursNbr", "week_hours"),
)
"""What a request tells of the interruption, and a new end date does not repeat."""


def _lacks_a_zone(request: Request, _case: Case) -> bool:
    """A request whose interruption does not tell one of these zones."""
    block = request.interruption
    if block is None or request.status != _REQUEST:
        return False
    return any(block.text(tag) is None for _, tag, _ in _ZONES)


def _missing(request: Request, tag: str) -> Iterator[Place]:
    if request.status == _REQUEST and request.interruption and request.interruption.text(tag) is None:
        yield request.interruption.at(tag)


def _unwanted(request: Request, tag: str) -> Iterator[Place]:
    if request.status == _NEW_END and request.interruption and request.interruption.raw(tag) is not None:
        yield request.interruption.at(tag)


def _zone_rules(number: str, tag: str, stem: str) -> None:
    """Two rules for one zone of the interruption: a request has it, a new end date has not."""

    def missing(request: Request, _case: Case) -> Iterator[Place]:
        yield from _missing(request, tag)

    def unwanted(request: Request, _case: Case) -> Iterator[Place]:
        yield from _unwanted(request, tag)

    missing.__name__, missing.__doc__ = f"{stem}_missing", f"A request tells {tag}."
    unwanted.__name__, unwanted.__doc__ = f"{stem}_unwanted", f"A new end date does not repeat {tag}."
    RULES.rule(f"{number}-001", source="glossary LOIC001 2023/3, block 90530", when=(_lacks_a_zone,))(missing)
    RULES.rule(f"{number}-005", source=_STATUS_1, when=(is_new_end,))(unwanted)


for _number, _tag, _stem in _ZONES:
    _zone_rules(_number, _tag, _stem)


@RULES.rule("00996-005", source=_STATUS_1, when=(is_new_end,))
def public_employment_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """A new end date does not repeat the nature of the employment."""
    yield from _unwanted(request, "PSEmploymentRelationshipNature")


@RULES.rule("00677-001", source="glossary LOIC001 2023/3, zones 00677 and 00636: one of the two")
def no_phone_number(request: Request, _case: Case) -> Iterator[Place]:
    """A phone or a mobile number is given."""
    block: Block | None = request.contact.first("Communication") if request.contact else None
    if block and block.text("PhoneNbr") is None and block.text("GSMNbr") is None:
        yield block.at("PhoneNbr")
