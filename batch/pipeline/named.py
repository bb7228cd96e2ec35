"""Which employers the forms of a file name, seen while they stream by."""

from __future__ import annotations

from batch.model.naming import NOBODY, Naming, code_of, count_of, naming_of, together
from batch.parsers.frame import Element

_MOST = 400_000
"""A file that names more is taken to name every employer: that many are two numbers of most in Belgium (ours)."""
_RECENT = 20_000
"""Numbers that are gathered before they are put among the others."""
_LONGEST = 16
"""Characters of a number that are compared: no good one has more."""
_LETTERS = {"NOSSRegistrationNbr": "N", "NOSSLPARegistrationNbr": "L", "CompanyID": "C"}
_TAGS = tuple(f"{{*}}{tag}" for tag in _LETTERS)


class Employers:
    """Collects the numbers of employers, wherever in a form they stand."""

    def __init__(self) -> None:
        self._known: Naming = NOBODY
        self._recent: set[int] = set()

    def look(self, form: Element) -> None:
        """Note the numbers in a form."""
        if count_of(self._known) > _MOST:
            return
        for element in form.iter(*_TAGS):
            number = (element.text or "").strip().lstrip("0")[:_LONGEST]
            if number:
                self._recent.add(code_of(_LETTERS[str(element.tag).rpartition("}")[2]] + number))
        if len(self._recent) > _RECENT:
            self._gather()

    def _gather(self) -> None:
        self._known = together(self._known, naming_of(sorted(self._recent)))
        self._recent = set()

    @property
    def told(self) -> Naming | None:
        """The employers; None when they are too many."""
        self._gather()
        return None if count_of(self._known) > _MOST else self._known
