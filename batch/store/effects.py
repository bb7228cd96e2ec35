"""What accepted forms do beyond their own record: to dossiers and their documents, to parameters and notifications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from batch.ports import Judged
from batch.store import attachments, correspondence, dossiers


def carry_out(connection: Connection, moves: dossiers.Moves, one: Judged, moment: datetime) -> None:
    """Carry out what one form does, when it is written.

    Raises:
        StaleSituation: another set changed what the form acts on.
    """
    if one.moved is not None:
        moves.move(one.form, one.moved)
    if one.attachments:
        moves.finish()  # what they are attached to must be written
        attachments.enter(connection, one)
    if one.deed is not None:
        correspondence.carry_out(connection, one.form, one.deed, moment)
