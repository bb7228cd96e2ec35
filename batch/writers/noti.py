"""Writes the notification of a set: one NOTI001 form per declaration (glossary Notification, XSD 20223).

The official schema binds the answer: a typed element of a bad declaration is echoed only when its value is
valid there; the raw value stands in ``Value`` only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from batch.model.findings import Report
from batch.model.forms import Header
from batch.model.law import Language, Law
from batch.model.receipt import Receipt
from batch.model.verdict import Essence, Verdict
from batch.writers import xml
from batch.writers.balance import balances

HEAD = (
    xml.HEAD + '<NOTIFICATION xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="NOTIFICATION_20223.xsd">\n'
)
TAIL = "</NOTIFICATION>\n"
_SFTP = 14
_REFUSED, _WITH_ANOMALIES = 3, 7
"""Zone 00232, diagnosis."""
_LONGEST_REFERENCE = 64
_LONGEST_ENTERPRISE, _LARGEST_ONSS, _LARGEST_PPL = 1_999_999_943, 199_999_934, 99_999_926
_ENTERPRISE = re.compile(r"0|[0-9]{9,10}")
_INSS = re.compile(r"0|[0-9]{11}")
_KINDS = ("RE", "PA", "FA", "LA", "SU")


class NotiWriter:
    """Writes the forms of one set; what is the same for all of them is made once."""

    def __init__(self, receipt: Receipt, law: Law, language: Language) -> None:
        self._law = law
        self._language = language
        self._labels: dict[str, str] = {}
        moment = receipt.received_at
        self._before = (
            f"<Form>{xml.header('NOTI001', moment, 'FA')}"
            f"<FileReference><FileName>{xml.text(receipt.delivery.subject)}</FileName>"
            "<ReferenceOrigin>2</ReferenceOrigin>"
            f"<ReferenceNbr>{receipt.file_ticket}</ReferenceNbr></FileReference>"
            f"{_reception(moment)}"
            f"<HandledOriginalFile><SenderId>{receipt.sender}</SenderId></HandledOriginalFile>"
        )

    def form(self, verdict: Verdict, ticket: str, office: str = "") -> str:
        """The form about one declaration; ``office`` is ONEM's competent office, empty where none is told."""
        anomalies = "".join(self._anomaly(report) for report in verdict.reports)
        return (
            f"{self._before}{_original(verdict.header)}{_reference(verdict.own_reference)}"
            f"{_employer(verdict.essence)}{_person(verdict.essence)}"
            "<HandledReference><ReferenceType>1</ReferenceType><ReferenceOrigin>2</ReferenceOrigin>"
            f"<ReferenceNbr>{ticket}</ReferenceNbr></HandledReference>"
            f"<HandlingResult>{_result(verdict)}{anomalies}</HandlingResult>"
            f"{_application(office, balances(verdict.counts, self._language))}</Form>\n"
        )

    def _anomaly(self, report: Report) -> str:
        place = (
            (f"<LineNbr>{report.line}</LineNbr>" if report.line else "")
            + (f"<ColumnNbr>{report.column}</ColumnNbr>" if report.column else "")
            + (f"<Location>{report.location}</Location>" if len(report.location) <= 200 else "")
        )
        return (
            f"<AnomalyReport><ErrorID>{report.error_id}</ErrorID>"
            f"{xml.element('TagName', report.tag)}{xml.element('Value', report.value or '')}"
            f"<AnomalyClass>{report.severity}</AnomalyClass>{self._label(report)}"
            f"<AnomalyLocation>{place}</AnomalyLocation>{_path(report)}</AnomalyReport>"
        )

    def _label(self, report: Report) -> str:
        known = self._labels.get(report.error_id)
        if known is None:
            known = xml.element("AnomalyLabel", self._law.label(report.number, report.code, self._language))
            self._labels[report.error_id] = known
        return known


def _reception(moment: datetime) -> str:
    return (
        f"<FileReceptionInformation><ReceptionDate>{xml.day_of(moment)}</ReceptionDate>"
        f"<ReceptionHour>{xml.hour_of(moment)}</ReceptionHour><Channel>{_SFTP}</Channel>"
        "</FileReceptionInformation>"
    )


def _original(header: Header) -> str:
    first = _first_zones(header.identification[:8], header.day[:11])
    hour = f"<FormCreationHour>{header.hour}</FormCreationHour>" if xml.fits_hour(header.hour) else ""
    last = _last_zones(header.status_text[:2], header.kind[:3])
    inner = f"{first}{hour}{last}"
    return f"<HandledOriginalForm>{inner}</HandledOriginalForm>" if inner else ""


# Nearly every form of a file has the same zones but the hour. Of a value too long to be told one sign more is
# enough to know it, and nothing long is remembered.


@lru_cache(maxsize=256)
def _first_zones(identification: str, day: str) -> str:
    named = xml.element("Identification", identification) if len(identification) <= 7 else ""
    return named + (xml.element("FormCreationDate", day) if xml.fits_date(day) else "")


@lru_cache(maxsize=256)
def _last_zones(status: str, kind: str) -> str:
    told = xml.element("AttestationStatus", status) if xml.fits_number(status, 1, 8) else ""
    return told + (xml.element("TypeForm", kind) if kind in _KINDS else "")


def _reference(own: str) -> str:
    if not 0 < len(own) <= _LONGEST_REFERENCE:
        return ""
    return (
        "<Reference><ReferenceType>1</ReferenceType><ReferenceOrigin>1</ReferenceOrigin>"
        f"{xml.element('ReferenceNbr', own)}</Reference>"
    )


def _employer(essence: Essence) -> str:
    noss = essence.noss if xml.fits_number(essence.noss, 9, _LARGEST_ONSS) else ""
    lpa = essence.lpa if xml.fits_number(essence.lpa, 8, _LARGEST_PPL) else ""
    if not (noss or lpa) or not _is_enterprise(essence.company):
        return ""
    number = xml.element("NOSSRegistrationNbr", noss) or xml.element("NOSSLPARegistrationNbr", lpa)
    return f"<EmployerId>{number}{xml.element('CompanyID', essence.company)}</EmployerId>"


def _is_enterprise(value: str) -> bool:
    return bool(_ENTERPRISE.fullmatch(value)) and int(value) <= _LONGEST_ENTERPRISE


def _person(essence: Essence) -> str:
    if not _INSS.fullmatch(essence.inss):
        return ""
    return f"<NaturalPerson><INSS>{essence.inss}</INSS></NaturalPerson>"


def _application(office: str, counted: str) -> str:
    """Ours: the official schema lets any one element stand here, and names none.

    Where an office is told, nothing is counted: those are other messages.
    """
    told = xml.element("OfficeName", office) or (f"<Balances>{counted}</Balances>" if counted else "")
    return f"<ApplicationData>{told}</ApplicationData>" if told else ""


def _result(verdict: Verdict) -> str:
    if not verdict.accepted:
        return f"<ResultCode>0</ResultCode><Diagnosis>{_REFUSED}</Diagnosis>"
    seen = f"<Diagnosis>{_WITH_ANOMALIES}</Diagnosis>" if verdict.reports else ""
    return f"<ResultCode>1</ResultCode>{seen}"


_PATH_FITS: dict[str, Callable[[str], bool]] = {
    "NOSSRegistrationNbr": lambda value: xml.fits_number(value, 9, _LARGEST_ONSS),
    "NOSSLPARegistrationNbr": lambda value: xml.fits_number(value, 8, _LARGEST_PPL),
    "Trusteeship": lambda value: value in ("0", "1"),
    "CompanyID": _is_enterprise,
    "NaturalPersonSequenceNbr": lambda value: xml.fits_number(value, 7) and int(value) > 0,
    "INSS": lambda value: bool(_INSS.fullmatch(value)),
    "NaturalPersonUserReference": lambda value: len(value) <= 200,
}


def _path(report: Report) -> str:
    keys = dict(report.keys)
    if "NOSSRegistrationNbr" in keys:
        keys.pop("NOSSLPARegistrationNbr", None)
    inner = "".join(xml.element(tag, value) for tag, value in keys.items() if _PATH_FITS[tag](value))
    return f"<Path>{inner}</Path>" if inner else ""
