"""Whole statutes in plain text: every provision at its address, wraps and chapters notwithstanding."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, FurnitureReason, ParsedDocument
from corpus.numerals import iroha, to_kanji
from ingest.extract import Extracted
from ingest.parsers import statute

Check = Callable[[ParsedDocument], None]
LAW = """個人情報の保護に関する法律
（平成十五年法律第五十七号）
目次
　第一章　総則（第一条・第二条）
　附則

第一章　総則
（目的）
第一条　この法律は、個人の権利利益を保護することを目的とする。
（定義）
第二条　この法律において「個人情報」とは、次の各号のいずれかに該当するものをいう。
一　氏名
二　次に掲げるもの
イ　生年月日
ロ　次のもの
（１）　住所
二の二　その他
２　前項の規定は、国には、適用しない。ただし、この限りでない。
第三条から第五条まで　削除
第五条の二　国は、責務を有する。
附　則　抄
（施行期日）
第一条　この法律は、公布の日から施行する。
附　則（平成一五年法律第六一号）
１　この法律は、公布の日から施行する。
附　則（平成一六年法律第一号）
この法律は、平成十六年四月一日から施行する。
別表第一（第二条関係）
一　沖縄科学技術大学院大学学園
"""


def _read(text: str, title: str = "個人情報の保護に関する法律") -> ParsedDocument:
    document = Document(id="appi", title=title, kind=DocumentKind.STATUTE, cite=title)
    return statute.parse(document, Extracted(text=text, media="text/plain"))


@pytest.fixture(scope="module")
def law() -> dict[str, Clause]:
    return {clause.id.removeprefix("appi."): clause for clause in _read(LAW).clauses}


@pytest.mark.parametrize(
    ("key", "label", "address", "kind"),
    [
        ("a1", "個人情報保護法 第1条", "a1", ClauseKind.ARTICLE),
        ("a1.h", "個人情報保護法 第1条見出し", "a1", ClauseKind.HEADING),
        ("a2.p1.c", "個人情報保護法 第2条第1項柱書", "a2.p1", ClauseKind.CHAPEAU),
        ("a2.p1.i1", "個人情報保護法 第2条第1項第1号", "a2.p1.i1", ClauseKind.ITEM),
        ("a2.p1.i2.ro.1", "個人情報保護法 第2条第1項第2号ロ(1)", "a2.p1.i2.ro.1", ClauseKind.SUBITEM),
        ("a2.p1.i2-2", "個人情報保護法 第2条第1項第2号の2", "a2.p1.i2-2", ClauseKind.ITEM),
        ("a2.p2", "個人情報保護法 第2条第2項", "a2.p2", ClauseKind.STATUTE_PARAGRAPH),
        ("a3", "個人情報保護法 第3条から第5条まで", "a3", ClauseKind.ARTICLE),
        ("a5-2", "個人情報保護法 第5条の2", "a5-2", ClauseKind.ARTICLE),
        ("ch1", "個人情報保護法 第一章　総則", None, ClauseKind.HEADING),
        ("s.a1.p1", "個人情報保護法 附則第1条", "s.a1", ClauseKind.STATUTE_PARAGRAPH),
        ("s", "個人情報保護法 附則", "s", ClauseKind.PART),
        (
            "s-h15-61.p1",
            "個人情報保護法 附則（平成一五年法律第六一号）第1項",
            "s-h15-61.p1",
            ClauseKind.STATUTE_PARAGRAPH,
        ),
        (
            "s-h16-1.p1",
            "個人情報保護法 附則（平成一六年法律第一号）第1段落",
            "s-h16-1",
            ClauseKind.PARAGRAPH,
        ),
        ("hyo1.k1", "個人情報保護法 別表第一（第二条関係）一", None, ClauseKind.POINT),
    ],
)
def test_each_provision_stands_at_its_address(
    law: dict[str, Clause], key: str, label: str, address: str | None, kind: ClauseKind
) -> None:
    clause = law[key]
    assert (clause.label, clause.address, clause.kind) == (label, address, kind)
    assert clause.law == "個人情報保護法"


def test_a_proviso_stays_with_its_paragraph(law: dict[str, Clause]) -> None:
    assert law["a2.p2"].text.endswith("ただし、この限りでない。")


def test_the_path_names_the_chapter_that_the_id_does_not(law: dict[str, Clause]) -> None:
    assert law["a2.p1.i1"].path == ("第一章　総則", "第2条（定義）", "第1項", "第1号")
    assert law["s.a1"].path == ("附則", "第1条（施行期日）")


def test_the_table_of_contents_is_furniture_and_begins_no_chapter(law: dict[str, Clause]) -> None:
    parsed = _read(LAW)
    contents = [piece.span for piece in parsed.furniture if piece.reason is FurnitureReason.CONTENTS]
    assert [LAW[span.start : span.end] for span in contents] == [
        "目次",
        "第一章　総則（第一条・第二条）",
        "附則",
    ]
    assert "ch1-2" not in law


def test_a_line_without_mark_is_kept_with_the_provision_and_reported(nothing_lost: Check) -> None:
    parsed = _read("第一条　次の表による。\n上欄　下欄\n第二条　以上。\n")
    nothing_lost(parsed)
    assert parsed.clauses[0].text == "第一条　次の表による。上欄　下欄"
    assert len(parsed.notices) == 1


WORDS = st.lists(
    st.sampled_from(
        [
            *("認定を受けた者", "二年を経過しない者", "第三条第一項の規定により", "（２）及び（３）の", "、"),
            *("一の者", "イの措置", "２以上の", "（次号において同じ。）", "法第八条第三項第一号ハ（１）"),
            *("政令で定める", "匿名加工医療情報", "報告を求め"),
        ]
    ),
    min_size=1,
    max_size=14,
).map(lambda words: "個人情報取扱事業者は" + "".join(words) + "すること。")


@st.composite
def statutes(draw: st.DrawFn) -> list[tuple[str, str]]:
    """The provisions of a random law in order: (address, printed text)."""
    provisions: list[tuple[str, str]] = []
    for article in range(1, draw(st.integers(1, 3)) + 1):
        paragraphs = draw(st.integers(1, 3))
        for paragraph in range(1, paragraphs + 1):
            at = f"a{article}" + (f".p{paragraph}" if paragraphs > 1 else "")
            mark = f"第{to_kanji(article)}条" if paragraph == 1 else chr(ord("０") + paragraph)
            provisions.append((at, f"{mark} {draw(WORDS)}"))
            for item in range(1, draw(st.integers(0, 3)) + 1):
                provisions.append((f"{at}.i{item}", f"{to_kanji(item)} {draw(WORDS)}"))
                for sub in range(1, draw(st.integers(0, 2)) + 1):
                    key = ("i", "ro")[sub - 1]
                    provisions.append((f"{at}.i{item}.{key}", f"{iroha(sub)} {draw(WORDS)}"))
    return provisions


@settings(max_examples=60)
@given(
    provisions=statutes(),
    width=st.sampled_from([26, 33, 40, 1000]),
    gap=st.sampled_from(["\n", "\n\n", " \n\n"]),
)
def test_a_printed_statute_is_read_back_provision_by_provision(
    provisions: list[tuple[str, str]], width: int, gap: str, nothing_lost: Check
) -> None:
    lines = [text[at : at + width] for _, text in provisions for at in range(0, len(text), width)]
    parsed = _read(gap.join(lines))
    nothing_lost(parsed)
    read = [(clause.address, _squash(clause.text)) for clause in parsed.clauses if clause.leaf]
    assert read == [(address, _squash(text)) for address, text in provisions]


LINES = st.lists(
    st.sampled_from(
        [
            *("第一章　総則", "第一節　通則", "目次", "附　則", "附則（令和五年法律第一号）", "様式第一"),
            *("別表（第一条関係）", "（目的）", "第一条　この法律は、", "第一条", "第二条の二　略", "12"),
            *("第三条から第五条まで　削除", "２　前項の", "３・４　略", "①　旧", "一　一号", "イ　い", "略"),
            *(
                "一から三まで　（略）",
                "イ・ロ　略",
                "（１）　かっこ",
                "（ｉ）　ろーま",
                "本文である。",
                "- 3 -",
            ),
            "未了（",
        ]
    ),
    max_size=40,
)


@settings(max_examples=80)
@given(lines=LINES, gap=st.sampled_from(["\n", "\r\n", "\n\n", " \n"]))
def test_nothing_is_lost_of_any_statute(lines: list[str], gap: str, nothing_lost: Check) -> None:
    nothing_lost(_read(gap.join(lines)))


SHARED = Path(__file__).resolve().parents[3] / "shared"
XML = sorted([*SHARED.glob("materials/statutes/*.xml"), *SHARED.glob("robustness/statute-xml/*.xml")])


@pytest.mark.skipif(not XML, reason="the statutes of the shared folder are not here")
@pytest.mark.parametrize("width", [36, 10**9])
def test_every_article_of_real_statutes_is_found_wrapped_or_not(width: int, nothing_lost: Check) -> None:
    for path in XML:
        root = ElementTree.parse(path).getroot()
        printed = _printed(root)
        lines = [line[at : at + width] for line in printed for at in range(0, len(line), width)]
        parsed = _read("\n\n".join(lines), title=root.findtext(".//LawTitle", "").strip())
        nothing_lost(parsed)
        articles = [clause for clause in parsed.clauses if clause.kind is ClauseKind.ARTICLE]
        assert len(articles) == len(list(root.iter("Article"))), path.name


def _printed(root: ElementTree.Element) -> list[str]:
    """Law XML as lines of plain text, without contents and tables."""
    lines: list[str] = []
    contents = {element for toc in root.iter("TOC") for element in toc.iter()}
    for element in root.iter():
        tag = element.tag
        if element in contents:
            continue
        if tag in ("SupplProvisionLabel", "ArticleCaption", "ChapterTitle", "SectionTitle"):
            lines.append(_text(element))
        elif re.fullmatch(r"Paragraph|Item|Subitem\d", tag):
            mark = element.find("ParagraphNum" if tag == "Paragraph" else f"{tag}Title")
            sentence = element.find(f"{tag}Sentence")
            number = "" if mark is None else _text(mark)
            lines.append(_join(number, "" if sentence is None else _text(sentence)))
        elif tag == "ArticleTitle":
            lines.append(f"\0{_text(element)}")
    return _with_titles(lines)


def _with_titles(lines: list[str]) -> list[str]:
    """Each article's number put before its first paragraph, its caption before both."""
    printed: list[str] = []
    title = ""
    for line in lines:
        if line.startswith("\0"):
            title = line[1:]
        elif title:
            printed.append(_join(title, line))
            title = ""
        elif line:
            printed.append(line)
    return printed


def _text(element: ElementTree.Element) -> str:
    return re.sub(r"[ \t\r\n]+", "", "".join(element.itertext()))


def _join(mark: str, text: str) -> str:
    return f"{mark}　{text}" if mark else text


def _squash(text: str) -> str:
    return "".join(text.split())
