"""Short forms that documents define, met in a question: their long forms as other wordings, and the other way.

A name (番号法) means the same in every document, unless two documents give it to different things. Any other
short form (法, 本システム, 委託先) means what its document says only in a question about that document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.glossary.matching import fold
from corpus.models import Abbreviation, Document, Filters
from corpus.text import squash

_HAN = re.compile(r"[一-鿿々]")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_LATIN = re.compile(r"[a-z0-9]")
_ALONE = (
    2  # a form of so many characters or fewer must not stand within a run of Han: 法 in 方法, 機構 in 機構図
)


@dataclass(frozen=True)
class Expansion:
    """A form met in a question, folded, and what else the record calls it, the wordings as defined."""

    matched: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class ShortForms:
    """All forms that a reader's documents define, made ready for looking up."""

    everywhere: dict[str, tuple[str, ...]] = field(default_factory=dict)  # folded form -> its other wordings
    within: dict[str, tuple[Abbreviation, ...]] = field(
        default_factory=dict
    )  # document id -> those it defines
    firsts: dict[str, tuple[str, ...]] = field(default_factory=dict)  # first two characters -> folded forms

    def met_in(self, text: str, document_ids: Collection[str] = ()) -> tuple[Expansion, ...]:
        """The forms that a text has, with the wordings that it does not have itself, in the order of the text.

        ``document_ids`` are the documents that the question names: what they define counts there.
        """
        asked = fold(text)
        pairs: dict[str, dict[str, None]] = defaultdict(dict)
        for form in {f for at in range(len(asked)) for f in self.firsts.get(asked[at : at + 2], ())}:
            pairs[form].update(dict.fromkeys(self.everywhere[form]))
        for one in (one for id_ in document_ids for one in self.within.get(id_, ())):
            pairs[fold(one.short)][one.long] = None
            pairs[fold(one.long)][one.short] = None
        squashed = squash(text)
        met = {
            form: tuple(other for other in others if squash(other) not in squashed)
            for form, others in pairs.items()
            if _stands_in(asked, form)
        }
        ordered = sorted(
            (form for form, others in met.items() if others), key=lambda f: (asked.index(f), -len(f))
        )
        outer = [form for form in ordered if not any(form != other and form in other for other in ordered)]
        return tuple(Expansion(form, met[form]) for form in outer)


def short_forms_of(abbreviations: Iterable[Abbreviation]) -> ShortForms:
    """The forms made ready; names that documents give to different things count in those documents only."""
    every = tuple(abbreviations)
    longs: dict[str, set[str]] = defaultdict(set)
    within: dict[str, list[Abbreviation]] = defaultdict(list)
    for one in every:
        longs[fold(one.short)].add(squash(one.long))
        within[one.document_id].append(one)
    everywhere: dict[str, dict[str, None]] = defaultdict(dict)
    for one in every:
        if one.name and len(longs[fold(one.short)]) == 1:
            everywhere[fold(one.short)][one.long] = None
            everywhere[fold(one.long)][one.short] = None
    firsts: dict[str, list[str]] = defaultdict(list)
    for form in everywhere:
        firsts[form[:2]].append(form)
    return ShortForms(
        everywhere={form: tuple(others) for form, others in everywhere.items()},
        within={document_id: tuple(held) for document_id, held in within.items()},
        firsts={first: tuple(forms) for first, forms in firsts.items()},
    )


def documents_meant(
    documents: Iterable[Document], document_ids: Sequence[str], meetings: Collection[int], filters: Filters
) -> tuple[str, ...]:
    """The documents that a question names, itself or by their meeting, or that it is restricted to."""
    ids = {*document_ids, filters.document_id}
    numbers = {*meetings, filters.meeting} - {None}
    return tuple(d.id for d in documents if d.id in ids or (d.meeting is not None and d.meeting in numbers))


def _stands_in(text: str, form: str) -> bool:
    """Whether the text has the form and not only as a part of other words."""
    at = text.find(form)
    while at >= 0:
        if not any(
            _runs_on(text, form, *edge) for edge in ((at, at - 1), (at + len(form) - 1, at + len(form)))
        ):
            return True
        at = text.find(form, at + 1)
    return False


def _runs_on(text: str, form: str, inner: int, outer: int) -> bool:
    """Whether the word at an edge of the form goes on beyond it."""
    if not 0 <= outer < len(text):
        return False
    scripts = (_LATIN, _KATAKANA, *((_HAN,) if len(form) <= _ALONE else ()))
    return any(script.match(text[inner]) and script.match(text[outer]) for script in scripts)
