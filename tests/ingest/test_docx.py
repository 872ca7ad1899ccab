"""Word documents: minutes and summaries as Word has them, numbers, tables, frames, notes, refused files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from corpus.models import Document, DocumentKind, FurnitureReason, ParsedDocument
from corpus.text import squash
from ingest.extract import BlockKind, Extracted, dispatch
from ingest.extract.docx import extract
from ingest.parsing import parser_for
from ingest.recognise import recognise

NAME = Path("minutes.docx")
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SEEDS = [
    ("minutes-205_2022-04-13.txt", DocumentKind.MINUTES),
    ("minutes-330_2025-07-30.txt", DocumentKind.MINUTES),
    ("summary-300_2024-09-11.txt", DocumentKind.SUMMARY),
]


def saved(document: Word) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(*paragraphs: str) -> Word:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def with_xml(*elements: str) -> Word:
    """A document whose body is the given WordprocessingML."""
    document = docx.Document()
    for element in elements:
        document.element.body.insert(-1, parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {SPACE}", element)))
    return document


def text_of(document: Word) -> str:
    return extract(saved(document)).text


def kinds(extracted: Extracted) -> list[tuple[BlockKind, int, str]]:
    return [(b.kind, b.level, extracted.text[b.start : b.end]) for b in extracted.blocks]


# -- the bundled minutes as Word has them


def parsed(extracted: Extracted, kind: DocumentKind) -> ParsedDocument:
    return parser_for(kind)(Document(id="d", title="議事録", kind=kind, cite="議事録"), extracted)


def paragraphs_of(document: ParsedDocument) -> list[str]:
    """The paragraphs of a document whose lines were wrapped: what stands on one line goes together."""
    pieces = [(c.spans[0].start, c.spans[-1].end, c.text) for c in document.clauses if c.leaf and c.spans]
    pieces += [
        (piece.span.start, piece.span.end, document.source[piece.span.start : piece.span.end])
        for piece in document.furniture
        if piece.reason not in (FurnitureReason.WHITESPACE, FurnitureReason.PAGE_NUMBER)
    ]
    found: list[str] = []
    last = 0
    for start, end, text in sorted(pieces):
        gap = document.source[last:start]
        if not found or "\n" in gap:
            found.append("")
            gap = ""
        found[-1] += gap + text.replace("\n", "")
        last = end
    return found


def facts(document: ParsedDocument) -> list[tuple[str, ...]]:
    return [
        (c.kind.value, c.label, c.speaker or "", c.role or "", c.agenda_item or "", squash(c.text))
        for c in document.clauses
        if c.leaf
    ]


@pytest.mark.parametrize(("name", "kind"), SEEDS)
def test_minutes_in_word_give_the_clauses_of_the_bundled_text(
    name: str,
    kind: DocumentKind,
    seed: Callable[[str], Extracted],
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    given = seed(name)
    expected = parsed(given, kind)
    extracted = dispatch.extract(NAME, saved(word(*paragraphs_of(expected))))
    found = parsed(extracted, kind)
    nothing_lost(found)
    assert facts(found) == facts(expected)
    assert recognise(extracted.text, "x.docx").kind is kind


def test_short_paragraphs_are_not_run_together() -> None:
    speech = ["○甲委員長 それでは会議を始めます。", "議題は三つある", "次の議題に移ります。"]
    found = parsed(extract(saved(word("日時：令和７年７月30日", *speech))), DocumentKind.MINUTES)
    texts = [clause.text for clause in found.clauses if clause.leaf]
    assert texts[-3:] == ["それでは会議を始めます。", *speech[1:]]


def test_lines_that_a_converter_took_for_paragraphs_are_joined_again(
    seed: Callable[[str], Extracted],
) -> None:
    given = seed(SEEDS[2][0])
    extracted = extract(saved(word(*(line.strip() for line in given.text.splitlines() if line.strip()))))
    assert extracted.wrapped
    remarks = [c.text for c in parsed(extracted, DocumentKind.SUMMARY).clauses if c.leaf and c.speaker]
    assert sum("\n" not in text and len(text) > 60 for text in remarks) > 5


# -- a document as it is seen


def test_paragraphs_and_tables_stand_in_the_order_of_the_page() -> None:
    document = word("前")
    table = document.add_table(2, 2)
    for cell, text in zip([c for row in table.rows for c in row.cells], "甲乙丙丁", strict=True):
        cell.text = text
    document.add_paragraph("後")
    assert text_of(document) == "前\n甲\t乙\n丙\t丁\n後\n"


def test_merged_cells_of_a_table_stand_once_and_reach_down() -> None:
    document = word()
    table = document.add_table(3, 3)
    for (row, column), text in {(0, 0): "再委託", (0, 1): "有無", (0, 2): "する", (1, 1): "方法"}.items():
        table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(2, 1).text = "氏名\n住所"
    extracted = extract(saved(document))
    assert extracted.text == "再委託\t有無\tする\n\t方法\n\t氏名 住所\n"
    assert (BlockKind.CELL_LINE, 0, "住所") in kinds(extracted)


def test_framed_paragraphs_are_paragraphs_in_a_box() -> None:
    document = word("前")
    document.add_table(1, 1).cell(0, 0).text = "枠の中\n二行目"
    extracted = extract(saved(document))
    assert extracted.text == "前\n枠の中\n二行目\n"
    assert (BlockKind.BOX, 0, "枠の中\n二行目\n") in kinds(extracted)


def test_table_within_a_cell_is_kept() -> None:
    document = word()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    assert text_of(document) == "外\t内一 内二\n"


def test_headings_have_their_levels() -> None:
    document = word()
    document.add_heading("表題", 0)
    document.add_heading("第１", 1)
    document.add_heading("１", 2)
    document.add_paragraph("本文")
    assert kinds(extract(saved(document))) == [
        (BlockKind.HEADING, 1, "表題"),
        (BlockKind.HEADING, 1, "第１"),
        (BlockKind.HEADING, 2, "１"),
    ]


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "text", "why"),
    [
        (f"<w:ins>{RUN.format('足')}</w:ins><w:del><w:r><w:delText>消</w:delText></w:r></w:del>", "足", "revisions"),
        (f"<w:moveFrom>{RUN.format('元')}</w:moveFrom><w:moveTo>{RUN.format('先')}</w:moveTo>", "先", "moves"),
        (f"<w:smartTag><w:smartTag>{RUN.format('令和')}</w:smartTag></w:smartTag>", "令和", "smart tags"),
        (f"<w:sdt><w:sdtContent>{RUN.format('欄')}</w:sdtContent></w:sdt>", "欄", "content controls"),
        (f"<w:hyperlink>{RUN.format('先')}</w:hyperlink>", "先", "links"),
        (f"<w:r><w:ruby><w:rt>{RUN.format('せんれい')}</w:rt><w:rubyBase>{RUN.format('先例')}</w:rubyBase></w:ruby></w:r>",
         "先例", "readings above words"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲\t乙\n丙", "tabs and breaks"),
        ("<w:r><w:t>甲</w:t><w:br w:type='page'/><w:t>乙</w:t></w:r>", "甲乙", "a page break"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:t>見</w:t></w:r>", "見", "hidden text"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "3", "fields"),
    ],
)  # fmt: skip
def test_text_is_what_is_printed(inside: str, text: str, why: str) -> None:
    assert text_of(with_xml(f"<w:p>{inside}</w:p>")) == f"{text}\n", why


def test_content_controls_and_text_boxes_are_not_passed_over() -> None:
    control = f"<w:sdt><w:sdtContent><w:p>{RUN.format('欄')}</w:p></w:sdtContent></w:sdt>"
    box = f"<w:p>{RUN.format('本文')}<w:r><w:pict><w:txbxContent><w:p>{RUN.format('箱')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    extracted = extract(saved(with_xml(control, box)))
    assert extracted.text == "欄\n本文\n箱\n"
    assert kinds(extracted) == [(BlockKind.BOX, 0, "箱\n")]


def test_numbers_that_word_counts_are_written() -> None:
    document = word()
    numbering = document.part.numbering_part.element
    levels = [
        ("decimalFullWidth", "第%1"),
        ("decimal", "(%2)"),
        ("aiueoFullWidth", "%3"),
        ("bullet", "\uf0b7"),
    ]
    abstract = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {SPACE} w:abstractNumId="90">{abstract}</w:abstractNum>'))
    for name, extra in (
        ("91", ""),
        ("92", '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride>'),
    ):
        numbering.append(
            parse_xml(f'<w:num {SPACE} w:numId="{name}"><w:abstractNumId w:val="90"/>{extra}</w:num>')
        )
    for name, level in [
        ("91", 0),
        ("91", 1),
        ("91", 1),
        ("91", 2),
        ("91", 3),
        ("91", 0),
        ("91", 1),
        ("92", 1),
    ]:
        properties = document.add_paragraph("甲")._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {SPACE}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')
        )
    extracted = extract(saved(document))
    assert extracted.text.split("\n")[:-1] == [
        "第１ 甲", "(1) 甲", "(2) 甲", "ア 甲", "・甲", "第２ 甲", "(1) 甲", "(7) 甲",
    ]  # fmt: skip
    assert [level for _, level, _ in kinds(extracted)] == [1, 2, 2, 3, 4, 1, 2, 2]


def test_lists_by_style_are_numbered() -> None:
    document = word()
    for text in "甲乙":
        document.add_paragraph(text, style="List Number")
    assert text_of(document) == "1. 甲\n2. 乙\n"


def test_the_head_of_the_first_page_comes_first_and_feet_are_left_out() -> None:
    document = word("本文")
    document.sections[0].header.paragraphs[0].text = "資料３"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    extracted = extract(saved(document))
    assert extracted.text == "資料３\n本文\n"
    assert extracted.left_out == ("feet of pages: 3 characters",)


def test_notes_come_last() -> None:
    notes = (
        f'<w:footnotes {SPACE}><w:footnote w:type="separator" w:id="0"><w:p>{RUN.format("―")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{RUN.format("注の文")}</w:p></w:footnote></w:footnotes>'
    )
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    data = rewritten(saved(word("本文")), "word/_rels/document.xml.rels", b"</Relationships>", relation.encode(),
                     added={"word/footnotes.xml": notes})  # fmt: skip
    assert extract(data).text == "本文\n\n注の文\n"


PARAGRAPH = st.text(alphabet="甲乙丙。、「」（）○1 \u3000\t-", max_size=30)


@settings(max_examples=40)
@given(st.lists(st.one_of(PARAGRAPH, st.lists(PARAGRAPH, min_size=1, max_size=4)), max_size=8))
def test_every_word_of_every_paragraph_and_cell_stands_in_the_text_in_order(
    parts: Sequence[str | list[str]],
) -> None:
    document = word()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(1, len(part))
        for cell, text in zip(table.rows[0].cells, part, strict=True):
            cell.text = text
    expected = squash("".join("".join(part) for part in parts))
    if expected:
        assert squash(text_of(document)) == expected


# -- files that are refused


def rewritten(
    data: bytes, name: str, old: bytes, new: bytes, *, added: dict[str, str] | None = None
) -> bytes:
    """The package with ``old`` in a part replaced by ``new`` and with parts added."""
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


MAIN = "word/document.xml"
WHOLE = saved(word("甲", "乙"))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WHOLE[: len(WHOLE) // 2], "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "WordDocument".encode("utf-16-le"), r"save it as \.docx"),
        (rewritten(WHOLE, MAIN, b"<w:body>", b"<w:body><"), "cannot be read as a document of Word"),
        (
            rewritten(WHOLE, MAIN, b"<w:document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document"),
            "document type",
        ),
        (rewritten(WHOLE, "[Content_Types].xml", b"document.main", b"other.main"), "cannot be read"),
        (rewritten(WHOLE, "", b"", b"", added={"word/media/a.bmp": "0" * 2**25}), "as no real document"),
        (saved(word(" ")), "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        dispatch.extract(NAME, data)


def test_elements_nested_without_end_are_refused() -> None:
    deep = b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(UnreadableSource, match="cannot be read"):
        extract(rewritten(WHOLE, MAIN, b"<w:body>", b"<w:body>" + deep))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.booleans(),
)
def test_damaged_documents_are_read_or_refused(changes: list[tuple[int, int]], cut: bool) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    with suppress(UnreadableSource):
        dispatch.extract(NAME, bytes(data[: changes[0][0]] if cut else data))


def test_a_document_is_told_by_what_it_holds() -> None:
    for name in ("a.xlsx", "a.zip", "a", "a.txt"):
        assert dispatch.extract(Path(name), WHOLE).text == "甲\n乙\n"
    macros = rewritten(WHOLE, "", b"", b"", added={"word/vbaProject.bin": "Sub a()"})
    assert dispatch.extract(Path("a.docm"), macros).text == "甲\n乙\n"


# -- a report in Word


def test_report_in_tables_of_word_has_its_choices_and_groups() -> None:
    document = word("特定個人情報保護評価書（重点項目評価書）", "Ⅱ 特定個人情報ファイルの概要")
    rows = [
        ["4. 特定個人情報ファイルの取扱いの委託", "", ""],
        ["委託の有無 ※", "[　委託する　]", "＜選択肢＞\n1) 委託する\n2) 委託しない"],
        ["委託事項1", "運用業務", ""],
        ["①委託内容", "次の業務\n・保守\n・監視", ""],
        ["再委託", "④再委託の有無 ※", "[　再委託しない　]\n＜選択肢＞\n1) 再委託する\n2) 再委託しない"],
        ["", "⑤再委託の許諾方法", "書面による。"],
    ]
    table = document.add_table(len(rows), 3)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(4, 0).merge(table.cell(5, 0))
    found = parsed(extract(saved(document)), DocumentKind.ASSESSMENT)
    fields = {clause.label: (clause.value, clause.options) for clause in found.clauses if clause.field}
    place = "議事録 Ⅱ 4. 委託事項1 "
    assert fields["議事録 Ⅱ 4. 委託の有無"] == ("委託する", ("委託する", "委託しない"))
    assert fields[f"{place}④再委託の有無"] == ("再委託しない", ("再委託する", "再委託しない"))
    assert f"{place}⑤再委託の許諾方法" in fields
    assert found.notices == ()
