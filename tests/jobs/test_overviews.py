"""Overviews of requests (LORQ001, LOAN001): what a sender is shown, page by page, and what he never learns."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import count

import pytest
from declarations import (
    COMPANY,
    LOIC_TICKET,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    contact_data,
    deci,
    loic,
    overview,
    progress,
    together,
    worker_part,
)
from installations import NOW, Installation
from leaves import asking, leave, taught
from lxml import etree

from batch.jobs.desk import Outcome
from batch.jobs.overviews import make_overviews
from batch.jobs.run import pick_up
from batch.lawbook import open_law
from batch.model.calendar import brussels_day
from batch.model.sender import Mandate, Permit, Sender
from batch.store.register import SqlRegister

Row = dict[str, str]


NUMBERS = count(1)


def lay(installation: Installation, code: str, text: str, sender: str = "123456", environment: str = "R") -> None:
    day = brussels_day(installation.now)
    folder = {"R": "IN", "S": "INTEST-S"}[environment]
    text = text.replace("2026-03-09", day.isoformat())
    stem = f"{code}.{sender}.{day:%Y%m%d}.{next(NUMBERS):05d}.{environment}"
    installation.lay(stem, text, sender=sender, folder=folder)


def sent(
    installation: Installation, code: str, text: str, sender: str = "123456", environment: str = "R"
) -> tuple[str, ...]:
    """Sends a file; the tickets of its forms, or their anomalies."""
    lay(installation, code, text, sender, environment)
    assert installation.run().problems == []
    noti = installation.texts("NOTI", sender, {"R": "OUT", "S": "OUTTEST-S"}[environment])[-1]
    wrong = re.findall("<ErrorID>([^<]*)", noti)
    return tuple(wrong or re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", noti))


def request(installation: Installation, sender: str = "123456", environment: str = "R", **changes: str) -> str:
    kind = changes.pop("kind", "credit")
    (ticket,) = sent(installation, "LOIC", loic(kind, **changes), sender, environment)
    assert len(ticket) == 13, ticket
    return ticket


def answer(
    installation: Installation, wishes: str = "", sender: str = "123456", environment: str = "R", **changes: str
) -> str:
    folder = {"R": "OUT", "S": "OUTTEST-S"}[environment]
    before = len(installation.texts("LOAN", sender, folder))
    (ticket,) = sent(installation, "LORQ", overview(wishes, **changes), sender, environment)
    assert len(ticket) == 13, ticket
    (text,) = installation.texts("LOAN", sender, folder)[before:]
    assert f"<ReferenceType>0</ReferenceType><ReferenceOrigin>2</ReferenceOrigin><ReferenceNbr>{ticket}<" in text
    return text


def rows_of(text: str) -> list[Row]:
    return [{one.tag: one.text or "" for one in row} for row in etree.fromstring(text.encode()).iter("Row")]


def asked(installation: Installation, wishes: str = "", sender: str = "123456", **changes: str) -> list[Row]:
    return rows_of(answer(installation, wishes, sender, **changes))


def tickets(rows: list[Row]) -> list[str]:
    return [row.get("TicketNbr", "") for row in rows]


def wish(**zones: str) -> str:
    return "".join(f"<{tag}>{value}</{tag}>" for tag, value in zones.items())


# -- what a row says -------------------------------------------------------------------------------------------


def test_a_request_is_one_row_and_the_answer_names_what_it_is_about(installation: Installation) -> None:
    ticket = request(installation)

    text = answer(installation)

    assert rows_of(text) == [
        {
            "INSS": WORKERS[0], "TicketNbr": ticket, "InterruptionType": "5001", "InterruptionRegime": "2",
            "StartingDate": "2026-06-01", "EndingDate": "2026-11-30", "IntroductionDate": "2026-03-16",
            "Status": "awaiting-worker",
        },
    ]  # fmt: skip
    assert "<TotalRows>1</TotalRows><Page>1</Page><Pages>1</Pages>" in text
    assert "<Identification>LOAN001</Identification>" in text
    assert "<TypeForm>FA</TypeForm>" in text
    assert f"<NOSSRegistrationNbr>{ONSS}</NOSSRegistrationNbr><CompanyID>{COMPANY}</CompanyID>" in text


def test_a_new_end_date_is_shown_under_the_latest_ticket_and_is_no_row_of_its_own(installation: Installation) -> None:
    first = request(installation)
    (newer,) = sent(installation, "LOIC", loic(status=1, ticket=first))

    (row,) = asked(installation)
    assert (row["TicketNbr"], row["EndingDate"], row["StartingDate"]) == (newer, "2026-10-31", "2026-06-01")


def test_the_status_is_that_of_today_and_nothing_of_the_worker_part_is_told(installation: Installation) -> None:
    ticket = request(installation)
    sent(installation, "LOWK", worker_part(ticket=ticket), "999997")
    sent(installation, "DECI", progress(ticket=ticket), "999998")
    sent(installation, "DECI", deci(ticket=ticket), "999998")

    text = answer(installation)

    assert [row["Status"] for row in rows_of(text)] == ["closed"]
    for secret in ("BE68539007547034", "HouseholdSituation", "WithAllowance", "En ordre", "Name"):
        assert secret not in text


def test_the_office_is_told_when_the_worker_has_told_his_postcode_and_nothing_else_of_his_address(
    installation: Installation,
) -> None:
    ticket = request(installation)
    assert "OfficeName" not in answer(installation)
    sent(installation, "LOWK", contact_data(ticket=ticket), "999997")

    text = answer(installation)

    assert [row["OfficeName"] for row in rows_of(text)] == [open_law().office_of("4020", "fr")] != [""]
    for secret in ("4020", "Bressoux", "Quai Orban", "home.example"):
        assert secret not in text


def test_nothing_is_handed_over_of_an_overview(installation: Installation) -> None:
    answer(installation)
    assert installation.texts("HAND", "999998") == []


def test_every_form_of_a_file_has_its_answer_with_its_own_reference(installation: Installation) -> None:
    ticket = request(installation)
    one, two = overview(wish(Status="closed")), overview(wish(Status="awaiting-worker"))
    refused = overview(wish(Page="0"))
    lay(installation, "LORQ", together(one, refused, two.replace("<ReferenceNbr>", "<ReferenceNbr>B-")))
    installation.run()

    (text,) = installation.texts("LOAN")
    forms = text.split("<Form>")[1:]
    assert [re.findall("<TicketNbr>([^<]*)", form) for form in forms] == [[], [ticket]]
    own = [re.findall("<ReferenceOrigin>1</ReferenceOrigin><ReferenceNbr>([^<]*)", form) for form in forms]
    assert own[1][0] == f"B-{own[0][0]}"


def test_a_refused_file_has_no_overview(installation: Installation) -> None:
    assert sent(installation, "LORQ", overview(wish(Page="0"))) == ("98204-008",)
    assert installation.texts("LOAN") == []
    assert not installation.register.has_work("overviews")


# -- filters -------------------------------------------------------------------------------------------------


@pytest.fixture
def several(installation: Installation) -> dict[str, str]:
    """Three requests that differ in everything a filter asks for."""
    made = {
        "credit": request(installation),
        "full": request(installation, kind="parental-full", INSS=WORKERS[1]),
        "partial": request(installation, kind="parental-partial", INSS=WORKERS[2]),
    }
    sent(installation, "LOIC", loic(status=3, ticket=made["full"], INSS=WORKERS[1]))
    return made


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ("", "partial full credit"),
        (wish(InterruptionType="5001"), "credit"),
        (wish(InterruptionType="6001"), "partial full"),
        (wish(InterruptionType="5001") + wish(InterruptionType="6001"), "partial full credit"),
        (wish(InterruptionRegime="1"), "full"),
        (wish(InterruptionRegime="1") + wish(InterruptionRegime="2"), "partial full credit"),
        (wish(InterruptionRegime="5"), ""),
        (wish(Status="cancelled"), "full"),
        (wish(Status="cancelled") + wish(Status="awaiting-worker"), "partial full credit"),
        (wish(INSS=WORKERS[2]), "partial"),
        (wish(INSS=WORKERS[3]), ""),
        (wish(Community="1"), ""),
        (wish(PeriodStart="2026-03-16", PeriodEnd="2026-03-16"), "partial full credit"),
        (wish(PeriodStart="2026-03-17"), ""),
        (wish(PeriodEnd="2026-03-15"), ""),
        (wish(PeriodStart="1999-01-01"), "partial full credit"),
        (wish(InterruptionType="6001", InterruptionRegime="1", Status="cancelled", INSS=WORKERS[1]), "full"),
        (wish(InterruptionType="6001", InterruptionRegime="1", Status="closed"), ""),
    ],
)
def test_all_filters_must_hold(installation: Installation, several: dict[str, str], wishes: str, expected: str) -> None:
    names = {ticket: name for name, ticket in several.items()}
    assert " ".join(names[ticket] for ticket in tickets(asked(installation, wishes))) == expected


def test_a_ticket_finds_its_request_by_any_of_its_tickets_and_spellings(
    installation: Installation, several: dict[str, str]
) -> None:
    first = several["credit"]
    (newer,) = sent(installation, "LOIC", loic(status=1, ticket=first))
    printed = f"{newer[:3]}-{newer[3:10]}-{newer[10:12]}-{newer[12]}".lower()
    for spelling in (first, newer, printed):
        assert tickets(asked(installation, wish(TicketNbr=spelling))) == [newer]
    assert asked(installation, wish(TicketNbr=LOIC_TICKET)) == []


# -- two years -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [
        (datetime(2028, 3, 16, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2028, 3, 16, 23, 0, 0, tzinfo=UTC), False),
    ],
)
@pytest.mark.parametrize("wishes", ["", wish(PeriodStart="2020-01-01")])
def test_a_request_is_shown_up_to_the_day_two_years_after_its_introduction(
    installation: Installation, moment: datetime, is_shown: bool, wishes: str
) -> None:
    request(installation)
    installation.now = moment
    assert bool(asked(installation, wishes)) is is_shown


# -- pages ---------------------------------------------------------------------------------------------------


def test_250_requests_fill_three_pages_the_newest_first_and_none_stands_twice(installation: Installation) -> None:
    lay(installation, "LOIC", together(*[loic()] * 249))
    installation.run()
    installation.now = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
    newest = request(installation)

    pages = [answer(installation, wish(Page=str(page))) for page in (1, 2, 3, 4)]

    found = [tickets(rows_of(page)) for page in pages]
    assert [len(rows) for rows in found] == [100, 100, 50, 0]
    every = [ticket for rows in found for ticket in rows]
    assert every[0] == newest
    assert every == sorted(every, reverse=True)
    assert len(set(every)) == 250
    for number, page in enumerate(pages, 1):
        assert f"<TotalRows>250</TotalRows><Page>{number}</Page><Pages>3</Pages>" in page


def test_an_overview_of_nothing_is_one_empty_page(installation: Installation) -> None:
    assert "<TotalRows>0</TotalRows><Page>1</Page><Pages>1</Pages></LOAN001>" in answer(installation)


# -- who sees what -------------------------------------------------------------------------------------------


def unlike(text: str) -> str:
    """An answer without what always differs: tickets given, names of files, hours."""
    text = re.sub(r"(<ReferenceNbr>)[0-9A-Z]{13}<", r"\1GIVEN<", text)
    return re.sub(r"\.[0-9]{8}\.[0-9]{5}\.[RS]", "", text)


def narrowed(installation: Installation, sender: str, *mandates: Mandate) -> None:
    """The sender has these mandates and no other."""
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates(sender)], 20254, NOW)
    for one in mandates:
        directory.add_mandate(one, NOW)


def test_without_a_mandate_it_looks_the_same_whether_there_are_requests_or_not(installation: Installation) -> None:
    narrowed(installation, "234567")
    assert sent(installation, "LORQ", overview(), "234567") == ("00011-155",)
    before = installation.texts("NOTI", "234567")[-1]
    request(installation)
    assert sent(installation, "LORQ", overview(), "234567") == ("00011-155",)
    assert unlike(installation.texts("NOTI", "234567")[-1]) == unlike(before)
    assert installation.texts("LOAN", "234567") == []


def test_a_mandate_for_another_group_or_quarter_shows_nothing(installation: Installation) -> None:
    request(installation)
    other = Mandate("234567", ONSS, COMPANY, "temporary-unemployment")
    ended = Mandate("234567", ONSS, COMPANY, "career-break", 20171, 20254)
    narrowed(installation, "234567", other, ended)
    assert sent(installation, "LORQ", overview(), "234567") == ("00011-155",)


def test_who_may_act_for_the_employer_today_sees_its_requests_but_no_ticket_of_another_sender(
    installation: Installation,
) -> None:
    """The overview is the employer's; a ticket is acted on by who sent it, and by nobody else."""
    ticket = request(installation)
    narrowed(installation, "123456")
    (row,) = asked(installation, sender="234567")
    assert (row["INSS"], row["Status"], "TicketNbr" in row) == (WORKERS[0], "awaiting-worker", False)
    assert sent(installation, "LORQ", overview()) == ("00011-155",)

    known = answer(installation, wish(TicketNbr=ticket), "234567")
    unknown = answer(installation, wish(TicketNbr=LOIC_TICKET), "234567")
    assert rows_of(known) == rows_of(unknown) == []
    assert unlike(known) == unlike(unknown)


def test_another_employer_is_never_shown(installation: Installation) -> None:
    other = {"NOSSRegistrationNbr": OTHER_ONSS, "CompanyID": OTHER_COMPANY}
    mine, theirs = request(installation), request(installation, **other)
    assert tickets(asked(installation)) == [mine]
    assert tickets(asked(installation, **other)) == [theirs]
    assert asked(installation, wish(TicketNbr=theirs)) == []


@pytest.mark.parametrize("noss", [OTHER_ONSS, None])
def test_a_number_of_somebody_else_beside_the_own_one_opens_nothing(
    installation: Installation, noss: str | None
) -> None:
    """A mandate by one number believes the other number of the form: what is stored is held against it again."""
    sent(installation, "LOIC", loic(NOSSRegistrationNbr=noss, CompanyID=OTHER_COMPANY))
    narrowed(installation, "234567", Mandate("234567", ONSS, "", "career-break"))

    assert asked(installation, sender="234567", CompanyID=OTHER_COMPANY) == []


def test_one_number_of_the_employer_is_enough(installation: Installation) -> None:
    ticket = request(installation)
    assert tickets(asked(installation, CompanyID=None)) == [ticket]
    assert tickets(asked(installation, NOSSRegistrationNbr=None)) == [ticket]
    (short,) = sent(installation, "LOIC", loic(NOSSRegistrationNbr=None))
    assert tickets(asked(installation)) == [short, ticket]


def test_simulation_and_production_show_their_own(installation: Installation) -> None:
    rehearsed = request(installation, environment="S")
    real = request(installation)
    assert tickets(rows_of(answer(installation, environment="S"))) == [rehearsed]
    assert tickets(rows_of(answer(installation))) == [real]
    assert asked(installation, wish(TicketNbr=rehearsed)) == []


def test_a_test_of_the_circuit_and_an_outsider_get_no_overview(installation: Installation) -> None:
    directory = installation.register.directory
    directory.add_sender(Sender("345678", "Solo", "employer", "fr", company=COMPANY, noss=ONSS), NOW)
    lay(installation, "LORQ", overview(), "345678")
    installation.run()
    assert "ACRF-427" in installation.texts("ACRF", "345678")[-1]
    assert installation.texts("LOAN", "345678") == []


# -- education -----------------------------------------------------------------------------------------------

Y, Z = "0623147893", "0987654394"
A, B, C, D, E = "0408552221", "0411223382", "0422334436", "0433445587", "0444556641"


def of_a_school(authority: str, school: str, community: int = 2) -> str:
    """A request for a worker of a school who is tied to a community, introduced by an organising authority."""
    text = taught(asking(staff_of(authority, "03")), Community=str(community), SchoolCompanyID=school)
    return text.replace('<LOIC001 xmlns="">', '<LOIC001 xmlns="" xsi:noNamespaceSchemaLocation="LOIC001_20264.xsd">')


def staff_of(company: str, sector: str = "01") -> str:
    """A request for a worker of an employer that names its enterprise number only."""
    days = {"notice": "2026-10-01", "start": "2027-01-01"}
    return leave("6001", 2, months=2, sector=sector, **days, NOSSRegistrationNbr=None, CompanyID=company)


@pytest.fixture
def schools(installation: Installation) -> Installation:
    """Two organising authorities, each of which sends for itself."""
    installation.now = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    directory = installation.register.directory
    for number, company in (("400001", Y), ("400002", Z)):
        directory.add_sender(Sender(number, number, "employer", "fr", company=company), NOW)
        directory.add_permission(Permit(company, "career-break-education", date(2024, 9, 30)), NOW)
    return installation


def asks_for(installation: Installation, company: str, sender: str, wishes: str = "") -> list[str]:
    return tickets(asked(installation, wishes, sender, NOSSRegistrationNbr=None, CompanyID=company))


def test_an_organising_authority_sees_the_requests_it_introduced_and_none_of_another(schools: Installation) -> None:
    of_y = sent(schools, "LOIC", together(*(of_a_school(Y, school) for school in (A, B, C))), "400001")
    of_z = sent(schools, "LOIC", together(*(of_a_school(Z, school) for school in (D, E))), "400002")

    assert asks_for(schools, Y, "400001") == list(reversed(of_y))
    assert asks_for(schools, Z, "400002") == list(reversed(of_z))
    assert asks_for(schools, Y, "400001", wish(TicketNbr=of_z[0])) == []
    lay(schools, "LORQ", overview(NOSSRegistrationNbr=None, CompanyID=Z), "400001")
    schools.run()
    assert "ACRF-101" in schools.texts("ACRF", "400001")[-1]


def test_two_authorities_that_name_the_same_employer_still_see_their_own_only(schools: Installation) -> None:
    """As when both name the community itself: who introduced the request decides."""
    community = "0316380940"
    for number in ("123456", "234567"):
        schools.register.directory.add_mandate(Mandate(number, "", community, "career-break"), NOW)
    (one,) = sent(schools, "LOIC", of_a_school(community, A), "123456")
    (two,) = sent(schools, "LOIC", of_a_school(community, D), "234567")

    assert asks_for(schools, community, "123456") == [one]
    assert asks_for(schools, community, "234567") == [two]


def test_a_community_is_a_filter(schools: Installation) -> None:
    french, flemish = sent(schools, "LOIC", together(of_a_school(Y, A), of_a_school(Y, B, 1)), "400001")
    assert asks_for(schools, Y, "400001", wish(Community="1")) == [flemish]
    assert asks_for(schools, Y, "400001", wish(Community="2")) == [french]
    assert asks_for(schools, Y, "400001", wish(Community="3")) == []


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        (("career-break-education",), ["school"]),
        (("career-break",), ["own"]),
        (("career-break", "career-break-education"), ["own", "school"]),
    ],
)
def test_an_employer_sees_what_its_permissions_are_for(
    schools: Installation, permissions: tuple[str, ...], expected: list[str]
) -> None:
    _only(schools, ("career-break", "career-break-education"))
    school, staff = sent(schools, "LOIC", together(of_a_school(Y, A), staff_of(Y)), "400001")
    _only(schools, permissions)
    found = asks_for(schools, Y, "400001")
    assert [{school: "school", staff: "own"}[ticket] for ticket in found] == expected


def _only(installation: Installation, permissions: tuple[str, ...]) -> None:
    with installation.register.writing() as connection:
        connection.exec_driver_sql("DELETE FROM permissions")
    for one in permissions:
        installation.register.directory.add_permission(Permit(Y, one, date(2024, 9, 30)), NOW)


# -- a crash -------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def test_a_crash_between_file_and_row_gives_the_same_bytes_though_requests_changed(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = request(installation)
    lay(installation, "LORQ", overview())
    pick_up(installation.desk, Outcome(installation.desk.logger))
    assert installation.register.has_work("overviews")

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(SqlRegister, "post_overviews", die)
        with pytest.raises(Killed):
            make_overviews(installation.desk, Outcome(installation.desk.logger))
    (kept,) = (installation.home / "archive/out").rglob("LOAN.1.xml")
    first = kept.read_bytes()
    sent(installation, "LOIC", loic(status=3, ticket=ticket))
    installation.now = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
    installation.run()

    (text,) = installation.texts("LOAN")
    assert text.encode() == first
    assert not installation.register.has_work("overviews")


def test_what_fails_is_set_aside_and_made_in_a_later_run(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(installation, "LORQ", overview())
    with monkeypatch.context() as failing:
        failing.setattr(SqlRegister, "overview", lambda *_: 1 / 0)
        assert installation.run().exit_code == 70
    assert len(installation.texts("NOTI")) == 1
    assert installation.texts("LOAN") == []
    assert installation.run().problems == []
    assert len(installation.texts("LOAN")) == 1
    installation.run()
    assert len(installation.texts("LOAN")) == 1


@pytest.mark.parametrize("prefix", ["", "gxd"])
def test_an_envelope_with_a_prefix_and_an_empty_payload_are_read_again(installation: Installation, prefix: str) -> None:
    ticket = request(installation)
    text = overview().replace('<LORQ001 xmlns=""></LORQ001>', '<LORQ001 xmlns=""/>')
    assert '<LORQ001 xmlns=""/>' in text
    if prefix:
        text = re.sub(r"<(/?)(?!LORQ001|\?)(\w)", rf"<\1{prefix}:\2", text)
        text = text.replace(' xmlns="http', f' xmlns:{prefix}="http').replace(' xmlns=""', "")
    sent(installation, "LORQ", text)
    assert tickets(rows_of(installation.texts("LOAN")[-1])) == [ticket]
