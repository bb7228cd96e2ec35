"""Whether a worker's notification (LOWK001, ours) reaches his employer: by the employer's latest parameters.

The codes are of annex 30, chosen by us: 146 not permitted, 236 no electronic channel, 189 no sender number found.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.correspondence import Channel
from batch.model.forms import Place
from batch.model.notification_form import CorrespondenceForm
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[CorrespondenceForm] = Rulebook()
_OURS = "ours: docs/protocol.md, LOWK001"


def _open_channel(form: CorrespondenceForm, case: Case) -> Channel | None:
    channel = case.channel(form.employer.keys()) if case.channel else None
    return channel if channel and channel.electronic else None


@RULES.rule("90256-146", source=_OURS)
def employer_takes_no_notifications(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """The employer's parameters allow electronic notifications; without parameters they do not."""
    if form.employer_block and form.employer.keys() and case.channel and _open_channel(form, case) is None:
        yield form.employer_block.at()


@RULES.rule("90256-236", source=_OURS)
def addressee_is_no_sender_any_more(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """Who sent the employer's latest parameters is a sender still."""
    channel = _open_channel(form, case)
    if channel and form.employer_block and not channel.is_active:
        yield form.employer_block.at()


@RULES.rule("90256-189", source=_OURS)
def addressee_has_no_mandate_any_more(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """Who sent the employer's latest parameters may act for him today."""
    channel = _open_channel(form, case)
    if channel and form.employer_block and channel.is_active and not channel.has_mandate:
        yield form.employer_block.at()
