"""The tables of the catalog, and which schema this code speaks.

``migrations`` builds the same tables step by step; a test keeps the two alike.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from corpus.models import DocumentKind

KNOWN = ("0001", "0002", "0003", "0004", "0005")  # every schema version there has been, oldest first
HEAD = KNOWN[-1]

PENDING = "pending"  # being written; no reader sees it
CURRENT = "current"  # what readers see; at most one a document
SUPERSEDED = "superseded"  # replaced by a later revision
RETIRED = "retired"  # taken out without a successor

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite's own row number: no index beside it


class Moment(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite gives moments back without their zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """The moment with its zone."""
        return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value


# Kinds of document that are revised on a day: several of their states are kept side by side.
STATED = (DocumentKind.STATUTE, DocumentKind.GUIDELINE)

metadata = sa.MetaData()

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("created_at", Moment, nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.String(80), sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("audience", sa.String(32), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),  # of the file
    sa.Column("request", sa.String(64), nullable=False),  # digest of all that went into reading the file
    sa.Column("digest", sa.String(64), nullable=False),  # digest of all that came out of it
    sa.Column("first_row", sa.BigInteger, nullable=False),  # its clauses' rows run on from here
    sa.Column("clause_count", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # Document as JSON
    sa.Column("summary", sa.Text, nullable=False),  # its speakers, laws and addresses as JSON
    sa.Column("ingested_at", Moment, nullable=False),
    sa.Index("ix_revisions_document", "document_id"),
    sa.Index(
        "ux_revisions_current",
        "document_id",
        unique=True,
        sqlite_where=sa.text("status = 'current'"),
        postgresql_where=sa.text("status = 'current'"),
    ),
    sa.Index("ix_revisions_request", "request"),
    sqlite_autoincrement=True,
)

# Apart from revisions: a scan over all revisions must not read through every source text.
originals = sa.Table(
    "originals",
    metadata,
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("furniture", sa.Text, nullable=False),  # JSON
    sa.Column("notices", sa.Text, nullable=False),  # JSON
)

clauses = sa.Table(
    "clauses",
    metadata,
    sa.Column(
        "row", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    ),
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
    sa.Column("clause_id", sa.String(240), nullable=False),
    sa.Column("parent_row", sa.BigInteger, nullable=True),
    sa.Column("last_row", sa.BigInteger, nullable=False),  # last of its subtree; a leaf's own
    sa.Column("leaf", sa.Boolean, nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("law", sa.Text, nullable=True),
    sa.Column("address", sa.String(80), nullable=True),
    sa.Column("body", sa.Text, nullable=False),  # Clause as JSON; a container without text and spans
    sa.Index("ux_clauses_id", "revision_id", "clause_id", unique=True),
    sa.Index("ix_clauses_parent", "parent_row"),
    sa.Index(
        "ix_clauses_address",
        "address",
        sqlite_where=sa.text("address IS NOT NULL"),
        postgresql_where=sa.text("address IS NOT NULL"),
    ),
)

# Which rules the registers of a revision were read by; none for one ingested before there were registers.
registers = sa.Table(
    "registers",
    metadata,
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
    sa.Column("rules", sa.String(64), nullable=False),
)

# Beside each entry, as JSON, what it is filtered by: names and words folded as corpus.text squashes them.
measures = sa.Table(
    "measures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
    sa.Column("day", sa.Date, nullable=True),
    sa.Column("meeting", sa.Integer, nullable=True),
    sa.Column("document_id", sa.String(80), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("strength", sa.String(12), nullable=False),
    sa.Column("bodies", sa.Text, nullable=False),  # who is asked, whose matter it is
    sa.Column("topics", sa.Text, nullable=False),  # |暗号化|媒体の持出し|
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_measures_revision", "revision_id"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
    sa.Column("day", sa.Date, nullable=True),
    sa.Column("meeting", sa.Integer, nullable=True),
    sa.Column("document_id", sa.String(80), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("decision_id", sa.String(240), nullable=False),
    sa.Column("matter", sa.String(40), nullable=False),
    sa.Column("bodies", sa.Text, nullable=False),  # the parties
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_decisions_revision", "revision_id"),
)

# Short forms that the clauses of a revision define.
abbreviations = sa.Table(
    "abbreviations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # Abbreviation as JSON
    sa.Index("ix_abbreviations_revision", "revision_id"),
)

# Where documents came from: one row a file, by its whole path.
files = sa.Table(
    "files",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("document_id", sa.String(80), nullable=False),
    sa.Column("name", sa.Text, nullable=False),  # under which it is read: the one it first came with
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column(
        "stamp", sa.Text, nullable=False
    ),  # what the file system says of it; changes when the file does
    sa.Column("walked", sa.Boolean, nullable=False),  # found in a folder, not named alone
    sa.Column("gone", sa.Boolean, nullable=False),  # no longer there when its folder was last walked
    sa.Index("ix_files_document", "document_id"),
    sa.Index("ix_files_sha256", "sha256"),
)

# Documents taken out, and why; the revision itself says ``retired``.
retirements = sa.Table(
    "retirements",
    metadata,
    sa.Column("document_id", sa.String(80), primary_key=True),
    sa.Column("reason", sa.String(12), nullable=False),  # gone, asked
    sa.Column("retired_at", Moment, nullable=False),
)

# Ingestions that ran behind the API: what a restart must know of them.
jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),  # grows from one to the next
    sa.Column("audience", sa.String(32), nullable=False),
    sa.Column("ended", sa.Boolean, nullable=False),
    sa.Column("owner", sa.String(120), nullable=False),  # machine and process that it runs in
    sa.Column("body", sa.Text, nullable=False),  # JSON
    sa.Index("ix_jobs_number", "number"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("record_id", sa.String(64), primary_key=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),  # JSON
    sa.Column("audiences", sa.Text, nullable=False),  # JSON list: what the asker could read
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("asker", sa.String(200), nullable=False, server_default=""),  # name of the key; '' without keys
    sa.Column("trace", sa.Text, nullable=False, server_default=""),  # JSON: how the answer came about
    sa.Index("ix_answers_created", "created_at"),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(200), nullable=False),  # name of the key; '' without keys
    sa.Column("title", sa.Text, nullable=False),  # '' until it is named or something is asked
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Index("ix_conversations_owner", "owner", "updated_at"),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("filters", sa.Text, nullable=False),  # JSON
    sa.Column("reply", sa.Text, nullable=False),  # JSON
    sa.Column("audiences", sa.Text, nullable=False),  # JSON list: what the asker could read
    sa.Column("asked_at", Moment, nullable=False),
    sa.Index("ix_turns_conversation", "conversation_id"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("record_id", sa.String(64), sa.ForeignKey("answers.record_id"), nullable=False),
    sa.Column("rating", sa.Integer, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("ix_feedback_record", "record_id"),
)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),  # always 1
    sa.Column("generation", sa.BigInteger, nullable=False),  # grows with every change that readers can see
    sa.Column("next_row", sa.BigInteger, nullable=False),  # rows are never given twice
    sa.Column("unsettled", sa.Boolean, nullable=False),  # a writer began and did not end: indexes may differ
    sa.Column("embedder", sa.Text, nullable=False),  # name of the model the indexes were made with; '' before
    sa.Column("embedder_revision", sa.Text, nullable=False),
)
