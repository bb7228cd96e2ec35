"""The settings of one installation: ``onem-batch.toml`` in its folder; an unknown key is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from batch.errors import SettingsWrong
from batch.model.door import DoorSettings
from batch.model.limits import Limits
from batch.model.mail import MailSettings, is_mail_address
from batch.model.scanner import ScannerSettings
from batch.model.tickets import ALPHABET

FILE = "onem-batch.toml"
SERIES = {
    "R": {"loic": "04W", "twct": "3A0", "deci": "270", "lowk": "26C", "lorq": "28A", "file": "380"},
    "S": {"loic": "S4W", "twct": "SA0", "deci": "S70", "lowk": "S6C", "lorq": "S8A", "file": "S80"},
    "T": {"file": "T80"},
}
"""Ticket series by environment (docs/decisions/0003-tickets.md; simulation and test series, and 270, are ours)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; paths are relative to the home folder."""

    home: Path
    database: str = "sqlite:///onem-batch.sqlite"
    engine: Literal["timetable", "procrastinate"] = "timetable"
    """``procrastinate``: workers on several hosts tell each other at once what waits; on PostgreSQL only."""
    inbox: str = "inbox"
    outbox: str = "outbox"
    """Each a folder, a template with ``{sender}`` and ``{folder}``, or ``sftp://USER@HOST:PORT/PATH`` of either."""
    archive: str = "archive"
    signature: Literal["required", "off", "forbidden"] = "required"
    """``off``: production sets are taken without a checked signature; for trying out only. ``forbidden``: a
    channel on which nobody signs (121)."""
    revocation: Literal["required", "if-available", "off"] = "required"
    """Whether a set waits while no valid list of revoked certificates (CRL) is there for its signer."""
    trust: str = "trust"
    """Folder with ``anchors/``, ``intermediates/`` and ``crl/``: whose certificates are accepted."""
    signing: tuple[str, ...] = ()
    """Our own signing keys, as stems: ``keys/onem`` is ``keys/onem.key.pem`` and ``keys/onem.cert.pem``; none:
    answers leave unsigned. Of several, the newest certificate that is valid signs."""
    sequence: Literal["letters", "digits"] = "letters"
    """``digits``: the old rule, a sequence with a letter in it gets 113."""
    expiry_days: int = 30
    """How long before its end a certificate or key is announced in status and doctor."""
    limits: Limits = field(default_factory=Limits)
    limits_of: Mapping[str, Limits] = field(default_factory=dict)
    """Other limits for an application code: ``[limits.TWCT]``."""
    compress_above_bytes: int = 50_000_000
    """A larger answer leaves as CO, a ZIP with one FO (50 MB on the real channel)."""
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
    reminder_days: int = 14
    """How long before its last day the sender is reminded of a request that waits for the worker."""
    ebox: str = "outbox/ebox"
    """Folder of the copies for the e-Box of enterprises, a folder for each enterprise number below it."""
    mail: MailSettings = field(default_factory=MailSettings)
    """``[mail]``: where confirmation mails go (``model.mail``)."""
    back_office: str = "999998"
    handover_format: Literal["xml", "jsonl"] = "xml"
    judges: int = 2
    """Processes for large sets while small ones pass by; 1: this process does everything, one set after the other."""
    pickup_seconds: int = 5
    decisions_seconds: int = 60
    handover_seconds: int = 60
    sftp_key: str = "keys/sftp"
    """The private key for the login at an SFTP server; only its owner may read it."""
    sftp_host_keys: tuple[str, ...] = ()
    """What the server may show: fingerprints (``SHA256:…``) or public keys; two while one is being replaced."""
    sftp_channels: int = 8
    """Operations under way at once over the one connection."""
    sftp_timeout_seconds: int = 30
    """A line that is silent so long is given up and made anew."""
    door: DoorSettings = field(default_factory=DoorSettings)
    """``[door]``: the built-in SFTP door of ``serve --sftp`` (``model.door``)."""
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    """``[scanner]``: the clamd that looks into attachments (``model.scanner``); none unless told."""
    series: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: SERIES)

    def limits_for(self, code: str) -> Limits:
        """The limits of one application."""
        return self.limits_of.get(code, self.limits)

    def folder(self, name: Literal["inbox", "outbox", "archive", "trust", "ebox"]) -> Path:
        """A folder of the installation as an absolute path."""
        return self.home / str(getattr(self, name))

    @property
    def database_url(self) -> str:
        """The database as an SQLAlchemy URL; a relative SQLite path lies in the home folder."""
        prefix = "sqlite:///"
        if self.database.startswith(prefix) and not self.database.startswith(f"{prefix}/"):
            return f"{prefix}{self.home / self.database.removeprefix(prefix)}"
        return self.database


_CHOICES = {
    "signature": ("required", "off", "forbidden"),
    "engine": ("timetable", "procrastinate"),
    "revocation": ("required", "if-available", "off"),
    "sequence": ("letters", "digits"),
    "handover_format": ("xml", "jsonl"),
}


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
    defaults = Settings(home)
    tables = {
        **_limits(path, data.pop("limits", {})),
        "door": _door(path, data.pop("door", {})),
        "mail": _mail(path, data.pop("mail", {})),
        "scanner": _scanner(path, data.pop("scanner", {})),
    }
    _check_kinds(path, data, defaults)
    for key, allowed in _CHOICES.items():
        if data.get(key, allowed[0]) not in allowed:
            raise SettingsWrong(f"{path}: {key} must be one of {', '.join(allowed)}.")
    for key, value in data.items():
        least = 1 if key.endswith(("_seconds", "_channels", "_bytes", "_days", "judges")) else 0
        if isinstance(value, int) and value < least:
            raise SettingsWrong(f"{path}: {key} must be at least {least}, not {value}.")
    if not re.fullmatch("[0-9]{6}", data.get("back_office", defaults.back_office)):
        raise SettingsWrong(f"{path}: back_office must be a sender number, six digits.")
    if "series" in data:
        data["series"] = _series(path, data["series"])
    return Settings(home, **data, **tables)


def _limits(path: Path, given: Any) -> dict[str, Any]:
    """``[limits]`` for every application, ``[limits.CODE]`` for one."""
    if not isinstance(given, dict):
        raise SettingsWrong(f"{path}: limits must be a table, not {given!r}.")
    every = {key: value for key, value in given.items() if not isinstance(value, dict)}
    known = {one.name for one in fields(Limits)}
    tables = {"": every, **{key: {**every, **value} for key, value in given.items() if isinstance(value, dict)}}
    for name, table in tables.items():
        where = f"limits.{name}" if name else "limits"
        if name and not re.fullmatch("[A-Z]{4}", name):
            raise SettingsWrong(f"{path}: {where} is no application code, four capital letters.")
        for key, value in table.items():
            if key not in known:
                raise SettingsWrong(f"{path}: {where}.{key} is not a limit. Known: {', '.join(sorted(known))}.")
            if type(value) is not int or value < 1:
                raise SettingsWrong(f"{path}: {where}.{key} must be a number from 1 on, not {value!r}.")
    made = {name: Limits(**table) for name, table in tables.items()}
    return {"limits": made.pop(""), "limits_of": made}


_LAST_PORT = 65_535


def _door(path: Path, given: Any) -> DoorSettings:
    """``[door]``, checked."""
    known = {one.name: one.default for one in fields(DoorSettings)} | {"host_keys": "keys"}
    _check_table(path, "door", given, known)
    for key, value in given.items():
        least, most = (0, _LAST_PORT) if key == "port" else (1, None)
        if isinstance(value, int) and (value < least or (most is not None and value > most)):
            raise SettingsWrong(f"{path}: door.{key} must be at least {least}{f', at most {most}' if most else ''}.")
    return DoorSettings(**{**given, **({"host_keys": Path(given["host_keys"])} if "host_keys" in given else {})})


def _mail(path: Path, given: Any) -> MailSettings:
    """``[mail]``, checked; a password travels over an encrypted line only."""
    known = {{"sender": "from"}.get(one.name, one.name): one.default for one in fields(MailSettings)}
    _check_table(path, "mail", given, known)
    mail = MailSettings(**{{"from": "sender"}.get(key, key): value for key, value in given.items()})
    if mail.smtp and not re.fullmatch(r"[^\s:@/]+:[0-9]{1,5}", mail.smtp):
        raise SettingsWrong(f"{path}: mail.smtp must be HOST:PORT, not {mail.smtp!r}.")
    if mail.smtp and not is_mail_address(mail.sender):
        raise SettingsWrong(f"{path}: mail.from must be the address that mails come from, not {mail.sender!r}.")
    if mail.user and not mail.starttls:
        raise SettingsWrong(f"{path}: mail.user needs mail.starttls: a password does not travel in the open.")
    if mail.timeout_seconds < 1:
        raise SettingsWrong(f"{path}: mail.timeout_seconds must be at least 1, not {mail.timeout_seconds}.")
    return mail


def _scanner(path: Path, given: Any) -> ScannerSettings:
    """``[scanner]``, checked."""
    _check_table(path, "scanner", given, {one.name: one.default for one in fields(ScannerSettings)})
    scanner = ScannerSettings(**given)
    if scanner.timeout_seconds < 1:
        raise SettingsWrong(f"{path}: scanner.timeout_seconds must be at least 1, not {scanner.timeout_seconds}.")
    if scanner.address and scanner.place is None:
        raise SettingsWrong(f"{path}: scanner.address must be /PATH or HOST:PORT, not {scanner.address!r}.")
    return scanner


def _check_table(path: Path, name: str, given: Any, known: Mapping[str, Any]) -> None:
    """A table with known keys and values of their kind."""
    if not isinstance(given, dict):
        raise SettingsWrong(f"{path}: {name} must be a table, not {given!r}.")
    for key, value in given.items():
        if key not in known:
            raise SettingsWrong(f"{path}: {name}.{key} is not a setting. Known: {', '.join(sorted(known))}.")
        expected = type(known[key])
        if type(value) is not expected:
            raise SettingsWrong(f"{path}: {name}.{key} must be {expected.__name__}, not {value!r}.")


def _check_kinds(path: Path, data: dict[str, Any], defaults: Settings) -> None:
    """Known keys with values of their kind; a list becomes the tuple that the settings hold."""
    kinds = {one.name: one for one in fields(Settings) if one.name not in ("home", "limits_of", "mail")}
    for key, value in data.items():
        if key not in kinds:
            raise SettingsWrong(f"{path}: {key!r} is not a setting. Known: {', '.join(sorted(kinds))}.")
        expected = type(getattr(defaults, key))
        if expected is tuple:
            data[key] = _texts(path, key, value)
        elif type(value) is not expected:
            raise SettingsWrong(f"{path}: {key} must be {expected.__name__}, not {value!r}.")


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SettingsWrong(f"{path}: {key} must be a list of texts, not {value!r}.")
    return tuple(value)


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


def example(*, demo: bool) -> str:
    """The settings file that ``init`` writes; the demo signs its answers."""
    signing = '["keys/onem"]' if demo else "[]"
    return f"""# Settings of this installation. Every key may be left out; README.md lists them all.
database = "sqlite:///onem-batch.sqlite"
inbox = "inbox"
outbox = "outbox"
archive = "archive"

# "required": production sets (environment R) must be signed; the certificate is registered for the sender,
# and issued by an authority in trust/anchors.
# "off": they are taken without a checked signature. For trying out only.
signature = "required"

# Keys that sign our answers: "keys/onem" is keys/onem.key.pem and keys/onem.cert.pem. None: unsigned.
signing = {signing}
"""
