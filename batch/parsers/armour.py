"""Takes the transport encoding off an FS: base64 on one line or many, PEM armour, or none at all.

The record says base64 without the PEM lines, of one line or of at most 76 columns (receiving the rest is ours:
senders strip the armour by hand, and some forget it).
"""

from __future__ import annotations

import binascii

MOST = 64 * 1024
"""The most bytes an FS may have (ours: a signature with a long chain needs 10,000)."""

_SEQUENCE = 0x30
_LABELS = (b"PKCS7", b"CMS")
_SPACE = b" \t\r\n"


def unarmoured(content: bytes) -> bytes:
    """The BER or DER inside.

    Raises:
        ValueError: it is neither base64, nor PEM with the label PKCS7 or CMS, nor BER; the message says which.
    """
    if content[:1] == bytes([_SEQUENCE]):
        return content
    text = content.translate(None, _SPACE)
    if text.startswith(b"-----"):
        text = _between(text)
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error as error:
        raise ValueError("it is not base64") from error


def _between(text: bytes) -> bytes:
    for label in _LABELS:
        begin, end = (b"-----%s%s-----" % (word, label) for word in (b"BEGIN", b"END"))
        if text.startswith(begin) and text.endswith(end):
            return text[len(begin) : -len(end)]
    raise ValueError("its armour is not one block labelled PKCS7 or CMS")
