"""Whole declarations of invented people, ways to change one thing in them, and what the judge says of them.

All people, firms and numbers are invented; towns and postcodes are real, check digits are good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from papers import PHOTO, Paper

from batch import switchboard
from batch.lawbook import law_room, open_law
from batch.model import tickets
from batch.model.balance import Break
from batch.model.correspondence import Channel, NotificationStatus, Notified
from batch.model.dossier import Dossier, Status
from batch.model.findings import Report
from batch.model.frame import Frame
from batch.model.law import Release
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Keys
from batch.model.situation import Situation
from batch.model.told import Told
from batch.model.verdict import Effect, Verdict
from batch.parsers.forms import read_block
from batch.parsers.frame import FormStream
from batch.pipeline import Bench, Judge, frame_of
from batch.switchboard.message import Message
from batch.validators.rulebook import Case, Rule, in_force, judge

TODAY = date(2026, 3, 9)
RISKS = ("001", "002", "003", "004", "005", "006")
KINDS = ("credit", "parental-full", "parental-partial")
NAMESPACE = "http://www.smals-mvm.be/xml/ns/systemFlux"

WORKERS = ("84051291737", "79060395574", "91022693417", "02011492888")
AGED_61 = "64030991583"
ONSS, OTHER_ONSS = "161234563", "169870667"
PPL, OTHER_PPL = "01234526", "05432101"
COMPANY, OTHER_COMPANY = "1245007866", "1377700106"
TICKET = tickets.make("04W", 1001)
OTHER_TICKET = tickets.make("04W", 2002)
LOIC_TICKET = tickets.make("04L", 1001)
NOTIFICATION_TICKET = tickets.make("26C", 1001)

# -- changes: a path is names from any element down, each may say which one of several: NaturalPerson[2]/INSS -----


def _span(text: str, path: str) -> tuple[int, int]:
    start, end = 0, len(text)
    for step in path.split("/"):
        tag, _, nth = step.partition("[")
        element = re.compile(rf"[ \t]*<{tag}(?:\s[^<>]*)?(?:/>|(?<!/)>.*?</{tag}>)\n?", re.DOTALL)
        found = list(element.finditer(text, start, end))
        which = int(nth.rstrip("]")) if nth else 1
        if len(found) < which:
            raise LookupError(f"no {step} of {path}")
        start, end = found[which - 1].span()
    return start, end


def put(text: str, path: str, content: str | None) -> str:
    """The text with other content in one element; None leaves the element out."""
    start, end = _span(text, path)
    if content is None:
        return text[:start] + text[end:]
    tag = re.search(r"<([^\s/>]+)", text[start:end])
    assert tag is not None
    opening = re.compile(r"[ \t]*<[^>]*>").match(text, start, end)
    assert opening is not None
    if opening.group().endswith("/>"):
        return f"{text[:start]}<{tag[1]}>{content}</{tag[1]}>{text[end:]}"
    return text[: opening.end()] + content + text[text.rindex(f"</{tag[1]}>", start, end) :]


def without(text: str, *paths: str) -> str:
    """The text without these elements."""
    for path in paths:
        text = put(text, path, None)
    return text


def after(text: str, path: str, xml: str) -> str:
    """The text with something written after an element."""
    end = _span(text, path)[1]
    return f"{text[:end]}{xml}\n{text[end:]}"


def before(text: str, path: str, xml: str) -> str:
    """The text with something written before an element."""
    start = _span(text, path)[0]
    return f"{text[:start]}{xml}\n{text[start:]}"


def part(text: str, path: str) -> str:
    """One element as it is written."""
    start, end = _span(text, path)
    return text[start:end]


def twice(text: str, path: str) -> str:
    """The text with one element written twice, one after the other."""
    return after(text, path, part(text, path).rstrip("\n"))


def changed(text: str, changes: dict[str, str | None]) -> str:
    for path, content in changes.items():
        text = put(text, path, content)
    return text


# -- TWCT001 -----------------------------------------------------------------------------------------------

_TWCT = """<?xml version="1.0" encoding="UTF-8"?>
<TWCT001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd">
<Form>
  <Identification>TWCT001</Identification>
  <FormCreationDate>2026-03-09</FormCreationDate>
  <FormCreationHour>08:15:30.250</FormCreationHour>
  <AttestationStatus>{status}</AttestationStatus>
  <TypeForm>SU</TypeForm>
  <DclInformation>
    <LanguageCodePdf>2</LanguageCodePdf>
  </DclInformation>
  <RiskIdentification>
    <IdentificationOfRisk>{risk}</IdentificationOfRisk>
  </RiskIdentification>
  <Reference>
    <ReferenceType>1</ReferenceType>
    <ReferenceOrigin>1</ReferenceOrigin>
    <ReferenceNbr>ATELIER-2026-17</ReferenceNbr>
  </Reference>
{target}  <EmployerDeclarationLink>
    <NOSSRegistrationNbr>161234563</NOSSRegistrationNbr>
    <Trusteeship>0</Trusteeship>
    <CompanyID>1245007866</CompanyID>
    <OperationalOffice>
      <Street>Quai du Moulin</Street>
      <HouseNbr>14</HouseNbr>
      <ZIPCode>4020</ZIPCode>
      <City>Bressoux</City>
    </OperationalOffice>
{contact}    <TemporaryEmploymentAgency>
      <CommunicationSourceIndicator>0</CommunicationSourceIndicator>
    </TemporaryEmploymentAgency>
{workers}{department}{reason}  </EmployerDeclarationLink>
</Form>
</TWCT001>
"""

CONTACT = """    <CoordinatesContactPerson>
      <Name>Wauthelin</Name>
      <FirstName>Maïté</FirstName>
      <Communication>
        <PhoneNbr>04 000 12 34</PhoneNbr>
        <EmailAddress>maite@atelier.example</EmailAddress>
      </Communication>
    </CoordinatesContactPerson>
"""
ADDRESS = (
    "<Address><Street>Rue de la Gare</Street><HouseNbr>3</HouseNbr><ZIPCode>7000</ZIPCode>"
    "<City>Mons</City><Country>150</Country></Address>"
)
SITE = (
    "<SiteAddress><Street>Chantier du Canal</Street><HouseNbr>1</HouseNbr><ZIPCode>5000</ZIPCode>"
    "<City>Namur</City><Country>150</Country></SiteAddress>"
)
SENDER = (
    "<Sender><Denomination>Secrétariat social Le Tilleul asbl</Denomination><Street>Kerkstraat</Street>"
    "<HouseNbr>8</HouseNbr><ZIPCode>9000</ZIPCode><City>Gent</City></Sender>"
)
AGENCY = (
    "<TemporaryEmploymentAgency><CommunicationSourceIndicator>1</CommunicationSourceIndicator>"
    "<Denomination>Intérim Tandem SA</Denomination><NOSSRegistrationNbr>169870667</NOSSRegistrationNbr>"
    "<CompanyID>1377700106</CompanyID></TemporaryEmploymentAgency>"
)
DEPARTMENT = """    <DepartmentIdentification>
      <DepartmentName>Soudure et montage</DepartmentName>
    </DepartmentIdentification>
"""
COMMENT = "<CommentDeclaration><CommentOfDeclaration>Seconde communication</CommentOfDeclaration></CommentDeclaration>"
OWN_END = (
    "<IndividualUnempPeriod><IndividualUnempEndingDate>2026-03-27</IndividualUnempEndingDate></IndividualUnempPeriod>"
)

_REASONS = {
    "001": """    <TempUnempEconomical>
      <RegimeTempUnemp>1</RegimeTempUnemp>
      <JointCommissionNbr>124</JointCommissionNbr>
      <ReasonTempUnemp>Moins de commandes</ReasonTempUnemp>
      <DeclarationOnHonour>001</DeclarationOnHonour>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-17</TempUnemploymentStartingDate>
        <TempUnemploymentEndingDate>2026-04-10</TempUnemploymentEndingDate>
      </TempUnemploymentPeriod>
    </TempUnempEconomical>
""",
    "002": """    <TempUnempBadWeather>
      <BadWeather>Gel</BadWeather>
      <WorkAndReason>Toiture : surface glissante</WorkAndReason>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-06</TempUnemploymentStartingDate>
      </TempUnemploymentPeriod>
    </TempUnempBadWeather>
""",
    "003": """    <TempUnempTechnicalAccident>
      <DateTechnicalAccident>2026-03-06</DateTechnicalAccident>
      <TechnicalAccident>Rupture de l'arbre principal</TechnicalAccident>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-13</TempUnemploymentStartingDate>
        <TempUnemploymentEndingDate>2026-03-27</TempUnemploymentEndingDate>
      </TempUnemploymentPeriod>
    </TempUnempTechnicalAccident>
""",
    "004": """    <TempUnempMajorForce>
      <MajorForceReason>Inondation du dépôt</MajorForceReason>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-06</TempUnemploymentStartingDate>
        <TempUnemploymentEndingDate>2026-03-20</TempUnemploymentEndingDate>
      </TempUnemploymentPeriod>
    </TempUnempMajorForce>
""",
    "005": """    <EffectiveUnemployment>
      <EffectiveUnemploymentReason>60</EffectiveUnemploymentReason>
      <JointCommissionNbr>124</JointCommissionNbr>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-10</TempUnemploymentStartingDate>
      </TempUnemploymentPeriod>
    </EffectiveUnemployment>
""",
    "006": """    <TempUnempSocialAction>
      <JointCommissionNbr>124</JointCommissionNbr>
      <SocialActionUnemployment>
        <CommentOfDeclaration>Grève chez un fournisseur</CommentOfDeclaration>
        <SocialActionDetails>Plus aucune pièce n'est livrée</SocialActionDetails>
      </SocialActionUnemployment>
      <TempUnemploymentPeriod>
        <TempUnemploymentStartingDate>2026-03-02</TempUnemploymentStartingDate>
        <TempUnemploymentEndingDate>2026-03-06</TempUnemploymentEndingDate>
      </TempUnemploymentPeriod>
    </TempUnempSocialAction>
""",
}


def worker(nth: int) -> str:
    """A worker block."""
    return (
        f"    <NaturalPerson>\n      <NaturalPersonSequenceNbr>{nth}</NaturalPersonSequenceNbr>\n"
        f"      <INSS>{WORKERS[nth - 1]}</INSS>\n    </NaturalPerson>\n"
    )


def reference(kind: int, origin: int, number: str) -> str:
    """A reference block."""
    return (
        f"<Reference><ReferenceType>{kind}</ReferenceType><ReferenceOrigin>{origin}</ReferenceOrigin>"
        f"<ReferenceNbr>{number}</ReferenceNbr></Reference>"
    )


def reason_block(risk: str) -> str:
    """The reason block of a risk."""
    return _REASONS[risk]


def twct(risk: str = "001", status: int = 0, *, ticket: str = TICKET, **changes: str | None) -> str:
    """A file with one communication; a status other than 0 acts on ``ticket``; changes by XML name."""
    text = _TWCT.format(
        status=status,
        risk=risk,
        target=f"  {reference(3, 2, ticket)}\n" if status else "",
        contact=CONTACT if risk == "006" else "",
        workers="" if risk == "003" else worker(1) + worker(2),
        department=DEPARTMENT if risk == "006" else "",
        reason=_REASONS[risk],
    )
    return changed(text, dict(changes))


def simplified(risk: str = "001", ticket: str = TICKET) -> str:
    """A simplified cancellation: the employer's numbers and the agency block only."""
    text = without(twct(risk, 3, ticket=ticket), "OperationalOffice")
    if risk != "003":
        text = without(text, "NaturalPerson", "NaturalPerson")
    if risk == "006":
        text = without(text, "CoordinatesContactPerson", "DepartmentIdentification")
    return text.replace(_REASONS[risk], "")


def local_authority(text: str) -> str:
    """The same communication by a provincial or local authority."""
    text = without(text, "Trusteeship").replace(f"<NOSSRegistrationNbr>{ONSS}<", f"<NOSSLPARegistrationNbr>{PPL}<")
    text = text.replace(f"{PPL}</NOSSRegistrationNbr>", f"{PPL}</NOSSLPARegistrationNbr>")
    return text.replace("EmployerDeclarationLink>", "NOSSLPAEmployerDeclarationLink>")


def dated(text: str, created: str, start: str, end: str | None = None) -> str:
    """The same communication made on another day, for another period."""
    text = changed(text, {"FormCreationDate": created, "TempUnemploymentStartingDate": start})
    return put(text, "TempUnemploymentEndingDate", end) if end else text


# -- VBLV001 -----------------------------------------------------------------------------------------------

CARD = "NA1000101"
_VBLV = f"""<?xml version="1.0" encoding="UTF-8"?>
<VBLV001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="VBLV001_20231.xsd">
<Form>
  <Identification>VBLV001</Identification>
  <FormCreationDate>2026-03-09</FormCreationDate>
  <FormCreationHour>08:15:30.250</FormCreationHour>
  <AttestationStatus>0</AttestationStatus>
  <TypeForm>SU</TypeForm>
  <RiskIdentification>
    <IdentificationOfRisk>001</IdentificationOfRisk>
  </RiskIdentification>
  <Reference>
    <ReferenceType>1</ReferenceType>
    <ReferenceOrigin>1</ReferenceOrigin>
    <ReferenceNbr>LIVRE-2026-8</ReferenceNbr>
  </Reference>
  <EmployerDeclarationLink>
    <NOSSRegistrationNbr>161234563</NOSSRegistrationNbr>
    <Trusteeship>0</Trusteeship>
    <CompanyID>1245007866</CompanyID>
    <OperationalOffice>
      <Street>Quai du Moulin</Street>
      <HouseNbr>14</HouseNbr>
      <ZIPCode>4020</ZIPCode>
      <City>Bressoux</City>
    </OperationalOffice>
    <NaturalPerson>
      <NaturalPersonSequenceNbr>1</NaturalPersonSequenceNbr>
      <INSS>{WORKERS[0]}</INSS>
    </NaturalPerson>
    <ReferencePeriod>
      <RefStartingDate>2026-04-01</RefStartingDate>
      <RefEndingDate>2026-04-30</RefEndingDate>
    </ReferencePeriod>
    <ControlCard>
      <C32ANbr>{CARD}</C32ANbr>
    </ControlCard>
  </EmployerDeclarationLink>
</Form>
</VBLV001>
"""


def vblv(**changes: str | None) -> str:
    """A file with one entry in the validation book: a card of ONEM for one worker and the next month."""
    return changed(_VBLV, dict(changes))


def of_month(text: str, start: str, end: str) -> str:
    """The same entry for another month."""
    return changed(text, {"RefStartingDate": start, "RefEndingDate": end})


# -- LOIC001 and DECI001, in the generic envelope ----------------------------------------------------------

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<GenericXmlDocument xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="{NAMESPACE} GenericXmlDocument_20231.xsd"><Form>
"""
_HEADER = """  <Identification>{identification}</Identification>
  <FormCreationDate>2026-03-09</FormCreationDate>
  <FormCreationHour>08:15:30.250</FormCreationHour>
  <AttestationStatus>{status}</AttestationStatus>
  <TypeForm>SU</TypeForm>
  <Reference>
    <ReferenceType>1</ReferenceType>
    <ReferenceOrigin>1</ReferenceOrigin>
    <ReferenceNbr>PAUSE-2026-4</ReferenceNbr>
  </Reference>
"""
_REFERENCE_DATA = """  <ReferenceData>
    <INSS>{inss}</INSS>
    <EmployerId>
      <NOSSRegistrationNbr>161234563</NOSSRegistrationNbr>
      <CompanyID>1245007866</CompanyID>
    </EmployerId>
  </ReferenceData>
"""
DATA_HEAD = """  <Data>
    <DocumentDescription>
      <TechnicalDescription>
        <MimeType>application/xml</MimeType>
        <CharacterFormat>NATIVE</CharacterFormat>
      </TechnicalDescription>
    </DocumentDescription>
    <DocumentXML>
"""
DATA_TAIL = """    </DocumentXML>
  </Data>
"""
_TAIL = "</Form></GenericXmlDocument>\n"
LANGUAGE = "<DclInformation><LanguageCodePdf>2</LanguageCodePdf></DclInformation>"
LOIC_CONTACT = """        <CoordinatesContactPerson>
          <Name>Dewilderode</Name>
          <FirstName>Joris</FirstName>
          <Address>
            <Street>Stationsstraat</Street>
            <HouseNbr>21</HouseNbr>
            <ZIPCode>3600</ZIPCode>
            <City>Genk</City>
            <Country>150</Country>
          </Address>
          <Communication>
            <PhoneNbr>089 00 12 34</PhoneNbr>
            <EmailAddress>joris@atelier.example</EmailAddress>
          </Communication>
        </CoordinatesContactPerson>
"""
_PARTIAL = """          <WorkingSystemType>F</WorkingSystemType>
          <Duration>1</Duration>
          <TimeUnit>3</TimeUnit>
"""
THRESHOLD = """          <InterruptionThresholdInformation>
            <InterruptionWorkersThreshold>4</InterruptionWorkersThreshold>
            <NbrOfWorkers>55</NbrOfWorkers>
          </InterruptionThresholdInformation>
"""
AGREEMENT = """          <CollectiveLabourAgreement>
            <CLACode>CLA103</CLACode>
            <CLAAddedMonths>24</CLAAddedMonths>
            <CLARegistrationNbr>98765</CLARegistrationNbr>
          </CollectiveLabourAgreement>
"""
_REQUEST = """      <LOIC001 xmlns="">
        <DclInformation>
          <LanguageCodePdf>2</LanguageCodePdf>
        </DclInformation>
{contact}        <InterruptionInformation>
          <StartingDate>2026-06-01</StartingDate>
          <EndingDate>{end}</EndingDate>
          <InterruptionType>{kind}</InterruptionType>
          <InterruptionRegime>{regime}</InterruptionRegime>
{basis}          <MeanWorkingHours>3800</MeanWorkingHours>
          <RefMeanWorkingHours>3800</RefMeanWorkingHours>
          <JointCommissionNbr>200</JointCommissionNbr>
          <WeekHoursNbr>{left}</WeekHoursNbr>
{scheme}        </InterruptionInformation>
        <EmployerInterruptionForm>
          <DocumentDate>{notice}</DocumentDate>
          <InterruptionSectorCode>01</InterruptionSectorCode>
          <Questionnaire>
            <InterruptionQuestion>
              <InterruptionQuestionCode>Q001</InterruptionQuestionCode>
              <InterruptionQuestionAnswer>1</InterruptionQuestionAnswer>
            </InterruptionQuestion>
          </Questionnaire>
{threshold}{agreement}        </EmployerInterruptionForm>
      </LOIC001>
"""
_NEW_END = """      <LOIC001 xmlns="">
        <InterruptionInformation>
          <StartingDate>2026-06-01</StartingDate>
          <EndingDate>2026-10-31</EndingDate>
        </InterruptionInformation>
        <CommentDeclaration>
          <CommentOfDeclaration>Retour plus tôt</CommentOfDeclaration>
        </CommentDeclaration>
      </LOIC001>
"""
_CANCELLATION = """      <LOIC001 xmlns="">
      </LOIC001>
"""


def loic(kind: str = "credit", status: int = 0, *, ticket: str = LOIC_TICKET, **changes: str | None) -> str:
    """A file with one request of a kind (see KINDS); a status other than 0 acts on ``ticket``; changes by XML name."""
    credit, full = kind == "credit", kind == "parental-full"
    payload = {1: _NEW_END, 3: _CANCELLATION}.get(status) or _REQUEST.format(
        contact=LOIC_CONTACT,
        kind="5001" if credit else "6001",
        regime=1 if full else 2,
        end="2026-09-30" if full else "2026-11-30",
        notice="2026-02-20" if credit else "2026-03-05",
        basis="          <LegalBasis>10</LegalBasis>\n" if credit else "",
        left=0 if full else 1900,
        scheme="" if full else _PARTIAL,
        threshold=THRESHOLD if credit else "",
        agreement=AGREEMENT if credit else "",
    )
    target = f"  {reference(3, 2, ticket)}\n" if status else ""
    text = (
        _HEAD
        + _HEADER.format(identification="LOIC001", status=status)
        + target
        + _REFERENCE_DATA.format(inss=WORKERS[0])
        + f"{DATA_HEAD}{payload}{DATA_TAIL}{_TAIL}"
    )
    return changed(text, dict(changes))


def deci(*, ticket: str = TICKET, **changes: str | None) -> str:
    """A file with one decision: a positive one on ``ticket``."""
    payload = (
        '      <DECI001 xmlns="">\n        <DecisionDate>2026-03-09</DecisionDate>\n'
        "        <ResultCode>1</ResultCode>\n        <ReasonText>En ordre</ReasonText>\n      </DECI001>\n"
    )
    text = (
        _HEAD
        + _HEADER.format(identification="DECI001", status=0)
        + f"  {reference(0, 2, ticket)}\n{DATA_HEAD}{payload}{DATA_TAIL}{_TAIL}"
    )
    return changed(text, dict(changes))


def moving(identification: str, payload: str, status: int = 0, ticket: str = LOIC_TICKET, **changes: str | None) -> str:
    """A file with one form that moves the dossier of the request that :func:`loic` writes."""
    text = (
        _HEAD
        + _HEADER.format(identification=identification, status=status)
        + f"  {reference(0, 2, ticket)}\n"
        + _REFERENCE_DATA.format(inss=WORKERS[0])
        + f'{DATA_HEAD}      <{identification} xmlns="">{payload}</{identification}>\n{DATA_TAIL}{_TAIL}'
    )
    return changed(text, dict(changes))


IBAN = "BE68539007547034"
_WORKER_PART = (
    "<WithAllowance>1</WithAllowance><HouseholdSituation>2</HouseholdSituation><PaymentMode>1</PaymentMode>"
    f"<IBAN>{IBAN}</IBAN><SideActivity>0</SideActivity><ElectronicTaxForm>1</ElectronicTaxForm><Certified>1</Certified>"
)


def worker_part(**changes: str | None) -> str:
    """The worker completes his part of the request."""
    return moving("LOWK002", _WORKER_PART, **changes)


def worker_cancellation(**changes: str | None) -> str:
    """The worker cancels the request."""
    return moving("LOWK003", "<Confirmed>1</Confirmed>", 3, **changes)


def contact_data(**changes: str | None) -> str:
    """The worker tells where he can be reached."""
    told = "<EmailAddress>w@home.example</EmailAddress><Street>Quai Orban</Street><HouseNbr>3</HouseNbr>"
    return moving("LOWK005", f"{told}<ZIPCode>4020</ZIPCode><City>Bressoux</City>", **changes)


def announcement(name: str, *papers: Paper) -> str:
    """The Data that announces files in the payload element ``name``."""
    return f'{DATA_HEAD}      <{name} xmlns="">{"".join(one.announced() for one in papers)}</{name}>\n{DATA_TAIL}'


def brought(text: str, name: str, *papers: Paper) -> str:
    """The form of a file with files beside its payload, announced in the payload element ``name``."""
    more = announcement(name, *papers) + "".join(one.data() for one in papers)
    return text.replace("</Form>", f"{more}</Form>")


def with_files(*papers: Paper, kind: str = "credit") -> str:
    """A request that brings files."""
    return brought(loic(kind), "LOIC004", *papers)


def completed_with(*papers: Paper, ticket: str = LOIC_TICKET) -> str:
    """The worker's part with files."""
    return brought(worker_part(ticket=ticket), "LOWK004", *papers)


def attached(*papers: Paper, name: str = "LOIC004", ticket: str = LOIC_TICKET) -> str:
    """Files in a form of their own: by the employer, or by the worker (LOWK004)."""
    text = moving(name, "".join(one.announced() for one in papers), ticket=ticket)
    return text.replace("</Form>", "".join(one.data() for one in papers) + "</Form>")


def progress(**changes: str | None) -> str:
    """ONEM has begun to handle the request."""
    return moving("DECI002", "<Status>in-progress</Status><StatusDate>2026-03-09</StatusDate>", **changes)


_EVERY_WISH = (
    "<TicketNbr>04W-0000001-5P-Z</TicketNbr><InterruptionType>5001</InterruptionType>"
    "<InterruptionType>6001</InterruptionType><InterruptionRegime>1</InterruptionRegime>"
    "<Status>awaiting-worker</Status><PeriodStart>2026-01-01</PeriodStart><PeriodEnd>2026-12-31</PeriodEnd>"
    f"<INSS>{WORKERS[0]}</INSS><Community>1</Community><Page>1</Page>"
)


def overview(wishes: str = "", **changes: str | None) -> str:
    """A file with one request for an overview of the employer that :func:`loic` names; the filters as XML."""
    reference_data = without(_REFERENCE_DATA.format(inss=""), "INSS")
    header = _HEADER.format(identification="LORQ001", status=0).replace("<TypeForm>SU<", "<TypeForm>RE<")
    payload = f'      <LORQ001 xmlns="">{wishes}</LORQ001>\n'
    return changed(f"{_HEAD}{header}{reference_data}{DATA_HEAD}{payload}{DATA_TAIL}{_TAIL}", dict(changes))


_NOTIFICATION = (
    "<InterruptionType>{kind}</InterruptionType><InterruptionRegime>2</InterruptionRegime>"
    "<StartingDate>2026-06-01</StartingDate><EndingDate>2026-11-30</EndingDate>"
    "<NotificationDate>2026-03-02</NotificationDate>"
)
_PARAMETERS = (
    "<ContactName>Service du personnel</ContactName><PhoneNbr>042220000</PhoneNbr>"
    "<EmailAddress>personnel@atelier.example</EmailAddress><InterruptionSectorCode>01</InterruptionSectorCode>"
    "<ElectronicNotifications>1</ElectronicNotifications><Language>2</Language>"
)
_ANSWERS = {
    1: "<Answer>1</Answer><Certified>1</Certified>",
    2: "<Answer>2</Answer>",
    3: "<Answer>3</Answer><ProposedStartingDate>2026-09-01</ProposedStartingDate>",
}


def notification(kind: str = "5001", **changes: str | None) -> str:
    """A worker asks his employer for the break that :func:`loic` requests."""
    text = without(moving("LOWK001", _NOTIFICATION.format(kind=kind)), "Reference[2]")
    return changed(text, dict(changes))


def parameters(**changes: str | None) -> str:
    """An employer says that workers may send him notifications."""
    return changed(without(moving("LOIC003", _PARAMETERS), "Reference[2]", "INSS"), dict(changes))


def answer(says: int = 1, *, request: str = "", ticket: str = NOTIFICATION_TICKET, **changes: str | None) -> str:
    """An employer answers a worker's notification; with the LOIC001 element of a whole request inside."""
    inside = part(request, "LOIC001").replace(' xmlns=""', "") if request else ""
    return changed(moving("LOIC002", _ANSWERS[says] + inside, ticket=ticket), dict(changes))


def together(*texts: str) -> str:
    """One file with the forms of several, one after the other."""
    head, _, rest = texts[0].partition("<Form>")
    tail = rest.rpartition("</Form>")[2]
    forms = [text[text.index("<Form>") : text.rindex("</Form>") + len("</Form>")] for text in texts]
    return head + "".join(forms) + tail


WHOLE = {
    **{f"TWCT001 risk {risk}": twct(risk) for risk in RISKS},
    **{f"TWCT001 risk {risk} status {status}": twct(risk, status) for risk in RISKS for status in (1, 3)},
    **{f"TWCT001 risk {risk} simplified cancellation": simplified(risk) for risk in RISKS},
    **{f"LOIC001 {kind}": loic(kind) for kind in KINDS},
    "VBLV001": vblv(),
    "LOIC001 new end date": loic(status=1),
    "LOIC001 cancellation": loic(status=3),
    "DECI001": deci(),
    "DECI002": progress(),
    "LOIC003": parameters(),
    "LOWK001": notification(),
    "LOIC002 accepted": answer(),
    "LOIC002 accepted with the request": answer(request=loic()),
    "LOIC002 refused": answer(2),
    "LOIC002 postponed": answer(3),
    "LOWK002": worker_part(),
    "LOWK003": worker_cancellation(),
    "LOWK005": contact_data(),
    "LORQ001": overview(),
    "LORQ001 every filter": overview(_EVERY_WISH),
    "LOIC001 with files": with_files(Paper(), PHOTO),
    "LOIC004": attached(Paper(), PHOTO),
    "LOWK002 with files": completed_with(Paper()),
    "LOWK004": attached(Paper(), name="LOWK004"),
}
"""One declaration of every kind, none with a fault."""


def changed_in(text: str, value: str) -> Iterator[str]:
    """The text with another value in each element that holds no other, one after the other."""
    for found in re.finditer(r"<(\w+)>[^<>]*</\1>", text):
        if found[1] != "Identification":  # a form that is called otherwise is another file
            yield f"{text[: found.start()]}<{found[1]}>{value}</{found[1]}>{text[found.end() :]}"


# -- the judge ---------------------------------------------------------------------------------------------


class Stored:
    """The stored forms of a sender, in memory."""

    def __init__(self, *situations: Situation) -> None:
        self.known = {situation.ticket: situation for situation in situations}
        self.loaded: list[set[str]] = []

    def load(self, tickets: Iterable[str]) -> None:
        self.loaded.append(set(tickets))

    def get(self, ticket: str) -> Situation | None:
        return self.known.get(ticket)

    def apply(self, effect: Effect) -> None:
        found = self.known.get(effect.target)
        if found and effect.life:
            found.life = effect.life


class Directory:
    """The directory of employers, in memory."""

    def __init__(self, records: Iterable[EmployerRecord]) -> None:
        self.records = sorted(records, key=lambda record: record.since, reverse=True)
        self.asked: set[str] = set()

    def load(self, keys: Iterable[str]) -> None:
        self.asked = set(keys)

    def get(self, key: str) -> list[EmployerRecord]:
        """Only what was asked for is known, as in an installation."""
        return [record for record in self.records if key in self.asked and key in record.keys()]  # noqa: SIM118 - no dict


class Personnel:
    """The personnel file, in memory."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self.relations = list(relations)
        self.asked: set[str] = set()

    def load(self, workers: Iterable[str]) -> None:
        self.asked = set(workers)

    def get(self, worker: str) -> list[Relation]:
        """Only who was asked for is known, as in an installation."""
        return [one for one in self.relations if worker in self.asked and one.niss == worker]


class Channels:
    """How notifications reach employers, in memory: the same way to every one."""

    def __init__(self, channel: Channel | None) -> None:
        self.channel = channel

    def load(self, keys: Iterable[str]) -> None:
        """Nothing is to be looked up."""

    def get(self, employer: Keys) -> Channel | None:
        return self.channel if employer else None


class Booked:
    """What accepted forms have taken, in memory."""

    def __init__(self, bookings: Iterable[str]) -> None:
        self.known = set(bookings)

    def load(self, bookings: Iterable[str]) -> None:
        """Nothing is to be looked up."""

    def has(self, booking: str) -> bool:
        return booking in self.known

    def apply(self, effect: Effect) -> None:
        self.known.update(effect.bookings)


class History:
    """What was told of workers, in memory."""

    def __init__(self, told: Iterable[Told]) -> None:
        self.told = list(told)

    def load(self, workers: Iterable[str]) -> None:
        """Nothing is to be looked up."""

    def get(self, worker: str, employer: Keys) -> list[Told]:
        return [one for one in self.told if one.worker == worker and one.is_of(employer)]

    def apply(self, effect: Effect) -> None:
        self.told += effect.told


class Breaks:
    """What workers have used of their leaves, in memory."""

    def __init__(self, breaks: Iterable[Break]) -> None:
        self.breaks = list(breaks)

    def load(self, workers: Iterable[str]) -> None:
        """Nothing is to be looked up."""

    def get(self, worker: str) -> list[Break]:
        return [one for one in self.breaks if one.worker == worker]

    def apply(self, effect: Effect) -> None:
        if effect.taken:
            self.breaks.append(effect.taken)


@dataclass(frozen=True)
class Known:
    """What is known of employers: those the sender may not act for, the directory, what is taken; None: nothing."""

    foreign: tuple[str, ...] | None = None
    employers: Sequence[EmployerRecord] | None = None
    booked: Sequence[str] | None = None
    told: Sequence[Told] | None = None
    """What accepted communications told of workers."""
    relations: Sequence[Relation] | None = None
    """The personnel file."""
    harmful: Sequence[str] | None = None
    """The SHA-256 of files in which a scanner has found something."""
    channels: Channels | None = None
    """How notifications reach employers."""
    breaks: Sequence[Break] | None = None
    """What workers have used of their leaves."""

    def may_act_for(self, employer: Keys) -> bool:
        return not set(employer) & set(self.foreign or ())

    def directory(self) -> Directory | None:
        return None if self.employers is None else Directory(self.employers)

    def bench(self, day: date, stored: Stored | None) -> Bench:
        may_act_for = None if self.foreign is None else self.may_act_for
        bookings = None if self.booked is None else Booked(self.booked)
        told, personnel = self.history(), None if self.relations is None else Personnel(self.relations)
        harmful = None if self.harmful is None else frozenset(self.harmful).__contains__
        breaks = None if self.breaks is None else Breaks(self.breaks)
        known = (self.directory(), bookings, told, personnel, breaks)
        more = {"channels": self.channels, "harmful": harmful}
        return Bench(open_law(), law_room(), day, stored, may_act_for, *known, **more)

    def history(self) -> History | None:
        return None if self.told is None else History(self.told)


OFFLINE = Known()
_ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=date(2010, 1, 1))
_EMPLOYED = Relation(WORKERS[0], ONSS, "", COMPANY, date(2010, 1, 1))
OPEN_CHANNEL = Channel(OTHER_TICKET, "123456", electronic=True, is_active=True, has_mandate=True)
ABOUT_EVERYBODY = Known(
    foreign=(),
    employers=(_ATELIER,),
    booked=(),
    told=(),
    relations=(_EMPLOYED,),
    breaks=(),
    channels=Channels(OPEN_CHANNEL),
)
"""All that can be known, so that no rule stays silent for lack of it."""


def stored_twct(ticket: str = TICKET, **changes: Any) -> Situation:
    """The communication of risk 001 that :func:`twct` writes, accepted a week ago."""
    facts = {
        "identification": "TWCT001", "status": 0, "accepted": True, "employer": (f"N{ONSS}", f"C{COMPANY}"),
        "kind": "001", "postcode": "4020", "start": date(2026, 3, 17), "end": date(2026, 4, 10),
        "first_end": date(2026, 4, 10), "life": "open",
    }  # fmt: skip
    return Situation(ticket=ticket, **{**facts, **changes})


def stored_loic(ticket: str = LOIC_TICKET, **changes: Any) -> Situation:
    """The request that :func:`loic` writes, waiting for the worker."""
    facts = {
        "identification": "LOIC001", "kind": "5001", "postcode": "", "start": date(2026, 6, 1),
        "end": date(2026, 11, 30), "first_end": date(2026, 11, 30), "inss": WORKERS[0],
        "dossier": Dossier(ticket, ticket, "awaiting-worker"),
    }  # fmt: skip
    return stored_twct(ticket, **{**facts, **changes})


def in_status(now: Status, **changes: Any) -> Situation:
    """The same request, in another status."""
    return stored_loic(dossier=Dossier(LOIC_TICKET, LOIC_TICKET, now), **changes)


def stored_notification(status: NotificationStatus = "pending", **changes: Any) -> Situation:
    """The notification that :func:`notification` writes."""
    facts = {"identification": "LOWK001", "dossier": None, "notified": Notified(status, 2)}
    return stored_loic(NOTIFICATION_TICKET, **{**facts, **changes})


def told_before(worker: int = 1, **changes: Any) -> Told:
    """What an accepted communication of the employer of :func:`twct` told of one of its workers."""
    facts = {
        "worker": WORKERS[worker - 1], "employer": (f"N{ONSS}", f"C{COMPANY}"), "ticket": OTHER_TICKET, "risk": "001",
        "first": date(2026, 2, 16), "last": date(2026, 3, 10), "regime": 1, "white_collar": False,
    }  # fmt: skip
    return Told(**{**facts, **changes})


def framed(data: bytes, day: date = TODAY) -> Frame:
    """The frame of a file whose name tells its message.

    It is opened on a day on which its releases are accepted: the law is older than they are.
    """
    named = (one.code for one in switchboard.INBOUND if f"<{one.identification}".encode() in data)
    return frame_of(lambda: BytesIO(data), open_law(), max(day, opens(data)), next(named, ""))


def opens(data: bytes) -> date:
    """The first day on which all the releases that a file names are accepted."""
    named = (one.accepted_from for one in open_law().releases.values() if one.schema.encode() in data)
    return max(named, default=date.min)


def verdicts(
    text: str | bytes, day: date = TODAY, stored: Stored | None = None, known: Known = OFFLINE
) -> list[Verdict]:
    """The verdicts on a file that arrives on a day: its bytes through frame and judge."""
    data = text if isinstance(text, bytes) else text.encode()
    frame = framed(data, day)
    assert frame.is_sound, frame.faults
    return list(Judge(lambda: BytesIO(data), frame, known.bench(day, stored)).verdicts())


def reports(
    text: str | bytes, day: date = TODAY, stored: Stored | None = None, known: Known = OFFLINE
) -> tuple[Report, ...]:
    """The reports on the only form of a file."""
    (verdict,) = verdicts(text, day, stored, known)
    return verdict.reports


def said(
    text: str | bytes, day: date = TODAY, stored: Stored | None = None, known: Known = OFFLINE
) -> list[tuple[str, str]]:
    """Every anomaly of the only form of a file, with the element it is said of."""
    return sorted((report.error_id, report.tag) for report in reports(text, day, stored, known))


def forms_of(text: str, day: date = TODAY) -> list[Any]:
    """The declarations of a file, as their rules read them."""
    data, law = text.encode(), open_law()
    frame = framed(data, day)
    message = switchboard.BY_IDENTIFICATION[frame.message]
    release = law.release(message.frame or frame.message, frame.release)
    stream = FormStream(BytesIO(data), release.namespace, frame.encoding, release.max_form_bytes)
    return [message.read(read_block(element, *_tags(release))) for element in stream]


def read_declaration(text: str, day: date = TODAY) -> Any:
    """The only declaration of a file, as its rules read it."""
    (form,) = forms_of(text, day)
    return form


def speakers(text: str, day: date = TODAY, stored: Stored | None = None, known: Known = OFFLINE) -> set[str]:
    """The rules that speak of the only form of a file, by the name of their function: the same ones that speak when all
    of them are called, whatever their circumstances.
    """
    (form,) = forms_of(text, day)
    message = switchboard.BY_IDENTIFICATION[framed(text.encode(), day).message]
    case = case_of(message, form, release_of(text), day, stored, known)
    active = in_force(message.rules, case.law_day, case.release)
    assert judge(active, form, case) == judge(map(everywhere, active), form, case), "silent by its circumstances"
    return {rule.name for rule in active if judge((rule,), form, case)}


def case_of(message: Message, form: Any, release: str, day: date, stored: Stored | None, known: Known) -> Case:
    """What the rules of a form may know beside it."""
    bench = known.bench(day, stored)
    if bench.employers:
        bench.employers.load(message.employers(form))
    if bench.personnel:
        bench.personnel.load(message.workers(form))
    return Case(
        open_law(),
        day,
        message.law_day(form, day),
        stored.get if stored else None,
        bench.may_act_for,
        bench.employers.get if bench.employers else None,
        bench.bookings.has if bench.bookings else None,
        bench.history.get if bench.history else None,
        bench.personnel.get if bench.personnel else None,
        release,
        bench.breaks.get if bench.breaks else None,
        bench.harmful,
        bench.channels.get if bench.channels else None,
    )


_KINDS_OF_LEAVE = (
    *("_is_career_end", "_is_carer", "_is_hospital", "_is_medical", "_is_ordinary", "_is_palliative", "_is_parental"),
    "_ends_career",
)
"""Circumstances of the books of one kind of leave, whose rules do not ask again which kind it is."""


def everywhere(rule: Rule[Any]) -> Rule[Any]:
    """The same rule, called whatever its circumstances, but never for another kind of leave than that of its book."""
    return replace(rule, when=tuple(one for one in rule.when if one.__name__ in _KINDS_OF_LEAVE))


def release_of(text: str) -> str:
    """The release that the payload of a file names, else the oldest."""
    named = re.search(r'<\w+ xmlns="" xsi:noNamespaceSchemaLocation="[A-Z0-9]+_(\w+)\.xsd"', text)
    return named[1] if named else "20231"


@cache
def _tags(release: Release) -> tuple[frozenset[str], frozenset[str]]:
    """The tags of the zones and of the blocks of a release and of what may travel in it."""
    inside = [release, *(one for one in open_law().releases.values() if one.frame == release.message)]
    blocks = frozenset().union(*(one.block_tags() for one in inside))
    return frozenset().union(*(one.zone_tags() for one in inside)) - blocks, blocks


# -- tables of cases ---------------------------------------------------------------------------------------


@dataclass
class Fact:
    """What one rule says of a declaration, and a neighbour of which it says nothing."""

    rule: str
    fact: str
    faulty: str
    says: str
    """Every anomaly of the faulty one, as ``ZZZZZ-NNN Tag``, comma between several."""
    neighbour: str
    neighbour_says: str = ""
    day: date = TODAY
    neighbour_day: date | None = None
    stored: Sequence[Situation] | None = None
    neighbour_stored: Sequence[Situation] | None = None
    known: Known = OFFLINE
    neighbour_known: Known | None = None

    def reports(self) -> tuple[Report, ...]:
        """What is said of the faulty one."""
        return reports(self.faulty, self.day, _stored(self.stored), self.known)

    def anomalies(self) -> list[tuple[str, str]]:
        """Every anomaly of the faulty one, with the element it is said of."""
        return sorted((report.error_id, report.tag) for report in self.reports())

    def speakers(self) -> set[str]:
        """The rules that speak of the faulty one."""
        return speakers(self.faulty, self.day, _stored(self.stored), self.known)

    def beside(self) -> Fact:
        """The neighbour as if it were the faulty one."""
        return replace(
            self,
            faulty=self.neighbour,
            day=self.neighbour_day or self.day,
            stored=self.stored if self.neighbour_stored is None else self.neighbour_stored,
            known=self.neighbour_known or self.known,
        )


def _stored(situations: Sequence[Situation] | None) -> Stored | None:
    if situations is None:
        return None
    return Stored(*(Situation(**{name: getattr(one, name) for name in one.__slots__}) for one in situations))


def told(text: str) -> list[tuple[str, str]]:
    """``00011-008 NOSSRegistrationNbr, …`` as pairs."""
    pairs = (word.split() for word in text.split(",") if word.strip())
    return sorted((error_id, tag) for error_id, tag in pairs)


def every(facts: Sequence[Fact]) -> pytest.MarkDecorator:
    """A test for every row of a table."""
    return pytest.mark.parametrize("fact", facts, ids=[f"{one.rule}: {one.fact}" for one in facts])


def speaks(fact: Fact) -> None:
    """The faulty declaration gets exactly these anomalies, and the rule is among those that speak."""
    assert fact.anomalies() == told(fact.says)
    assert fact.rule in fact.speakers()


def is_silent(fact: Fact) -> None:
    """The neighbour gets no anomaly but those it is known to have, and the rule says nothing of it."""
    neighbour = fact.beside()
    assert neighbour.anomalies() == told(fact.neighbour_says)
    assert fact.rule not in neighbour.speakers()


def is_silent_without_knowledge(fact: Fact) -> None:
    """Where nothing is loaded beside the file, the faulty declaration gets nothing, and the rule says nothing."""
    offline = replace(fact, known=Known())
    assert offline.anomalies() == []
    assert fact.rule not in offline.speakers()


def names_of(rules: Iterable[Rule[Any]]) -> list[str]:
    """The names of rules, once each."""
    return sorted({rule.name for rule in rules})
