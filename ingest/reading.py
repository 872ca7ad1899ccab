"""One file to one draft for the catalog: bytes, text, what it is, clauses. Nothing is written here.

It needs nothing but what a ``Task`` holds, so that any process of any machine can do it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.catalog.models import Draft
from corpus.catalog.writing import prove_tree
from corpus.errors import InputError, ParseFault, ReadersMissing
from corpus.models import Clause, Document, Notice, ParsedDocument, Span
from ingest.extract import Extracted, dispatch
from ingest.parsing import parser_for
from ingest.registers import registers_of

if TYPE_CHECKING:
    from ingest.recognise import Recognition


RECOGNISED_MARK = "（文字認識による）"  # at the end of a label, so that wherever a clause is cited it shows
RECOGNISED_NOTE = "文字認識（OCR）による本文で、誤りを含むことがある。原本の頁の画像と照らし合わせること。"


@dataclass(frozen=True)
class Task:
    """A file to be read: its name, its bytes, what is known of it, the digest of all that decides what comes of it."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    overrides: dict[str, object]
    request: str
    small: bool = False  # a text that takes milliseconds
    ocr: str | None = None  # engine for scanned pages, as SENREI_OCR names it


def read(task: Task) -> bytes:
    """The draft of a file, as JSON. Raises what ``draft_of`` does."""
    return draft_of(task).model_dump_json().encode()


def draft_of(task: Task) -> Draft:
    """A file's draft. Raises InputError (what is wrong with the file), ParseFault (with Senrei), ReadersMissing (no OCR engine)."""
    try:
        extracted = dispatch.extract(PurePath(task.name), task.data, task.ocr)
        document, recognition = _document(task, extracted)
    except (InputError, ParseFault, ReadersMissing, MemoryError):
        raise
    except Exception as error:
        raise ParseFault(
            f"The file could not be read ({type(error).__name__}: {error}). This is a defect of Senrei: please report "
            "it with the file. Saved as PDF or as text (.txt, UTF-8) it may be read."
        ) from error
    draft = _parsed(document, extracted, task.request)
    if document.kind is not recognition.kind:  # somebody knows better
        return draft
    return draft.model_copy(update={"confidence": recognition.confidence, "evidence": recognition.evidence})


def _document(task: Task, extracted: Extracted) -> tuple[Document, Recognition]:
    from ingest.recognise import document_from, recognise
    from ingest.recognise_law import recognise_law

    recognition = recognise_law(extracted, task.name) or recognise(extracted.text, task.name)
    return document_from(recognition, task.overrides, task.sha256, task.name), recognition


def _parsed(document: Document, extracted: Extracted, request: str) -> Draft:
    try:
        parsed = parser_for(document.kind)(document, extracted)
    except (InputError, ParseFault, MemoryError):
        raise
    except Exception as error:  # whatever a parser trips over costs one file, not the batch
        raise ParseFault(
            f"The parser for {document.kind.value} failed ({type(error).__name__}: {error}). This is a "
            "defect of Senrei: please report it with the file. Another `kind` in manifest.yaml may help."
        ) from error
    if not parsed.clauses:
        raise ParseFault("Nothing citable was found in the file. Check that it holds the document's text.")
    if extracted.unread:
        unread = tuple(Notice(span=Span(start=0, end=0), message=message) for message in extracted.unread)
        parsed = parsed.model_copy(update={"notices": (*parsed.notices, *unread)})
    parsed = _recognised(parsed, extracted)
    prove_tree(parsed)
    told = "; ".join(one.message for one in extracted.recognised)
    registers = registers_of(parsed.document, parsed.clauses)
    return Draft(parsed=parsed, request=request, registers=registers, told=told)


def _recognised(parsed: ParsedDocument, extracted: Extracted) -> ParsedDocument:
    """The same, with the clauses marked whose words were recognised in pictures, and notices that say so."""
    if not extracted.recognised:
        return parsed
    stretches = [one.span for one in extracted.recognised]
    clauses = tuple(_marked(clause) if _touches(clause, stretches) else clause for clause in parsed.clauses)
    notices = tuple(Notice(span=one.span, message=one.message) for one in extracted.recognised)
    return parsed.model_copy(update={"clauses": clauses, "notices": (*parsed.notices, *notices)})


def _touches(clause: Clause, stretches: list[Span]) -> bool:
    return any(
        span.start < stretch.end and stretch.start < span.end
        for span in clause.spans
        for stretch in stretches
    )


def _marked(clause: Clause) -> Clause:
    note = f"{clause.note}{RECOGNISED_NOTE}" if clause.note else RECOGNISED_NOTE
    return clause.model_copy(update={"label": f"{clause.label}{RECOGNISED_MARK}", "note": note})
