"""What stands around a clause and belongs to an answer with it: its points, its whole, what it refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.quote import pieces_of
from corpus.catalog import Provisions
from corpus.errors import NotHeld
from corpus.models import Clause, ClauseKind
from corpus.text import squash

WHOLE_MOST = 420  # characters up to which a container is cited as one: what is quoted whole (quote.WHOLE)

_POINTS = {ClauseKind.POINT, ClauseKind.ITEM, ClauseKind.SUBITEM}
_LEADS = {ClauseKind.HEADING, ClauseKind.CHAPEAU}
_UNITS = _POINTS | {
    ClauseKind.REMARK,
    ClauseKind.REPLY,
    ClauseKind.FIELD,
    ClauseKind.ARTICLE,
    ClauseKind.STATUTE_PARAGRAPH,
}
# A decision that says only 「そのように」 is understood with what was put to the vote before it.
_BACK = re.compile(r"(?:その|この)(?:ように|とおり)(?:に)?(?:決定|取り扱|取扱|いた)")
# What a chairperson puts to the vote is no decision yet; what is decided on it follows within a few leaves.
_PUT = re.compile(r"(?:よろしいでしょうか|いかがでしょうか|(?:お諮り|諮り)(?:し|いた)?(?:ます|します))。?$")
_DECIDED = re.compile(
    rf"{_BACK.pattern}|原案のとおり[^。？]{{0,12}}(?:決定|承認|了承)(?:い?た|し(?:ま|た)|する)"
)
_VOTE = 3  # leaves: 「異議なし」 and the like may stand between
_NUMBER = re.compile(r"(\d+)(?:-\d+)?$")
# In minutes remarks and replies are both speeches; a reply knows the speech that it answers.
_TURNS = (ClauseKind.REMARK, ClauseKind.SPEECH)
_REPLIES = (ClauseKind.REPLY, ClauseKind.SPEECH)


class Surroundings:
    """Reads parents, points and neighbours of clauses from the catalog within given audiences."""

    def __init__(self, catalog: Provisions, audiences: frozenset[str]) -> None:
        """Over an open catalog, for a reader of these audiences."""
        self._catalog = catalog
        self._audiences = audiences
        self._sources: dict[str, str] = {}

    def source(self, document_id: str) -> str:
        """The canonical text of a document; read once, as an answer quotes the same few again and again."""
        if document_id not in self._sources:
            self._sources[document_id] = self._catalog.source(document_id, self._audiences)
        return self._sources[document_id]

    def parent(self, clause: Clause) -> Clause | None:
        """The container of a clause; None at the top."""
        if clause.parent_id is None:
            return None
        try:
            return self._catalog.clause(clause.parent_id, self._audiences)
        except NotHeld:  # retired a moment ago
            return None

    def unit(self, clause: Clause) -> Clause | None:
        """The container of a clause when it is one short unit that can be quoted in one piece."""
        parent = self.parent(clause)
        if parent is None or parent.kind not in _UNITS or not self.whole(parent, WHOLE_MOST):
            return None
        return parent

    def whole(self, clause: Clause, most: int) -> bool:
        """Whether a clause of up to ``most`` characters stands in one piece in its source."""
        if len(clause.text) > most:
            return False
        return len(pieces_of(clause, self.source(clause.document_id))) == 1

    def parts(self, clause: Clause) -> list[Clause]:
        """What a container holds directly, in order."""
        return self._catalog.children(clause.id, self._audiences)

    def leads(self, clause: Clause) -> bool:
        """Whether a clause only leads what follows under its container: a chapeau, the heading of a unit."""
        parent = self.parent(clause) if clause.kind in _LEADS else None
        return parent is not None and parent.kind not in (ClauseKind.AGENDA_ITEM, ClauseKind.SPEECH)

    def below(self, clause: Clause) -> list[Clause]:
        """What a leading clause leads: the rest of its container, units whole."""
        parent = self.parent(clause)
        if parent is None:
            return []
        return [c for c in self._catalog.children(parent.id, self._audiences) if c.id != clause.id]

    def openings(self, document_id: str) -> list[Clause]:
        """For each agenda item of minutes or a summary, the leaf that says its title: its heading, or who opens it."""
        tree = self._catalog.tree(document_id, self._audiences)
        items = [clause for clause in tree if clause.kind is ClauseKind.AGENDA_ITEM and clause.agenda_item]
        found: list[Clause] = []
        for item in items:
            leaves = [clause for clause in tree if clause.leaf and clause.id.startswith(item.id + ".")]
            title = squash(item.agenda_item or "")
            naming = [leaf for leaf in leaves if title in squash(leaf.text)]
            found += (naming or leaves)[:1]
        return found

    def points(self, clause: Clause) -> list[Clause]:
        """The enumeration that a clause belongs to, leads or holds; empty where none has two or more."""
        for holder in (clause.id, clause.parent_id):
            children = self._catalog.children(holder, self._audiences) if holder else []
            found = [child for child in children if child.kind in _POINTS]
            if len(found) >= 2:
                return _run_with(found, clause)
        return []

    def referred_to(self, clause: Clause) -> Clause | None:
        """The clause before one that only says 「そのように決定」 or 「原案のとおり決定」: what was put to the vote."""
        if len(clause.text) > 90 or not _DECIDED.search(clause.text):
            return None
        before = self.before(clause)
        if before is None or before.parent_id != clause.parent_id:
            return None
        return before if _BACK.search(clause.text) or _PUT.search(before.text.rstrip()) else None

    def decided_on(self, clause: Clause) -> Clause | None:
        """What was decided on a clause that puts something to the vote; None for any other clause."""
        if clause.parent_id is None or not _PUT.search(clause.text.rstrip()):
            return None
        after = self._catalog.neighbours(clause.id, self._audiences, before=0, after=_VOTE)
        matter = clause.id.split(".")[:2]
        return next((c for c in after if c.id.split(".")[:2] == matter and _DECIDED.search(c.text)), None)

    def detail_of(self, field: Clause) -> Clause | None:
        """The field that tells the content of a choice (発生あり -> その内容): the next, named under it."""
        after = self._catalog.neighbours(field.id, self._audiences, before=0, after=1)
        if not after or after[0].field is None or field.field is None:
            return None
        return after[0] if any(field.field in name for name in after[0].path) else None

    def before(self, clause: Clause) -> Clause | None:
        """The leaf before a clause in its document."""
        before = self._catalog.neighbours(clause.id, self._audiences, before=1, after=0)
        return before[-1] if before else None

    def withheld_after(self, clause: Clause) -> Clause | None:
        """The withheld passage that follows a clause directly."""
        after = self._catalog.neighbours(clause.id, self._audiences, before=0, after=1)
        return after[0] if after and after[0].withheld else None

    def replies(self, clause: Clause) -> list[Clause]:
        """The replies to the remark that a clause is or belongs to."""
        own = clause if clause.kind in _TURNS else self.parent(clause)
        if own is None or own.kind not in _TURNS or own.parent_id is None:
            return []
        found: list[Clause] = []
        for other in self._catalog.children(own.parent_id, self._audiences):
            if other.kind not in _REPLIES or other.replies_to is None:
                continue
            parts = self._catalog.children(other.id, self._audiences)
            answering = [part for part in parts if part.replies_to == own.id]
            if answering and len(answering) < len(parts):  # a reply to several remarks, part by part
                found += answering
            elif other.replies_to == own.id:
                found.append(other)
        return found

    def remark_of(self, clause: Clause) -> Clause | None:
        """The remark that a clause replies to, or is part of a reply to."""
        own = clause if clause.kind in _REPLIES else self.parent(clause)
        if own is None or own.kind not in _REPLIES or own.replies_to is None:
            return None
        answered = clause.replies_to or own.replies_to
        return next(iter(self._catalog.clauses((answered,), self._audiences)), None)


def number_of(clause: Clause) -> int | None:
    """The number of a point, from the structural end of its id."""
    match = _NUMBER.search(clause.id)
    return int(match.group(1)) if match else None


def _run_with(points: Sequence[Clause], clause: Clause) -> list[Clause]:
    """Of several enumerations under one parent, the one that the clause belongs to or leads."""
    runs: list[list[Clause]] = []
    for point in points:
        number, before = number_of(point), number_of(runs[-1][-1]) if runs else None
        if not runs or (number is not None and before is not None and number <= before):
            runs.append([])
        runs[-1].append(point)
    following = [run for run in runs if clause in run or clause.order < run[0].order]
    return (following or runs[-1:])[0]
