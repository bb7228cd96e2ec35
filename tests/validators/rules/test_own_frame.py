"""What every message of ours asks of its envelope."""

import pytest
from declarations import contact_data, deci, progress, said, without, worker_cancellation, worker_part

CASES = {
    "99101": deci(), "99102": progress(), "99132": worker_part(), "99133": worker_cancellation(),
    "99135": contact_data(),
}  # fmt: skip
every_message = pytest.mark.parametrize(("payload", "text"), CASES.items())


@every_message
def test_a_whole_form_gets_nothing(payload: str, text: str) -> None:
    assert said(text) == []


@every_message
def test_without_its_payload_it_says_nothing(payload: str, text: str) -> None:
    assert said(without(text, "Data")) == [(f"{payload}-001", "Data")]


@every_message
def test_it_is_a_submission(payload: str, text: str) -> None:
    assert said(text.replace("TypeForm>SU<", "TypeForm>RE<")) == [("00297-008", "TypeForm")]


@every_message
def test_it_has_the_one_status_of_its_message(payload: str, text: str) -> None:
    assert said(text.replace("Status>0<", "Status>1<").replace("Status>3<", "Status>1<")) == [
        ("00110-008", "AttestationStatus")
    ]


def test_a_form_calls_itself_by_the_name_of_its_message() -> None:
    assert said(deci(Identification="ZZZ001")) == [("00296-008", "Identification")]
