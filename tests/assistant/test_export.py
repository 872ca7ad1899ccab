"""Tables as files: what a spreadsheet opens, and what it must not run."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from assistant.export import Table, csv_of, guarded, xlsx_of

TABLE = Table(
    name="措置台帳",
    headings=("回", "措置", "回答"),
    rows=(
        (330, "暗号化を行うこと,\n持ち出さないこと", None),
        (None, '=HYPERLINK("http://example.org")', "-1"),
    ),
)


def test_csv_begins_with_the_mark_that_excel_looks_for_and_keeps_commas_and_line_feeds() -> None:
    content = csv_of(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[:2] == [["回", "措置", "回答"], ["330", "暗号化を行うこと,\n持ち出さないこと", ""]]


def test_a_workbook_has_one_sheet_with_headings_in_sight() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(TABLE)))
    [sheet] = book.worksheets
    assert sheet.title == "措置台帳"
    assert [cell.value for cell in sheet[2]] == [330, "暗号化を行うこと,\n持ち出さないこと", None]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"


def test_no_cell_of_a_file_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(TABLE)))
    assert all(cell.data_type != "f" for row in book.worksheets[0] for cell in row)
    assert "'=HYPERLINK" in csv_of(TABLE).decode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "－1", "\ufeff=1"]
)
def test_what_begins_like_a_formula_is_marked_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["暗号化", "1=1", "", 330, None])
def test_other_cells_stay_as_they_are(cell: str | int | None) -> None:
    assert guarded(cell) == cell


def test_characters_that_no_sheet_can_hold_are_left_out() -> None:
    table = Table(name="表", headings=("語",), rows=(("暗\x00号\x0b化",), ("長" * 40_000,)))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(table)))
    assert book.worksheets[0]["A2"].value == "暗号化"
    assert len(book.worksheets[0]["A3"].value) < 32_768
