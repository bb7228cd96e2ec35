"""``mandate``: which sender may act for which employer, in which applications, in which quarters."""

from __future__ import annotations

import argparse
import json
from typing import Any

from batch.cli.sender import WrongWord
from batch.cli.show import table
from batch.cli.typed import company_of, employer_of, group_typed, noss_of, quarter_typed
from batch.model.calendar import quarter_text
from batch.model.sender import EVERY, FIRST_QUARTER, LAST_QUARTER, Mandate, keys_of, span_faults


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``mandate``."""
    top = verbs.add_parser("mandate", help="which sender may act for which employer")
    acts = top.add_subparsers(dest="act", required=True, metavar="ACT")
    one = acts.add_parser("add", help="enter a mandate")
    one.add_argument("sender", metavar="SENDER")
    one.add_argument("--noss", default="", help="the employer's ONSS number; * for every employer")
    one.add_argument("--company", default="", help="the employer's enterprise number")
    one.add_argument("--group", required=True, help="temporary-unemployment, career-break, or * for both")
    one.add_argument("--from", dest="since", metavar="YYYY/Q", help="first quarter (default: from ever)")
    one.add_argument("--until", metavar="YYYY/Q", help="last quarter (default: for ever)")
    one.set_defaults(do=add)
    one = acts.add_parser("end", help="let mandates end after a quarter")
    one.add_argument("ids", nargs="+", type=int, metavar="ID", help="as mandate list shows")
    one.add_argument("--after", required=True, metavar="YYYY/Q", help="the last quarter they hold for")
    one.add_argument("--withdraw", action="store_true", help="also before their first quarter: they hold for none")
    one.set_defaults(do=end)
    one = acts.add_parser("list", help="all mandates, or some")
    one.add_argument("--sender", metavar="SENDER")
    one.add_argument("--employer", metavar="NUMBER", help="ONSS or enterprise number")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(do=list_all)


def add(options: argparse.Namespace) -> int:
    """Enter a mandate."""
    from batch.app import open_directory
    from batch.clock import system_clock

    noss, company = employer_of(options.noss, options.company)
    since = quarter_typed(options.since) if options.since else FIRST_QUARTER
    until = quarter_typed(options.until) if options.until else LAST_QUARTER
    for fault in span_faults(since, until):
        raise WrongWord(f"{fault}.")
    mandate = Mandate(options.sender, noss, company, group_typed(options.group), since, until)
    number = open_directory(options.home).add_mandate(mandate, system_clock())
    print(f"Mandate {number} entered.")
    return 0


def end(options: argparse.Namespace) -> int:
    """Let mandates end after a quarter, all of them or none."""
    from batch.app import open_directory
    from batch.clock import system_clock

    after = quarter_typed(options.after)
    open_directory(options.home).end_mandates(options.ids, after, system_clock(), withdraw=options.withdraw)
    print(f"Ended after {quarter_text(after)}: {', '.join(map(str, options.ids))}.")
    return 0


def list_all(options: argparse.Namespace) -> int:
    """Mandates, those of one sender, or those for one employer."""
    from batch.app import open_directory

    numbers = set(_numbers(options.employer)) if options.employer else None
    directory = open_directory(options.home)
    found = [
        one
        for one in directory.mandates(options.sender)
        if numbers is None or one.noss == EVERY or numbers & set(keys_of(one.noss, one.company))
    ]
    if options.json:
        print(json.dumps([_as_json(one) for one in found], indent=2))
    elif not found:
        print("No mandate.")
    else:
        print(table(("ID", "SENDER", "ONSS", "ENTERPRISE", "GROUP", "QUARTERS"), [_row(one) for one in found]))
    return 0


def _numbers(text: str) -> tuple[str, ...]:
    """What a number may be of an employer, as comparable keys: good check digits tell its kind."""
    found: list[str] = []
    for read, place in ((noss_of, 0), (company_of, 1)):
        try:
            number = read(text)
        except WrongWord:
            continue
        found += keys_of(number, "") if place == 0 else keys_of("", number)
    if not found:
        raise WrongWord(f"{text!r} is no ONSS number and no enterprise number.")
    return tuple(found)


def _row(one: Mandate) -> tuple[str, ...]:
    return (str(one.id), one.sender, one.noss, one.company, one.group, _span(one))


def _span(one: Mandate) -> str:
    if one.until < one.since:
        return "withdrawn"
    since = quarter_text(one.since) if one.since != FIRST_QUARTER else "…"
    until = quarter_text(one.until) if one.until != LAST_QUARTER else "…"
    return f"{since} to {until}"


def _as_json(one: Mandate) -> dict[str, Any]:
    return {
        "id": one.id,
        "sender": one.sender,
        "noss": one.noss,
        "company": one.company,
        "group": one.group,
        "from": quarter_text(one.since),
        "until": quarter_text(one.until),
    }
