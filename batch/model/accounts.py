"""User names and passwords of accounts: what they may look like, and how a password is kept.

Source: access manual for temporary unemployment, "Quelles spécificités devez-vous respecter ?" (in the manual's
list of special characters the digit 7 is a slip: it is a digit anyway).

>>> name_faults("janssens"), password_faults("Geheim12ab")
((), ())
>>> name_faults("Jan Jansen"), password_faults("geheim")
(('name-signs',), ('password-length', 'password-plain'))
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import string
from typing import Literal

AccountFault = Literal[
    "name-length", "name-signs", "password-length", "password-space", "password-signs", "password-plain"
]
ACCOUNT_FAULTS: tuple[AccountFault, ...] = (
    "name-length",
    "name-signs",
    "password-length",
    "password-space",
    "password-signs",
    "password-plain",
)
"""What can be wrong; the texts in four languages stand in ``schemas/glossary/account_texts.toml``."""

SHORTEST_NAME, LONGEST_NAME = 8, 30
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 15
SPECIAL = ";=./+*%><&@#(!{})_"
"""The special characters a password may hold."""
_LEAST_NOT_LETTERS = 2
_NAME = frozenset(string.digits + string.ascii_lowercase)
_PASSWORD = frozenset(string.ascii_letters + string.digits + SPECIAL)
_COST, _BLOCK, _PARALLEL = 1 << 14, 8, 1
"""scrypt: 16 MB and some 50 ms for each try."""
_SALT_BYTES = 16


def name_faults(name: str) -> tuple[AccountFault, ...]:
    """What is wrong with a user name; it may also be a sender number, which is not judged here."""
    faults: list[AccountFault] = []
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        faults.append("name-length")
    if not set(name) <= _NAME:
        faults.append("name-signs")
    return tuple(faults)


def password_faults(password: str) -> tuple[AccountFault, ...]:
    """What is wrong with a password; letters are those without accents (ours: the manual says letters)."""
    faults: list[AccountFault] = []
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        faults.append("password-length")
    if any(sign.isspace() for sign in password):
        faults.append("password-space")
    if not {sign for sign in password if not sign.isspace()} <= _PASSWORD:
        faults.append("password-signs")
    if sum(sign in string.digits or sign in SPECIAL for sign in password) < _LEAST_NOT_LETTERS:
        faults.append("password-plain")
    return tuple(faults)


def hash_password(password: str, salt: bytes) -> str:
    """A password as it is stored: ``scrypt$n$r$p$salt$hash``, both in base64; the salt is 16 bytes of chance.

    Raises:
        ValueError: the salt is too short.
    """
    if len(salt) < _SALT_BYTES:
        raise ValueError(f"a salt has at least {_SALT_BYTES} bytes")
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    words = (base64.b64encode(one).decode("ascii") for one in (salt, digest))
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), *words))


def is_password(stored: str, password: str) -> bool:
    """Whether a password is the one stored; takes the same time either way. What is not of our form never fits."""
    try:
        kind, cost, block, parallel, salt, digest = stored.split("$")
        if kind != "scrypt":
            return False
        wanted = base64.b64decode(digest, validate=True)
        found = _scrypt(password, base64.b64decode(salt, validate=True), int(cost), int(block), int(parallel))
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(found, wanted)


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=parallel, maxmem=64 << 20, dklen=32)


NOBODY = "$".join(("scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), "A" * 22 + "==", "A" * 43 + "="))
"""A stored password that nothing fits; checked for users who do not exist, so that they cost the same time."""
