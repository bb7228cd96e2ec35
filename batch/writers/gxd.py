"""Writes GenericXmlDocument: the envelope of every answer that is not ACRF or NOTI (release 20231).

No character stands between the root and a form, nor between two forms (glossary EchGeXML, block 90059).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from batch.model.verdict import Essence
from batch.writers import xml

NAMESPACE = "http://www.smals-mvm.be/xml/ns/systemFlux"
HEAD = (
    xml.HEAD + f'<GenericXmlDocument xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{NAMESPACE} GenericXmlDocument_20231.xsd">'
)
TAIL = "</GenericXmlDocument>\n"
MOST_FORMS = 500

OWN, RELATED = 1, 0
DECLARANT, TICKET = 1, 2


@dataclass(frozen=True, slots=True)
class Link:
    """One reference of an answer: type, origin, number."""

    kind: int
    origin: int
    number: str


def form(identification: str, moment: datetime, links: list[Link], reference_data: str, data: list[str]) -> str:
    """One form of kind FA."""
    references = "".join(
        f"<Reference><ReferenceType>{link.kind}</ReferenceType><ReferenceOrigin>{link.origin}</ReferenceOrigin>"
        f"<ReferenceNbr>{xml.text(link.number)}</ReferenceNbr></Reference>"
        for link in links
        if link.number
    )
    return f"<Form>{xml.header(identification, moment, 'FA')}{references}{reference_data}{''.join(data)}</Form>"


def reference_data(essence: Essence) -> str:
    """Worker and employer of a form, as far as they are known."""
    number = xml.element("NOSSRegistrationNbr", essence.noss) or xml.element("NOSSLPARegistrationNbr", essence.lpa)
    employer = number + xml.element("CompanyID", essence.company)
    inner = xml.element("INSS", essence.inss) + (f"<EmployerId>{employer}</EmployerId>" if employer else "")
    return f"<ReferenceData>{inner}</ReferenceData>" if inner else ""


def xml_data(payload: str, role: str = "") -> str:
    """A payload element without namespace; ``role`` is MAIN or ATTACHMENT when there are several."""
    return (
        "<Data><DocumentDescription><TechnicalDescription><MimeType>application/xml</MimeType>"
        "<CharacterSet>UTF-8</CharacterSet><CharacterFormat>NATIVE</CharacterFormat>"
        f"{xml.element('DocumentType', role)}</TechnicalDescription></DocumentDescription>"
        f"<DocumentXML>{payload}</DocumentXML></Data>"
    )


def binary_data(content: bytes, mime: str, *, role: str = "", language: int | None = None, business: str = "") -> str:
    """A document in base64, with the SHA-256 of its decoded bytes in lower-case hexadecimal."""
    spoken = f"<Language>{language}</Language>" if language else ""
    described = f"<BusinessDescription>{business}</BusinessDescription>" if business else ""
    return (
        f"<Data><DocumentDescription><TechnicalDescription><MimeType>{mime}</MimeType>"
        f"<CharacterFormat>Base64</CharacterFormat>{spoken}{xml.element('DocumentType', role)}"
        "<IntegrityCheck><IntegrityMethod>SHA-256</IntegrityMethod>"
        f"<Value>{hashlib.sha256(content).hexdigest()}</Value></IntegrityCheck></TechnicalDescription>"
        f"{described}</DocumentDescription>"
        f"<DocumentNonXML><DocumentBase64>{base64.b64encode(content).decode()}</DocumentBase64>"
        "</DocumentNonXML></Data>"
    )
