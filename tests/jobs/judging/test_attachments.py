"""Attachments through the channel: what is kept of them, whom they complete, and who hears of it."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from channel import lay, sent, told
from declarations import attached, brought, completed_with, deci, loic, together, worker_part
from installations import Installation, alone
from papers import CARER, MEDICAL, PALLIATIVE, PHOTO, Paper, pdf

from batch.jobs import process as processing
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets
from batch.jobs.process import process, process_sets
from batch.model.attachment import MOST_BYTES, MOST_FILES
from batch.store import attachments

PAPER = Paper()
KINDS = [("6002", MEDICAL), ("6003", PALLIATIVE), ("6004", CARER)]


def wants(kind: str, *papers: Paper) -> str:
    """A request of a type of interruption, with files."""
    end = "2026-07-31" if kind == "6004" else "2026-06-30"
    text = loic("parental-partial").replace(">6001<", f">{kind}<").replace("2026-11-30", end)
    return brought(text, "LOIC004", *papers) if papers else text


def kept(installation: Installation, ticket: str) -> list[tuple[str, str, str, str]]:
    """What is attached to a request: by whom, the type, the name and the digest."""
    with installation.register.reading() as connection:
        rows = attachments.of_dossier(connection, ticket)
    return [(row["origin"], row["kind"], row["attachment"], row["sha256"]) for row in rows]


def contents(installation: Installation) -> list[bytes]:
    """The bytes of all attachments in the archive."""
    folder = installation.home / "archive" / "attachments"
    return [path.read_bytes() for path in sorted(folder.glob("*/*"))]


@pytest.fixture
def ticket(installation: Installation) -> str:
    return sent(installation, "LOIC", wants("6002"))


def test_a_missing_certificate_is_waited_for_and_its_coming_is_told(installation: Installation, ticket: str) -> None:
    sent(installation, "LOWK", worker_part(ticket=ticket), "999997")
    sent(installation, "LOWK", attached(PAPER, name="LOWK004", ticket=ticket), "999997")

    assert told(installation) == ["awaiting-attachments", "awaiting-onem"]
    assert kept(installation, ticket) == [("worker", MEDICAL, PAPER.id, hashlib.sha256(PAPER.content).hexdigest())]
    assert contents(installation) == [PAPER.content]


@pytest.mark.parametrize(("kind", "document"), KINDS)
def test_the_worker_part_with_the_mandatory_document_is_complete(
    installation: Installation, kind: str, document: str
) -> None:
    ticket = sent(installation, "LOIC", wants(kind))
    sent(installation, "LOWK", completed_with(replace(PAPER, kind=document), ticket=ticket), "999997")
    assert told(installation) == ["awaiting-onem"]


@pytest.mark.parametrize(("kind", "document"), KINDS)
def test_the_employer_may_bring_it_with_the_request(installation: Installation, kind: str, document: str) -> None:
    ticket = sent(installation, "LOIC", wants(kind, replace(PHOTO, kind=document)))
    sent(installation, "LOWK", worker_part(ticket=ticket), "999997")
    assert told(installation) == ["awaiting-onem"]


def test_the_employer_may_bring_it_later_and_before_the_worker(installation: Installation, ticket: str) -> None:
    sent(installation, "LOIC", attached(PAPER, ticket=ticket))
    assert told(installation) == []
    sent(installation, "LOWK", worker_part(ticket=ticket), "999997")
    assert told(installation) == ["awaiting-onem"]


def test_another_document_does_not_stand_in_for_the_mandatory_one(installation: Installation, ticket: str) -> None:
    sent(installation, "LOWK", completed_with(replace(PAPER, kind=CARER), ticket=ticket), "999997")
    sent(installation, "LOIC", attached(replace(PAPER, kind=PALLIATIVE), ticket=ticket))
    assert told(installation) == ["awaiting-attachments"]


def test_documents_are_counted_after_a_new_end_date_too(installation: Installation, ticket: str) -> None:
    sent(installation, "LOIC", attached(PAPER, ticket=ticket))
    newer = sent(installation, "LOIC", loic(status=1, ticket=ticket))
    assert sent(installation, "LOIC", attached(PAPER, ticket=ticket)) == "00222-180"
    sent(installation, "LOWK", worker_part(ticket=newer), "999997")
    assert told(installation) == ["awaiting-onem"]


def test_once_it_waits_for_onem_nothing_is_added(installation: Installation, ticket: str) -> None:
    sent(installation, "LOWK", completed_with(PAPER, ticket=ticket), "999997")
    assert sent(installation, "LOIC", attached(PAPER, ticket=ticket)) == "00222-181"
    assert sent(installation, "LOWK", attached(PAPER, name="LOWK004", ticket=ticket), "999997") == "00222-181"
    assert len(kept(installation, ticket)) == 1


def test_onem_does_not_decide_while_a_certificate_is_missing(installation: Installation, ticket: str) -> None:
    sent(installation, "LOWK", worker_part(ticket=ticket), "999997")
    assert sent(installation, "DECI", deci(ticket=ticket), "999998") == "00222-181"


def test_a_request_of_somebody_else_is_as_one_that_does_not_exist(installation: Installation, ticket: str) -> None:
    assert sent(installation, "LOIC", attached(PAPER, ticket=ticket), "234567") == "00222-234"
    assert kept(installation, ticket) == []
    assert contents(installation) == []


def test_of_a_refused_form_nothing_is_kept(installation: Installation, ticket: str) -> None:
    cut = replace(PAPER, content=PAPER.content[:-40])
    assert sent(installation, "LOIC", attached(PHOTO, cut, ticket=ticket)) == "01059-003"
    assert kept(installation, ticket) == []
    assert contents(installation) == []
    assert b64encode(cut.content[:30]).decode() not in installation.texts("NOTI")[-1]


def test_one_content_lies_in_the_archive_once(installation: Installation, ticket: str) -> None:
    twin = replace(PAPER, id="A000002", kind=CARER)
    sent(installation, "LOIC", attached(PAPER, twin, ticket=ticket))
    sent(installation, "LOWK", attached(PAPER, name="LOWK004", ticket=ticket), "999997")
    assert len(kept(installation, ticket)) == 3
    assert contents(installation) == [PAPER.content]


def test_two_forms_of_one_set_count_together(installation: Installation, ticket: str) -> None:
    other = sent(installation, "LOIC", wants("6004"))
    for one in (ticket, other):
        sent(installation, "LOWK", worker_part(ticket=one), "999997")
    first, second = attached(PAPER, ticket=ticket), attached(replace(PAPER, kind=CARER), ticket=other)
    third = attached(PHOTO, ticket=ticket)  # the first has sent the request to ONEM
    lay(installation, "LOIC", together(first, second, third))
    assert installation.run().problems == []
    assert told(installation)[2:] == ["awaiting-onem", "awaiting-onem"]
    assert installation.texts("NOTI")[-1].count("00222-181") == 1


class Meanwhile:
    """The inbox of an installation, in which something happens between the judging of a set and its commit."""

    def __init__(self, installation: Installation, happens: Callable[[], object]) -> None:
        self._inbox = installation.desk.inbox
        self._happens = [happens]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inbox, name)

    def holds(self, sender: str, folder: str, name: str) -> bool:
        if self._happens:
            self._happens.pop()()
        return self._inbox.holds(sender, folder, name)


def test_a_certificate_that_comes_while_the_worker_part_is_judged_counts(
    installation: Installation, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "PROCESS", replace(processing.PROCESS, share=None))
    desk, outcome = installation.desk, Outcome(installation.desk.logger)
    lay(installation, "LOWK", worker_part(ticket=ticket), "999997")
    lay(installation, "LOIC", attached(PAPER, ticket=ticket))
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome, alone(desk))
    sets = {receipt.code: receipt for receipt in desk.register.receipts("acknowledged")}
    inbox = Meanwhile(installation, lambda: process(desk, sets["LOIC"]))
    process_sets(replace(desk, inbox=inbox), outcome, alone(desk))
    assert outcome.problems == []

    installation.run()
    assert told(installation) == ["awaiting-onem"]


def test_nothing_of_what_the_worker_attached_reaches_the_employer(installation: Installation, ticket: str) -> None:
    secret = replace(PAPER, content=pdf("Oncologie"), kind="99", description="Rapport du service")
    sent(installation, "LOWK", completed_with(PAPER, secret, ticket=ticket), "999997")
    everything = b"".join(installation.answers().values()).decode()
    for word in ("LOWK004", "Rapport", secret.id, hashlib.sha256(secret.content).hexdigest(), "AttachmentType"):
        assert word not in everything


@pytest.mark.parametrize("name", ["LOIC004", "LOWK004"])
def test_attachments_are_handed_over_byte_for_byte(installation: Installation, ticket: str, name: str) -> None:
    text = attached(PAPER, name=name, ticket=ticket)
    sent(installation, name[:4], text, "999997" if name == "LOWK004" else "123456")
    hand = installation.texts("HAND", "999998")[-1]
    declaration = b64decode(hand.partition("<DocumentBase64>")[2].partition("<")[0]).decode()
    assert Paper().data().strip() in declaration
    assert f"<Identification>{name}</Identification>" in declaration


def test_files_of_a_simulation_stay_in_the_simulation(installation: Installation, ticket: str) -> None:
    lay(installation, "LOIC", attached(PAPER, ticket=ticket), environment="S")
    assert installation.run().problems == []
    assert "00222-234" in installation.texts("NOTI", folder="OUTTEST-S")[-1]
    assert kept(installation, ticket) == []


def test_ten_files_of_two_megabytes_fit(installation: Installation, ticket: str) -> None:
    head = len(pdf(comment="x" * 999_000)) - 999_000  # offsets in it have so many digits
    papers = [
        replace(PAPER, id=f"A{number:06d}", content=pdf(comment=f"{number}" * (MOST_BYTES - head - 9)))
        for number in range(MOST_FILES)
    ]
    assert max(len(one.content) for one in papers) <= MOST_BYTES
    assert len(sent(installation, "LOIC", attached(*papers, ticket=ticket))) == 13
    assert sorted(contents(installation)) == sorted(one.content for one in papers)
    assert len(installation.answers("999998")) > 0
