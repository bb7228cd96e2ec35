"""What an operator types: init, run, serve, status, show."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batch.cli import importing
from batch.cli.show import record, table
from batch.errors import SettingsWrong, StoreMissing

if TYPE_CHECKING:
    from batch.jobs.desk import Desk
    from batch.settings import Settings

_WIDEST = 40
_FOLDERS = ("IN", "OUT", "INTEST", "OUTTEST", "INTEST-S", "OUTTEST-S")


def init(options: argparse.Namespace) -> int:
    """Make the folders, the settings and the database; with ``--demo`` also something to try."""
    from batch.app import make_store
    from batch.settings import FILE, example, read_settings
    from batch.transport.layout import layout_of

    home: Path = options.home
    home.mkdir(parents=True, exist_ok=True)
    if not (home / FILE).exists():
        (home / FILE).write_text(example(demo=options.demo), encoding="utf-8")
    settings = read_settings(home)
    settings.folder("archive").mkdir(parents=True, exist_ok=True)
    for layout in (layout_of(settings, "inbox"), layout_of(settings, "outbox")):
        if layout.server is None:
            Path(layout.root).mkdir(parents=True, exist_ok=True)
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    for part in ("anchors", "intermediates", "crl"):
        (settings.folder("trust") / part).mkdir(parents=True, exist_ok=True)
    _refuse_a_second_beginning(settings, options)
    register = make_store(settings)
    if options.demo:
        from batch.app import desk_of
        from batch.cli.demo import make_demo

        make_demo(desk_of(settings, register), register)
    print(f"Ready: {home.resolve()}")
    if not options.demo:
        print("Next: trust/anchors, trust/crl, signing, sender add; then onem-batch doctor.")
    return 0


def _refuse_a_second_beginning(settings: Settings, options: argparse.Namespace) -> None:
    """An archive with received sets and no database: an empty register would give the same tickets again."""
    from batch.app import database_of

    received = settings.folder("archive") / "in"
    if options.empty or not received.is_dir() or not any(received.iterdir()):
        return
    database = database_of(settings)
    if not database.is_made():
        raise StoreMissing(
            f"{database.shown} is empty or gone and {received} holds received sets: restore it from the backup "
            "(docs/operations.md), or begin anew with init --empty: tickets then start at 1 again."
        )


def run(options: argparse.Namespace) -> int:
    """One pass of everything."""
    with importing():
        from batch.app import locked, open_desk
        from batch.jobs.run import run_once
        from batch.logs import set_up_logs

    set_up_logs(sys.stderr)
    desk = open_desk(options.home)
    with locked(options.home):
        outcome = run_once(desk)
    for problem in outcome.problems:
        print(f"onem-batch: {_plain(problem)}", file=sys.stderr)
    return outcome.exit_code


def _plain(problem: Exception) -> str:
    from batch.jobs.desk import describe

    notes = ", ".join(getattr(problem, "__notes__", ()))
    return f"{notes}: {describe(problem)}" if notes else describe(problem)


def serve(options: argparse.Namespace) -> int:
    """The timetable, until stopped."""
    with importing():
        from batch.app import locked, open_desk
        from batch.logs import set_up_logs
        from batch.scheduler import serve as run_timetable

    set_up_logs(sys.stderr)
    desk = open_desk(options.home)
    with locked(options.home), _door(desk, options):
        run_timetable(desk)
    return 0


@contextmanager
def _door(desk: Desk, options: argparse.Namespace) -> Iterator[None]:
    """The built-in SFTP door, open as long as the timetable runs; none unless asked for."""
    if not options.sftp:
        yield
        return
    from batch.doorway import door_of

    with door_of(desk, options.port) as door:
        print(f"SFTP door open on port {door.port}. Host keys:", file=sys.stderr)
        for fingerprint in door.fingerprints:
            print(f"  {fingerprint}", file=sys.stderr)
        yield


def status(options: argparse.Namespace) -> int:
    """What waits, what failed, what is late."""
    from batch.status import status_of

    found = status_of(options.home, with_sets=options.sets, with_waiting=options.waiting)
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    print(_status_text(found))
    return 0


def _status_text(found: dict[str, Any]) -> str:
    forms, sets = found["forms"], found["sets"]
    counts = ", ".join(f"{count} {state}" for state, count in sorted(sets.items())) or "none yet"
    lines = [
        f"Sets:     {counts}",
        f"Forms:    {forms['accepted']} accepted, {forms['refused']} refused",
        f"Answers:  {len(found['unsent'])} not sent yet",
        f"Last:     {found['last']['at']} {found['last']['what']}" if found["last"] else "Last:     nothing yet",
    ]
    lines += _requests(found["requests"])
    lines += _section("Waiting in the inbox", found["waiting"])
    lines += _section("SET ASIDE, ours to mend; tried again in every run", found["aside"])
    lines += _section("Decisions that differ from an earlier one; a person must settle them", found["conflicts"])
    lines += _section("Ends soon; the doctor says what to do", found["ends"])
    lines += _section("Files that do not belong to the channel, left alone", found["unknown"])
    lines += _section("Answers due and not laid down; every run tries again, the log says why", found["due"])
    lines += _section("Answers waiting for their day", [row for row in found["unsent"] if row not in found["due"]])
    lines += _section("Mails and e-Box copies that have not left", found["undelivered"])
    lines += _section("Requests that wait for the worker, with their last day", found.get("waiting_requests", []))
    if "list" in found:
        lines += ["", _sets_table(found["list"])]
    return "\n".join(lines)


def _requests(requests: dict[str, Any]) -> list[str]:
    """Requests that wait for the worker near their last day, in one line."""
    oldest = requests["oldest"]
    if oldest is None:
        return []
    late = f", {requests['late']} of them after it" if requests["late"] else ""
    said = f"{requests['near']} wait for the worker near their last day{late}"
    return [f"Requests: {said}; the oldest {oldest['ticket']}, last day {oldest['last_day']} (status --waiting)"]


def _section(title: str, rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    shown = ["  " + "  ".join(str(value) for value in row.values() if value not in ("", None)) for row in rows]
    return ["", f"{title}:", *shown]


def _sets_table(sets: list[dict[str, Any]]) -> str:
    rows = [
        (
            _short(one["name"]),
            one["verdict"],
            f"{one['accepted']}/{one['forms']}",
            one["tickets"],
            _answers(one["answers"]),
        )
        for one in sets
    ]
    return table(("SET", "VERDICT", "ACCEPTED", "TICKETS", "ANSWERS"), rows)


def _short(name: str) -> str:
    """A name that nobody could send must not spoil the table."""
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…"


def _answers(paths: list[str]) -> str:
    """Where the answers of a set are, short: folder, code and sequence."""
    shown: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        fields = name.split(".")
        shown.setdefault(folder, []).append(f"{fields[1]} {fields[4]}")
    return "; ".join(f"{folder}: {', '.join(names)}" for folder, names in shown.items())


def doctor(options: argparse.Namespace) -> int:
    """What is or will be wrong, with what to do; 78 when something stops work."""
    from batch.app import open_desk
    from batch.doctor import examine

    desk = open_desk(options.home)
    remarks = examine(desk, desk.clock())
    if options.json:
        print(json.dumps([asdict(one) for one in remarks], indent=2))
    else:
        for one in remarks:
            remedy = f"\n         -> {one.remedy}" if one.remedy else ""
            print(f"{one.level:<8} {one.what}{remedy}")
    return SettingsWrong.exit_code if any(one.level == "fault" for one in remarks) else 0


def show(options: argparse.Namespace) -> int:
    """Everything known under a name, a ticket or a NISS."""
    from batch.status import records_of

    found = records_of(options.home, options.wanted)
    if options.json:
        print(json.dumps(found, indent=2))
    elif not found:
        print(f"Nothing is known under {options.wanted}.{_hint(options.wanted)}", file=sys.stderr)
        return 1
    else:
        print("\n\n".join(record(one) for one in found))
    return 0


def _hint(wanted: str) -> str:
    """What may be wrong with what was typed."""
    from batch.model import tickets

    return " Its check characters are wrong." if tickets.is_mistyped(tickets.compact(wanted)) else ""
