"""Who may send what for whom, and that what lies outside looks as if it did not exist."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from declarations import COMPANY, ONSS, answer, loic, together
from installations import NOW, STEM, Installation, demo_set, make_installation
from leaves import asking, leave, taught

from batch.model import tickets
from batch.model.sender import EVERY, Mandate, Permit, Sender

GOOD = demo_set("1-accepted")
REQUESTS = demo_set("7-requests")
LOIC = STEM.replace("TWCT", "LOIC")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = make_installation(tmp_path / "home")
    directory = made.register.directory
    directory.end_mandates([one.id for one in directory.mandates("123456")], 20254, NOW)
    return made


def employers_of(text: str) -> list[tuple[str, str]]:
    """Every employer a document names: ONSS number and enterprise number."""
    return re.findall(
        r"<NOSSRegistrationNbr>([0-9]+)</NOSSRegistrationNbr>.*?<CompanyID>([0-9]+)</CompanyID>", text, re.DOTALL
    )


def give(installation: Installation, noss: str, company: str, *, since: int = 20171, until: int = 99994) -> None:
    mandate = Mandate("123456", noss, company, "temporary-unemployment", since, until)
    installation.register.directory.add_mandate(mandate, NOW)


def sent(installation: Installation, content: str = GOOD, stem: str = STEM, sender: str = "123456") -> str:
    """The one notification a set got."""
    installation.lay(stem, content, sender=sender)
    before = len(installation.texts("NOTI", sender))
    outcome = installation.run()
    assert not outcome.problems
    (notification,) = installation.texts("NOTI", sender)[before:]
    return notification


def refused(installation: Installation, content: str, stem: str, sender: str = "123456") -> list[str]:
    installation.lay(stem, content, sender=sender)
    installation.run()
    (receipt,) = installation.texts("ACRF", sender)
    return re.findall("<ErrorID>([^<]*)", receipt)


# -- mandates --------------------------------------------------------------------------------------------------


def test_without_a_mandate_every_form_is_refused_at_its_first_number(installation):
    notification = sent(installation)
    assert notification.count("<ErrorID>00011-155</ErrorID>") == 3
    assert "00014-155" not in notification


def test_a_mandate_for_the_employer_opens_his_forms_only(installation):
    (noss, company), *others = employers_of(GOOD)
    give(installation, noss, company)
    notification = sent(installation)
    expected = sum(1 for one in [(noss, company), *others] if one[0] != noss)
    assert notification.count("-155</ErrorID>") == expected


@pytest.mark.parametrize(
    ("moment", "is_refused"),
    [
        (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), True),
    ],
)
def test_a_mandate_begins_and_ends_at_the_limit_of_a_quarter_in_brussels(installation, moment, is_refused):
    for noss, company in dict.fromkeys(employers_of(GOOD)):
        give(installation, noss, company, since=20262, until=20262)
    installation.now = moment
    assert ("-155" in sent(installation)) is is_refused


def test_a_mandate_of_another_group_does_not_count(installation):
    for noss, company in dict.fromkeys(employers_of(GOOD)):
        mandate = Mandate("123456", noss, company, "career-break")
        installation.register.directory.add_mandate(mandate, NOW)
    assert "00011-155" in sent(installation)


def test_a_number_that_contradicts_the_mandate_is_no_mandate(installation):
    for noss, _company in dict.fromkeys(employers_of(GOOD)):
        give(installation, noss, COMPANY if f"<CompanyID>{COMPANY}<" not in GOOD else "0203430576")
    assert "00011-155" in sent(installation)


# -- no oracle -------------------------------------------------------------------------------------------------


def act_on(ticket: str, hour: str = "11") -> str:
    """A cancellation of the second form, by its ticket."""
    text = demo_set("6-cancellation", first=ticket, second=ticket, remarked=ticket, modified=ticket)
    return re.sub(r"<FormCreationHour>[0-9]{2}", f"<FormCreationHour>{hour}", text)


def unlike(text: str, ticket: str) -> str:
    """An answer without what must differ: names, tickets given, the ticket asked for."""
    plain = text.replace(ticket, "ASKED").replace(tickets.printed(ticket), "ASKED")
    plain = re.sub(r"\.[0-9]{8}\.[0-9]{5}\.R", "", plain)
    return re.sub(r"(<ReferenceNbr>)[0-9A-Z]{13}<", r"\1GIVEN<", plain)


def test_a_ticket_of_another_sender_or_outside_the_mandate_is_as_one_that_never_existed(installation):
    directory = installation.register.directory
    directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261, 20261), NOW)
    mine = re.findall(r"<HandledReference>.*?<ReferenceNbr>([^<]*)", sent(installation))[1]
    theirs_stem = STEM.replace("123456", "234567")
    theirs = re.findall(r"<HandledReference>.*?<ReferenceNbr>([^<]*)", sent(installation, GOOD, theirs_stem, "234567"))[
        1
    ]
    never = tickets.make("3A0", 77_777)
    installation.now = datetime(2026, 4, 1, 8, 30, 0, 125000, tzinfo=UTC)
    told = {
        name: unlike(sent(installation, act_on(ticket), f"TWCT.123456.20260401.{nth:05d}.R"), ticket)
        for nth, (name, ticket) in enumerate({"mine": mine, "theirs": theirs, "never": never}.items(), 1)
    }
    assert "00222-234" in told["never"]
    assert told["theirs"] == told["never"]
    assert told["mine"] == told["never"], "my own ticket, but of an employer I have no mandate for any more"


def test_a_cancellation_order_for_another_senders_set_is_as_for_none(installation):
    theirs = STEM.replace("123456", "234567")
    installation.lay(theirs, GOOD, sender="234567")
    installation.run()
    installation.lay_file(f"TD.{theirs}.1", "")
    installation.lay_file(f"TD.{STEM.replace('00001', '00002')}.1", "")
    installation.run()
    installation.now += timedelta(minutes=15)
    installation.run()
    first, second = installation.texts("ACRF")
    assert "ACRF-108" in first + second
    assert "ACRF-234" in first + second
    assert len(installation.texts("NOTI", "234567")) == 1


# -- an employer for itself ------------------------------------------------------------------------------------


def employer(installation: Installation, noss: str, company: str) -> None:
    sender = Sender("345678", "Boulangerie", "employer", "fr", noss=noss, company=company)
    installation.register.directory.add_sender(sender, NOW)


def own(text: str) -> tuple[str, str, str]:
    """A document that names one employer only, and that employer."""
    (noss, company), *others = employers_of(text)
    for other in others:
        text = text.replace(f">{other[0]}<", f">{noss}<").replace(f">{other[1]}<", f">{company}<")
    return text, noss, company


def test_an_employer_needs_no_mandate_for_itself(installation):
    text, noss, company = own(GOOD)
    employer(installation, noss, company)
    notification = sent(installation, text, STEM.replace("123456", "345678"), "345678")
    assert "-155" not in notification


def test_an_employer_that_names_another_is_refused_as_a_whole(installation):
    employer(installation, ONSS, COMPANY)
    codes = refused(installation, GOOD, STEM.replace("123456", "345678"), "345678")
    assert codes == ["ACRF-101"]


def test_an_employer_with_a_mandate_may_name_another(installation):
    employer(installation, ONSS, COMPANY)
    for noss, company in dict.fromkeys(employers_of(GOOD)):
        installation.register.directory.add_mandate(Mandate("345678", noss, company, EVERY), NOW)
    assert "-155" not in sent(installation, GOOD, STEM.replace("123456", "345678"), "345678")


@pytest.mark.parametrize(("since", "codes"), [(date(2026, 3, 17), ["ACRF-427"]), (date(2026, 3, 16), [])])
def test_an_employer_asks_for_leave_only_with_permission_of_its_enterprise(installation, since, codes):
    text, noss, company = own(REQUESTS)
    employer(installation, noss, company)
    installation.register.directory.add_permission(Permit(company.zfill(10), "career-break", since), NOW)
    assert refused(installation, text, LOIC.replace("123456", "345678"), "345678") == codes


OWN_STAFF, OF_A_SCHOOL = asking(leave(sector="03")), taught(asking(leave(sector="03")))
BOTH = ("career-break", "career-break-education")


@pytest.mark.parametrize(
    ("text", "permissions", "codes"),
    [
        (OWN_STAFF, BOTH[:1], []),
        (OWN_STAFF, BOTH[1:], ["ACRF-427"]),
        (OF_A_SCHOOL, BOTH[1:], []),
        (OF_A_SCHOOL, BOTH[:1], ["ACRF-427"]),
        (together(OWN_STAFF, OF_A_SCHOOL), BOTH, []),
        (together(OWN_STAFF, OF_A_SCHOOL), BOTH[1:], ["ACRF-427"]),
        (loic(status=1), BOTH[1:], []),
        (loic(status=3), BOTH[:1], []),
        (answer(request=loic()), BOTH[:1], []),
        (answer(request=loic()), BOTH[1:], ["ACRF-427"]),
        (answer(), BOTH[1:], []),
    ],
)
def test_own_staff_and_staff_that_a_community_pays_need_a_permission_each(installation, text, permissions, codes):
    installation.now = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    employer(installation, ONSS, COMPANY)
    for one in permissions:
        installation.register.directory.add_permission(Permit(COMPANY, one, date(2026, 1, 1)), NOW)
    assert refused(installation, text, LOIC.replace("123456", "345678"), "345678") == codes


def test_a_mandatary_needs_no_permission_for_staff_of_a_school(installation):
    installation.now = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    installation.register.directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261), NOW)
    assert refused(installation, OF_A_SCHOOL, LOIC) == []


# -- applications ----------------------------------------------------------------------------------------------


def test_a_sender_limited_to_one_application_may_not_use_another(installation):
    installation.register.directory.change_sender("123456", {"codes": ("LOIC",)}, NOW)
    assert refused(installation, GOOD, STEM) == ["ACRF-154"]


def test_a_disabled_sender_is_told_so_and_nothing_of_his_is_read(installation):
    installation.register.directory.change_sender("123456", {"active": False}, NOW)
    assert refused(installation, "<not xml", STEM) == ["ACRF-103"]


# -- the directory of employers --------------------------------------------------------------------------------


def load_employers(installation: Installation, rows: str, tmp_path: Path) -> None:
    from batch.cli.main import main

    file = tmp_path / "employers.csv"
    file.write_text("noss,company,name,curatorship,from_day,until_day\n" + rows, encoding="utf-8")
    assert main(["--home", str(installation.home), "import", "employers", str(file), "--as-of", "2026-03-01"]) == 0


def test_without_a_directory_its_rules_are_silent(installation):
    installation.register.directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261), NOW)
    assert "-051" not in sent(installation)


def test_a_number_that_the_directory_does_not_know_is_told(installation, tmp_path):
    installation.register.directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261), NOW)
    (noss, company), *_ = employers_of(GOOD)
    load_employers(installation, f"{noss},{company},Known,no,2000-01-01,\n", tmp_path)
    notification = sent(installation)
    strangers = sum(1 for one in employers_of(GOOD) if one[0] != noss)
    assert notification.count("90067-151") == strangers
    assert "-051" not in notification
    assert "00014-451" not in notification


def test_numbers_of_two_employers_are_told(installation, tmp_path):
    installation.register.directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261), NOW)
    rows = "".join(f"{noss},{COMPANY},Other,no,2000-01-01,\n" for noss in {one[0] for one in employers_of(GOOD)})
    load_employers(installation, rows, tmp_path)
    assert "00014-451" in sent(installation)


def test_an_employer_that_has_ended_is_not_in_the_directory_any_more(installation, tmp_path):
    installation.register.directory.add_mandate(Mandate("123456", EVERY, "", EVERY, 20261), NOW)
    numbers = dict.fromkeys(employers_of(GOOD))
    load_employers(installation, "".join(f"{n},{c},Gone,no,2000-01-01,2026-03-15\n" for n, c in numbers), tmp_path)
    assert sent(installation).count("00011-051") == 3
