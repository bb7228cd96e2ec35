"""What is known of a form that was judged before: what a reference to its ticket may mean today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.correspondence import Notified
from batch.model.dossier import Dossier

LIFE_AFTER = {1: "replaced", 3: "cancelled"}
"""What an accepted modification or cancellation makes of the form it acts on."""


@dataclass(slots=True)
class Situation:
    """One stored form, as a rule sees it when another form points at its ticket."""

    ticket: str
    identification: str
    status: int
    accepted: bool
    employer: tuple[str, ...]
    """Comparable keys of the employer's numbers."""
    kind: str
    """Risk (TWCT001) or type of interruption (LOIC001)."""
    postcode: str
    start: date | None
    end: date | None
    first_end: date | None
    """The end that the first communication of the chain declared."""
    life: str
    """``open``, ``replaced``, ``cancelled`` or ``closed``."""
    created: date | None = None
    """Its creation date (zone 00218)."""
    cause: int = 0
    """Zone 01036 of a first day: 60 economic, 61 technical accident; 0 for anything else."""
    own_reference: str = ""
    """The declarant's own reference of the form; empty when he gave none."""
    inss: str = ""
    """The worker of a form that has one; empty when it names none or several."""
    dossier: Dossier | None = None
    """The dossier that the form belongs to; only forms of career break have one."""
    notified: Notified | None = None
    """Where a worker's notification stands; None for every other form."""
