"""``sample``: realistic declarations of invented people, and changes of what was answered."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, BinaryIO

from batch.cli.sender import WrongWord

if TYPE_CHECKING:
    from batch.pipeline.frame import Open

_MOST_IN_ENVELOPE = 500
"""Glossary EchGeXML, block 90059."""


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``sample``."""
    one = verbs.add_parser("sample", help="write realistic declarations")
    one.add_argument("--message", choices=("TWCT", "VBLV", "LOIC"), required=True)
    one.add_argument("--forms", type=int, metavar="N", help="default 1; with --answered all that can be changed")
    one.add_argument("--faulty", type=float, default=0.0, metavar="SHARE", help="share of refused forms, 0 to 1")
    one.add_argument("--seed", type=int, default=0, help="the same seed writes the same people")
    one.add_argument("--workers", type=int, metavar="N", help="TWCT: forms name up to N workers, at most 2000")
    one.add_argument(
        "--changes",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="TWCT: share that changes and cancels what nobody sent, 0 to 1; check takes it, a receiver does not",
    )
    one.add_argument(
        "--declared", nargs="+", type=Path, metavar="FI", help="TWCT: what was sent; with --answered, to change it"
    )
    one.add_argument(
        "--answered", nargs="+", type=Path, metavar="NOTI", help="TWCT: the notifications about it, in the same order"
    )
    one.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    one.set_defaults(do=sample)


def sample(options: argparse.Namespace) -> int:
    """Write realistic declarations, dated today."""
    from batch.clock import system_clock
    from batch.model.calendar import BRUSSELS
    from batch.writers.samples import loic, twct, vblv

    _refuse_wrong_words(options)
    now = system_clock().astimezone(BRUSSELS)
    chance = Random(options.seed)  # noqa: S311 - samples need to repeat, not to be secret
    with ExitStack() as stack:
        if options.answered:
            forms = _changes(options, chance, now, stack)
        elif options.message == "TWCT":
            most, share = options.workers, options.changes
            forms = twct.forms(chance, now, _count(options), options.faulty, workers=most, changes=share)
        else:
            module = {"VBLV": vblv, "LOIC": loic}[options.message]
            forms = module.forms(chance, now, _count(options), options.faulty)
        kind = {"TWCT": twct, "VBLV": vblv, "LOIC": loic}[options.message]
        file = stack.enter_context(_target(options))
        for chunk in kind.document(forms):
            file.write(chunk)
    return 0


def _count(options: argparse.Namespace) -> int:
    return 1 if options.forms is None else int(options.forms)


def _refuse_wrong_words(options: argparse.Namespace) -> None:
    from batch.writers.samples.twct import MOST_WORKERS

    if _count(options) < 1 or not (0 <= options.faulty <= 1 and 0 <= options.changes <= 1):
        raise WrongWord("--forms is at least 1, --faulty and --changes lie between 0 and 1.")
    if options.workers is not None and not 1 <= options.workers <= MOST_WORKERS:
        raise WrongWord(f"--workers lies between 1 and {MOST_WORKERS}.")
    if options.message == "LOIC" and _count(options) > _MOST_IN_ENVELOPE:
        raise WrongWord(f"An envelope holds at most {_MOST_IN_ENVELOPE} forms: ask for fewer, in several files.")
    more = options.workers or options.changes or options.answered or options.declared
    if more and options.message != "TWCT":
        raise WrongWord("--workers, --changes, --answered and --declared are for --message TWCT.")
    if (options.answered is None) is not (options.declared is None):
        raise WrongWord("Give --answered and --declared together, or none of them.")
    if options.answered and (options.workers or options.changes or options.faulty):
        raise WrongWord("With --answered everything is a change, as good as what was accepted: leave the others out.")


def _changes(options: argparse.Namespace, chance: Random, now: datetime, stack: ExitStack) -> Iterator[str]:
    """A change of everything that was accepted, is the latest of its kind, and still can be changed."""
    from batch.lawbook import open_law
    from batch.pipeline.answered import Answered
    from batch.switchboard import TWCT
    from batch.writers.samples import twct_changes

    law = open_law()
    answered = Answered(TWCT, _opened(options.declared, stack), _opened(options.answered, stack), law)
    latest = ((one.form, one.ticket) for one in answered.latest())
    return islice(twct_changes.forms(chance, now, latest, law.parameters["change_term_days"]), options.forms)


def _opened(files: Sequence[Path], stack: ExitStack) -> list[Open]:
    """The files, or what their ZIPs hold."""
    from batch.check import content_of

    found: list[Open] = []
    for path in files:
        content = content_of(path, stack)
        if not isinstance(content, Path):
            raise WrongWord(f"{path}: {content.detail}.")
        found.append(partial(_reading, content))
    return found


def _reading(path: Path) -> BinaryIO:
    return path.open("rb")


@contextmanager
def _target(options: argparse.Namespace) -> Iterator[BinaryIO]:
    if options.output is None:
        yield sys.stdout.buffer
        return
    with options.output.open("wb") as file:
        yield file
