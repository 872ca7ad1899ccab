"""Clauses and what goes with them, to and from the text in which the catalog keeps them.

A leaf is kept whole. A container is kept without its text and spans, which are those of the leaves below it:
so a document is stored once, however deep its tree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter

from corpus.models import Clause, ClauseKind, Frozen, Furniture, HeldMatter, Notice, ParsedDocument

_FURNITURE = TypeAdapter(tuple[Furniture, ...])
_NOTICES = TypeAdapter(tuple[Notice, ...])
_DERIVED = {"text", "spans", "superseded", "retired"}


class Summary(Frozen):
    """What holdings say of a document: kept beside it, so that they need not read its clauses."""

    speakers: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()  # (law, address)
    matters: tuple[HeldMatter, ...] = ()


def body_of(clause: Clause) -> str:
    """The clause as kept."""
    if clause.leaf:
        return clause.model_dump_json(exclude_defaults=True)
    kept = clause.model_dump(mode="json", exclude_defaults=True, exclude=_DERIVED)
    return json.dumps({"text": "", **kept}, ensure_ascii=False)


def clause_of(body: str) -> Clause:
    """The clause of a kept body; a container comes without text until ``filled``."""
    return Clause.model_validate_json(body)


def filled(container: Clause, leaves: Sequence[Clause]) -> Clause:
    """The container with the text and spans of the leaves below it, in order."""
    return container.model_copy(
        update={
            "text": "\n".join(leaf.text for leaf in leaves),
            "spans": tuple(span for leaf in leaves for span in leaf.spans),
        }
    )


def summary_of(clauses: Sequence[Clause]) -> Summary:
    """Speakers, addresses and matters, each once, in the order in which they first come."""
    speakers = dict.fromkeys(clause.speaker for clause in clauses if clause.speaker)
    addresses = dict.fromkeys((c.law, c.address) for c in clauses if c.law and c.address)
    return Summary(speakers=tuple(speakers), addresses=tuple(addresses), matters=tuple(_matters(clauses)))


def _matters(clauses: Sequence[Clause]) -> Iterator[HeldMatter]:
    """The agenda items by heading, without their number; opening and closing are no matters."""
    for at, clause in enumerate(clauses):
        if clause.kind is not ClauseKind.AGENDA_ITEM or clause.agenda_item is None:
            continue
        name = clause.path[-1].removeprefix(clause.agenda_item).strip() if clause.path else ""
        below = (c.text for c in clauses[at:] if c.parent_id == clause.id and c.kind is ClauseKind.HEADING)
        if heading := name or next(below, ""):
            yield HeldMatter(heading=heading, document_id=clause.document_id, clause_id=clause.id)


def furniture_json(pieces: tuple[Furniture, ...]) -> str:
    """Furniture as kept."""
    return _FURNITURE.dump_json(pieces).decode()


def furniture_of(text: str) -> tuple[Furniture, ...]:
    """Furniture of its kept text."""
    return _FURNITURE.validate_json(text)


def notices_json(notices: tuple[Notice, ...]) -> str:
    """Notices as kept."""
    return _NOTICES.dump_json(notices).decode()


def notices_of(text: str) -> tuple[Notice, ...]:
    """Notices of their kept text."""
    return _NOTICES.validate_json(text)


def digest_of(parsed: ParsedDocument) -> str:
    """A digest of all that a parser made of a file: two with the same digest read the same."""
    sha = hashlib.sha256(parsed.document.model_dump_json().encode())
    sha.update(parsed.source.encode("utf-8", "surrogatepass"))
    sha.update(furniture_json(parsed.furniture).encode())
    sha.update(notices_json(parsed.notices).encode())
    for clause in parsed.clauses:
        sha.update(body_of(clause).encode())
    return sha.hexdigest()
