"""Single faults of a communication (TWCT001), by name: what the faulty share of a sample has one of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from batch.writers.samples.people import replaced, spoilt, without

_START = "TempUnemploymentStartingDate"


def _worker_twice(form: str) -> str:
    worker = r"(?s)(\t*<NaturalPerson>\n\t*<NaturalPersonSequenceNbr>)1(<.*?</NaturalPerson>\n)"
    return re.sub(worker, r"\g<0>\g<1>9999999\2", form, count=1)


def _blocks_swapped(form: str) -> str:
    return re.sub(r"(?s)(\t*<DclInf.*)(\t*<RiskId.*?</RiskIdentification>\n)", r"\2\1", form, count=1)


FAULTS: Mapping[str, Callable[[str], str]] = {
    "worker check digits": lambda form: spoilt("00", form, "INSS"),
    "ONSS check digits": lambda form: spoilt("99", form, "NOSSRegistrationNbr"),
    "enterprise check digits": lambda form: spoilt("00", form, "CompanyID"),
    "enterprise number not in digits": lambda form: replaced(form, "CompanyID", "BE0123456X"),
    "language missing": lambda form: without(form, "LanguageCodePdf"),
    "office missing": lambda form: without(form, "OperationalOffice"),
    "unknown element": lambda form: form.replace("</DclI", "<Colour>blue</Colour></DclI"),
    "blocks in the wrong order": _blocks_swapped,
    "start outside the domain": lambda form: replaced(form, _START, "2100-01-04"),
    "day that does not exist": lambda form: replaced(form, _START, "2023-02-30"),
    "made too long ago": lambda form: replaced(form, "FormCreationDate", "2004-12-31"),
    "worker twice": _worker_twice,
    "unknown postcode": lambda form: replaced(form, "ZIPCode", "0999"),
    "town of another postcode": lambda form: replaced(form, "City", "Atlantis"),
    "street too long": lambda form: replaced(form, "Street", "Langestraat " * 4),
    "unknown risk": lambda form: replaced(form, "IdentificationOfRisk", "007"),
}
"""Faults by name; each makes the form refused, or leaves it as it is where it cannot occur."""
