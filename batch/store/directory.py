"""The directory: who may send what for whom; every reading and every writing is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from batch.model.credential import Certificate, Registered, SshKey
from batch.model.listing import REPLACED, Entry, Line, Listing, Loaded, Refuse, Source
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Mandate, Permission, Permit, Sender
from batch.store import (
    accounts,
    credentials,
    employers,
    imports,
    mandates,
    permissions,
    personnel,
    postgres,
    senders,
    staged,
)
from batch.store.transactions import Transactions, changing, preparing


class SqlDirectory(Transactions):
    """The directory on a database; each writing also writes its journal entry, and is alone with the directory."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: what it finds of mandates and credentials stays so until its end."""
        with super().writing() as connection:
            postgres.hold(connection, "directory")
            yield connection

    # asked by the jobs and the door

    def sender(self, number: str) -> Sender | None:
        """A sender by number."""
        with self.reading() as connection:
            return senders.find(connection, number)

    def certificates_in_force(self, sender: str, moment: datetime) -> frozenset[str]:
        """Fingerprints of the certificates a sender may sign with at a moment.

        Whether a certificate is within its own validity is judged where the signature is.
        """
        with self.reading() as connection:
            found = credentials.in_force(connection, "certificate", sender, moment)
        return frozenset(one.credential.fingerprint for one in found)

    def keys_in_force(self, user: str, moment: datetime) -> tuple[str, tuple[str, ...]] | None:
        """The active sender behind a user (sender number or account) and its public keys; None when there is none."""
        with self.reading() as connection:
            number = accounts.owner(connection, user)
            if number is None:
                return None
            found = credentials.in_force(connection, "key", number, moment)
        return number, tuple(one.credential.line for one in found if isinstance(one.credential, SshKey))

    def password_of(self, user: str) -> str | None:
        """The hash of an account's password."""
        with self.reading() as connection:
            return accounts.password_of(connection, user)

    def mandates_of(self, sender: str) -> tuple[Mandate, ...]:
        """The mandates of a sender, ended ones too: they hold for their quarters."""
        return self.mandates(sender)

    def permissions_of(self, company: str, day: date) -> frozenset[Permission]:
        """What an enterprise is allowed on a day; leading zeros of its number may be absent."""
        with self.reading() as connection:
            return permissions.of_company(connection, company.zfill(10), day)

    def employers(self, keys: Iterable[str]) -> dict[str, tuple[EmployerRecord, ...]]:
        """All rows of the directory of employers by comparable number, whatever their days; the newest one first."""
        with self.reading() as connection:
            return employers.by_keys(connection, keys)

    def relations_of(self, workers: Iterable[str]) -> Iterator[Relation]:
        """The work relations of these workers, with whichever employer."""
        with self.reading() as connection:
            yield from personnel.of_workers(connection, workers)

    def loaded(self, what: Listing) -> date | None:
        """The day of a listing's last import; None when there was none."""
        with self.reading() as connection:
            return imports.loaded(connection, what)

    def expiring(self, now: datetime, days: int) -> list[Registered]:
        """Credentials of active senders that cannot be used after so many days and have no successor, next first."""
        limit = now + timedelta(days=days)
        with self.reading() as connection:
            found = list(credentials.every_in_force(connection, now))
        lasting = {(one.sender, one.kind) for one in found if (end := one.ends()) is None or end > limit}
        ending = [(end, one) for one in found if (end := one.ends()) is not None and end <= limit]
        ending.sort(key=lambda pair: (pair[0], pair[1].sender, pair[1].kind))
        return [one for _, one in ending if (one.sender, one.kind) not in lasting]

    # asked by the operator

    def credentials_of(self, sender: str) -> list[Registered]:
        """All keys, then all certificates a sender ever had."""
        with self.reading() as connection:
            keys = credentials.of_sender(connection, "key", sender)
            return keys + credentials.of_sender(connection, "certificate", sender)

    def senders(self) -> tuple[Sender, ...]:
        """All senders by number."""
        with self.reading() as connection:
            return tuple(senders.every(connection))

    def mandates(self, sender: str | None = None) -> tuple[Mandate, ...]:
        """All mandates, or those of one sender, also withdrawn ones."""
        with self.reading() as connection:
            return tuple(mandates.every(connection, sender))

    def entries(self, what: Listing) -> Iterator[Entry]:
        """A whole listing; what holds for no quarter or no day is left out."""
        with self.reading() as connection, closing(self._entries(connection, what)) as found:
            yield from found

    @staticmethod
    def _entries(connection: Connection, what: Listing) -> Any:
        if what == "senders":
            return senders.every(connection)
        if what == "mandates":
            return (one for one in mandates.every(connection) if one.since <= one.until)
        if what == "permissions":
            return (one for one in permissions.every(connection) if one.until is None or one.since <= one.until)
        return staged.every(connection, imports.STAGED[what])

    # entered by the operator

    def add_sender(self, sender: Sender, moment: datetime, proofs: Sequence[SshKey | Certificate] = ()) -> None:
        """Enter a sender, with its first key and certificate where given."""
        with self.writing() as connection:
            senders.add(connection, sender, moment)
            for credential in proofs:
                credentials.replace(connection, sender.number, credential, moment)

    def change_sender(self, number: str, changes: dict[str, Any], moment: datetime) -> Sender:
        """Change fields of a sender; returns it as it is then."""
        with self.writing() as connection:
            sender = replace(senders.wanted(connection, number), **changes)
            senders.change(connection, sender, moment)
        return sender

    def rotate(self, number: str, credential: SshKey | Certificate, moment: datetime, overlap: timedelta) -> bool:
        """Put a new key or certificate in force now; the ones before end after the overlap; whether there were any."""
        with self.writing() as connection:
            kind = Registered(number, credential, moment).kind
            had_one = bool(credentials.in_force(connection, kind, number, moment))
            credentials.replace(connection, number, credential, moment, overlap)
        return had_one

    def set_account(self, user: str, number: str, password: str | None, moment: datetime) -> None:
        """Give a sender an account, or an account another password; the hash, never the password."""
        with self.writing() as connection:
            accounts.put(connection, user, number, password, moment)

    def end_account(self, user: str, moment: datetime) -> None:
        """Close an account."""
        with self.writing() as connection:
            accounts.end(connection, user, moment)

    def add_mandate(self, mandate: Mandate, moment: datetime) -> int:
        """Enter a mandate; returns its number."""
        with self.writing() as connection:
            return mandates.add(connection, mandate, moment)

    def end_mandates(self, numbers: Iterable[int], after: int, moment: datetime, *, withdraw: bool = False) -> None:
        """Let mandates end after a quarter, all of them or none; before their first one only to ``withdraw`` them."""
        with self.writing() as connection:
            for number in numbers:
                mandates.end(connection, number, after, moment, withdraw=withdraw)

    def add_permission(self, permit: Permit, moment: datetime) -> None:
        """Enter a permission of an enterprise."""
        with self.writing() as connection:
            permissions.add(connection, permit, moment)

    def end_permission(self, company: str, permission: Permission, last: date, moment: datetime) -> None:
        """Let a permission of an enterprise end with a day."""
        with self.writing() as connection:
            permissions.end(connection, company, permission, last, moment)

    def load(self, lines: Iterable[Line], source: Source, refuse: Refuse, moment: datetime) -> Loaded:
        """Enter a whole file, all or nothing; employers and personnel replace the earlier import.

        ``refuse`` is told every line that is wrong, by number and reason.

        Raises:
            ImportRefused: a line is wrong, or a newer import of what is replaced is loaded.
        """
        if source.what not in REPLACED:
            with self.writing() as connection:
                return imports.load(connection, lines, source, refuse, moment)
        listing = imports.STAGED[source.what]
        with self.in_two_steps() as connection:
            with preparing(connection):
                staged.make_stage(connection, listing)
            with preparing(connection):
                count = imports.stage(connection, source.what, lines, refuse)
            with changing(connection):
                postgres.hold(connection, "directory")
                loaded = imports.take_over(connection, count, source, moment)
            with preparing(connection):
                staged.unstage(connection, listing)
        return loaded

    def unload(self, source: Source, moment: datetime) -> date:
        """Take employers or personnel out again, so that their rules stay silent; returns the day they were of."""
        with self.writing() as connection:
            return imports.unload(connection, source, moment)
