"""The manuals of organising authorities in education, and the two roles (tests/examples/manual-education…)."""

from __future__ import annotations

from leaves import taught
from stories import (
    FRONT,
    TEACHER,
    Sent,
    Story,
    address,
    changed,
    full,
    looked_up,
    of_company,
    person,
    put,
    request,
    request_ticket,
    without,
)

_Y, _Z = "400001", "400002"
_Y_COMPANY, _Z_COMPANY = "0623147893", "0987654394"
_SCHOOL_A, _SCHOOL_B, _SCHOOL_D = "0408552221", "0411223382", "0433445587"
_SENDER = """[[sender]]
number = "{number}"
name = "Pouvoir organisateur {letter}"
quality = "employer"
language = "fr"
company = "{company}"
"""
_PERMISSION = """
[[permission]]
company = "{company}"
permission = "{permission}"
since = {since}
"""


def _authority(letter: str, *permissions: str, since: str = "2024-09-30") -> str:
    """An organising authority that sends for itself, with what its enterprise is permitted."""
    number, company = (_Y, _Y_COMPANY) if letter == "Y" else (_Z, _Z_COMPANY)
    told = _SENDER.format(number=number, letter=letter, company=company)
    return told + "".join(_PERMISSION.format(company=company, permission=one, since=since) for one in permissions)


_OWN, _EDUCATION = "career-break", "career-break-education"


def teacher(
    *,
    regime: int = 1,
    company: str = _Y_COMPANY,
    school: str = _SCHOOL_A,
    status: int = 1,
    inss: str = TEACHER,
    own: str = "DEMANDE-1",
    start: str = "2026-11-01",
    months: int = 1,
    notice: str = "2026-08-20",
    kind: str = "6001",
) -> str:
    """A request for staff that the French community pays: a full one of 20 hours, without periods."""
    text = request(kind, regime, start, months, notice, inss=inss, own=own, sector="03", nature=status and 1)
    text = taught(of_company(text, company), SchoolCompanyID=school, EducationStatus=str(status))
    return without(full(text, "2000"), "PeriodsBefore", "PeriodsDuring", "PeriodsGivenUp", "SeveralEmployers")


def own_staff(company: str = _Y_COMPANY, own: str = "DEMANDE-2") -> str:
    """A request for a worker of the authority's own."""
    text = request("6001", 1, "2026-12-01", 1, "2026-09-20", inss=person("830905", 214), own=own, sector="03")
    return of_company(text, company)


def _half(own: str, given_up: int, others: str = "") -> str:
    """A half-time leave told in periods: twenty before, ten during."""
    text = request("6001", 2, "2027-01-01", 2, "2026-10-05", inss=TEACHER, own=own, sector="03", nature=1)
    text = of_company(changed(text, {"MeanWorkingHours": "2000", "RefMeanWorkingHours": "2000"}), _Y_COMPANY)
    text = put(text, "WeekHoursNbr", "1000")
    several = f"<SeveralEmployers>{int(bool(others))}</SeveralEmployers>{others}"
    text = taught(text, SchoolCompanyID=_SCHOOL_A, PeriodsGivenUp=str(given_up))
    return text.replace("<SeveralEmployers>0</SeveralEmployers>", several)


_ASKED = looked_up(f"<TicketNbr>{request_ticket(1)}</TicketNbr>", company=_Y_COMPANY)
_OTHER = "<OtherEmployer><CompanyID>1377700106</CompanyID></OtherEmployer>"

STORIES = (
    # -- 2024
    Story(
        "manual-education-2024/obtenir-le-role",
        {
            "2026-10-05 10:00": [Sent(_Y, "LOIC", [teacher()])],
            "2026-10-06 10:00": [Sent(_Y, "LOIC", [teacher()])],
        },
        _authority("Y", _EDUCATION, since="2026-10-06"),
    ),
    Story(
        "manual-education-2024/se-connecter-en-tant-que-pouvoir-organisateur",
        {"2026-10-05 10:00": [Sent(_Y, "LOIC", [teacher(), own_staff()])]},
        _authority("Y", _OWN, _EDUCATION),
    ),
    Story(
        "manual-education-2024/introduire-la-demande",
        {"2026-10-05 10:00": [Sent(_Y, "LOIC", [teacher()])]},
        _authority("Y", _EDUCATION),
    ),
    Story(
        "manual-education-2024/ecran-d-apercu",
        {
            "2026-10-05 10:00": [
                Sent(_Y, "LOIC", [teacher()]),
                Sent(_Z, "LOIC", [teacher(company=_Z_COMPANY, school=_SCHOOL_D, inss=person("681124", 38))]),
                Sent(FRONT, "LOWK", [address(request_ticket(1), "4000", "Liège", inss=TEACHER, CompanyID=_Y_COMPANY,
                                             NOSSRegistrationNbr=None)]),
            ],
            "2026-10-06 09:00": [
                Sent(_Y, "LORQ", [_ASKED]),
                Sent(_Z, "LORQ", [changed(_ASKED, {"CompanyID": _Z_COMPANY})]),
            ],
        },
        _authority("Y", _EDUCATION) + "\n" + _authority("Z", _EDUCATION),
    ),
    # -- newer
    Story(
        "manual-education/obtenir-la-permission",
        {
            "2026-10-05 10:00": [
                Sent(_Y, "LOIC", [teacher()]),
                Sent(_Z, "LOIC", [teacher(company=_Z_COMPANY, school=_SCHOOL_D)]),
            ]
        },
        _authority("Y", _EDUCATION) + "\n" + _authority("Z"),
    ),
    Story(
        "manual-education/se-connecter-a-break-at-work",
        {
            "2026-10-05 10:00": [
                Sent(_Y, "LOIC", [teacher()]),
                Sent(_Y, "LOIC", [own_staff()]),
                Sent(_Z, "LOIC", [teacher(company=_Z_COMPANY, school=_SCHOOL_D)]),
                Sent(_Z, "LOIC", [own_staff(_Z_COMPANY)]),
            ]
        },
        _authority("Y", _EDUCATION) + "\n" + _authority("Z", _OWN),
    ),
    Story(
        "manual-education/introduire-la-demande",
        {
            "2026-10-06 10:00": [
                Sent(_Y, "LOIC", [_half("PERIODES-1", 9), _half("PERIODES-2", 10), _half("PERIODES-3", 10, _OTHER)])
            ]
        },
        _authority("Y", _EDUCATION),
    ),
    # -- roles
    Story(
        "education-roles/organising-authority",
        {
            "2026-10-05 10:00": [
                Sent(_Y, "LOIC", [
                    teacher(),
                    teacher(school=_SCHOOL_B, status=2, inss=person("850330", 402), own="DEMANDE-2"),
                    teacher(school=_SCHOOL_B, status=3, inss=person("910619", 57), own="DEMANDE-3"),
                ]),
            ],
            "2026-10-06 09:00": [Sent(_Y, "LORQ", [looked_up(company=_Y_COMPANY)])],
        },
        _authority("Y", _EDUCATION),
    ),
    Story(
        "education-roles/own-company",
        {
            "2026-10-05 10:00": [Sent(_Y, "LOIC", [own_staff(own="DEMANDE-1")])],
            "2026-10-06 09:00": [Sent(_Y, "LORQ", [looked_up(company=_Y_COMPANY)])],
        },
        _authority("Y", _OWN),
    ),
)  # fmt: skip
