"""What each status of a career-break form carries."""

from declarations import (
    LANGUAGE,
    LOIC_CONTACT,
    Fact,
    after,
    before,
    brought,
    every,
    is_silent,
    loic,
    names_of,
    part,
    put,
    said,
    speaks,
    together,
    twice,
    verdicts,
    with_files,
    without,
)
from papers import Paper

from batch.validators.rules.loic import frame

INFO, PERSON, BREAK, PART = (
    "DclInformation", "CoordinatesContactPerson", "InterruptionInformation", "EmployerInterruptionForm",
)  # fmt: skip
COMMENT = "CommentDeclaration"
REQUEST, NEW_END, CANCELLATION = loic(), loic(status=1), loic(status=3)
PARENTAL = loic("parental-full")
INSIDE = put(without(REQUEST, PERSON), INFO, "<LanguageCodePdf>2</LanguageCodePdf>" + LOIC_CONTACT)
ZONES = (
    ("type", "01136", "InterruptionType", "5001"),
    ("regime", "01137", "InterruptionRegime", "2"),
    ("hours", "00048", "MeanWorkingHours", "3800"),
    ("reference_hours", "00049", "RefMeanWorkingHours", "3800"),
    ("committee", "00046", "JointCommissionNbr", "200"),
    ("week_hours", "00975", "WeekHoursNbr", "1900"),
)


def beside(text: str, xml: str) -> str:
    """The form with one more block, before the comment or as the only one."""
    if "<CommentDeclaration>" in text:
        return before(text, "CommentDeclaration", xml)
    return text.replace('<LOIC001 xmlns="">', f'<LOIC001 xmlns="">{xml}')


def told_again(tag: str, value: str) -> str:
    """A new end date that repeats a zone of the request."""
    return after(NEW_END, f"{BREAK}/EndingDate", f"<{tag}>{value}</{tag}>")


def with_information(text: str) -> str:
    return before(text, BREAK, LANGUAGE) if f"<{BREAK}>" in text else beside(text, LANGUAGE)


def with_contact(text: str) -> str:
    return before(text, BREAK, LOIC_CONTACT) if f"<{BREAK}>" in text else beside(text, LOIC_CONTACT)


FACTS = [
    Fact("attachments_unwanted", "with a cancellation", brought(CANCELLATION, "LOIC004", Paper()), "99204-005 LOIC004",
         with_files(Paper())),
    Fact("payload_missing", "a cancellation without Data", without(CANCELLATION, "Data"), "90529-001 Data",
         CANCELLATION),
    Fact("payload_missing", "another element of the schema",
         put(CANCELLATION, "DocumentXML", '<City xmlns="">Gent</City>'), "90529-001 LOIC001", CANCELLATION),
    Fact("payload_twice", "two Data with a request", twice(REQUEST, "Data"), "90370-090 Data", REQUEST),
    Fact("identification_unknown", "no form of that name", loic(Identification="ZZZ001"), "00296-008 Identification",
         REQUEST),
    Fact("status_outside_domain", "2 is a duplicate", REQUEST.replace("Status>0<", "Status>2<"),
         "00110-008 AttestationStatus", REQUEST),
    Fact("status_outside_domain", "4 is a revision", CANCELLATION.replace("Status>3<", "Status>4<"),
         "00110-008 AttestationStatus", CANCELLATION),
    Fact("type_is_not_a_submission", "RE is a request for an answer", loic(TypeForm="RE"), "00297-008 TypeForm",
         REQUEST),
    Fact("declaration_information_missing", "a request", without(REQUEST, INFO), f"90171-001 {INFO}", NEW_END),
    Fact("declaration_information_unwanted", "a new end date", with_information(NEW_END), f"90171-005 {INFO}", REQUEST),
    Fact("declaration_information_unwanted", "a cancellation", with_information(CANCELLATION), f"90171-005 {INFO}",
         CANCELLATION),
    Fact("contact_missing", "a request", without(REQUEST, PERSON), f"90257-001 {PERSON}", INSIDE),
    Fact("contact_unwanted", "a new end date", with_contact(NEW_END), f"90257-005 {PERSON}", REQUEST),
    Fact("contact_unwanted", "a cancellation", with_contact(CANCELLATION), f"90257-005 {PERSON}", CANCELLATION),
    Fact("contact_twice", "inside and beside", after(INSIDE, INFO, LOIC_CONTACT), f"90257-090 {PERSON}", INSIDE),
    Fact("interruption_missing", "a request", without(REQUEST, BREAK), f"90530-001 {BREAK}", REQUEST),
    Fact("interruption_missing", "a new end date", without(NEW_END, BREAK), f"90530-001 {BREAK}", CANCELLATION),
    Fact("interruption_unwanted", "a cancellation", beside(CANCELLATION, part(NEW_END, BREAK)), f"90530-005 {BREAK}",
         NEW_END),
    Fact("employer_part_missing", "a request", without(PARENTAL, PART), f"90531-001 {PART}", NEW_END),
    Fact("employer_part_unwanted", "a new end date", beside(NEW_END, part(PARENTAL, PART)),
         f"90531-005 {PART}", PARENTAL),
    Fact("employer_part_unwanted", "a cancellation", beside(CANCELLATION, part(PARENTAL, PART)),
         f"90531-005 {PART}, 90532-005 Questionnaire", PARENTAL),
    Fact("comment_in_a_cancellation", "the glossary has none there", beside(CANCELLATION, part(NEW_END, COMMENT)),
         f"90036-005 {COMMENT}", NEW_END),
    Fact("type_missing", "a request", without(PARENTAL, "InterruptionType"), "01136-001 InterruptionType", PARENTAL),
    Fact("regime_missing", "a request", without(PARENTAL, "InterruptionRegime"), "01137-001 InterruptionRegime",
         PARENTAL),
    Fact("hours_missing", "a request", without(REQUEST, "MeanWorkingHours"), "00048-001 MeanWorkingHours", REQUEST),
    Fact("reference_hours_missing", "a request", without(REQUEST, "RefMeanWorkingHours"),
         "00049-001 RefMeanWorkingHours", REQUEST),
    Fact("committee_missing", "a request", without(REQUEST, "JointCommissionNbr"), "00046-001 JointCommissionNbr",
         loic(JointCommissionNbr="999")),
    Fact("week_hours_missing", "a request", without(REQUEST, "WeekHoursNbr"), "00975-001 WeekHoursNbr", PARENTAL),
    *(
        Fact(f"{stem}_unwanted", "a new end date", told_again(tag, value), f"{number}-005 {tag}", NEW_END)
        for stem, number, tag, value in ZONES
    ),
    Fact("public_employment_unwanted", "a new end date", told_again("PSEmploymentRelationshipNature", "4"),
         "00996-005 PSEmploymentRelationshipNature",
         after(loic("parental-full", InterruptionSectorCode="02", JointCommissionNbr="999"), "JointCommissionNbr",
               "<PSEmploymentRelationshipNature>4</PSEmploymentRelationshipNature>")),
    Fact("no_phone_number", "neither phone nor mobile", without(REQUEST, "PhoneNbr"), "00677-001 PhoneNbr",
         REQUEST.replace("PhoneNbr>", "GSMNbr>")),
    Fact("no_phone_number", "of a contact person inside DclInformation", without(INSIDE, "PhoneNbr"),
         "00677-001 PhoneNbr", INSIDE),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_a_second_form_that_does_not_say_which_one_it_is_is_told_so() -> None:
    first, second = verdicts(together(REQUEST, put(REQUEST, "Identification", "")))
    assert first.accepted
    assert [report.error_id for report in second.reports] == ["00296-001"]


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} | {"identification_empty"} == set(names_of((*frame.ENVELOPE, *frame.RULES)))


def test_a_new_end_date_and_a_cancellation_may_say_nothing_more() -> None:
    assert said(without(NEW_END, "CommentDeclaration")) == []
    assert said(put(CANCELLATION, "LOIC001", "").replace("<LOIC001>", '<LOIC001 xmlns="">')) == []
