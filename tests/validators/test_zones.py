"""What one value may look like by itself: the glossary data and the XSD give the same answer."""

from __future__ import annotations

import pytest
from lxml import etree

from batch.lawbook import law_room, open_law
from batch.model.law import Release, Zone
from batch.validators.structure import structure_of
from batch.validators.zones import fault_of

LAW = open_law()
CASES = [
    pytest.param(release, zone, raw, id=f"{release.schema} {zone.number} {raw!r}")
    for release in LAW.releases.values()
    for zone in release.zones.values()
    for raw in ("", " ")
    if any(use.number == zone.number and use.presence != "F" for b in release.blocks.values() for use in b.zone_uses())
]


@pytest.mark.parametrize(("release", "zone", "raw"), CASES)
def test_an_empty_or_blank_element_is_judged_alike(release: Release, zone: Zone, raw: str) -> None:
    namespace = f' xmlns="{release.namespace}"' if release.namespace else ""
    element = etree.fromstring(f"<{zone.tag}{namespace}>{raw}</{zone.tag}>")

    fits = structure_of(law_room(), release).fits(element)

    assert fits == (fault_of(zone, raw, mandatory=False) is None)
