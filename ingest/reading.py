"""One file to one draft for the catalog: bytes, text, what it is, clauses. Nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from corpus.catalog import Draft
from corpus.catalog.writing import prove_tree
from corpus.errors import InputError, ManifestError, ParseFault
from corpus.models import Audience, Document, Notice, Span
from ingest.extract import Extracted, dispatch
from ingest.parsing import parser_for, readers_digest
from ingest.registers import registers_of
from ingest.sources.files import SourceFile


@dataclass(frozen=True)
class Unchanged:
    """The file was read before, just so."""

    document_id: str
    sha256: str


@dataclass(frozen=True)
class Skipped:
    """The file is of a kind that is not read."""

    reason: str


def read(
    file: SourceFile, audience: Audience, largest: int, known: Callable[[str], str | None]
) -> Draft | Unchanged | Skipped:
    """A file's draft. ``known`` gives the document that was made from a request before, if any.

    Raises InputError (what is wrong with the file) or ParseFault (what is wrong with Senrei).
    """
    if not file.path.is_file():
        raise ManifestError(
            f"The manifest names {file.path.name}, which is not there. Add it or take it out."
        )
    data = dispatch.read_bytes(file.path, largest)
    sha256 = hashlib.sha256(data).hexdigest()
    if file.entry is not None and file.entry.sha256 not in (None, sha256):
        raise ManifestError(
            f"{file.path.name} is not the file that the manifest describes: its sha256 is {sha256}. "
            "Get the file again, or correct the manifest."
        )
    reason = dispatch.refusal(dispatch.media_of(file.path, data))
    if reason is not None and not file.named:
        return Skipped(reason)
    overrides = {"audience": audience, **(file.entry.overrides() if file.entry else {})}
    request = _request(file, sha256, overrides)
    if (document_id := known(request)) is not None:
        return Unchanged(document_id, sha256)
    extracted = dispatch.extract(file.path, data)
    document = _document(file, extracted, overrides, sha256)
    return _parsed(document, extracted, request)


def _request(file: SourceFile, sha256: str, overrides: dict[str, object]) -> str:
    """A digest of everything that decides what comes of a file."""
    parts = [sha256, file.file_name, readers_digest(), sorted((k, str(v)) for k, v in overrides.items())]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _document(file: SourceFile, extracted: Extracted, overrides: dict[str, object], sha256: str) -> Document:
    from ingest.recognise import document_from, recognise
    from ingest.recognise_law import recognise_law

    recognition = recognise_law(extracted, file.file_name) or recognise(extracted.text, file.file_name)
    return document_from(recognition, overrides, sha256, file.file_name)


def _parsed(document: Document, extracted: Extracted, request: str) -> Draft:
    try:
        parsed = parser_for(document.kind)(document, extracted)
    except (InputError, ParseFault):
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
    prove_tree(parsed)
    return Draft(parsed=parsed, request=request, registers=registers_of(parsed.document, parsed.clauses))
