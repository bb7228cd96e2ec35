"""The workers of a communication in the personnel file (block 90017)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import personnel
from batch.validators.rules.circumstances import knows_personnel

RULES: Rulebook[Communication] = Rulebook(knows_personnel)


@RULES.rule("90017-152", source="glossary ETempora 2023/3, block 90017; one day of the period is enough: ours")
def worker_without_relation(communication: Communication, case: Case) -> Iterator[Place]:
    """The worker has a work relation with the employer in the period of unemployment.

    The employer of a worker told by the user firm (00849 = 1) is the agency: nothing is said, unless the sender may
    act for it too (ours).
    """
    if case.relations is None:
        return
    named = communication.agency_employer if communication.is_by_user_firm else communication.employer
    employer = personnel.own_keys(named, case)
    for employment in communication.employments():
        yield from personnel.without_relation(employment, employer, case)
