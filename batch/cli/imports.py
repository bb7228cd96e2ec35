"""``import`` and ``export``: senders, mandates, permissions, employers and personnel as CSV files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from batch.cli.sender import WrongWord, day_of
from batch.model.listing import LISTINGS, REPLACED, Line, Loaded, Source

if TYPE_CHECKING:
    from batch.cli.listings import Layout
    from batch.cli.spreadsheets import Sheet

_STEP = 20_000


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``import`` and ``export``."""
    one = verbs.add_parser("import", help="enter a CSV file of reference data, all or nothing")
    one.add_argument("what", choices=LISTINGS)
    one.add_argument("file", type=Path, metavar="FILE.csv", nargs="?")
    one.add_argument(
        "--none", action="store_true", help="employers, personnel: take out what was loaded; its rules stay silent"
    )
    one.add_argument("--as-of", metavar="DAY", help="the day the file tells of (default: today)")
    one.set_defaults(do=enter)
    one = verbs.add_parser("export", help="write reference data as a CSV file")
    one.add_argument("what", choices=LISTINGS)
    one.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    one.set_defaults(do=export)


def enter(options: argparse.Namespace) -> int:
    """Enter a file, all or nothing; every bad line is named."""
    from batch.app import make_sender_folders, open_directory
    from batch.cli.listings import LAYOUTS
    from batch.cli.spreadsheets import open_sheet
    from batch.clock import system_clock

    if (options.file is None) is not options.none:
        raise WrongWord("Give a file, or --none to take employers or personnel out again.")
    if options.none:
        return _unload(options)
    path, layout, as_of = options.file, LAYOUTS[options.what], day_of(options.as_of)
    if as_of > day_of(None):
        raise WrongWord(f"--as-of {as_of}: a day to come.")
    directory = open_directory(options.home)
    with open_sheet(path, layout.columns, layout.mandatory) as sheet:
        source = Source(options.what, as_of, path.name, sheet.sha256)
        loaded = directory.load(_lines(sheet, layout), source, _refuse, system_clock())
    if options.what == "senders":
        for sender in directory.senders():
            make_sender_folders(options.home, sender.number)
    print(_said(source, loaded))
    return 0


def _unload(options: argparse.Namespace) -> int:
    import hashlib

    from batch.app import open_directory
    from batch.clock import system_clock

    if options.what not in REPLACED:
        raise WrongWord("--none is for employers and personnel: the others are ended one by one.")
    source = Source(options.what, day_of(None), "", hashlib.sha256(b"").hexdigest())
    gone = open_directory(options.home).unload(source, system_clock())
    print(f"The {options.what} of {gone} are taken out; their rules stay silent until others are loaded.")
    return 0


def _lines(sheet: Sheet, layout: Layout) -> Iterator[Line]:
    from batch.cli.listings import entry_of

    shows = sys.stderr.isatty()
    for count, (line, cells) in enumerate(sheet.rows, 1):
        if shows and count % _STEP == 0:
            print(f"\r{count:,} lines", end="", file=sys.stderr, flush=True)
        yield line, cells if isinstance(cells, str) else entry_of(layout, cells)
    if shows:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _refuse(line: int, why: str) -> None:
    print(f"line {line}: {why}", file=sys.stderr)


def _said(source: Source, loaded: Loaded) -> str:
    if source.what in REPLACED:
        before = f"; they replace those of {loaded.replaced}" if loaded.replaced is not None else ""
        named = "work relations" if source.what == "personnel" else source.what
        return f"{loaded.added} {named} as of {source.as_of}{before}."
    return f"{source.what}: {loaded.added} new, {loaded.changed} changed, {loaded.same} as they were."


def export(options: argparse.Namespace) -> int:
    """Write a listing; reading it back gives the same."""
    from batch.app import open_directory
    from batch.cli.listings import LAYOUTS
    from batch.cli.spreadsheets import sheet_bytes
    from batch.transport.files import write_whole

    layout = LAYOUTS[options.what]
    rows = map(layout.write, open_directory(options.home).entries(options.what))
    content = sheet_bytes(layout.columns, rows)
    if options.output is not None:
        write_whole(options.output, content)
        return 0
    for chunk in content:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
    return 0
