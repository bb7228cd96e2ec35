"""No oracle: what a sender may not know answers byte for byte like a ticket that never existed."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from declarations import loic, reference, simplified, twct
from installations import NOW, Installation, make_installation
from notices import anomalies_of, nameless, tickets_of

from batch.model import tickets
from batch.model.sender import EVERY, Mandate
from batch.model.verdict import Decision

HERS, HIS = "123456", "234567"
NEVER = {"TWCT": tickets.make("3A0", 77_777), "LOIC": tickets.make("04W", 77_777)}
NEXT_QUARTER = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)


def fresh(text: str) -> str:
    """The same declaration, made yesterday."""
    return text.replace("2026-03-09</FormCreationDate>", "2026-03-15</FormCreationDate>").replace(
        "2026-03-17</TempUnemploymentStartingDate>", "2026-03-25</TempUnemploymentStartingDate>"
    )


ORIGINALS = {"TWCT": fresh(twct()), "LOIC": fresh(loic())}
REFUSED = {"TWCT": fresh(twct(NOSSRegistrationNbr="161234564")), "LOIC": fresh(loic(INSS="84051291738"))}


class Channel:
    """One installation in which sets get their names by themselves."""

    def __init__(self, home: Path) -> None:
        self.made: Installation = make_installation(home)
        self._numbers = count(1)

    def answer(self, code: str, content: str, sender: str) -> str:
        stem = f"{code}.{sender}.{self.made.now:%Y%m%d}.{next(self._numbers):05d}.R"
        before = len(self.made.texts("NOTI", sender))
        self.made.lay(stem, content, sender=sender)
        assert self.made.run().problems == []
        (noti,) = self.made.texts("NOTI", sender)[before:]
        return noti

    def ticket(self, code: str, content: str, sender: str, *, accepted: bool = True) -> str:
        noti = self.answer(code, content, sender)
        assert noti.count("<HandlingResult><ResultCode>1<") == (1 if accepted else 0), anomalies_of(noti)
        (found,) = tickets_of(noti)
        return found


def accepted(channel: Channel, code: str, sender: str) -> str:
    return channel.ticket(code, ORIGINALS[code], sender)


def refused(channel: Channel, code: str, sender: str) -> str:
    return channel.ticket(code, REFUSED[code], sender, accepted=False)


def replaced(channel: Channel, code: str, sender: str) -> str:
    first = accepted(channel, code, sender)
    channel.ticket(code, acting(code, 1, first), sender)
    return first


def cancelled(channel: Channel, code: str, sender: str) -> str:
    first = accepted(channel, code, sender)
    channel.ticket(code, acting(code, 3, first), sender)
    return first


def a_cancellation(channel: Channel, code: str, sender: str) -> str:
    return channel.ticket(code, acting(code, 3, accepted(channel, code, sender)), sender)


def decided(channel: Channel, code: str, sender: str) -> str:
    first = accepted(channel, code, sender)
    if code == "LOIC":
        channel.made.complete(first)
        channel.made.run()
    decision = Decision(first, NOW.date(), True, "En ordre", None, "Bruxelles")
    channel.made.register.note_decision(decision, "back office", NOW)
    return first


def acting(code: str, status: int, ticket: str) -> str:
    if code == "LOIC":
        return fresh(loic(status=status, ticket=ticket))
    return fresh(simplified(ticket=ticket) if status == 3 else twct(status=1, ticket=ticket))


def replacing(code: str, ticket: str) -> str:
    """An original that says which refused form it stands for."""
    text = ORIGINALS[code]
    marker = "  <ReferenceData>" if code == "LOIC" else "  <EmployerDeclarationLink>"
    return text.replace(marker, f"  {reference(6, 2, ticket)}\n{marker}", 1)


STATES = (accepted, refused, replaced, cancelled, a_cancellation, decided)
ASKS = {
    "change": lambda code, ticket: acting(code, 1, ticket),
    "cancel": lambda code, ticket: acting(code, 3, ticket),
    "replace": replacing,
}


@pytest.mark.parametrize("code", ["TWCT", "LOIC"])
@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_a_form_of_another_sender_is_as_one_that_never_was(tmp_path: Path, code: str, state) -> None:
    """For every state it can be in and everything that can be asked of it; of its own kind and of the other."""
    channel = Channel(tmp_path)
    foreign = state(channel, code, HIS)
    for kind, ask in ((kind, ask) for kind in ("TWCT", "LOIC") for ask in ASKS.values()):
        theirs, never = (
            nameless(channel.answer(kind, ask(kind, ticket), HERS), ticket) for ticket in (foreign, NEVER[code])
        )
        assert theirs == never
        assert "00222-234" in anomalies_of(never)


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_her_own_form_of_an_employer_she_no_longer_acts_for_is_as_one_that_never_was(tmp_path: Path, state) -> None:
    channel = Channel(tmp_path)
    directory = channel.made.register.directory
    hers = state(channel, "TWCT", HERS)
    directory.end_mandates([one.id for one in directory.mandates(HERS)], 20261, NOW)
    directory.add_mandate(Mandate(HERS, "169870667", "1377700106", EVERY), NOW)
    channel.made.now = NEXT_QUARTER
    for ask in ASKS.values():
        by_another = {
            ticket: ask("TWCT", ticket).replace("161234563", "169870667").replace("1245007866", "1377700106")
            for ticket in (hers, NEVER["TWCT"])
        }
        mine, never = (nameless(channel.answer("TWCT", text, HERS), ticket) for ticket, text in by_another.items())
        assert mine == never
        assert "00222-234" in anomalies_of(never)
        assert "00011-155" not in anomalies_of(never)


def test_her_own_form_is_found_again_with_a_mandate(tmp_path: Path) -> None:
    """The other side of the coin: what was hidden by the quarter is there when the mandate is."""
    channel = Channel(tmp_path)
    ticket = accepted(channel, "TWCT", HERS)
    channel.made.now = NEXT_QUARTER
    assert "00222-234" not in anomalies_of(channel.answer("TWCT", acting("TWCT", 3, ticket), HERS))


def test_the_tickets_that_never_were_are_well_formed() -> None:
    assert not any(map(tickets.is_mistyped, NEVER.values()))
