"""Web pages: what is text and what is not, lines, blocks, encodings, pages that cannot be read whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from ingest.extract import Block, BlockKind, Extracted, html

PAGE = """<!DOCTYPE html><html><head><title>個人情報の手引き | 委員会</title><style>p{color:red}</style></head><body>
<nav><ul><li>ホーム</li><li>お知らせ</li></ul></nav>
<header><div>検索</div><h1>個人情報の手引き</h1></header>
<main><!-- 注釈 --><h2 id="a1">1　目的</h2>
<p>この手引きは、
   事業者を支援する。</p><script>alert("x")</script>
<ol class="num-list" style="counter-reset: number 2"><li>委託<p>委託先を監督する。</p></li><li>提供</li></ol>
<div class="b-box"><dl><dt>法第25条</dt><dd>監督を行わなければならない。</dd></dl></div>
<table><tr><th>項</th><th>用語</th></tr><tr><td>①</td><td>個人<br>番号</td></tr></table>
</main><footer>所在地</footer></body></html>"""


def read(page: str, encoding: str = "utf-8") -> Extracted:
    return html.extract(page.encode(encoding))


def blocks(extracted: Extracted, kind: BlockKind) -> list[tuple[str, Block]]:
    return [(extracted.text[b.start : b.end], b) for b in extracted.blocks if b.kind is kind]


def test_the_text_is_the_content_line_by_line_with_the_heading_first() -> None:
    assert read(PAGE).text.splitlines() == [
        "個人情報の手引き",
        "1　目的",
        "この手引きは、事業者を支援する。",
        "委託",
        "委託先を監督する。",
        "提供",
        "法第25条",
        "監督を行わなければならない。",
        "項\t用語",
        "①\t個人番号",
    ]


def test_what_is_left_out_is_counted() -> None:
    assert read(PAGE).left_out == ("<nav>: 7 characters", "<body>: 2 characters", "<footer>: 3 characters")


def test_blocks_tell_headings_frames_and_the_numbers_a_style_sheet_prints() -> None:
    extracted = read(PAGE)
    assert [(text, b.level, b.anchor) for text, b in blocks(extracted, BlockKind.HEADING)] == [
        ("個人情報の手引き", 1, None),
        ("1　目的", 2, "a1"),
    ]
    assert [(text.split("\n")[0], b.number) for text, b in blocks(extracted, BlockKind.ITEM)] == [
        ("委託", "(3)"),
        ("提供", "(4)"),
    ]
    assert [text for text, _ in blocks(extracted, BlockKind.BOX)] == [
        "法第25条\n監督を行わなければならない。"
    ]


def test_a_page_without_marked_content_loses_only_what_stands_beside_it() -> None:
    page = "<title>表題</title><nav>目次へ</nav><p>本文である。</p><footer>所在地</footer>"
    assert read(page).text == "表題\n本文である。\n"


def test_a_form_around_the_whole_page_is_no_control() -> None:
    prose = "".join(f"<p>{'本文である。' * 5}{n}</p>" for n in range(4))
    assert read(f"<form>{prose}<select><option>選択肢</option></select></form>").text.count("本文") == 20


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("cp932", ""),
        ("cp932", '<meta charset="Shift_JIS">'),
        ("euc_jp", '<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">'),
        ("utf-16", ""),
        ("utf-8-sig", '<meta charset="Shift_JIS">'),  # the mark at the head is stronger
        ("cp932", '<meta charset="utf-8">'),  # the declaration is wrong
        ("utf-8", '<meta charset="no-such-thing">'),
    ],
)
def test_encodings_are_declared_or_found(encoding: str, declared: str) -> None:
    assert read(f"<html>{declared}<p>個人情報の保護について、述べる。</p>", encoding).text.startswith(
        "個人情報の保護"
    )


def test_a_page_cut_within_a_character_is_read_up_to_there() -> None:
    data = '<meta charset="utf-8"><p>個人情報'.encode()
    assert html.extract(data[:-1]).text == "個人情\n"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "empty"),
        ("<html><body><script>load()</script></body></html>", "loaded by a script"),
        ("<html><body>" + "<div>" * 5_000 + "本文", "too deep"),
        ("<html><body>" + "<ul><li>甲" * 5_000, "too deep"),
    ],
)
def test_pages_that_cannot_be_read_whole_say_what_to_do(page: str, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said) as error:
        read(page)
    assert "ave" in str(error.value)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<li>",
                "<ul>",
                "</ul>",
                "<td>",
                "<tr>",
                "<table>",
                "</table>",
                "<dl>",
                "<dt>",
                "<dd>",
                "<main>",
                "</main>",
                "<h2>",
                "<nav>",
                "<",
                "&amp;",
                "甲",
                "乙 ",
                "\n",
                "<br>",
                "<!--",
                "-->",
            ]
        ),
        max_size=60,
    )
)
def test_no_markup_breaks_the_reader_and_blocks_stay_within_the_text(pieces: list[str]) -> None:
    page = "<p>初</p>" + "".join(pieces)
    try:
        extracted = read(page)
    except UnreadableSource:
        return
    for block in extracted.blocks:
        assert 0 <= block.start < block.end <= len(extracted.text)
        assert not extracted.text[block.start].isspace()
