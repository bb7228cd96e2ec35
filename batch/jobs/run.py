"""One pass of everything, in the order of the story.

Rooms are opened when there is work for them, so that a pass that finds nothing costs little: cron may run it
every minute.
"""

from __future__ import annotations

from batch.jobs.desk import Desk, Outcome
from batch.jobs.dispatch import dispatch_answers
from batch.jobs.intake import take_sets
from batch.jobs.remind import remind_senders


def pick_up(desk: Desk, outcome: Outcome) -> None:
    """From the inbox to the answers: take, acknowledge, judge, send."""
    take_sets(desk, outcome)
    if desk.register.has_work("kept"):
        from batch.jobs.acknowledge import acknowledge_sets

        acknowledge_sets(desk, outcome)
        dispatch_answers(desk, outcome)
    if desk.register.has_work("acknowledged"):
        from batch.jobs.process import process_sets

        process_sets(desk, outcome)
    dispatch_answers(desk, outcome)


def answer_decisions(desk: Desk, outcome: Outcome) -> None:
    """Answer the decisions that count, and send what may leave today."""
    if desk.register.has_work("decisions"):
        from batch.jobs.decide import answer_decisions as answer

        answer(desk, outcome)
    dispatch_answers(desk, outcome)


def tell_changes(desk: Desk, outcome: Outcome) -> None:
    """Tell changes of status of career-break requests, remind of those that wait long, and send what tells them."""
    if desk.register.has_work("dossiers"):
        from batch.jobs.tell import tell_changes as tell

        tell(desk, outcome)
    remind_senders(desk, outcome)
    dispatch_answers(desk, outcome)


def pass_notifications(desk: Desk, outcome: Outcome) -> None:
    """Pass workers' notifications to the senders of their employers, and send them."""
    if desk.register.has_work("notifications"):
        from batch.jobs.notify import pass_notifications as pass_on

        pass_on(desk, outcome)
    dispatch_answers(desk, outcome)


def hand_over(desk: Desk, outcome: Outcome) -> None:
    """Hand over what the back office has not got, and send it."""
    if desk.register.has_work("hand-over"):
        from batch.jobs.handover import hand_over_sets

        hand_over_sets(desk, outcome)
    dispatch_answers(desk, outcome)


def print_copies(desk: Desk, outcome: Outcome) -> None:
    """Print what senders asked for and have not got, and send it."""
    if desk.register.has_work("printing"):
        from batch.jobs.printing import print_sets

        print_sets(desk, outcome)
    dispatch_answers(desk, outcome)


def make_overviews(desk: Desk, outcome: Outcome) -> None:
    """Make the overviews that senders asked for, and send them."""
    if desk.register.has_work("overviews"):
        from batch.jobs.overviews import make_overviews as make

        make(desk, outcome)
    dispatch_answers(desk, outcome)


def send_copies(desk: Desk, outcome: Outcome) -> None:
    """Send confirmation mails and e-Box copies that senders want and that have not left."""
    if desk.register.has_work("copies"):
        from batch.jobs.confirm import send_confirmations
        from batch.jobs.ebox import file_copies

        file_copies(desk, outcome)
        send_confirmations(desk, outcome)


def run_once(desk: Desk) -> Outcome:
    """One pass of everything; what remains is what could not be done, and why."""
    outcome = Outcome(desk.logger)
    pick_up(desk, outcome)
    answer_decisions(desk, outcome)
    tell_changes(desk, outcome)
    pass_notifications(desk, outcome)
    hand_over(desk, outcome)
    print_copies(desk, outcome)
    make_overviews(desk, outcome)
    send_copies(desk, outcome)
    return outcome
