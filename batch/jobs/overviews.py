"""Makes the overviews that were asked for (LOAN001, ours): one set of answers for a set, split at 500 forms.

The requests are looked up when the answer is written, in the order of the forms; what is written once stays. So a
crash gives the same bytes, though requests change meanwhile. Rights and the two years are those of the day of
reception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from batch.jobs.desk import Desk, Outcome
from batch.jobs.entitlement import Entitlement
from batch.jobs.handover import Files
from batch.jobs.judging.breaks import StoredBreaks
from batch.model.balance import counts
from batch.model.calendar import brussels_day
from batch.model.overview import Question
from batch.model.receipt import Receipt
from batch.model.sender import Keys, is_same_employer
from batch.model.slices import batches
from batch.pipeline.reread import wishes_of
from batch.ports import Posting, StoredForm
from batch.switchboard import OVERVIEW
from batch.writers import gxd, messages
from batch.writers.balance import balances


def are_asked(receipt: Receipt) -> bool:
    """Whether a set asks for overviews; in simulation too, of what stands there."""
    return receipt.message == OVERVIEW.identification


def make_overviews(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answered sets whose overviews are still to be made."""
    for receipt in desk.register.sets_to_list():
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            _make(desk, receipt, desk.clock())
            outcome.count("overviews made")


def _make(desk: Desk, receipt: Receipt, now: datetime) -> None:
    forms = (form for form, _ in desk.register.accepted_forms(receipt.id))
    postings: list[Posting] = []
    with Files(desk, receipt) as files:
        asking = _Asking(desk, receipt, files)
        for slice_ in batches(forms, gxd.MOST_FORMS):
            place = f"out/{receipt.id}/LOAN.{len(postings) + 1}.xml"
            chunks = _chunks(desk, slice_, asking, now)
            artifact = desk.archive.find(place) or desk.archive.write(place, chunks)
            day = brussels_day(receipt.received_at)
            postings.append(Posting("LOAN", receipt.environment, receipt.sender, artifact, day))
    desk.register.post_overviews(receipt.id, postings, now)
    desk.log("overviews made", receipt, sets=len(postings))


def _chunks(desk: Desk, forms: Sequence[StoredForm], asking: _Asking, now: datetime) -> Iterator[bytes]:
    yield gxd.HEAD.encode()
    for form in forms:
        question, may_see = asking.question(form)
        found, used = desk.register.overview(question, may_see), asking.used(question)
        links = (form.ticket, form.own_reference)
        yield messages.loan001(*links, form.essence, found, asking.office, now, used).encode()
    yield gxd.TAIL.encode()


class _Asking:
    """What the sender of one set may ask for, and what his forms ask."""

    def __init__(self, desk: Desk, receipt: Receipt, files: Files) -> None:
        self._desk = desk
        self._receipt = receipt
        self._files = files
        self._rights = Entitlement(desk, receipt)
        self._permissions = self._rights.permissions()

    def question(self, form: StoredForm) -> tuple[Question, Callable[[Keys], bool]]:
        """What a form asks, and which stored numbers are those of the employer it names.

        A form may name a number that is not the employer's own: what stands under it is shown only if the sender
        may act for those numbers too.
        """
        named = form.essence.employer
        asked = Question(
            environment=form.environment,
            sender=form.sender,
            employer=named,
            today=brussels_day(self._receipt.received_at),
            wishes=wishes_of(self._files.bytes_of(form), self._files.frame_of(form), self._desk.open_law()),
            own_staff="career-break" in self._permissions,
            community_staff="career-break-education" in self._permissions,
        )
        return asked, lambda stored: is_same_employer(stored, named) and self._rights.may_act_for(stored)

    def used(self, question: Question) -> str:
        """What the one worker who is asked for has used with the employer, as far as the sender may know; the law is
        that of the day of reception. It stands on the first page.
        """
        worker, law = question.wishes.inss, self._desk.open_law()
        if not worker or question.wishes.page > 1:
            return ""
        breaks = StoredBreaks(self._desk.register, question.environment, question.sender, self._rights)
        breaks.load([worker])
        here = [one for one in breaks.get(worker) if is_same_employer(one.employer, question.employer)]
        return balances(counts(here, law.leaves.maxima, law, question.today), self._rights.language)

    def office(self, postcode: str) -> str:
        """The competent office of a worker, in the language of the sender; empty while his postcode is not known."""
        return self._desk.open_law().office_of(postcode, self._rights.language)
