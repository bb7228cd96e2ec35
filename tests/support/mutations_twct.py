"""Faults that only a communication of temporary unemployment can have, each with the anomaly that names it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from formtree import Element
from mutations import END, HANGS_ON, LINK, OTHER_WORKERS, REASONS, START, WORKER, Form, Mutation, Place, Said


def worker_twice(form: Form) -> Iterator[Place]:
    for worker in form.root.every(WORKER):

        def do(worker: Element = worker) -> Said:
            twin = _last_worker(form, worker.copy())
            twin.children[0].text = "9999999"
            return Said("00024-006", "INSS", twin.children[1])

        yield do


def sequence_number_twice(form: Form) -> Iterator[Place]:
    for worker in form.root.every(WORKER):

        def do(worker: Element = worker) -> Said:
            twin = _last_worker(form, worker.copy())
            there = {one.text for one in form.root.every("INSS")}
            twin.children[1].text = next(inss for inss in OTHER_WORKERS if inss not in there)
            return Said("00023-006", "NaturalPersonSequenceNbr", twin.children[0])

        yield do


def _last_worker(form: Form, worker: Element) -> Element:
    last = form.root.every(WORKER)[-1]
    return last.holder().insert(last.place() + 1, worker)


def block_of_another_risk(form: Form) -> Iterator[Place]:
    if form.reason is None:
        return
    for risk, tag in REASONS.items():
        if risk != form.risk:

            def do(tag: str = tag) -> Said:
                link = form.root.first(LINK)
                assert link is not None
                block = form.insert(link, _reason(tag))
                return Said(f"{form.facts.blocks[tag].number}-005", tag, block)

            yield do


_FILLED = {
    "TempUnempEconomical": {
        "RegimeTempUnemp": "1", "JointCommissionNbr": "124", "ReasonTempUnemp": "Manque de travail",
        "DeclarationOnHonour": "001",
    },
    "TempUnempBadWeather": {"BadWeather": "Gel", "WorkAndReason": "Toiture"},
    "TempUnempTechnicalAccident": {"DateTechnicalAccident": "2026-01-05", "TechnicalAccident": "Panne"},
    "TempUnempMajorForce": {"MajorForceReason": "Inondation"},
    "EffectiveUnemployment": {"EffectiveUnemploymentReason": "61"},
    "TempUnempSocialAction": {},
}  # fmt: skip


def _reason(tag: str) -> Element:
    block = Element(tag)
    for zone, text in _FILLED[tag].items():
        block.insert(len(block.children), Element(zone, text))
    if tag == "TempUnempSocialAction":
        social = block.insert(0, Element("SocialActionUnemployment"))
        social.insert(0, Element("CommentOfDeclaration", "Grève"))
        social.insert(1, Element("SocialActionDetails", "Fournisseur"))
    period = block.insert(len(block.children), Element("TempUnemploymentPeriod"))
    period.insert(0, Element(START, "2026-01-12"))
    return block


def block_that_the_risk_wants_left_out(form: Form) -> Iterator[Place]:
    if form.is_simplified:
        return
    social = form.risk == "006"
    wanted = ["OperationalOffice"]
    wanted += [REASONS[form.risk]] if form.status in "01" else []
    wanted += ["DepartmentIdentification", "CoordinatesContactPerson"] if social else []
    for tag in wanted:
        yield lambda tag=tag: _left_out(form, tag, tag)
    if form.root.first(WORKER):
        yield lambda: _left_out(form, WORKER, WORKER)
    elif form.risk == "001":
        yield lambda: _left_out(form, "DepartmentIdentification", WORKER)


def _left_out(form: Form, tag: str, missed: str) -> Said:
    for block in form.root.every(tag):
        block.drop()
    link = form.root.first(LINK)
    assert link is not None
    return Said(f"{form.facts.blocks[missed].number}-001", missed, link)


def employer_left_out(form: Form) -> Iterator[Place]:
    def do() -> Said:
        link = form.root.first(LINK)
        assert link is not None
        link.drop()
        return Said("90067-001", LINK, form.root)

    yield do


def contact_reached_by_nothing(form: Form) -> Iterator[Place]:
    contact = form.root.first("CoordinatesContactPerson")
    if contact and (form.risk == "006" or not contact.first("Address")):

        def do(contact: Element = contact) -> Said:
            for reached in contact.every("Communication"):
                reached.drop()
            return Said("90258-001", "Communication", contact)

        yield do


def ticket_left_out_of_a_change(form: Form) -> Iterator[Place]:
    if form.status in "13":

        def do() -> Said:
            own, acted_on = form.root.every("Reference")
            acted_on.drop()
            return Said("90082-001", "Reference", own)

        yield do


def ticket_on_an_original(form: Form) -> Iterator[Place]:
    if form.status == "0":

        def do() -> Said:
            reference = form.insert(form.root, Element("Reference"))
            for tag, text in (("ReferenceType", "3"), ("ReferenceOrigin", "2"), ("ReferenceNbr", "3A00000001A9Z")):
                reference.insert(len(reference.children), Element(tag, text))
            return Said("90082-005", "Reference", reference)

        yield do


def agency_named_without_a_user_firm(form: Form) -> Iterator[Place]:
    agency = form.root.first("TemporaryEmploymentAgency")
    if agency and agency.value("CommunicationSourceIndicator") == "0":

        def do(agency: Element = agency) -> Said:
            return Said("00776-005", "Denomination", form.insert(agency, Element("Denomination", "Intérim")))

        yield do


def agency_of_a_user_firm_without_a_number(form: Form) -> Iterator[Place]:
    agency = form.root.first("TemporaryEmploymentAgency")
    if agency and agency.value("CommunicationSourceIndicator") == "1":
        for zone in agency.children[1:]:

            def do(zone: Element = zone) -> Said:
                holder = zone.holder()
                zone.drop()
                return Said(f"{form.facts.zones[zone.tag].number}-001", zone.tag, holder)

            yield do


def end_before_start(form: Form) -> Iterator[Place]:
    end = form.root.first(END)
    if end:

        def do(end: Element = end) -> Said:
            end.text = str(date.fromisoformat(form.root.value(START)) - timedelta(days=1))
            return Said("00754-098", END, end, HANGS_ON[END])

        yield do


def end_left_out_or_unwanted(form: Form) -> Iterator[Place]:
    start, end = form.root.first(START), form.root.first(END)
    if start and end and form.risk in ("001", "003", "004"):

        def left_out(end: Element = end) -> Said:
            holder = end.holder()
            end.drop()
            return Said("00754-001", END, holder)

        yield left_out
    elif start and form.risk in ("002", "005"):

        def unwanted(start: Element = start) -> Said:
            return Said("00754-005", END, form.insert(start.holder(), Element(END, start.text)))

        yield unwanted


def start_outside_its_window(form: Form) -> Iterator[Place]:
    start = form.root.first(START)
    if start is None:
        return
    days = [form.created + timedelta(days=370), date(2003, 12, 31), date(2100, 1, 1)]
    if form.status == "0":
        early = {"001": -1, "002": 8, "005": 8}.get(form.risk)
        days += [form.created + timedelta(days=early)] if early else []
    if form.risk == "003":
        days.append(date.fromisoformat(form.root.value("DateTechnicalAccident")) + timedelta(days=6))
    if form.risk == "004":
        days.append(form.created + timedelta(days=1))
    if form.risk == "006":
        days.append(form.created - timedelta(days=200))
    for day in days:

        def do(start: Element = start, day: date = day) -> Said:
            start.text = str(day)
            return Said("00199-008", START, start, HANGS_ON[START])

        yield do


def own_end_outside_the_period(form: Form) -> Iterator[Place]:
    for own in form.root.every("IndividualUnempEndingDate"):
        for tag, days in ((START, -1), (END, 1)):

            def do(own: Element = own, tag: str = tag, days: int = days) -> Said:
                own.text = str(date.fromisoformat(form.root.value(tag)) + timedelta(days=days))
                return Said("00768-097", "IndividualUnempEndingDate", own)

            yield do


def own_end_for_another_risk(form: Form) -> Iterator[Place]:
    for worker in form.root.every(WORKER) if form.risk != "001" else ():

        def do(worker: Element = worker) -> Said:
            block = form.insert(worker, Element("IndividualUnempPeriod"))
            block.insert(0, Element("IndividualUnempEndingDate", form.root.value(START)))
            return Said("90276-005", "IndividualUnempPeriod", block)

        yield do


TWCT: tuple[Mutation, ...] = (
    worker_twice, sequence_number_twice, block_of_another_risk, block_that_the_risk_wants_left_out, employer_left_out,
    contact_reached_by_nothing, ticket_left_out_of_a_change, ticket_on_an_original, agency_named_without_a_user_firm,
    agency_of_a_user_firm_without_a_number, end_before_start, end_left_out_or_unwanted, start_outside_its_window,
    own_end_outside_the_period, own_end_for_another_risk,
)  # fmt: skip
