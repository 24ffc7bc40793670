"""Readers' reports."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("entry_id", sa.String(80), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("claim", sa.Text, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("sentence", sa.Text),
        sa.ForeignKeyConstraint(["entry_id", "revision"], ["entry_revisions.entry_id", "entry_revisions.number"]),
    )
    with_words = sa.text("words IS NOT NULL OR sentence IS NOT NULL")
    op.create_index("ix_reports_to_forget", "reports", ["day"], sqlite_where=with_words, postgresql_where=with_words)
    op.create_index("ix_reports_entry", "reports", ["entry_id", "revision"])


def downgrade() -> None:
    op.drop_table("reports")
