"""How texts are read when they are compared: the admitted characters of annex 24, folded to A-Z.

A declaration is kept and echoed as it was sent; only comparisons fold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping


def folded(text: str, read_as: Mapping[int, str]) -> str:
    """A text as annex 24 reads it; a letter it does not list is read without its accent, in upper case (ours).

    ``read_as`` maps code points to what stands for them: it decides where taking an accent away does not.

    >>> folded("Liège-Øst", {ord("Ø"): "O"})
    'LIEGE-OST'
    """
    parts = unicodedata.normalize("NFKD", text.upper())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).upper().translate(read_as)
