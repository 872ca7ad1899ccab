"""Short forms of documents in questions: names everywhere, all others where their document is named, by audience."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.concepts import concepts_of
from assistant.models import Understood
from assistant.question import expansions, understand
from assistant.understanding.abbreviations import short_forms_of
from corpus.catalog import Catalog
from corpus.index.embedder import load_embedder
from corpus.models import Abbreviation, Filters, Holdings
from ingest import pipeline

LAW = "海辺の施設における見守り情報の取扱いの基盤整備に関する法律"
PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "commission"})
_MINUTES = (
    " 日時：令和４年４月{day}日（水）１４：４５～ \n場所：委員会室 \n\n○青空委員長 "
    "それでは、第{number}回個人情報保護委員会を開会いたします。 \n"
    " 議題１「株式会社かもめ商店への対応について」、事務局から説明をお願いいたします。 \n○事務局 {speech} \n"
)


def minutes(folder: Path, number: int, audience: str, speech: str) -> Path:
    path = folder / audience / f"minutes-{number}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_MINUTES.format(number=number, day=number - 900, speech=speech), "utf-8")
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public meeting with 「本事務」, and one for the Commission's staff with the name of a law."""
    folder = tmp_path_factory.mktemp("abbreviations")
    minutes(folder, 905, "public", "沿岸見守り台帳の更新事務（以下「本事務」という。）を委託しております。")
    secret = f"{LAW}（以下「海辺見守り法」という。）を御説明いたします。"
    minutes(folder, 907, "commission", secret)
    for audience in ("public", "commission"):
        pipeline.ingest([folder / audience], folder / "data", embedder=load_embedder(None), audience=audience)
    return folder / "data"


def asked(store: Path, question: str, audiences: frozenset[str]) -> Understood:
    with Catalog.open(store) as catalog:
        return understand(question, (), catalog.holdings(audiences), Filters())


def test_a_short_form_brings_its_long_form_and_the_other_way(store: Path) -> None:
    assert LAW in asked(store, "海辺見守り法とは何ですか。", STAFF).terms
    assert "海辺見守り法" in asked(store, f"{LAW}では何を定めますか。", STAFF).terms


def test_what_a_document_of_the_commission_defines_never_helps_a_public_reader(store: Path) -> None:
    assert LAW not in asked(store, "海辺見守り法とは何ですか。", PUBLIC).terms
    with Catalog.open(store) as catalog:
        assert {one.document_id for one in catalog.holdings(PUBLIC).abbreviations} == {"minutes-905"}


def test_a_form_that_points_counts_only_where_its_meeting_is_named(store: Path) -> None:
    assert "沿岸見守り台帳の更新事務" not in asked(store, "本事務は委託していますか。", STAFF).terms
    assert "更新事務" in asked(store, "第905回の本事務は委託していますか。", STAFF).terms
    assert "更新事務" not in asked(store, "第907回の本事務は委託していますか。", STAFF).terms


def test_a_retired_document_defines_nothing_any_more(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "data")
    with Catalog.open(tmp_path / "data") as catalog:
        catalog.retire("minutes-905")
        assert not catalog.holdings(PUBLIC).abbreviations


def pair(short: str, long: str, document_id: str = "minutes-1", *, name: bool = True) -> Abbreviation:
    return Abbreviation(
        short=short, long=long, clause_id=f"{document_id}.s1", document_id=document_id, name=name
    )


def test_a_name_that_two_documents_give_to_different_things_counts_in_neither_but_its_own() -> None:
    forms = short_forms_of(
        [pair("見守り法", "甲に関する法律"), pair("見守り法", "乙に関する法律", "minutes-2")]
    )
    assert not forms.met_in("見守り法とは")
    assert [one.others for one in forms.met_in("見守り法とは", ["minutes-2"])] == [("乙に関する法律",)]


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("法の目的", True),
        ("方法の目的", False),
        ("法令の目的", False),
        ("NISCとは", True),
        ("UNISCOとは", False),
    ],
)
def test_a_form_within_another_word_is_not_met(question: str, met: bool) -> None:
    own = [pair("法", "甲に関する法律", name=False), pair("NISC", "内閣サイバーセキュリティセンター")]
    assert bool(short_forms_of(own).met_in(question, ["minutes-1"])) is met


def test_a_question_with_both_forms_is_given_neither() -> None:
    assert not short_forms_of([pair("甲法", "甲に関する法律")]).met_in("甲法は甲に関する法律ですか")


def test_a_clause_with_the_other_form_holds_the_concepts_of_the_one_asked_for() -> None:
    holdings = Holdings(abbreviations=(pair("海辺見守り法", LAW),))
    understood = understand("海辺見守り法の罰則は何ですか。", (), holdings, Filters())
    concepts = concepts_of(
        understood, (), lambda tokens: dict.fromkeys(tokens, 1.0), expansions(understood, holdings)
    )
    held = {concept.name: concept.held(frozenset(), LAW) for concept in concepts}
    assert held.pop("罰則") == 0.0
    assert held
    assert set(held.values()) == {1.0}
