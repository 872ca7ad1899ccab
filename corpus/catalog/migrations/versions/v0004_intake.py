"""Intake: where documents came from, which were taken out and why, ingestions that ran behind the API."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("document_id", sa.String(80), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("walked", sa.Boolean, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
    )
    op.create_index("ix_files_document", "files", ["document_id"])
    op.create_index("ix_files_sha256", "files", ["sha256"])
    op.create_table(
        "retirements",
        sa.Column("document_id", sa.String(80), primary_key=True),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_jobs_number", "jobs", ["number"])


def downgrade() -> None:
    for name in ("jobs", "retirements", "files"):
        op.drop_table(name)
