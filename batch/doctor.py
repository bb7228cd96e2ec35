"""Examines an installation: each thing that is or will be wrong, with what to do about it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cryptography import x509

from batch.app import database_of
from batch.errors import OnemBatchError
from batch.expiry import endings
from batch.jobs.desk import Desk, describe
from batch.model.credential import Certificate, SshKey
from batch.model.names import IN_FOLDER, OUT_FOLDER
from batch.model.signature import SignatureFault
from batch.ports import Arrival
from batch.transport.layout import Layout, layout_of

if TYPE_CHECKING:
    from batch.validators.trust import Trust

Level = Literal["fault", "warning", "good"]
_LEAST_FREE = 1 << 30
_FULL = (errno.ENOSPC, errno.EDQUOT)
_MOST_NAMED = 5
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding of the doctor: a fault stops work, a warning will, and what is good is said too."""

    level: Level
    what: str
    remedy: str = ""


def examine(desk: Desk, now: datetime) -> list[Remark]:
    """All remarks on an installation, in the order of its parts; what cannot be examined is a fault itself."""
    parts: tuple[tuple[str, Callable[[Desk, datetime], Iterator[Remark]]], ...] = (
        ("law", _law),
        ("database", _database),
        ("folders", _folders),
        ("disk", _disk),
        ("secrets", _secrets),
        ("signatures", _signatures),
        ("answers", _answers),
        ("senders", _senders),
        ("ends soon", _endings),
        ("scanner", _scanner),
    )
    remarks: list[Remark] = []
    for name, part in parts:
        with _noted(name, remarks):
            remarks += part(desk, now)
    return list(dict.fromkeys(remarks))


@contextmanager
def _noted(name: str, remarks: list[Remark]) -> Iterator[None]:
    try:
        yield
    except (OnemBatchError, OSError) as error:
        if all(describe(error) not in known.what for known in remarks):  # one cause, one fault
            remarks.append(Remark("fault", f"{name}: {describe(error)}", "mend it, then ask again"))


def _law(desk: Desk, _now: datetime) -> Iterator[Remark]:
    law = desk.open_law()
    yield Remark("good", f"law: {len(law.releases)} releases")


def _database(desk: Desk, _now: datetime) -> Iterator[Remark]:
    desk.register.has_work("kept")
    health = database_of(desk.settings).health()
    yield Remark("good", f"database: {health.what}")
    for danger in health.dangers:
        yield Remark("fault" if danger.stops else "warning", f"database: {danger.what}", danger.remedy)


def _folders(desk: Desk, _now: datetime) -> Iterator[Remark]:
    troubles: list[Exception] = []
    arrivals = desk.inbox.arrivals(troubles.append)
    for trouble in troubles:
        yield Remark("fault", f"inbox: {describe(trouble)}", "give the program the right to read and write there")
    yield Remark("good", f"inbox: {len(arrivals)} files wait")
    for name in ("inbox", "outbox"):
        layout = layout_of(desk.settings, "inbox" if name == "inbox" else "outbox")
        if layout.server is None:
            yield from _box(desk, name, layout)
    if layout_of(desk.settings, "inbox").server is None:
        yield from _unreadable(desk, arrivals)
    yield from _local("archive", desk.settings.folder("archive"))
    yield from _local("home", desk.settings.home)


def _box(desk: Desk, name: str, layout: Layout) -> Iterator[Remark]:
    """The folders written in; the root itself may belong to somebody else when the claims have a folder in it."""
    root, claims = Path(layout.root), Path(layout.claims)
    if not root.is_dir() or (name == "inbox" and not claims.is_dir()):
        yield from _local(name, root)
    elif name == "inbox":
        yield from _local(name, claims)
    if not root.is_dir():
        return
    device, kinds = root.stat().st_dev, IN_FOLDER if name == "inbox" else OUT_FOLDER
    for sender in desk.directory.senders():
        for kind in kinds.values() if sender.active else ():
            folder = Path(layout.folder(sender.number, kind))
            yield from _local(name, folder, f"mkdir {folder}, with the rights of the others")
            if folder.is_dir() and folder.stat().st_dev != device:
                advice = "keep all senders on one file system: a set is claimed by renaming it"
                yield Remark("fault", f"{name}: {folder} lies on another file system", advice)


def _local(name: str, root: Path, missing: str = "onem-batch init makes it") -> Iterator[Remark]:
    """Whether a folder is there and takes a file; tried, for rights tell only half."""
    if not root.is_dir():
        yield Remark("fault", f"{name}: there is no folder {root}", missing)
        return
    try:
        handle, probe = tempfile.mkstemp(prefix=".doctor-", dir=root)
        os.close(handle)
        Path(probe).unlink()
    except OSError as error:
        remedy = "make room" if error.errno in _FULL else "change its owner, its group or its mode"
        yield Remark("fault", f"{name}: {root} takes no file: {error.strerror}", remedy)


def _unreadable(desk: Desk, arrivals: Sequence[Arrival]) -> Iterator[Remark]:
    """Waiting files that the program may not read: their sets stay where they are."""
    layout = layout_of(desk.settings, "inbox")
    paths = (Path(layout.folder(one.sender, one.folder)) / one.name for one in arrivals)
    closed = [path for path in paths if not os.access(path, os.R_OK)]
    for path in closed[:_MOST_NAMED]:
        remedy = "the sender's client keeps file modes: see docs/sftp-production.md"
        yield Remark("fault", f"inbox: {path} cannot be read", remedy)
    if len(closed) > _MOST_NAMED:
        yield Remark("fault", f"inbox: {len(closed) - _MOST_NAMED} more files cannot be read", "as above")


def _disk(desk: Desk, _now: datetime) -> Iterator[Remark]:
    places = {path.stat().st_dev: path for path in (desk.settings.folder("archive"), desk.settings.home)}
    for path in places.values():
        free = shutil.disk_usage(path).free
        if free < _LEAST_FREE:
            remedy = "make room: nothing is taken in when it is full"
            yield Remark("warning", f"disk: {free >> 20} MB free at {path}", remedy)


def _secrets(desk: Desk, _now: datetime) -> Iterator[Remark]:
    keys = desk.settings.home / "keys"
    for path in sorted(keys.glob("*")) if keys.is_dir() else ():
        private = path.is_file() and b"PRIVATE KEY" in path.read_bytes()[:200]
        if private and path.stat().st_mode & _OTHERS:
            yield Remark("fault", f"keys: others may read {path.name}", f"chmod 600 {path}")


def _signatures(desk: Desk, now: datetime) -> Iterator[Remark]:
    settings = desk.settings
    if settings.signature != "required":
        wanted = 'for trying out only; in production signature = "required"'
        yield Remark("warning", f'signatures: signature = "{settings.signature}", production is not checked', wanted)
        return
    if not desk.trust.is_ready():
        yield Remark("fault", "signatures: no authority is trusted", "put their certificates into trust/anchors")
        return
    trust = desk.trust.load()
    counts = f"{number(trust.anchors, 'authority', 'authorities')}, {number(trust.crls, 'revocation list')}"
    yield Remark("good", f"signatures: {counts}")
    yield from _without_anchor(desk, trust, now)
    if settings.revocation != "required":
        what = f'signatures: revocation = "{settings.revocation}", a revoked certificate may be accepted'
        yield Remark("warning", what, 'in production revocation = "required"')
        return
    for issuer in (*trust.anchors, *trust.intermediates):
        lists = [one for one in trust.crls if one.crl.issuer == issuer.subject]
        reasons = [one.why_not_of(issuer) or one.why_not_at(now) for one in lists]
        if not reasons or all(reasons):
            why = "; ".join(reasons) or "there is none"
            what = f"signatures: no revocation list of {issuer.subject.rfc4514_string()} counts: {why}"
            yield Remark("fault", what, "put the newest into trust/crl; until then its signers' sets wait")


def _answers(desk: Desk, now: datetime) -> Iterator[Remark]:
    if not desk.settings.signing:
        yield Remark("warning", "answers: they leave unsigned", 'name a key in "signing"')
        return
    desk.signing.sign("00" * 32, now)
    yield Remark("good", f"answers: signed, {number(desk.signing.signers, 'key')}")


def number(things: Sized, one: str, several: str = "") -> str:
    """How many, with the right word."""
    return f"{len(things)} {one if len(things) == 1 else several or one + 's'}"


def _without_anchor(desk: Desk, trust: Trust, now: datetime) -> Iterator[Remark]:
    """Certificates that lead to no authority we know: their sets are refused, unless they enclose what lies between."""
    for sender in desk.directory.senders():
        for one in desk.directory.credentials_of(sender.number) if sender.active else ():
            if one.is_in_force(now) and not leads_to_anchor(one.credential, trust, now):
                remedy = "the authority that issued it into trust/anchors, those between into trust/intermediates"
                what = f"sender {sender.number}: its certificate alone leads to no authority in trust/anchors"
                yield Remark("warning", what, remedy)


def leads_to_anchor(credential: SshKey | Certificate, trust: Trust, now: datetime) -> bool:
    """Whether a certificate leads to an authority that is trusted, without what a signature may enclose."""
    from batch.validators.chain import chain_of

    if not isinstance(credential, Certificate) or not credential.not_before <= now <= credential.not_after:
        return True
    signer = x509.load_pem_x509_certificate(credential.pem.encode())
    return not isinstance(chain_of(signer, (), trust, now), SignatureFault)


def _senders(desk: Desk, now: datetime) -> Iterator[Remark]:
    if desk.settings.signature != "required":
        return
    for sender in desk.directory.senders():
        if sender.active and not desk.directory.certificates_in_force(sender.number, now):
            advice = f"onem-batch sender rotate-cert {sender.number} FILE.pem"
            yield Remark("warning", f"sender {sender.number}: no certificate, its production is refused", advice)


def _endings(desk: Desk, now: datetime) -> Iterator[Remark]:
    for one in endings(desk, now):
        level: Level = "fault" if one.ends <= now else "warning"
        yield Remark(level, f"{one.what} of {one.whose} {one.in_words(now)}", one.remedy)


def _scanner(desk: Desk, _now: datetime) -> Iterator[Remark]:
    if desk.scanner is not None:
        desk.scanner.check()
        yield Remark("good", f"virus scanner: answers at {desk.settings.scanner.address}")
