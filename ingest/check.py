"""Whether catalog and indexes agree, and how each document was read. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

from corpus.catalog import Catalog
from corpus.errors import EmbedderMismatch, StoreBusy, StoreDamaged, StoreError
from corpus.index import Indexes
from corpus.index.embedder import Embedder, load_embedder
from corpus.models import Clause, Document, DocumentKind, Furniture, FurnitureReason, Notice, Recognised
from corpus.references import References
from ingest.lock import writer_lock
from ingest.recognise import recognise
from ingest.registers import rules_digest
from ingest.report import CheckReport, DocumentCheck, PartitionCheck

_REINDEX = "Run `senrei reindex`."


def check(
    data: Path, embedder: Embedder | None = None, *, url: str | None = None, chroma: str | None = None
) -> CheckReport:
    """Compare the store's catalog with its indexes, by audience, and every source with its clauses.

    Raises StoreMissing, StoreTooNew, StoreDamaged (the catalog cannot be opened), StoreBusy.
    """
    with Catalog.open(data, url=url) as catalog, _undisturbed(data):
        problems = list(_catalog_problems(catalog))
        partitions: list[PartitionCheck] = []
        try:
            indexes = Indexes.open(data, embedder or load_embedder(None), chroma)
            try:
                partitions = [_partition(catalog, indexes, a) for a in _audiences(catalog, indexes)]
            finally:
                indexes.close()
        except (EmbedderMismatch, StoreDamaged) as error:
            problems.append(str(error))
        problems += [_disagreement(partition) for partition in partitions if not partition.ok]
        references = References(catalog)
        documents = [
            _document(catalog, references, d, a, learned)
            for a in sorted(catalog.audiences())
            for learned in [_learned(catalog, a)]
            for d in catalog.rows_of(a)
        ]
        problems += [
            f"{d.document_id}: {d.uncovered} characters of the source are in no clause or in two. This "
            "is a defect of Senrei: please report it with the file."
            for d in documents
            if d.uncovered
        ]
        name, revision = catalog.embedder or ("", "")
        return CheckReport(
            partitions=tuple(partitions),
            documents=tuple(documents),
            embedder=f"{name} ({revision})" if name else "",
            problems=tuple(problems),
        )


@contextmanager
def _undisturbed(data: Path) -> Iterator[None]:
    """Keep writers away meanwhile; where nobody can write, nobody has to be kept away."""
    with ExitStack() as stack:
        try:
            stack.enter_context(writer_lock(data))
        except StoreBusy:
            raise
        except StoreError:
            pass
        yield


def _catalog_problems(catalog: Catalog) -> Iterator[str]:
    if (said := catalog.integrity()) != "ok":
        yield f"The catalog is damaged ({said}). Put a backup in its place, or ingest into a new folder."
    if catalog.unsettled or catalog.pending():
        yield "A writer did not end. Run `senrei ingest` again, or `senrei reindex`."
    if catalog.stale_registers(rules_digest()):
        yield f"The registers were read by the rules of another version. {_REINDEX}"


def _audiences(catalog: Catalog, indexes: Indexes) -> list[str]:
    return sorted(catalog.audiences() | indexes.audiences())


def _partition(catalog: Catalog, indexes: Indexes, audience: str) -> PartitionCheck:
    wanted = catalog.leaf_rows(audience)
    lexical, dense = indexes.legs(audience)
    return PartitionCheck(
        audience=audience,
        clauses=len(wanted),
        lexical_missing=len(wanted - lexical),
        lexical_orphans=len(lexical - wanted),
        dense_missing=len(wanted - dense),
        dense_orphans=len(dense - wanted),
    )


def _disagreement(found: PartitionCheck) -> str:
    sides = (
        (found.lexical_missing, "are missing in the lexical index"),
        (found.lexical_orphans, "of the lexical index are not in the catalog"),
        (found.dense_missing, "are missing in the dense index"),
        (found.dense_orphans, "of the dense index are not in the catalog"),
    )
    said = ", ".join(f"{count} clauses {what}" for count, what in sides if count)
    return f"Audience {found.audience}: {said}. {_REINDEX}"


def _learned(catalog: Catalog, audience: str) -> Counter[str]:
    """How many short forms each document of an audience defines."""
    return Counter(one.document_id for one in catalog.holdings(frozenset({audience})).abbreviations)


def _document(
    catalog: Catalog, references: References, document_id: str, audience: str, learned: Counter[str]
) -> DocumentCheck:
    readers = frozenset({audience})
    document = catalog.document(document_id, readers)
    clauses = catalog.tree(document_id, readers)
    furniture = catalog.furniture(document_id, readers)
    source = catalog.source(document_id, readers)
    by_reason: dict[FurnitureReason, int] = {}
    for piece in furniture:
        length = piece.span.end - piece.span.start
        by_reason[piece.reason] = by_reason.get(piece.reason, 0) + length
    return DocumentCheck(
        document_id=document_id,
        audience=audience,
        clauses=len(clauses),
        leaves=sum(clause.leaf for clause in clauses),
        characters=len(source),
        furniture=by_reason,
        uncovered=_uncovered(len(source), clauses, furniture),
        notices=tuple(_said(notice, source) for notice in catalog.notices(document_id, readers)),
        kind=document.kind,
        recognised=_recognised(document, source),
        references=references.count(document_id, readers),
        abbreviations=learned[document_id],
    )


def _recognised(document: Document, source: str) -> Recognised:
    """What the kept text is taken for; the signs of law XML are in its markup, which is not kept."""
    if document.kind is DocumentKind.STATUTE and document.id.startswith("law-"):
        return Recognised(kind=document.kind, confidence=0.99, evidence=("法令標準XML",))
    return recognise(source, document.file_name).sign()


def _uncovered(length: int, clauses: Sequence[Clause], furniture: Sequence[Furniture]) -> int:
    """How many characters stand in no leaf and no furniture, or in more than one."""
    spans = [(s.start, s.end) for clause in clauses if clause.leaf for s in clause.spans]
    spans += [(piece.span.start, piece.span.end) for piece in furniture]
    ordered = [(0, 0), *sorted(spans), (length, length)]
    return sum(abs(after[0] - before[1]) for before, after in pairwise(ordered))


def _said(notice: Notice, source: str) -> str:
    line = source.count("\n", 0, notice.span.start) + 1
    return f"line {line}: {notice.message}"
