"""Short forms that documents define, by revision; read from stores already there by the next ingestion."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "abbreviations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_abbreviations_revision", "abbreviations", ["revision_id"])


def downgrade() -> None:
    op.drop_table("abbreviations")
