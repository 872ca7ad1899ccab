"""The first schema: documents, revisions, originals, clauses, answers, feedback, meta."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_ADDRESSED = sa.text("address IS NOT NULL")
_CURRENT = sa.text("status = 'current'")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String(80), sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("first_row", sa.BigInteger, nullable=False),
        sa.Column("clause_count", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("ingested_at", _MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_document", "revisions", ["document_id"])
    op.create_index("ix_revisions_request", "revisions", ["request"])
    op.create_index(
        "ux_revisions_current",
        "revisions",
        ["document_id"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    op.create_table(
        "originals",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("furniture", sa.Text, nullable=False),
        sa.Column("notices", sa.Text, nullable=False),
    )
    op.create_table(
        "clauses",
        sa.Column("row", _ROW, primary_key=True, autoincrement=False),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("clause_id", sa.String(240), nullable=False),
        sa.Column("parent_row", sa.BigInteger, nullable=True),
        sa.Column("last_row", sa.BigInteger, nullable=False),
        sa.Column("leaf", sa.Boolean, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("law", sa.Text, nullable=True),
        sa.Column("address", sa.String(80), nullable=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ux_clauses_id", "clauses", ["revision_id", "clause_id"], unique=True)
    op.create_index("ix_clauses_parent", "clauses", ["parent_row"])
    op.create_index(
        "ix_clauses_address", "clauses", ["address"], sqlite_where=_ADDRESSED, postgresql_where=_ADDRESSED
    )
    op.create_table(
        "answers",
        sa.Column("record_id", sa.String(64), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("audiences", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("record_id", sa.String(64), sa.ForeignKey("answers.record_id"), nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_feedback_record", "feedback", ["record_id"])
    meta = op.create_table(
        "meta",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("next_row", sa.BigInteger, nullable=False),
        sa.Column("unsettled", sa.Boolean, nullable=False),
        sa.Column("embedder", sa.Text, nullable=False),
        sa.Column("embedder_revision", sa.Text, nullable=False),
    )
    op.bulk_insert(
        meta,
        [
            {
                "id": 1,
                "generation": 0,
                "next_row": 1,
                "unsettled": False,
                "embedder": "",
                "embedder_revision": "",
            }
        ],
    )


def downgrade() -> None:
    for name in ("meta", "feedback", "answers", "clauses", "originals", "revisions", "documents"):
        op.drop_table(name)
