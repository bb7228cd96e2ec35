"""When a rule of a communication can have anything to say: asked once for a form, for all rules that share it."""

from __future__ import annotations

from batch.model.told import FIRST_DAYS
from batch.model.twct import REASON_BLOCKS, Communication
from batch.validators.rulebook import Case

_REASONS = frozenset(REASON_BLOCKS.values())


def is_economic(communication: Communication, _case: Case) -> bool:
    """Risk 001."""
    return communication.risk == "001"


def is_accident(communication: Communication, _case: Case) -> bool:
    """Risk 003."""
    return communication.risk == "003"


def is_major_force(communication: Communication, _case: Case) -> bool:
    """Risk 004."""
    return communication.risk == "004"


def is_first_day(communication: Communication, _case: Case) -> bool:
    """Risk 005."""
    return communication.risk == "005"


def is_social_action(communication: Communication, _case: Case) -> bool:
    """Risk 006."""
    return communication.risk == "006"


def has_window(communication: Communication, _case: Case) -> bool:
    """An original of risk 002 or 005, whose day of announcement counts."""
    return communication.risk in FIRST_DAYS and communication.is_original


def is_simplified(communication: Communication, _case: Case) -> bool:
    """A cancellation without a reason block."""
    return communication.is_simplified


def is_full_or_large(communication: Communication, _case: Case) -> bool:
    """Risk 001 with a full or a large suspension, and both its days."""
    return communication.risk == "001" and communication.regime in (1, 3) and communication.end is not None


def has_period(communication: Communication, _case: Case) -> bool:
    """A block with the period."""
    return communication.period is not None


def has_workers(communication: Communication, _case: Case) -> bool:
    """At least one worker."""
    return bool(communication.workers)


def is_by_user_firm(communication: Communication, _case: Case) -> bool:
    """Told by the firm where an agency's workers work (00849 = 1)."""
    return communication.is_by_user_firm


def is_by_employer(communication: Communication, _case: Case) -> bool:
    """A block of an agency that says that the employer himself tells (00849 = 0), and something else."""
    agency = communication.agency
    return agency is not None and len(agency.zones) > 1 and agency.number("CommunicationSourceIndicator") == 0


def has_several_workers(communication: Communication, _case: Case) -> bool:
    """More than one worker."""
    return len(communication.workers) > 1


def lacks_workers(communication: Communication, _case: Case) -> bool:
    """No worker."""
    return not communication.workers


def has_department(communication: Communication, _case: Case) -> bool:
    """A department."""
    return "DepartmentIdentification" in communication.link.blocks


def lacks_office(communication: Communication, _case: Case) -> bool:
    """No operational office."""
    return "OperationalOffice" not in communication.link.blocks


def is_told_otherwise(communication: Communication, _case: Case) -> bool:
    """No block of an employer, or that of a local authority."""
    return communication.local_authority or not communication.has_link


def tells_first_day(communication: Communication, _case: Case) -> bool:
    """Risk 002 or 005."""
    return communication.risk in FIRST_DAYS


def has_end(communication: Communication, _case: Case) -> bool:
    """A last day that can be read."""
    return communication.end is not None


def has_committee(communication: Communication, _case: Case) -> bool:
    """A joint committee, in the reason block of its own risk."""
    return communication.committee is not None


def has_level(communication: Communication, _case: Case) -> bool:
    """A level, in the reason block of its own risk."""
    return communication.level is not None


def lacks_reason(communication: Communication, _case: Case) -> bool:
    """No reason block of its own risk."""
    return communication.reason is None


def has_foreign_reason(communication: Communication, _case: Case) -> bool:
    """A reason block of another risk than its own."""
    found = _REASONS.intersection(communication.link.blocks)
    return len(found) > 1 or (len(found) == 1 and REASON_BLOCKS.get(communication.risk) not in found)


def has_ppl_number(communication: Communication, _case: Case) -> bool:
    """A PPL number in the employer's block."""
    return communication.link.text("NOSSLPARegistrationNbr") is not None


def has_contact(communication: Communication, _case: Case) -> bool:
    """A contact person."""
    return "CoordinatesContactPerson" in communication.link.blocks


def has_free_address(communication: Communication, _case: Case) -> bool:
    """An address that may lie abroad: of the contact person or of the site."""
    reason, contact = communication.reason, communication.link.first("CoordinatesContactPerson")
    has_site = reason is not None and "SiteAddress" in reason.blocks
    return has_site or (contact is not None and "Address" in contact.blocks)
