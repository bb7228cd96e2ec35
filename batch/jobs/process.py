"""Judges the forms of every acknowledged set and posts its notification.

Judging happens outside any transaction: rows are spooled to a file, the notification is written whole into
the archive, and one bulk commit keeps both. A crash repeats the same work with the same tickets, times and
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from batch.errors import StaleSituation
from batch.jobs.desk import Desk, Outcome
from batch.jobs.situations import StoredSituations
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.model.law import Law
from batch.model.receipt import Receipt
from batch.model.situation import Situation
from batch.model.verdict import Decision, Verdict
from batch.pipeline import Bench, Judge
from batch.ports import Judged, Posting
from batch.switchboard import BY_IDENTIFICATION
from batch.writers import noti

_TRIES = 5


def process_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all sets whose receipt is posted."""
    for receipt in desk.register.receipts("acknowledged"):
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            _process(desk, receipt, outcome)


def _process(desk: Desk, receipt: Receipt, outcome: Outcome) -> None:
    for left in reversed(range(_TRIES)):
        try:
            counts = _judge_and_settle(desk, receipt)
        except StaleSituation:
            if not left:
                raise
            continue
        outcome.count("forms accepted", counts[0])
        outcome.count("forms refused", counts[1])
        desk.log("answered", receipt, accepted=counts[0], refused=counts[1])
        return


def _judge_and_settle(desk: Desk, receipt: Receipt) -> tuple[int, int]:
    spool = desk.archive.scratch(f"{receipt.id}.jsonl")
    writing = _Writing(desk, receipt, spool)
    artifact = desk.archive.write(f"out/{receipt.id}/NOTI.xml", writing.chunks())
    day = brussels_day(receipt.received_at)
    posting = Posting("NOTI", receipt.environment, receipt.sender, artifact, day)
    desk.register.settle(receipt, _judged(spool), posting, by=receipt.sender)
    spool.unlink()
    return writing.accepted, writing.refused


class _Writing:
    """Judges the forms of one set: yields the notification, and spools the rows beside it."""

    def __init__(self, desk: Desk, receipt: Receipt, spool: Path) -> None:
        self._desk = desk
        self._receipt = receipt
        self._spool = spool
        self.accepted = 0
        self.refused = 0

    def chunks(self) -> Iterator[bytes]:
        law = self._desk.open_law()
        sender = self._desk.register.sender(self._receipt.sender)
        writer = noti.NotiWriter(self._receipt, law, sender.language if sender else "fr")
        situations = self._situations()
        yield noti.HEAD.encode()
        with self._spool.open("w", encoding="utf-8") as spool:
            for verdict in self._verdicts(law, situations):
                ticket = tickets.make(self._receipt.series, self._receipt.first_counter + verdict.index - 1)
                yield writer.form(verdict, ticket).encode()
                acted_on = situations.get(tickets.compact(verdict.target)) if verdict.target else None
                spool.write(json.dumps(_rows(self._receipt, verdict, ticket, acted_on)) + "\n")
                if verdict.accepted:
                    self.accepted += 1
                else:
                    self.refused += 1
        yield noti.TAIL.encode()

    def _situations(self) -> StoredSituations:
        message = BY_IDENTIFICATION[self._receipt.frame.message]
        owner = None if message.quality else self._receipt.sender
        return StoredSituations(self._desk.register, self._receipt.environment, owner)

    def _verdicts(self, law: Law, situations: StoredSituations) -> Iterator[Verdict]:
        content = self._receipt.part("FI")
        if content is None:
            raise FileNotFoundError(f"receipt {self._receipt.id} has no FI")
        bench = Bench(law, self._desk.law_room, brussels_day(self._receipt.received_at), situations)
        archive = self._desk.archive
        yield from Judge(lambda: archive.open(content.place), self._receipt.frame, bench).verdicts()


def _rows(receipt: Receipt, verdict: Verdict, ticket: str, acted_on: Situation | None) -> list[Any]:
    anomalies = [
        {
            "receipt": receipt.id,
            "form": verdict.index,
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
    return [_form_row(receipt, verdict, ticket, acted_on), anomalies, _decision_row(verdict.decision)]


def _form_row(receipt: Receipt, verdict: Verdict, ticket: str, acted_on: Situation | None) -> dict[str, Any]:
    essence, header = verdict.essence, verdict.header
    end = _text(essence.end)
    return {
        "receipt": receipt.id,
        "form": verdict.index,
        "ticket": ticket,
        "environment": receipt.environment,
        "sender": receipt.sender,
        "identification": receipt.frame.message,
        "status": header.status if header.status is not None else -1,
        "accepted": verdict.accepted,
        "life": "open",
        "own_reference": verdict.own_reference,
        "target": tickets.compact(verdict.target),
        "header": f"{header.identification} {header.day} {header.hour} {header.status_text} {header.kind}",
        "employer": " ".join(essence.employer),
        "noss": essence.noss,
        "lpa": essence.lpa,
        "company": essence.company,
        "inss": essence.inss,
        "kind": essence.kind or (acted_on.kind if acted_on else ""),
        "postcode": essence.postcode or (acted_on.postcode if acted_on else ""),
        "start_day": _text(essence.start) or (_text(acted_on.start) if acted_on else None),
        "end_day": end or (_text(acted_on.end) if acted_on else None),
        "first_end": _text(acted_on.first_end) if acted_on else end,
        "workers": essence.workers,
        "language": essence.language,
        "law_day": verdict.law_day.isoformat(),
        "offset": verdict.start,
        "size": verdict.size,
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


def _judged(spool: Path) -> Iterator[Judged]:
    with spool.open(encoding="utf-8") as lines:
        for line in lines:
            form, anomalies, decided = json.loads(line)
            decision = None
            if decided is not None:
                ticket, day, *rest = decided
                decision = Decision(ticket, date.fromisoformat(day), *rest)
            yield Judged(form, anomalies, decision)
