"""One pass of everything, in the order of the story."""

from __future__ import annotations

from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.decide import answer_decisions
from batch.jobs.desk import Desk, Outcome
from batch.jobs.dispatch import dispatch_answers
from batch.jobs.handover import hand_over_sets
from batch.jobs.intake import take_sets
from batch.jobs.process import process_sets


def pick_up(desk: Desk, outcome: Outcome) -> None:
    """From the inbox to the answers: take, acknowledge, judge, send."""
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome)
    dispatch_answers(desk, outcome)
    process_sets(desk, outcome)


def run_once(desk: Desk) -> Outcome:
    """One pass of everything; what remains is what could not be done, and why."""
    outcome = Outcome(desk.logger)
    pick_up(desk, outcome)
    answer_decisions(desk, outcome)
    hand_over_sets(desk, outcome)
    dispatch_answers(desk, outcome)
    return outcome
