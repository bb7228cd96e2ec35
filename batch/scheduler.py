"""The timetable of ``serve``: in UTC, one instance per job, missed runs caught up once."""

from __future__ import annotations

import signal
from functools import partial
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from batch.app import listening
from batch.jobs.crew import crew_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.renewal import renewed
from batch.jobs.run import (
    Job,
    answer_decisions,
    attend,
    go_rounds,
    hand_over,
    make_overviews,
    pass_notifications,
    pick_up,
    print_copies,
    send_copies,
    tell_changes,
)
from batch.jobs.shift import Shift


def timetable(desk: Desk, shift: Shift) -> BlockingScheduler:
    """The scheduler with its nine jobs; others work on large sets while they have their turns.

    One thread, so that no two jobs write at once; a job that is late runs once and not once per missed time.
    """
    settings = desk.settings
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    times: tuple[tuple[str, Job, int], ...] = (
        ("pick-up", partial(pick_up, shift=shift), settings.pickup_seconds),
        ("attendance", partial(attend, shift=shift), 1),
        ("decisions", answer_decisions, settings.decisions_seconds),
        ("changes", tell_changes, settings.decisions_seconds),
        ("notifications", pass_notifications, settings.decisions_seconds),
        ("hand-over", hand_over, settings.handover_seconds),
        ("printing", print_copies, settings.handover_seconds),
        ("overviews", make_overviews, settings.pickup_seconds),
        ("copies", send_copies, settings.handover_seconds),
    )
    for name, job, seconds in times:
        scheduler.add_job(_tick, "interval", args=(desk, job), id=name, seconds=seconds, next_run_time=desk.clock())
    return scheduler


def _tick(desk: Desk, job: Job) -> None:
    outcome = Outcome(desk.logger)
    with outcome.guard("tick"):
        job(desk, outcome)


class _Stop(BaseException):
    """The process was told to stop."""


def serve(desk: Desk) -> None:
    """Run the timetable until the process is told to stop; the job under way is finished first."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    desk.logger.info("serving", pickup_seconds=desk.settings.pickup_seconds)
    with renewed(desk), crew_of(desk) as crew:
        shift = Shift(crew)
        scheduler = timetable(desk, shift)

        def heard(_receipt: int) -> None:
            scheduler.add_job(_tick, args=(desk, partial(go_rounds, shift=shift)), id="bell", replace_existing=True)

        with listening(desk, heard):
            try:
                scheduler.start()
            except _Stop:
                scheduler.shutdown(wait=True)
    desk.logger.info("stopped")
