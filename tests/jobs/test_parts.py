"""A set of several parts is one set: one receipt, one notification, tickets across its parts."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from declarations import loic, together
from installations import STEM, Installation, demo_set
from notices import anomalies_of, codes_of, subject_of, tickets_of

from batch.model import tickets

GOOD = demo_set("1-accepted")
OTHER_WORKER = "86071490347"
REFUSED = demo_set("3-refused")
OFFICE = "999998"
LOIC = STEM.replace("TWCT", "LOIC")
XSI = "http://www.w3.org/2001/XMLSchema-instance"
QUOTED = f'xmlns:xsi="{XSI}" xsi:noNamespaceSchemaLocation="LOIC001_20231.xsd"'


def one_form(number: int) -> str:
    """A file with one sound form that can be told from others."""
    start, end = GOOD.index("  <Form>"), GOOD.index("</TWCT001>")
    form = GOOD[start:end].split("</Form>")[0] + "</Form>\n"
    return (GOOD[:start] + form + GOOD[end:]).replace("DEMO-0001", f"PART-{number}")


def answered(installation: Installation) -> str:
    assert installation.run().problems == []
    (acrf,) = installation.texts("ACRF")
    assert codes_of(acrf) == []
    (noti,) = installation.texts("NOTI")
    return noti


def refused(installation: Installation) -> str:
    assert installation.run().problems == []
    (acrf,) = installation.texts("ACRF")
    assert installation.texts("NOTI") == []
    return acrf


def handed_over(installation: Installation) -> list[bytes]:
    """Every declaration that the back office got, in its order."""
    texts = "".join(installation.texts("HAND", sender=OFFICE))
    return [base64.b64decode(text) for text in re.findall(r"<DocumentBase64>(.*?)<", texts)]


# -- whole ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [2, 9])
def test_one_receipt_one_notification_and_tickets_across_all_parts(installation: Installation, parts: int):
    installation.lay_parts(STEM, *(one_form(number) for number in range(1, parts + 1)))

    noti = answered(installation)

    assert tickets_of(noti) == [tickets.make("3A0", number) for number in range(1, parts + 1)]
    assert re.findall("PART-[0-9]", noti) == [f"PART-{number}" for number in range(1, parts + 1)]
    assert subject_of(installation.texts("ACRF")[0]) == f"GO.{STEM}.{parts}"
    assert installation.waiting() == []


def test_each_declaration_is_handed_over_byte_for_byte_out_of_its_own_part(installation: Installation):
    last = GOOD.replace("DEMO", "LAST").replace("85010100313", OTHER_WORKER)
    installation.lay_parts(STEM, GOOD, one_form(7), last)
    answered(installation)

    sent = [form.encode() for text in (GOOD, one_form(7), last) for form in forms_of(text)]
    assert handed_over(installation) == sent


def forms_of(text: str) -> list[str]:
    return re.findall(r"<Form>.*?</Form>", text, flags=re.DOTALL)


def test_a_location_and_a_line_are_those_in_the_file_of_the_form(installation: Installation):
    installation.lay_parts(STEM, GOOD, REFUSED)

    noti = answered(installation)

    start, end = REFUSED.index("  <Form>"), REFUSED.index("</TWCT001>")
    alone = STEM.replace("00001", "00002")
    installation.lay(alone, REFUSED[:start] + REFUSED[start:end] + REFUSED[end:])
    installation.run()
    (single,) = installation.texts("NOTI")[1:]
    places = re.compile(r"<AnomalyLocation>.*?</AnomalyLocation>")
    assert places.findall(noti) == places.findall(single)
    assert len(places.findall(single)) > 1


def test_a_form_may_act_on_one_that_another_part_changed(installation: Installation):
    """The second change finds what the first did, although it stands in another file."""
    installation.lay(STEM, GOOD)
    installation.run()
    first = tickets_of(installation.texts("NOTI")[0])[0]
    change = demo_set("5-modification", first=first)
    installation.lay_parts(STEM.replace("00001", "00002"), change, change)
    installation.run()

    assert anomalies_of(installation.texts("NOTI")[1]) == ["00222-180"]


def test_parts_may_differ_in_encoding_and_in_the_release_of_what_they_carry(installation: Installation):
    older = loic().replace("<LOIC001 ", f"<LOIC001 {QUOTED} ")
    latin = loic().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace("Joris", "Joëlle")
    installation.lay_parts(LOIC, together(older, loic()), latin.encode("latin-1"))

    noti = answered(installation)

    assert anomalies_of(noti) == []
    assert len(tickets_of(noti)) == 3
    first, second, third = handed_over(installation)
    assert (b"LOIC001_20231.xsd" in first, b"LOIC001_20231.xsd" in second) == (True, False)
    assert "Joëlle".encode("latin-1") in third


# -- faults --------------------------------------------------------------------------------------------------


def test_a_fault_in_one_part_refuses_the_whole_set_and_names_that_part(installation: Installation):
    installation.lay_parts(STEM, GOOD, one_form(2), "no xml")

    acrf = refused(installation)

    assert codes_of(acrf) == ["102"]
    assert subject_of(acrf) == f"FI.{STEM}.3.3"
    assert installation.texts("HAND", sender=OFFICE) == []


def test_faults_of_two_parts_are_told_once_each_about_the_go(installation: Installation):
    installation.lay_parts(STEM, "no xml", GOOD, GOOD.replace("TWCT001_20231.xsd", "TWCT001_19991.xsd"), "no xml")

    acrf = refused(installation)

    assert sorted(codes_of(acrf)) == ["102", "137"]
    assert subject_of(acrf) == f"GO.{STEM}.4"


def test_a_refused_set_uses_no_ticket_of_its_forms(installation: Installation):
    installation.lay_parts(STEM, GOOD, "no xml")
    refused(installation)
    assert installation.register.next_counter("3A0") == 1


def test_a_missing_part_is_waited_for_and_then_missed(installation: Installation):
    installation.lay_parts(STEM, GOOD, one_form(2), one_form(3))
    (installation.home / "inbox/123456/IN" / f"FI.{STEM}.3.2").unlink()
    installation.run()
    installation.now += timedelta(minutes=14, seconds=59)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(seconds=1)
    assert codes_of(refused(installation)) == ["120"]
    assert installation.waiting() == []


def test_a_part_that_comes_late_completes_the_set(installation: Installation):
    installation.lay_parts(STEM, GOOD, one_form(2))
    path = installation.home / "inbox/123456/IN" / f"FI.{STEM}.2.2"
    late = path.read_bytes()
    path.unlink()
    installation.run()
    installation.now += timedelta(minutes=14)
    installation.lay_file(path.name, late)

    assert len(tickets_of(answered(installation))) == 4


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["FI.{}.2.1", "FI.{}.2.2", "FI.{}.2.3", "GO.{}.2"], ["120", "123"]),
        (["FI.{}.3.1", "FI.{}.2.2", "GO.{}.2"], ["123"]),
        (["FI.{}.1.1", "FI.{}.2.2", "GO.{}.2"], ["123"]),
        (["FI.{}.2.1", "FI.{}.2.2", "FI.{}", "GO.{}.2"], ["120", "123"]),
        (["FI.{}.1.1", "FI.{}", "GO.{}.1"], ["120", "123"]),
        (["FI.{}.2.1", "FI.{}.2.2", "GO.{}"], ["120", "123"]),
        (["FI.{}.1.0", "FI.{}.1.1", "GO.{}.1"], ["123", "120"]),
        (["FI.{}.2.1", "FI.{}.2.2", "FS.{}.2.1", "GO.{}.2"], ["122"]),
        (["FI.{}.2.1", "FI.{}.2.2", "FS.{}.2.1", "FS.{}.3.2", "GO.{}.2"], ["124"]),
        (["FI.{}.2.1", "FI.{}.2.2", "FS.{}.2.1", "FS.{}.2.3", "GO.{}.2"], ["124"]),
        (["FI.{}.1.1", "FS.{}.1.1", "FS.{}", "GO.{}.1"], ["122", "124"]),
        (["FI.{}.9.1", "GO.{}.0"], ["116"]),
    ],
    ids=" ".join,
)
def test_parts_that_are_numbered_wrongly_are_told_so(installation: Installation, names: list[str], codes: list[str]):
    for name in names:
        installation.lay_file(name.format(STEM), "" if name.startswith("GO") else GOOD)

    assert codes_of(refused(installation)) == codes
    assert installation.waiting() == []


def test_a_missing_part_with_another_too_many_says_both(installation: Installation):
    for name in (f"FI.{STEM}.2.1", f"FI.{STEM}.2.3", f"GO.{STEM}.2"):
        installation.lay_file(name, "" if name.startswith("GO") else GOOD)
    installation.run()
    installation.now += timedelta(minutes=15)

    assert codes_of(refused(installation)) == ["123", "120"]


@pytest.mark.parametrize(("most", "parts", "codes"), [(2, 2, []), (2, 3, ["128"])])
def test_more_parts_than_the_limit_are_refused_at_once(
    installation: Installation, most: int, parts: int, codes: list[str]
):
    settings = installation.home / "onem-batch.toml"
    settings.write_text(f"{settings.read_text()}[limits]\nmost_parts = {most}\n")
    installation.lay_parts(STEM, *(one_form(number) for number in range(1, parts + 1)))
    installation.run()

    assert codes_of(installation.texts("ACRF")[0]) == codes


# -- names without part fields -------------------------------------------------------------------------------


@pytest.mark.parametrize("go", ["GO.{}", "GO.{}.1"])
@pytest.mark.parametrize("declaration", ["FI.{}", "FI.{}.1.1"])
def test_the_old_names_without_parts_and_mixed_ones_make_one_set(installation: Installation, declaration: str, go: str):
    installation.lay_file(declaration.format(STEM), GOOD)
    installation.lay_file(go.format(STEM), "")

    answered(installation)

    assert subject_of(installation.texts("ACRF")[0]) == go.format(STEM)
    assert len(handed_over(installation)) == 3


@pytest.mark.parametrize("second", ["GO.{}", "GO.{}.1"])
@pytest.mark.parametrize("first", ["GO.{}", "GO.{}.1"])
def test_a_name_is_used_up_in_every_form_of_it(installation: Installation, first: str, second: str):
    for go in (first, second):
        installation.lay_file(f"FI.{STEM}", GOOD)
        installation.lay_file(go.format(STEM), "")
        installation.run()

    assert [codes_of(acrf) for acrf in installation.texts("ACRF")] == [[], ["133"]]


def test_two_triggers_for_one_name_are_one_set_with_one_receipt(installation: Installation):
    for name in (f"FI.{STEM}.1.1", f"GO.{STEM}.1", f"GO.{STEM}"):
        installation.lay_file(name, GOOD if name.startswith("FI") else "")
    for _ in range(3):
        assert installation.run().problems == []

    assert [codes_of(acrf) for acrf in installation.texts("ACRF")] == [[]]
    assert installation.waiting() == []
    assert len(installation.texts("NOTI")) == 1
