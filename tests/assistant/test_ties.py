"""An Article brings the guideline's section on it, and a section its Article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.access import Principal
from assistant.answer.explained import explanation_of, law_first
from assistant.articles import Articles
from assistant.concepts import Concept, Wording
from assistant.models import Hit, Understood
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.ties import Ties, article_of, explained_by, named_by
from corpus.catalog import Catalog, Draft
from corpus.index import Indexes
from corpus.index.describing import entries_of
from corpus.index.embedder import load_embedder
from corpus.models import PUBLIC, Clause, ClauseKind, Document, DocumentKind, Span
from ingest.parsers.tree import Node, assemble

READER = Principal(name="reader", audiences=frozenset({PUBLIC}))
LAW = "個人情報保護法"
ACT = Document(id="law-9", title="個人情報の保護に関する法律", kind=DocumentKind.STATUTE, cite=LAW)
GUIDE = Document(
    id="guideline-9",
    title="個人情報の保護に関する法律についてのガイドライン（試作編）",
    kind=DocumentKind.GUIDELINE,
    cite="ガイドライン（試作編）",
)
ARTICLES = {
    "a71": "第七十一条　事業者は、預けた先が名簿を扱うときは、その先を監督しなければならない。",
    "a72": "第七十二条　事業者は、名簿の中身を正しく保つよう努めなければならない。",
    "a73": "第七十三条　委員会は、年に一度、報告を国会に出す。",
}
SECTIONS = {
    "8-1　預け先（法第71条関係）": (
        "事業者は、預けた先が名簿を扱うときの監督として、倉庫会社に箱を渡すときは、鍵の管理と巡回の回数を契約書で決める。",
    ),
    "8-2　正しさ（法第72条関係）": ("古い住所は、届いた葉書が戻ったときに直す。",),
    "8-3　その他": ("法第73条の報告については、別に公表する。", "暑い日は窓を開ける。"),
}
DUTY = "預けた先が名簿を扱うとき、事業者は何をしなければなりませんか"
SETTING = "倉庫会社に箱を渡すときの鍵の管理と巡回の回数"


def _act() -> Draft:
    source, nodes, at = "\n".join(ARTICLES.values()), [], 0
    for address, text in ARTICLES.items():
        span = Span(start=at, end=at + len(text))
        label = f"{LAW} 第{address[1:]}条"
        nodes.append(
            Node(address, ClauseKind.ARTICLE, f"第{address[1:]}条", label, (span,), address=address, law=LAW)
        )
        at = span.end + 1
    return Draft(parsed=assemble(ACT, source, nodes), request="act")


def _guide(audience: str = PUBLIC) -> Draft:
    lines, nodes, at = [], [], 0
    for number, (name, paragraphs) in enumerate(SECTIONS.items(), 1):
        inside = []
        for place, text in enumerate((name, *paragraphs)):
            kind = ClauseKind.PARAGRAPH if place else ClauseKind.HEADING
            span = Span(start=at, end=at + len(text))
            label = f"{GUIDE.cite}8-{number} {place}"
            inside.append(Node(f"p{place}" if place else "h", kind, f"第{place}段落", label, (span,)))
            lines.append(text)
            at = span.end + 1
        section = f"{GUIDE.cite}{name}"
        nodes.append(Node(f"s8-{number}", ClauseKind.SECTION, name, section, children=inside))
    document = GUIDE.model_copy(update={"audience": audience})
    return Draft(parsed=assemble(document, "\n".join(lines), nodes), request="guide")


def _store(folder: Path, drafts: list[Draft]) -> Path:
    embedder = load_embedder(load_settings().embedding())
    with Catalog.open(folder, create=True) as catalog:
        changes = catalog.put(drafts)
        indexes = Indexes.open(folder, embedder)
        with indexes.batch():
            for draft, change in zip(drafts, changes, strict=True):
                parsed = draft.parsed
                entries = entries_of(parsed.document, parsed.clauses, change.rows.first)
                indexes.add(parsed.document.audience, entries)
        indexes.close()
        catalog.publish(changes)
    return folder


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = _store(tmp_path_factory.mktemp("ties"), [_act(), _guide()])
    assistant = Assistant.open(load_settings(data=folder))
    yield assistant
    assistant.close()


def _clause(assistant: Assistant, clause_id: str) -> Clause:
    return assistant.catalog.clause(clause_id, READER.audiences)


def _documents(assistant: Assistant) -> dict[str, Document]:
    return {one.id: one for one in assistant.catalog.documents(READER.audiences)}


def test_a_section_is_about_the_article_of_its_heading_and_else_about_those_it_names(held: Assistant) -> None:
    assert named_by(_clause(held, "guideline-9.s8-1.p1"), GUIDE) == ((LAW, "a71"),)
    assert named_by(_clause(held, "guideline-9.s8-3.p1"), GUIDE) == ((LAW, "a73"),)
    assert named_by(_clause(held, "guideline-9.s8-3.p2"), GUIDE) == ()


def test_a_heading_names_its_article_in_brackets_with_or_without_a_word_for_it(held: Assistant) -> None:
    clause = _clause(held, "guideline-9.s8-3.p2")
    for name in ("Ａ　集めることの制限（番号法第20条）", "8-9（番号法第20条関係）"):
        assert explained_by(clause.model_copy(update={"path": (name, "第1段落")}), "") == (("番号法", "a20"),)
    within = clause.model_copy(update={"path": ("番号法第20条（収集）の例", "第1段落")})
    assert explained_by(within, "") == ()


def test_the_article_around_a_provision_holds_what_its_paragraphs_and_caption_hold(held: Assistant) -> None:
    ties = Ties(held.catalog)
    concepts = [
        Concept(word, (Wording(frozenset({word}), surface=word),), 1.0) for word in ("監督", "名簿", "葉書")
    ]
    clause = _clause(held, "law-9.a71")
    shares = Articles(held.catalog, ties).held(concepts, [clause], _documents(held), READER.audiences)
    assert shares == {(LAW, "a71"): pytest.approx(2 / 3)}
    section = _clause(held, "guideline-9.s8-1.p1")
    assert Articles(held.catalog, ties).held(concepts, [section], _documents(held), READER.audiences) == {}
    assert ties.rows_of((LAW, "a71"), {}, READER.audiences) == ()


def test_an_article_is_read_off_an_address_in_the_law_and_in_supplementary_provisions() -> None:
    assert [article_of(one) for one in ("a25", "a27-2.p1.i3", "s.a3.p5")] == ["a25", "a27-2", "s.a3"]


def test_what_a_found_section_explains_is_tied_to_it(held: Assistant) -> None:
    best = [(0.9, _clause(held, "guideline-9.s8-1.p1"))]
    tied = Ties(held.catalog).of(best, _documents(held), READER.audiences)
    assert tied is not None
    rows = held.catalog.by_rows(tied.rows, READER.audiences)
    assert [clause.id for clause in rows.values()] == ["law-9.a71"]
    assert tied.features(tied.rows[0]) == {"tied_law": 1.0, "tied_guide": 0.0}
    assert tied.features(-1) == {"tied_law": 0.0, "tied_guide": 0.0}


def test_what_explains_a_found_article_is_tied_to_it_by_how_well_that_was_found(held: Assistant) -> None:
    best = [(0.8, _clause(held, "law-9.a73")), (0.4, _clause(held, "law-9.a72"))]
    tied = Ties(held.catalog).of(best, _documents(held), READER.audiences)
    assert tied is not None
    rows = held.catalog.by_rows(tied.rows, READER.audiences)
    assert {clause.id for clause in rows.values() if clause.leaf} == {
        "guideline-9.s8-2.h",
        "guideline-9.s8-2.p1",
    }
    assert {tied.features(row)["tied_guide"] for row in tied.rows} == {0.5}


def test_without_a_guideline_that_the_reader_may_see_nothing_is_tied(tmp_path: Path) -> None:
    folder = _store(tmp_path, [_act(), _guide("commission")])
    assistant = Assistant.open(load_settings(data=folder))
    try:
        best = [(0.8, _clause(assistant, "law-9.a71"))]
        assert Ties(assistant.catalog).of(best, _documents(assistant), READER.audiences) is None
        assert assistant.catalog.law_map(READER.audiences).sections == ()
    finally:
        assistant.close()


def test_a_question_in_the_guidelines_words_finds_the_article_among_the_first(held: Assistant) -> None:
    _, hits = held.search(SETTING, principal=READER)
    assert [hit.clause.id for hit in hits[:2]] == ["guideline-9.s8-1.p1", "law-9.a71"]


def _found(clause: Clause, document: Document, score: float) -> Hit:
    return Hit(clause=clause, document=document, score=score)


def test_the_article_stands_before_its_section_for_a_duty_unless_a_guideline_is_named(
    held: Assistant,
) -> None:
    section = _found(_clause(held, "guideline-9.s8-1.p1"), GUIDE, 1.0)
    other = _found(_clause(held, "law-9.a72"), ACT, 0.97)
    article = _found(_clause(held, "law-9.a71"), ACT, 0.95)
    hits = [section, other, article]
    duty = Understood(question=DUTY, standalone=DUTY)
    assert law_first(hits, duty) == [article, section, other]
    named = duty.model_copy(update={"kinds": (DocumentKind.GUIDELINE,)})
    assert law_first(hits, named) == hits
    fact = Understood(question="巡回の回数は?", standalone="巡回の回数は?")
    assert law_first(hits, fact) == hits
    far = article.model_copy(update={"score": 0.5})
    assert law_first([section, other, far], duty) == [section, other, far]


def test_an_article_is_explained_by_a_section_that_fits_nearly_as_well(held: Assistant) -> None:
    article = _found(_clause(held, "law-9.a71"), ACT, 1.0)
    section = _found(_clause(held, "guideline-9.s8-1.p1"), GUIDE, 0.8)
    elsewhere = _found(_clause(held, "guideline-9.s8-2.p1"), GUIDE, 0.9)
    assert explanation_of([article, elsewhere, section]) == section
    assert explanation_of([article, elsewhere, section.model_copy(update={"score": 0.5})]) is None
    assert explanation_of([section, article]) is None


def test_who_asks_for_a_duty_gets_the_article_and_then_the_section_on_it(held: Assistant) -> None:
    answer = held.ask(DUTY, principal=READER)
    assert [one.clause.id for one in answer.citations] == ["law-9.a71", "guideline-9.s8-1.p1"]
