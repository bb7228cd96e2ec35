"""What the sender of a set may do: use the application, hold its permission, act for the employers named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from batch import switchboard
from batch.jobs.desk import Desk
from batch.model.calendar import brussels_day, quarter_of
from batch.model.findings import FileFault
from batch.model.law import Language
from batch.model.receipt import Part, Receipt
from batch.model.sender import PERMISSIONS, Keys, Mandate, Permission, Sender, group_of, may_act_for
from batch.pipeline.claims import Claim, claims_of
from batch.validators import delivery

_NOT_FOR_THIS_EMPLOYER = "101"
_EMPLOYERS = 4_096
"""How many answers are kept: a set asks again and again for the same employers."""
_LONGEST_KEY = 16
"""A longer number is nobody's, and not worth keeping."""


Granted = tuple[Sender | None, tuple[Mandate, ...]]
"""Who a sender is, and for whom he may act."""


class Entitlement:
    """The rights of the sender of one set on the day it was received."""

    def __init__(self, desk: Desk, receipt: Receipt, granted: Granted | None = None) -> None:
        self._desk = desk
        self._granted = granted
        self._receipt = receipt
        self._day = brussels_day(receipt.received_at)
        self._group, self._quarter = group_of(receipt.code), quarter_of(self._day)
        self._message = next(iter(switchboard.OF_CODE.get(receipt.code, ())), None)
        self._may_act_for = lru_cache(maxsize=_EMPLOYERS)(self._asked_for)

    @cached_property
    def sender(self) -> Sender | None:
        """Who delivered the set."""
        return self._granted[0] if self._granted else self._desk.directory.sender(self._receipt.sender)

    @property
    def language(self) -> Language:
        """The language of his answers; French for one that is not known."""
        return self.sender.language if self.sender else "fr"

    @cached_property
    def _mandates(self) -> tuple[Mandate, ...]:
        return self._granted[1] if self._granted else self._desk.directory.mandates_of(self._receipt.sender)

    def granted(self) -> Granted:
        """What another process needs, so that it does not ask again what may have changed meanwhile."""
        return self.sender, self._mandates

    def faults(self) -> Iterator[FileFault]:
        """What forbids the sender to send such a file at all."""
        quality = None if self._message is None else self._message.quality
        missing = tuple(self._missing_permissions())
        yield from delivery.sender_faults(self.sender, self._receipt.sender, self._receipt.code, quality, missing)

    def _missing_permissions(self) -> Iterator[str]:
        """An employer that sends for itself needs the permission of its enterprise; a mandatary has its mandate."""
        wanted = self._message.permissions if self._message else ()
        if wanted and not self.permissions() & set(wanted):
            yield wanted[0]

    def permissions(self) -> frozenset[Permission]:
        """What an employer that sends for itself is allowed on the day of reception; a mandatary, everything."""
        if self.sender is None or self.sender.quality != "employer":
            return frozenset(PERMISSIONS)
        return self._desk.directory.permissions_of(self.sender.company, self._day)

    def faults_of_forms(self, parts: Iterable[Part]) -> Iterator[FileFault]:
        """An employer's file that names somebody else's employer is refused as a whole (101), and so is one that asks
        leave for staff for which its enterprise has no permission (427). Ours: which of 101 and -155 applies is not
        in the record; a mandatary's forms are judged one by one.
        """
        if self.sender is None or self.sender.quality != "employer":
            return
        allowed = self.permissions()
        for part in parts:
            for claim in self._claims(part) if part.frame.count else ():
                if not self.may_act_for(claim.employer):
                    yield FileFault(_NOT_FOR_THIS_EMPLOYER, part.name)
                    return
                if claim.permission and claim.permission not in allowed:
                    yield FileFault(delivery.NOT_PERMITTED, claim.permission)
                    return

    def _claims(self, part: Part) -> Iterator[Claim]:
        archive = self._desk.archive
        return claims_of(lambda: archive.open(part.content), part.frame, self._desk.open_law())

    def may_act_for(self, employer: Keys) -> bool:
        """Whether the sender may act for an employer today: his own enterprise, or one that gave him a mandate.

        A form that names no employer has other faults; ONEM's own applications act for everybody. The mandate
        counts on the day of reception: a new mandatary takes over past, present and future (Mahis).
        """
        for key in employer:
            if len(key) > _LONGEST_KEY:
                return self._asked_for(employer)
        return self._may_act_for(employer)

    def _asked_for(self, employer: Keys) -> bool:
        if not employer or self._group is None or self.sender is None:
            return True
        return may_act_for(self.sender, self._mandates, employer, self._group, self._quarter)
