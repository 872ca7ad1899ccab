"""Small judgements on hits and clauses of which the choice of what an answer cites is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.concepts import Concept
from assistant.models import Hit
from assistant.ranking import Probe
from corpus.models import Clause, ClauseKind, Document
from corpus.text import squash

# What a question calls that which somebody said: no matter that it could be about.
SAYS = re.compile(
    r"述べ|発言|意見|指摘|要望|コメント|(?:何|なん)と言|何を言|\b(?:sa(?:y|id)|remark|comment|opinion|point(?:ed)? out)",
    re.I,
)
_SECTION_NAMED = re.compile(
    r"第\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[章節]|論点\s*[0-9０-９]{1,2}"
)
_UTTERANCES = frozenset(("意見", "発言", "指摘", "質問", "要望", "懸念", "コメント", "質疑", "発言内容"))


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


def within_section(hits: Sequence[Hit], question: str) -> Sequence[Hit]:
    """The hits that stand in the chapter or 論点 that a question names, its words before its heading."""
    names = [squash(match[0]) for match in _SECTION_NAMED.finditer(question)]
    inside = [hit for hit in hits if any(_heads(name, part) for name in names for part in hit.clause.path)]
    return sorted(inside, key=lambda hit: hit.clause.kind is ClauseKind.HEADING)


def _heads(name: str, part: str) -> bool:
    written = squash(part)
    return written.startswith(name) and not written[len(name) : len(name) + 1].isdecimal()


def words_of_one(hits: Sequence[Hit], probe: Probe) -> list[Hit]:
    """What the one speaker said whom a question names without a matter: 清水委員はどんな意見を述べましたか.

    Empty where the question names a matter, several speakers or none, or where that speaker is not heard.
    """
    understood = probe.understood
    if len(set(understood.speakers)) != 1 or understood.asks_for == "reply" or understood.ordinals:
        return []
    focus = {concept.name for concept in probe.concepts if not concept.scope}
    if SAYS.search(understood.question) is None or not focus <= _UTTERANCES:
        return []
    return [
        hit
        for hit in hits
        if hit.clause.speaker in understood.speakers
        and (not understood.meetings or hit.document.meeting in understood.meetings)
    ]
