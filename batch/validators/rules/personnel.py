"""What the personnel file (Dimona) says of a worker and one employer; silent where none is loaded.

Nothing about another employer shows through: a relation counts under numbers of the form for which the sender may
act, and for no others (ours). A worker or an employer whose number cannot be anybody's is told for that alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Employer, Place, is_number
from batch.model.personnel import Employment
from batch.validators.numbers import niss
from batch.validators.rulebook import Case
from batch.validators.rules.directory import is_sound

_LENGTH = 11


def own_keys(employer: Employer, case: Case) -> tuple[str, ...]:
    """The numbers of the form's employer for which the sender may act, comparable.

    A number of somebody else beside the employer's own must not tell who works there.
    """
    may_act_for = case.may_act_for
    return tuple(key for key in _sound_keys(employer) if may_act_for is None or may_act_for((key,)))


def _sound_keys(employer: Employer) -> tuple[str, ...]:
    """The numbers of an employer, comparable; none when one of them cannot be anybody's."""
    named = (("N", employer.noss), ("L", employer.lpa), ("C", employer.company))
    return employer.keys() if all(is_sound(letter, text) for letter, text in named if text) else ()


def without_relation(employment: Employment, employer: tuple[str, ...], case: Case) -> Iterator[Place]:
    """The worker has a work relation with the employer on one day at least of the period."""
    if case.relations is None or not employer or not _is_worker(employment.worker):
        return
    with_him = (one for one in case.relations(employment.worker) if one.is_with(employer))
    if not any(one.touches(employment.first, employment.last) for one in with_him):
        yield employment.block.at()


def _is_worker(text: str) -> bool:
    return len(text) == _LENGTH and is_number(text) and niss.has_good_check_digits(text) and not niss.is_of_nobody(text)
