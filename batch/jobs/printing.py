"""Prints what was accepted of senders who asked (PRIN001): one set of answers, split at 500 forms.

The copies of a set are made outside any transaction and posted in one. A crash makes the same bytes again; a set
whose copy fails waits alone: its notification and its hand-over have nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batch.jobs.desk import Desk, Outcome
from batch.jobs.handover import Files
from batch.jobs.requests import c61_of
from batch.model.calendar import brussels_day
from batch.model.printout import PDF_LANGUAGES, Printout
from batch.model.receipt import Receipt
from batch.model.slices import batches
from batch.pipeline.reread import communication_of
from batch.ports import Posting, StoredForm
from batch.switchboard import TWCT, target_ticket
from batch.writers import gxd, messages
from batch.writers.printout import printout_pdf


def print_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answered sets whose copies are still to be made."""
    for receipt in desk.register.sets_to_print():
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            _print(desk, receipt)
            outcome.count("sets printed")


def _print(desk: Desk, receipt: Receipt) -> None:
    forms = (form for form, _ in desk.register.accepted_forms(receipt.id))
    postings: list[Posting] = []
    with Files(desk, receipt) as files:
        for slice_ in batches(forms, gxd.MOST_FORMS):
            chunks = copies_of(desk, receipt, slice_, files)
            artifact = desk.archive.write(f"out/{receipt.id}/PRIN.{len(postings) + 1}.xml", chunks)
            day = brussels_day(receipt.received_at)
            postings.append(Posting("PRIN", receipt.environment, receipt.sender, artifact, day))
    desk.register.post_prints(receipt.id, postings, desk.clock())
    desk.log("printed", receipt, sets=len(postings))


def copies_of(desk: Desk, receipt: Receipt, forms: Sequence[StoredForm], files: Files) -> Iterator[bytes]:
    """One answer with the copies of some forms of a set."""
    yield gxd.HEAD.encode()
    for form in forms:
        pdf = _pdf(desk, receipt, form, files) if receipt.message == TWCT.identification else c61_of(desk, form)[0]
        links = (form.ticket, form.own_reference)
        yield messages.prin001(*links, form.essence, pdf, receipt.received_at).encode()
    yield gxd.TAIL.encode()


def _pdf(desk: Desk, receipt: Receipt, form: StoredForm, files: Files) -> bytes:
    law, frame = desk.open_law(), files.frame_of(form)
    said = communication_of(files.bytes_of(form), frame, law)
    language = PDF_LANGUAGES.get(form.essence.language, "fr")
    release = law.release(frame.message, frame.release)
    copy = Printout(
        communication=said,
        ticket=form.ticket,
        target=target_ticket(TWCT, said),
        own_reference=form.own_reference,
        received_on=brussels_day(receipt.received_at),
        office=law.office_of(form.essence.postcode, language),
        labels={zone.tag: law.zone_titles[number] for number, zone in release.zones.items()},
    )
    return printout_pdf(copy, law.words, language, desk.law_room / "templates" / "communication.typ")
