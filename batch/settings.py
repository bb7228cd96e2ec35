"""The settings of one installation: ``onem-batch.toml`` in its folder; an unknown key is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from batch.errors import SettingsWrong
from batch.model.tickets import ALPHABET

FILE = "onem-batch.toml"
SERIES = {
    "R": {"loic": "04W", "twct": "3A0", "deci": "270", "file": "380"},
    "S": {"loic": "S4W", "twct": "SA0", "deci": "S70", "file": "S80"},
    "T": {"file": "T80"},
}
"""Ticket series by environment (docs/decisions/0003-tickets.md; simulation and test series, and 270, are ours)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; paths are relative to the home folder."""

    home: Path
    database: str = "sqlite:///onem-batch.sqlite"
    inbox: str = "inbox"
    outbox: str = "outbox"
    archive: str = "archive"
    signature: Literal["required", "off"] = "required"
    """``off``: production sets are taken without a checked signature; for trying out only."""
    wait_for_files_minutes: int = 15
    """A GO without its files waits this long, then 120."""
    wait_for_go_hours: int = 24
    """Files without their GO wait this long, then 130."""
    settle_milliseconds: int = 200
    """A young file is looked at twice, this far apart; if it grew it is left alone."""
    oldest_name_days: int = 365
    """The oldest date in a file name, else 126 (ours: the real limit is not in the record)."""
    unknown_file_hours: int = 24
    """A file that does not belong to the channel is reported in status after this time."""
    back_office: str = "999998"
    handover_format: Literal["xml", "jsonl"] = "xml"
    pickup_seconds: int = 5
    decisions_seconds: int = 60
    handover_seconds: int = 60
    series: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: SERIES)

    def folder(self, name: Literal["inbox", "outbox", "archive"]) -> Path:
        """A folder of the installation as an absolute path."""
        return self.home / str(getattr(self, name))

    @property
    def database_url(self) -> str:
        """The database as an SQLAlchemy URL; a relative SQLite path lies in the home folder."""
        prefix = "sqlite:///"
        if self.database.startswith(prefix) and not self.database.startswith(f"{prefix}/"):
            return f"{prefix}{self.home / self.database.removeprefix(prefix)}"
        return self.database


def read_settings(home: Path) -> Settings:
    """Read the settings of an installation.

    Raises:
        SettingsWrong: there are none, they do not read, or a key or value is wrong.
    """
    path = home / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsWrong(f'No {FILE} in {home}. Run "onem-batch init" first.') from None
    except (OSError, ValueError) as error:
        raise SettingsWrong(f"{path}: {error}") from error
    return _checked(home, path, data)


def _checked(home: Path, path: Path, data: dict[str, Any]) -> Settings:
    kinds = {one.name: one for one in fields(Settings) if one.name != "home"}
    defaults = Settings(home)
    for key, value in data.items():
        if key not in kinds:
            raise SettingsWrong(f"{path}: {key!r} is not a setting. Known: {', '.join(sorted(kinds))}.")
        expected = type(getattr(defaults, key))
        if type(value) is not expected:
            raise SettingsWrong(f"{path}: {key} must be {expected.__name__}, not {value!r}.")
    for key, allowed in (("signature", ("required", "off")), ("handover_format", ("xml", "jsonl"))):
        if data.get(key, allowed[0]) not in allowed:
            raise SettingsWrong(f"{path}: {key} must be one of {', '.join(allowed)}.")
    for key, value in data.items():
        least = 1 if key.endswith("_seconds") else 0
        if isinstance(value, int) and value < least:
            raise SettingsWrong(f"{path}: {key} must be at least {least}, not {value}.")
    if not re.fullmatch("[0-9]{6}", data.get("back_office", defaults.back_office)):
        raise SettingsWrong(f"{path}: back_office must be a sender number, six digits.")
    if "series" in data:
        data["series"] = _series(path, data["series"])
    return Settings(home, **data)


def _series(path: Path, given: dict[str, Any]) -> dict[str, dict[str, str]]:
    for environment, names in given.items():
        if environment not in SERIES or not isinstance(names, dict) or not names.keys() <= SERIES[environment].keys():
            raise SettingsWrong(f"{path}: series.{environment} is none of the known series: {SERIES}.")
        for name, series in names.items():
            if not isinstance(series, str) or len(series) != 3 or not set(series) <= set(ALPHABET):
                raise SettingsWrong(f"{path}: series.{environment}.{name} must be 3 symbols of {ALPHABET}.")
    merged = {environment: {**names, **given.get(environment, {})} for environment, names in SERIES.items()}
    every = [series for names in merged.values() for series in names.values()]
    if len(every) != len(set(every)):
        raise SettingsWrong(f"{path}: two ticket series are equal.")
    return merged


def example(signature: str) -> str:
    """The settings file that ``init`` writes."""
    return f"""# Settings of this installation. Every key may be left out; the handbook of the operator lists them all.
database = "sqlite:///onem-batch.sqlite"
inbox = "inbox"
outbox = "outbox"
archive = "archive"

# "required": production sets (environment R) wait until signatures can be checked.
# "off": they are taken without a checked signature. For trying out only.
signature = "{signature}"
"""
