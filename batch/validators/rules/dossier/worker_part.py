"""The worker's part of a request (LOWK002, ours): how he is paid, and his child's birth date."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.dossier_form import DossierForm
from batch.model.forms import Place
from batch.validators.numbers import iban
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[DossierForm] = Rulebook()
_OURS = "ours: docs/protocol.md, LOWK002"
_BY_IBAN = 1


@RULES.rule("98134-001", source=_OURS)
def account_missing(form: DossierForm, _case: Case) -> Iterator[Place]:
    """Who is paid on an account names it."""
    if form.content.number("PaymentMode") == _BY_IBAN and form.content.text("IBAN") is None:
        yield form.content.at("IBAN")


@RULES.rule("98134-005", source=_OURS)
def account_unwanted(form: DossierForm, _case: Case) -> Iterator[Place]:
    """Who is paid by circular cheque names no account."""
    if form.content.number("PaymentMode") not in (None, _BY_IBAN) and form.content.raw("IBAN") is not None:
        yield form.content.at("IBAN")


@RULES.rule("98134-003", source="ISO 13616")
def account_misshapen(form: DossierForm, _case: Case) -> Iterator[Place]:
    """An account is written as an IBAN, in capitals and without blanks."""
    text = form.content.text("IBAN")
    if text and not iban.has_the_form(text):
        yield form.content.at("IBAN")


@RULES.rule("98134-004", source="ISO 7064, 97-10")
def account_check_digits(form: DossierForm, _case: Case) -> Iterator[Place]:
    """The check digits of the account are right."""
    text = form.content.text("IBAN")
    if text and iban.has_the_form(text) and not iban.is_good(text):
        yield form.content.at("IBAN")


@RULES.rule("98139-008", source=_OURS)
def child_not_born_yet(form: DossierForm, case: Case) -> Iterator[Place]:
    """A birth date lies not in the future."""
    born = form.content.day("ChildBirthdate")
    if born and born > case.day:
        yield form.content.at("ChildBirthdate")
