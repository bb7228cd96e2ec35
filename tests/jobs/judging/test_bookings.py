"""A card and a worker's month are taken once for an employer: across sets, within a set, and by nobody else."""

from __future__ import annotations

import pytest
from declarations import OTHER_COMPANY, OTHER_ONSS, WORKERS, together, vblv
from installations import Installation
from notices import anomalies_of

from batch.model.sender import Mandate

HIS = "234567"
CARD_USED, WORKER_DECLARED = "90429-272", "90017-272"


def entry(**changes: str) -> str:
    return vblv(**changes)


def answer(
    installation: Installation, number: int, content: str, sender: str = "123456", environment: str = "R"
) -> str:
    folder, out = {"R": ("IN", "OUT"), "S": ("INTEST-S", "OUTTEST-S")}[environment]
    stem = f"VBLV.{sender}.{installation.now:%Y%m%d}.{number:05d}.{environment}"
    installation.lay(stem, content, folder=folder, sender=sender)
    assert installation.run().problems == []
    return installation.texts("NOTI", sender, out)[-1]


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        (entry(), [WORKER_DECLARED, CARD_USED]),
        (entry(INSS=WORKERS[1]), [CARD_USED]),
        (entry(C32ANbr="NA1000102"), [WORKER_DECLARED]),
        (entry(INSS=WORKERS[1], C32ANbr="NA1000102"), []),
        (entry(NOSSRegistrationNbr="0"), [WORKER_DECLARED, CARD_USED]),
        (entry(NOSSRegistrationNbr=OTHER_ONSS, CompanyID=OTHER_COMPANY), []),
    ],
    ids=["the same again", "another worker", "another card", "both others", "one number", "another employer"],
)
def test_what_was_accepted_before_is_taken(installation: Installation, second: str, codes: list[str]) -> None:
    assert anomalies_of(answer(installation, 1, entry())) == []
    assert sorted(anomalies_of(answer(installation, 2, second))) == sorted(codes)
    both = answer(installation, 3, together(entry(C32ANbr="NB1000001", INSS=WORKERS[2]), second))
    assert sorted(anomalies_of(both)) == sorted(codes or [WORKER_DECLARED, CARD_USED])


def test_a_card_used_twice_in_one_set_is_used_once(installation: Installation) -> None:
    noti = answer(installation, 1, together(entry(), entry(INSS=WORKERS[1])))
    assert anomalies_of(noti) == [CARD_USED]
    assert noti.count("<ResultCode>1<") == 1


def test_a_refused_entry_takes_nothing(installation: Installation) -> None:
    assert anomalies_of(answer(installation, 1, entry(ZIPCode="0999"))) == ["00520-008"]
    assert anomalies_of(answer(installation, 2, entry())) == []


def test_simulation_and_production_do_not_see_each_others_cards(installation: Installation) -> None:
    assert anomalies_of(answer(installation, 1, entry(), environment="S")) == []
    assert anomalies_of(answer(installation, 1, entry())) == []


def test_another_mandatary_of_the_employer_sees_what_is_taken(installation: Installation) -> None:
    answer(installation, 1, entry())
    assert anomalies_of(answer(installation, 1, entry(), HIS)) == [WORKER_DECLARED, CARD_USED]


def test_a_number_of_somebody_else_tells_nothing_and_takes_nothing(installation: Installation) -> None:
    """The sender acts for one employer and writes the enterprise number of another beside the ONSS number."""
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates("123456")], 20254, installation.now)
    directory.add_mandate(Mandate("123456", OTHER_ONSS, "", "temporary-unemployment", 20171), installation.now)
    answer(installation, 1, entry(), HIS)

    assert anomalies_of(answer(installation, 1, entry())) == ["00011-155"]
    assert anomalies_of(answer(installation, 2, entry(NOSSRegistrationNbr=OTHER_ONSS))) == []
    assert anomalies_of(answer(installation, 3, entry(NOSSRegistrationNbr=OTHER_ONSS, C32ANbr="NB1000001"))) == [
        WORKER_DECLARED
    ]
    other = entry(NOSSRegistrationNbr=OTHER_ONSS, C32ANbr="NB1000001", INSS=WORKERS[1])
    assert anomalies_of(answer(installation, 4, other)) == []
    assert anomalies_of(answer(installation, 2, entry(C32ANbr="NB1000001", INSS=WORKERS[1]), HIS)) == []


def test_an_entry_rehearsed_after_it_counts_is_warned_of_and_not_refused(installation: Installation) -> None:
    assert anomalies_of(answer(installation, 1, entry())) == []
    noti = answer(installation, 1, entry(), environment="S")
    assert anomalies_of(noti) == ["90059-272"]
    assert noti.count("<ResultCode>1<") == 1
