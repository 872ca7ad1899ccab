"""A document as HTML: clauses in their places, one outlined, a quotation marked."""

from __future__ import annotations

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as some

from ui.document_text import AROUND, WHOLE, DocumentText
from ui.marking import marks_of
from ui.replies import DocumentTree, Node


def leaf(number: int, text: str, kind: str = "paragraph") -> Node:
    name = f"第{number}段落"
    return Node(
        id=f"d.s1.p{number}", document_id="d", kind=kind, label=f"資料 {name}", path=("節", name), text=text
    )


def section(leaves: list[Node], name: str = "節", id_: str = "d.s1") -> Node:
    text = "\n".join(one.text for one in leaves)
    return Node(
        id=id_,
        document_id="d",
        kind="section",
        label=f"資料 {name}",
        path=(name,),
        text=text,
        leaf=False,
        children=tuple(leaves),
    )


def document(*roots: Node) -> DocumentTree:
    return DocumentTree(id="d", title="資料", kind="paper", tree=roots)


_TEXTS = some.lists(some.text(alphabet="あい<b&\n", min_size=1, max_size=8), min_size=1, max_size=4)


@given(_TEXTS, some.data())
@settings(max_examples=80)
def test_what_is_marked_is_the_quotation(texts, data) -> None:
    clause = section([leaf(number, text) for number, text in enumerate(texts)])
    start = data.draw(some.integers(0, len(clause.text) - 1))
    quote = clause.text[start : data.draw(some.integers(start + 1, len(clause.text)))]
    article = DocumentText(document(clause), clause, quote).article("本文")
    marked = "".join(html.unescape(piece) for piece in re.findall(r"<mark>(.*?)</mark>", article, re.S))
    assert marked.replace("\n", "") == quote.replace("\n", "")


def test_a_quotation_that_is_not_there_marks_nothing() -> None:
    assert marks_of(leaf(1, "本文です。"), "ほかの文") == {}
    assert marks_of(leaf(1, "本文です。"), "") == {}


def test_every_text_and_name_is_escaped() -> None:
    bad = '"><img src=x onerror=alert(1)>'
    clause = section([leaf(1, bad)], name=bad)
    shown = DocumentText(document(clause), clause, bad)
    for text in (shown.article(bad), shown.contents()):
        assert "<img" not in text
        assert '"">' not in text


def test_the_opened_clause_alone_is_outlined() -> None:
    first, second = leaf(1, "一。"), leaf(2, "二。")
    article = DocumentText(document(section([first, second])), second, "").article("本文")
    assert re.findall(r'class="[^"]*\bcited\b[^"]*" id="([^"]+)"', article) == ["c-d.s1.p2"]


def test_a_heading_that_is_a_clause_stands_once_and_can_be_opened() -> None:
    head = leaf(1, "４　議事の概要", kind="heading")
    article = DocumentText(document(section([head, leaf(2, "本文。")], name="見出し")), head, "").article(
        "本文"
    )
    assert '<h2 id="c-d.s1.p1" class="cited">４　議事の概要</h2>' in article
    assert "見出し" not in article.replace('title="', "")


def test_contents_lead_to_the_containers() -> None:
    inner = section([leaf(1, "本文。")], name="中", id_="d.s1.s2")
    outer = section([inner], name="外")
    contents = DocumentText(document(outer), None, "").contents()
    assert '<a href="#c-d.s1">外</a>' in contents
    assert '<a href="#c-d.s1.s2">中</a>' in contents
    assert "第1段落" not in contents


def test_a_document_without_containers_has_no_contents() -> None:
    assert DocumentText(document(leaf(1, "本文。")), None, "").contents() == ""


def test_a_long_document_is_drawn_around_the_opened_clause() -> None:
    leaves = [leaf(number, f"本文{number}。") for number in range(WHOLE + 500)]
    opened = leaves[1000]
    article = DocumentText(document(section(leaves)), opened, "本文1000。").article("本文")
    assert "<mark>本文1000。</mark>" in article
    assert article.count('class="clause leaf') <= 2 * AROUND + 1
    assert f"本文{1000 - AROUND + 1}。" in article
    assert article.count('class="gap"') == 2


def test_a_provision_that_opens_with_its_own_number_gets_no_heading_beside_it() -> None:
    opening = leaf(1, "ニ　次に掲げる措置を講じていること。", kind="chapeau")
    item = section([opening, leaf(2, "(1) 専用線等を用いること。")], name="ニ").model_copy(
        update={"kind": "subitem"}
    )
    article = DocumentText(document(item), item, "").article("本文")
    assert "<h2" not in article
    assert 'id="c-d.s1"' in article
    assert "<h2>ニ</h2>" in DocumentText(
        document(item.model_copy(update={"kind": "section"})), None, ""
    ).article("")
