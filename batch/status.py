"""What an operator sees of an installation: what waits, what failed, what is late, what ends soon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from batch.app import desk_of, register_of
from batch.errors import SettingsWrong
from batch.expiry import Ending, endings
from batch.jobs.desk import Desk
from batch.jobs.remind import last_day_of
from batch.jobs.waiting import Queue, key_of, sets_of
from batch.lawbook import open_law
from batch.model import names, tickets
from batch.model.balance import Break, counts, written
from batch.model.calendar import brussels_day
from batch.model.names import is_of_the_channel
from batch.ports import Arrival
from batch.ports.owed import Waiting
from batch.settings import Settings, read_settings
from batch.store import dossiers, overview
from batch.store.register import SqlRegister
from batch.validators.numbers import niss


def status_of(home: Path, *, with_sets: bool, with_waiting: bool = False) -> dict[str, Any]:
    """What waits, what failed, what is late, as plain data."""
    settings = read_settings(home)
    register = register_of(settings)
    desk = desk_of(settings, register)
    now = desk.clock()
    today = brussels_day(now).isoformat()
    with register.reading() as connection:
        unsent = overview.unsent(connection)
        found = {
            "sets": overview.states(connection),
            "forms": overview.form_counts(connection),
            "unsent": unsent,
            "due": [row for row in unsent if row["release_on"] <= today],
            "aside": overview.set_aside(connection),
            "conflicts": overview.conflicts(connection),
            "undelivered": overview.undelivered(connection),
            "last": overview.last_entry(connection),
            **waiting_of(desk.inbox.arrivals(), settings, register, now),
            "ends": [{"what": one.what, "whose": one.whose, "when": one.in_words(now)} for one in _ending(desk, now)],
        }
        if with_sets:
            found["list"] = overview.every_set(connection)
    return found | waiting_requests(desk, register, brussels_day(now), with_all=with_waiting)


def waiting_requests(desk: Desk, register: SqlRegister, today: date, *, with_all: bool) -> dict[str, Any]:
    """Requests that wait for the worker near their last day or after it; with ``with_all`` every one that waits."""
    with register.reading() as connection:
        waiting = dossiers.waiting(connection)
    law = desk.open_law() if waiting else None
    dated = [(last_day_of(one, law, today), one) for one in waiting] if law else []
    soon = today + timedelta(desk.settings.reminder_days)
    known = sorted(((day, one) for day, one in dated if day is not None), key=lambda pair: (pair[0], pair[1].dossier))
    near = [(day, one) for day, one in known if day <= soon]
    found: dict[str, Any] = {
        "requests": {
            "waiting": len(waiting),
            "near": len(near),
            "late": sum(day < today for day, _ in near),
            "oldest": _row(*near[0]) if near else None,
        }
    }
    if with_all:
        found["waiting_requests"] = [_row(day, one) for day, one in known]
    return found


def _row(day: date, one: Waiting) -> dict[str, str]:
    """A waiting request: the ticket to act on, its sender, its last day; never the worker."""
    return {"ticket": tickets.printed(one.form.ticket), "sender": one.form.sender, "last_day": day.isoformat()}


def _ending(desk: Desk, now: datetime) -> Iterator[Ending]:
    """What ends soon; what cannot be read is the doctor's business and must not hide the rest."""
    try:
        yield from endings(desk, now)
    except SettingsWrong:
        return


def waiting_of(arrivals: Sequence[Arrival], settings: Settings, register: SqlRegister, now: datetime) -> dict[str, Any]:
    """What lies in the inbox: sets, oldest first, and old files that do not belong to the channel."""
    seen, queue = register.seen(), Queue(settings, register)

    def since(one: Arrival) -> datetime:
        return seen.get(key_of(one), now)

    sets = [
        {
            "set": one.stem,
            "sender": one.sender,
            "folder": one.folder,
            "since": min(map(since, one.every())).isoformat(timespec="seconds"),
            "why": queue.whole(one).why or "for the next run",
        }
        for one in sets_of(arrivals)
    ]
    limit = now - timedelta(hours=settings.unknown_file_hours)
    unknown = [
        {
            "file": one.name,
            "sender": one.sender,
            "folder": one.folder,
            "since": since(one).isoformat(timespec="seconds"),
        }
        for one in arrivals
        if not is_of_the_channel(one.name) and since(one) <= limit
    ]
    return {"waiting": sorted(sets, key=lambda one: one["since"]), "unknown": unknown}


def records_of(home: Path, wanted: str) -> list[dict[str, Any]]:
    """Everything known under a file name, a stem, a ticket or a NISS; what is not taken yet, as it waits in the inbox.

    What a worker has used of his leaves is told over all his employers: this is ONEM's own desk.
    """
    settings = read_settings(home)
    register = register_of(settings)
    today = brussels_day(desk_of(settings, register).clock())
    with register.reading() as connection:
        found = overview.show(connection, wanted)
    for record in found:
        if record.get("dossier"):
            taken = [one for _, one in register.breaks_beside([record["dossier"]])]
            record["balance"] = _used(taken, today)
    return found or _worker(register, wanted, today) or _waiting_under(settings, register, wanted)


def _worker(register: SqlRegister, wanted: str, today: date) -> list[dict[str, Any]]:
    """What one worker has taken in production, when a NISS was asked for."""
    number = re.sub("[ ./-]", "", wanted)
    is_number = re.fullmatch("[0-9]{11}", number, re.ASCII) and niss.has_good_check_digits(number)
    taken = register.breaks_of("R", [number]) if is_number else []
    requests = [
        {
            "ticket": tickets.printed(one.latest),
            "type": one.kind,
            "regime": one.regime,
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "employer": " ".join(one.employer),
            "child": one.child,
        }
        for one in taken
    ]
    return [{"record": "worker", "niss": number, "balance": _used(taken, today), "requests": requests}] if taken else []


def _used(taken: Sequence[Break], today: date) -> list[dict[str, Any]]:
    """Months used of each maximum, as the law counts them today."""
    law = open_law()
    return [
        {
            "counted": count.maximum.titles["en"],
            "used": written(count.used),
            "maximum": count.most,
            "per": count.maximum.per,
            "child": count.child,
            "requests": count.breaks,
        }
        for count in counts(taken, law.leaves.maxima, law, today)
    ]


def _waiting_under(settings: Settings, register: SqlRegister, wanted: str) -> list[dict[str, Any]]:
    desk = desk_of(settings, register)
    stem = names.read(wanted).stem if is_of_the_channel(wanted) else wanted
    waiting = waiting_of(desk.inbox.arrivals(), settings, register, desk.clock())["waiting"]
    return [{"record": "set in the inbox", **one} for one in waiting if one["set"] == stem]
