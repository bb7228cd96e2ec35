"""The XSD as the fast yes or no: one form at a time, so that a bad one costs nobody else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lxml import etree

from batch.errors import LawIncomplete
from batch.model.law import Release


class Structure:
    """The compiled schema of a release; with a frame, the envelope's schema that imports the payload's."""

    def __init__(self, schema: etree.XMLSchema) -> None:
        self._schema = schema

    def fits(self, form: etree._Element) -> bool:
        """Whether the schema accepts the form."""
        return bool(self._schema.validate(form))


@lru_cache(maxsize=32)
def structure_of(room: Path, release: Release, frame: Release | None = None, *beside: Release) -> Structure:
    """Compile the schema of a release; in a frame, with those of other payloads that may stand beside it.

    Raises:
        LawIncomplete: the schema is missing or does not compile.
    """
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    try:
        if frame is None:
            with _xsd(room, release).open("rb") as file:
                return Structure(etree.XMLSchema(etree.parse(file, parser, base_url=str(_xsd(room, release)))))
        driver = etree.fromstring(_driver(room, frame, release, *beside), parser, base_url=str(room / "driver.xsd"))
        return Structure(etree.XMLSchema(etree.ElementTree(driver)))
    except (OSError, etree.LxmlError) as error:
        raise LawIncomplete(f"{release.schema}: {error}") from error


def _xsd(room: Path, release: Release) -> Path:
    return room / release.message / release.name / release.schema


def _driver(room: Path, frame: Release, *payloads: Release) -> bytes:
    """The envelope's wildcards are strict, so envelope and payload must be known to one schema."""
    included = "".join(f'<xs:include schemaLocation="{_xsd(room, one).as_uri()}"/>' for one in payloads)
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{frame.namespace}" schemaLocation="{_xsd(room, frame).as_uri()}"/>'
        f"{included}</xs:schema>"
    ).encode()
