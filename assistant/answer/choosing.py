"""Small judgements on hits and clauses of which the choice of what an answer cites is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.concepts import Concept
from assistant.models import Hit
from assistant.ranking import Probe
from corpus.models import Clause, Document
from corpus.text import squash


def subject_of(probe: Probe) -> Concept | None:
    """The matter of a question: the first thing asked about, as the record has it, that is not a place to look in."""
    matters = [concept for concept in probe.concepts if concept.known and concept.term and not concept.scope]
    # The words of an English question stand for Japanese ones; VPN in a Japanese one stands for itself.
    foreign = probe.understood.language == "en"
    return matters[0] if matters and not (foreign and matters[0].name.isascii()) else None


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that repeat another one's words."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(squash(hit.clause.text), hit)
    return list(kept.values())


def few_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """Of one container the best clause and the first: a survey goes across the record, not down one list."""
    first: dict[str | None, Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.clause.order):
        first.setdefault(hit.clause.parent_id, hit)
    best: dict[str | None, Hit] = {}
    for hit in hits:
        best.setdefault(hit.clause.parent_id, hit)
    kept = {id(hit) for hit in (*first.values(), *best.values())}
    return [hit for hit in hits if id(hit) in kept or hit.clause.speaker]


def answers(clause: Clause, shown: Sequence[tuple[Clause, Document]]) -> bool:
    """Whether a clause is the reply to a remark that is shown too."""
    asked = clause.replies_to
    return asked is not None and any(
        other.id == asked or other.id.startswith(asked + ".") for other, _ in shown
    )


def newest_first(one: tuple[Clause, Document]) -> tuple[int, str, int]:
    """The order of a survey: the newest document first, its clauses as they stand."""
    clause, document = one
    return -(document.date.toordinal() if document.date else 0), document.id, clause.order


def same_item(one: Clause, other: Clause) -> bool:
    """Whether two clauses belong to one agenda item or chapter of a document."""
    return one.document_id == other.document_id and one.id.split(".")[:2] == other.id.split(".")[:2]


def bears(point: Clause, names: Sequence[str]) -> bool:
    """Whether the own name of a point says everything that is asked about."""
    name = squash(point.path[-1])
    return all(squash(one) in name for one in names)


def overlap(one: Clause, other: Clause) -> bool:
    """Whether one clause is part of the other or says the same."""
    inside = one.id.startswith(other.id + ".") or other.id.startswith(one.id + ".")
    return inside or one.id == other.id or squash(one.text) == squash(other.text)
