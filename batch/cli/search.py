"""``search``: requests and declarations by employer, worker, ticket, type, status, day, for people and machines."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from batch.cli.sender import WrongWord, day_of
from batch.cli.show import table
from batch.cli.typed import niss_of
from batch.model import tickets
from batch.model.law import LANGUAGES, Law
from batch.model.search import MESSAGES, WORDS, Hit, Sought
from batch.model.sender import DIGITS

COLUMNS = (
    "niss", "name", "ticket", "type", "regime", "start", "end", "introduced", "status", "office",
    "message", "sender", "employer",
)  # fmt: skip
"""The ten columns of the portal's list of requests, then what tells declarations apart."""
_HIDDEN = "***********"
_KINDS = {"N": "ONSS ", "L": "PPL ", "C": ""}
_MOST = 1_000_000


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``search``."""
    one = verbs.add_parser("search", help="requests and declarations, the newest first; all that is given must hold")
    one.add_argument("--employer", default="", metavar="NUMBER", help="its ONSS, PPL or enterprise number")
    one.add_argument("--niss", default="", metavar="NISS", help="of the worker")
    one.add_argument("--ticket", default="", help="any ticket of a request, or that of a declaration")
    one.add_argument("--type", default="", help="of interruption, as 5001; or the risk, as 001")
    one.add_argument("--regime", type=int, help="of interruption: 1, 2, 3, 4, 5, 10")
    one.add_argument("--status", default="", choices=WORDS, metavar="STATUS", help=", ".join(WORDS))
    one.add_argument("--from", dest="since", default="", metavar="DAY", help="first day of reception")
    one.add_argument("--to", dest="until", default="", metavar="DAY", help="last day of reception")
    one.add_argument("--message", default="", choices=MESSAGES, help="only this message")
    one.add_argument("--environment", choices=("R", "S"), default="R", help="S: simulation (default R)")
    one.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (default 100)")
    one.add_argument("--masked", action="store_true", help="without NISS")
    one.add_argument("--language", choices=LANGUAGES, default="en", help="of the offices")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--csv", type=Path, metavar="FILE", help="for spreadsheets; - is the standard output")
    form.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(do=search)


def search(options: argparse.Namespace) -> int:
    """List what is found; nothing is an answer too."""
    from batch.app import register_of
    from batch.lawbook import open_law
    from batch.settings import read_settings
    from batch.store.search import find

    sought = _sought(options)
    with register_of(read_settings(options.home)).reading() as connection:
        found = find(connection, sought)
    law = open_law()
    rows = [_cells(hit, law, options) for hit in found]
    if options.json:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    elif options.csv:
        _write(options.csv, rows)
    else:
        print(table([name.upper() for name in COLUMNS], rows) if rows else "Nothing found.")
    if len(found) == sought.limit:
        print(f"The {sought.limit} newest; there may be more: --limit, --from, --to.", file=sys.stderr)
    return 0


def _sought(options: argparse.Namespace) -> Sought:
    if not 1 <= options.limit <= _MOST:
        raise WrongWord(f"--limit is 1 to {_MOST}.")
    since, until = (day_of(text) if text else None for text in (options.since, options.until))
    if since and until and until < since:
        raise WrongWord("--to lies before --from.")
    return Sought(
        environment=options.environment,
        limit=options.limit,
        employer=_number(options.employer),
        inss=niss_of(options.niss) if options.niss else "",
        ticket=tickets.compact(options.ticket),
        kind=options.type,
        regime=options.regime,
        status=options.status,
        since=since,
        until=until,
        message=options.message,
    )


def _number(typed: str) -> str:
    """One of an employer's numbers; blanks, dots and dashes may stand."""
    digits = re.sub("[ ./-]", "", typed.removeprefix("BE"))
    if typed and not (re.fullmatch("[0-9]{1,10}", digits, re.ASCII) and digits.strip("0")):
        raise WrongWord(f"--employer {typed}: write an ONSS, PPL or enterprise number.")
    return digits


def _cells(hit: Hit, law: Law, options: argparse.Namespace) -> list[str]:
    worker = hit.inss or (f"{hit.workers} workers" if hit.workers else "")
    return [
        _HIDDEN if hit.inss and options.masked else worker,
        "",  # no message tells it
        tickets.printed(hit.ticket),
        hit.kind,
        "" if hit.regime is None else str(hit.regime),
        hit.start,
        hit.end,
        hit.introduced,
        hit.status,
        law.office_of(hit.postcode, options.language) if hit.postcode else "",
        hit.message,
        hit.sender,
        ", ".join(f"{_KINDS[key[0]]}{key[1:].zfill(DIGITS[key[0]])}" for key in hit.employer.split()),
    ]


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    from batch.cli.spreadsheets import sheet_bytes

    content = b"".join(sheet_bytes(COLUMNS, rows))
    if str(path) == "-":
        sys.stdout.write(content.decode())
    else:
        path.write_bytes(content)
