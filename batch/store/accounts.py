"""Accounts for the door: a user name of a sender, with the hash of its password when it has one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from batch.errors import EntryRefused
from batch.store import journal, senders
from batch.store.credentials import moment_text
from batch.store.sender_tables import accounts


def owner(connection: Connection, user: str) -> str | None:
    """The active sender behind a user: the sender's own number, or the name of an account."""
    sender = senders.find(connection, user)
    if sender is None:
        query = select(accounts.c.sender).where(accounts.c.user == user, accounts.c.until.is_(None))
        number = connection.execute(query).scalar()
        sender = senders.find(connection, number) if number is not None else None
    return sender.number if sender is not None and sender.active else None


def password_of(connection: Connection, user: str) -> str | None:
    """The hash of an account's password; None when there is no such account, no password, or its sender is off."""
    if owner(connection, user) is None:
        return None
    query = select(accounts.c.password).where(accounts.c.user == user, accounts.c.until.is_(None))
    found: str | None = connection.execute(query).scalar()
    return found


def put(connection: Connection, user: str, number: str, password: str | None, moment: datetime) -> None:
    """Give a sender an account, or an account another password; the row before ends now.

    Raises:
        EntryRefused: the name belongs to another sender, or there is no such sender.
    """
    senders.wanted(connection, number)
    taken = connection.execute(
        select(accounts.c.sender).where(accounts.c.user == user, accounts.c.until.is_(None))
    ).scalar()
    if taken not in (None, number):
        raise EntryRefused(f"The user name belongs to sender {taken}.")
    _close(connection, user, moment)
    since = moment_text(moment)
    connection.execute(insert(accounts).values(user=user, sender=number, password=password, since=since, until=None))
    journal.append(connection, moment, "account set", detail={"sender": number})


def end(connection: Connection, user: str, moment: datetime) -> None:
    """Close an account.

    Raises:
        EntryRefused: there is none of that name.
    """
    if not _close(connection, user, moment):
        raise EntryRefused("There is no account of that name.")
    journal.append(connection, moment, "account ended")


def _close(connection: Connection, user: str, moment: datetime) -> bool:
    present = update(accounts).where(accounts.c.user == user, accounts.c.until.is_(None))
    return connection.execute(present.values(until=moment_text(moment))).rowcount > 0
