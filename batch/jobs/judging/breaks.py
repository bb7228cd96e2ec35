"""What workers have used of their leaves: for the sender of a set what he may see, for ONEM the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from batch.jobs.entitlement import Entitlement
from batch.model.balance import Break, Count, counts
from batch.model.law import Law
from batch.model.names import Environment
from batch.model.verdict import Effect
from batch.ports import Register, StoredForm


class StoredBreaks:
    """The breaks that the forms of one set may know of: in the same environment, and only those that an overview would
    show the sender (``store.requests``). What the worker told of his child is not among it.

    A set has some thousands of such forms at most (500 a file), so its own breaks stay in memory.
    """

    def __init__(self, register: Register, environment: Environment, sender: str, rights: Entitlement) -> None:
        self._register = register
        self._environment = environment
        self._sender = sender
        self._rights = rights
        self._known: dict[str, list[Break]] = {}
        self._fresh: dict[str, list[Break]] = {}
        self._ended: set[str] = set()

    def load(self, workers: Iterable[str]) -> None:
        """Read the breaks of these workers."""
        own_staff, communities = self._staff
        self._known = {}
        for one in self._register.breaks_of(self._environment, workers):
            by_himself = one.sender == self._sender
            seen = own_staff if one.community == 0 else by_himself and (communities or one.community is None)
            if seen and self._rights.may_act_for(one.employer):
                one.child = ""
                self._known.setdefault(one.worker, []).append(one)

    @cached_property
    def _staff(self) -> tuple[bool, bool]:
        """Whether he may see requests for staff of the employer's own, and those for staff tied to a community."""
        permissions = self._rights.permissions()
        return "career-break" in permissions, "career-break-education" in permissions

    def get(self, worker: str) -> Sequence[Break]:
        """Those of one worker that count."""
        stored = [one for one in self._known.get(worker, ()) if one.latest not in self._ended]
        return [*stored, *self._fresh.get(worker, ())]

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one took, changed or took back."""
        if effect.target and effect.life is not None:
            self._ended.add(effect.target)
        if effect.taken is not None:
            own = replace(effect.taken, sender=self._sender, latest="")
            self._fresh.setdefault(own.worker, []).append(own)

    def forget(self) -> None:
        """Forget what the set took: what is stored counts again."""
        self._fresh, self._ended = {}, set()


Counts = Callable[[StoredForm], tuple[Count, ...]]
"""What the worker of a form has used, over all his employers."""


def whole_counts(register: Register, law: Law, forms: Iterable[StoredForm]) -> Counts:
    """What ONEM sees: all that the workers of these forms have taken, looked up at once."""
    known: dict[str, list[Break]] = {}
    wanted = {form.dossier for form in forms if form.dossier}
    for dossier, one in register.breaks_beside(wanted) if wanted else ():
        known.setdefault(dossier, []).append(one)
    return lambda form: counts(known.get(form.dossier, ()), law.leaves.maxima, law, form.law_day)
