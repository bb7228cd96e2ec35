"""What ONEM's back office types: decide, handover."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from batch.cli.sender import WrongWord, day_of
from batch.errors import DecisionRefused
from batch.model.tickets import printed
from batch.model.verdict import Decision

_COLUMNS = ("ticket", "result", "date", "reason", "office")
_LONGEST_REASON, _LONGEST_OFFICE = 2000, 40
"""As in DECI001 (schemas/DECI001)."""
_SAID = {
    "noted": "noted; the answer leaves the day after the decision date",
    "known": "known already, nothing changes",
    "conflict": "differs from an earlier decision; a person must settle it",
}


def decide(options: argparse.Namespace) -> int:
    """One decision, or many from a file; a row that cannot be taken never stops the next."""
    from batch.app import locked, open_desk
    from batch.jobs.decide import decide as take
    from batch.logs import set_up_logs

    set_up_logs(sys.stderr)
    desk, worst = open_desk(options.home), 0
    rows = _rows(options.file) if options.file else [(printed(options.ticket or ""), _typed(options))]
    with locked(options.home):
        for name, row in rows:
            try:
                decision = _decision(row)
                outcome = take(desk, decision, by="command line")
            except (DecisionRefused, WrongWord) as error:
                told = error.detail if isinstance(error, WrongWord) and options.file else error
                print(f"{name}: {told}", file=sys.stderr)
                worst = error.exit_code
                continue
            print(f"{printed(decision.ticket)}: {_SAID[outcome]}")
            worst = max(worst, DecisionRefused.exit_code if outcome == "conflict" else 0)
    return worst


def _typed(options: argparse.Namespace) -> dict[str, str]:
    if options.ticket is None or options.result is None:
        raise WrongWord("Give a ticket and --result, or --file.")
    day = day_of(options.date).isoformat()
    reason, office = options.reason, options.office
    return {"ticket": options.ticket, "result": options.result, "date": day, "reason": reason, "office": office}


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a CSV file, each with the name it is spoken of by."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS[:3] if name not in (reader.fieldnames or ())]
            if missing:
                raise WrongWord(f"{path} lacks the column {missing[0]}; columns: {','.join(_COLUMNS)}.")
            return [(f"{path}, row {number}", row) for number, row in enumerate(reader, 2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongWord(f"{path} is no CSV file in UTF-8: {error}.") from error


def _decision(row: dict[str, str]) -> Decision:
    if row["result"] not in {"0", "1"}:
        raise WrongWord("result is 0 or 1.")
    reason, office = row.get("reason") or "", row.get("office") or ""
    if len(reason) > _LONGEST_REASON or len(office) > _LONGEST_OFFICE:
        raise WrongWord(f"a reason has at most {_LONGEST_REASON} characters, an office {_LONGEST_OFFICE}.")
    return Decision(row["ticket"] or "", day_of(row["date"] or ""), row["result"] == "1", reason, None, office)


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
