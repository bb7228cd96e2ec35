"""Writes the receipt of a file: ACRF001 (glossary ACR 2023/3, XSD release 20231)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from batch.model.findings import FileFault
from batch.writers import xml

_SCHEMA = "ACRF_20231.xsd"


def acrf(subject: str, ticket: str, faults: Sequence[FileFault], moment: datetime) -> bytes:
    """The receipt: positive without faults, else negative with each code once."""
    errors = "".join(f"<ErrorID>{code}</ErrorID>" for code in dict.fromkeys(one.error_id for one in faults))
    result = "0" if faults else "1"
    return (
        f"{xml.HEAD}"
        '<ACRF xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:noNamespaceSchemaLocation="{_SCHEMA}">\n'
        f"<Form>{xml.header('ACRF001', moment, 'PA')}"
        f"<FileReference><FileName>{xml.text(subject)}</FileName><ReferenceOrigin>2</ReferenceOrigin>"
        f"<ReferenceNbr>{ticket}</ReferenceNbr></FileReference>"
        f"<ReceptionResult><ResultCode>{result}</ResultCode>{errors}</ReceptionResult></Form>\n"
        "</ACRF>\n"
    ).encode()
