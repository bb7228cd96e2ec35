"""The database of one installation: made, opened as a register, looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Engine, make_url

from batch.store.connect import check_layout, is_made, migrate, open_engine
from batch.store.health import Health, health_of
from batch.store.leases import SqlLeases
from batch.store.register import Ring, SqlRegister


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is, how to get in, and who asks."""

    url: str
    password: str | None = field(default=None, repr=False)
    """For a server that wants one; else the driver looks for its own file of passwords."""
    holder: str = ""
    """The name of this process among all that may hold a lease, whenever they started."""
    ring: Ring | None = None

    @property
    def shown(self) -> str:
        """The database for a person: its file, or its address without a password."""
        url = make_url(self.url)
        return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()

    @property
    def address(self) -> str:
        """The address with the password, as the driver of PostgreSQL reads it; never to be shown."""
        url = make_url(self.url)
        url = url if self.password is None else url.set(password=self.password)
        return url.render_as_string(hide_password=False)

    def _engine(self, patience_seconds: int = 5) -> Engine:
        return open_engine(self.url, patience_seconds, self.password)

    def make(self) -> SqlRegister:
        """Make it, or bring it to the present layout; then open it."""
        engine = self._engine()
        migrate(engine)
        return self._register(engine)

    def open(self, patience_seconds: int = 5) -> SqlRegister:
        """Open it.

        Raises:
            StoreUnreachable, StoreMismatch: it cannot be opened, or is of another version.
        """
        engine = self._engine(patience_seconds)
        check_layout(engine)
        return self._register(engine)

    def _register(self, engine: Engine) -> SqlRegister:
        """On a server others may write too: what is done there is leased."""
        leased = engine.dialect.name == "postgresql"
        return SqlRegister(engine, SqlLeases(engine, self.holder) if leased else None, self.ring)

    def is_made(self) -> bool:
        """Whether it is there, whatever its layout; nothing is made by asking."""
        engine = self._engine()
        try:
            return is_made(engine)
        finally:
            engine.dispose()

    def health(self) -> Health:
        """What it is, and what is dangerous about it."""
        engine = self._engine()
        try:
            return health_of(engine)
        finally:
            engine.dispose()
