"""The reports' table, beside those of the library."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Float, ForeignKeyConstraint, Index, Integer, String, Text, column, or_
from sqlalchemy.orm import Mapped, mapped_column

from sidelight.library.storage import Base

# The index holds only the rows that have something to delete: few, however many reports there are.
HOLDS_WORDS = or_(column("words").is_not(None), column("sentence").is_not(None))


class ReportRow(Base):
    """One report. `number` grows with each; a day is all that is kept of when it came."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "revision"], ["entry_revisions.entry_id", "entry_revisions.number"]),
        Index("ix_reports_to_forget", "day", sqlite_where=HOLDS_WORDS, postgresql_where=HOLDS_WORDS),
        Index("ix_reports_entry", "entry_id", "revision"),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    entry_id: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int] = mapped_column(Integer)
    rule: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    claim: Mapped[str] = mapped_column(Text)
    probability: Mapped[float] = mapped_column(Float)
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    sentence: Mapped[str | None] = mapped_column(Text)
