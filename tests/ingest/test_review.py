"""Review sheets (精査結果): recognised, and read into aspects, items and fields, whatever the format."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from corpus.models import Clause, DocumentKind, ParsedDocument
from ingest import pipeline
from ingest.extract import Extracted, dispatch
from ingest.parsing import parser_for
from ingest.recognise import document_from, recognise

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
write_pdf: Callable[..., bytes] = _WRITER["pdf"]
pdf_lines: Callable[..., list[tuple[float, float, str]]] = _WRITER["lines"]

TITLE = "灯台守免許の登録に関する事務 全項目評価書の精査結果"
HEAD = ("審査の観点", "審査項目", "該当ページ", "評価書の記載", "精査結果")
ROWS = (
    (
        "適合性",
        "(1) しきい値判断に誤りはないか",
        "3",
        "対象人数は三十万人以上である。",
        "全項目評価の対象であることを確認した。",
    ),
    ("", "(2) 公表しない部分は適切な範囲か", "", "公表しない部分はない。", "問題は認められない。"),
    (
        "妥当性",
        "(3) 委託先の監督は具体的か",
        "12-14",
        "委託先は毎年度、点検の結果を報告する。",
        "点検の方法が具体的に記載されており、問題は認められない。",
    ),
)
REMARK = "以上のとおり、指針に定める審査の観点に照らし、問題は認められない。"


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "精査結果"
    sheet["A1"] = TITLE
    sheet["A2"] = "評価実施機関：灯台庁長官"
    for column, name in enumerate(HEAD, 1):
        sheet.cell(4, column, name)
    for row, cells in enumerate(ROWS, 5):
        for column, text in enumerate(cells, 1):
            sheet.cell(row, column, text or None)
    sheet.merge_cells("A5:A6")
    sheet["A9"] = "総評"
    sheet["A10"] = REMARK
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def html() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>" for cells in (HEAD, *ROWS)
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>"
        f"<p>評価実施機関：灯台庁長官</p><table>{rows}</table><h2>総評</h2><p>{REMARK}</p></main></body></html>"
    ).encode()


def txt() -> bytes:
    lines = [TITLE, "評価実施機関：灯台庁長官", "", "\t".join(HEAD), *("\t".join(cells) for cells in ROWS)]
    return "\n".join([*lines, "", "２ 総評", REMARK, ""]).encode()


def labelled() -> list[str]:
    lines = [TITLE, "評価実施機関：灯台庁長官"]
    for cells in ROWS:
        lines += [f"{name}：{text}" for name, text in zip(HEAD, cells, strict=True) if text]
    return [*lines, "２ 総評", REMARK]


FILES = {
    "sheet.xlsx": xlsx,
    "sheet.html": html,
    "sheet.txt": txt,
    "labelled.txt": lambda: "\n".join(labelled()).encode(),
    "labelled.pdf": lambda: write_pdf([pdf_lines(*labelled())]),
}


def read(name: str) -> ParsedDocument:
    extracted: Extracted = dispatch.extract(Path(name), FILES[name]())
    document = document_from(recognise(extracted.text, name), {}, "0" * 64, name)
    return parser_for(document.kind)(document, extracted)


def fields(parsed: ParsedDocument) -> list[tuple[str, str]]:
    return [(clause.label, clause.text) for clause in parsed.clauses if clause.field]


@pytest.mark.parametrize("name", FILES)
def test_a_review_sheet_is_recognised_by_its_content(name: str) -> None:
    extracted = dispatch.extract(Path(name), FILES[name]())
    found = recognise(extracted.text, "no-telling-name.txt")
    assert found.kind is DocumentKind.REVIEW
    assert found.confidence >= 0.5
    assert any("精査結果" in sign for sign in found.evidence)
    assert found.title == TITLE
    assert found.agency == "灯台庁長官"


@pytest.mark.parametrize("name", FILES)
def test_each_item_has_its_fields_under_its_aspect(
    name: str, nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    parsed = read(name)
    nothing_lost(parsed)
    assert fields(parsed) == [
        (f"{TITLE} 観点「適合性」 審査項目1 該当ページ", "3"),
        (f"{TITLE} 観点「適合性」 審査項目1 評価書の記載", ROWS[0][3]),
        (f"{TITLE} 観点「適合性」 審査項目1 精査結果", ROWS[0][4]),
        (f"{TITLE} 観点「適合性」 審査項目2 評価書の記載", ROWS[1][3]),
        (f"{TITLE} 観点「適合性」 審査項目2 精査結果", ROWS[1][4]),
        (f"{TITLE} 観点「妥当性」 審査項目3 該当ページ", "12-14"),
        (f"{TITLE} 観点「妥当性」 審査項目3 評価書の記載", ROWS[2][3]),
        (f"{TITLE} 観点「妥当性」 審査項目3 精査結果", ROWS[2][4]),
    ]
    assert not parsed.notices


@pytest.mark.parametrize("name", FILES)
def test_the_overall_comment_stands_beside_the_table(name: str) -> None:
    (remark,) = [clause for clause in read(name).clauses if clause.leaf and clause.text == REMARK]
    assert remark.field is None
    assert "観点" not in remark.label


def test_ids_say_where_a_field_stands() -> None:
    ids = [clause.id.partition(".")[2] for clause in read("sheet.txt").clauses if clause.field == "精査結果"]
    assert ids == ["v.i.result", "v.i-2.result", "v-2.i.result"]


def test_an_assessment_report_is_no_review_of_one(seed: Callable[[str], Extracted]) -> None:
    text = seed("assessment_anma-massage_2023-04-26.txt").text
    assert recognise(text, "x.txt").kind is DocumentKind.ASSESSMENT


def test_a_table_whose_columns_are_others_is_no_review() -> None:
    text = "備品の一覧\n\n品名\t数量\t評価\t結果\n机\t3\t良\t可\n"
    assert recognise(text, "x.txt").kind is DocumentKind.OTHER
    assert all(isinstance(clause, Clause) for clause in read("sheet.txt").clauses)


def test_reports_tell_what_a_file_was_taken_for_and_why(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sheet.txt").write_bytes(txt())
    (tmp_path / "in" / "said.txt").write_bytes(txt().replace("灯台".encode(), "浮標".encode()))
    (tmp_path / "in" / "manifest.yaml").write_text(
        "documents:\n  - file: said.txt\n    kind: paper\n", "utf-8"
    )
    report = pipeline.ingest([tmp_path / "in"], tmp_path / "data")
    by_file = {Path(file.file).name: file for file in report.files}
    found = by_file["sheet.txt"]
    assert found.kind is DocumentKind.REVIEW
    assert (found.confidence or 0) >= 0.5
    assert any("表の見出し" in sign for sign in found.evidence)
    assert by_file["said.txt"].kind is DocumentKind.PAPER
    assert by_file["said.txt"].confidence is None
    checked = {one.kind: one.recognised for one in pipeline.check(tmp_path / "data").documents}
    again = checked[DocumentKind.REVIEW]
    assert again is not None
    assert (again.kind, again.confidence, again.evidence) == (found.kind, found.confidence, found.evidence)
    kept = checked[DocumentKind.PAPER]
    assert kept is not None
    assert kept.kind is DocumentKind.REVIEW
