"""``rebuild``: answers made again from archive and journal, and the statuses of requests from the journal."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from batch.errors import AnswerChanged
from batch.model.tickets import printed

if TYPE_CHECKING:
    from batch.rebuild import Rebuilt
    from batch.store.statuses import Statuses

_WORDS = {
    "equal": "equal: made again with the same bytes",
    "kept": "as registered; an answer of this kind cannot be made again",
    "differs": "DIFFERS",
}


def add_verbs(verbs: Any) -> None:
    """Teach the command line the verb ``rebuild``."""
    one = verbs.add_parser(
        "rebuild",
        help="an answer again from archive and journal, compared byte for byte",
        description="Makes answers again and compares them with those that were sent. Writes nothing.",
    )
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("wanted", nargs="?", metavar="NAME-OR-TICKET", help="of an answer, of a set, or of a declaration")
    what.add_argument(
        "--statuses", action="store_true", help="where every request of career break stands, from the journal"
    )
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(do=rebuild)


def rebuild(options: argparse.Namespace) -> int:
    """0 when nothing differs, else 70."""
    from batch.rebuild import answers_of, statuses_of

    if options.statuses:
        return _say_statuses(statuses_of(options.home), as_json=options.json)
    same = True
    for one in answers_of(options.home, options.wanted):
        print(json.dumps(asdict(one)) if options.json else _line(one), flush=True)
        same = same and one.verdict != "differs"
    return 0 if same else AnswerChanged.exit_code


def _line(one: Rebuilt) -> str:
    return "\n".join((f"{one.answer}  {_WORDS[one.verdict]}", *(f"  {why}" for why in one.why)))


def _say_statuses(found: Statuses, *, as_json: bool) -> int:
    same = found.broken is None and not found.differences
    if as_json:
        print(json.dumps(asdict(found), indent=2))
        return 0 if same else AnswerChanged.exit_code
    if found.broken is not None:
        print(f"The journal does not hold: entry {found.broken} does not follow from the one before.")
    for ticket, why in found.differences.items():
        print("\n".join((f"{printed(ticket)}  DIFFERS", *(f"  {one}" for one in why))))
    agree = found.requests - len(found.differences)
    print(f"{agree} of {found.requests} requests stand where the journal leads.")
    if found.older:
        print(f"{found.older} have steps older than the journal of steps; those were taken from the register.")
    return 0 if same else AnswerChanged.exit_code
