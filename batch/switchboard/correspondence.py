"""The messages between an employer and his workers before a request: parameters, notification, answer (all ours)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from batch.model.correspondence import SendNotification, SetParameters
from batch.model.loic import Request
from batch.model.notification_form import AnswerForm, CorrespondenceForm
from batch.model.sender import PERMISSIONS
from batch.parsers import correspondence as parser
from batch.switchboard.message import ENVELOPE, FRONT_OFFICE, Message
from batch.validators.counting import Counting
from batch.validators.rulebook import Case, Rule
from batch.validators.rules import employer_named, header, own_frame
from batch.validators.rules.loic import directory, identity
from batch.validators.rules.notification import answer, asked, channel, inside, parameters


def _reception(_form: CorrespondenceForm, day: date) -> date:
    return day


def _notice(form: AnswerForm, day: date) -> date:
    """The law of the request inside; without one, that of the day of reception."""
    if form.request is None:
        return day
    return form.request.notice or form.request.created or day


def _parameters(form: CorrespondenceForm, case: Case) -> SetParameters:
    """A number of somebody else beside the employer's own sets nothing there."""
    may, keys = case.may_act_for, form.employer.keys()
    return form.parameters(tuple(key for key in keys if may is None or may((key,))))


def _notification(form: CorrespondenceForm, case: Case) -> SendNotification | None:
    return form.notification(case.channel(form.employer.keys()) if case.channel else None)


PARAMETERS = Message(
    code="LOIC",
    identification="LOIC003",
    frame=ENVELOPE,
    series="loic",
    quality="",
    read=lambda form: parser.read(form, "LOIC003"),
    rules=(
        *header.RULES,
        *own_frame.rules_of("LOIC003", "99203"),
        *employer_named.RULES,
        *directory.RULES,
        *parameters.RULES,
    ),
    law_day=_reception,
    essence=CorrespondenceForm.essence,
    deed=_parameters,
    employers=lambda form: form.employer.keys(),
    acts_on=0,
    permissions=PERMISSIONS,
)

NOTIFICATION = Message(
    code="LOWK",
    identification="LOWK001",
    frame=ENVELOPE,
    series="lowk",
    quality=FRONT_OFFICE,
    read=lambda form: parser.read(form, "LOWK001"),
    rules=(
        *header.RULES,
        *own_frame.rules_of("LOWK001", "99131"),
        *employer_named.RULES,
        *identity.RULES,
        *directory.RULES,
        *asked.RULES,
        *channel.RULES,
    ),
    law_day=_reception,
    essence=CorrespondenceForm.essence,
    deed=_notification,
    employers=lambda form: form.employer.keys(),
    acts_on=0,
)


def _counting_inside(of: Counting) -> Counting:
    """How the request inside an answer uses up leaves; an answer without one counts nothing."""
    return Counting(
        worker=lambda form: of.worker(form.request) if form.request else "",
        taken=lambda form, case: of.taken(form.request, case) if form.request else None,
        counts=lambda form, case: of.counts(form.request, case) if form.request else (),
    )


def answer_with(request: Iterable[Rule[Request]], counting: Counting) -> Message:
    """The employer's answer, with what is asked of the request that may stand inside, and how it counts."""
    return Message(
        code="LOIC",
        identification="LOIC002",
        frame=ENVELOPE,
        series="loic",
        quality="",
        read=parser.read_answer,
        rules=(
            *header.RULES,
            *own_frame.rules_of("LOIC002", "99202"),
            *employer_named.RULES,
            *identity.RULES,
            *directory.RULES,
            *answer.RULES,
            *inside.judging(request),
            *inside.RULES,
        ),
        law_day=_notice,
        essence=AnswerForm.essence,
        move=lambda form, case: form.move(case.day),
        deed=lambda form, _case: form.deed(),
        counting=_counting_inside(counting),
        employers=lambda form: form.employer.keys(),
        acts_on=0,
        permissions=PERMISSIONS,
        permission=AnswerForm.permission,
    )
