"""A reranker's word in the order of candidates: blended, on the candidates' own scale, and only where one is set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.access import Principal
from assistant.models import Hit
from assistant.reranking import Reranking, reranking_by
from assistant.service import Assistant
from assistant.settings import load_settings
from corpus.errors import EmbedderError
from corpus.models import Clause, ClauseKind, Document, DocumentKind
from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "電子記録媒体を持ち出すときの暗号化"
READER = Principal(name="reader", audiences=frozenset({"public"}))


class Telling:
    """A reranker that finds one word telling."""

    name, revision = "telling", "1"

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.loaded = False

    def load(self) -> None:
        self.loaded = True

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        self.asked.append((question, tuple(passages)))
        return [1.0 if self.word in passage else 0.0 for passage in passages]


def hit(name: str, score: float) -> Hit:
    document = Document(id="d", title="題", cite="題", kind=DocumentKind.PAPER, date=dt.date(2025, 7, 30))
    clause = Clause(
        id=f"d.p{round(score * 10)}",
        document_id="d",
        kind=ClauseKind.PARAGRAPH,
        label=name,
        path=("節", name),
        text=f"{name}の文",
    )
    return Hit(clause=clause, document=document, score=score)


HITS = (hit("甲", 0.8), hit("乙", 0.6), hit("丙", 0.4), hit("丁", 0.2))


def test_what_the_reranker_is_sure_of_comes_first_and_the_best_score_stays() -> None:
    found = Reranking(Telling("丙"), top=3)("問い", HITS)
    assert [one.clause.label for one in found] == ["丙", "甲", "乙", "丁"]
    assert found[0].score == pytest.approx(0.8)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_only_the_first_candidates_are_read_with_where_they_stand() -> None:
    reranker = Telling("丁")
    found = Reranking(reranker, top=2)("問い", HITS)
    assert reranker.asked == [("問い", ("節 甲\n甲の文", "節 乙\n乙の文"))]
    assert [one.clause.label for one in found] == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(("weight", "first"), [(0.0, "甲"), (0.1, "甲"), (0.5, "丁"), (1.0, "丁")])
def test_the_weight_is_the_rerankers_share(weight: float, first: str) -> None:
    found = Reranking(Telling("丁"), top=4, weight=weight)("問い", HITS)
    assert found[0].clause.label == first


def test_a_reranker_that_finds_nothing_leaves_the_order() -> None:
    for weight in (0.5, 1.0):
        found = Reranking(Telling("無い"), weight=weight)("問い", HITS)
        assert [one.clause.label for one in found] == ["甲", "乙", "丙", "丁"]
    assert Reranking(Telling("甲"))("問い", []) == []


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled minutes."""
    folder = tmp_path_factory.mktemp("reranked") / "data"
    pipeline.ingest([ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"], folder)
    return folder


@pytest.fixture
def opened(data: Path) -> Iterator[tuple[Assistant, Telling]]:
    """An assistant with a reranker that finds telling what comes tenth without it."""
    plain = Assistant.open(load_settings(data=data))
    reranker = Telling(plain.search(QUESTION, principal=READER, limit=10)[1][-1].clause.text)
    yield Assistant(plain.catalog, plain.indexes, load_settings(data=data), Reranking(reranker)), reranker
    plain.close()


def test_a_search_is_reranked_and_an_answer_says_by_what(opened: tuple[Assistant, Telling]) -> None:
    assistant, reranker = opened
    _, hits = assistant.search(QUESTION, principal=READER, limit=5)
    assert [asked for asked, _ in reranker.asked] == [QUESTION]
    assert len(reranker.asked[0][1]) == 30  # more were read than are shown
    assert len(hits) == 5
    assert hits[0].clause.text == reranker.word
    answer = assistant.ask(QUESTION, principal=READER)
    assert answer.provenance["reranker"] == "telling@1"
    assistant.prepare()
    assert reranker.loaded


def test_without_a_setting_there_is_no_reranker(data: Path) -> None:
    assert reranking_by(load_settings(data=data)) is None
    assistant = Assistant.open(load_settings(data=data))
    try:
        assert "reranker" not in assistant.ask("委託", principal=READER).provenance
    finally:
        assistant.close()


def test_a_reranker_that_is_none_is_refused_when_the_store_is_opened(data: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}), encoding="utf-8")
    with pytest.raises(EmbedderError, match="SENREI_RERANKER"):
        Assistant.open(load_settings(data=data, reranker=str(tmp_path)))


def test_the_settings_of_models_reach_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENREI_EMBEDDER", "/models/e5")
    monkeypatch.setenv("SENREI_EMBEDDER_QUERY_PREFIX", "query: ")
    monkeypatch.setenv("SENREI_EMBEDDER_PASSAGE_PREFIX", "none")
    monkeypatch.setenv("SENREI_EMBEDDER_POOLING", "cls")
    monkeypatch.setenv("SENREI_MODEL_BATCH", "4")
    monkeypatch.setenv("SENREI_RERANKER_MAX_TOKENS", "256")
    settings = load_settings()
    chosen = settings.embedding()
    assert (chosen.model, chosen.query_prefix, chosen.passage_prefix) == ("/models/e5", "query: ", "")
    assert (chosen.pooling, chosen.batch, chosen.hub) == ("cls", 4, False)
    assert (settings.reranking().model, settings.reranking().max_tokens) == (None, 256)


def test_what_the_reranker_is_sure_of_comes_first_even_where_all_else_speaks_against_it() -> None:
    below = HITS[-1].model_copy(update={"score": -0.3})
    found = Reranking(Telling("丁"), top=4)("問い", [*HITS[:-1], below])
    assert found[0].clause.label == "丁"
