import datetime as dt
import errno
import itertools
import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import (
    EmbedderMismatch,
    InputError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreTooNew,
)
from corpus.index import Entry, Indexes, SearchText
from corpus.index import partition as partitions
from corpus.index import snapshot as snapshots
from corpus.index.fusion import Fusion, load_fusion
from corpus.models import DocumentKind, Filters

ROOT = Path(__file__).parents[2]
PUBLIC = frozenset({"public"})
BOTH = frozenset({"public", "commission"})


class Bigrams:
    """An embedder of hashed character pairs: no model needed, related texts near one another."""

    name = "bigrams"
    dimensions = 128
    folder: Path | None = None

    def __init__(self, revision: str = "1") -> None:
        self.revision = revision

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            for pair in itertools.pairwise(text):
                vectors[place, zlib.crc32("".join(pair).encode()) % self.dimensions] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    encode_passages = encode_queries


TEXTS = [
    "再委託先の管理についても十分に実施いただきたい。",
    "委託先の監督について、具体の内容を検討する予定である。",
    "電子記録媒体を持ち出すときは暗号化を確実に実行する必要がある。",
    "接続回線をＶＰＮ等とすることとしている。",
    "議事の内容については非公表とする。",
    "サーバー室への入退室を管理する。",
]


def entry(row: int, text: str, **given: object) -> Entry:
    fields: dict[str, object] = {"document_id": "minutes-330", "kind": DocumentKind.MINUTES, **given}
    return Entry.model_validate({"row": row, "text": text, **fields})


def entries() -> list[Entry]:
    return [entry(row, text) for row, text in enumerate(TEXTS, 1)]


@pytest.fixture
def indexes(tmp_path: Path) -> Indexes:
    found = Indexes.open(tmp_path, Bigrams())
    found.add("public", entries())
    return found


def found(indexes: Indexes, text: str, limit: int = 10, **filters: object) -> list[int]:
    scored = indexes.search(PUBLIC, SearchText(text=text), Filters.model_validate(filters), limit)
    return [one.row for one in scored]


def test_the_best_clause_comes_first_with_the_scores_of_both_legs(indexes: Indexes) -> None:
    scored = indexes.search(PUBLIC, SearchText(text="再委託先の管理"), Filters(), 3)
    assert scored[0].row == 1
    assert scored[0].score == max(one.score for one in scored)
    assert 0 < scored[0].lexical <= 1
    assert scored[0].bm25 > 0
    query, clause = Bigrams().encode_queries(["再委託先の管理", TEXTS[0]])
    assert scored[0].dense == pytest.approx(float(query @ clause), abs=1e-5)


def test_variants_find_one_another(indexes: Indexes) -> None:
    assert found(indexes, "VPN", 1) == [4]
    assert found(indexes, "サーバ室", 1) == [6]


def test_terms_count_like_words_of_the_text(indexes: Indexes) -> None:
    scored = indexes.search(PUBLIC, SearchText(text="encryption", terms=("暗号化",)), Filters(), 1)
    assert [one.row for one in scored] == [3]
    assert scored[0].lexical > 0


def test_context_finds_but_counts_less_than_the_clause_itself(tmp_path: Path) -> None:
    indexes = Indexes.open(tmp_path, Bigrams())
    indexes.add(
        "public",
        [entry(1, "次のとおりとする。", context="物理的安全管理措置"), entry(2, "物理的安全管理措置")],
    )
    scored = indexes.search(PUBLIC, SearchText(text="物理的安全管理措置"), Filters(), 2)
    assert [one.row for one in scored] == [2, 1]
    assert scored[0].bm25 > scored[1].bm25 > 0


def test_adding_a_row_again_replaces_it(indexes: Indexes) -> None:
    indexes.add("public", [entry(1, "罰則は定められていない。")])
    assert indexes.rows("public") == set(range(1, 7))
    assert found(indexes, "罰則", 1) == [1]
    assert indexes.search(PUBLIC, SearchText(text="再委託"), Filters(), 10)[0].row != 1


def test_removed_rows_are_found_no_more(indexes: Indexes) -> None:
    indexes.remove("public", [1, 99])
    assert indexes.rows("public") == {2, 3, 4, 5, 6}
    assert 1 not in found(indexes, "再委託先の管理")


def test_a_cleared_audience_is_empty_and_can_be_filled_again(indexes: Indexes) -> None:
    indexes.clear("public")
    assert indexes.rows("public") == set()
    assert found(indexes, "再委託") == []
    indexes.add("public", entries()[:2])
    assert indexes.rows("public") == {1, 2}


def test_no_audience_finds_anything_of_another(indexes: Indexes) -> None:
    indexes.add("commission", [entry(50, "再委託先の管理に関する内部の検討")])
    assert 50 not in found(indexes, "再委託先の管理に関する内部の検討")
    assert indexes.search(BOTH, SearchText(text="内部の検討"), Filters(), 1)[0].row == 50
    assert indexes.search(frozenset(), SearchText(text="再委託"), Filters(), 5) == []
    assert indexes.search(frozenset({"nobody"}), SearchText(text="再委託"), Filters(), 5) == []
    assert indexes.audiences() == BOTH


@pytest.mark.parametrize("name", ["../other", "", "A", "a/b", "chroma/x"])
def test_an_audience_is_a_name_and_never_a_path(indexes: Indexes, name: str) -> None:
    with pytest.raises(InputError):
        indexes.add(name, entries())
    with pytest.raises(InputError):
        indexes.search(frozenset({name}), SearchText(text="委託"), Filters(), 5)


@pytest.mark.parametrize("few", [2000, 0])
@pytest.mark.parametrize("largest", [50_000, 0])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "summary"}, {11}),
        ({"meeting": 205}, {12}),
        ({"document_id": "summary-300"}, {11}),
        ({"date_from": "2024-01-01"}, {10, 11}),
        ({"date_to": "2024-01-01"}, {12}),
        ({"date_from": "2024-01-01", "date_to": "2025-01-01"}, {11}),
        ({"agency": "国土交通大臣"}, {10}),
        ({"speaker": "清水"}, {11}),
        ({"speaker": "清水 委員"}, {11}),
        ({"speaker": "清.*"}, set()),
        ({"meeting": 330, "kind": "summary"}, set()),
    ],
)
def test_filters_hold_for_both_legs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    filters: dict[str, object],
    expected: set[int],
    few: int,
    largest: int,
) -> None:
    """With the few scored one by one or with over-fetching, on the snapshot or on Chroma: one result."""
    monkeypatch.setattr(partitions, "FEW", few)
    monkeypatch.setattr(snapshots, "LARGEST", largest)
    indexes = Indexes.open(tmp_path, Bigrams())
    text = "委託先の監督について検討する"
    made = [
        entry(10, text, meeting=330, day=dt.date(2025, 7, 30), agency="国土交通大臣"),
        entry(
            11, text, document_id="summary-300", kind="summary", day=dt.date(2024, 9, 11), speaker="清水委員"
        ),
        entry(12, text, meeting=205, day=dt.date(2022, 4, 13), speaker="事務局"),
        entry(13, "全く別の話", agency="総務大臣"),
    ]
    indexes.add("public", made)
    scored = indexes.search(PUBLIC, SearchText(text=text), Filters.model_validate(filters), 10)
    assert {one.row for one in scored} == expected
    for one in scored:
        assert one.dense == pytest.approx(1.0, abs=1e-4)
        assert one.lexical > 0.5


def test_snapshot_and_chroma_give_the_same_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexes = Indexes.open(tmp_path, Bigrams())
    indexes.add("public", entries())
    with_snapshot = indexes.search(PUBLIC, SearchText(text="委託先の管理"), Filters(), 6)
    for path in (tmp_path / "index" / "public").glob("dense-*"):
        path.unlink()
    without = Indexes.open(tmp_path, Bigrams()).search(PUBLIC, SearchText(text="委託先の管理"), Filters(), 6)
    assert [one.row for one in without] == [one.row for one in with_snapshot]
    for one, other in zip(without, with_snapshot, strict=True):
        assert one.dense == pytest.approx(other.dense, abs=1e-5)
        assert one.score == pytest.approx(other.score, abs=1e-5)


def test_a_damaged_snapshot_is_passed_over(indexes: Indexes, tmp_path: Path) -> None:
    before = found(indexes, "再委託先の管理")
    for path in (tmp_path / "index" / "public").glob("dense-*"):
        path.write_bytes(path.read_bytes()[:90])
    again = Indexes.open(tmp_path, Bigrams())
    assert found(again, "再委託先の管理") == before
    again.add("public", [entry(7, "新しい条項")])
    assert again.rows("public") == set(range(1, 8))
    assert found(Indexes.open(tmp_path, Bigrams()), "新しい条項", 1) == [7]


def test_a_search_on_the_snapshot_imports_neither_chroma_nor_torch(indexes: Indexes, tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_indexes import *
print(found(Indexes.open(Path({str(tmp_path)!r}), Bigrams()), "再委託先の管理", 1))
print(sorted({{"torch", "transformers", "chromadb"}} & set(sys.modules)))
"""
    assert _python(code) == ["[1]", "[]"]


def test_another_model_or_revision_is_refused_with_the_command_to_run(
    indexes: Indexes, tmp_path: Path
) -> None:
    with pytest.raises(EmbedderMismatch, match="senrei reindex"):
        Indexes.open(tmp_path, Bigrams(revision="2"))


def test_rebuilding_replaces_the_index_at_the_end_and_not_before(indexes: Indexes, tmp_path: Path) -> None:
    with Indexes.rebuilding(tmp_path, Bigrams(revision="2")) as fresh:
        fresh.add("public", entries()[:2])
        assert len(found(indexes, "委託", 10)) == 6
    assert Indexes.open(tmp_path, Bigrams(revision="2")).rows("public") == {1, 2}
    with pytest.raises(EmbedderMismatch):
        found(indexes, "委託")


def test_a_rebuilding_that_fails_leaves_the_index_as_it_was(indexes: Indexes, tmp_path: Path) -> None:
    def fail() -> None:
        with Indexes.rebuilding(tmp_path, Bigrams()) as fresh:
            fresh.add("public", entries()[:2])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Indexes.open(tmp_path, Bigrams()).rows("public") == set(range(1, 7))


def test_rebuilding_needs_no_sound_index_to_start_from(indexes: Indexes, tmp_path: Path) -> None:
    (tmp_path / "index" / "index.json").write_text("{")
    with pytest.raises(StoreDamaged, match="senrei reindex"):
        Indexes.open(tmp_path, Bigrams())
    with Indexes.rebuilding(tmp_path, Bigrams()) as fresh:
        fresh.add("public", entries()[:1])
    assert Indexes.open(tmp_path, Bigrams()).rows("public") == {1}


def test_an_index_of_a_newer_version_is_refused(indexes: Indexes, tmp_path: Path) -> None:
    path = tmp_path / "index" / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(StoreTooNew, match="newer version"):
        Indexes.open(tmp_path, Bigrams())


def test_damaged_legs_name_the_way_out(indexes: Indexes, tmp_path: Path) -> None:
    indexes.close()
    meta = tmp_path / "index" / "public" / "lexical" / "meta.json"
    sound = meta.read_bytes()
    meta.write_bytes(b"{")
    with pytest.raises(StoreDamaged, match="senrei reindex"):
        found(Indexes.open(tmp_path, Bigrams()), "委託")
    meta.write_bytes(sound)
    (tmp_path / "index" / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreDamaged, match="senrei reindex"):
        Indexes.open(tmp_path, Bigrams()).rows("public")


def test_a_full_disk_is_said_and_the_next_change_completes(
    indexes: Indexes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(snapshots.Snapshot, "write", full)
        with pytest.raises(StoreError, match="disk is full"):
            indexes.add("public", [entry(7, "新しい条項")])
    again = Indexes.open(tmp_path, Bigrams())
    again.add("public", [entry(8, "もう一つの条項")])
    assert again.rows("public") == set(range(1, 9))
    assert found(again, "新しい条項", 1) == [7]


def test_a_second_writer_is_told_to_wait(indexes: Indexes, tmp_path: Path) -> None:
    with indexes.batch():
        indexes.add("public", [entry(7, "新しい条項")])
        with pytest.raises(StoreBusy, match="Wait"):
            Indexes.open(tmp_path, Bigrams()).add("public", [entry(8, "もう一つの条項")])
    assert indexes.rows("public") == set(range(1, 8))


def test_a_failed_batch_is_made_good_by_the_next(indexes: Indexes, tmp_path: Path) -> None:
    def fail() -> None:
        with indexes.batch():
            indexes.add("public", [entry(7, "新しい条項")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    indexes.add("public", [entry(7, "新しい条項"), entry(8, "もう一つの条項")])
    assert indexes.rows("public") == set(range(1, 9))
    assert found(indexes, "新しい条項", 1) == [7]


def test_a_reader_sees_what_another_process_wrote(indexes: Indexes, tmp_path: Path) -> None:
    assert found(indexes, "罰則", 1) != [70]
    _python(_writer(tmp_path, 'indexes.add("public", [entry(70, "罰則の規定")])'))
    assert found(indexes, "罰則", 1) == [70]
    assert indexes.rows("public") == {1, 2, 3, 4, 5, 6, 70}
    _python(_writer(tmp_path, 'indexes.remove("public", [70])'))
    assert 70 not in found(indexes, "罰則")


def test_a_reader_of_chroma_sees_what_another_process_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "LARGEST", 0)
    indexes = Indexes.open(tmp_path, Bigrams())
    indexes.add("public", entries())
    assert not list(tmp_path.rglob("dense-*"))
    assert found(indexes, "罰則", 1) != [70]
    _python(_writer(tmp_path, 'snapshots.LARGEST = 0\nindexes.add("public", [entry(70, "罰則の規定")])'))
    assert found(indexes, "罰則の規定", 1) == [70]


@pytest.mark.parametrize("at", ["vectors", "lexical", "snapshot"])
def test_a_killed_writer_leaves_an_index_that_opens_and_completes(
    indexes: Indexes, tmp_path: Path, at: str
) -> None:
    step = {
        "vectors": "VectorStore.upsert",
        "lexical": "LexicalIndex.commit",
        "snapshot": "snapshots.Snapshot.write",
    }[at]
    code = _writer(
        tmp_path,
        f"""
from corpus.index.vectors import VectorStore
from corpus.index.lexical import LexicalIndex
real = {step}
def then_die(*given, **named):
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
{step} = then_die
indexes.add("public", [entry(70, "罰則の規定")])
""",
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    again = Indexes.open(tmp_path, Bigrams())
    assert set(found(again, "再委託先の管理")) >= {1, 2, 3, 4, 5, 6}
    again.add("public", [entry(70, "罰則の規定"), entry(71, "罰則の例外")])
    assert again.rows("public") == {1, 2, 3, 4, 5, 6, 70, 71}
    assert set(found(again, "罰則", 2)) == {70, 71}
    assert set(found(Indexes.open(tmp_path, Bigrams()), "罰則", 2)) == {70, 71}


def test_searching_an_empty_store_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    indexes = Indexes.open(tmp_path, Bigrams())
    assert found(indexes, "委託") == []
    assert indexes.rows("public") == set()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "。", "   ", "zzzz qqqq", "委" * 5000, "a:b AND (c", "🗿"])
def test_odd_questions_do_no_harm(indexes: Indexes, text: str) -> None:
    for one in indexes.search(PUBLIC, SearchText(text=text), Filters(), 5):
        assert 0 <= one.score <= 1.5
        assert 0 <= one.lexical <= 1


def test_fusion_brings_both_legs_to_a_share() -> None:
    fusion = Fusion(lexical=0.75, dense=0.25, floor=0.2, ceiling=0.8)
    assert fusion.lexical_part(6, 12) == 0.5
    assert fusion.lexical_part(20, 12) == 1
    assert fusion.dense_part(0.5) == pytest.approx(0.5)
    assert fusion.dense_part(-1) == 0
    assert fusion.score(6, 12, 0.8) == pytest.approx(0.625)
    assert fusion.score(18, 12, 0.8) > fusion.score(12, 12, 0.8) == pytest.approx(1)
    assert fusion.score(99, 12, 0.8) == fusion.score(18, 12, 0.8)


@pytest.mark.parametrize("full", [0.0, 12.7])
@pytest.mark.parametrize("fusion", [Fusion(), Fusion(lexical=0, dense=0), Fusion(floor=0.5, ceiling=0.5)])
def test_many_scores_are_those_of_one_at_a_time(fusion: Fusion, full: float) -> None:
    sums = np.random.default_rng(2).uniform(0, 30, 200)
    cosines = np.random.default_rng(3).uniform(-1, 1, 200)
    one_by_one = [fusion.score(b, full, c) for b, c in zip(sums.tolist(), cosines.tolist(), strict=True)]
    assert fusion.scores(sums, full, cosines).tolist() == one_by_one
    assert fusion.score(0, 0, 0.2) == 0


def test_the_stores_own_weights_win_over_the_models(tmp_path: Path) -> None:
    model, store = tmp_path / "model", tmp_path / "store"
    for folder, lexical in ((model, 0.3), (store, 0.8)):
        folder.mkdir()
        (folder / "fusion.json").write_text(json.dumps({"lexical": lexical}))
    assert load_fusion(store, model).lexical == 0.8
    assert load_fusion(tmp_path, model).lexical == 0.3
    assert load_fusion(tmp_path, None) == Fusion()
    (store / "fusion.json").write_text("{}}")
    with pytest.raises(StoreDamaged, match=r"fusion\.json"):
        load_fusion(store)


def _writer(data: Path, change: str) -> str:
    return f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_indexes import *
indexes = Indexes.open(Path({str(data)!r}), Bigrams())
{change}
"""


def _python(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
