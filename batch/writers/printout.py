"""Writes the printable copy of a communication as a PDF/A; the same copy always gives the same bytes.

A worker is printed by the number that was sent, and nothing else of him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from batch.model import tickets
from batch.model.forms import Block
from batch.model.law import Language, Title
from batch.model.printout import Printout
from batch.writers.pdf import number_shown, printable, typeset
from batch.writers.shown import Row, Shown, text_of

_PROMISE = "DeclarationOnHonour"
"""Zone 01233: 1 is the promise not to subcontract; its three digits may be written out."""


def printout_pdf(copy: Printout, words: Mapping[str, Title], language: Language, template: Path) -> bytes:
    """The copy in that language, on as many pages as it needs.

    Raises:
        KeyError: a word of the copy is not in the glossary (ours).
        typst.TypstError: the template does not compile (ours).
    """
    return typeset(template, _Composer(copy, words, language).content(), copy.received_on)


class _Composer:
    """One copy in one language: every text, ready to be printed."""

    def __init__(self, copy: Printout, words: Mapping[str, Title], language: Language) -> None:
        self._copy = copy
        self._said = copy.communication
        self._language = language
        self._shown = Shown(words, copy.labels, language)

    def content(self) -> dict[str, object]:
        """What the template prints, by place."""
        ticket = printable(tickets.printed(self._copy.ticket))
        return {
            "language": self._language,
            "authority": self._word("letter_authority"),
            "office": printable(self._copy.office),
            "title": self._word(f"print_title_{self._said.status or 0}"),
            "ticket": ticket,
            "sections": [
                {"title": self._word(title), "rows": [row for row in rows if row[1]]}
                for title, rows in self._sections()
                if any(value for _, value in rows)
            ],
            "workers_title": self._word("print_workers"),
            "workers": [list(one) for one in self._workers()],
            "promise_title": self._word("print_promise_title"),
            "promise": self._promise(),
            "note": self._word("print_note"),
            "footer": f"{self._word('letter_ticket')} {ticket}",
        }

    def _word(self, key: str) -> str:
        return self._shown.word(key)

    def _sections(self) -> Iterator[tuple[str, list[Row]]]:
        link = self._said.link
        yield "print_communication", list(self._communication())
        yield "print_employer", list(self._employer())
        yield "print_operational", [(self._word("print_address"), self._shown.address(link.first("OperationalOffice")))]
        yield "print_contact", list(self._contact(link.first("CoordinatesContactPerson")))
        yield "print_reason", list(self._reason())

    def _communication(self) -> Iterator[Row]:
        copy, said = self._copy, self._said
        yield self._word("letter_ticket"), printable(tickets.printed(copy.ticket))
        yield self._word("print_target"), printable(tickets.printed(copy.target))
        yield self._word("letter_own_reference"), printable(copy.own_reference)
        yield self._word("letter_created"), self._shown.day(said.created) if said.created else ""
        yield self._word("print_received"), self._shown.day(copy.received_on)
        yield self._word("print_office"), printable(copy.office)
        yield self._word("letter_risk"), self._word(f"risk_{said.risk}") if said.risk else ""
        yield self._word("letter_period"), self._shown.period(said.start, said.end)
        yield self._word("letter_worker_count"), str(len(said.workers) or "")
        yield self._word("print_department"), text_of(said.link.first("DepartmentIdentification"), "DepartmentName")
        yield self._word("print_comment"), text_of(said.form.first("CommentDeclaration"), "CommentOfDeclaration")

    def _employer(self) -> Iterator[Row]:
        link = self._said.link
        yield self._word("letter_noss"), number_shown(text_of(link, "NOSSRegistrationNbr"))
        yield self._word("letter_ppl"), number_shown(text_of(link, "NOSSLPARegistrationNbr"))
        yield self._word("letter_company"), number_shown(text_of(link, "CompanyID"))
        sender = link.first("Sender")
        names = (text_of(sender, "Denomination"), self._shown.address(sender))
        yield self._word("print_sender"), ", ".join(name for name in names if name)
        if self._said.agency is not None:
            yield from self._shown.zones(self._said.agency, "CommunicationSourceIndicator")
            zones = [text_of(self._said.agency, tag) for tag in ("Denomination", "NOSSRegistrationNbr", "CompanyID")]
            yield self._word("print_agency"), ", ".join(zone for zone in zones if zone)

    def _contact(self, person: Block | None) -> Iterator[Row]:
        if person is None:
            return
        yield self._word("print_name"), f"{text_of(person, 'FirstName')} {text_of(person, 'Name')}".strip()
        yield self._word("print_address"), self._shown.address(person.first("Address"))
        reached = person.first("Communication")
        if reached is not None:
            yield from self._shown.zones(reached, "PhoneNbr", "GSMNbr", "FaxNbr", "EmailAddress")

    def _reason(self) -> Iterator[Row]:
        reason = self._said.reason
        if reason is None:
            return
        yield from self._shown.zones(reason, *(tag for tag in reason.zones if tag != _PROMISE))
        for detail in reason.every("SocialActionUnemployment"):
            yield from self._shown.zones(detail, *detail.zones)
        yield self._word("print_site"), self._shown.address(reason.first("SiteAddress"))

    def _workers(self) -> Iterator[Row]:
        for nth, worker in enumerate(self._said.workers, 1):
            own = worker.first("IndividualUnempPeriod")
            end = own.day("IndividualUnempEndingDate") if own else None
            until = f" ({self._shown.period(None, end)})" if end else ""
            yield str(nth), text_of(worker, "INSS") + until

    def _promise(self) -> str:
        reason = self._said.reason if self._said.risk == "001" else None
        return self._word("print_promise") if reason and reason.number(_PROMISE) == 1 else ""
