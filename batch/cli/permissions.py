"""``permission``: what an enterprise is allowed beyond sending, as the career-break manuals have it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from batch.cli.sender import WrongWord, day_of
from batch.cli.show import table
from batch.cli.typed import company_of
from batch.model.sender import PERMISSIONS, Permit


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``permission``."""
    top = verbs.add_parser("permission", help="what an enterprise is allowed")
    acts = top.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, do, help_ in (("add", add, "allow an enterprise something"), ("end", end, "allow it no more")):
        one = acts.add_parser(name, help=help_)
        one.add_argument("company", metavar="COMPANY", help="enterprise number")
        one.add_argument("permission", choices=PERMISSIONS)
        flag, what = ("--from", "first day") if name == "add" else ("--after", "last day")
        one.add_argument(flag, dest="day", metavar="DAY", help=f"{what}, YYYY-MM-DD (default: today)")
        one.set_defaults(do=do)
    one = acts.add_parser("list", help="all permissions, or those of one enterprise")
    one.add_argument("--company", metavar="COMPANY")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(do=list_all)


def add(options: argparse.Namespace) -> int:
    """Allow an enterprise something from a day on."""
    from batch.app import open_directory
    from batch.clock import system_clock

    permit = Permit(_company(options.company), options.permission, day_of(options.day))
    open_directory(options.home).add_permission(permit, system_clock())
    print(f"{permit.company} has {permit.permission} from {permit.since}.")
    return 0


def end(options: argparse.Namespace) -> int:
    """Let a permission end with a day."""
    from batch.app import open_directory
    from batch.clock import system_clock

    company, last = _company(options.company), day_of(options.day)
    open_directory(options.home).end_permission(company, options.permission, last, system_clock())
    print(f"{company} has no {options.permission} after {last}.")
    return 0


def list_all(options: argparse.Namespace) -> int:
    """Permissions of all enterprises, or of one."""
    from batch.app import open_directory

    company = _company(options.company) if options.company else None
    found = [
        _as_json(one)
        for one in open_directory(options.home).entries("permissions")
        if isinstance(one, Permit) and company in (None, one.company)
    ]
    if options.json:
        print(json.dumps(found, indent=2))
    elif not found:
        print("No permission.")
    else:
        rows = [(one["company"], one["permission"], one["from"], one["until"] or "…") for one in found]
        print(table(("ENTERPRISE", "PERMISSION", "FROM", "UNTIL"), rows))
    return 0


def _company(text: str) -> str:
    found = company_of(text)
    if not found:
        raise WrongWord("Give an enterprise number.")
    return found


def _as_json(one: Permit) -> dict[str, Any]:
    until = one.until.isoformat() if one.until is not None else None
    return {"company": one.company, "permission": one.permission, "from": one.since.isoformat(), "until": until}
