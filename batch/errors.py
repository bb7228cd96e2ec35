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
        self.detail = detail

    def __reduce__(self) -> tuple[type[OnemBatchError], tuple[str]]:
        """From one process to another it is made of its detail, as here."""
        return type(self), (self.detail,)


class LawIncomplete(OnemBatchError):
    """The law in schemas/ is incomplete or does not read."""

    exit_code = 78


class SettingsWrong(OnemBatchError):
    """The settings cannot be used."""

    exit_code = 78


class TrustMissing(SettingsWrong):
    """No authority is trusted yet: put the certificates of those that count into trust/anchors."""


class RevocationUnknown(OnemBatchError):
    """A set waits: no usable revocation list says whether a certificate is revoked."""

    exit_code = 78


class SigningKeyUnusable(SettingsWrong):
    """Answers wait: they are to be signed, and no certificate in "signing" is valid today."""


class AnotherRun(OnemBatchError):
    """Another run holds the lock; try again later."""

    exit_code = 75


class StoreUnreachable(OnemBatchError):
    """The database cannot be reached."""

    exit_code = 69


class StoreBusy(OnemBatchError):
    """Another process holds the database; try again later."""

    exit_code = 75


class StoreCollision(StoreBusy):
    """Other processes wrote the same at the same moment, again and again; try again later."""


class LeaseLost(OnemBatchError):
    """Another process has taken over this work; nothing was written."""

    exit_code = 75


class StoreMismatch(OnemBatchError):
    """The database was made by another version of the program."""

    exit_code = 78


class StoreMissing(OnemBatchError):
    """There is no database."""

    exit_code = 78


class StaleSituation(OnemBatchError):
    """Another set changed what a form of this set acts on; the set is judged again."""


class ProcessDied(OnemBatchError):
    """The process that worked on this set alone died; what kills it is in the set, or the machine is out of memory."""


class OpinionsDisagree(OnemBatchError):
    """The schema refuses a form in which the walk over the glossary finds no fault."""


class AnswerChanged(OnemBatchError):
    """The kept bytes of an answer are not those that were registered."""


class NameTaken(OnemBatchError):
    """Somebody else's file has the name of an answer; remove it, and the next run lays the answer down."""

    exit_code = 73


class DecisionRefused(OnemBatchError):
    """The decision cannot be taken."""

    exit_code = 2


class NothingToRebuild(OnemBatchError):
    """There is no answer to make again."""

    exit_code = 2


class EntryRefused(OnemBatchError):
    """The entry cannot be made."""

    exit_code = 2


class ImportRefused(OnemBatchError):
    """Nothing was entered."""

    exit_code = 2


class CredentialRefused(OnemBatchError):
    """The key or certificate cannot be used."""

    exit_code = 2


class SftpUnreachable(OnemBatchError):
    """The SFTP server cannot be used now; the next run tries again."""

    exit_code = 69


class MailUnreachable(OnemBatchError):
    """The mail server cannot be used now; no mail is lost, the next run tries again."""

    exit_code = 69


class ScannerUnreachable(OnemBatchError):
    """A set with files waits: the virus scanner gives no verdict; the next run tries again."""

    exit_code = 69


class LoginRefused(SftpUnreachable):
    """The SFTP server refused our login; it is not tried again in this run, so that no account is locked."""


class HostKeyUnknown(OnemBatchError):
    """The SFTP server showed a host key that is not in sftp_host_keys; nothing was sent, no login was tried."""

    exit_code = 77


class UploadShort(OnemBatchError):
    """The SFTP server confirmed an upload, but holds another size; the answer gets no GO."""

    exit_code = 74


class DoorClosed(OnemBatchError):
    """The built-in SFTP door cannot be opened."""

    exit_code = 69


class NotAnswered(OnemBatchError):
    """The notifications are not about these declarations, one by one."""

    exit_code = 2
