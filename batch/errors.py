"""Faults of ours: exceptions whose docstring is the message.

Faults of senders are values (``model.findings``) and never appear here.
"""

from __future__ import annotations


class OnemBatchError(Exception):
    """Something on our side went wrong."""

    exit_code = 70

    def __init__(self, detail: str = "") -> None:
        text = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(f"{text} {detail}".strip())


class LawIncomplete(OnemBatchError):
    """The law in schemas/ is incomplete or does not read."""

    exit_code = 78


class SettingsWrong(OnemBatchError):
    """The settings cannot be used."""

    exit_code = 78


class SignatureNotChecked(SettingsWrong):
    """A production set waits: signatures cannot be checked yet, and signature is not "off"."""


class AnotherRun(OnemBatchError):
    """Another run holds the lock; try again later."""

    exit_code = 75


class StoreUnreachable(OnemBatchError):
    """The database cannot be reached."""

    exit_code = 69


class StoreBusy(OnemBatchError):
    """Another process holds the database; try again later."""

    exit_code = 75


class StoreMismatch(OnemBatchError):
    """The database was made by another version of the program."""

    exit_code = 78


class StaleSituation(OnemBatchError):
    """Another set changed what a form of this set acts on; the set is judged again."""


class OpinionsDisagree(OnemBatchError):
    """The schema refuses a form in which the walk over the glossary finds no fault."""


class AnswerChanged(OnemBatchError):
    """A file with the name of an answer stands in the outbox with other content."""


class DecisionRefused(OnemBatchError):
    """The decision cannot be taken."""

    exit_code = 2
