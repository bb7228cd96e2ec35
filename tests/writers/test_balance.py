"""What a worker has used, as it is written: in a notification and in a hand-over it fits the schema."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from lxml import etree

from batch.lawbook import law_room, open_law
from batch.model.balance import Count
from batch.model.law import LANGUAGES, Language
from batch.model.overview import Overview
from batch.model.verdict import Essence
from batch.validators.structure import structure_of
from batch.writers import gxd, messages
from batch.writers.balance import balance, balances

LAW = open_law()
MAXIMA = {one.name: one for one in LAW.leaves.maxima}
SPENT = Count(MAXIMA["parental"], Fraction(5, 2), 4, 2, "2020-05-01")
ENDLESS = Count(MAXIMA["career-end"], Fraction(1000), None, 1)
NOBODY = Essence((), "", "", "", "", "6001", "", None, None, 1, None)


def test_a_balance_tells_the_count_what_is_used_and_what_there_is() -> None:
    assert balance(SPENT, "en") == (
        "<Balance><CountedAs>parental</CountedAs><CountedTitle>Parental leave (in months of full leave)</CountedTitle>"
        "<MonthsUsed>2.5</MonthsUsed><MonthsMaximum>4</MonthsMaximum><GivenFor>child</GivenFor>"
        "<ChildBirthdate>2020-05-01</ChildBirthdate><NbrOfRequests>2</NbrOfRequests></Balance>"
    )


def test_without_a_maximum_none_is_told() -> None:
    assert "<MonthsUsed>1000</MonthsUsed><GivenFor>career</GivenFor><NbrOfRequests>1<" in balance(ENDLESS, "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_balance_fits_the_hand_over_in_every_language(language: Language) -> None:
    every = [Count(one, Fraction(12345, 100), most, 99999) for one in LAW.leaves.maxima for most in (None, 999)]
    longest = Count(MAXIMA["time-credit"], Fraction(999_999_999, 100), 51, 99999)
    text = balances([*every, SPENT, longest], language)
    moment, day = datetime(2026, 1, 5, 9, 0, tzinfo=UTC), date(2026, 1, 5)
    form = messages.hand001("3A000000010MZ", "", NOBODY, b"<Form/>", (), day, moment, "NAMUR", text)
    structure = structure_of(law_room(), LAW.release("HAND001", "20264"), LAW.release("GenericXmlDocument", "20231"))
    (found,) = etree.fromstring(f"{gxd.HEAD}{form}{gxd.TAIL}".encode())
    assert structure.fits(found), structure._schema.error_log
    assert form.count("<Balance>") == len(every) + 2


def test_every_balance_without_a_child_fits_an_overview() -> None:
    every = [Count(one, Fraction(12345, 100), most, 99999) for one in LAW.leaves.maxima for most in (None, 999)]
    moment, nothing = datetime(2026, 1, 5, 9, 0, tzinfo=UTC), Overview(0, 1, ())
    form = messages.loan001("3A000000010MZ", "", NOBODY, nothing, str, moment, balances(every, "de"))
    structure = structure_of(law_room(), LAW.release("LOAN001", "20264"), LAW.release("GenericXmlDocument", "20231"))
    (found,) = etree.fromstring(f"{gxd.HEAD}{form}{gxd.TAIL}".encode())
    assert structure.fits(found), structure._schema.error_log


def test_nothing_is_written_of_nothing() -> None:
    assert balances((), "fr") == ""
