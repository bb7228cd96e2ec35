"""``init --demo``: a sender, ONEM's two offices, keys, a mandate, and sets to try.

The sets lie in ``schemas/demo`` as templates. Forms that act on an earlier one need its ticket; in a register
where nothing was received since, the next tickets are known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from string import Template

from batch.errors import SettingsWrong
from batch.jobs.desk import Desk
from batch.model import tickets
from batch.model.calendar import brussels_day, months_after
from batch.model.credential import Certificate, SshKey
from batch.model.leave import last_day
from batch.model.names import IN_FOLDER, Environment
from batch.model.sender import EVERY, Mandate, Sender
from batch.store.directory import SqlDirectory
from batch.store.register import SqlRegister
from batch.transport.credentials import read_certificate, read_ssh_key
from batch.transport.files import write_whole
from batch.transport.folders import make_folders
from batch.transport.keys import make_authority, make_certificate, make_ssh_key
from batch.transport.layout import layout_of
from batch.writers.cms import Signer, detached, signer_of

SENDER, BACK_OFFICE, FRONT_OFFICE = "123456", "999998", "999997"
OURS = "onem"
"""The key that signs the answers of the demo (``signing`` in its settings)."""
_SIGNING = (SENDER, BACK_OFFICE, FRONT_OFFICE)
_AUTHORITY = "demo-authority"
_SENDERS = (
    Sender(SENDER, "Demo service provider", "service-provider", "fr"),
    Sender(BACK_OFFICE, "ONEM back office", "back-office", "fr"),
    Sender(FRONT_OFFICE, "ONEM front office", "front-office", "fr"),
)
_SETS: tuple[tuple[str, str, str, Environment], ...] = (
    ("1-accepted", SENDER, "TWCT", "R"),
    ("2-accepted-with-remarks", SENDER, "TWCT", "R"),
    ("3-refused", SENDER, "TWCT", "R"),
    ("4-file-refused", SENDER, "TWCT", "R"),
    ("5-modification", SENDER, "TWCT", "R"),
    ("6-cancellation", SENDER, "TWCT", "R"),
    ("7-requests", SENDER, "LOIC", "R"),
    ("8-new-end-date", SENDER, "LOIC", "R"),
    ("9-request-cancelled", SENDER, "LOIC", "R"),
    ("A-worker-part", FRONT_OFFICE, "LOWK", "R"),
    ("B-decisions", BACK_OFFICE, "DECI", "R"),
    ("1-accepted", SENDER, "TWCT", "S"),
)


def make_demo(desk: Desk, register: SqlRegister) -> None:
    """Enter the demo senders and lay their sets into the inbox.

    Raises:
        SettingsWrong: the installation has its demo already, or its boxes are on a server.
    """
    inbox, outbox = layout_of(desk.settings, "inbox"), layout_of(desk.settings, "outbox")
    if inbox.server or outbox.server:
        raise SettingsWrong("The demo lays its sets into local folders; make it where inbox and outbox are local.")
    if register.sender(SENDER) is not None:
        raise SettingsWrong("This installation has its demo already; make a new one in another folder.")
    now = desk.clock()
    _make_keys(desk.settings.home, now)
    _register_senders(desk, register.directory, now)
    _lay_sets(desk, register, now)


def _make_keys(home: Path, now: datetime) -> None:
    """The sender's key for SFTP, an authority of the demo that is trusted here, and what it issued."""
    keys = home / "keys"
    make_ssh_key(keys, SENDER)
    authority = make_authority(keys, _AUTHORITY, now)
    for name in (*_SIGNING, OURS):
        make_certificate(keys, name, authority, now)
    for part, ending in (("anchors", "cert.pem"), ("crl", "crl.pem")):
        write_whole(home / "trust" / part / f"{_AUTHORITY}.{ending}", [(keys / f"{_AUTHORITY}.{ending}").read_bytes()])


def _register_senders(desk: Desk, directory: SqlDirectory, now: datetime) -> None:
    """The senders, what they prove themselves with, and the demo sender's mandate for every employer."""
    keys = desk.settings.home / "keys"
    for sender in _SENDERS:
        proofs: list[SshKey | Certificate] = []
        if sender.number == SENDER:
            proofs.append(read_ssh_key((keys / f"{SENDER}.ssh.pub").read_bytes()))
        if sender.number in _SIGNING:
            proofs.append(read_certificate((keys / f"{sender.number}.cert.pem").read_bytes(), now))
        directory.add_sender(sender, now, proofs)
        make_folders(desk.settings, sender.number)
    directory.add_mandate(Mandate(SENDER, EVERY, "", EVERY, 20171), now)


def _lay_sets(desk: Desk, register: SqlRegister, now: datetime) -> None:
    today = brussels_day(now)
    values = dict(_values(desk, register, today))
    signers = {name: _signer(desk.settings.home / "keys", name) for name in _SIGNING}
    room = desk.law_room / "demo"
    for number, (template, sender, code, environment) in enumerate(_SETS, 1):
        text = Template((room / f"{template}.xml").read_text(encoding="utf-8")).substitute(values)
        stem = f"{code}.{sender}.{today:%Y%m%d}.{number:05d}.{environment}"
        folder = Path(layout_of(desk.settings, "inbox").folder(sender, IN_FOLDER[environment]))
        _, digest = write_whole(folder / f"FI.{stem}.1.1", [text.encode()])
        write_whole(folder / f"FS.{stem}.1.1", [detached(signers[sender], bytes.fromhex(digest), now)])
        write_whole(folder / f"GO.{stem}.1", [])


def _signer(keys: Path, name: str) -> Signer:
    return signer_of((keys / f"{name}.key.pem").read_bytes(), (keys / f"{name}.cert.pem").read_bytes())


def _values(desk: Desk, register: SqlRegister, today: date) -> Iterator[tuple[str, str]]:
    """What the templates leave open: days around today, and the tickets that will be given."""
    yesterday = today - timedelta(days=1)
    start = yesterday + timedelta(days=10)
    yield "yesterday", yesterday.isoformat()
    yield "start", start.isoformat()
    yield "soon", (yesterday + timedelta(days=3)).isoformat()
    yield "earlier", (start + timedelta(days=10)).isoformat()
    yield "end", (start + timedelta(days=25)).isoformat()
    told = yesterday - timedelta(days=20)
    leave = months_after(told, 3)
    yield "told", told.isoformat()
    yield "leave_start", leave.isoformat()
    yield "leave_end", last_day(leave, 6).isoformat()
    yield "leave_earlier", last_day(leave, 4).isoformat()
    series = desk.settings.series["R"]
    twct, loic = register.next_counter(series["twct"]), register.next_counter(series["loic"])
    given = {
        "first": (series["twct"], twct),
        "second": (series["twct"], twct + 1),
        "remarked": (series["twct"], twct + 3),
        "modified": (series["twct"], twct + 5),
        "first_request": (series["loic"], loic),
        "second_request": (series["loic"], loic + 1),
        "changed_request": (series["loic"], loic + 2),
    }
    for name, (prefix, counter) in given.items():
        yield name, tickets.make(prefix, counter)
