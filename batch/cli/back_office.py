"""What ONEM's back office types: decide, handover."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from batch.cli.sender import WrongWord, day_of
from batch.errors import DecisionRefused
from batch.model.tickets import printed
from batch.model.verdict import Decision

_COLUMNS = ("ticket", "result", "date", "reason", "office")
_SAID = {
    "noted": "noted; the answer leaves the day after the decision date",
    "known": "known already, nothing changes",
    "conflict": "differs from an earlier decision; a person must settle it",
}


def decide(options: argparse.Namespace) -> int:
    """One decision, or many from a file; a refused line never stops the next."""
    from batch.app import locked, open_desk
    from batch.logs import set_up_logs

    set_up_logs(sys.stderr)
    from batch.jobs.decide import decide as take

    desk, worst = open_desk(options.home), 0
    decisions = list(_from_file(options.file) if options.file else _typed(options))
    with locked(options.home):
        for decision in decisions:
            try:
                outcome = take(desk, decision, by="command line")
            except DecisionRefused as error:
                print(f"{printed(decision.ticket)}: {error}", file=sys.stderr)
                worst = error.exit_code
                continue
            print(f"{printed(decision.ticket)}: {_SAID[outcome]}")
    return worst


def _typed(options: argparse.Namespace) -> Iterator[Decision]:
    if options.ticket is None or options.result is None:
        raise WrongWord("Give a ticket and --result, or --file.")
    yield Decision(options.ticket, day_of(options.date), options.result == "1", options.reason, None, options.office)


def _from_file(path: Path) -> Iterator[Decision]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _COLUMNS[:3] if name not in (reader.fieldnames or ())]
        if missing:
            raise WrongWord(f"{path} lacks the column {missing[0]}; columns: {','.join(_COLUMNS)}.")
        for number, row in enumerate(reader, 2):
            if row["result"] not in ("0", "1"):
                raise WrongWord(f"{path}, line {number}: result is 0 or 1.")
            yield Decision(
                row["ticket"],
                day_of(row["date"]),
                row["result"] == "1",
                row.get("reason") or "",
                None,
                row.get("office") or "",
            )


def handover(options: argparse.Namespace) -> int:
    """Hand over what the back office has not got, and lay it down."""
    from batch.app import locked, open_desk
    from batch.logs import set_up_logs

    set_up_logs(sys.stderr)
    from batch.jobs.desk import Outcome
    from batch.jobs.run import hand_over

    desk = open_desk(options.home)
    if options.list:
        for receipt in desk.register.sets_to_hand_over():
            print(receipt.stem)
        return 0
    with locked(options.home):
        outcome = Outcome(desk.logger)
        hand_over(desk, outcome)
    print(f"{outcome.counts['sets handed over']} sets handed over.")
    return outcome.exit_code
