"""What is read out of a clause for ranking it: its words, those of where it stands, its sentences with theirs.

Working that out takes up to some milliseconds a clause, and a question is ranked over a hundred clauses. So it is worked
out when a clause is indexed and kept beside the lexical index (``ReadingStore``), and what was read lately is
at hand in memory (``of_clause``). All of it can be made anew from the clause: what is not kept, cannot be read, or
was made of another text or by other rules, is worked out when it is asked for. So nothing here can be stale.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from importlib import metadata
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from corpus import text as cutting
from corpus.index import tokenizer
from corpus.index.tokenizer import words
from corpus.models import Clause
from corpus.text import sentences, squash

FILE_NAME = "readings.sqlite"
_AT_HAND = 10_000  # readings in memory: some 8 KB each
_AT_ONCE = 500  # rows a statement
_WAIT_S = 5.0  # for another process that writes to the file
_DIGEST_BYTES = 16
_TABLE = "CREATE TABLE IF NOT EXISTS readings (row INTEGER PRIMARY KEY, made_of BLOB, body TEXT)"

Words = frozenset[str]


@lru_cache(maxsize=20_000)
def squashed(text: str) -> str:
    """``corpus.text.squash``, kept: the same clauses are looked at for question after question."""
    return squash(text)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause."""

    text: str
    words: Words

    @property
    def squashed(self) -> str:
        """Its text as wordings are looked up in it."""
        return squashed(self.text)


@dataclass(frozen=True, eq=False)
class Reading:
    """A clause as ranking reads it."""

    text: str
    standing: str  # what says where it stands: ``standing_of``
    words: Words
    around: Words  # of the standing
    sentences: tuple[Sentence, ...]

    @cached_property
    def both(self) -> Words:
        """The words of the clause and of where it stands."""
        return self.words | self.around

    @cached_property
    def squashed(self) -> str:
        """Its text as wordings are looked up in it."""
        return squashed(self.text)

    @cached_property
    def squashed_around(self) -> str:
        """The same of where it stands."""
        return squashed(self.standing)


def standing_of(clause: Clause) -> str:
    """What says where a clause stands: its path, its label, its field and speaker."""
    return "\n".join([*clause.path, clause.label, clause.field or "", clause.speaker or ""])


def read(text: str, standing: str) -> Reading:
    """A clause read anew."""
    own = frozenset(words(text))
    parts = []
    for span in sentences(text, inside_quotations=True):
        part = text[span.start : span.end]
        parts.append(Sentence(part, own if part == text else frozenset(words(part))))
    return Reading(text, standing, own, frozenset(words(standing)), tuple(parts))


# -- in memory -----------------------------------------------------------------------------------------------

_Key = tuple[str, tuple[str, ...], str, str | None, str | None]


class _AtHand:
    """The readings used lately, by all that they are made of. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[_Key, Reading] = {}
        self._lock = threading.Lock()

    def get(self, clause: Clause) -> Reading | None:
        return self._kept.get(_key(clause))

    def keep(self, clause: Clause, reading: Reading) -> None:
        with self._lock:
            self._kept[_key(clause)] = reading
            for key in list(islice(self._kept, max(0, len(self._kept) - _AT_HAND))):
                del self._kept[key]

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_at_hand = _AtHand()


def _key(clause: Clause) -> _Key:
    return clause.text, clause.path, clause.label, clause.field, clause.speaker


def of_clause(clause: Clause) -> Reading:
    """The reading of a clause: the one at hand, else worked out now."""
    reading = _at_hand.get(clause)
    if reading is None:
        reading = read(clause.text, standing_of(clause))
        _at_hand.keep(clause, reading)
    return reading


def unread(clauses: Mapping[int, Clause]) -> dict[int, Clause]:
    """Those of these clauses, by row, whose reading is not at hand."""
    return {row: clause for row, clause in clauses.items() if _at_hand.get(clause) is None}


def forget() -> None:
    """Let go of what is at hand; it is read again from where it is kept."""
    _at_hand.clear()


# -- on disk -------------------------------------------------------------------------------------------------


@cache
def rules() -> str:
    """A digest of what clauses are read by: the modules that cut texts, and the dictionary with its tokeniser."""
    made = blake2b(digest_size=_DIGEST_BYTES)
    for package in ("sudachipy", "sudachidict_core"):
        made.update(f"{package} {metadata.version(package)}\0".encode())
    made.update(unicodedata.unidata_version.encode())
    for module in (tokenizer.__file__, cutting.__file__, __file__):
        made.update(Path(module).read_bytes())
    return made.hexdigest()


def digest_of(text: str, standing: str) -> bytes:
    """What a kept reading is known by: the text it was made of and the rules it was made by."""
    made = blake2b(rules().encode(), digest_size=_DIGEST_BYTES)
    for piece in (text, standing):
        encoded = piece.encode("utf-8", "surrogatepass")
        made.update(len(encoded).to_bytes(8, "big"))
        made.update(encoded)
    return made.digest()


class ReadingStore:
    """The readings of one audience's clauses, in one SQLite file. Safe to share between threads.

    A file that cannot be read or written costs time, never an answer: nothing is raised.
    """

    def __init__(self, folder: Path) -> None:
        """The file in ``folder``, made with the first reading kept."""
        self._path = folder / FILE_NAME
        self._connection: sqlite3.Connection | None = None
        self._made = False  # whether this process has seen to the table
        self._lock = threading.RLock()

    def put(self, readings: Mapping[int, Reading]) -> None:
        """Keep readings by row, in place of any there; others see them after ``commit``."""
        values = [(row, digest_of(one.text, one.standing), _body(one)) for row, one in readings.items()]
        self._change("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", values)

    def remove(self, rows: Iterable[int]) -> None:
        """Forget rows; rows not held are passed over."""
        self._change("DELETE FROM readings WHERE row = ?", [(row,) for row in rows])

    def clear(self) -> None:
        """Forget all rows."""
        self._change("DELETE FROM readings", [()])

    def commit(self) -> None:
        """Make the changes durable."""
        with self._lock, self._forgiving():
            if self._connection is not None and self._connection.in_transaction:
                self._connection.commit()

    def abandon(self) -> None:
        """Forget the changes since the last commit."""
        with self._lock, self._forgiving():
            if self._connection is not None and self._connection.in_transaction:
                self._connection.rollback()

    def recall(self, clauses: Mapping[int, Clause]) -> None:
        """Have the readings of these clauses, by row, at hand, as far as they are kept and made of just that."""
        with self._lock, self._forgiving():
            rows = list(clauses) if self._path.exists() else []
            for start in range(0, len(rows), _AT_ONCE):
                part = rows[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(part))
                query = f"SELECT row, made_of, body FROM readings WHERE row IN ({marks})"
                for row, made_of, body in self._open().execute(query, part).fetchall():
                    _recalled(clauses[row], made_of, body)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            connection, self._connection, self._made = self._connection, None, False
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def _change(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        with self._lock, self._forgiving():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._open()
            if not self._made:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_TABLE)
                self._made = True
            connection.executemany(statement, values)

    def _forgiving(self) -> suppress:
        return suppress(sqlite3.Error, OSError)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            name = quote(str(self._path.resolve()))
            # Where nothing may be written beside it, SQLite reads such a file only as one that does not change.
            mode = "rwc" if os.access(self._path.parent, os.W_OK) else "ro&immutable=1"
            self._connection = sqlite3.connect(
                f"file:{name}?mode={mode}", uri=True, timeout=_WAIT_S, check_same_thread=False
            )
            # The last readings before a power cut may be lost: they are worked out again.
            self._connection.execute("PRAGMA synchronous = NORMAL")
        return self._connection


def _body(reading: Reading) -> str:
    """A reading as kept: of a sentence where it stands, and its words unless they are those of the whole clause."""
    parts: list[list[object]] = []
    at = 0
    for one in reading.sentences:
        start = reading.text.index(one.text, at)
        at = start + len(one.text)
        parts.append([start, at, None if one.words == reading.words else sorted(one.words)])
    return json.dumps([sorted(reading.words), sorted(reading.around), parts], ensure_ascii=False)


def _recalled(clause: Clause, made_of: bytes, body: str) -> None:
    """Have a kept reading at hand, if it was made of this clause."""
    standing = standing_of(clause)
    if made_of != digest_of(clause.text, standing):
        return
    try:
        own, around, parts = json.loads(body)
        words_of = _set(own)
        told = tuple(
            Sentence(clause.text[start:end], words_of if its is None else _set(its))
            for start, end, its in parts
        )
    except (TypeError, ValueError):
        return
    _at_hand.keep(clause, Reading(clause.text, standing, words_of, _set(around), told))


def _set(some: Iterable[str]) -> Words:
    return frozenset(map(sys.intern, some))  # the same word in thousands of clauses is one string
