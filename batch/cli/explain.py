"""``explain``: what a code of an answer says, in the sender's language."""

from __future__ import annotations

import argparse
import re

from batch.cli.sender import WrongWord, day_of


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``explain``."""
    one = verbs.add_parser("explain", help="what a code of an answer says and what to do, as ACRF-125 or 00199-270")
    one.add_argument("code", metavar="CODE")
    one.add_argument("--language", choices=("fr", "nl", "de", "en"), default="en", help="default en")
    one.set_defaults(do=explain)


def explain(options: argparse.Namespace) -> int:
    """Print the sentence of a code of a file; of an anomaly its label, its rules, and what to do."""
    from batch.lawbook import open_law

    law, typed = open_law(), options.code.strip().upper()
    found = re.fullmatch("(?:(ACRF|[0-9]{5})-)?([0-9]{3})", typed, re.ASCII)
    number, code = (found[1] or "ACRF", found[2]) if found else ("", "")
    if number == "ACRF" and code in law.file_codes:
        print(law.file_codes[code].in_(options.language))
        return 0
    if code in law.code_titles and number in (law.block_titles if number.startswith("9") else law.zone_titles):
        from batch.cli.anomaly import explained

        print(law.label(number, code, options.language))
        for line in explained(f"{number}-{code}", law, day_of(None), options.language):
            print(line)
        return 0
    raise WrongWord(f"{options.code} is no code of an answer: write ACRF-NNN or ZZZZZ-NNN.")
