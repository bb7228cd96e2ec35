"""Writes the answers that travel in the envelope: DEFI001, PRIN001, LONO001, LONO002, LOAN001, HAND001."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from batch.model.correspondence import SendNotification
from batch.model.findings import Report
from batch.model.overview import Overview, Row
from batch.model.verdict import Essence
from batch.writers import gxd, xml


def defi(ticket: str, own_reference: str, essence: Essence, positive: bool, pdf: bytes, moment: datetime) -> bytes:
    """The final decision on a temporary-unemployment communication (DEFI001)."""
    business = f'<FinalDecisionInformation xmlns=""><ResultCode>{int(positive)}</ResultCode></FinalDecisionInformation>'
    data = gxd.binary_data(pdf, "application/pdf", language=essence.language, business=business)
    links = _links(ticket, own_reference)
    body = gxd.form("DEFI001", moment, links, gxd.reference_data(essence), [data])
    return f"{gxd.HEAD}{body}{gxd.TAIL}".encode()


def prin001(ticket: str, own_reference: str, essence: Essence, pdf: bytes, moment: datetime) -> str:
    """One form with the printable copy of a communication or a request (PRIN001, ours)."""
    data = gxd.binary_data(pdf, "application/pdf", language=essence.language)
    return gxd.form("PRIN001", moment, _links(ticket, own_reference), gxd.reference_data(essence), [data])


def lono001(ticket: str, essence: Essence, sent: SendNotification, moment: datetime) -> bytes:
    """A worker's notification for the sender of his employer (LONO001, ours): what he told, and its ticket."""
    told = (
        f"<InterruptionType>{sent.kind}</InterruptionType><InterruptionRegime>{sent.regime}</InterruptionRegime>"
        f"<StartingDate>{sent.start.isoformat()}</StartingDate><EndingDate>{sent.end.isoformat()}</EndingDate>"
        f"<NotificationDate>{sent.noted.isoformat()}</NotificationDate>{xml.element('Comment', sent.comment)}"
    )
    data = gxd.xml_data(f'<LONO001 xmlns="">{told}</LONO001>')
    body = gxd.form("LONO001", moment, _links(ticket, ""), gxd.reference_data(essence), [data])
    return f"{gxd.HEAD}{body}{gxd.TAIL}".encode()


def lono002(
    ticket: str,
    own_reference: str,
    essence: Essence,
    status: str,
    day: date,
    moment: datetime,
    *,
    reminder: bool = False,
) -> bytes:
    """A change of status of a career-break request, or a reminder of it (LONO002, ours).

    Nothing of the worker's own part is in it.
    """
    told = f"<Status>{status}</Status><StatusDate>{day.isoformat()}</StatusDate>"
    again = "<Reminder>1</Reminder>" if reminder else ""
    payload = f'<LONO002 xmlns="">{told}{again}</LONO002>'
    links = _links(ticket, own_reference)
    body = gxd.form("LONO002", moment, links, gxd.reference_data(essence), [gxd.xml_data(payload)])
    return f"{gxd.HEAD}{body}{gxd.TAIL}".encode()


def loan001(
    ticket: str,
    own_reference: str,
    essence: Essence,
    found: Overview,
    office: Callable[[str], str],
    moment: datetime,
    balances: str = "",
) -> str:
    """One form with a page of an overview of requests (LOAN001, ours); of the workers' own parts only which office
    follows from the postcode.

    ``balances``: what the worker who is asked for has used with this employer.
    """
    counts = f"<TotalRows>{found.total}</TotalRows><Page>{found.page}</Page><Pages>{found.pages}</Pages>"
    rows = "".join(_row(one, office(one.postcode)) for one in found.rows)
    payload = f'<LOAN001 xmlns="">{counts}{rows}{balances}</LOAN001>'
    links = _links(ticket, own_reference)
    return gxd.form("LOAN001", moment, links, gxd.reference_data(essence), [gxd.xml_data(payload)])


def _row(row: Row, office: str) -> str:
    regime = "" if row.regime is None else str(row.regime)
    return (
        f"<Row><INSS>{row.inss}</INSS>{xml.element('TicketNbr', row.ticket)}"
        f"<InterruptionType>{row.kind}</InterruptionType>{xml.element('InterruptionRegime', regime)}"
        f"<StartingDate>{row.start.isoformat()}</StartingDate><EndingDate>{row.end.isoformat()}</EndingDate>"
        f"<IntroductionDate>{row.introduced.isoformat()}</IntroductionDate><Status>{row.status}</Status>"
        f"{xml.element('OfficeName', office)}</Row>"
    )


def hand001(
    ticket: str,
    own_reference: str,
    essence: Essence,
    declaration: bytes,
    reports: Sequence[Report],
    law_day: date,
    moment: datetime,
    office: str = "",
    balances: str = "",
) -> str:
    """One form of a hand-over (HAND001, ours): the declaration byte for byte, what was found, the office.

    ``balances``: what the worker has used of his leaves, over all employers, as ``writers.balance`` writes it.
    """
    findings = "".join(
        f"<Finding><ErrorID>{report.error_id}</ErrorID><AnomalyClass>{report.severity}</AnomalyClass>"
        f"{xml.element('TagName', report.tag)}{xml.element('Value', report.value or '')}</Finding>"
        for report in reports
    )
    told = f"<LawDay>{law_day.isoformat()}</LawDay>{xml.element('OfficeName', office)}"
    payload = f'<HAND001 xmlns="">{findings}{told}{balances}</HAND001>'
    data = [
        gxd.binary_data(declaration, "application/xml", role="MAIN"),
        gxd.xml_data(payload, role="ATTACHMENT"),
    ]
    links = _links(ticket, own_reference)
    return gxd.form("HAND001", moment, links, gxd.reference_data(essence), data)


def _links(ticket: str, own_reference: str) -> list[gxd.Link]:
    return [
        gxd.Link(gxd.RELATED, gxd.TICKET, ticket),
        gxd.Link(gxd.OWN, gxd.DECLARANT, own_reference),
    ]
