"""Measures intake and delivery of many small sets over SFTP with latency: a pool of eight channels against one.

Starts the real sshd and a delaying proxy on loopback. Ratios count; absolute figures are this machine's.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from cutting_proxy import CuttingProxy
from installations import STEM, Installation, demo_set, make_installation
from sshd import running_sshd

from batch.jobs.desk import Outcome
from batch.jobs.dispatch import dispatch_answers
from batch.jobs.intake import take_sets
from batch.jobs.run import run_once

SETS = 200
LATENCY = 0.01


class Quiet:
    def info(self, event: str, **fields: object) -> None:
        """Say nothing."""

    def error(self, event: str, **fields: object) -> None:
        print(event, fields)


def lay_sets(installation: Installation) -> None:
    content = demo_set("1-accepted")
    for number in range(1, SETS + 1):
        stem = STEM.replace("00001", f"{number:05d}").replace(".R", ".S")
        installation.lay(stem, content, folder="INTEST-S", age=4000 - number)


def seconds_of(home: Path, settings: str) -> tuple[float, float]:
    """Seconds of intake, and of laying down the answers of all sets."""
    installation = make_installation(home, more=settings)
    lay_sets(installation)
    desk, outcome = replace(installation.desk, logger=Quiet()), Outcome(Quiet())
    started = time.perf_counter()
    take_sets(desk, outcome)
    intake = time.perf_counter() - started
    if outcome.counts["taken"] != SETS:
        sys.exit(f"took {outcome.counts} of {SETS}")
    # The answers are made with a local outbox and taken away again, so that only their delivery is measured.
    (home / "onem-batch.toml").write_text('signature = "off"\n')
    run_once(replace(installation.desk, logger=Quiet()))
    for path in (home / "outbox").glob("*/*/*"):
        path.unlink()
    with sqlite3.connect(home / "onem-batch.sqlite") as database:
        database.execute("UPDATE outbox SET sent_at = NULL")
    started, outcome = time.perf_counter(), Outcome(Quiet())
    dispatch_answers(desk, outcome)
    delivery = time.perf_counter() - started
    if outcome.counts["answers sent"] != 2 * SETS:
        sys.exit(f"sent {outcome.counts}")
    return intake, delivery


def main() -> None:
    print("| channels | intake s | sets/s | delivery s | answers/s |")
    print("|---|---|---|---|---|")
    found = {}
    with tempfile.TemporaryDirectory() as work, running_sshd(Path(work) / "sshd") as sshd:
        for channels in (1, 8):
            home = Path(work) / f"home{channels}"
            with CuttingProxy(sshd.port, LATENCY) as proxy:
                settings = sshd.settings(home, f"sftp_channels = {channels}", port=proxy.port)
                found[channels] = intake, delivery = seconds_of(home, settings)
            print(f"| {channels} | {intake:.2f} | {SETS / intake:.0f} | {delivery:.2f} | {2 * SETS / delivery:.0f} |")
    ratios = [one / eight for one, eight in zip(found[1], found[8], strict=True)]
    print(
        f"\n{SETS} sets, {LATENCY * 1000:.0f} ms per direction: intake {ratios[0]:.1f}, delivery {ratios[1]:.1f} times"
    )


if __name__ == "__main__":
    main()
