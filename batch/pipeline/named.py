"""Which employers the forms of a file name, seen while they stream by."""

from __future__ import annotations

from batch.parsers.frame import Element

_MOST = 200_000
"""A file that names more is taken to name every employer: that many are about half of all in Belgium."""
_LONGEST = 16
"""Characters of a number that are compared: no good one has more."""
_LETTERS = {"NOSSRegistrationNbr": "N", "NOSSLPARegistrationNbr": "L", "CompanyID": "C"}
_TAGS = tuple(f"{{*}}{tag}" for tag in _LETTERS)


class Employers:
    """Collects comparable numbers of employers (``model.sender.Keys``), wherever in a form they stand."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def look(self, form: Element) -> None:
        """Note the numbers in a form."""
        if len(self._named) > _MOST:
            return
        for element in form.iter(*_TAGS):
            number = (element.text or "").strip().lstrip("0")[:_LONGEST]
            if number:
                self._named.add(_LETTERS[str(element.tag).rpartition("}")[2]] + number)

    @property
    def told(self) -> frozenset[str] | None:
        """The numbers; None when they are too many."""
        return None if len(self._named) > _MOST else frozenset(self._named)
