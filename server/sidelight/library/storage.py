"""The library's tables and how they are opened: SQLite in a file, or PostgreSQL.

History is only ever added to: what was published under revision N is found by taking, of each entry, its newest row
with `library_revision <= N`. So a reader of any revision sees it whole, whatever is published meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import DateTime, Engine, ForeignKey, Integer, String, Text, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from sidelight.errors import InvalidSettings, ServiceUnavailable

_ONE_AT_A_TIME = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE library_revisions IN EXCLUSIVE MODE",
}
# Any number will do, as long as it stays the same.
_ONE_MIGRATION_AT_A_TIME = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(7415021)",
}
MIGRATIONS = Path(__file__).parent / "migrations"


class UtcDateTime(TypeDecorator):
    """A moment in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    pass


class LibraryRevisionRow(Base):
    """One publication: it raised the library's revision to `number`."""

    __tablename__ = "library_revisions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(200))
    comment: Mapped[str] = mapped_column(Text)


class EntryRevisionRow(Base):
    """One revision of one entry: its content as published, or its retirement (content as it last stood)."""

    __tablename__ = "entry_revisions"

    entry_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    library_revision: Mapped[int] = mapped_column(ForeignKey("library_revisions.number"), index=True)
    action: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """What a curator works on: at most one draft an entry."""

    __tablename__ = "drafts"

    entry_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Database:
    """An opened database. `url` as SQLAlchemy takes it; postgresql:// means the psycopg driver."""

    def __init__(self, url: str):
        try:
            address = make_url(url)
            if address.drivername in ("postgresql", "postgres"):
                address = address.set(drivername="postgresql+psycopg")
            if address.get_backend_name() not in ("sqlite", "postgresql"):
                raise InvalidSettings("SIDELIGHT_DATABASE_URL must begin with postgresql:// or sqlite:///")
            self.engine: Engine = create_engine(address, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError):
            raise InvalidSettings("SIDELIGHT_DATABASE_URL is not a database address") from None
        self.name = address.get_backend_name()
        if self.name == "sqlite":
            event.listen(self.engine, "connect", _tune_sqlite)

    def migrate(self) -> None:
        """Brings the tables to the newest form. Raises ServiceUnavailable when the database cannot be reached."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self.engine.begin() as connection:
                connection.exec_driver_sql(_ONE_MIGRATION_AT_A_TIME[self.name])
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except DBAPIError as error:
            raise self._unusable(error) from None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at the end of the block, rolled back when it raises.

        Raises ServiceUnavailable when the database fails.
        """
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise self._unusable(error) from None

    @contextmanager
    def publication(self) -> Iterator[Session]:
        """A transaction like `session`, one at a time across all processes: for numbers that grow."""
        with self.session() as session:
            session.execute(text(_ONE_AT_A_TIME[self.name]))
            yield session

    def _unusable(self, error: DBAPIError) -> ServiceUnavailable:
        # The driver's own words may quote what was written, so only their kind is told.
        return ServiceUnavailable(
            f"The database ({self.name}) cannot be used ({type(error.orig).__name__}): is it reachable, undamaged, and"
            " its disk not full? It is what SIDELIGHT_DATABASE_URL names, or sidelight.sqlite in the data folder."
        )

    def close(self) -> None:
        self.engine.dispose()


def _tune_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What a reader wrote must not rest in the file once it is deleted.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
