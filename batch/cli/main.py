"""``onem-batch``: the words a person types. Heavy modules are imported by the verb that needs them."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from batch import __version__
from batch.cli import explain, imports, mandates, pack, permissions, rebuild, sample, search, senders
from batch.errors import OnemBatchError

Verb = Callable[[argparse.Namespace], int]
HOME = "ONEM_BATCH_HOME"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no é still gets its line
    os.environ.pop("XML_CATALOG_FILES", None)  # libxml2 would map schemas to where it says
    try:
        return _verb(options)(options)
    except OnemBatchError as error:
        print(f"onem-batch: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"onem-batch: {error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        return _os_code(error)


def _os_code(error: OSError) -> int:
    from batch.jobs.desk import exit_code_of

    return exit_code_of(error)


def _verb(options: argparse.Namespace) -> Verb:
    if "do" in options:
        return cast(Verb, options.do)
    if options.verb == "check":
        from batch.cli import sender

        return sender.check_files
    if options.verb in ("decide", "handover"):
        from batch.cli import back_office

        return {"decide": back_office.decide, "handover": back_office.handover}[options.verb]
    from batch.cli import operator

    verbs: dict[str, Verb] = {
        "init": operator.init,
        "run": operator.run,
        "serve": operator.serve,
        "status": operator.status,
        "show": operator.show,
        "doctor": operator.doctor,
    }
    return verbs[options.verb]


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="onem-batch",
        description="Structured messages between employers and ONEM: check, take in, judge, answer.",
        epilog="Exit codes: 0 done; 1 check found a blocking anomaly; 2 wrong command line; 69 database not"
        " reachable; 70 a bug of ours, something was set aside; 73/74 cannot write/read; 75 another run holds"
        " the lock; 77/78 rights, settings.",
    )
    top.add_argument("--version", action="version", version=f"onem-batch {__version__}")
    top.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get(HOME, ".")),
        help=f"folder of the installation (default: ${HOME}, else the current folder)",
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    _operator(verbs)
    _sender(verbs)
    _back_office(verbs)
    for module in (search, rebuild, sample, explain, pack, senders, mandates, permissions, imports):
        module.add_verbs(verbs)
    return top


Verbs = argparse._SubParsersAction


def _operator(verbs: Verbs[argparse.ArgumentParser]) -> None:
    one = verbs.add_parser("init", help="make the folders and the database")
    one.add_argument("--demo", action="store_true", help="with a sender, ONEM's offices and sets to try")
    one.add_argument("--empty", action="store_true", help="an empty database although sets were received here before")
    verbs.add_parser("run", help="one pass of everything")
    one = verbs.add_parser("serve", help="the timetable: pick-up, decisions, hand-over, until stopped")
    one.add_argument("--sftp", action="store_true", help="also the built-in SFTP door, for trying out")
    one.add_argument(
        "--port",
        type=int,
        choices=range(65_536),
        metavar="PORT",
        help="of the door, instead of the one in the settings (0: a free one)",
    )
    one = verbs.add_parser("status", help="what waits, what failed, what is late")
    one.add_argument("--sets", action="store_true", help="also every set with its answers")
    one.add_argument("--waiting", action="store_true", help="also every request that waits for its worker")
    one.add_argument("--json", action="store_true", help="for machines")
    one = verbs.add_parser("doctor", help="what is or will be wrong, with what to do about it")
    one.add_argument("--json", action="store_true", help="for machines")
    one = verbs.add_parser("show", help="everything known under a file name, a ticket or a NISS")
    one.add_argument("wanted", metavar="NAME-TICKET-OR-NISS")
    one.add_argument("--json", action="store_true", help="for machines")


def _sender(verbs: Verbs[argparse.ArgumentParser]) -> None:
    one = verbs.add_parser("check", help="the receiver's verdict on files, offline")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--on", metavar="DATE", help="judge as on this day (YYYY-MM-DD; default: today)")
    one.add_argument("--json", action="store_true", help="one object per file, one per line")
    one.add_argument("--language", choices=("fr", "nl", "de", "en"), default="en", help="default en")


def _back_office(verbs: Verbs[argparse.ArgumentParser]) -> None:
    one = verbs.add_parser("decide", help="ONEM's decision on one ticket, or on many from a file")
    one.add_argument("ticket", nargs="?", help="with or without dashes")
    one.add_argument("--result", choices=("0", "1"), help="0 refused, 1 accepted")
    one.add_argument("--date", metavar="DATE", help="decision date (default: today)")
    one.add_argument("--reason", default="", help="mandatory for result 0")
    one.add_argument("--office", default="", help="name of the ONEM office")
    one.add_argument("--file", type=Path, help="CSV with columns ticket,result,date,reason,office")
    one = verbs.add_parser("handover", help="hand over what the back office has not got")
    one.add_argument("--list", action="store_true", help="only say what would be handed over")
