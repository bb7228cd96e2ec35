"""One judged form as the rows that are kept of it, spooled between judging and the bulk commit."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from batch.jobs.judging.deeds import deed_row
from batch.model import tickets
from batch.model.attachment import Attachment
from batch.model.dossier import Moved, Particulars
from batch.model.receipt import Receipt
from batch.model.situation import Situation
from batch.model.told import Told
from batch.model.verdict import Decision, Verdict
from batch.ports import Judged


@dataclass(slots=True)
class Seat:
    """Where a form stands in its set: part, number in the set from 1, and its ticket."""

    receipt: Receipt
    part: int
    form: int
    ticket: str


def header_text(verdict: Verdict) -> str:
    """The five header zones as one line: what a sender knows his form by."""
    header = verdict.header
    return f"{header.identification} {header.day} {header.hour} {header.status_text} {header.kind}"


def rows_of(seat: Seat, verdict: Verdict, acted_on: Situation | None) -> list[Any]:
    """The form, its anomalies, its decision, its bookings and all else that it does, as plain values."""
    anomalies = [
        {
            "receipt": seat.receipt.id,
            "form": seat.form,
            "nth": nth,
            "error_id": report.error_id,
            "severity": report.severity,
            "tag": report.tag,
            "value": report.value,
            "line": report.line,
            "column": report.column,
            "location": report.location,
        }
        for nth, report in enumerate(verdict.reports, 1)
    ]
    workers = [_worker_row(seat, told) for told in {told.worker: told for told in verdict.told}.values()]
    decision, moved = _decision_row(verdict.decision), _moved_row(verdict)
    form = _form_row(seat, verdict, acted_on)
    files = [_attachment_row(form, one) for one in verdict.attachments]
    return [form, anomalies, decision, verdict.bookings, workers, moved, files, deed_row(verdict.deed)]


def _form_row(seat: Seat, verdict: Verdict, acted_on: Situation | None) -> dict[str, Any]:
    essence, header, receipt = verdict.essence, verdict.header, seat.receipt
    end = _text(essence.end)
    return {
        "receipt": receipt.id,
        "form": seat.form,
        "ticket": seat.ticket,
        "environment": receipt.environment,
        "sender": receipt.sender,
        "identification": receipt.message,
        "status": header.status if header.status is not None else -1,
        "accepted": verdict.accepted,
        "life": "open",
        "own_reference": verdict.own_reference,
        "target": tickets.compact(verdict.target),
        "dossier": _dossier(seat, verdict, acted_on),
        "header": header_text(verdict),
        "employer": " ".join(essence.employer),
        "noss": essence.noss,
        "lpa": essence.lpa,
        "company": essence.company,
        "inss": essence.inss,
        "kind": essence.kind or (acted_on.kind if acted_on else ""),
        "postcode": essence.postcode or (acted_on.postcode if acted_on else ""),
        "start_day": _text(essence.start) or (_text(acted_on.start) if acted_on else None),
        "end_day": end or (_text(acted_on.end) if acted_on else None),
        "first_end": _text(acted_on.first_end) if acted_on and not _begins(verdict) else end,
        "workers": essence.workers,
        "language": essence.language,
        "cause": essence.cause or (acted_on.cause if acted_on else 0),
        "law_day": verdict.law_day.isoformat(),
        "part": seat.part,
        "offset": verdict.start,
        "size": verdict.size,
    }


def _begins(verdict: Verdict) -> bool:
    """Whether the form begins a dossier, also when it answers a notification."""
    return verdict.move is not None and verdict.move.step == "request"


def _dossier(seat: Seat, verdict: Verdict, acted_on: Situation | None) -> str:
    """The dossier that an accepted form begins or belongs to."""
    if verdict.move is None:
        return ""
    if _begins(verdict):
        return seat.ticket
    return acted_on.dossier.ticket if acted_on and acted_on.dossier else ""


def _moved_row(verdict: Verdict) -> list[Any] | None:
    if verdict.move is None:
        return None
    move = verdict.move
    particulars = astuple(move.particulars) if move.particulars else None
    return [
        move.step,
        move.complete,
        verdict.judged_in,
        move.day.isoformat(),
        move.postcode,
        particulars,
        sorted(verdict.judged_with),
        move.child,
    ]


def _attachment_row(form: dict[str, Any], attachment: Attachment) -> dict[str, Any]:
    return {
        "ticket": form["ticket"],
        "attachment": attachment.id,
        "dossier": form["dossier"],
        "kind": attachment.kind,
        "description": attachment.description,
        "mime": attachment.mime,
        "sha256": attachment.sha256,
        "size": attachment.size,
        "origin": attachment.origin,
    }


def _worker_row(seat: Seat, told: Told) -> dict[str, Any]:
    return {
        "worker": told.worker,
        "receipt": seat.receipt.id,
        "form": seat.form,
        "first_day": told.first.isoformat(),
        "last_day": told.last.isoformat(),
        "regime": told.regime,
        "white_collar": told.white_collar,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _decision_row(decision: Decision | None) -> list[Any] | None:
    if decision is None:
        return None
    return [
        decision.ticket,
        decision.day.isoformat(),
        decision.positive,
        decision.reason,
        decision.allowance,
        decision.office,
    ]


def judged_of(rows: list[Any]) -> Judged:
    """What was spooled, read back."""
    form, anomalies, decided, bookings, workers, told, files, deed = rows
    decision = moved = None
    if decided is not None:
        ticket, day, *rest = decided
        decision = Decision(ticket, date.fromisoformat(day), *rest)
    if told is not None:
        step, complete, judged_in, day, postcode, particulars, judged_with, child = told
        kept = Particulars(*particulars) if particulars else None
        moved = Moved(step, complete, judged_in, date.fromisoformat(day), postcode, kept, judged_with, child)
    return Judged(form, anomalies, decision, bookings, workers, moved, files, deed)
