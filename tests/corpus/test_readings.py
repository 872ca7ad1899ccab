"""What is read of clauses and kept beside the index: never stale, never missed where it is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.index import Entry, Indexes, readings
from corpus.index.readings import FILE_NAME, ReadingStore, of_clause, read, standing_of, unread
from corpus.models import Clause, ClauseKind, DocumentKind

ROOT = Path(__file__).parents[2]
PUBLIC = frozenset({"public"})
TEXTS = {
    1: "再委託先の管理についても十分に実施いただきたい。",
    2: "委託先の監督が要る。委託先の監督が要る。  具体の内容は「検討する。」とした。",  # a sentence said twice
    3: "・暗号化\n・ＶＰＮ等の接続",
    4: "。",
}


class Plain:
    """An embedder without a model: what is tested here asks for no vectors."""

    name, revision, dimensions = "plain", "1", 4
    folder: Path | None = None

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)

    encode_queries = encode_passages


@pytest.fixture(autouse=True)
def _nothing_at_hand() -> Iterator[None]:
    readings.forget()
    yield
    readings.forget()


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that had to be cut into words."""
    cut: list[str] = []
    monkeypatch.setattr(readings, "words", lambda text: cut.append(text) or [text])
    return cut


def clause(row: int, text: str | None = None, label: str = "第1回 議題1") -> Clause:
    return Clause(
        id=f"minutes-1.p{row}",
        document_id="minutes-1",
        kind=ClauseKind.PARAGRAPH,
        label=label,
        path=("節", str(row)),
        text=TEXTS[row] if text is None else text,
        speaker="清水委員",
    )


def entry(row: int) -> Entry:
    one = clause(row)
    return Entry(
        row=row,
        text=one.text,
        standing=standing_of(one),
        document_id="minutes-1",
        kind=DocumentKind.MINUTES,
    )


def kept(tmp_path: Path) -> ReadingStore:
    """A store that was written and closed, opened anew."""
    store = ReadingStore(tmp_path)
    store.put({row: read(text, standing_of(clause(row))) for row, text in TEXTS.items()})
    store.commit()
    store.close()
    return ReadingStore(tmp_path)


def rows_in(folder: Path) -> set[int]:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        return {row for (row,) in connection.execute("SELECT row FROM readings")}


def test_a_reading_comes_back_as_it_was_worked_out(tmp_path: Path) -> None:
    worked_out = {row: read(text, standing_of(clause(row))) for row, text in TEXTS.items()}
    kept(tmp_path).recall({row: clause(row) for row in TEXTS})
    assert not unread({row: clause(row) for row in TEXTS})
    for row, one in worked_out.items():
        recalled = of_clause(clause(row))
        assert (recalled.text, recalled.standing) == (one.text, one.standing)
        assert (recalled.words, recalled.around, recalled.both) == (one.words, one.around, one.both)
        assert recalled.sentences == one.sentences
    assert [one.text for one in worked_out[2].sentences][:2] == ["委託先の監督が要る。"] * 2


def test_what_is_recalled_is_not_cut_into_words_again(tmp_path: Path, untold: list[str]) -> None:
    own = read(TEXTS[1], standing_of(clause(1)))
    store = ReadingStore(tmp_path)
    store.put({1: own})
    untold.clear()
    store.recall({1: clause(1)})
    assert of_clause(clause(1)).words == own.words
    assert untold == []
    of_clause(clause(2))
    assert untold  # the same look would have seen it


@pytest.mark.parametrize(
    "other", [clause(1, text="別の文である。"), clause(1, label="第2回 議題1")], ids=["text", "place"]
)
def test_a_reading_of_something_else_under_the_same_row_is_not_used(tmp_path: Path, other: Clause) -> None:
    kept(tmp_path).recall({1: other})
    assert unread({1: other})
    assert of_clause(other).words == read(other.text, standing_of(other)).words


def test_a_reading_made_by_other_rules_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = kept(tmp_path)
    monkeypatch.setattr(readings, "rules", lambda: "another dictionary")
    store.recall({1: clause(1)})
    assert unread({1: clause(1)})


def test_the_rules_follow_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    now = readings.rules.__wrapped__()
    assert readings.rules.__wrapped__() == now
    real = readings.metadata.version
    monkeypatch.setattr(
        readings.metadata, "version", lambda name: "0" if name == "sudachidict_core" else real(name)
    )
    assert readings.rules.__wrapped__() != now


@pytest.mark.parametrize("body", ["", "[1, 2]", '[["a"], ["b"], [[0]]]', "null", '["a", "b", [3]]'])
def test_a_damaged_reading_is_worked_out_again(tmp_path: Path, body: str) -> None:
    kept(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE readings SET body = ? WHERE row = 1", (body,))
    ReadingStore(tmp_path).recall({1: clause(1), 2: clause(2)})
    assert list(unread({1: clause(1), 2: clause(2)})) == [1]


def test_a_damaged_file_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all" * 500)
    store = ReadingStore(tmp_path)
    store.recall({1: clause(1)})
    store.put({1: read(TEXTS[1], "")})
    store.commit()
    store.remove([1])
    store.clear()
    store.abandon()
    store.close()
    assert unread({1: clause(1)})


def test_no_file_is_made_by_looking(tmp_path: Path) -> None:
    ReadingStore(tmp_path).recall({1: clause(1)})
    assert not list(tmp_path.iterdir())


def test_what_is_abandoned_was_never_kept(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.remove([2])
    store.put({9: read("罰則の規定", "")})
    store.abandon()
    store.close()
    assert rows_in(tmp_path) == set(TEXTS)


def test_the_index_keeps_readings_and_forgets_them_with_their_rows(
    tmp_path: Path, untold: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = Indexes.open(tmp_path, Plain())
    indexes.add("public", [entry(row) for row in TEXTS])
    untold.clear()
    reader = Indexes.open(tmp_path, Plain())
    reader.recall(PUBLIC, {row: clause(row) for row in TEXTS})
    assert not unread({row: clause(row) for row in TEXTS})
    indexes.remove("public", [2, 3])  # as documents that are retired or replaced are
    assert rows_in(tmp_path / "index" / "public") == {1, 4}
    readings.forget()
    reader.recall(PUBLIC, {row: clause(row) for row in TEXTS})
    assert set(unread({row: clause(row) for row in TEXTS})) == {2, 3}
    indexes.clear("public")
    assert not rows_in(tmp_path / "index" / "public")
    assert not untold


def test_an_entry_that_says_no_place_keeps_no_reading(tmp_path: Path) -> None:
    Indexes.open(tmp_path, Plain()).add("public", [entry(1).model_copy(update={"standing": None}), entry(2)])
    assert rows_in(tmp_path / "index" / "public") == {2}


def test_what_other_audiences_may_read_is_not_recalled(tmp_path: Path) -> None:
    indexes = Indexes.open(tmp_path, Plain())
    indexes.add("commission", [entry(1)])
    indexes.recall(PUBLIC, {1: clause(1)})
    assert unread({1: clause(1)})
    indexes.recall(frozenset({"commission"}), {1: clause(1)})
    assert not unread({1: clause(1)})


def test_a_rebuilt_index_has_the_readings_of_what_is_in_it(tmp_path: Path) -> None:
    Indexes.open(tmp_path, Plain()).add("public", [entry(row) for row in (1, 2)])
    reader = Indexes.open(tmp_path, Plain())
    reader.recall(PUBLIC, {1: clause(1)})
    with Indexes.rebuilding(tmp_path, Plain()) as fresh:
        fresh.add("public", [entry(row) for row in (2, 3)])
    assert rows_in(tmp_path / "index" / "public") == {2, 3}
    readings.forget()
    reader.recall(PUBLIC, {row: clause(row) for row in (1, 2, 3)})  # it was open all the while
    assert set(unread({row: clause(row) for row in (1, 2, 3)})) == {1}


def test_a_store_without_readings_reads_as_before(tmp_path: Path) -> None:
    indexes = Indexes.open(tmp_path, Plain())
    indexes.add("public", [entry(1)])
    indexes.close()
    for path in (tmp_path / "index" / "public").glob(FILE_NAME + "*"):
        path.unlink()
    indexes = Indexes.open(tmp_path, Plain())
    indexes.recall(PUBLIC, {1: clause(1)})
    assert of_clause(clause(1)).words == read(TEXTS[1], "").words
    indexes.add("public", [entry(2)])  # those that come are kept again
    assert rows_in(tmp_path / "index" / "public") == {2}


def test_a_writer_killed_before_its_commit_leaves_what_was_there(tmp_path: Path) -> None:
    kept(tmp_path).close()
    code = f"""
import os, signal
from pathlib import Path
from corpus.index.readings import ReadingStore, read
store = ReadingStore(Path({str(tmp_path)!r}))
store.remove([1])
store.put({{row: read("罰則の規定" * 200, str(row)) for row in range(50, 250)}})
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    store = ReadingStore(tmp_path)
    store.recall({row: clause(row) for row in TEXTS})
    assert not unread({row: clause(row) for row in TEXTS})
    store.put({9: read("罰則の規定", "")})
    store.commit()
    store.close()
    assert rows_in(tmp_path) == {*TEXTS, 9}
