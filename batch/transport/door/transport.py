"""paramiko's transport as the door uses it: sound algorithms only, and no length believed before it is checked."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable

from paramiko.packet import Packetizer
from paramiko.pkey import PKey
from paramiko.ssh_exception import SSHException
from paramiko.transport import Transport

GREETING = "SSH-2.0-onem-batch"
_LARGEST_PACKET = 1 << 20
_LONGEST_GREETING = 8 << 10
_WEAK = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-sha1", "hmac-md5", "hmac-sha1-96", "hmac-md5-96"],
}
"""SHA-1 signatures of RSA keys (``ssh-rsa``) are gone from paramiko 5 altogether."""
_LOG = "paramiko.door"


class _Packets(Packetizer):
    """Reads no more than a packet may hold; paramiko believes any length, even before the login."""

    _greeting = 0

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:  # noqa: FBT002 - paramiko's signature
        if n > _LARGEST_PACKET:
            raise SSHException("a packet is too large")
        return super().read_all(n, check_rekey)

    def _read_timeout(self, timeout: float) -> bytes:
        piece: bytes = super()._read_timeout(timeout)  # type: ignore[misc]
        self._greeting += len(piece)
        if self._greeting > _LONGEST_GREETING:
            raise SSHException("the greeting does not end")
        return piece


def transport_over(line: socket.socket, keys: Iterable[PKey], seconds: float) -> Transport:
    """A transport in server mode over an accepted connection, not started."""
    logging.getLogger(_LOG).setLevel(logging.CRITICAL)  # what strangers send us is our line to write, not a trace
    transport = Transport(line, disabled_algorithms=_WEAK, packetizer_class=_Packets)
    transport.set_log_channel(_LOG)
    transport.local_version = GREETING
    transport.banner_timeout = transport.handshake_timeout = seconds
    for key in keys:
        transport.add_server_key(key)
    return transport
