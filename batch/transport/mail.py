"""Mails on their way out: into a folder as ``.eml``, or over one line to an SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from batch.errors import MailUnreachable, SettingsWrong
from batch.model.mail import MailSettings
from batch.ports.owed import Letter, Post, Posted
from batch.transport.files import write_whole

_FOR_GOOD = range(500, 600)
"""SMTP replies that will not change: the address is refused."""


class MailFolder:
    """Mails as files, one ``.eml`` each; the same mail again replaces itself."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Posted]:
        """Write each mail whole."""
        for letter in letters:
            try:
                write_whole(self._root / f"{letter.name}.eml", [letter.content])
            except OSError as error:
                yield Posted(letter, error=error)
            else:
                yield Posted(letter)


class SmtpPost:
    """Mails to a server, over one line that is opened for the first of them."""

    def __init__(self, settings: MailSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Posted]:
        """Send each mail; an address refused for good is told as such, any other refusal is tried again.

        Raises:
            MailUnreachable: the server cannot be reached, does not encrypt, refuses our login, or went away.
            SettingsWrong: a login is named and there is no password.
        """
        line: smtplib.SMTP | None = None
        try:
            for letter in letters:
                line = line or self._line()
                yield self._sent(line, letter)
        finally:
            if line is not None:
                with suppress(OSError, smtplib.SMTPException):
                    line.quit()
                line.close()

    def _line(self) -> smtplib.SMTP:
        settings = self._settings
        host, _, port = settings.smtp.rpartition(":")
        password = self._password() if settings.user else ""
        with ExitStack() as stack:
            try:
                line = smtplib.SMTP(host, int(port), timeout=settings.timeout_seconds)
                stack.callback(line.close)
                if settings.starttls:
                    line.starttls(context=ssl.create_default_context())
                if settings.user:
                    line.login(settings.user, password)
            except (OSError, smtplib.SMTPException) as error:
                raise MailUnreachable(f"{settings.smtp}: {_said(error)}") from None
            stack.pop_all()
        return line

    def _sent(self, line: smtplib.SMTP, letter: Letter) -> Posted:
        try:
            line.sendmail(self._settings.sender, [letter.to], letter.content)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            if code in _FOR_GOOD:
                return Posted(letter, refused=f"address refused: {code}")
            return Posted(letter, error=MailUnreachable(f"{self._settings.smtp}: {code}"))
        except smtplib.SMTPResponseException as error:
            return Posted(letter, error=MailUnreachable(f"{self._settings.smtp}: {_said(error)}"))
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnreachable(f"{self._settings.smtp}: {_said(error)}") from None
        return Posted(letter)


def _said(error: Exception) -> str:
    """A failure without what the server wrote: that may name an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return getattr(error, "strerror", None) or type(error).__name__


def open_post(home: Path, settings: MailSettings, secret: bytes | None) -> Post:
    """The way out that the settings name; the password comes from its file, else from the environment, when needed."""
    if not settings.smtp:
        return MailFolder(home / settings.folder)
    return SmtpPost(settings, lambda: _password(home, settings, secret))


def _password(home: Path, settings: MailSettings, secret: bytes | None) -> str:
    if settings.password_file:
        path = home / settings.password_file
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise SettingsWrong(f"mail.password_file: {type(error).__name__}: {path}") from None
    if secret is None:
        raise SettingsWrong("mail.user: name mail.password_file, or put the password into ONEM_BATCH_SMTP_PASSWORD.")
    return secret.decode()
