"""What the switchboard says of one inbound message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from batch.model.attachment import Attachment
from batch.model.correspondence import Deed
from batch.model.dossier import Move
from batch.model.forms import Block
from batch.model.sender import Permission
from batch.model.told import Told
from batch.model.verdict import Decision, Essence
from batch.validators.counting import Counting
from batch.validators.rulebook import Case, Rule

ENVELOPE = "GenericXmlDocument"
BACK_OFFICE, FRONT_OFFICE = "back-office", "front-office"


@dataclass(frozen=True, slots=True)
class Message:
    """One inbound message: how it is named, framed, read, judged and remembered."""

    code: str
    """The application code in the file name."""
    identification: str
    """Zone 00296 of its forms, and the name of its schema."""
    frame: str
    """The envelope's message; empty when the forms stand in a root of their own."""
    series: str
    """The setting that names its ticket series."""
    quality: str
    """The only quality of sender that may send it; empty for every sender."""
    read: Callable[[Block], Any]
    rules: tuple[Rule[Any], ...]
    law_day: Callable[[Any, date], date]
    """The day that selects the law: the creation date, the worker's notice, or the day of reception."""
    essence: Callable[[Any], Essence]
    acts_on: int
    """The reference type that names the ticket acted on: 3 for the same form, 0 for another."""
    employers: Callable[[Any], Iterable[str]] = lambda _declaration: ()
    """The comparable numbers for which the directory of employers is asked."""
    workers: Callable[[Any], Iterable[str]] = lambda _declaration: ()
    """The workers for whom the personnel file is asked."""
    decision: Callable[[Any], Decision | None] = lambda _declaration: None
    """What it decides on another form."""
    move: Callable[[Any, Case], Move | None] = lambda _declaration, _case: None
    """What it does to a dossier of career break when it is accepted."""
    deed: Callable[[Any, Case], Deed | None] = lambda _declaration, _case: None
    """What it does to parameters or workers' notifications when it is accepted."""
    told: Callable[[Any], Sequence[Told]] = lambda _declaration: ()
    """What it tells of its workers, for later forms of the same employer to be judged by."""
    bookings: Callable[[Any], tuple[str, ...]] = lambda _declaration: ()
    """What an accepted form takes for its employer, so that no later one can."""
    counting: Counting | None = None
    """How its forms use up leaves of a worker."""
    is_handed_over: bool = True
    """Whether ONEM's back office gets the accepted forms."""
    permissions: tuple[str, ...] = ()
    """Permissions of which an enterprise that sends for itself needs one."""
    permission: Callable[[Any], Permission | None] = lambda _declaration: None
    """The permission that an enterprise that sends for itself needs for the staff of a form."""
    beside: str = ""
    """The message whose payload announces files, in a Data beside its own."""
    attachments: Callable[[Any], Iterable[Attachment]] = lambda _declaration: ()
    """The files that it brings to a dossier."""
