"""A real SMTP server on loopback that keeps what it gets, and refuses what it is told to refuse."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


@dataclass
class Mailbox:
    """What the server took, and how it answers."""

    port: int
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    on_recipient: str = "250 OK"
    on_data: str = "250 OK"
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 - named by aiosmtpd
        if self.on_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.on_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - named by aiosmtpd
        if self.on_data.startswith("250"):
            content = envelope.content
            self.mails.append(content if isinstance(content, bytes) else (content or "").encode())
            self.recipients += envelope.rcpt_tos
        return self.on_data

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == b"secret", handled=False)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def mailbox(certificate: tuple[Path, Path] | None = None) -> Iterator[Mailbox]:
    """A server; with a certificate and its key it encrypts, and asks for a login."""
    box, more = Mailbox(free_port()), {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        more = {"tls_context": context, "authenticator": box.authenticate, "auth_required": True}
    server = Controller(box, hostname="127.0.0.1", port=box.port, **more)
    server.start()
    try:
        yield box
    finally:
        server.stop()
