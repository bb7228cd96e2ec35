"""Reads one release of a message from its ``structure.toml``; the law book binds it in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from batch.model.carrying import carrying
from batch.model.law import Anomaly, Block, BlockUse, Release, Zone, ZoneUse


def read_release(folder: Path, general: Mapping[str, Any]) -> Release:
    """One release from its ``structure.toml``; ``general`` holds the codes that may stand anywhere."""
    data = tomllib.loads((folder / "structure.toml").read_text(encoding="utf-8"))
    release = Release(
        message=data["message"],
        name=data["release"],
        root=data["root"],
        namespace=data["namespace"],
        frame=data["frame"],
        accepted_from=data["accepted_from"],
        accepted_until=data["accepted_until"],
        max_form_bytes=data["max_form_bytes"],
        max_forms=data.get("max_forms"),
        source=data["source"],
        blocks={entry["number"]: _block(entry) for entry in data["block"]},
        zones={entry["number"]: _zone(entry) for entry in data.get("zone", ())},
        anomalies={entry.error_id: entry for entry in _anomalies(data, general)},
    )
    return carrying(release, (read_release(folder.parents[1] / one, general) for one in data.get("carries", ())))


def _zone(entry: dict[str, Any]) -> Zone:
    plain = ("number", "tag", "kind", "length", "least", "pattern", "meaningful", "low", "high", "zero")
    prose = ("domain", "presence", "source")
    values = {key: entry[key] for key in (*plain, *prose) if key in entry}
    return Zone(values=tuple(entry.get("values", ())), forbidden=tuple(entry.get("forbidden", ())), **values)


def _block(entry: dict[str, Any]) -> Block:
    return Block(
        number=entry["number"],
        tag=entry["tag"],
        zones=tuple(_zone_use(text) for text in entry.get("zones", ())),
        blocks=tuple(_block_use(text) for text in entry.get("blocks", ())),
        wildcard=entry.get("wildcard", ""),
        order=tuple(entry.get("order", ())),
        presence=entry.get("presence", ""),
        source=entry.get("source", ""),
        too_many=entry.get("too_many", ""),
    )


def _zone_use(text: str) -> ZoneUse | tuple[ZoneUse, ...]:
    numbers, presence, *most = text.split()
    upper = 1 if not most else None if most[0] == "*" else int(most[0])
    uses = tuple(ZoneUse(number, _presence(presence), upper) for number in numbers.split("|"))
    return uses if len(uses) > 1 else uses[0]


def _presence(letter: str) -> Any:
    if letter not in ("M", "C", "O", "F"):
        raise ValueError(f"presence {letter!r} is not one of M, C, O, F")
    return letter


def _block_use(text: str) -> BlockUse:
    numbers, span = text.split()
    least, most = span.split("..")
    return BlockUse(tuple(numbers.split("|")), int(least), None if most == "*" else int(most))


def _anomalies(data: dict[str, Any], general: Mapping[str, Any]) -> Iterator[Anomaly]:
    for kind in ("zone", "block"):
        for entry in data.get(kind, ()):
            days = (entry.get("since", data["since"]), entry.get("until", data["until"]))
            listed = [_anomaly(entry["number"], text, data["source"], days) for text in entry.get("anomalies", ())]
            listed += [
                _anomaly(entry["number"], text, "ours", days, data["ours_why"]) for text in entry.get("ours", ())
            ]
            yield from listed
            for code in sorted(set(general[kind]) - {one.code for one in listed}):
                yield _anomaly(entry["number"], f"{code} {general['severity']}", "ours", days, general["why"])


def _anomaly(number: str, text: str, source: str, days: tuple[date, date], why: str = "") -> Anomaly:
    """``270 NP``, or with a change of severity by date ``270 NP B@2027-01-01``."""
    code, first, *later = text.split()
    changes = tuple((date.fromisoformat(day), _severity(letters)) for letters, day in (one.split("@") for one in later))
    return Anomaly(number, code, _severity(first), source, *days, why=why, changes=changes)


def _severity(letters: str) -> Any:
    if letters not in ("B", "P", "NP", "D", "W", "I"):
        raise ValueError(f"severity {letters!r} is not one of B, P, NP, D, W, I")
    return letters
