"""The C61: rendered for real, read back, one page in three languages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from declarations import loic
from pypdf import PdfReader

from batch.lawbook import law_room, open_law
from batch.model.c61 import RequestCopy
from batch.model.frame import Frame
from batch.model.law import Language
from batch.pipeline.reread import request_of
from batch.writers.c61 import c61_pdf

EDUCATION = (
    "<EducationInformation><Community>2</Community><SchoolCompanyID>1377700106</SchoolCompanyID>"
    "<PeriodsBefore>22</PeriodsBefore><PeriodsDuring>12</PeriodsDuring><PeriodsGivenUp>10</PeriodsGivenUp>"
    "<OtherEmployer><CompanyID>1377700106</CompanyID></OtherEmployer></EducationInformation>"
)
COMMENT = ("Le travailleur reprend le travail après les congés, comme convenu par écrit. " * 3)[:200]


def copy_of(text: str, status: int = 0, **changes: object) -> RequestCopy:
    form = text[text.index("<Form>") : text.rindex("</Form>") + len("</Form>")]
    spaces = tuple((prefix, uri) for prefix, uri in re.findall(r'xmlns:?(\w*)="([^"]+)"', text[: text.index("<Form>")]))
    law = open_law()
    request = request_of(form.encode(), Frame("LOIC001", "20231", "UTF-8", spaces, 1), law)
    releases = [one for one in law.releases.values() if one.message == "LOIC001"]
    labels = {zone.tag: law.zone_titles[number] for one in releases for number, zone in one.zones.items()}
    day, lists = date(2026, 3, 16), law.list_titles
    copy = RequestCopy(request, status, "04W0000003CZZ", "", "REF-1", day, request.end, COMMENT, labels, lists)
    return replace(copy, **changes)  # type: ignore[arg-type]


def everything(text: str) -> str:
    """A request with all that can be asked of the employer."""
    questions = "".join(
        f"<InterruptionQuestion><InterruptionQuestionCode>A{nth:03}</InterruptionQuestionCode>"
        f"<InterruptionQuestionAnswer>{nth % 2}</InterruptionQuestionAnswer></InterruptionQuestion>"
        for nth in range(1, 5)
    )
    worker = (
        "<WorkerInformation><WorkerCode>015</WorkerCode><EmailAddress>w@home.example</EmailAddress></WorkerInformation>"
    )
    unknown = questions.partition("</InterruptionQuestion>")[0].replace("A001", "Z999") + "</InterruptionQuestion>"
    head, _, rest = text.partition("<Questionnaire>")
    text = f"{head}<Questionnaire>{questions}{unknown}</Questionnaire>{rest.partition('</Questionnaire>')[2]}"
    return text.replace("</LOIC001>", f"{worker}{EDUCATION}</LOIC001>")


def written(copy: RequestCopy, language: Language = "fr") -> str:
    pdf = c61_pdf(copy, open_law().words, language, law_room() / "templates" / "c61.typ")
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("fr", ("La demande concerne : crédit-temps avec motif 1", ", réduction à mi-temps, du 01/06/2026 au",
                "38:00 heures/semaine", "19:00", "Fixe, 1 semaine(s)", "20/02/2026", "Secteur privé", "CCT 103ter",
                "CLA103, numéro d'enregistrement 98765", "Communauté française",
                "réduction du temps de travail ? Oui",
                "pendant l'interruption ? Non", "Question Z999 Oui", "certifie")),
        ("nl", ("De aanvraag betreft: tijdskrediet met motief 1", ", vermindering tot halftijds,",
                "38:00 uur/week", "Vast", "20/02/2026", "Privésector", "registratienummer 98765",
                "Franse Gemeenschap", "arbeidsduurvermindering? Ja", "bevestigt de werkgever")),
        ("de", ("Der Antrag betrifft: Zeitkredit mit Begründung 1", ", Verringerung auf Halbzeit,",
                "38:00 Stunden/Woche", "Fest", "20.02.2026", "Privatsektor", "Registrierungsnummer 98765",
                "Französische Gemeinschaft", "Arbeitszeitverkürzung? Ja", "bestätigt der Arbeitgeber")),
    ],
)  # fmt: skip
def test_all_that_the_employer_said_fits_one_page(language: Language, phrases: tuple[str, ...]) -> None:
    text = written(copy_of(everything(loic())), language)
    same = ("04W-0000003-CZ-Z", "REF-1", "161234563", "1245007866", "Joris Dewilderode", "Stationsstraat 21, 3600 Genk")
    for phrase in (*phrases, *same, "84051291737", "015", "22", "12", "10", "1377700106", "200"):
        assert phrase in text, phrase


def test_the_workers_own_address_is_not_printed() -> None:
    assert "home.example" not in written(copy_of(everything(loic())))


def test_a_parental_leave_says_nothing_of_time_credit() -> None:
    text = written(copy_of(loic("parental-full")))
    assert "congé parental, interruption complète des prestations" in text
    for word in ("Convention", "crédit-temps avec", "Base légale", "Pendant l'interruption", "Enseignement"):
        assert word not in text


def test_a_new_end_and_a_cancellation_say_so_and_name_the_request() -> None:
    changed = written(copy_of(loic(), 1, target="04W0000002ABZ", end=date(2026, 10, 31)))
    cancelled = written(copy_of(loic(), 3, target="04W0000002ABZ"))
    assert "désormais du 01/06/2026 au 31/10/2026" in changed
    assert "certifie" in changed
    assert "Cette demande est annulée" in cancelled
    assert "certifie" not in cancelled
    for text in (changed, cancelled):
        assert "Concerne la demande 04W-0000002-AB-Z" in text


@pytest.mark.parametrize(
    ("hundredths", "shown"), [("3800", "38:00"), ("3850", "38:30"), ("3667", "36:40"), ("0100", "1:00")]
)
def test_hundredths_of_hours_are_shown_as_hours_and_minutes(hundredths: str, shown: str) -> None:
    assert f"{shown} heures/semaine" in written(copy_of(loic(RefMeanWorkingHours=hundredths)))


def test_a_code_that_the_list_has_lost_is_shown_as_it_is() -> None:
    assert "6001" in written(replace(copy_of(loic("parental-full")), lists={}))


def test_what_was_written_into_it_is_printed_and_never_read_as_markup() -> None:
    text = written(copy_of(loic(), comment="#panic() *x* $y$ {kind}"))
    assert "#panic() *x* $y$ {kind}" in text


def test_the_same_request_gives_the_same_bytes() -> None:
    words, template = open_law().words, law_room() / "templates" / "c61.typ"
    assert c61_pdf(copy_of(loic()), words, "fr", template) == c61_pdf(copy_of(loic()), words, "fr", template)
