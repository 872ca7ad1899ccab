"""The lexical index of one audience: BM25 over words, in tantivy.

Words are made by ``corpus.index.tokenizer`` and handed to tantivy joined by spaces, so that this side alone
decides what a word is. Filters are part of tantivy's query, where they are cheap at any size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreBusy, StoreDamaged
from corpus.index.entries import Entry
from corpus.index.faults import REINDEX, writing
from corpus.index.tokenizer import fold, words
from corpus.models import Filters

if TYPE_CHECKING:
    from tantivy import DocAddress, Document, Index, IndexWriter, Query, Schema, Searcher

# A word in the clause's own text counts fully; one that stands only in its headings, label or title says what
# the clause belongs to, which all its siblings share, and so counts for less.
BODY_WEIGHT = 1.0
CONTEXT_WEIGHT = 0.4

# tantivy's k1 is 1.2 and cannot be set. A word written twice where it stands once is counted as with a k1 of .6, and
# lengths relate as before: 2f / (2f + 1.2 L) = f / (f + .6 L). What a passage says at all then counts for more, how
# often for less (docs/decisions/002).
_TIMES = 2
_K1 = 1.2
ONCE = _TIMES * (_K1 + 1) / (_TIMES + _K1)  # what a word adds, over its rarity, that stands once

# The writer's buffer. tantivy needs 15 MB a thread at least; one thread keeps segments few.
_HEAP_BYTES = 64_000_000
_FAR_PAST, _FAR_FUTURE = -(2**40), 2**40
_RAW_FIELDS = ("document_id", "kind")
_NAME_FIELDS = ("agency", "speaker")


@cache
def _schema() -> Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    for name in ("body", "context"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (*_RAW_FIELDS, *_NAME_FIELDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("meeting", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def _name(text: str) -> str:
    """A name for comparing: folded, without white space (第 330 回, ＡＢＣ 省)."""
    return re.sub(r"\s+", "", fold(text))


class LexicalIndex:
    """One tantivy index in one folder."""

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``, making it where there is none.

        Raises:
            StoreDamaged: the folder holds something that tantivy cannot open.
        """
        import tantivy

        self._folder = folder
        self._writer: IndexWriter | None = None
        with writing("lexical index", folder):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self._index: Index = tantivy.Index(_schema(), path=str(folder))
            except ValueError as error:
                if "space" in str(error).casefold():
                    raise
                raise StoreDamaged(
                    f"The lexical index in {folder} cannot be opened ({error}). {REINDEX}"
                ) from error
        self._index.config_reader("manual")
        self.reload()

    def reload(self) -> None:
        """See what has been committed since, by whatever process."""
        self._index.reload()
        self._searcher: Searcher = self._index.searcher()

    # -- writing -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Take the writer's lock; doing so again is free.

        Raises:
            StoreBusy: another process writes to this index.
        """
        if self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
                # What a writer left that was killed before its commit counted: tantivy would give the same names
                # to files of its own and then find that they exist.
                self._writer.garbage_collect_files()
            except ValueError as error:
                if "lock" in str(error).casefold():
                    raise StoreBusy(
                        "Another process is writing to the index. Wait until it is done, then try again."
                    ) from error
                raise

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries, each in place of any of the same row; seen after ``commit``."""
        latest = {entry.row: entry for entry in entries}
        self.remove(latest)
        assert self._writer is not None
        for entry in latest.values():
            self._writer.add_document(_document(entry))

    def remove(self, rows: Iterable[int]) -> None:
        """Remove the entries of these rows; rows not held are passed over."""
        self.begin()
        assert self._writer is not None
        # By query: tantivy-py makes a signed term of the number, which matches no unsigned field.
        self._writer.delete_documents_by_query(_row_set(list(rows)))

    def clear(self) -> None:
        """Remove every entry."""
        self.begin()
        assert self._writer is not None
        self._writer.delete_all_documents()

    def commit(self) -> None:
        """Make the changes durable and visible, and give the writer's lock back."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.commit()
            writer.wait_merging_threads()
            self.reload()

    def abandon(self) -> None:
        """Forget the changes since the last commit and give the writer's lock back."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.rollback()

    # -- reading -------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def rows(self) -> set[int]:
        """The rows of all entries."""
        return set(self._rows(self._matching(_all(), max(1, len(self)))))

    def count(self, filters: Filters) -> int:
        """How many entries pass the filters."""
        query = self._filter(filters)
        if query is None:
            return len(self)
        return int(self._searcher.search(query, limit=1, count=True).count or 0)

    def passing(self, filters: Filters, limit: int) -> list[int]:
        """Rows of entries that pass the filters, ``limit`` at most, in no particular order."""
        return self._rows(self._matching(self._filter(filters) or _all(), limit))

    def keep(self, rows: Sequence[int], filters: Filters) -> set[int]:
        """Those of ``rows`` that are held and pass the filters."""
        if not rows:
            return set()
        query = self._both(_row_set(rows), self._filter(filters))
        return set(self._rows(self._matching(query, len(rows))))

    def search(self, tokens: Sequence[str], filters: Filters, limit: int) -> dict[int, float]:
        """The best ``limit`` rows for the words of a query, with their raw BM25 sums."""
        query = self._query(tokens)
        if query is None:
            return {}
        return self._scores(self._both(query, self._filter(filters)), limit)

    def scores(self, tokens: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Raw BM25 sums of given rows; rows without any of the words are left out."""
        query = self._query(tokens)
        if query is None or not rows:
            return {}
        return self._scores(self._both(query, _row_set(rows)), len(rows))

    def full_score(self, tokens: Sequence[str]) -> float:
        """The BM25 sum of a clause of average length that carries every word of the query once.

        A word that stands once in a clause of average length adds ``ONCE`` times its inverse document frequency,
        ln(1 + (N - n + .5) / (n + .5)).
        """
        total = self._searcher.num_docs
        return BODY_WEIGHT * ONCE * sum(_idf(total, self._frequency(token)) for token in set(tokens))

    def rarity(self, token: str) -> float:
        """The inverse document frequency of a word: high for a rare one, highest for one not held."""
        return _idf(self._searcher.num_docs, self._frequency(token))

    def _frequency(self, token: str) -> int:
        return int(self._searcher.doc_freq("body", token))

    def _scores(self, query: Query, limit: int) -> dict[int, float]:
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._rows([address for _, address in hits])
        return {row: float(hit[0]) for row, hit in zip(rows, hits, strict=True)}

    def _matching(self, query: Query, limit: int) -> list[DocAddress]:
        import tantivy

        constant = tantivy.Query.const_score_query(query, 1.0)
        hits = self._searcher.search(constant, limit=limit, count=False).hits
        return [address for _, address in hits]

    def _rows(self, addresses: list[DocAddress]) -> list[int]:
        return [int(row) for row in self._searcher.fast_field_values("row", addresses)] if addresses else []

    # -- queries -------------------------------------------------------------------------------------------

    def _query(self, tokens: Sequence[str]) -> Query | None:
        """Any of the words, in body or context; a word said twice counts once."""
        import tantivy

        parts = []
        for token in dict.fromkeys(tokens):
            for field, weight in (("body", BODY_WEIGHT), ("context", CONTEXT_WEIGHT)):
                term = tantivy.Query.term_query(_schema(), field, token, index_option="freq")
                parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, weight)))
        return tantivy.Query.boolean_query(parts) if parts else None

    def _filter(self, filters: Filters) -> Query | None:
        """The filters as a query, or None where nothing is filtered."""
        import tantivy

        schema = _schema()
        parts: list[Query] = []
        for field in _RAW_FIELDS:
            if (value := getattr(filters, field)) is not None:
                parts.append(tantivy.Query.term_query(schema, field, str(value), index_option="basic"))
        for field in _NAME_FIELDS:
            if (value := getattr(filters, field)) is not None:
                # Part of a name is enough: 清水 for 清水委員.
                pattern = f".*{_escape(_name(value))}.*"
                parts.append(tantivy.Query.regex_query(schema, field, pattern))
        if filters.meeting is not None:
            parts.append(tantivy.Query.term_query(schema, "meeting", filters.meeting))
        if filters.date_from is not None or filters.date_to is not None:
            first = filters.date_from.toordinal() if filters.date_from else _FAR_PAST
            last = filters.date_to.toordinal() if filters.date_to else _FAR_FUTURE
            parts.append(tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last))
        if not parts:
            return None
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def _both(self, query: Query, filter_: Query | None) -> Query:
        """A query whose score is that of ``query`` alone, restricted to ``filter_``."""
        import tantivy

        if filter_ is None:
            return query
        silent = tantivy.Query.const_score_query(filter_, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)])


@lru_cache(maxsize=20_000)
def _line_words(line: str) -> str:
    """The words of a line of context: titles and headings, which all clauses below them share."""
    return _written(line)


def _written(text: str) -> str:
    """The words of a text as the index gets them."""
    return " ".join(word for word in words(text) for _ in range(_TIMES))


def body_words(text: str) -> list[str]:
    """The words of a clause's own text, as often as the index gets them."""
    return _written(text).split()


def context_words(context: str) -> list[str]:
    """The words of a context; its lines are those of many clauses, and each is read once."""
    return [word for line in context.splitlines() for word in _line_words(line).split()]


def _document(entry: Entry) -> Document:
    """An entry as tantivy stores it."""
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("row", entry.row)
    document.add_text("body", _written(entry.text))
    document.add_text("context", " ".join(context_words(entry.context)))
    document.add_text("document_id", entry.document_id)
    document.add_text("kind", entry.kind.value)
    for field, value in (("agency", entry.agency), ("speaker", entry.speaker)):
        if value:
            document.add_text(field, _name(value))
    if entry.meeting is not None:
        document.add_integer("meeting", entry.meeting)
    if entry.day is not None:
        document.add_integer("day", entry.day.toordinal())
    return document


def _idf(total: int, frequency: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _escape(text: str) -> str:
    """A name as a literal in tantivy's regular expressions (those of Rust's regex crate)."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&\-~])", r"\\\1", text)


def _all() -> Query:
    import tantivy

    return tantivy.Query.all_query()


def _row_set(rows: Sequence[int]) -> Query:
    import tantivy

    return tantivy.Query.term_set_query(_schema(), "row", list(rows))
