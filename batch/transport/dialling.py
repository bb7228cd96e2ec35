"""Opens one SSH connection: pinned host key, login by key, no old ciphers; every failure with advice."""

from __future__ import annotations

import logging
import socket
import stat
from dataclasses import dataclass
from pathlib import Path

from paramiko import (
    AuthenticationException,
    PasswordRequiredException,
    PKey,
    SSHClient,
    SSHException,
    Transport,
)
from paramiko.ssh_exception import IncompatiblePeer, NoValidConnectionsError

from batch.errors import LoginRefused, SettingsWrong, SftpUnreachable
from batch.transport.hostkeys import PinnedKeys
from batch.transport.layout import Server

_OLD_MACS = ["hmac-sha1", "hmac-md5", "hmac-sha1-96", "hmac-md5-96"]

# Every failure is told by us, once; without this the library would print it beside ours.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class _Transport(Transport):
    """Ciphers that sign what they encrypt first: the rest costs a second pass over every byte."""

    _preferred_ciphers = (
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
    )


class LineBroken(Exception):
    """The line broke or did not come about; trying again may help."""


@dataclass(frozen=True, slots=True)
class Dialler:
    """What is needed to open a connection to one account on one server."""

    server: Server
    key: PKey
    pins: PinnedKeys
    timeout: float
    """Seconds after which a silent line is given up."""

    def dial(self) -> SSHClient:
        """Open a connection and log in.

        Raises:
            HostKeyUnknown, LoginRefused, SftpUnreachable: trying again would not help.
            LineBroken: it may.
        """
        client = SSHClient()
        client.set_missing_host_key_policy(self.pins)
        try:
            self._connect(client)
        except BaseException:
            client.close()
            raise
        return client

    def _connect(self, client: SSHClient) -> None:
        try:
            client.connect(
                self.server.host,
                self.server.port,
                self.server.user,
                pkey=self.key,
                timeout=self.timeout,
                banner_timeout=self.timeout,
                auth_timeout=self.timeout,
                channel_timeout=self.timeout,
                allow_agent=False,
                look_for_keys=False,
                disabled_algorithms={"macs": _OLD_MACS, "keys": self.pins.unwanted},
                transport_factory=_Transport,  # type: ignore[arg-type]  # the stubs ask for what 5.0 took away
            )
        except socket.gaierror:
            raise SftpUnreachable(f"{self.server}: the name of the server is not known; check it, and DNS.") from None
        except IncompatiblePeer as error:
            raise SftpUnreachable(
                f"{self.server}: no common algorithm ({error}). The server is too old, or its host key is of another "
                "kind than those in sftp_host_keys; its owner must offer a modern one."
            ) from None
        except AuthenticationException as error:
            raise self._refusal(error) from None
        except NoValidConnectionsError:
            raise LineBroken("the connection is refused: is the server running, is the port right?") from None
        except TimeoutError:
            raise LineBroken(f"no answer within {self.timeout:g} seconds") from None
        except (SSHException, OSError, EOFError) as error:
            raise LineBroken(f"the connection did not come about: {error or type(error).__name__}") from error
        transport = client.get_transport()
        if transport is not None:
            # Else a small request waits for the acknowledgement of the one before, some 40 ms each time.
            transport.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]  # no jump
            transport.set_keepalive(max(1, int(self.timeout / 2)))

    def _refusal(self, error: AuthenticationException) -> Exception:
        # The library says so too when the line ends or falls silent in the middle of the login.
        if "timeout" in str(error).lower() or "EOF" in str(error):
            return LineBroken("the line ended during the login")
        return LoginRefused(
            f"{self.server}: is the public key of sftp_key in the account, and is the account open "
            "(not locked, not expired)?"
        )


def key_at(path: Path) -> PKey:
    """Read the private key for the login.

    Raises:
        SettingsWrong: it is not there, is no key, has a passphrase, or others may read it.
    """
    try:
        mode = path.stat().st_mode
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsWrong(f"sftp_key: {path} may be read by others; take that right away (chmod 600).")
        return PKey.from_path(path)
    except OSError as error:
        raise SettingsWrong(f"sftp_key: {path}: {error.strerror}.") from None
    except (PasswordRequiredException, TypeError):
        raise SettingsWrong(f"sftp_key: {path} has a passphrase; a job has nobody who types it.") from None
    except (SSHException, ValueError) as error:
        raise SettingsWrong(f"sftp_key: {path} is no private key that can be used: {error}") from None
