"""Documents as they are attached to a request: small PDFs and JPEGs, in their Data."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter

EICAR = "X5O!P%@AP[4" + chr(92) + "PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner reports."""
MEDICAL, PALLIATIVE, CARER, OTHER = "01", "03", "05", "99"


def pdf(said: str = "Attestation", pages: int = 1, comment: str = "") -> bytes:
    """A PDF that says something on each of its pages; a comment stands in it for those who read bytes."""
    content = f"BT /F1 12 Tf 40 700 Td ({said}) Tj ET"
    kids = " ".join(f"{3 + page} 0 R" for page in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents {3 + pages} 0 R>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        *([page] * pages),
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    text, places = f"%PDF-1.4\n%{comment}\n" if comment else "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return f"{text}{end}startxref\n{len(text)}\n%%EOF\n".encode("ascii")


@cache
def jpeg(width: int = 60, height: int = 40, *, progressive: bool = False) -> bytes:
    """A JPEG of one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG", progressive=progressive)
    return file.getvalue()


def encrypted(password: str) -> bytes:
    """A PDF that asks for a password; an empty one opens by itself in most programs."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(password)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


@dataclass(frozen=True)
class Paper:
    """One file with its announcement."""

    id: str = "A000001"
    kind: str = MEDICAL
    content: bytes = pdf()
    mime: str = "application/pdf"
    description: str = ""

    def announced(self) -> str:
        more = f"<Description>{self.description}</Description>" if self.description else ""
        told = f"<AttachmentId>{self.id}</AttachmentId><AttachmentType>{self.kind}</AttachmentType>{more}"
        return f"<AttachmentInformation>{told}</AttachmentInformation>"

    def data(self) -> str:
        digest = hashlib.sha256(self.content).hexdigest()
        return (
            "  <Data><DocumentDescription><TechnicalDescription>"
            f"<MimeType>{self.mime}</MimeType><CharacterFormat>Base64</CharacterFormat>"
            f"<DocumentType>ATTACHMENT</DocumentType><AttachmentId>{self.id}</AttachmentId>"
            f"<IntegrityCheck><IntegrityMethod>SHA-256</IntegrityMethod><Value>{digest}</Value></IntegrityCheck>"
            "</TechnicalDescription></DocumentDescription>\n"
            f"    <DocumentNonXML><DocumentBase64>{b64encode(self.content).decode()}</DocumentBase64></DocumentNonXML>"
            "</Data>\n"
        )


PHOTO = Paper(id="A000002", content=jpeg(), mime="image/jpeg")


def numbered(papers: Sequence[Paper]) -> list[Paper]:
    """The same, each with an identifier of its own."""
    return [replace(one, id=f"A{number:06d}") for number, one in enumerate(papers, 1)]
