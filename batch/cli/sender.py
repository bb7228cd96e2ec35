"""What a sender types: check."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from batch.cli import importing
from batch.errors import OnemBatchError

if TYPE_CHECKING:
    from batch.check import Checked
    from batch.model.findings import FileFault
    from batch.model.law import Language
    from batch.model.verdict import Verdict


_CANNOT_READ = 74


class WrongWord(OnemBatchError):
    """The command line is wrong."""

    exit_code = 2


def day_of(text: str | None) -> date:
    """A day as typed; today in Brussels when none is.

    Raises:
        WrongWord: it is no date.
    """
    from batch.clock import system_clock
    from batch.model.calendar import brussels_day, read_day

    if text is None:
        return brussels_day(system_clock())
    day = read_day(text)
    if day is None:
        raise WrongWord(f"{text or 'nothing'} is no date: write YYYY-MM-DD.")
    return day


def check_files(options: argparse.Namespace) -> int:
    """The receiver's verdict on each file; 1 when one has a blocking anomaly or would be refused."""
    with importing():
        from batch.check import check

    day, worst = day_of(options.on), 0
    write = _write_json if options.json else _write_text
    for path in options.files:
        try:
            found = check(path, day)
        except OSError as error:
            print(f"onem-batch: {error.strerror}: {path}", file=sys.stderr)
            worst = _CANNOT_READ
            continue
        refused = write(found, options.language)
        worst = max(worst, int(refused or bool(found.faults)))
    return worst


def _write_json(found: Checked, language: Language) -> bool:
    """One object on one line, written form by form so that a large file stays flat in memory."""
    from batch.check import as_json

    errors = json.dumps([fault.error_id for fault in found.faults])
    faults = json.dumps([_fault_json(fault, found, language) for fault in found.faults], ensure_ascii=False)
    sys.stdout.write(f'{{"file": {json.dumps(str(found.file))}, "errors": {errors}, "faults": {faults}, "forms": [')
    refused = False
    for verdict in found.forms:
        if verdict.index > 1:
            sys.stdout.write(", ")
        sys.stdout.write(json.dumps(as_json(verdict, found.law, language), ensure_ascii=False))
        refused = refused or not verdict.accepted
    sys.stdout.write("]}\n")
    return refused


def _fault_json(fault: FileFault, found: Checked, language: Language) -> dict[str, str | int | None]:
    """A fault of the whole file, with its sentence."""
    return {
        "code": fault.error_id,
        "text": found.law.file_codes[fault.code].in_(language),
        "line": fault.line,
        "column": fault.column,
        "detail": _detail(fault, language) if fault.detail else None,
    }


def _write_text(found: Checked, language: Language) -> bool:
    accepted = refused = 0
    print(found.file)
    for fault in found.faults:
        _write_fault(fault, found, language)
    for verdict in found.forms:
        accepted += verdict.accepted
        refused += not verdict.accepted
        if verdict.reports:
            _write_form(verdict, found, language)
    end = "file_refused" if found.faults else "name_only" if found.name_only else "counts"
    print(f"  {_word(end, found, language, accepted=accepted, refused=refused)}")
    return refused > 0


def _write_fault(fault: FileFault, found: Checked, language: Language) -> None:
    place = _word("place" if fault.column else "line", found, language, line=fault.line, column=fault.column)
    where = f" ({place})" if fault.line else ""
    detail = f" [{_detail(fault, language)}]" if fault.detail else ""
    print(f"  {fault.error_id}{where}: {found.law.file_codes[fault.code].in_(language)}{detail}")


def _write_form(verdict: Verdict, found: Checked, language: Language) -> None:
    name = f" {verdict.own_reference}" if verdict.own_reference else ""
    word = "form_accepted" if verdict.accepted else "form_refused"
    print(f"  {_word(word, found, language, index=verdict.index, name=name)}")
    for report in verdict.reports:
        label = found.law.label(report.number, report.code, language)
        value = f" = {report.value}" if report.value else ""
        place = _word("place", found, language, line=report.line, column=report.column)
        print(f"    {report.error_id} {report.severity:<2} {place}: {report.tag}{value}: {label}")


def _word(word: str, found: Checked, language: Language, **filled: object) -> str:
    return found.law.words[f"check_{word}"].in_(language).format(**filled)


def _detail(fault: FileFault, language: Language) -> str:
    from batch.textbook import open_textbook

    return open_textbook().detail(fault.detail, language)
