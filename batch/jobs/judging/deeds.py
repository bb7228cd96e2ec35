"""What a form does to parameters or notifications, as a row ready for JSON."""

from __future__ import annotations

from typing import Any

from batch.model.correspondence import AnswerNotification, Deed, SendNotification, SetParameters


def deed_row(deed: Deed | None) -> dict[str, Any] | None:
    """The row of a deed; None when there is none."""
    match deed:
        case SetParameters():
            return _parameters(deed)
        case SendNotification():
            return _notification(deed)
        case AnswerNotification():
            proposed = deed.proposed.isoformat() if deed.proposed else None
            return {"deed": "answer", "status": deed.status, "proposed": proposed}
        case None:
            return None


def _parameters(deed: SetParameters) -> dict[str, Any]:
    return {
        "deed": "parameters",
        "employer": list(deed.employer),
        "contact": deed.contact,
        "first_name": deed.first_name,
        "phone": deed.phone,
        "mobile": deed.mobile,
        "email": deed.email,
        "sector": deed.sector,
        "electronic": deed.electronic,
        "language": deed.language,
    }


def _notification(deed: SendNotification) -> dict[str, Any]:
    return {
        "deed": "notification",
        "addressee": deed.addressee,
        "parameters": deed.parameters,
        "kind": deed.kind,
        "regime": deed.regime,
        "start_day": deed.start.isoformat(),
        "end_day": deed.end.isoformat(),
        "noted": deed.noted.isoformat(),
        "comment": deed.comment,
    }
