"""Releases inside another: a message of ours may carry the payload of an official one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from batch.model.law import Release


def carrying(release: Release, inside: Iterable[Release]) -> Release:
    """A release with the blocks, zones and anomalies of others, which may stand inside it; its own win."""
    for one in inside:
        release = replace(
            release,
            blocks={**one.blocks, **release.blocks},
            zones={**one.zones, **release.zones},
            anomalies={**one.anomalies, **release.anomalies},
        )
    return release
