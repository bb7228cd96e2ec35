"""``init --demo``: a sender, ONEM's two offices, keys, a mandate, and sets to try.

The sets lie in ``schemas/demo`` as templates. Forms that act on an earlier one need its ticket; in a register
where nothing was received since, the next tickets are known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from string import Template

from batch.errors import SettingsWrong
from batch.jobs.desk import Desk
from batch.model import tickets
from batch.model.calendar import brussels_day, months_after
from batch.model.names import IN_FOLDER, OUT_FOLDER, Environment
from batch.model.receipt import Sender
from batch.store.register import SqlRegister
from batch.transport.files import write_whole
from batch.transport.keys import make_certificate, make_ssh_key

SENDER, BACK_OFFICE, FRONT_OFFICE = "123456", "999998", "999997"
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
    ("A-decisions", BACK_OFFICE, "DECI", "R"),
    ("1-accepted", SENDER, "TWCT", "S"),
)


def make_demo(desk: Desk, register: SqlRegister) -> None:
    """Enter the demo senders and lay their sets into the inbox.

    Raises:
        SettingsWrong: the installation is in use already.
    """
    if register.sender(SENDER) is not None:
        raise SettingsWrong("This installation has its demo already; make a new one in another folder.")
    for sender in _SENDERS:
        register.add_sender(sender)
    register.add_mandate(SENDER, "*", "*", 20171, 99994)
    now = desk.clock()
    keys = desk.settings.home / "keys"
    make_ssh_key(keys, SENDER)
    make_certificate(keys, SENDER, now)
    for sender in _SENDERS:
        for environment, folder in IN_FOLDER.items():
            (desk.settings.folder("inbox") / sender.number / folder).mkdir(parents=True, exist_ok=True)
            out = desk.settings.folder("outbox") / sender.number / OUT_FOLDER[environment]
            out.mkdir(parents=True, exist_ok=True)
    _lay_sets(desk, register, brussels_day(now))


def _lay_sets(desk: Desk, register: SqlRegister, today: date) -> None:
    values = dict(_values(desk, register, today))
    room = desk.law_room / "demo"
    for number, (template, sender, code, environment) in enumerate(_SETS, 1):
        text = Template((room / f"{template}.xml").read_text(encoding="utf-8")).substitute(values)
        stem = f"{code}.{sender}.{today:%Y%m%d}.{number:05d}.{environment}"
        folder = desk.settings.folder("inbox") / sender / IN_FOLDER[environment]
        write_whole(folder / f"FI.{stem}.1.1", [text.encode()])
        write_whole(folder / f"GO.{stem}.1", [])


def _values(desk: Desk, register: SqlRegister, today: date) -> Iterator[tuple[str, str]]:
    """What the templates leave open: days around today, and the tickets that will be given."""
    yesterday = today - timedelta(days=1)
    start = yesterday + timedelta(days=10)
    yield "yesterday", yesterday.isoformat()
    yield "start", start.isoformat()
    yield "soon", (yesterday + timedelta(days=3)).isoformat()
    yield "earlier", (start + timedelta(days=10)).isoformat()
    yield "end", (start + timedelta(days=25)).isoformat()
    yield "notice", (yesterday - timedelta(days=30)).isoformat()
    yield "leave_end", months_after(start, 6).isoformat()
    yield "leave_earlier", months_after(start, 4).isoformat()
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
