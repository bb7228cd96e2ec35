"""The keys by which clients know the door again: Ed25519, and RSA for older clients; made on the first start."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from paramiko.ed25519key import Ed25519Key
from paramiko.pkey import PKey
from paramiko.rsakey import RSAKey

from batch.errors import SettingsWrong

_BITS = 3072

Private = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def host_keys(folder: Path) -> list[PKey]:
    """Both keys of the door; whichever is missing is made.

    Raises:
        SettingsWrong: a key does not read, or others than its owner may read it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [
        _key(folder / "door_ed25519", Ed25519Key, ed25519.Ed25519PrivateKey.generate),
        _key(folder / "door_rsa", RSAKey, lambda: rsa.generate_private_key(public_exponent=65537, key_size=_BITS)),
    ]


def _key(path: Path, kind: type[PKey], generate: Callable[[], Private]) -> PKey:
    if not path.exists():
        _write(path, generate())
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SettingsWrong(f"{path}: a host key may be read by its owner only; chmod 600.")
    try:
        return kind.from_private_key_file(str(path))
    except Exception as error:  # paramiko lets errors of several libraries through
        raise SettingsWrong(f"{path}: no private key that can be read: {type(error).__name__}.") from error


def _write(path: Path, key: Private) -> None:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
