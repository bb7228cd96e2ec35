"""The host keys that a server may show: pinned in the settings, never learned by themselves."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise

from paramiko import MissingHostKeyPolicy, PKey, SSHClient

from batch.errors import HostKeyUnknown, SettingsWrong

_PRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_KEY_TYPES = {
    "ssh-ed25519": {"ssh-ed25519"},
    "ssh-rsa": {"rsa-sha2-512", "rsa-sha2-256"},
    "ecdsa-sha2-nistp256": {"ecdsa-sha2-nistp256"},
    "ecdsa-sha2-nistp384": {"ecdsa-sha2-nistp384"},
    "ecdsa-sha2-nistp521": {"ecdsa-sha2-nistp521"},
}


class PinnedKeys(MissingHostKeyPolicy):
    """Lets a server through whose key is pinned; asked before the login.

    A pin is a fingerprint as ``ssh-keygen -l`` prints it or a whole public key as it stands in a ``.pub`` file or in
    ``known_hosts``; two while a key is being replaced.
    """

    def __init__(self, pins: Sequence[str]) -> None:
        self._read = [_pin(text) for text in pins]
        if not self._read:
            raise SettingsWrong(
                "sftp_host_keys is empty: write there the fingerprint of the server's key, as its owner tells it "
                '(or compare with him what "ssh-keyscan -p PORT HOST | ssh-keygen -lf -" prints).'
            )

    @property
    def unwanted(self) -> list[str]:
        """Kinds of key not to agree on, because none of them is pinned; none when a pin does not tell its kind."""
        if any(kind is None for _, kind in self._read):
            return []
        wanted = set().union(*(_KEY_TYPES[kind] for _, kind in self._read if kind))
        return sorted(set().union(*_KEY_TYPES.values()) - wanted)

    def missing_host_key(self, _client: SSHClient, hostname: str, key: PKey) -> None:
        """Compare the key that the server showed.

        Raises:
            HostKeyUnknown: it is not pinned.
        """
        known = [pin for pin, _ in self._read]
        if key.fingerprint not in known:
            raise HostKeyUnknown(f"{hostname} showed {key.get_name()} {key.fingerprint}; known: {', '.join(known)}.")


def _pin(text: str) -> tuple[str, str | None]:
    """Fingerprint, and the kind of key where the text tells it."""
    found = _PRINT.search(text)
    if found is not None:
        return found[0], None
    words = text.split()
    for kind, body in pairwise(words):
        if kind in _KEY_TYPES:
            return _fingerprint(body, text), kind
    raise SettingsWrong(f"sftp_host_keys: {text!r} is neither a SHA256 fingerprint nor a public key.")


def _fingerprint(body: str, text: str) -> str:
    try:
        raw = base64.b64decode(body, validate=True)
    except binascii.Error:
        raise SettingsWrong(f"sftp_host_keys: {text!r} is cut or mistyped.") from None
    return "SHA256:" + base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
