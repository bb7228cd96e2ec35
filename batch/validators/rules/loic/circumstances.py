"""When a rule of a career break can have anything to say: asked once for a form, for all rules that share it."""

from __future__ import annotations

from batch.model.loic import FULL, Request
from batch.validators.rulebook import Case
from batch.validators.rules import address
from batch.validators.rules.loic.kinds import TIME_CREDIT, family_of

_NEW_END, _CANCELLATION = 1, 3
_ORDINARY = frozenset({"ordinary", "ordinary-end"})


def is_new_end(request: Request, _case: Case) -> bool:
    """A new end date."""
    return request.header.status == _NEW_END


def is_cancellation(request: Request, _case: Case) -> bool:
    """A cancellation."""
    return request.header.status == _CANCELLATION


def is_no_request(request: Request, _case: Case) -> bool:
    """A new end date or a cancellation."""
    return request.header.status in (_NEW_END, _CANCELLATION)


def is_known_leave(request: Request, case: Case) -> bool:
    """A request for a break whose family is known."""
    return family_of(request, case) != ""


def is_time_credit(request: Request, case: Case) -> bool:
    """A request for a time credit, with motive or at the end of the career."""
    return family_of(request, case) in TIME_CREDIT


def has_motive(request: Request, case: Case) -> bool:
    """A request for a time credit with motive."""
    return family_of(request, case) == "time-credit"


def is_ordinary_leave(request: Request, case: Case) -> bool:
    """A request for an ordinary break of the public sector, also at the end of the career."""
    return family_of(request, case) in _ORDINARY


def leaves_no_scheme(request: Request, _case: Case) -> bool:
    """A full break, or a new end date: neither tells a working scheme."""
    return request.regime == FULL or request.header.status == _NEW_END


def is_partial(request: Request, _case: Case) -> bool:
    """A break that leaves some work."""
    return request.regime not in (None, FULL)


def has_agreement(request: Request, _case: Case) -> bool:
    """A block of a collective labour agreement."""
    return request.agreement is not None


def has_threshold(request: Request, _case: Case) -> bool:
    """A block with the threshold."""
    return request.threshold is not None


def has_education(request: Request, _case: Case) -> bool:
    """A block of education."""
    return request.education is not None


def has_questions(request: Request, _case: Case) -> bool:
    """At least one question."""
    return bool(request.questions())


def has_doubtful_address(request: Request, case: Case) -> bool:
    """A Belgian address of the contact person whose postcode or town is not the usual one."""
    if request.contact is None:
        return False
    found = request.contact.every("Address")
    return any(address.is_belgian(block) and address.is_doubtful(block, case) for block in found)
