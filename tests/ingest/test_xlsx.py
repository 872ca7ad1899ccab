"""Spreadsheets: a report as its form is drawn in Excel, cells and what they show, files that are refused."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import UnreadableSource
from corpus.models import ClauseKind, Document, DocumentKind, ParsedDocument
from corpus.text import squash
from ingest.extract import BlockKind, Extracted, dispatch
from ingest.extract.xlsx import extract
from ingest.extract.xlsx_values import shown
from ingest.parsers.assessment import parse
from ingest.recognise import recognise

SEED = "assessment_anma-massage_2023-04-26.txt"
REPORT = Document(id="a", title="重点項目評価書", kind=DocumentKind.ASSESSMENT, cite="評価書")
NAME = Path("report.xlsx")
WIDE = 4  # columns that a cell of the drawn form is merged over
_LIST_END = re.compile(r" *</?(?:ul|li|p|br)\b[^<>]*> *")
_CHECKED = re.compile(r"<input[^<>]*checked[^<>]*>")
_RADIO = re.compile(r"<input[^<>]*radio[^<>]*>")
_INPUT = re.compile(r"<input[^<>]*>")
_ROW = re.compile(r" *<tr\b[^<>]*> *(?:<t[dh]\b[^<>]*>)?")
_CELL = re.compile(r" *<t[dh]\b[^<>]*>")
_TAG = re.compile(r"</?[a-z]+\b[^<>]*>")


def saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet_of(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return workbook


# -- a report drawn as the official form is


def plain_seed(text: str) -> str:
    """The seed with its boxes and line feeds as a spreadsheet has them, where it has tags."""
    text = _CHECKED.sub("[○]", text)
    text = _INPUT.sub("[ ]", _RADIO.sub("[○]", text))
    text = re.sub(r"\[\s*\[(.)\]\s*\]", r"[\1]", text)  # a box drawn within a box
    text = re.sub(r"\[\[.\]\s*([^\[\]]+)\]", r"[\1]", text)  # a ticked choice
    text = _CELL.sub("\t", _ROW.sub("\n", text))
    return _TAG.sub("", _LIST_END.sub("\v", text))


def drawn(text: str) -> Workbook:
    """The rows of a form on sheets of narrow columns: wide cells merged, boxes in three cells, long labels down."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, part in enumerate(re.split(r"\n(?=(?:II|III|IV|V) [^\n]*\n(?!\(|II|IV|V))", text), 1):
        sheet = workbook.create_sheet(f"様式3({number})")
        draw(sheet, [line.split("\t") for line in part.split("\n")])
    return workbook


def draw(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for at, row in enumerate(rows, 1):
        column = 2  # the form leaves a margin
        for cell in row:
            pieces = box_cells(cell)
            for piece in pieces:
                sheet.cell(at, column, piece.replace("\v", "\n").strip() or None)
                width = WIDE if len(pieces) == 1 else 1
                if width > 1 and piece.strip():
                    sheet.merge_cells(
                        start_row=at, end_row=at, start_column=column, end_column=column + width - 1
                    )
                column += width
    merge_down(sheet, rows)


def merge_down(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """A first cell left blank is the label above it reaching down."""
    below = [not row[0].strip() and any(cell.strip() for cell in row) for row in rows]
    at = 0
    while at < len(rows):
        end = at
        while end + 1 < len(rows) and below[end + 1]:
            end += 1
        if end > at:
            sheet.unmerge_cells(start_row=at + 1, end_row=at + 1, start_column=2, end_column=1 + WIDE)
            sheet.merge_cells(start_row=at + 1, end_row=end + 1, start_column=2, end_column=1 + WIDE)
        at = end + 1


def box_cells(cell: str) -> list[str]:
    """[委託する] and what follows it, as the form has them: the brackets in cells of their own."""
    box = re.match(r"\[([^\[\]]+)\](\s*)", cell)
    if box is None or "[" in cell[box.end() :]:
        return [cell]
    rest = cell[box.end() :]
    return ["[", box[1], "]", *([rest] if rest else [])]


def fields(document: ParsedDocument) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [
        (clause.label, clause.value and squash(clause.value), tuple(map(squash, clause.options)))
        for clause in document.clauses
        if clause.kind is ClauseKind.FIELD
    ]


@pytest.fixture(scope="module")
def flat(seed: Callable[[str], Extracted]) -> str:
    return plain_seed(seed(SEED).text)


@pytest.fixture(scope="module")
def report(flat: str) -> Extracted:
    return dispatch.extract(NAME, saved(drawn(flat)))


def test_report_drawn_as_a_spreadsheet_has_the_fields_of_the_bundled_one(
    seed: Callable[[str], Extracted], report: Extracted, nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    document = parse(REPORT, report)
    nothing_lost(document)
    assert document.notices == ()
    expected = fields(parse(REPORT, seed(SEED)))
    assert len(expected) > 80
    assert fields(document) == expected


def test_points_within_cells_of_a_spreadsheet_have_the_labels_of_the_bundled_report(
    seed: Callable[[str], Extracted], report: Extracted
) -> None:
    expected = {clause.label for clause in parse(REPORT, seed(SEED)).clauses}
    found = {clause.label for clause in parse(REPORT, report).clauses}
    assert found - expected == set()
    # a group that is short once its tags are gone is one leaf
    assert [label for label in expected - found if not label.startswith(tuple(found - {label}))] == []
    assert len(expected - found) < 5


def test_spreadsheet_keeps_every_character(flat: str, report: Extracted) -> None:
    assert squash(report.text) == squash(flat)


def test_spreadsheet_of_a_report_is_recognised(report: Extracted) -> None:
    recognition = recognise(report.text, "x.xlsx")
    assert recognition.kind is DocumentKind.ASSESSMENT
    assert recognition.date == dt.date(2023, 4, 26)
    assert recognition.agency == "厚生労働大臣"


@pytest.mark.parametrize(
    "drawing",
    [
        [["[", "十分である", "]", "＜選択肢＞"], [None, None, None, "1) 特別", "2) 十分である"], [None] * 3 + ["3) 課題"]],
        [[None, None, None, "＜選択肢＞"], ["[", "十分である", "]", "1) 特別", "2) 十分である"], [None] * 3 + ["3) 課題"]],
        [[None, None, None, "＜選択肢＞"], [None] * 3 + ["1) 特別", "2) 十分である"], ["[", "十分である", "]", "3) 課題"]],
    ],
)  # fmt: skip
def test_choice_is_found_on_whichever_row_of_its_options_it_stands(drawing: list[list[str | None]]) -> None:
    rows = [["Ⅲ リスク対策"], ["3. 特定個人情報の使用"], ["リスク1： 目的外"]]
    rows += [["リスクへの対策は十分か" if not at else None, *row] for at, row in enumerate(drawing)]
    workbook = sheet_of([*rows, ["その他の措置の内容", "なし。"]])
    workbook.active.merge_cells("A4:A6")
    document = parse(REPORT, extract(saved(workbook)))
    found = {clause.field: (clause.value, clause.options) for clause in document.clauses if clause.value}
    assert found == {"リスクへの対策は十分か": ("十分である", ("特別", "十分である", "課題"))}
    assert document.notices == ()


# -- a sheet as it is seen


def text_of(workbook: Workbook) -> str:
    return extract(saved(workbook)).text


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    assert text_of(sheet_of([["甲", None, "乙"], [], [None, "丙"]])) == "甲\t乙\n丙\n"


def test_merged_cell_stands_once_and_reaches_into_the_rows_below() -> None:
    workbook = sheet_of([["再委託", "有無", "する"], [None, "方法", "書面"], ["次", "値", None]])
    workbook.active.merge_cells("A1:A2")
    workbook.active.merge_cells("B3:C3")
    assert text_of(workbook) == "再委託\t有無\tする\n\t方法\t書面\n次\t値\n"


def test_empty_merged_margin_reaches_nowhere() -> None:
    workbook = sheet_of([[None, "甲", "乙"], [None, "丙", "丁"]])
    workbook.active.merge_cells("A1:A2")
    assert text_of(workbook) == "甲\t乙\n丙\t丁\n"


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["[", "○", "]", "紙"], "[ ○ ]\t紙"),
        (["[", None, "]", "紙"], "[ ]\t紙"),
        (["［", "委託する", "］", "（", 2, "）件"], "［ 委託する ］\t（\t2\t）件"),
        (["[", "○", "] 紙", "[", "] 専用線"], "[ ○ ] 紙\t[ ] 専用線"),
        (["[注] 本表", "次"], "[注] 本表\t次"),
        (["[", "甲"], "[\t甲"),
        (["[", "a", "b", "c", "d", "]"], "[\ta\tb\tc\td\t]"),
    ],
)
def test_boxes_drawn_with_several_cells_are_put_together(row: list[object], text: str) -> None:
    assert text_of(sheet_of([row])) == f"{text}\n"


def test_line_feeds_within_a_cell_are_told_by_blocks() -> None:
    extracted = extract(saved(sheet_of([["項目", "氏名\r\n住所_x000D_\n\n　生年月日"]])))
    assert extracted.text == "項目\t氏名 住所 　生年月日\n"
    lines = [block for block in extracted.blocks if block.kind is BlockKind.CELL_LINE]
    assert [extracted.text[line.start : line.end] for line in lines] == ["氏名", "住所", "　生年月日"]


def test_lines_within_a_cell_stay_parted_in_a_report() -> None:
    value = "氏名\n住所\n" + "甲" * 260
    rows = [["Ⅱ 特定個人情報ファイルの概要"], ["3. 特定個人情報の入手・使用"], ["③使用目的 ※", value]]
    document = parse(REPORT, extract(saved(sheet_of(rows))))
    assert [c.text for c in document.clauses if c.leaf][-3:] == ["氏名", "住所", "甲" * 260]


def test_sheets_are_parted_and_named_where_the_name_says_something() -> None:
    workbook = sheet_of([["Ⅱ 特定個人情報ファイルの概要"], ["本文"]], "Ⅱファイルの概要")
    for name, text in (("Sheet2", "甲"), ("再委託先一覧", "会社名"), ("空", None), ("表紙 (2)", "乙")):
        workbook.create_sheet(name)["B2"] = text
    assert text_of(workbook) == "Ⅱ 特定個人情報ファイルの概要\n本文\n\n甲\n\n再委託先一覧\n会社名\n\n乙\n"


def test_hidden_sheets_are_left_out_and_said_to_be() -> None:
    workbook = sheet_of([["甲"]])
    for name, state in (("選択肢", "hidden"), ("作業", "veryHidden")):
        sheet = workbook.create_sheet(name)
        sheet["A1"], sheet.sheet_state = "あいう", state
    extracted = extract(saved(workbook))
    assert extracted.text == "甲\n"
    assert extracted.left_out == (
        "hidden sheet 「選択肢」: 3 characters",
        "hidden sheet 「作業」: 3 characters",
    )


def test_formulas_give_their_stored_result_or_are_said_to_have_none() -> None:
    data = saved(sheet_of([["計", "=1+1", "=A1"]]))
    assert extract(data).text == "計\n"
    assert "2 formulas" in str(extract(data))
    solved = rewritten(data, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert extract(solved).text == "計\t2\n"
    assert "1 formulas" in str(extract(solved))


def test_a_stray_cell_at_the_foot_costs_nothing() -> None:
    workbook = sheet_of([["甲"]])
    workbook.active["XFD1048576"] = "末"
    assert text_of(workbook) == "甲\n末\n"


SHAPE = (
    '<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:mc="mc"><mc:AlternateContent><mc:Choice><xdr:sp><xdr:txBody>'
    "<a:p><a:r><a:t>①申請</a:t></a:r><a:r><a:t>受付</a:t></a:r></a:p><a:p><a:r><a:t>窓口</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></mc:Choice><mc:Fallback><xdr:txBody><a:p><a:t>二度</a:t></a:p></xdr:txBody>"
    "</mc:Fallback></mc:AlternateContent></xdr:wsDr>"
)


def test_words_in_shapes_stand_below_the_cells_of_their_sheet() -> None:
    data = saved(sheet_of([["事務の内容"]]))
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="../drawings/drawing1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
    )
    added = {"xl/drawings/drawing1.xml": SHAPE, "xl/worksheets/_rels/sheet1.xml.rels": relations}
    assert extract(rewritten(data, added=added)).text == "事務の内容\n①申請受付 窓口\n"


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, "General", ""),
        (True, "General", "TRUE"),
        (10, "General", "10"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, '#,##0"円"', "1,235円"),
        (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "-1,234.50"),
        (0.456, "0.0%", "45.6%"),
        (7, "000", "007"),
        (2, '"（"0"）件"', "（2）件"),
        (1.5, "0.###", "1.5"),
        (3, 'General"人"', "3人"),
        (1.5, "# ?/?", "1.5"),
        (1e20, "0.00E+00", "1e+20"),
        ("文", "@", "文"),
        (dt.datetime(2023, 4, 26), '[$-411]ggge"年"m"月"d"日";@', "令和5年4月26日"),
        (dt.datetime(2019, 5, 1), '[$-ja-JP]ggge"年"m"月"', "令和元年5月"),
        (dt.datetime(2023, 4, 26), "mm-dd-yy", "2023/4/26"),
        (dt.datetime(2023, 4, 26, 9, 5), "yyyy/mm/dd hh:mm", "2023/04/26 09:05"),
        (dt.datetime(2023, 4, 26), "yyyy年m月d日(aaa)", "2023年4月26日(水)"),
        (dt.datetime(2023, 4, 26), "General", "2023-04-26 00:00:00"),
        (dt.time(9, 5), "h:mm", "9:05"),
        (dt.timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
    ],
)
def test_a_cell_shows(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@settings(max_examples=150)
@given(
    st.one_of(
        st.integers(-(10**12), 10**12), st.floats(allow_nan=True), st.datetimes(), st.times(), st.text()
    ),
    st.one_of(
        st.text(alphabet='#0?.,%;"\\[]_*@ymdhsgea/年 E+-', max_size=14), st.sampled_from(["General", "0.0"])
    ),
)
def test_no_format_makes_a_value_vanish_or_fail(value: object, form: str) -> None:
    text = shown(value, form)
    if isinstance(value, (int, float)) and not re.search(r'["\\\[_*;]', form):
        assert text


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 8)),
        st.text(alphabet="甲乙丙[]○ \n\t=-1あ\u3000", max_size=8),
        min_size=1,
        max_size=20,
    )
)
def test_every_word_of_every_cell_stands_in_the_text_in_order(cells: dict[tuple[int, int], str]) -> None:
    workbook = Workbook()
    for (row, column), value in cells.items():
        cell = workbook.active.cell(row, column)
        cell.value = value
        cell.data_type = "s"
    expected = "".join(squash(cells[place]) for place in sorted(cells))
    if expected:
        assert squash(text_of(workbook)) == expected


# -- files that are refused


def rewritten(
    data: bytes, name: str = "", old: bytes = b"", new: bytes = b"", *, added: dict[str, str] | None = None
) -> bytes:
    """The package with ``old`` in a part replaced by ``new``, or with parts added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in given.infolist():
            content = given.read(entry)
            made.writestr(entry.filename, content.replace(old, new) if entry.filename == name else content)
        for path, text in (added or {}).items():
            made.writestr(path, text)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
WHOLE = saved(sheet_of([["甲", "乙"]]))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WHOLE[: len(WHOLE) // 2], "damaged"),
        (WHOLE[:30], "damaged"),
        (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), r"save it as \.xlsx"),
        (OLE, "old office"),
        (rewritten(WHOLE, SHEET, b"<worksheet", b"<worksheet <"), "cannot be read as a document of Excel"),
        (rewritten(WHOLE, SHEET, b"<worksheet", b"<!DOCTYPE x><worksheet"), "document type"),
        (rewritten(WHOLE, SHEET, b"</sheetData>", b"</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/>"
                   b"</mergeCells>"), "more than 400,000 cells"),
        (rewritten(WHOLE, SHEET, b"</row>", b"<c/>" * 400_001 + b"</row>"), "more than 400,000 cells"),
        (rewritten(WHOLE, added={"xl/media/a.bin": "0" * 2**25}), "as no real document"),
        (rewritten(WHOLE, added={f"xl/{n}": "" for n in range(10_001)}), "parts"),
        (saved(Workbook()), "no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_way_out(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        dispatch.extract(NAME, data)


def test_package_without_a_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("xl/workbook.bin", "")
    with pytest.raises(UnreadableSource, match=r"save it as \.xlsx"):
        dispatch.extract(NAME, stream.getvalue())


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.booleans(),
)
def test_damaged_workbooks_are_read_or_refused(changes: list[tuple[int, int]], cut: bool) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    with suppress(UnreadableSource):
        dispatch.extract(NAME, bytes(data[: changes[0][0]] if cut else data))


def test_a_workbook_is_told_by_what_it_holds() -> None:
    for name in ("a.docx", "a.zip", "a", "a.txt"):
        assert dispatch.extract(Path(name), WHOLE).text == "甲\t乙\n"
    macros = rewritten(WHOLE, added={"xl/vbaProject.bin": "Sub a()"})
    assert dispatch.extract(Path("a.xlsm"), macros).text == "甲\t乙\n"
