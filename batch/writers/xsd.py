"""Writes the XSD of a release from its structure, in the official style.

Each zone and block is a global element that carries its number; simple types hold length, digits, values and
pattern; conditional presence, check digits and code lists are rules, hence anomalies and not schema errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from batch.model.law import Block, BlockUse, Release, Zone, ZoneUse

_KEEPS_A_SIGN = "[\\s\\S]*[^ \\t\\n\\r\u00a0!-/:-@\\[-`{-~][\\s\\S]*"
"""A sign that is neither a blank nor ASCII punctuation; named sets of letters differ between engines."""
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"


def xsd_of(release: Release) -> bytes:
    """The schema of one release, UTF-8, elements in the order of their tags."""
    prefix = "m:" if release.namespace else ""
    head = ['<?xml version="1.0" encoding="UTF-8"?>']
    target = ""
    if release.namespace:
        target = f' xmlns:m="{release.namespace}" targetNamespace="{release.namespace}" elementFormDefault="qualified"'
    head.append(
        f'<xs:schema id="{release.message}_{release.name}" xmlns:xs="http://www.w3.org/2001/XMLSchema"{target}>'
    )
    parts: list[tuple[str, str]] = []
    parts += [(zone.tag, _zone(zone)) for zone in release.zones.values() if _is_used(release, zone)]
    parts += [(block.tag, _block(release, block, prefix)) for block in release.blocks.values()]
    body = [text for _, text in sorted(parts)]
    return "\n".join([*head, *body, "</xs:schema>", ""]).encode()


def _is_used(release: Release, zone: Zone) -> bool:
    return any(
        use.number == zone.number and use.presence != "F"
        for block in release.blocks.values()
        for use in block.zone_uses()
    )


def _element(number: str, tag: str, content: list[str]) -> str:
    return "\n".join(
        [
            f'  <xs:element name="{tag}">',
            f"    <xs:annotation><xs:documentation>{number}</xs:documentation></xs:annotation>",
            *(f"    {line}" for line in content),
            "  </xs:element>",
        ]
    )


def _zone(zone: Zone) -> str:
    facets = list(_facets(zone))
    base = {"N": "xs:nonNegativeInteger", "A": "xs:string", "D": "xs:date", "T": "xs:time", "B": "xs:base64Binary"}[
        zone.kind
    ]
    if not facets:
        return _element(zone.number, zone.tag, [f'<xs:simpleType><xs:restriction base="{base}"/></xs:simpleType>'])
    lines = [f'<xs:simpleType><xs:restriction base="{base}">']
    lines += [f"  <xs:{name} value={quoteattr(value)}/>" for name, value in facets]
    lines.append("</xs:restriction></xs:simpleType>")
    return _element(zone.number, zone.tag, lines)


def _facets(zone: Zone) -> Iterator[tuple[str, str]]:
    if zone.kind == "D":
        yield "pattern", zone.pattern or _DATE
    if zone.kind == "T":
        yield "pattern", zone.pattern or _TIME
    if zone.kind == "N":
        yield "pattern", zone.pattern or f"[0-9]{{1,{zone.length or 18}}}"
        yield from _range(zone)
        yield from (("enumeration", value) for value in zone.values)
    if zone.kind == "A":
        yield from _text_facets(zone)


def _range(zone: Zone) -> Iterator[tuple[str, str]]:
    if zone.low is not None and not zone.zero:
        yield "minInclusive", str(zone.low)
    if zone.high is not None:
        yield "maxInclusive", str(zone.high)


def _text_facets(zone: Zone) -> Iterator[tuple[str, str]]:
    if zone.least:
        yield "minLength", str(zone.least)
    if zone.length:
        yield "maxLength", str(zone.length)
    pattern = zone.pattern or (_KEEPS_A_SIGN if zone.meaningful else "")
    if pattern:
        yield "pattern", pattern if zone.least else f"({pattern})?"
    yield from (("enumeration", value) for value in zone.values)


def _block(release: Release, block: Block, prefix: str) -> str:
    if block.wildcard:
        return _element(
            block.number,
            block.tag,
            [
                "<xs:complexType><xs:sequence>",
                f'  <xs:any namespace="##any" processContents="{block.wildcard}"/>',
                "</xs:sequence></xs:complexType>",
            ],
        )
    uses: list[str] = []
    for use in block.members():
        if isinstance(use, BlockUse):
            uses += _block_use(release, use, prefix)
        else:
            uses += _zone_use(release, use, prefix)
    return _element(
        block.number,
        block.tag,
        ["<xs:complexType><xs:sequence>", *(f"  {line}" for line in uses), "</xs:sequence></xs:complexType>"],
    )


def _zone_use(release: Release, use: ZoneUse | tuple[ZoneUse, ...], prefix: str) -> list[str]:
    if isinstance(use, tuple):
        least = 1 if use[0].presence == "M" else 0
        members = [f'  <xs:element ref="{prefix}{release.zones[one.number].tag}"/>' for one in use]
        return [f'<xs:choice minOccurs="{least}">', *members, "</xs:choice>"]
    if use.presence == "F":
        return []
    least = 1 if use.presence == "M" else 0
    return [f'<xs:element ref="{prefix}{release.zones[use.number].tag}"{_occurs(least, use.most)}/>']


def _block_use(release: Release, use: BlockUse, prefix: str) -> list[str]:
    if len(use.numbers) == 1:
        tag = release.blocks[use.numbers[0]].tag
        return [f'<xs:element ref="{prefix}{tag}"{_occurs(use.least, use.most)}/>']
    members = [f'  <xs:element ref="{prefix}{release.blocks[number].tag}"/>' for number in use.numbers]
    return [f"<xs:choice{_occurs(use.least, use.most)}>", *members, "</xs:choice>"]


def _occurs(least: int, most: int | None) -> str:
    text = "" if least == 1 else f' minOccurs="{least}"'
    if most is None:
        return text + ' maxOccurs="unbounded"'
    return text if most == 1 else text + f' maxOccurs="{most}"'


def write_every_schema() -> None:
    """Write the XSD of every release beside its structure; ``make schemas`` runs this."""
    from batch.lawbook import law_room, open_law

    for release in open_law().releases.values():
        (law_room() / release.message / release.name / release.schema).write_bytes(xsd_of(release))


if __name__ == "__main__":
    write_every_schema()
