"""One pass of everything, in the order of the story.

Rooms are opened when there is work for them, so that a pass that finds nothing costs little: cron may run it
every minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from batch.jobs.crew import crew_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.dispatch import dispatch_answers
from batch.jobs.remind import remind_senders
from batch.jobs.renewal import renewed
from batch.jobs.shift import Shift

Job = Callable[[Desk, Outcome], None]

_PAUSE = 0.5
"""Seconds after which the inbox is looked at again while others work."""


def pick_up(desk: Desk, outcome: Outcome, shift: Shift | None = None) -> None:
    """From the inbox to the answers: take, acknowledge, judge, send; in rounds, as long as there is something to do.

    Large sets may still be in work when it ends: ``attend`` goes on with the same ``shift``. Without one it ends when
    all is done.
    """
    if shift is None:
        with crew_of(desk) as crew:
            shift = Shift(crew)
            pick_up(desk, outcome, shift)
            while crew.is_busy:
                _wait(desk, outcome, shift)
        return
    shift.begin()
    go_rounds(desk, outcome, shift)


def attend(desk: Desk, outcome: Outcome, shift: Shift) -> None:
    """While large sets are in work: what others have finished, and what has come meanwhile."""
    if shift.crew.is_busy:
        go_rounds(desk, outcome, shift)


def _wait(desk: Desk, outcome: Outcome, shift: Shift) -> None:
    """Attend as long as large sets are in work; after some seconds the other jobs have their turn."""
    until = desk.clock() + timedelta(seconds=desk.settings.pickup_seconds)
    while shift.crew.is_busy:
        shift.crew.wait(_PAUSE)
        attend(desk, outcome, shift)
        if desk.clock() >= until:
            return


def go_rounds(desk: Desk, outcome: Outcome, shift: Shift) -> None:
    """Rounds as long as there is something to do at once."""
    while _is_more_to_do(desk, outcome, shift):
        pass


def _is_more_to_do(desk: Desk, outcome: Outcome, shift: Shift) -> bool:
    """One round of all steps; whether another one would find something to do at once."""
    more = False
    with desk.leases.hold("intake", desk.clock()) as is_mine:
        if is_mine:
            more |= shift.take(desk, outcome)
    if shift.crew.is_busy or desk.register.has_work("kept"):
        from batch.jobs.acknowledge import acknowledge_sets, cancel_sets

        _alone(desk, outcome, "cancellations", cancel_sets)
        more |= acknowledge_sets(desk, outcome, shift)
        dispatch(desk, outcome)
    if shift.crew.is_busy or desk.register.has_work("acknowledged"):
        from batch.jobs.process import process_sets

        more |= process_sets(desk, outcome, shift)
    dispatch(desk, outcome)
    return more


def _alone(desk: Desk, outcome: Outcome, unit: str, *jobs: Job) -> None:
    """Where several hosts work on one register, one at a time does these."""
    with desk.leases.hold(unit, desk.clock()) as is_mine:
        for job in jobs if is_mine else ():
            job(desk, outcome)


def dispatch(desk: Desk, outcome: Outcome) -> None:
    """Send what may leave."""
    if desk.register.has_work("answers"):
        _alone(desk, outcome, "outbox", dispatch_answers)


def answer_decisions(desk: Desk, outcome: Outcome) -> None:
    """Answer the decisions that count, and send what may leave today."""
    if desk.register.has_work("decisions"):
        from batch.jobs.decide import answer_decisions as answer

        _alone(desk, outcome, "decisions", answer)
    dispatch(desk, outcome)


def tell_changes(desk: Desk, outcome: Outcome) -> None:
    """Tell changes of status of career-break requests, remind of those that wait long, and send what tells them."""
    if desk.register.has_work("dossiers"):
        from batch.jobs.tell import tell_changes as tell

        _alone(desk, outcome, "dossiers", tell)
    _alone(desk, outcome, "reminders", remind_senders)
    dispatch(desk, outcome)


def pass_notifications(desk: Desk, outcome: Outcome) -> None:
    """Pass workers' notifications to the senders of their employers, and send them."""
    if desk.register.has_work("notifications"):
        from batch.jobs.notify import pass_notifications as pass_on

        _alone(desk, outcome, "notifications", pass_on)
    dispatch(desk, outcome)


def hand_over(desk: Desk, outcome: Outcome) -> None:
    """Hand over what the back office has not got, and send it."""
    if desk.register.has_work("hand-over"):
        from batch.jobs.handover import hand_over_sets

        _alone(desk, outcome, "hand-over", hand_over_sets)
    dispatch(desk, outcome)


def print_copies(desk: Desk, outcome: Outcome) -> None:
    """Print what senders asked for and have not got, and send it."""
    if desk.register.has_work("printing"):
        from batch.jobs.printing import print_sets

        _alone(desk, outcome, "printing", print_sets)
    dispatch(desk, outcome)


def make_overviews(desk: Desk, outcome: Outcome) -> None:
    """Make the overviews that senders asked for, and send them."""
    if desk.register.has_work("overviews"):
        from batch.jobs.overviews import make_overviews as make

        _alone(desk, outcome, "overviews", make)
    dispatch(desk, outcome)


def send_copies(desk: Desk, outcome: Outcome) -> None:
    """Send confirmation mails and e-Box copies that senders want and that have not left."""
    if desk.register.has_work("copies"):
        from batch.jobs.confirm import send_confirmations
        from batch.jobs.ebox import file_copies

        _alone(desk, outcome, "copies", file_copies, send_confirmations)


def run_once(desk: Desk) -> Outcome:
    """One pass of everything; what remains is what could not be done, and why."""
    outcome = Outcome(desk.logger)
    with renewed(desk), crew_of(desk) as crew:
        shift = Shift(crew)
        pick_up(desk, outcome, shift)
        while True:
            for job in AFTERWARDS:
                job(desk, outcome)
            if not crew.is_busy:
                return outcome
            _wait(desk, outcome, shift)


AFTERWARDS = (
    answer_decisions, tell_changes, pass_notifications, hand_over, print_copies, make_overviews, send_copies
)  # fmt: skip
"""What follows from the answers."""
