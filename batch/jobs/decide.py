"""ONEM's decisions: noted, and answered by DEFI001; one on a career break closes its dossier, which is told apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from batch.errors import DecisionRefused
from batch.jobs.desk import Desk, Outcome
from batch.model import places, tickets
from batch.model.calendar import brussels_day
from batch.model.letter import DecisionLetter
from batch.model.printout import PDF_LANGUAGES
from batch.model.situation import Situation
from batch.model.verdict import Decision
from batch.ports import Artifact, DecisionOutcome, OpenDecision, Posting
from batch.validators.rules.decision import DECIDABLE
from batch.writers import messages
from batch.writers.pdf import decision_pdf

_CANCELLATION = 3


def decide(desk: Desk, decision: Decision, by: str) -> DecisionOutcome:
    """Take one decision given on the command line; the same effect as a DECI001 form.

    Raises:
        DecisionRefused: the ticket is unknown, refused, cancelled or replaced, the date lies in the future,
            or a negative decision has no reason.
    """
    now = desk.clock()
    _check(desk, decision, brussels_day(now))
    outcome = desk.register.note_decision(decision, by, now)
    desk.logger.info("decision", ticket=tickets.compact(decision.ticket), outcome=outcome)
    return outcome


def _check(desk: Desk, decision: Decision, today: date) -> None:
    ticket = tickets.compact(decision.ticket)
    found = _situation(desk, ticket)
    if found is None:
        hint = " Its check characters are wrong." if tickets.is_mistyped(ticket) else ""
        raise DecisionRefused(f"No form has the ticket {tickets.printed(ticket)}.{hint}")
    if not found.accepted:
        raise DecisionRefused(f"{tickets.printed(ticket)} was refused: there is nothing to decide.")
    if found.status == _CANCELLATION:
        raise DecisionRefused(f"{tickets.printed(ticket)} is a cancellation: there is nothing to decide.")
    if found.life in ("cancelled", "replaced"):
        raise DecisionRefused(f"{tickets.printed(ticket)} is {found.life}: decide on the latest situation.")
    if found.created and decision.day < found.created:
        made = f"{tickets.printed(ticket)} was made on {found.created}"
        raise DecisionRefused(f"{made}: it cannot have been decided on {decision.day}.")
    if found.dossier and found.dossier.status in ("awaiting-worker", "awaiting-attachments"):
        raise DecisionRefused(f"{tickets.printed(ticket)} is {found.dossier.status}: it does not wait for ONEM yet.")
    if decision.day > today:
        raise DecisionRefused(f"The decision date {decision.day} lies in the future.")
    if not decision.positive and not decision.reason.strip():
        raise DecisionRefused("A negative decision needs its reason.")


def _situation(desk: Desk, ticket: str) -> Situation | None:
    """The stored declaration, in production only: nothing in a simulation is decided by ONEM."""
    found = desk.register.situations("R", None, [ticket]).get(ticket)
    return found if found is not None and found.identification in DECIDABLE else None


def answer_decisions(desk: Desk, outcome: Outcome) -> None:
    """One pass over all decisions that count and have no answer yet."""
    for one in desk.register.open_decisions():
        with outcome.guard(f"decision on {one.form.ticket}"):
            _answer(desk, one, desk.clock())
            outcome.count("decisions")


def _answer(desk: Desk, one: OpenDecision, now: datetime) -> None:
    posting = _posting(desk, one, letter_bytes(desk, one, now))
    desk.register.answer_decision(one.id, posting, now)
    desk.logger.info("decision answered", ticket=one.form.ticket, answer=posting.code)


def letter_bytes(desk: Desk, one: OpenDecision, now: datetime) -> bytes:
    """The answer to a decision on temporary unemployment (DEFI001), with its letter."""
    form, decision, law = one.form, one.decision, desk.open_law()
    essence = form.essence
    language = PDF_LANGUAGES.get(essence.language, "fr")
    letter = DecisionLetter(
        ticket=form.ticket,
        own_reference=form.own_reference,
        noss=essence.noss or essence.lpa,
        company=essence.company,
        local_authority=bool(essence.lpa),
        risk=essence.kind,
        created=date.fromisoformat(form.created),
        start=essence.start,
        end=essence.end,
        worker_count=essence.workers,
        decided_on=decision.day,
        positive=decision.positive,
        reason=decision.reason,
        office=decision.office or law.office_of(essence.postcode, language),
    )
    template = desk.law_room / "templates" / "decision.typ"
    pdf = decision_pdf(letter, law.words, language, template)
    return messages.defi(form.ticket, form.own_reference, essence, decision.positive, pdf, now)


def _posting(desk: Desk, one: OpenDecision, content: bytes) -> Posting:
    artifact: Artifact = desk.archive.write(places.of_decision(one.id), [content])
    release_on = one.decision.day + timedelta(days=1)
    return Posting("DEFI", one.form.environment, one.form.sender, artifact, release_on)
