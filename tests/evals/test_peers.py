"""The peers find what they should, and are measured as Senrei is."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.index.embedder import load_embedder
from evals import peers
from evals.figures import ALL, SetResult
from evals.gold import GoldSet
from evals.scoring import Scorer

SOURCES = {
    "a": "委託先の監督について述べる。" * 40,
    "b": "<p>電子記録媒体は施錠可能な保管庫へ入れる。</p>\n12\n" + "別の話である。" * 80,
}


def test_bm25_puts_the_window_with_the_rare_words_first() -> None:
    peer = peers.WindowsBm25(SOURCES)
    assert "施錠可能な保管庫" in peer.find("媒体を施錠して保管", 5)[0]
    assert peer.find("zzz", 5) == []
    assert all(len(window) <= 300 for window in peer.find("委託先の監督", 5))


def test_bm25_prefers_the_rarer_pair_over_the_common_one() -> None:
    windows = peers.WindowsBm25({"a": "甲乙", "b": "甲乙丙丁", "c": "甲乙"})
    assert windows.find("甲乙丙丁", 1) == ["甲乙丙丁"]


def test_the_quickstart_finds_chunks_of_its_own_size() -> None:
    pytest.importorskip("langchain_chroma")
    pytest.importorskip("langchain_text_splitters")
    peer = peers.LangchainQuickstart(SOURCES, load_embedder())
    found = peer.find("電子記録媒体の施錠", 30)
    assert any("施錠可能な保管庫" in chunk for chunk in found)
    assert all(len(chunk) <= 1000 for chunk in found)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name=name)

    monkeypatch.setattr(peers, "import_module", missing)
    with pytest.raises(InputError, match=r"senrei\[peers\]"):
        peers.LangchainQuickstart(SOURCES, load_embedder())


def test_peers_are_measured_on_answerable_questions_and_stand_beside_senrei(world) -> None:
    items = (world.item(["施錠可能な保管庫"], question="媒体の施錠", id="a"), world.item(id="b"))
    gold = GoldSet(name="tune", digest="d", items=items)
    measured = peers.measure(peers.WindowsBm25(SOURCES), [gold])
    assert (measured[ALL]["search@2000"].mean, measured[ALL]["search@2000"].items) == (1.0, 1)
    scorer = Scorer(world.told(world.answer(), [world.who]))
    own = SetResult(gold=gold, results=tuple(scorer.score(one) for one in items))
    lines = peers.table([own], {"BM25": measured}).splitlines()
    assert lines[0].split() == ["search@2000", "n", "Senrei", "BM25"]
    assert lines[-1].split() == [ALL, "1", "0.00", "1.00"]


def test_bm25s_with_its_default_words_finds_latin_names_only() -> None:
    pytest.importorskip("bm25s")
    peer = peers.PlainBm25s({**SOURCES, "c": "the VPN line is encrypted"})
    assert peer.find("媒体の施錠", 5) == []


def test_where_document_finds_what_contains_a_word_of_the_question() -> None:
    peer = peers.WhereDocument(SOURCES, load_embedder())
    assert all("施錠可能" in window for window in peer.find("施錠可能な", 5))
    assert peer.find("の", 5) == []
