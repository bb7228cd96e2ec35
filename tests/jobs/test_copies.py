"""What follows an accepted request beside its answers: C61, confirmation mail, e-Box copy; wanted, and once."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import io
import json
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from breaks_sent import lay, sent
from declarations import WORKERS, loic, worker_part
from installations import Installation, make_installation
from mailboxes import free_port, mailbox
from pypdf import PdfReader

from batch.jobs.confirm import send_confirmations
from batch.jobs.desk import Outcome
from batch.jobs.ebox import file_copies
from batch.jobs.run import pick_up
from batch.model import tickets
from batch.store import overview


def wants(installation: Installation, *wishes: str) -> Installation:
    changes = {f"wants_{wish}": True for wish in wishes}
    installation.register.directory.change_sender("123456", changes, installation.now)
    return installation


def printed(installation: Installation) -> list[str]:
    """The words of each C61 that the sender got."""
    text = "".join(installation.texts("PRIN"))
    return [words_of(base64.b64decode(one)) for one in re.findall("<DocumentBase64>(.*?)</DocumentBase64>", text)]


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def mails(installation: Installation) -> list[EmailMessage]:
    return [read(path.read_bytes()) for path in sorted((installation.home / "outbox" / "mail").glob("*"))]


def read(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def ebox(installation: Installation) -> dict[str, bytes]:
    root = installation.home / "outbox" / "ebox"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def undelivered(installation: Installation) -> list[tuple[str, str, str]]:
    with installation.register.reading() as connection:
        return [(one["kind"], one["state"], one["why"]) for one in overview.undelivered(connection)]


# -- who gets what ---------------------------------------------------------------------------------------------


def test_a_sender_who_asks_for_nothing_gets_nothing(installation: Installation) -> None:
    sent(installation, loic())
    assert (printed(installation), mails(installation), ebox(installation)) == ([], [], {})
    wants(installation, "print", "mail", "ebox")
    installation.run()
    assert (printed(installation), mails(installation), ebox(installation)) == ([], [], {})


def test_neither_simulation_nor_test_nor_a_refused_request_leads_to_anything(installation: Installation) -> None:
    wants(installation, "print", "mail", "ebox")
    for kind in ("S", "T"):
        lay(installation, loic(), kind=kind)
    lay(installation, loic(InterruptionType="9999"))
    installation.run()
    assert installation.texts("NOTI")
    assert installation.texts("NOTI", folder="OUTTEST-S")
    assert (printed(installation), mails(installation), ebox(installation)) == ([], [], {})


def test_the_worker_part_leads_to_no_copy(installation: Installation) -> None:
    installation.register.directory.change_sender(
        "999997", {"wants_print": True, "wants_mail": True, "wants_ebox": True}, installation.now
    )
    ticket = sent(installation, loic())
    sent(installation, worker_part(ticket=ticket), "LOWK", "999997")
    assert installation.texts("PRIN", "999997") == []
    assert (mails(installation), ebox(installation)) == ([], {})


# -- the C61 ---------------------------------------------------------------------------------------------------


def test_a_request_is_printed_in_the_language_it_asks_for(installation: Installation) -> None:
    wants(installation, "print")
    ticket = sent(installation, loic("parental-full"))
    sent(installation, loic("parental-full", LanguageCodePdf="1"))
    sent(installation, loic("parental-full", LanguageCodePdf="3"))

    french, dutch, german = printed(installation)
    assert tickets.printed(ticket) in french
    assert (
        "La demande concerne : congé parental, interruption complète des prestations, du 01/06/2026 au 30/09/2026."
        in french
    )
    assert "De aanvraag betreft: ouderschapsverlof" in dutch
    assert "Der Antrag betrifft: Elternurlaub" in german


def test_a_new_end_and_a_cancellation_are_printed_with_what_was_requested(installation: Installation) -> None:
    wants(installation, "print")
    first = sent(installation, loic())
    second = sent(installation, loic(status=1, ticket=first))
    third = sent(installation, loic(status=3, ticket=second))

    _, changed, cancelled = printed(installation)
    for text, ticket, target in ((changed, second, first), (cancelled, third, second)):
        assert tickets.printed(ticket) in text
        assert f"Concerne la demande {tickets.printed(target)}" in text
        assert "du 01/06/2026 au 31/10/2026" in text
        assert "98765" in text, "what only the request said"
    assert "Retour plus tôt" in changed
    assert "certifie" not in cancelled


# -- the mail --------------------------------------------------------------------------------------------------


def test_a_mail_tells_ticket_and_period_and_nothing_of_the_worker(installation: Installation) -> None:
    wants(installation, "mail")
    first = sent(installation, loic("parental-full"))
    sent(installation, loic(status=1, ticket=first))

    request, change = mails(installation)
    assert request["To"] == "joris@atelier.example"
    assert request["Message-ID"] == f"<{first}.confirmation@localhost>"
    assert change["To"] == "joris@atelier.example", "a new end date names nobody; the request did"
    assert request.get_content_type() == "multipart/alternative"
    for mail, end in ((request, "30/09/2026"), (change, "31/10/2026")):
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            text = body.get_content()
            assert tickets.printed(first) in text
            assert f"du 01/06/2026 au {end}" in text
            assert "arental" not in text
            assert WORKERS[0] not in text + str(mail)


@pytest.mark.parametrize("address", ["nobody", "a@b", "Joris <joris@atelier.example>", "a@b.example, c@d.example"])
def test_an_address_that_is_none_gets_no_mail_and_stops_nothing(installation: Installation, address: str) -> None:
    wants(installation, "mail")
    sent(installation, loic(EmailAddress=address.replace("<", "&lt;").replace(">", "&gt;")))
    assert mails(installation) == []
    assert undelivered(installation) == [("mail", "dropped", "no usable address")]
    assert installation.desk.register.has_work("copies") is False


def test_a_server_that_comes_back_gets_what_is_owed_and_each_mail_once(tmp_path: Path) -> None:
    port = free_port()
    more = f'[mail]\nsmtp = "127.0.0.1:{port}"\nfrom = "break@onem.example"\nstarttls = false\n'
    installation = wants(make_installation(tmp_path / "home", more=more), "mail")
    lay(installation, loic())
    lay(installation, loic())
    outcome = installation.run()
    assert outcome.exit_code == 69
    assert len(outcome.problems) == 1, "one server, one problem"
    assert len(installation.texts("NOTI")) == 2
    assert [state for _, state, _ in undelivered(installation)] == ["owed", "owed"]

    with mailbox() as box:
        settings = (installation.home / "onem-batch.toml").read_text().replace(str(port), str(box.port))
        (installation.home / "onem-batch.toml").write_text(settings)
        assert installation.run().problems == []
        installation.run()
        assert len(box.mails) == 2
        assert len({read(one)["Message-ID"] for one in box.mails}) == 2
        assert box.recipients == ["joris@atelier.example"] * 2
        assert read(box.mails[0])["From"] == "break@onem.example"
    assert undelivered(installation) == []


def test_a_crash_between_sending_and_marking_sends_the_same_mail_again(tmp_path: Path) -> None:
    with mailbox() as box:
        more = f'[mail]\nsmtp = "{box.address}"\nfrom = "break@onem.example"\nstarttls = false\n'
        installation = wants(make_installation(tmp_path / "home", more=more), "mail")
        lay(installation, loic())
        pick_up(installation.desk, Outcome(installation.desk.logger))
        with installation.register.writing() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER crash BEFORE UPDATE ON copies BEGIN SELECT RAISE(ABORT, 'crash'); END"
            )
        outcome = Outcome(installation.desk.logger)
        send_confirmations(installation.desk, outcome)
        assert len(outcome.problems) == 1
        with installation.register.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER crash")
        installation.run()
        installation.run()
        first, second = box.mails
        assert first == second
        assert read(first)["Message-ID"]


def test_an_address_that_the_server_refuses_for_good_is_told_and_left(tmp_path: Path) -> None:
    with mailbox() as box:
        more = f'[mail]\nsmtp = "{box.address}"\nfrom = "break@onem.example"\nstarttls = false\n'
        installation = wants(make_installation(tmp_path / "home", more=more), "mail")
        box.on_recipient = "450 later"
        lay(installation, loic())
        assert installation.run().exit_code == 69
        assert [state for _, state, _ in undelivered(installation)] == ["owed"]
        box.on_recipient = "550 no such user"
        assert installation.run().problems == []
        assert undelivered(installation) == [("mail", "refused", "address refused: 550")]
        box.on_recipient = "250 OK"
        installation.run()
        assert box.mails == []


# -- the e-Box -------------------------------------------------------------------------------------------------


def test_an_e_box_copy_is_a_pdf_and_what_it_is_without_the_worker(installation: Installation) -> None:
    wants(installation, "ebox")
    first = sent(installation, loic())
    second = sent(installation, loic(status=3, ticket=first))

    found = ebox(installation)
    names = [f"1245007866/C61-{tickets.printed(ticket)}" for ticket in (first, second)]
    assert sorted(found) == sorted(f"{name}.{kind}" for name in names for kind in ("pdf", "json"))
    told = json.loads(found[f"{names[1]}.json"])
    assert told == {
        "document": "C61",
        "status": 3,
        "ticket": tickets.printed(second),
        "request": tickets.printed(first),
        "enterprise": "1245007866",
        "received_on": "2026-03-16",
        "language": "fr",
        "sha256": hashlib.sha256(found[f"{names[1]}.pdf"]).hexdigest(),
        "file": f"C61-{tickets.printed(second)}.pdf",
    }
    assert "Annulation" in words_of(found[f"{names[1]}.pdf"])


def test_an_employer_without_enterprise_number_has_no_e_box(installation: Installation) -> None:
    wants(installation, "ebox")
    sent(installation, loic(CompanyID="0"))
    assert ebox(installation) == {}
    assert undelivered(installation) == [("ebox", "dropped", "no enterprise number")]


def test_filing_again_after_a_crash_makes_the_same_bytes(installation: Installation) -> None:
    wants(installation, "ebox")
    sent(installation, loic())
    before = ebox(installation)
    with installation.register.writing() as connection:
        connection.exec_driver_sql("UPDATE copies SET state = 'owed'")
    file_copies(installation.desk, Outcome(installation.desk.logger))
    assert ebox(installation) == before


def test_a_copy_that_fails_holds_no_answer_back(installation: Installation) -> None:
    wants(installation, "ebox", "mail")
    (installation.home / "outbox" / "ebox").write_text("in the way")
    lay(installation, loic())
    outcome = installation.run()
    assert len(outcome.problems) == 1
    assert len(installation.texts("NOTI")) == len(installation.texts("HAND", "999998")) == len(mails(installation)) == 1
    (installation.home / "outbox" / "ebox").unlink()
    assert installation.run().problems == []
    assert len(ebox(installation)) == 2


def test_no_log_line_and_no_status_names_an_address_or_the_worker(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    wants(installation, "mail", "ebox")
    sent(installation, loic())
    said = "".join(capsys.readouterr())
    assert "atelier.example" not in said
    assert WORKERS[0] not in said
