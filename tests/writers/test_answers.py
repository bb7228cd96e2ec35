"""Our answers: they fit our own schemas, whatever stood in the declaration they answer."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from batch.lawbook import law_room, open_law
from batch.model.balance import Count
from batch.model.correspondence import SendNotification
from batch.model.findings import FileFault, Report
from batch.model.forms import Header
from batch.model.law import LANGUAGES, Language
from batch.model.names import is_of_the_channel
from batch.model.receipt import Delivery, Part, Receipt
from batch.model.verdict import Essence, Verdict
from batch.validators.structure import structure_of
from batch.writers import gxd, messages, noti
from batch.writers.acrf import acrf

ROOM = law_room()
LAW = open_law()
MOMENT = datetime(2026, 1, 5, 9, 0, 0, 123_000, UTC)
GO = "GO.TWCT.123456.20260105.00001.R.1"
FILE_TICKET, TICKET = "38000000010LZ", "3A000000010MZ"
HOSTILE = "<a>&b;\"'</a>]]>\r\n\t<!-- é € \U0001f600 -->"
NS = {"g": gxd.NAMESPACE}
calm = settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

HEADER = Header("TWCT001", "2026-01-05", "10:00:00.001", "0", "SU", date(2026, 1, 5), 0)
ESSENCE = Essence(
    employer=("N114135340",),
    noss="114135340",
    lpa="",
    company="0852093431",
    inss="85073003328",
    kind="001",
    postcode="1000",
    start=date(2026, 1, 12),
    end=date(2026, 1, 30),
    workers=3,
    language=2,
)
NOBODY = replace(ESSENCE, employer=(), noss="", lpa="", company="", inss="", language=None)
REPORT = Report("00199-008", "B", "TempUnemploymentStartingDate", "2026-01-02", 41, 12, "1,1,9,7,5,1", ())


def receipt(go_name: str = GO) -> Receipt:
    part = Part("FI.TWCT.123456.20260105.00001.R.1.1", 10, "0" * 64, "in/x")
    delivery = Delivery("d", "123456", "IN", go_name, (part,), MOMENT)
    stem = "TWCT.123456.20260105.00001.R"
    return Receipt(7, delivery, "R", "TWCT", stem, FILE_TICKET, None, "acknowledged", "TWCT001", 1, "3A0", 1)


def verdict(**changes: object) -> Verdict:
    plain = Verdict(1, HEADER, "OWN-1", "", True, (), ESSENCE, 0, 10, date(2026, 1, 5))
    return replace(plain, **changes)  # type: ignore[arg-type]


def refused(*reports: Report, **changes: object) -> Verdict:
    return verdict(accepted=False, reports=reports, **changes)


def fitting(content: bytes, message: str, release: str, frame: tuple[str, str] | None = None) -> etree._Element:
    """The answer, parsed; every form of it fits the schema."""
    framing = LAW.release(*frame) if frame else None
    structure = structure_of(ROOM, LAW.release(message, release), framing)
    root = etree.fromstring(content)
    forms = [form for form in root if etree.QName(form).localname == "Form"]
    assert forms
    for form in forms:
        assert structure.fits(form), structure._schema.error_log
    return root


def receipt_of(*faults: FileFault, subject: str = GO) -> etree._Element:
    return fitting(acrf(subject, FILE_TICKET, faults, MOMENT), "ACRF", "20231")


def notified(one: Verdict, language: Language = "fr", go_name: str = GO) -> etree._Element:
    content = noti.HEAD + noti.NotiWriter(receipt(go_name), LAW, language).form(one, TICKET) + noti.TAIL
    root = fitting(content.encode(), "NOTIFICATION", "20223")
    (form,) = root
    return form


def enveloped(content: bytes, message: str, release: str) -> etree._Element:
    root = fitting(content, message, release, ("GenericXmlDocument", "20231"))
    (form,) = root
    return form


def test_what_a_worker_has_used_stands_where_the_official_schema_leaves_room() -> None:
    maximum = LAW.leaves.maxima[0]
    form = notified(verdict(counts=(Count(maximum, Fraction(5, 2), 4, 2),)), "de")
    (told,) = form.find("ApplicationData")
    assert [one.findtext("MonthsUsed") for one in told] == ["2.5"]
    assert form.find("HandlingResult/Diagnosis") is None
    assert notified(verdict()).find("ApplicationData") is None


# -- ACRF ------------------------------------------------------------------------------------------------------


def test_a_positive_receipt_fits_and_says_one() -> None:
    root = receipt_of()
    assert root.findtext(".//ResultCode") == "1"
    assert root.find(".//ErrorID") is None
    assert root.findtext(".//FileName") == GO
    assert root.findtext(".//FileReference/ReferenceNbr") == FILE_TICKET


def test_a_negative_receipt_says_zero_and_each_code_once_in_order() -> None:
    root = receipt_of(*(FileFault(code, "why", 1, 2) for code in ("120", "102", "120", "109", "102")))
    assert root.findtext(".//ResultCode") == "0"
    assert [one.text for one in root.iter("ErrorID")] == ["ACRF-120", "ACRF-102", "ACRF-109"]


def test_a_receipt_carries_the_brussels_time_with_milliseconds() -> None:
    root = receipt_of()
    assert root.findtext(".//FormCreationDate") == "2026-01-05"
    assert root.findtext(".//FormCreationHour") == "10:00:00.123"


def test_a_receipt_just_before_midnight_in_brussels_has_the_day_of_brussels() -> None:
    root = etree.fromstring(acrf(GO, FILE_TICKET, (), datetime(2026, 7, 5, 22, 30, tzinfo=UTC)))
    assert root.findtext(".//FormCreationDate") == "2026-07-06"
    assert root.findtext(".//FormCreationHour") == "00:30:00.000"


@pytest.mark.parametrize("name", ["GO.T&<>.123456.20260105.00001.R.1", "GO.T\"'.1.2.3.R", "GO.É€😀.1.2.3.R"])
def test_a_hostile_file_name_is_written_as_text(name: str) -> None:
    assert receipt_of(FileFault("107"), subject=name).findtext(".//FileName") == name


@settings(calm, max_examples=100)
@given(sign=st.characters())
def test_any_name_of_the_channel_can_be_told_in_a_receipt(sign: str) -> None:
    name = f"GO.TWCT.123456.20260105.0000{sign}.R.1"
    if is_of_the_channel(name):
        assert receipt_of(FileFault("367"), subject=name).findtext(".//FileName") == name


# -- NOTI ------------------------------------------------------------------------------------------------------


def test_an_accepted_declaration_is_notified_with_one() -> None:
    form = notified(verdict())
    assert form.findtext("HandlingResult/ResultCode") == "1"
    assert form.find(".//AnomalyReport") is None
    assert form.find(".//Diagnosis") is None
    assert form.findtext("HandledReference/ReferenceNbr") == TICKET
    assert form.findtext("FileReference/ReferenceNbr") == FILE_TICKET
    assert form.findtext("Reference/ReferenceNbr") == "OWN-1"
    assert form.findtext("FileReceptionInformation/Channel") == "14"
    assert form.findtext("HandledOriginalFile/SenderId") == "123456"


def test_a_refused_declaration_is_notified_with_zero_and_every_anomaly() -> None:
    second = replace(REPORT, error_id="00014-155", tag="CompanyID", value="0852093431")
    form = notified(refused(REPORT, second))
    assert form.findtext("HandlingResult/ResultCode") == "0"
    assert form.findtext("HandlingResult/Diagnosis") == "3"
    assert [one.text for one in form.iter("ErrorID")] == ["00199-008", "00014-155"]
    first = form.find(".//AnomalyReport")
    assert [first.findtext(tag) for tag in ("TagName", "Value", "AnomalyClass")] == [REPORT.tag, REPORT.value, "B"]
    assert [one.text for one in first.find("AnomalyLocation")] == ["41", "12", "1,1,9,7,5,1"]


def test_an_accepted_declaration_with_anomalies_says_so() -> None:
    form = notified(verdict(reports=(replace(REPORT, error_id="00199-270", severity="NP"),)))
    assert form.findtext("HandlingResult/ResultCode") == "1"
    assert form.findtext("HandlingResult/Diagnosis") == "7"


def test_the_header_of_the_original_is_echoed() -> None:
    echoed = [(one.tag, one.text) for one in notified(verdict()).find("HandledOriginalForm")]
    assert echoed == [
        ("Identification", "TWCT001"),
        ("FormCreationDate", "2026-01-05"),
        ("FormCreationHour", "10:00:00.001"),
        ("AttestationStatus", "0"),
        ("TypeForm", "SU"),
    ]


BAD = {
    "identification": ["TWCT0011", HOSTILE],
    "day": ["2026-02-30", "2026-1-5", "05/01/2026", "2026-01-05Z", "２０２６-01-05", "0000-01-01", HOSTILE],
    "hour": ["24:00:00.000", "10:60:00.000", "10:00:60.000", "10:00", "10:00:00.0010", "1٠:00:00.000", HOSTILE],
    "status_text": ["9", "00", "-1", "²", "٣", "x", HOSTILE],
    "kind": ["XX", "su", "SUU", HOSTILE],
}
TAGS = dict(
    zip(BAD, ("Identification", "FormCreationDate", "FormCreationHour", "AttestationStatus", "TypeForm"), strict=True)
)


@pytest.mark.parametrize(("zone", "value"), [(zone, value) for zone, values in BAD.items() for value in values])
def test_a_hostile_header_value_is_left_out_and_stands_raw_in_value(zone: str, value: str) -> None:
    report = replace(REPORT, error_id="00296-008", tag=TAGS[zone], value=value)
    form = notified(refused(report, header=replace(HEADER, **{zone: value})))
    assert form.find(f"HandledOriginalForm/{TAGS[zone]}") is None
    assert len(form.find("HandledOriginalForm")) == 4
    assert form.findtext(".//Value") == value


def test_a_header_of_which_nothing_fits_is_left_out_whole() -> None:
    header = Header("too long!", "x", "y", "z", "w", None, None)
    assert notified(refused(REPORT, header=header)).find("HandledOriginalForm") is None
    assert notified(refused(REPORT, header=Header("", "", "", "", "", None, None))).find("HandledOriginalForm") is None


@pytest.mark.parametrize(
    "essence",
    [
        replace(ESSENCE, noss="999999999"),
        replace(ESSENCE, noss="1141353400"),
        replace(ESSENCE, noss="²", lpa=""),
        replace(ESSENCE, noss=HOSTILE),
        replace(ESSENCE, company="12345678"),
        replace(ESSENCE, company="2000000000"),
        replace(ESSENCE, company=HOSTILE),
        replace(ESSENCE, company=""),
        replace(ESSENCE, noss="", lpa="99999999"),
    ],
)
def test_an_employer_whose_numbers_do_not_fit_is_left_out(essence: Essence) -> None:
    assert notified(refused(REPORT, essence=essence)).find("EmployerId") is None


@pytest.mark.parametrize("inss", ["", "8507300332", "850730033280", "8507300332x", "٨٥٠٧٣٠٠٣٣٢٨", HOSTILE])
def test_a_person_whose_number_does_not_fit_is_left_out(inss: str) -> None:
    assert notified(refused(REPORT, essence=replace(ESSENCE, inss=inss))).find("NaturalPerson") is None


def test_a_local_authority_is_echoed_by_its_own_number() -> None:
    form = notified(verdict(essence=replace(ESSENCE, noss="", lpa="01060027")))
    assert [(one.tag, one.text) for one in form.find("EmployerId")] == [
        ("NOSSLPARegistrationNbr", "01060027"),
        ("CompanyID", "0852093431"),
    ]


@pytest.mark.parametrize(
    ("own", "there"), [("x", True), ("x" * 64, True), ("x" * 65, False), ("", False), ("é" * 64, True)]
)
def test_an_own_reference_is_echoed_when_it_fits(own: str, there: bool) -> None:
    assert notified(verdict(own_reference=own)).findtext("Reference/ReferenceNbr") == (own if there else None)


def test_signs_of_markup_are_escaped_and_come_back() -> None:
    report = replace(REPORT, value=HOSTILE, tag="a&<>")
    form = notified(refused(report, own_reference='R&<>"'))
    assert form.findtext(".//Value") == HOSTILE
    assert form.findtext(".//TagName") == "a&<>"
    assert form.findtext("Reference/ReferenceNbr") == 'R&<>"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_is_in_the_language_of_the_sender(language: Language) -> None:
    label = notified(refused(REPORT), language).findtext(".//AnomalyLabel")
    assert label == LAW.label("00199", "008", language)


def test_the_four_languages_have_four_labels() -> None:
    labels = {notified(refused(REPORT), language).findtext(".//AnomalyLabel") for language in LANGUAGES}
    assert len(labels) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_the_law_fits_its_zone(language: Language) -> None:
    every = {anomaly.error_id for release in LAW.releases.values() for anomaly in release.anomalies.values()}
    for error_id in every:
        assert 0 < len(LAW.label(error_id[:5], error_id[6:], language)) <= 500


def test_a_location_too_long_for_its_zone_is_left_out() -> None:
    form = notified(refused(replace(REPORT, location="1," * 101)))
    assert form.find(".//Location") is None
    assert form.findtext(".//LineNbr") == "41"


def test_the_path_keeps_what_fits_and_prefers_the_onss_number() -> None:
    keys = (
        ("NOSSRegistrationNbr", "114135340"),
        ("NOSSLPARegistrationNbr", "01060027"),
        ("Trusteeship", "2"),
        ("CompanyID", "0852093431"),
        ("NaturalPersonSequenceNbr", "0"),
        ("INSS", "85073003328"),
        ("NaturalPersonUserReference", "x" * 201),
    )
    path = notified(refused(replace(REPORT, keys=keys))).find(".//Path")
    assert [one.tag for one in path] == ["NOSSRegistrationNbr", "CompanyID", "INSS"]


letters = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n\r"
)
texts = st.one_of(
    st.text(letters, max_size=30),
    st.text("0123456789", max_size=13),
    st.text(letters, min_size=60, max_size=70),
    st.sampled_from(("", "0", "SU", "2026-01-05", "2026-02-30", "0001-01-01", "9999-12-31", "23:59:59.999", HOSTILE)),
)
KEYS = (
    "NOSSRegistrationNbr",
    "NOSSLPARegistrationNbr",
    "Trusteeship",
    "CompanyID",
    "NaturalPersonSequenceNbr",
    "INSS",
    "NaturalPersonUserReference",
)
headers = st.builds(Header, texts, texts, texts, texts, texts, st.none(), st.none())
essences = st.builds(
    Essence,
    st.just(()),
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    st.none(),
    st.none(),
    st.integers(0, 2000),
    st.none(),
)
places = st.none() | st.integers(1, 10**9)
reports = st.builds(
    Report,
    error_id=st.sampled_from(sorted(LAW.release("TWCT001", "20231").anomalies)),
    severity=st.sampled_from(("B", "P", "NP", "D", "W", "I")),
    tag=texts,
    value=st.none() | texts,
    line=places,
    column=places,
    location=st.lists(st.integers(1, 9999), max_size=60).map(lambda steps: ",".join(map(str, steps))),
    keys=st.lists(st.sampled_from(KEYS), unique=True)
    .map(lambda tags: sorted(tags, key=KEYS.index))
    .flatmap(lambda tags: st.tuples(*(st.tuples(st.just(tag), texts.filter(bool)) for tag in tags))),
)


@calm
@given(
    header=headers,
    essence=essences,
    found=st.lists(reports, max_size=4),
    own=texts,
    accepted=st.booleans(),
    language=st.sampled_from(LANGUAGES),
)
def test_a_notification_fits_whatever_the_declaration_said(header, essence, found, own, accepted, language) -> None:
    form = notified(
        verdict(header=header, essence=essence, reports=tuple(found), own_reference=own, accepted=accepted), language
    )
    assert [one.findtext("Value") for one in form.iter("AnomalyReport")] == [report.value or None for report in found]


# -- the envelope ----------------------------------------------------------------------------------------------

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3


def defi(**changes: object) -> bytes:
    given_ = {"own_reference": "OWN-1", "essence": ESSENCE, "positive": True, "pdf": PDF} | changes
    return messages.defi(ticket=TICKET, moment=MOMENT, **given_)  # type: ignore[arg-type]


def lono(**changes: object) -> bytes:
    given_ = {"own_reference": "OWN-1", "essence": ESSENCE, "status": "closed", "day": date(2026, 1, 5)} | changes
    return messages.lono002(ticket=TICKET, moment=MOMENT, **given_)  # type: ignore[arg-type]


def hand(declaration: bytes = b"<Form/>", found: tuple[Report, ...] = (), essence: Essence = ESSENCE) -> bytes:
    form = messages.hand001(TICKET, "OWN-1", essence, declaration, found, date(2026, 1, 5), MOMENT)
    return f"{gxd.HEAD}{form}{gxd.TAIL}".encode()


ENVELOPES = {
    "DEFI": (defi, "DEFI001", "20233"),
    "LONO": (lono, "LONO002", "20264"),
    "HAND": (hand, "HAND001", "20264"),
}
every_envelope = pytest.mark.parametrize("kind", ENVELOPES)


@every_envelope
def test_an_enveloped_answer_fits_and_names_its_ticket(kind: str) -> None:
    write, message, release = ENVELOPES[kind]
    form = enveloped(write(), message, release)
    assert form.findtext("g:Identification", namespaces=NS) == message
    assert form.findtext("g:TypeForm", namespaces=NS) == "FA"
    found = [[one.text for one in reference] for reference in form.iterfind("g:Reference", NS)]
    assert found == [["0", "2", TICKET], ["1", "1", "OWN-1"]]


@every_envelope
def test_an_enveloped_answer_about_nobody_fits(kind: str) -> None:
    write, message, release = ENVELOPES[kind]
    form = enveloped(write(essence=NOBODY), message, release)
    assert form.find("g:ReferenceData", NS) is None


@every_envelope
@pytest.mark.parametrize(
    "essence",
    [
        replace(ESSENCE, noss="", lpa="01060027"),
        replace(ESSENCE, company=""),
        replace(ESSENCE, inss=""),
        replace(ESSENCE, noss="0"),
        replace(ESSENCE, language=None),
    ],
)
def test_an_enveloped_answer_about_part_of_an_employer_fits(kind: str, essence: Essence) -> None:
    write, message, release = ENVELOPES[kind]
    enveloped(write(essence=essence), message, release)


@every_envelope
def test_no_character_stands_between_the_root_and_a_form(kind: str) -> None:
    write, _, _ = ENVELOPES[kind]
    content = write().decode()
    root = etree.fromstring(content.encode())
    assert root.text is None
    assert [form.tail for form in root] == [None] * len(root)
    assert re.search(r">(<Form>)", content)


def test_no_character_stands_between_two_forms() -> None:
    form = messages.hand001(TICKET, "OWN-1", ESSENCE, b"<Form/>", (), date(2026, 1, 5), MOMENT)
    root = etree.fromstring(f"{gxd.HEAD}{form}{form}{gxd.TAIL}".encode())
    assert [root.text, *(one.tail for one in root)] == [None, None, None]


def checked_document(form: etree._Element) -> bytes:
    """The decoded document of a form, after its digest was compared."""
    content = base64.b64decode(form.findtext(".//g:DocumentBase64", namespaces=NS), validate=True)
    digest = form.findtext(".//g:IntegrityCheck/g:Value", namespaces=NS)
    assert form.findtext(".//g:IntegrityMethod", namespaces=NS) == "SHA-256"
    assert digest == hashlib.sha256(content).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", digest)
    return content


@pytest.mark.parametrize("language", [1, 2, 3, None])
@pytest.mark.parametrize("positive", [True, False])
def test_a_decision_carries_its_result_and_its_letter(positive: bool, language: int | None) -> None:
    form = enveloped(defi(positive=positive, essence=replace(ESSENCE, language=language)), "DEFI001", "20233")
    assert form.findtext(".//ResultCode") == str(int(positive))
    assert form.findtext(".//g:MimeType", namespaces=NS) == "application/pdf"
    assert form.findtext(".//g:Language", namespaces=NS) == (str(language) if language else None)
    assert checked_document(form) == PDF


@pytest.mark.parametrize("status", ["closed", "cancelled", "awaiting-worker"])
def test_a_change_of_status_carries_status_and_day(status: str) -> None:
    form = enveloped(lono(status=status), "LONO002", "20264")
    assert [form.findtext(".//Status"), form.findtext(".//StatusDate")] == [status, "2026-01-05"]


@pytest.mark.parametrize(
    "declaration",
    [
        b"<Form>\r\n\t<a>1</a>\r\n</Form>",
        "<Form>é€ÿ</Form>".encode(),
        "<Form>é€ÿ</Form>".encode("iso-8859-15"),
        b"<Form><![CDATA[</Form>]]><!-- x --></Form>",
        bytes(range(256)),
        b"",
    ],
)
def test_a_hand_over_carries_the_declaration_byte_for_byte(declaration: bytes) -> None:
    form = enveloped(hand(declaration), "HAND001", "20264")
    assert checked_document(form) == declaration
    roles = [one.text for one in form.iter(f"{{{gxd.NAMESPACE}}}DocumentType")]
    assert roles == ["MAIN", "ATTACHMENT"]
    assert form.findtext(".//LawDay") == "2026-01-05"


@settings(calm, max_examples=100)
@given(declaration=st.binary(max_size=400))
def test_any_declaration_comes_back_byte_for_byte(declaration: bytes) -> None:
    assert checked_document(enveloped(hand(declaration), "HAND001", "20264")) == declaration


def test_a_hand_over_tells_what_was_found() -> None:
    found = (
        replace(REPORT, error_id="00199-270", severity="NP"),
        replace(REPORT, error_id="90059-091", severity="W", tag="Form", value=None),
    )
    form = enveloped(hand(found=found), "HAND001", "20264")
    told = [[one.text for one in finding] for finding in form.iter("Finding")]
    assert told == [
        ["00199-270", "NP", "TempUnemploymentStartingDate", "2026-01-02"],
        ["90059-091", "W", "Form"],
    ]


@settings(calm, max_examples=100)
@given(own=st.text(letters, min_size=1, max_size=64), value=texts, tag=st.sampled_from(("Form", "INSS", "éléments")))
def test_texts_of_senders_cannot_break_an_envelope(own: str, value: str, tag: str) -> None:
    report = replace(REPORT, severity="NP", value=value, tag=tag)
    form = messages.hand001(TICKET, own, ESSENCE, b"<Form/>", (report,), date(2026, 1, 5), MOMENT)
    read = enveloped(f"{gxd.HEAD}{form}{gxd.TAIL}".encode(), "HAND001", "20264")
    assert read.findtext(".//Value[1]") == (value or None)
    assert read.findall(".//g:ReferenceNbr", NS)[1].text == own


def test_every_schema_of_an_answer_is_where_the_answer_says() -> None:
    for path in ("ACRF/20231/ACRF_20231.xsd", "NOTIFICATION/20223/NOTIFICATION_20223.xsd"):
        assert (Path(ROOM) / path).is_file()
    assert b"ACRF_20231.xsd" in acrf(GO, FILE_TICKET, (), MOMENT)
    assert "NOTIFICATION_20223.xsd" in noti.HEAD
    assert "GenericXmlDocument_20231.xsd" in gxd.HEAD


def test_a_worker_s_notification_fits_whatever_he_wrote_and_names_its_ticket_alone() -> None:
    days = date(2026, 6, 1), date(2026, 11, 30), date(2026, 1, 2)
    sent = SendNotification("123456", "04W0", "5001", 2, *days, HOSTILE)
    content = messages.lono001(TICKET, ESSENCE, sent, MOMENT)
    root = fitting(content, "LONO001", "20264", ("GenericXmlDocument", "20231"))
    assert [one.text for one in root.iter(f"{{{gxd.NAMESPACE}}}ReferenceNbr")] == [TICKET]
    (comment,) = root.iter("Comment")
    assert comment.text == HOSTILE
