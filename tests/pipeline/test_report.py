"""From findings to reports."""

from io import BytesIO
from itertools import permutations

import pytest
from declarations import TODAY, forms_of, loic, twct, vblv

from batch.lawbook import open_law
from batch.model.findings import Finding
from batch.model.outline import Node
from batch.parsers.outline import read_outline
from batch.parsers.prolog import Prolog, read_prolog
from batch.parsers.spans import form_spans
from batch.pipeline.report import bare_outline, reports_on
from batch.validators.walk import Glossary

RELEASE = open_law().release("TWCT001", "20231")
GLOSSARY = Glossary(RELEASE, None, RELEASE.anomalies)
STREET = (("EmployerDeclarationLink", 1), ("OperationalOffice", 1), ("Street", 1))
MILD, PLAIN = Finding("00517", "003", STREET, "W"), Finding("00517", "003", STREET)


@pytest.fixture
def outline(tmp_path) -> Node:
    data = twct().encode()
    path = tmp_path / "file.xml"
    path.write_bytes(data)
    with path.open("rb") as file:
        (span,) = form_spans(file, "UTF-8")
    content = data[span.start : span.start + span.size]
    return read_outline(content, span, 1, Prolog("UTF-8", "", "", (), ()))


def test_a_finding_without_a_class_has_that_of_the_data(outline: Node) -> None:
    (report,) = reports_on([PLAIN], outline, GLOSSARY, TODAY, fits=True)
    assert report.severity == "B"


def test_a_finding_with_a_class_of_its_own_keeps_it(outline: Node) -> None:
    (report,) = reports_on([MILD], outline, GLOSSARY, TODAY, fits=True)
    assert report.severity == "W"


@pytest.mark.parametrize("findings", list(permutations([MILD, PLAIN])))
def test_of_two_classes_at_one_place_the_one_that_blocks_is_told(outline: Node, findings: tuple[Finding, ...]) -> None:
    (report,) = reports_on(list(findings), outline, GLOSSARY, TODAY, fits=True)
    assert report.severity == "B"


# -- of a form as a whole -----------------------------------------------------------------------------------------

OF_THE_FORM = Finding("90059", "272", ())


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=name) for name, text in (("twct", twct()), ("loic", loic()), ("vblv", vblv()))],
)
def test_what_is_said_of_a_whole_form_needs_no_second_reading(text: str) -> None:
    (span,) = form_spans(BytesIO(text.encode()))
    prolog = read_prolog(BytesIO(text.encode()))
    assert isinstance(prolog, Prolog)
    whole = read_outline(text.encode()[span.start : span.start + span.size], span, 1, prolog)
    (declaration,) = forms_of(text)
    bare = bare_outline(declaration.form, span.line, span.column, 1)
    told = [reports_on([OF_THE_FORM], one, GLOSSARY, TODAY, fits=True) for one in (whole, bare)]
    assert told[0] == told[1]
    assert told[0][0].keys
