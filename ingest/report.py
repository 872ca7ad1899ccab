"""What came of an ingestion or a check, file by file, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from corpus.models import (
    Audience,
    DocumentId,
    DocumentKind,
    Frozen,
    FurnitureReason,
    ParsedDocument,
    Recognised,
)
from corpus.references import Count


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    RESTORED = "restored"  # retired before, and brought back as it was
    RETIRED = "retired"  # its file is gone; or it was retired before and stays so
    FAILED = "failed"
    SKIPPED = "skipped"  # a kind of file that is not read


class FileOutcome(Frozen):
    """What became of one file, and why if it was not added."""

    file: str
    outcome: Outcome
    document_id: DocumentId | None = None
    kind: DocumentKind | None = None
    clauses: int = 0
    furniture: float = 0.0  # share of characters in no clause, white space left out; of a file just read
    notices: int = 0  # markers that no rule knew; `senrei check` shows them
    confidence: float | None = None  # with which its kind was recognised; none where somebody said it
    evidence: tuple[str, ...] = ()  # the signs of its kind
    message: str = ""


class Report(Frozen):
    """What came of one ingestion."""

    files: tuple[FileOutcome, ...] = ()
    generation: int = 0
    warnings: tuple[str, ...] = ()  # what was not done and a person has to decide; each says what to do
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing waits for a decision."""
        return not (self.count(Outcome.FAILED) or self.warnings)

    def count(self, outcome: Outcome) -> int:
        """How many files had that outcome."""
        return Counter(file.outcome for file in self.files)[outcome]

    def summary(self) -> str:
        """One line: 5 added, 1 failed."""
        counted = Counter(file.outcome for file in self.files)
        return ", ".join(f"{counted[o]} {o.value}" for o in Outcome if counted[o]) or "no files found"


class Stage(StrEnum):
    """What an ingestion is at."""

    READING = "reading"  # files are looked at: which are new
    PARSING = "parsing"  # waiting for the clauses of a file
    WRITING = "writing"  # a batch goes into catalog and indexes


class Progress(Frozen):
    """How far an ingestion is: ``done`` of ``total`` files are read; readers see them batch by batch."""

    done: int
    total: int
    file: str = ""
    clauses: int = 0  # written so far
    stage: Stage = Stage.READING


class PartitionCheck(Frozen):
    """How many rows of one audience stand on one side only."""

    audience: Audience
    clauses: int  # leaves in the catalog
    lexical_missing: int = 0  # in the catalog, not in the index
    lexical_orphans: int = 0  # in the index, not in the catalog
    dense_missing: int = 0
    dense_orphans: int = 0

    @property
    def ok(self) -> bool:
        """Whether catalog and indexes agree."""
        return not (self.lexical_missing or self.lexical_orphans or self.dense_missing or self.dense_orphans)


class DocumentCheck(Frozen):
    """How one document was read: what stands in clauses, what is furniture, what no rule knew."""

    document_id: DocumentId
    audience: Audience
    clauses: int
    leaves: int
    characters: int
    furniture: dict[FurnitureReason, int]  # characters by reason
    uncovered: int = 0  # characters in neither, or in both: always 0 unless Senrei is at fault
    notices: tuple[str, ...] = ()
    kind: DocumentKind = DocumentKind.OTHER
    recognised: Recognised | None = None  # what its text is taken for, and the signs that speak for it
    abbreviations: int = 0  # short forms that it defines and that questions may use
    references: Count = Count()  # to other clauses: how many lead to one that this audience may read

    @property
    def furniture_share(self) -> float:
        """The share of characters that stand in no clause, white space left out of both."""
        return _share(self.furniture, self.characters)


def furniture_share(parsed: ParsedDocument) -> float:
    """The share of a document's characters that stand in no clause, white space left out of both."""
    lengths: Counter[FurnitureReason] = Counter()
    for piece in parsed.furniture:
        lengths[piece.reason] += piece.span.end - piece.span.start
    return _share(lengths, len(parsed.source))


def _share(furniture: Mapping[FurnitureReason, int], characters: int) -> float:
    blank = furniture.get(FurnitureReason.WHITESPACE, 0)
    return (sum(furniture.values()) - blank) / max(1, characters - blank)


class CheckReport(Frozen):
    """Whether catalog and indexes agree, and how each document was read."""

    partitions: tuple[PartitionCheck, ...] = ()
    documents: tuple[DocumentCheck, ...] = ()
    embedder: str = ""  # the model the indexes were made with
    problems: tuple[str, ...] = ()  # each a sentence that says what to do

    @property
    def ok(self) -> bool:
        """Whether there is nothing to repair. Notices of parsers are no fault."""
        return not self.problems
