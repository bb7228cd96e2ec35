from __future__ import annotations

import base64
import hashlib
import io
import re
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
from declarations import of_month, vblv
from installations import STEM, Installation, demo_set

from batch.errors import DecisionRefused
from batch.jobs.decide import decide
from batch.model import tickets as ticket_numbers
from batch.model.verdict import Decision
from batch.status import status_of

TODAY = date(2026, 3, 16)
YESTERDAY = TODAY - timedelta(days=1)


def tickets_of(text: str) -> list[str]:
    return re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", text)


@pytest.fixture
def ticket(installation: Installation) -> str:
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    return tickets_of(installation.texts("NOTI")[0])[0]


@pytest.fixture
def request_ticket(installation: Installation) -> str:
    installation.lay(STEM.replace("TWCT", "LOIC"), demo_set("7-requests"))
    installation.run()
    return tickets_of(installation.texts("NOTI")[0])[0]


def deci(number: int, ticket: str, result: int, day: date = YESTERDAY, reason: str = "") -> str:
    told = f"<ReasonText>{reason}</ReasonText>" if reason else ""
    return (
        '<GenericXmlDocument xmlns="http://www.smals-mvm.be/xml/ns/systemFlux"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
        '"http://www.smals-mvm.be/xml/ns/systemFlux GenericXmlDocument_20231.xsd"><Form>'
        "<Identification>DECI001</Identification><FormCreationDate>2026-03-16</FormCreationDate>"
        f"<FormCreationHour>10:00:00.{number:03d}</FormCreationHour><AttestationStatus>0</AttestationStatus>"
        "<TypeForm>SU</TypeForm><Reference><ReferenceType>0</ReferenceType><ReferenceOrigin>2</ReferenceOrigin>"
        f"<ReferenceNbr>{ticket}</ReferenceNbr></Reference><Data><DocumentDescription><TechnicalDescription>"
        "<MimeType>application/xml</MimeType><CharacterFormat>NATIVE</CharacterFormat></TechnicalDescription>"
        f'</DocumentDescription><DocumentXML><DECI001 xmlns=""><DecisionDate>{day}</DecisionDate>'
        f"<ResultCode>{result}</ResultCode>{told}</DECI001></DocumentXML></Data></Form></GenericXmlDocument>"
    )


def decis(*forms: str) -> str:
    """One file with many decisions."""
    head, tail = forms[0].split("<Form>")[0], "</GenericXmlDocument>"
    return head + "".join(f"<Form>{one.split('<Form>')[1].removesuffix(tail)}" for one in forms) + tail


def lay_deci(
    installation: Installation, number: int, content: str, sender: str = "999998", environment: str = "R"
) -> None:
    stem = f"DECI.{sender}.20260316.{number:05d}.{environment}"
    installation.lay(stem, content, sender=sender, folder="IN" if environment == "R" else "INTEST-S")


def results_of(installation: Installation, folder: str = "OUT") -> list[tuple[str, list[str]]]:
    """What the back office was told of each decision: result and codes."""
    forms = "".join(installation.texts("NOTI", sender="999998", folder=folder)).split("<HandlingResult>")[1:]
    return [(one[len("<ResultCode>")], re.findall("<ErrorID>(.*?)<", one)) for one in forms]


def test_a_decision_form_leads_to_a_defi_with_a_real_pdf(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1))
    installation.run()

    (defi,) = installation.texts("DEFI")
    pdf = base64.b64decode(re.findall(r"<DocumentBase64>(.*?)</DocumentBase64>", defi)[0])
    assert f"<Value>{hashlib.sha256(pdf).hexdigest()}</Value>" in defi
    assert '<FinalDecisionInformation xmlns=""><ResultCode>1</ResultCode>' in defi
    assert f"<ReferenceNbr>{ticket}</ReferenceNbr>" in defi
    assert "<ReferenceNbr>DEMO-0001</ReferenceNbr>" in defi
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "DEMO-0001" in text


def test_a_decision_is_released_from_the_day_after_its_date(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1, day=TODAY))
    installation.run()
    assert installation.texts("DEFI") == []

    installation.now += timedelta(days=1)
    installation.run()

    assert len(installation.texts("DEFI")) == 1


def test_the_command_line_does_the_same_as_the_form(installation: Installation, ticket: str):
    printed = f"{ticket[:3]}-{ticket[3:10].lower()}-{ticket[10:12]}-{ticket[12]}"

    assert decide(installation.desk, Decision(printed, YESTERDAY, positive=True), "test") == "noted"
    installation.run()

    assert len(installation.texts("DEFI")) == 1


def test_the_same_decision_twice_is_noted_and_nothing_is_sent_again(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1))
    installation.run()
    lay_deci(installation, 2, deci(2, ticket, 1))
    installation.run()

    assert len(installation.texts("DEFI")) == 1


def test_a_second_decision_that_differs_waits_for_a_person(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1))
    installation.run()
    lay_deci(installation, 2, deci(2, ticket, 0, reason="Trop tard"))
    installation.run()

    assert len(installation.texts("DEFI")) == 1
    (conflict,) = status_of(installation.home, with_sets=False)["conflicts"]
    assert conflict["ticket"] == ticket


def test_a_decision_on_a_request_closes_it_and_tells_the_sender(installation: Installation, request_ticket: str):
    installation.complete(request_ticket)
    installation.run()
    lay_deci(installation, 1, deci(1, request_ticket, 1))
    installation.run()

    _, lono = installation.texts("LONO")
    assert '<LONO002 xmlns=""><Status>closed</Status><StatusDate>2026-03-15</StatusDate></LONO002>' in lono
    assert installation.texts("DEFI") == []
    change = demo_set("8-new-end-date", first_request=request_ticket)
    installation.lay("LOIC.123456.20260316.00009.R", change)
    installation.run()
    assert "<ErrorID>00222-181</ErrorID>" in installation.texts("NOTI")[-1]


def test_only_the_back_office_may_decide(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1), sender="123456")
    installation.run()

    assert "ACRF-154" in installation.texts("ACRF")[-1]
    assert installation.texts("DEFI") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ticket": ticket_numbers.make("3A0", 77_777)}, "00222-234"),
        ({"ticket": "3A00000999999"}, "00222-004"),
        ({"day": TODAY + timedelta(days=1)}, "98101-008"),
        ({"result": 0}, "98102-001"),
        ({"result": 0, "reason": "  "}, "98102-001"),
        ({"result": 0, "reason": "x" * 2001}, "98102-093"),
    ],
    ids=["unknown", "mistyped", "date in the future", "no reason", "a blank reason", "a reason too long"],
)
def test_a_wrong_decision_is_told_to_the_back_office(installation: Installation, ticket: str, changes, code: str):
    lay_deci(installation, 1, deci(**({"number": 1, "ticket": ticket, "result": 1} | changes)))
    installation.run()

    noti = installation.texts("NOTI", sender="999998")[0]
    assert f"<ErrorID>{code}</ErrorID>" in noti
    assert installation.texts("DEFI") == []


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("3A00000999999", YESTERDAY, positive=True), "No form has the ticket"),
        (Decision("", YESTERDAY, positive=True), "No form has the ticket"),
    ],
)
def test_the_command_line_refuses_what_cannot_be_decided(installation: Installation, decision: Decision, said: str):
    with pytest.raises(DecisionRefused, match=said):
        decide(installation.desk, decision, "test")


def test_a_form_decision_on_what_cannot_be_decided_is_told_by_its_code(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.lay(STEM.replace("00001", "00002"), demo_set("3-refused"))
    installation.run()
    first, second, _ = tickets_of(installation.texts("NOTI")[0])
    (refused,) = tickets_of(installation.texts("NOTI")[1])
    installation.lay(STEM.replace("00001", "00003"), demo_set("5-modification", first=first))
    installation.lay(STEM.replace("00001", "00004"), demo_set("6-cancellation", second=second))
    installation.run()

    for number, ticket in enumerate((refused, first, second), 1):
        lay_deci(installation, number, deci(number, ticket, 1))
    installation.run()

    told = [re.findall("<ErrorID>(.*?)</ErrorID>", text) for text in installation.texts("NOTI", sender="999998")]
    assert told == [["00222-238"], ["00222-180"], ["00222-241"]]
    assert installation.texts("DEFI") == []


def test_a_modification_between_decision_and_release_does_not_stop_the_letter(installation: Installation, ticket: str):
    """ONEM decided what it had before it: the letter leaves on its day, and the modification waits for its own."""
    lay_deci(installation, 1, deci(1, ticket, 1, day=TODAY))
    installation.run()
    installation.lay(STEM.replace("00001", "00003"), demo_set("5-modification", first=ticket))
    installation.run()
    (modification,) = tickets_of(installation.texts("NOTI")[-1])
    installation.now += timedelta(days=1)
    installation.run()

    (defi,) = installation.texts("DEFI")
    assert f"<ReferenceNbr>{ticket}</ReferenceNbr>" in defi
    assert decide(installation.desk, Decision(modification, TODAY, positive=True), "test") == "noted"


def test_one_set_decides_many_tickets(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    tickets = tickets_of(installation.texts("NOTI")[0])
    forms = [deci(number, ticket, number % 2, reason="Trop tard") for number, ticket in enumerate(tickets, 1)]
    lay_deci(installation, 1, decis(*forms))
    installation.run()

    results = [re.findall("<ResultCode>(.)<", text)[0] for text in installation.texts("DEFI")]
    assert results == ["1", "0", "1"]


def test_a_letter_names_the_competent_office_when_the_decision_names_none(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 0, reason="Le motif ne suffit pas. " * 80))
    installation.run()

    (defi,) = installation.texts("DEFI")
    pdf = base64.b64decode(re.findall(r"<DocumentBase64>(.*?)</DocumentBase64>", defi)[0])
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert "ONEM Namur" in page.extract_text()


def test_a_refused_a_cancelled_and_a_replaced_form_cannot_be_decided(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.lay(STEM.replace("00001", "00002"), demo_set("3-refused"))
    installation.run()
    first, second, _ = tickets_of(installation.texts("NOTI")[0])
    (refused,) = tickets_of(installation.texts("NOTI")[1])
    installation.lay(STEM.replace("00001", "00003"), demo_set("5-modification", first=first))
    installation.lay(STEM.replace("00001", "00004"), demo_set("6-cancellation", second=second))
    installation.run()

    for ticket, said in ((refused, "was refused"), (first, "is replaced"), (second, "is cancelled")):
        with pytest.raises(DecisionRefused, match=said):
            decide(installation.desk, Decision(ticket, YESTERDAY, positive=True), "test")


def test_one_wrong_decision_among_many_holds_no_other_back(installation: Installation, ticket: str):
    unknown = ticket_numbers.make("3A0", 77_777)
    lay_deci(installation, 1, decis(deci(1, unknown, 1), deci(2, ticket, 0), deci(3, ticket, 1)))
    installation.run()

    assert results_of(installation) == [("0", ["00222-234"]), ("0", ["98102-001"]), ("1", [])]
    assert len(installation.texts("DEFI")) == 1


def test_a_ticket_decided_twice_in_one_set_is_answered_once(installation: Installation, ticket: str):
    lay_deci(installation, 1, decis(deci(1, ticket, 1), deci(2, ticket, 1)))
    installation.run()

    assert results_of(installation) == [("1", []), ("1", [])]
    assert len(installation.texts("DEFI")) == 1
    assert status_of(installation.home, with_sets=False)["conflicts"] == []


def test_of_two_decisions_that_differ_in_one_set_the_first_counts(installation: Installation, ticket: str):
    lay_deci(installation, 1, decis(deci(1, ticket, 1), deci(2, ticket, 0, reason="Trop tard")))
    installation.run()

    (defi,) = installation.texts("DEFI")
    assert "<ResultCode>1</ResultCode>" in defi
    (conflict,) = status_of(installation.home, with_sets=False)["conflicts"]
    assert conflict["ticket"] == ticket


def test_another_date_is_another_decision(installation: Installation, ticket: str):
    lay_deci(installation, 1, deci(1, ticket, 1))
    installation.run()
    lay_deci(installation, 2, deci(2, ticket, 1, day=TODAY))
    installation.run()
    installation.now += timedelta(days=1)
    installation.run()

    assert len(installation.texts("DEFI")) == 1
    assert len(status_of(installation.home, with_sets=False)["conflicts"]) == 1


@pytest.mark.parametrize(
    ("utc", "released"), [("2026-03-16T22:59:59", 0), ("2026-03-16T23:00:00", 1)], ids=["before midnight", "after"]
)
def test_the_day_after_begins_at_midnight_in_brussels(installation: Installation, ticket: str, utc: str, released: int):
    lay_deci(installation, 1, deci(1, ticket, 1, day=TODAY))
    installation.run()
    installation.now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    installation.run()

    assert len(installation.texts("DEFI")) == released


def test_the_letter_goes_to_the_sender_of_the_original_and_to_nobody_else(installation: Installation):
    installation.lay(STEM.replace("123456", "234567"), demo_set("1-accepted"), sender="234567")
    installation.run()
    ticket = tickets_of(installation.texts("NOTI", sender="234567")[0])[0]
    lay_deci(installation, 1, deci(1, ticket, 1))
    installation.run()

    assert len(installation.texts("DEFI", sender="234567")) == 1
    assert installation.texts("DEFI") == installation.texts("DEFI", sender="999998") == []


def test_a_decision_knows_the_tickets_of_its_own_environment_only(installation: Installation, ticket: str):
    installation.lay(f"{STEM[:-1]}S", demo_set("1-accepted"), folder="INTEST-S")
    installation.run()
    rehearsed = tickets_of(installation.texts("NOTI", folder="OUTTEST-S")[0])[0]
    lay_deci(installation, 1, deci(1, rehearsed, 1))
    lay_deci(installation, 2, deci(2, ticket, 1), environment="S")
    installation.run()

    assert results_of(installation) == results_of(installation, "OUTTEST-S") == [("0", ["00222-234"])]
    assert installation.texts("DEFI") == installation.texts("DEFI", folder="OUTTEST-S") == []


def test_a_rehearsed_decision_is_answered_where_the_original_was(installation: Installation):
    installation.lay(f"{STEM[:-1]}S", demo_set("1-accepted"), folder="INTEST-S")
    installation.run()
    rehearsed = tickets_of(installation.texts("NOTI", folder="OUTTEST-S")[0])[0]
    lay_deci(installation, 1, deci(1, rehearsed, 1), environment="S")
    installation.run()

    assert len(installation.texts("DEFI", folder="OUTTEST-S")) == 1
    assert installation.texts("DEFI") == []
    with pytest.raises(DecisionRefused, match="No form has the ticket"):
        decide(installation.desk, Decision(rehearsed, YESTERDAY, positive=True), "test")


def test_a_card_of_the_validation_book_is_not_decided(installation: Installation):
    entry = of_month(vblv(FormCreationDate="2026-03-16"), "2026-04-01", "2026-04-30")
    installation.lay(STEM.replace("TWCT", "VBLV"), entry)
    installation.run()
    (card,) = tickets_of(installation.texts("NOTI")[0])
    lay_deci(installation, 1, deci(1, card, 1))
    installation.run()

    assert results_of(installation) == [("0", ["00222-207"])]
    assert installation.texts("DEFI") == []
