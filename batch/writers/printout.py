"""Writes the printable copy of a communication as a PDF/A; the same copy always gives the same bytes.

A worker is printed by the number that was sent, and nothing else of him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from batch.model import tickets
from batch.model.forms import Block
from batch.model.law import Language, Title
from batch.model.printout import Printout
from batch.writers.pdf import day_in, number_shown, period_in, printable, typeset, typographic

Row = tuple[str, str]

_ADDRESS = ("Street", "HouseNbr", "PostBox", "ZIPCode", "City")
_BELGIUM = 150
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
        self._words = words
        self._language = language

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
        return typographic(self._words[key].in_(self._language))

    def _day(self, day: date) -> str:
        return day_in(day, self._words, self._language)

    def _sections(self) -> Iterator[tuple[str, list[Row]]]:
        link = self._said.link
        yield "print_communication", list(self._communication())
        yield "print_employer", list(self._employer())
        yield "print_operational", [(self._word("print_address"), self._address(link.first("OperationalOffice")))]
        yield "print_contact", list(self._contact(link.first("CoordinatesContactPerson")))
        yield "print_reason", list(self._reason())

    def _communication(self) -> Iterator[Row]:
        copy, said = self._copy, self._said
        yield self._word("letter_ticket"), printable(tickets.printed(copy.ticket))
        yield self._word("print_target"), printable(tickets.printed(copy.target))
        yield self._word("letter_own_reference"), printable(copy.own_reference)
        yield self._word("letter_created"), self._day(said.created) if said.created else ""
        yield self._word("print_received"), self._day(copy.received_on)
        yield self._word("print_office"), printable(copy.office)
        yield self._word("letter_risk"), self._word(f"risk_{said.risk}") if said.risk else ""
        yield self._word("letter_period"), period_in(said.start, said.end, self._words, self._language)
        yield self._word("letter_worker_count"), str(len(said.workers) or "")
        yield self._word("print_department"), _text(said.link.first("DepartmentIdentification"), "DepartmentName")
        yield self._word("print_comment"), _text(said.form.first("CommentDeclaration"), "CommentOfDeclaration")

    def _employer(self) -> Iterator[Row]:
        link = self._said.link
        yield self._word("letter_noss"), number_shown(_text(link, "NOSSRegistrationNbr"))
        yield self._word("letter_ppl"), number_shown(_text(link, "NOSSLPARegistrationNbr"))
        yield self._word("letter_company"), number_shown(_text(link, "CompanyID"))
        sender = link.first("Sender")
        names = (_text(sender, "Denomination"), self._address(sender))
        yield self._word("print_sender"), ", ".join(name for name in names if name)
        if self._said.agency is not None:
            yield from self._zones(self._said.agency, "CommunicationSourceIndicator")
            zones = [_text(self._said.agency, tag) for tag in ("Denomination", "NOSSRegistrationNbr", "CompanyID")]
            yield self._word("print_agency"), ", ".join(zone for zone in zones if zone)

    def _contact(self, person: Block | None) -> Iterator[Row]:
        if person is None:
            return
        yield self._word("print_name"), f"{_text(person, 'FirstName')} {_text(person, 'Name')}".strip()
        yield self._word("print_address"), self._address(person.first("Address"))
        reached = person.first("Communication")
        if reached is not None:
            yield from self._zones(reached, "PhoneNbr", "GSMNbr", "FaxNbr", "EmailAddress")

    def _reason(self) -> Iterator[Row]:
        reason = self._said.reason
        if reason is None:
            return
        yield from self._zones(reason, *(tag for tag in reason.zones if tag != _PROMISE))
        for detail in reason.every("SocialActionUnemployment"):
            yield from self._zones(detail, *detail.zones)
        yield self._word("print_site"), self._address(reason.first("SiteAddress"))

    def _zones(self, block: Block, *tags: str) -> Iterator[Row]:
        """Zones under their published names."""
        for tag in tags:
            value = _text(block, tag)
            if value and tag in self._copy.labels:
                yield self._label(tag), self._value(tag, block.day(tag), value)

    def _label(self, tag: str) -> str:
        """The published name; the French and Dutch ones are printed in capitals, which are hard to read."""
        label = typographic(self._copy.labels[tag].in_(self._language))
        return label.capitalize() if label.isupper() else label

    def _value(self, tag: str, day: date | None, value: str) -> str:
        """A code in words where ``words.toml`` spells it out as ``print_<zone>_<value>``; a day; else as sent."""
        spelt = self._words.get(f"print_{tag}_{value}")
        if spelt is not None:
            return typographic(spelt.in_(self._language))
        return self._day(day) if day else value

    def _workers(self) -> Iterator[Row]:
        for nth, worker in enumerate(self._said.workers, 1):
            own = worker.first("IndividualUnempPeriod")
            end = own.day("IndividualUnempEndingDate") if own else None
            until = f" ({period_in(None, end, self._words, self._language)})" if end else ""
            yield str(nth), _text(worker, "INSS") + until

    def _promise(self) -> str:
        reason = self._said.reason if self._said.risk == "001" else None
        return self._word("print_promise") if reason and reason.number(_PROMISE) == 1 else ""

    def _address(self, block: Block | None) -> str:
        """Street and town on one line; the country only when it is another than Belgium."""
        street, house, box, postcode, city = (_text(block, tag) for tag in _ADDRESS)
        country = block.number("Country") if block else None
        lines = (
            " ".join(part for part in (street, house, box and f"/ {box}") if part),
            f"{postcode} {city}".strip(),
            "" if country in (None, _BELGIUM) else self._country(str(country)),
        )
        return ", ".join(line for line in lines if line)

    def _country(self, code: str) -> str:
        spelt = self._words.get(f"print_Country_{code}")
        return typographic(spelt.in_(self._language)) if spelt else f"{self._label('Country')} {code}"


def _text(block: Block | None, tag: str) -> str:
    return printable(block.text(tag) or "") if block else ""
