"""Discussion papers: their own sections, the annexes and the statutes quoted in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers import other, paper

Check = Callable[[ParsedDocument], None]
CITE = "資料3（5 作成組織の認定等、国の関与の在り方）"
SEED = Document(
    id="paper-sakusei-soshiki",
    title="資料3 5 作成組織の認定等、国の関与の在り方",
    kind=DocumentKind.PAPER,
    cite=CITE,
)
KISOKU = "次世代医療基盤法施行規則"


@pytest.fixture(scope="module")
def parsed(seed: Callable[[str], Extracted]) -> ParsedDocument:
    return paper.parse(SEED, seed("paper_sakusei-soshiki-nintei.txt"))


def _read(text: str, cite: str = "資料1") -> ParsedDocument:
    document = Document(id="d", title="資料1", kind=DocumentKind.PAPER, cite=cite)
    return paper.parse(document, Extracted(text=text, media="text/plain"))


def _one(parsed: ParsedDocument, key: str) -> Clause:
    return next(clause for clause in parsed.clauses if clause.id == f"{parsed.document.id}.{key}")


def _labels(parsed: ParsedDocument) -> list[str]:
    return [clause.label for clause in parsed.clauses if clause.leaf]


def test_the_bundled_paper_reads_as_its_golden_file(
    parsed: ParsedDocument, golden: Callable[[str, ParsedDocument], None], nothing_lost: Check
) -> None:
    nothing_lost(parsed)
    golden("paper-sakusei-soshiki", parsed)
    assert parsed.notices == ()


@pytest.mark.parametrize(
    ("key", "label", "begins"),
    [
        ("s2.n3", f"{CITE}(2) ③", "③ 安定的な"),
        ("b4.g2.kisoku.a5.i5", f"{KISOKU} 第5条第5号", "五 匿名加工医療情報作成事業を"),
        ("b4.g3.kisoku.a6.i3.ni", f"{KISOKU} 第6条第3号ニ", "ニ 認定事業医療情報等を削除し"),
        ("b4.g3.kisoku.a6.i4.ni.2", f"{KISOKU} 第6条第4号ニ(2)", "(2) (1)に規定する"),
        ("b4.g1.ho.a8.p3.i1.i", "次世代医療基盤法 第8条第3項第1号イ", "イ この法律その他"),
        ("b4.g1.rei.a4.i4", "次世代医療基盤法施行令 第4条第4号", "四 行政手続における"),
        ("ref1.ho.a35.p4", "次世代医療基盤法 第35条第4項", "４ 主務大臣は、第一項"),
        ("ref1.ho.a35.p2", "次世代医療基盤法 第35条第2項・第3項（略）", "２・３ 略"),
    ],
)
def test_a_clause_of_the_bundled_paper_has_the_id_and_label_of_its_place(
    parsed: ParsedDocument, key: str, label: str, begins: str
) -> None:
    clause = _one(parsed, key)
    assert clause.label == label
    assert clause.text.startswith(begins)


def test_the_label_follows_the_text_where_the_heading_names_another_law(parsed: ParsedDocument) -> None:
    clause = _one(parsed, "b4.g3.kisoku.a6.i4.ni.3")
    assert clause.law == KISOKU
    assert clause.address == "a6.i4.ni.3"
    assert clause.note is not None
    assert "〇医療分野の研究開発に資するための匿名加工医療情報に関する法律" in clause.note


def test_an_article_opens_whole_by_its_own_id(parsed: ParsedDocument) -> None:
    article = _one(parsed, "b4.g3.kisoku.a6")
    assert not article.leaf
    assert article.text.startswith("第６条 法第八条")
    assert article.text.endswith("適正であることを確保していること。")
    assert _one(parsed, "b4.g3.kisoku.a6.c").kind is ClauseKind.CHAPEAU


def test_items_of_an_abridged_article_take_the_paragraph_that_other_provisions_give_them(
    parsed: ParsedDocument,
) -> None:
    item = _one(parsed, "b4.g3.ho.a8.p3.i3")
    assert item.address == "a8.p3.i3"
    assert item.note is not None
    assert "項の表示は原文にない" in item.note


def test_contradicting_references_leave_an_abridged_article_without_paragraph() -> None:
    text = (
        "（参考）番号法\n第八条　略\n三　三号の文。\n"
        "○番号法施行令\n第一条　法第八条第三項第三号の政令で定める者とする。\n"
        "第二条　法第八条第二項第三号の政令で定める者とする。\n"
    )
    assert "番号法 第8条第3号" in _labels(_read(text))


def test_an_article_that_settles_what_a_cabinet_order_fixes_is_from_the_order() -> None:
    text = "○番号法\n第三条　法第二条第一項の政令で定める者は、市町村長。\n第四条　この法律は、施行する。\n"
    assert _labels(_read(text))[1:] == ["番号法施行令 第3条", "番号法 第4条"]


def test_running_heads_and_page_numbers_are_furniture(parsed: ParsedDocument) -> None:
    heads = [
        parsed.source[piece.span.start : piece.span.end]
        for piece in parsed.furniture
        if piece.reason is FurnitureReason.RUNNING_HEAD
    ]
    assert heads == ["資料３", "別紙４"]
    numbered = _read("１．背景\n本文である。\n- 1 -\n２．課題\n本文である。\n- 2 -\n")
    reasons = [piece.reason for piece in numbered.furniture]
    assert reasons.count(FurnitureReason.PAGE_NUMBER) == 2


def test_a_proviso_stays_with_its_paragraph() -> None:
    parsed = _read(
        "（参考）番号法\n第九条　市町村長は、提供する。ただし、この限りでない。\n２　前項を準用する。\n"
    )
    assert "第九条　市町村長は、提供する。ただし、この限りでない。" in [c.text for c in parsed.clauses]


def test_papers_of_another_shape_keep_their_numbering() -> None:
    text = (
        "１．背景\n○　一つ目の背景である。\n　・　細目\n○　二つ目の背景である。\n"
        "２．進め方\n（１）聴取\n①　団体から聴く。\n②　個人から聴く。\n※　時期は未定。\n"
        "（参考）経緯\n３．その他\n"
    )
    assert _labels(_read(text)) == [
        "資料1 1 見出し",
        "資料1 1 ○1 柱書",
        "資料1 1 ○1 ・1",
        "資料1 1 ○2",
        "資料1 2 見出し",
        "資料1 2 (1) 見出し",
        "資料1 2 (1) ①",
        "資料1 2 (1) ② 柱書",
        "資料1 2 (1) ② ※1",
        "資料1（参考）",
        "資料1 3",
    ]


def test_an_annex_without_pages_begins_at_its_own_head() -> None:
    parsed = _read("資料１\n１．背景\n本文である。\n別紙２\n１．様式\n別紙の本文である。\n")
    assert _one(parsed, "b2").kind is ClauseKind.PART
    assert _one(parsed, "b2.s1.p1").label == "資料1 別紙2 1"


def test_text_of_no_known_shape_becomes_paragraphs(nothing_lost: Check) -> None:
    parsed = _read("ただの文章である。\nもう一つの文章である。\n")
    nothing_lost(parsed)
    assert [clause.kind for clause in parsed.clauses] == [ClauseKind.PARAGRAPH, ClauseKind.PARAGRAPH]


def test_an_empty_text_has_no_clauses(nothing_lost: Check) -> None:
    parsed = _read(" \n\n")
    nothing_lost(parsed)
    assert parsed.clauses == ()


MARKS = st.sampled_from(
    [
        *(
            "",
            "１．",
            "２ ",
            "（１） ",
            "(2) ",
            "① ",
            "② ",
            "ア ",
            "・",
            "〇 ",
            "○",
            "※ ",
            "（注）",
            "【基準】",
        ),
        *("（参考）", "（別紙４）", "第１条 ", "第二条の二　", "２　", "一 ", "二　", "イ ", "ロ　", "(1) "),
        *("第１章 ", "１－２ ", "a) "),
    ]
)
BODIES = st.sampled_from(
    [
        *("", "略", "資料３", "別紙４", "5", "- 7 -", "番号法", "〇個人情報の保護に関する法律", "（目的）"),
        *("（未了の括弧", "目次", "附　則", "その他の措置", "安全管理措置を講じていること。", "abc def"),
        *("二年を経過しない者", "(2)及び(3)に規定する", "\t表\t1", "法第八条第三項第三号の主務省令で定める"),
        "匿名加工医療情報の作成に関する相当の経験及び識見を有する者であって責任を有するも",
    ]
)
ENDS = st.sampled_from(["\n", "\n\n", " \n\n", " \n ", "\r\n", "\f\n", "\r", "　\n"])
DOCUMENTS = st.lists(st.tuples(MARKS, BODIES, ENDS), max_size=40).map(
    lambda lines: "".join("".join(line) for line in lines)
)


@settings(max_examples=80)
@given(text=DOCUMENTS)
def test_nothing_is_lost_of_any_paper(text: str, nothing_lost: Check) -> None:
    parsed = _read(text)
    nothing_lost(parsed)
    assert _read(text) == parsed


@settings(max_examples=60)
@given(text=DOCUMENTS, cuts=st.lists(st.integers(0, 400), max_size=4))
def test_nothing_is_lost_of_any_paged_or_other_text(text: str, cuts: list[int], nothing_lost: Check) -> None:
    pages = tuple(sorted({0, *(cut for cut in cuts if cut < len(text))}))
    extracted = Extracted(text=text, media="application/pdf", pages=pages)
    document = Document(id="d", title="t", kind=DocumentKind.OTHER, cite="t")
    for parse in (paper.parse, other.parse):
        parsed = parse(document, extracted)
        nothing_lost(parsed)
        assert all(clause.page for clause in parsed.clauses)


def test_the_path_of_a_sub_item_names_the_subject_of_its_item(parsed: ParsedDocument) -> None:
    path = _one(parsed, "b4.g3.kisoku.a6.i3.ni").path
    assert path[-3:] == ("第6条", "第3号 物理的安全管理措置", "ニ")


TOPICS = """資料４

表示の在り方に係る論点について

第１　経緯
　昨年から検討している。

第２　論点
論点１　表示の時期
【考え方】
○　申込みの前に表示させることとしてはどうか。
論点２　表示の方法
　画面の上部に置くこととしてはどうか。

第３　意見
No.	箇所	意見	考え方
1	全般	周知すべきである。	説明会を開きます。
2	全般	延期すべきである。	予定どおり施行します。
"""


def test_a_topic_heads_what_is_said_of_it() -> None:
    parsed = _read(TOPICS)
    assert _one(parsed, "c2.t1.g1.u1").label == "資料1 第２ 論点1【考え方】○1"
    assert _one(parsed, "c2.t2.p1").text == "画面の上部に置くこととしてはどうか。"


def test_a_row_of_a_table_is_no_section_though_it_begins_with_a_number() -> None:
    parsed = _read(TOPICS)
    rows = [c for c in parsed.clauses if c.leaf and "\t" in c.text]
    assert {c.path[0] for c in rows} == {"第３　意見"}
    assert all(c.kind is ClauseKind.PARAGRAPH for c in rows)


def test_chapters_hold_their_sections_and_the_table_of_contents_is_furniture(nothing_lost: Check) -> None:
    parsed = _read(
        "制度の大綱\n\n目次\n第1章 総論 ........ 1\n第2章 各論 ........ 2\n第1節 権利 ........ 2\n\n第1章 総論\n\n〇 概要を述べる。\n\n"
        "第2章 各論\n\n第1節 権利\n\n1.基本\n\n〇 本人の関与を強める。\n"
    )
    nothing_lost(parsed)
    assert _labels(parsed)[-1] == "資料1 第2章 第1節 1 〇1"
    contents = [f for f in parsed.furniture if f.reason is FurnitureReason.CONTENTS]
    assert len(contents) == 4
