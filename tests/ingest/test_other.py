"""Guidelines and texts of no kind of their own: numbered headings and paragraphs."""

from __future__ import annotations

from corpus.models import ClauseKind, Document, DocumentKind, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers import other

GUIDELINE = """１　目的
１－１　趣旨
　本ガイドラインは、事業者を支援する。
２　定義
２－１　個人情報（法第2条第1項関係）
「個人情報」とは、生存する個人に関する情報をいう。
【個人情報に該当する事例】
本人の氏名
３－４－２　安全管理措置（法第23条関係）
措置を講じなければならない。
別紙
"""


def _read(text: str) -> ParsedDocument:
    document = Document(
        id="g", title="ガイドライン（通則編）", kind=DocumentKind.GUIDELINE, cite="ガイドライン（通則編）"
    )
    return other.parse(document, Extracted(text=text, media="text/plain"))


def test_a_guideline_section_is_cited_by_its_number_and_the_article_it_explains() -> None:
    parsed = _read(GUIDELINE)
    labels = {clause.text: clause.label for clause in parsed.clauses if clause.leaf}
    assert labels["本ガイドラインは、事業者を支援する。"] == "ガイドライン（通則編）1-1"
    assert (
        labels["「個人情報」とは、生存する個人に関する情報をいう。"]
        == "ガイドライン（通則編）2-1（法第2条第1項関係）"
    )
    assert labels["本人の氏名"] == "ガイドライン（通則編）2-1（法第2条第1項関係）【個人情報に該当する事例】"


def test_subsections_stand_in_their_sections() -> None:
    ids = {clause.id for clause in _read(GUIDELINE).clauses}
    assert {"g.s1.s1-1.p1", "g.s2.s2-1.g1.p1", "g.s3-4-2.p1"} <= ids


def test_a_word_like_a_running_head_stays_text_where_there_are_no_annexes() -> None:
    last = _read(GUIDELINE).clauses[-1]
    assert (last.text, last.kind) == ("別紙", ClauseKind.PARAGRAPH)
