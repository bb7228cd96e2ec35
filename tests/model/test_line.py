"""The line of sets: who may go next, and who waits for whom."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from batch.model import line
from batch.model.line import Line, Turn
from batch.model.naming import Naming, code_of, naming_of, share


def turn(receipt: int, sender: str = "", employers: str | None = "", *, is_aside: bool = False) -> Turn:
    named = None if employers is None else named_by(employers.split())
    return Turn(receipt, sender or f"S{receipt}", 1, named, is_aside)


def named_by(keys: Iterable[str]) -> Naming:
    return naming_of(sorted(map(code_of, keys)))


def line_of(*turns: Turn) -> Line:
    made = Line()
    made.update(turns)
    return made


def nexts(made: Line) -> list[int]:
    return sorted(one.receipt for one in made if made.is_next(one))


def test_sets_of_different_senders_and_employers_are_all_next() -> None:
    assert nexts(line_of(turn(1, employers="N1"), turn(2, employers="N2"))) == [1, 2]


def test_a_set_waits_for_one_before_it_of_its_sender() -> None:
    made = line_of(turn(1, "A", "N1"), turn(2, "A", "N2"), turn(3, "B", "N3"))
    assert nexts(made) == [1, 3]
    made.leave(1)
    assert nexts(made) == [2, 3]


def test_a_set_waits_for_one_before_it_of_its_employer() -> None:
    made = line_of(turn(1, employers="N1 C1"), turn(2, employers="C1"), turn(3, employers="C3"))
    assert nexts(made) == [1, 3]


def test_a_set_that_may_concern_any_waits_for_all_before_it_and_holds_up_all_behind_it() -> None:
    made = line_of(turn(1, employers="N1"), turn(2, employers=None), turn(3, employers="N3"))
    assert nexts(made) == [1]
    made.leave(1)
    assert nexts(made) == [2]
    made.leave(2)
    assert nexts(made) == [3]


def test_one_that_waits_holds_up_those_behind_it() -> None:
    """Else it would be overtaken again and again."""
    made = line_of(turn(1, employers="N1"), turn(2, employers="N1 N2"), turn(3, employers="N2"))
    assert nexts(made) == [1]


def test_what_was_set_aside_joins_last() -> None:
    made = line_of(turn(1, "A", is_aside=True), turn(2, "A"))
    assert nexts(made) == [2]
    made.leave(2)
    assert nexts(made) == [1]


def test_who_is_gone_leaves_and_who_is_new_joins_behind() -> None:
    made = line_of(turn(1, "A"), turn(2, "A"))
    made.update([turn(2, "A"), turn(3, "A")])
    assert 1 not in made
    assert nexts(made) == [2]
    assert [one.receipt for one in made] == [2, 3]


def test_senders_take_turns() -> None:
    made = line_of(turn(1, "A"), turn(2, "A"), turn(3, "A"), turn(4, "B"), turn(5, "B"))
    assert [one.receipt for one in made] == [1, 4, 2, 5, 3]


def test_the_size_of_a_line_is_what_all_have_to_do() -> None:
    assert line_of(turn(1), turn(2)).size == 2


TURNS = st.lists(
    st.tuples(
        st.sampled_from(list("ABCDEF")),
        st.one_of(st.none(), st.frozensets(st.sampled_from(["N1", "N2", "N3", "C1", "C2", "L9"]), max_size=4)),
        st.booleans(),
    ),
    max_size=12,
)


def shares(one: Turn, other: Turn) -> bool:
    if one.sender == other.sender or one.employers is None or other.employers is None:
        return True
    return share(one.employers, other.employers)


@given(TURNS, st.integers(0, 10), st.randoms(use_true_random=False))
def test_whatever_leaves_first_nobody_overtakes_one_with_whom_he_shares(
    drawn: list[tuple[str, frozenset[str] | None, bool]], many: int, chance: random.Random
) -> None:
    """Also when turns are compared as a whole because they have many employers."""
    kept, line._MANY = line._MANY, many
    try:
        named = [None if names is None else named_by(names) for _, names, _ in drawn]
        turns = [Turn(nth, one[0], 1, named[nth], one[2]) for nth, one in enumerate(drawn)]
        made = line_of(*turns)
        waiting = sorted(turns, key=lambda one: one.is_aside)
        while waiting:
            free = [one for nth, one in enumerate(waiting) if not any(shares(one, before) for before in waiting[:nth])]
            assert nexts(made) == sorted(one.receipt for one in free)
            gone = chance.choice(free)
            waiting.remove(gone)
            made.leave(gone.receipt)
        assert list(made) == []
        assert made._queues == {}
        assert made._wide == {}
    finally:
        line._MANY = kept
