"""What a test reads out of answers: codes of a receipt, tickets and anomalies of a notification."""

from __future__ import annotations

import re

from batch.model import tickets


def codes_of(acrf: str) -> list[str]:
    """The codes of a receipt, without ``ACRF-``."""
    return re.findall(r"<ErrorID>ACRF-([0-9]{3})</ErrorID>", acrf)


def subject_of(acrf: str) -> str:
    """The file a receipt is about."""
    (found,) = re.findall(r"<FileName>([^<]*)</FileName>", acrf)
    return found


def tickets_of(noti: str) -> list[str]:
    """The tickets a notification gives, in its order."""
    return re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", noti)


def anomalies_of(noti: str) -> list[str]:
    """The anomalies of a notification, in its order."""
    return re.findall(r"<AnomalyReport><ErrorID>([0-9-]+)</ErrorID>", noti)


def nameless(answer: str, *asked: str) -> str:
    """An answer without the names of files and the tickets it gives; ``asked`` stands for a ticket it was asked for."""
    for ticket in asked:
        answer = answer.replace(ticket, "ASKED").replace(tickets.printed(ticket), "ASKED")
    plain = re.sub(r"\b[A-Z]{2}(\.[A-Z]{4})\.[0-9]{6}\.[0-9]{8}\.[0-9A-Z]{5}\.[RST]", r"NAME\1", answer)
    return re.sub(r"(<ReferenceNbr>)[0-9A-Z]{13}<", r"\1GIVEN<", plain)
