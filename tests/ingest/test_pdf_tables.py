"""Ruled tables in PDFs: rows of cells, as other formats give them, with the place of every character."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from corpus import pages
from corpus.models import Span
from ingest.extract import BlockKind, pdf
from ingest.parsing import parser_for
from ingest.recognise import document_from, recognise

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
write: Callable[..., bytes] = _WRITER["pdf"]

COLUMNS = (60.0, 160.0, 320.0, 540.0)
TOPS = (700.0, 660.0, 600.0)


def cells() -> list[tuple[float, float, float, float]]:
    """Two rows of three cells, each drawn as a rectangle: left, bottom, width, height."""
    return [
        (left, bottom, right - left, top - bottom)
        for top, bottom in pairwise(TOPS)
        for left, right in pairwise(COLUMNS)
    ]


TEXTS = [
    (60.0, 740.0, "灯台の点検について"),
    (64.0, 680.0, "区分"),
    (164.0, 680.0, "講ずる措置"),
    (324.0, 680.0, "手法の例示"),
    (64.0, 640.0, "物理的な"),  # printed line by line across the cells, as word processors do
    (164.0, 640.0, "入退室を記録する。"),
    (324.0, 640.0, "・鍵の管理"),
    (64.0, 622.0, "管理"),
    (324.0, 622.0, "・入退室の"),
    (324.0, 606.0, "記録簿"),
    (60.0, 570.0, "以上のとおり定める。"),
]


def test_a_row_is_a_line_of_cells_and_a_cell_is_read_before_the_next() -> None:
    extracted = pdf.extract(write([TEXTS], frames=cells()))
    assert extracted.text.splitlines() == [
        "灯台の点検について",
        "区分\t講ずる措置\t手法の例示",
        "物理的な管理\t入退室を記録する。\t・鍵の管理 ・入退室の記録簿",
        "以上のとおり定める。",
    ]
    rows = [extracted.text[b.start : b.end] for b in extracted.blocks if b.kind is BlockKind.ROW]
    assert rows == extracted.text.splitlines()[1:3]
    inner = [extracted.text[b.start : b.end] for b in extracted.blocks if b.kind is BlockKind.CELL_LINE]
    assert inner == ["・鍵の管理", "・入退室の記録簿"]


def test_words_of_a_cell_are_boxed_where_they_are_printed() -> None:
    data = write([TEXTS], frames=cells())
    text = pdf.extract(data).text
    at = text.index("入退室の記録簿")
    first, second = pages.boxes(data, [Span(start=at, end=at + 7)])
    assert first.left >= COLUMNS[2]
    assert second.top <= first.bottom + 5
    at = text.index("以上")
    (last,) = pages.boxes(data, [Span(start=at, end=at + 2)])
    assert last.top < TOPS[-1]


def test_without_rulings_nothing_is_a_table() -> None:
    text = pdf.extract(write([TEXTS])).text
    assert "\t" not in text
    assert sorted("".join(text.split())) == sorted("".join("".join(piece) for _, _, piece in TEXTS))


def test_one_frame_is_a_box_and_no_table() -> None:
    extracted = pdf.extract(write([TEXTS], frames=[(50.0, 590.0, 500.0, 120.0)]))
    assert "\t" not in extracted.text
    assert any(block.kind is BlockKind.BOX for block in extracted.blocks)


def test_no_character_is_lost_or_doubled_by_a_table() -> None:
    tabled = pdf.extract(write([TEXTS, TEXTS], frames=cells())).text
    plain = pdf.extract(write([TEXTS, TEXTS])).text
    assert sorted("".join(tabled.split())) == sorted("".join(plain.split()))


def test_a_review_sheet_in_a_ruled_table_is_read_item_by_item() -> None:
    sheet = [
        (60.0, 740.0, "灯台守免許事務 全項目評価書の精査結果"),
        (64.0, 680.0, "審査の観点"),
        (164.0, 680.0, "審査項目"),
        (324.0, 680.0, "精査結果"),
        (64.0, 640.0, "適合性"),
        (164.0, 640.0, "(1) 公表しない部"),
        (324.0, 640.0, "問題は認められな"),
        (164.0, 622.0, "分は適切か"),
        (324.0, 622.0, "い。"),
    ]
    extracted = pdf.extract(write([sheet], frames=cells()))
    document = document_from(recognise(extracted.text, "x.pdf"), {}, "0" * 64, "x.pdf")
    parsed = parser_for(document.kind)(document, extracted)
    (result,) = [clause for clause in parsed.clauses if clause.field == "精査結果"]
    assert result.text == "問題は認められない。"
    assert result.label.endswith("観点「適合性」 審査項目1 精査結果")
    assert result.page == 1
