"""Operational office, contact person and addresses."""

from datetime import date

from declarations import (
    ADDRESS,
    CONTACT,
    SENDER,
    SITE,
    Fact,
    after,
    before,
    changed,
    dated,
    every,
    is_silent,
    names_of,
    put,
    simplified,
    speaks,
    twct,
    without,
)

from batch.validators.rules.twct import office

AT_SITE = after(twct("002"), "TempUnemploymentPeriod", SITE)
PERSON, ACCIDENT = "CoordinatesContactPerson", "TempUnempTechnicalAccident"
ACTION = twct("006")
WITH_CONTACT = before(twct(), "TemporaryEmploymentAgency", CONTACT)
AT_HOME = after(without(WITH_CONTACT, "Communication"), "FirstName", ADDRESS)
ABROAD = changed(AT_HOME, {"Address/Country": "111", "Address/ZIPCode": "59000", "Address/City": "Lille"})
WITH_SENDER = before(twct(), "TemporaryEmploymentAgency", SENDER)
ON_SITE = after(twct("005"), "TempUnemploymentPeriod", SITE)


def in_france(postcode: str, risk: str = "005", country: str = "111") -> str:
    text = after(twct(risk), "TempUnemploymentPeriod", SITE)
    return changed(text, {"SiteAddress/Country": country, "SiteAddress/ZIPCode": postcode, "SiteAddress/City": "Lille"})


def at_home_on(day: str, country: str) -> str:
    """A form of another day whose contact person lives in a country."""
    text = after(before(twct("004"), "TemporaryEmploymentAgency", CONTACT), "FirstName", ADDRESS)
    return put(dated(without(text, "Communication"), day, day, day), "Address/Country", country)


def of_an_old_postcode(day: str) -> str:
    text = dated(twct("004"), day, day, day)
    return changed(text, {"ZIPCode": "1010", "City": "Cité Administrative de l'Etat"})


FACTS = [
    *(Fact("country_unknown", f"country {country} of the contact's address",
           put(AT_HOME, "Address/Country", country), "00523-008 Country", put(AT_HOME, "Address/Country", listed))
      for country, listed in (("100", "00150"), ("0", "101"), ("00998", "00999"), ("1000", "900"))),
    Fact("country_unknown", "of the site", put(AT_SITE, "SiteAddress/Country", "7"), "00523-008 Country",
         put(AT_SITE, "SiteAddress/Country", "00111")),
    Fact("country_unknown", "148 held until 11 February 2019", at_home_on("2019-02-12", "148"), "00523-008 Country",
         at_home_on("2019-02-11", "148"), day=date(2019, 2, 12), neighbour_day=date(2019, 2, 11)),
    Fact("country_unknown", "154 holds from 12 February 2019", at_home_on("2019-02-11", "154"), "00523-008 Country",
         at_home_on("2019-02-12", "154"), day=date(2019, 2, 11), neighbour_day=date(2019, 2, 12)),
    Fact("office_missing", "an original", without(twct(), "OperationalOffice"), "90492-001 OperationalOffice",
         simplified()),
    Fact("office_missing", "a cancellation that is not simplified", without(twct(status=3), "OperationalOffice"),
         "90492-001 OperationalOffice", simplified("006")),
    Fact("office_unwanted", "a cancellation without a reason block", without(twct("003", 3), ACCIDENT),
         "90492-005 OperationalOffice", twct("003", 3)),
    Fact("contact_unwanted", "a cancellation without a reason block",
         before(simplified(), "TemporaryEmploymentAgency", CONTACT), f"90257-005 {PERSON}",
         before(twct(status=3), "TemporaryEmploymentAgency", CONTACT)),
    Fact("contact_missing", "a social action", without(ACTION, PERSON), f"90257-001 {PERSON}", twct("004")),
    Fact("contact_missing", "a full cancellation of a social action", without(twct("006", 3), PERSON),
         f"90257-001 {PERSON}", simplified("006")),
    Fact("communication_missing", "neither address nor communication", without(WITH_CONTACT, "Communication"),
         "90258-001 Communication", AT_HOME),
    Fact("communication_missing", "a social action needs it beside an address",
         after(without(ACTION, "Communication"), "FirstName", ADDRESS), "90258-001 Communication",
         after(ACTION, "FirstName", ADDRESS)),
    Fact("contact_name_missing", "a social action", without(ACTION, "Name"), "00726-001 Name",
         without(WITH_CONTACT, "Name")),
    Fact("contact_first_name_missing", "a social action", without(ACTION, "FirstName"), "00727-001 FirstName",
         without(WITH_CONTACT, "FirstName")),
    Fact("contact_mail_missing", "a social action", without(ACTION, "EmailAddress"), "00637-001 EmailAddress",
         without(WITH_CONTACT, "EmailAddress")),
    Fact("postcode_unknown", "of the office", put(twct(), "ZIPCode", "0999"), "00520-008 ZIPCode", twct()),
    Fact("postcode_unknown", "of the sender", put(WITH_SENDER, "Sender/ZIPCode", "59000"), "00520-008 ZIPCode",
         WITH_SENDER),
    Fact("postcode_unknown", "of the contact person", put(AT_HOME, "Address/ZIPCode", "59000"), "00520-008 ZIPCode",
         ABROAD),
    Fact("postcode_unknown", "of the site", put(ON_SITE, "SiteAddress/ZIPCode", "0999"), "00520-008 ZIPCode", ON_SITE),
    Fact("postcode_unknown", "no country means Belgium",
         without(put(ON_SITE, "SiteAddress/ZIPCode", "0999"), "SiteAddress/Country"), "00520-008 ZIPCode",
         without(ON_SITE, "SiteAddress/Country")),
    Fact("postcode_unknown", "00150 is Belgium too",
         changed(ON_SITE, {"SiteAddress/ZIPCode": "0999", "SiteAddress/Country": "00150"}), "00520-008 ZIPCode",
         put(ON_SITE, "SiteAddress/Country", "00150")),
    Fact("postcode_unknown", "1010 has no town since quarter 2016/4", of_an_old_postcode("2016-10-01"),
         "00520-008 ZIPCode", of_an_old_postcode("2016-09-30"), day=date(2016, 10, 1), neighbour_day=date(2016, 9, 30)),
    Fact("french_postcode_too_long", "risk 005", in_france("590000"), "00520-093 ZIPCode", in_france("59000")),
    Fact("french_postcode_too_long", "not for risk 002", in_france("590000"), "00520-093 ZIPCode",
         in_france("590000", "002")),
    Fact("french_postcode_too_long", "not for another country", in_france("590000"), "00520-093 ZIPCode",
         in_france("590000", country="103")),
    Fact("town_of_another_postcode", "of the office", put(twct(), "City", "Namur"), "00522-160 City",
         put(twct(), "City", "Liège")),
    Fact("town_of_another_postcode", "accents, case and signs do not count", put(twct(), "City", "Lieges"),
         "00522-160 City", put(twct(), "City", "JUPILLE SUR MEUSE")),
    Fact("town_of_another_postcode", "of the sender", put(WITH_SENDER, "Sender/City", "Brugge"), "00522-160 City",
         put(WITH_SENDER, "Sender/City", "Gand")),
    Fact("town_of_another_postcode", "of the contact person", put(AT_HOME, "Address/City", "Namur"),
         "00522-160 City", put(AT_HOME, "Address/City", "Bergen")),
    Fact("town_of_another_postcode", "of the site", put(ON_SITE, "SiteAddress/City", "Mons"), "00522-160 City",
         ON_SITE),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(office.RULES))
