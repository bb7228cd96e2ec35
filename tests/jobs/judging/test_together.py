"""One set judged by several processes: what is written and kept is what one process alone writes and keeps."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from declarations import (
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    Paper,
    loic,
    put,
    simplified,
    together,
    twct,
    vblv,
    with_files,
    without,
    worker,
)
from formtree import tree_of, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from installations import NOW, Installation, make_installation
from leaves import leave
from mutations import Mutation, form_of
from mutations_general import EVERY_MESSAGE
from mutations_twct import TWCT
from mutations_vblv import VBLV
from notices import tickets_of

from batch.jobs import elsewhere, judging
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.crew import crew_of
from batch.jobs.desk import Outcome
from batch.jobs.entitlement import Entitlement
from batch.jobs.intake import take_sets
from batch.jobs.judging import judge_set
from batch.jobs.judging import together as jobs
from batch.jobs.judging.beside import Beside
from batch.jobs.judging.drafts import Judging, Task, drafting_of, judges_of
from batch.jobs.judging.spool import spooled
from batch.jobs.shift import Shift
from batch.model import tickets
from batch.pipeline import Bench, judge
from batch.writers.samples import twct as twct_samples
from batch.writers.samples import vblv as vblv_samples

HERS = "123456"
DAY = "2026-03-16"
calm = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fresh(text: str, start: str = DAY, nth: int = 1) -> str:
    text = put(put(text, "FormCreationDate", DAY), "TempUnemploymentStartingDate", start)
    return put(text, "ReferenceNbr", f"OWN{nth}")


def elsewhere_employed(text: str) -> str:
    return put(put(text, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)


def first_day(nth: int = 1) -> str:
    return fresh(twct("005"), nth=nth)


def weather(nth: int = 1) -> str:
    return fresh(twct("002"), nth=nth)


def modified(ticket: str) -> str:
    return put(put(twct("005", 1, ticket=ticket), "FormCreationDate", DAY), "TempUnemploymentStartingDate", DAY)


def of_others(text: str) -> str:
    """The same communication of two other workers."""
    return text.replace(WORKERS[0], WORKERS[2]).replace(WORKERS[1], WORKERS[3])


def cancelled(ticket: str) -> str:
    return put(simplified("005", ticket), "FormCreationDate", DAY)


class Office:
    """An installation whose sets are judged twice: by this process alone, and with another beside it."""

    def __init__(self, home: Path) -> None:
        self.made: Installation = make_installation(home)
        self.again: list[tuple[int, int]] = []
        self.others: Beside | None = None
        self._laid = 0

    def stored(self, content: str, code: str = "TWCT") -> list[str]:
        """The tickets of a set that was judged before."""
        self._lay(content, code)
        assert self.made.run().problems == []
        noti = self.made.texts("NOTI")[-1]
        assert "<ResultCode>0" not in noti
        return tickets_of(noti)

    def _lay(self, content: str | bytes, code: str, environment: str = "R") -> None:
        self._laid += 1
        folder = {"R": "IN", "S": "INTEST-S"}[environment]
        self.made.lay(f"{code}.{HERS}.20260316.{self._laid:05d}.{environment}", content, folder=folder)

    def judged(self, content: str | bytes, code: str, beside: Beside, environment: str = "R") -> list[Any]:
        """What judging a set makes, which is the same both ways."""
        self._lay(content, code, environment)
        desk, outcome = self.made.desk, Outcome(self.made.desk.logger)
        take_sets(desk, outcome)
        with crew_of(desk) as crew:
            acknowledge_sets(desk, outcome, Shift(crew))
        assert outcome.problems == []
        *_, receipt = self.made.register.receipts("acknowledged")
        found = []
        for others in (None, beside):
            self.others = others
            shutil.rmtree(self.made.home / "archive" / "attachments", ignore_errors=True)
            made = judge_set(desk, receipt, 1)
            rows = list(spooled(made.spool))
            made.spool.unlink()
            with desk.archive.open(made.noti.place) as file:
                found.append([file.read(), rows, made.accepted, made.refused])
        alone, helped = found
        assert helped == alone
        assert list((self.made.home / "archive" / "scratch").glob("*")) == []
        return alone


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path / "home")
    monkeypatch.setattr(judging, "WORTH_IT", 1)
    monkeypatch.setattr(judging, "beside_of", lambda _desk, _places: nullcontext(made.others))
    monkeypatch.setattr(judge, "SLICE", 2)
    monkeypatch.setattr(elsewhere, "_desk", made.made.desk)
    real = jobs.Together._in_doubt

    def noted(self: jobs.Together, draft: Any) -> list[int]:
        found = real(self, draft)
        made.again.append((len(found), len(draft.keys)))
        return found

    monkeypatch.setattr(jobs.Together, "_in_doubt", noted)
    return made


@pytest.fixture
def beside() -> Iterator[Beside]:
    """A thread in the place of a process: it does the same with the same files."""
    with ThreadPoolExecutor(1) as pool:
        yield Beside(pool, 1, pool.submit(str))  # type: ignore[arg-type]


def redone(office: Office) -> tuple[int, int]:
    """How many forms were judged again, of how many that were drafted."""
    return sum(found for found, _ in office.again), sum(forms for _, forms in office.again)


def verdicts(judged: list[Any]) -> list[bool]:
    return [form["accepted"] for form, *_ in judged[1]]


def test_forms_that_know_nothing_of_each_other_are_judged_once(office: Office, beside: Beside) -> None:
    forms = [vblv(C32ANbr=f"NA10001{nth:02d}", INSS=WORKERS[nth % 2], NOSSRegistrationNbr="0") for nth in range(2)]
    forms += [put(first_day(nth), "INSS", None) for nth in range(2)]
    assert all(verdicts(office.judged(together(*forms[:2]), "VBLV", beside)))
    office.judged(together(*(weather(nth) for nth in range(1)), *(elsewhere_employed(weather(7)),) * 1), "TWCT", beside)
    assert redone(office)[0] == 0
    assert redone(office)[1] == 4


def test_a_worker_told_twice_in_one_set_is_told_once(office: Office, beside: Beside) -> None:
    forms = [first_day(nth) if nth % 3 == 0 else elsewhere_employed(weather(nth)) for nth in range(9)]
    found = verdicts(office.judged(together(*forms), "TWCT", beside))
    assert found == [True, True, *(False,) * 7]
    assert redone(office)[0] > 0


def test_what_one_piece_cancels_another_may_tell_again(office: Office, beside: Beside) -> None:
    (ticket,) = office.stored(first_day())
    forms = [weather(1), cancelled(ticket), elsewhere_employed(weather(2)), weather(3), cancelled(ticket), weather(4)]
    assert verdicts(office.judged(together(*forms), "TWCT", beside)) == [False, True, True, True, False, False]


def test_what_depends_on_a_form_that_is_judged_again_is_judged_again(office: Office, beside: Beside) -> None:
    """Drafted, the modification is accepted, so that the cancellation after it comes too late."""
    (ticket,) = office.stored(of_others(first_day()))
    forms = [first_day(1), elsewhere_employed(weather(2)), modified(ticket), cancelled(ticket)]
    assert verdicts(office.judged(together(*forms), "TWCT", beside)) == [True, True, False, True]


def test_a_card_and_a_month_are_taken_once_in_a_set(office: Office, beside: Beside) -> None:
    cards = ["NA1000101", "NA1000102", "NA1000103", "NA1000101", "NA1000104", "NA1000104"]
    forms = [vblv(C32ANbr=card, INSS=WORKERS[nth % 2]) for nth, card in enumerate(cards)]
    assert sum(verdicts(office.judged(together(*forms), "VBLV", beside))) == 2


def test_leaves_of_one_worker_add_up_over_the_pieces_of_a_set(office: Office, beside: Beside) -> None:
    starts = ["2026-06-01", "2026-08-01", "2026-10-01", "2026-12-01", "2027-02-01"]
    forms = [
        put(leave("6001", 1, months=2, start=start, notice="2026-03-10"), "FormCreationDate", DAY) for start in starts
    ]
    forms[2:2] = [put(put(loic(), "FormCreationDate", DAY), "INSS", WORKERS[1])]
    office.judged(together(*forms), "LOIC", beside)
    assert redone(office)[0] > 0


def test_a_leave_that_one_piece_cancels_is_not_counted_in_another(office: Office, beside: Beside) -> None:
    asked = put(leave("6001", months=2, start="2026-06-01", notice="2026-03-10"), "FormCreationDate", DAY)
    (ticket,) = office.stored(asked, "LOIC")
    cancellation = put(loic(status=3, ticket=ticket), "FormCreationDate", DAY)
    other = put(put(loic(), "FormCreationDate", DAY), "INSS", WORKERS[1])
    noti = office.judged(together(cancellation, other, asked), "LOIC", beside)[0]
    assert b"<MonthsUsed>2<" in noti
    assert b"<MonthsUsed>4<" not in noti


def test_a_draft_tells_nothing_of_other_pieces(office: Office, beside: Beside) -> None:
    """Whichever were drafted before it in the same process."""
    office.judged(together(*(first_day(nth) for nth in range(6))), "TWCT", beside)
    desk = office.made.desk
    (receipt,) = desk.register.receipts("acknowledged")
    rights = Entitlement(desk, receipt)
    with drafting_of(desk, Judging(receipt, None, rights.granted(), 0)) as drafting:
        (part,) = receipt.inputs()
        (whole,) = judges_of(desk, receipt, Bench(desk.open_law(), desk.law_room, NOW.date())).values()
        drafts = [drafting.draft(Task(part.number, piece, Path())) for piece in whole.pieces()]
    assert [verdict is not None for one in drafts for verdict in one.effects] == [True, False] * 3


def test_files_of_accepted_forms_are_kept(office: Office, beside: Beside) -> None:
    forms = [put(with_files(Paper()), "FormCreationDate", "2026-03-15") for _ in range(2)]
    judged = office.judged(together(*forms), "LOIC", beside)
    kept = {one["sha256"] for rows in judged[1] for one in rows[6]}
    assert kept
    assert {path.name for path in (office.made.home / "archive" / "attachments").rglob("*") if path.is_file()} == kept


def test_a_rehearsal_warns_of_what_counts_already(office: Office, beside: Beside) -> None:
    office.stored(first_day(1))
    judged = office.judged(together(weather(9), *(first_day(nth) for nth in (1, 2, 1, 3))), "TWCT", beside, "S")
    assert b"90059-272" in judged[0]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_every_encoding_is_read_alike(office: Office, beside: Beside, encoding: str) -> None:
    text = together(*(elsewhere_employed(weather(nth)) for nth in range(5)))
    text = text.replace("<Form>", "<!-- <Form>é</Form> --><Form>\r\n<?é <Form> ?>", 4).replace("UTF-8", encoding)
    assert encoding in text
    office.judged(text.encode(encoding), "TWCT", beside)


def test_a_form_of_many_workers_is_a_piece_by_itself(office: Office, beside: Beside, monkeypatch: Any) -> None:
    monkeypatch.setattr(judge, "SLICE_BYTES", 20_000)
    many = "".join(worker(1 + nth % 2) for nth in range(200))
    crowd = weather(1).replace(worker(1), many, 1)
    forms = [weather(2), crowd, first_day(3), crowd, elsewhere_employed(weather(4))]
    office.judged(together(*forms), "TWCT", beside)


def test_drafts_are_given_up_where_most_forms_are_judged_again(
    office: Office, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_TRIED", 10)
    office.judged(together(*(first_day(nth) for nth in range(60))), "TWCT", beside)
    assert 10 <= redone(office)[1] < 40


@pytest.mark.parametrize(("message", "mutations"), [("TWCT001", TWCT), ("VBLV001", VBLV)])
def test_forms_with_every_fault_are_judged_alike(
    office: Office, beside: Beside, message: str, mutations: tuple[Mutation, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "SLICE", 40)
    forms = list(_spoilt(message, (*EVERY_MESSAGE, *mutations)))
    judged = office.judged(together(*forms), message[:4], beside)
    assert judged[3] >= len(forms) // 3


def _spoilt(message: str, mutations: tuple[Mutation, ...]) -> Iterator[str]:
    """Sound forms, each with one fault put into it, and those without in between."""
    now = datetime.combine(date(2026, 3, 16), time(9, 15))
    kind = vblv_samples if message == "VBLV001" else twct_samples
    head, foot = b"".join(kind.document(["|"])).decode().split("\t|\n")
    sound = list(kind.forms(Random(7), now, 12))
    for nth, mutation in enumerate(mutations):
        for text in (*sound[nth % 12 :], *sound):
            form = form_of(tree_of(text), message)
            places = list(mutation(form))
            if places:
                places[nth % len(places)]()
                yield written(form.root, head, foot.strip()).decode()
                break
        if nth % 5 == 0:
            yield head + sound[nth % 12] + foot


MOVES = ("first day", "weather", "modification", "cancellation", "elsewhere")


@given(
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 3)), min_size=2, max_size=12),
    size=st.integers(1, 4),
)
@settings(calm, max_examples=25)
def test_whatever_a_set_does_it_is_judged_as_by_one_process(
    whoever: tuple[Office, Beside, list[str]], moves: list[tuple[str, int]], size: int
) -> None:
    office, beside, known = whoever
    judge.SLICE = size
    forms = [_form(what, which, nth, known) for nth, (what, which) in enumerate(moves)]
    office.judged(together(*forms), "TWCT", beside)


@pytest.fixture
def whoever(office: Office, beside: Beside) -> tuple[Office, Beside, list[str]]:
    """Of two workers a communication stands, of two others none; the third and fourth ticket are nobody's."""
    forms = [_about(first_day(nth), nth) for nth in (0, 1)]
    return office, beside, [*office.stored(together(*forms)), tickets.make("04W", 5), tickets.make("04W", 6)]


def _about(text: str, which: int) -> str:
    """A communication of one worker."""
    return without(text, "NaturalPerson[2]").replace(WORKERS[0], WORKERS[which])


def _form(what: str, which: int, nth: int, known: list[str]) -> str:
    if what == "cancellation":
        return cancelled(known[which])
    forms = {
        "first day": first_day(nth),
        "weather": weather(nth),
        "modification": modified(known[nth % 2]),
        "elsewhere": elsewhere_employed(weather(nth)),
    }
    return _about(forms[what], which)
