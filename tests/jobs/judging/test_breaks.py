"""What a worker has used, through the channel: an employer hears of his own requests, ONEM of all."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from declarations import (
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    after,
    deci,
    loic,
    overview,
    progress,
    put,
    together,
    twct,
    without,
    worker_part,
)
from declarations import worker_cancellation as cancelled_by_worker
from installations import Installation, make_installation
from leaves import OPEN_DAY, asking, leave, taught

from batch.jobs.judging.breaks import StoredBreaks
from batch.model.sender import EVERY, Mandate, Permit, Sender
from batch.settings import FILE
from batch.status import records_of

HERS, HIS, WORKER_DESK, OFFICE = "123456", "234567", "999997", "999998"
DAY = "2026-03-16"
TOO_MUCH = "00911-271"


def fresh(text: str) -> str:
    return put(text, "FormCreationDate", DAY)


def elsewhere(text: str) -> str:
    return put(put(text, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)


def parental(months: int = 1, start: str = "2026-06-01", regime: int = 1) -> str:
    return fresh(leave("6001", regime, months=months, start=start, notice="2026-03-10"))


class Channel:
    """Sets that get their names by themselves; what the notification of the last form says."""

    def __init__(self, home: Path) -> None:
        self.made: Installation = make_installation(home)
        self.noti = ""
        self._laid = 0

    def says(self, text: str, sender: str = HERS, code: str = "LOIC", environment: str = "R") -> list[str]:
        """The anomalies that do not come of the notice; the notification is kept."""
        self._laid += 1
        folders = {"R": ("IN", "OUT"), "S": ("INTEST-S", "OUTTEST-S")}[environment]
        before = len(self.made.texts("NOTI", sender, folders[1]))
        stem = f"{code}.{sender}.20260316.{self._laid:05d}.{environment}"
        self.made.lay(stem, text, folder=folders[0], sender=sender)
        assert self.made.run().problems == []
        (self.noti,) = self.made.texts("NOTI", sender, folders[1])[before:]
        return [one for one in re.findall("<ErrorID>([^<]*)", self.noti) if one != "01086-008"]

    def used(self) -> list[str]:
        """Months used as the last notification tells them, form by form."""
        return re.findall("<MonthsUsed>([^<]*)", self.noti)

    @property
    def ticket(self) -> str:
        return re.findall("<HandledReference>.*?<ReferenceNbr>([^<]*)", self.noti)[-1]

    def handed(self) -> list[str]:
        """The balances of the last hand-over."""
        hand = self.made.texts("HAND", OFFICE)[-1]
        told = (
            "<CountedAs>([^<]*)</CountedAs>.*?<MonthsUsed>([^<]*)</MonthsUsed>.*?(?:<ChildBirthdate>([^<]*)|</Balance>)"
        )
        return [" ".join(filter(None, one)) for one in re.findall(told, hand)]

    def shown(self, wanted: str) -> list[str]:
        """The balances that ``show`` tells."""
        return [f"{row['used']} {row['child']}".strip() for row in records_of(self.made.home, wanted)[0]["balance"]]


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    return Channel(tmp_path / "home")


# -- what an employer hears --------------------------------------------------------------------------------------


def test_every_accepted_request_is_told_what_is_used_and_what_there_is(channel: Channel) -> None:
    assert channel.says(parental(2)) == []
    assert (
        "<ApplicationData><Balances><Balance><CountedAs>parental</CountedAs>"
        "<CountedTitle>Congé parental (en mois complets)</CountedTitle><MonthsUsed>2</MonthsUsed>"
        "<MonthsMaximum>4</MonthsMaximum><GivenFor>child</GivenFor><NbrOfRequests>1</NbrOfRequests>"
        "</Balance></Balances></ApplicationData></Form>"
    ) in channel.noti


def test_what_is_used_grows_to_the_maximum_in_silence_and_beyond_it_with_a_remark(channel: Channel) -> None:
    said = [channel.says(parental(1, f"2026-{month:02d}-01")) for month in range(5, 10)]
    assert said == [[], [], [], [], [TOO_MUCH]]
    assert channel.used() == ["5"]
    assert "<ResultCode>1</ResultCode>" in channel.noti


def test_it_is_counted_whoever_of_the_mandataries_introduced_it(channel: Channel) -> None:
    channel.says(parental(3))
    assert channel.says(parental(2, "2026-08-01"), sender=HIS) == [TOO_MUCH]
    assert channel.used() == ["5"]


def test_the_forms_of_one_set_are_counted_one_after_the_other(channel: Channel) -> None:
    assert channel.says(together(parental(3), parental(2, "2026-08-01"))) == [TOO_MUCH]
    assert channel.used() == ["3", "5"]


def test_a_refused_form_counts_nothing(channel: Channel) -> None:
    refused = put(parental(4), "JointCommissionNbr", "998")
    assert channel.says(refused) == ["00046-008"]
    assert channel.used() == []
    assert channel.says(parental(4)) == []


def test_a_new_end_date_counts_in_the_place_of_the_old_one(channel: Channel) -> None:
    channel.says(fresh(loic("parental-full")))
    assert channel.used() == ["4"]
    shorter = fresh(put(loic("parental-full", 1, ticket=channel.ticket), "EndingDate", "2026-07-31"))
    assert channel.says(shorter) == []
    assert channel.used() == ["2"]
    assert channel.says(parental(2, "2026-08-01")) == []
    assert channel.says(parental(1, "2026-09-01")) == [TOO_MUCH]


def test_a_later_end_date_may_be_too_much(channel: Channel) -> None:
    channel.says(parental(2, "2026-05-01"))
    channel.says(parental(3))
    later = fresh(put(loic(status=1, ticket=channel.ticket), "EndingDate", "2026-09-30"))
    assert channel.says(later) == [TOO_MUCH]
    assert channel.used() == ["6"]


def test_what_the_employer_or_the_worker_has_cancelled_does_not_count(channel: Channel) -> None:
    channel.says(parental(4))
    assert channel.says(fresh(loic(status=3, ticket=channel.ticket))) == []
    assert channel.used() == []
    assert channel.says(parental(4)) == []
    asked = channel.ticket
    assert channel.says(fresh(cancelled_by_worker(ticket=asked)), WORKER_DESK, "LOWK") == []
    assert channel.says(parental(4)) == []


def test_a_cancellation_and_a_new_request_may_stand_in_one_set(channel: Channel) -> None:
    channel.says(parental(4))
    both = together(fresh(loic(status=3, ticket=channel.ticket)), parental(4))
    assert channel.says(both) == []
    assert channel.used() == ["4"]


def test_a_new_end_date_and_another_request_may_stand_in_one_set(channel: Channel) -> None:
    channel.says(fresh(loic("parental-full")))
    shorter = fresh(put(loic("parental-full", 1, ticket=channel.ticket), "EndingDate", "2026-08-31"))
    assert channel.says(together(shorter, parental(1, "2026-09-01"))) == []
    assert channel.used() == ["3", "4"]


@pytest.mark.parametrize(("result", "says"), [("0", []), ("1", [TOO_MUCH])])
def test_what_onem_has_refused_does_not_count_and_what_it_has_granted_does(
    channel: Channel, result: str, says: list[str]
) -> None:
    channel.says(parental(4))
    asked = channel.ticket
    channel.says(fresh(worker_part(ticket=asked)), WORKER_DESK, "LOWK")
    channel.says(fresh(progress(ticket=asked, StatusDate=DAY)), OFFICE, "DECI")
    decided = deci(ticket=asked, DecisionDate=DAY, ResultCode=result)
    assert channel.says(fresh(decided), OFFICE, "DECI") == []
    assert channel.says(parental(1, "2026-09-01")) == says


def test_simulation_counts_apart(channel: Channel) -> None:
    channel.says(parental(4))
    assert channel.says(parental(1, "2026-09-01"), environment="S") == ["90059-272"]
    assert channel.used() == ["1"]
    assert channel.says(parental(4), environment="S") == [TOO_MUCH, "90059-272"]
    assert channel.says(parental(1, "2026-09-01")) == [TOO_MUCH]
    assert channel.used() == ["5"]


def overview_used(channel: Channel, wishes: str, sender: str = HERS) -> list[tuple[str, str]]:
    """What the answer to an overview tells that is used."""
    assert channel.says(fresh(overview(wishes)), sender, "LORQ") == []
    return re.findall("<CountedAs>([^<]*).*?<MonthsUsed>([^<]*)", channel.made.texts("LOAN", sender)[-1])


def test_an_overview_of_one_worker_tells_what_he_has_used_with_this_employer_before_anything_is_asked(
    channel: Channel,
) -> None:
    channel.says(elsewhere(parental(4)), sender=HIS)
    channel.says(parental(3))
    channel.says(fresh(leave("5001", 2, months=6, notice="2026-02-20")))
    worker = f"<INSS>{WORKERS[0]}</INSS>"
    for sender in (HERS, HIS):
        assert overview_used(channel, worker, sender) == [("parental", "3"), ("time-credit", "6")]
    assert overview_used(channel, f"<INSS>{WORKERS[1]}</INSS>") == []
    assert overview_used(channel, "") == []
    assert overview_used(channel, f"{worker}<Page>2</Page>") == []


# -- what he never hears -----------------------------------------------------------------------------------------


def without_names(noti: str) -> str:
    """A notification without the name and ticket of its set and form."""
    return re.sub(r"(<FileName>|<ReferenceNbr>)[^<]*", r"\1", noti)


@pytest.mark.parametrize("sender", [HERS, HIS])
def test_another_employers_requests_leave_no_trace(channel: Channel, tmp_path: Path, sender: str) -> None:
    """Byte for byte what an employer hears of a worker whom nobody else has; ONEM sees both."""
    alone = Channel(tmp_path / "alone")
    for text in (parental(4), fresh(leave("6001", 5, months=20, start="2026-06-01"))):
        channel.says(elsewhere(text), sender=sender)
    for asked in (parental(1, "2026-09-01"), fresh(leave("5001", 2, months=6, notice="2026-02-20"))):
        assert channel.says(asked) == alone.says(asked) == []
        assert without_names(channel.noti) == without_names(alone.noti)
    assert channel.used() == ["6"]
    assert channel.handed() == ["parental 9", "time-credit 6"]
    assert channel.shown(channel.ticket) == ["9", "6"]


def test_an_employers_number_beside_his_own_opens_nothing(channel: Channel) -> None:
    """A mandate for one ONSS number, and the enterprise number of somebody else beside it."""
    directory, now = channel.made.register.directory, channel.made.now
    directory.add_sender(Sender("345678", "Sekretariat", "social-secretariat", "de"), now)
    directory.add_mandate(Mandate("345678", ONSS, "", EVERY), now)
    channel.says(elsewhere(parental(3)))
    channel.says(without(elsewhere(parental(3)), "NOSSRegistrationNbr"))
    mixed = put(parental(1, "2026-09-01"), "CompanyID", OTHER_COMPANY)
    assert channel.says(mixed, sender="345678") == []
    assert channel.used() == ["1"]


def test_who_may_not_act_for_an_employer_any_more_counts_nothing_of_it(channel: Channel) -> None:
    channel.says(parental(3))

    class Rights:
        def __init__(self, employer: bool) -> None:
            self.employer = employer

        def permissions(self) -> frozenset[str]:
            return frozenset({"career-break", "career-break-education"})

        def may_act_for(self, _employer: object) -> bool:
            return self.employer

    for may, found in ((True, 1), (False, 0)):
        known = StoredBreaks(channel.made.register, "R", HERS, Rights(may))  # type: ignore[arg-type]
        known.load([WORKERS[0]])
        assert len(known.get(WORKERS[0])) == found


def test_what_the_worker_tells_of_his_children_changes_nothing_for_the_employer(channel: Channel) -> None:
    """Two children: ONEM counts each; the employer, who may not know of them, the sum."""
    for child, start in (("2020-05-01", "2026-06-01"), ("2023-01-01", "2026-08-01")):
        channel.says(parental(2, start))
        part = after(worker_part(ticket=channel.ticket), "Certified", f"<ChildBirthdate>{child}</ChildBirthdate>")
        channel.says(fresh(part), WORKER_DESK, "LOWK")
    assert channel.says(parental(1, "2026-09-01")) == [TOO_MUCH]
    assert channel.used() == ["5"]
    assert "ChildBirthdate" not in "".join(channel.made.texts("NOTI"))
    assert channel.handed() == ["parental 1", "parental 2 2020-05-01", "parental 2 2023-01-01"]
    assert channel.shown(channel.ticket) == ["1", "2 2020-05-01", "2 2023-01-01"]


def in_october(channel: Channel, sender: str, text: str) -> list[str]:
    """Months used, as the notification tells them of a request made on a day when release 20264 is open."""
    made = channel.made
    made.now = made.now.replace(month=10, day=5)
    stem = f"LOIC.{sender}.20261005.0000{len(made.texts('NOTI', sender)) + 1}.R"
    made.lay(stem, put(text, "FormCreationDate", str(OPEN_DAY)), sender=sender)
    assert made.run().problems == []
    return re.findall("<MonthsUsed>([^<]*)", made.texts("NOTI", sender)[-1])


def teacher() -> str:
    return taught(asking(leave(sector="03", nature=1, start="2027-01-01", notice=str(OPEN_DAY), months=3)))


def test_an_organising_authority_counts_its_own_requests_only(channel: Channel) -> None:
    """Two authorities that name the same employer number: each counts what it introduced itself."""
    assert in_october(channel, HERS, teacher()) == ["3"]
    assert in_october(channel, HIS, teacher()) == ["3"]
    assert in_october(channel, HERS, teacher()) == ["6"]


def test_an_employer_with_one_permission_counts_that_staff_only(channel: Channel) -> None:
    made, company = channel.made, OTHER_COMPANY
    own = Sender("400001", "Atelier", "employer", "fr", company=company, noss=OTHER_ONSS)
    made.register.directory.add_sender(own, made.now)
    made.register.directory.add_permission(Permit(company, "career-break-education", date(2024, 9, 30)), made.now)
    channel.says(elsewhere(parental(3)))
    assert in_october(channel, "400001", elsewhere(teacher())) == ["3"]
    made.register.directory.add_permission(Permit(company, "career-break", date(2024, 9, 30)), made.now)
    assert in_october(channel, "400001", elsewhere(teacher())) == ["9"]


# -- what ONEM sees ----------------------------------------------------------------------------------------------


def test_the_hand_over_of_every_step_tells_the_whole(channel: Channel) -> None:
    channel.says(elsewhere(parental(2)), sender=HIS)
    channel.says(fresh(loic("parental-full")))
    asked = channel.ticket
    assert channel.handed() == ["parental 6"]
    channel.says(fresh(worker_part(ticket=asked)), WORKER_DESK, "LOWK")
    assert channel.handed() == ["parental 6"]


def test_json_lines_tell_the_same(channel: Channel) -> None:
    settings = channel.made.home / FILE
    settings.write_text(settings.read_text() + 'handover_format = "jsonl"\n')
    channel.says(elsewhere(parental(2)), sender=HIS)
    channel.says(parental(3))
    (line,) = channel.made.texts("HAND", OFFICE)[-1].splitlines()
    assert json.loads(line)["balances"] == [
        {
            "counted_as": "parental", "months_used": "5", "months_maximum": 4, "given_for": "child",
            "child_birthdate": None, "requests": 2,
        }
    ]  # fmt: skip


def test_a_cancellation_is_handed_over_with_what_is_left(channel: Channel) -> None:
    channel.says(elsewhere(parental(2)), sender=HIS)
    channel.says(parental(3))
    channel.says(fresh(loic(status=3, ticket=channel.ticket)))
    assert channel.handed() == ["parental 2"]


def test_show_tells_a_workers_whole_story_by_his_number(channel: Channel) -> None:
    channel.says(elsewhere(parental(2)), sender=HIS)
    channel.says(parental(3))
    (found,) = records_of(channel.made.home, f"{WORKERS[0][:6]} {WORKERS[0][6:9]}-{WORKERS[0][9:]}")
    assert found["record"] == "worker"
    assert [(row["counted"], row["used"], row["maximum"], row["requests"]) for row in found["balance"]] == [
        ("Parental leave (in months of full leave)", "5", 4, 2)
    ]
    assert {row["employer"] for row in found["requests"]} == {
        f"N{OTHER_ONSS} C{OTHER_COMPANY}",
        "N161234563 C1245007866",
    }
    assert records_of(channel.made.home, WORKERS[1]) == []


# -- what it costs -----------------------------------------------------------------------------------------------


def asked_of_breaks(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many workers each look-up asked for, from now on."""
    from batch.store import past

    asked: list[int] = []
    real = past.breaks.breaks_of

    def counted(connection: object, environment: object, workers: object) -> object:
        names = list(workers)  # type: ignore[call-overload]
        asked.append(len(names))
        return real(connection, environment, names)  # type: ignore[arg-type]

    monkeypatch.setattr(past.breaks, "breaks_of", counted)
    return asked


def test_a_set_looks_its_workers_up_once_and_temporary_unemployment_never(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of_breaks(channel, monkeypatch)
    forms = [put(parental(), "INSS", worker) for worker in WORKERS]
    channel.says(together(*forms))
    assert asked == [len(WORKERS)]
    channel.says(put(twct("005"), "FormCreationDate", DAY), code="TWCT")
    assert asked == [len(WORKERS)]
