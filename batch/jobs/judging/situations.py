"""Stored situations for one set: loaded a slice at a time, and changed by what the set itself does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from batch.model.correspondence import AnswerNotification
from batch.model.dossier import after
from batch.model.names import Environment
from batch.model.sender import Keys
from batch.model.situation import Situation
from batch.model.verdict import Effect
from batch.ports import Register


class StoredSituations:
    """What the forms of one set may know of earlier ones: the sender's own and workers' notifications addressed to
    him, in the same environment, and only for employers he may act for today; everything else is as if it did not
    exist.
    """

    def __init__(
        self, register: Register, environment: Environment, sender: str | None, may_act_for: Callable[[Keys], bool]
    ) -> None:
        self._register = register
        self._environment = environment
        self._sender = sender
        self._may_act_for = may_act_for
        self._known: dict[str, Situation] = {}
        self._acted_on: dict[str, Situation] = {}

    def load(self, tickets: Iterable[str]) -> None:
        """Read what is stored under these tickets; what the set has changed already stays as it is."""
        missing = [ticket for ticket in tickets if ticket not in self._acted_on]
        found = self._register.situations(self._environment, self._sender, missing)
        self._known = {ticket: one for ticket, one in found.items() if self._may_act_for(one.employer)}

    def get(self, ticket: str) -> Situation | None:
        """One stored form; None when this sender has none under that ticket."""
        return self._acted_on.get(ticket) or self._known.get(ticket)

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one did."""
        found = self.get(effect.target)
        if found is None:
            return
        life, move = effect.life, effect.move
        if life is not None:
            found.life = life
        if move is not None and found.dossier is not None:
            found.dossier.status = (
                after(found.dossier.status, move.step, complete=move.complete) or found.dossier.status
            )
            found.dossier.documents |= {one.kind for one in effect.attachments}
        if isinstance(effect.deed, AnswerNotification) and found.notified is not None:
            found.notified.status = effect.deed.status
        if life is not None or move is not None or effect.deed is not None:
            self._acted_on[effect.target] = found

    def forget(self) -> None:
        """Forget what the set did: what is stored counts again."""
        self._acted_on = {}
