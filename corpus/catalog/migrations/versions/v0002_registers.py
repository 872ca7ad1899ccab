"""The registers: measures and decisions of each revision, and the rules they were read by.

Revisions from before have none yet; the next ingestion or reindexing reads them out of their clauses.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registers",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("rules", sa.String(64), nullable=False),
    )
    op.create_table(
        "measures",
        *_place(),
        sa.Column("strength", sa.String(12), nullable=False),
        sa.Column("bodies", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_measures_revision", "measures", ["revision_id"])
    op.create_table(
        "decisions",
        *_place(),
        sa.Column("decision_id", sa.String(240), nullable=False),
        sa.Column("matter", sa.String(40), nullable=False),
        sa.Column("bodies", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_decisions_revision", "decisions", ["revision_id"])


def downgrade() -> None:
    for name in ("decisions", "measures", "registers"):
        op.drop_table(name)


def _place() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("meeting", sa.Integer, nullable=True),
        sa.Column("document_id", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    ]
