"""Scanned pages of PDFs: recognised by an engine where one is set, marked as such, and told where it fails."""

from __future__ import annotations

import io
import os
import runpy
import shutil
import sys
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus import pages, sheets
from corpus.catalog import Catalog
from corpus.errors import InputError, ReadersMissing, UnreadableSource
from corpus.index.embedder import Embedder
from corpus.models import PUBLIC, ParsedDocument, Span
from ingest import pipeline
from ingest.extract import ocr, pdf
from ingest.looking import Print, request_of
from ingest.preview import preview
from ingest.reading import RECOGNISED_MARK, RECOGNISED_NOTE, Task, draft_of
from ingest.report import Outcome
from ingest.workers import Workers

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
lines: Callable[..., list[tuple[float, float, str]]] = _WRITER["lines"]
READERS = frozenset({PUBLIC})
SCAN = [(0, 0, 595, 842)]
_FONT = Path("/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf")
Words = list[tuple[int, int, str]]  # paragraph, line, word


def write(*content: list[tuple[float, float, str]]) -> bytes:
    """A PDF with a picture on each page: one of no lines is scanned."""
    made: bytes = _WRITER["pdf"](list(content), pictures=SCAN)
    return made


def table(*words: tuple[int, int, str], confidence: int = 90, step: int = 40) -> str:
    """What the engine tells of words that stand ``step`` units apart, each 40 wide and high."""
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        f"5\t1\t1\t{par}\t{line}\t{number}\t{number * step}\t{line * 50}\t40\t40\t{confidence}\t{word}\n"
        for number, (par, line, word) in enumerate(words, 1)
    ]
    return head + "".join(rows)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes a program called tesseract: it knows jpn, and does with each page what the given lines of Python say."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tesseract"

    def make(does: str) -> None:
        program.write_text(
            f"#!{sys.executable}\nimport sys, time\n"
            "if '--list-langs' in sys.argv:\n    print('List (1):\\njpn')\n    sys.exit()\n"
            f"picture = sys.stdin.buffer.read()\n{does}\n"
        )
        program.chmod(0o755)

    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    ocr.check.cache_clear()
    yield make
    ocr.check.cache_clear()


def says(text: str) -> str:
    return f"sys.stdout.buffer.write({text!r}.encode())"


PARAGRAPHS = table((1, 1, "再委"), (1, 1, "託の"), (1, 2, "許諾を得る。"), (2, 1, "次の段落"), confidence=80)


def parsed(data: bytes, setting: str | None = "tesseract") -> ParsedDocument:
    known: dict[str, object] = {"audience": "public", "id": "scan", "kind": "other"}
    return draft_of(Task("scan.pdf", data, "a" * 64, known, "b" * 64, ocr=setting)).parsed


def test_a_scanned_page_is_recognised_in_lines_and_paragraphs(engine: Callable[[str], None]) -> None:
    engine(says(PARAGRAPHS))
    extracted = pdf.extract(write(lines("前の頁"), [], lines("後の頁")), "tesseract")
    assert extracted.text == "前の頁\n再委託の\n許諾を得る。\n\n次の段落\u2003\n後の頁\n"
    assert [extracted.page_at(extracted.text.index(word)) for word in ("前", "許諾", "次", "後")] == [
        1,
        2,
        2,
        3,
    ]
    [found] = extracted.recognised
    assert extracted.text[found.span.start : found.span.end].strip().startswith("再委託")
    assert "page 2 was recognised from a picture (OCR), with a confidence of 80 of 100" in found.message
    assert extracted.unread == ()


def test_the_engine_gets_a_picture_of_the_page_fine_enough_and_its_languages(
    engine: Callable[[str], None], tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    engine(
        f"open({str(seen)!r}, 'wb').write(picture); open({str(seen) + '.args'!r}, 'w').write(' '.join(sys.argv))"
    )
    with pytest.raises(UnreadableSource, match="no text was found"):
        pdf.extract(write([]), "tesseract:jpn")
    assert Image.open(io.BytesIO(seen.read_bytes())).size == (2480, 3509)
    assert "-l jpn " in Path(f"{seen}.args").read_text()


def test_scanned_pages_in_a_row_are_told_together(engine: Callable[[str], None]) -> None:
    engine(says(PARAGRAPHS))
    told = pdf.extract(write([], [], lines("本文"), []), "tesseract").recognised
    assert [one.message.partition(" recognised")[0] for one in told] == ["pages 1 to 2 were", "page 4 was"]


@pytest.mark.parametrize(
    ("words", "step", "text"),
    [
        (["個人", "情報", "保護"], 40, "個人情報保護"),
        (["第", "30", "条"], 55, "第30条"),  # the room beside figures is no space
        (["Privacy", "Act"], 45, "Privacy Act"),
        (["委員長", "それでは"], 85, "委員長 それでは"),  # an em is
        (["であり、", "「委員」"], 85, "であり、「委員」"),  # beside marks it is not
        (["項　番", "\u200b"], 40, "項番"),
    ],
)
def test_spaces_that_the_engine_puts_between_japanese_characters_go(
    words: list[str], step: int, text: str
) -> None:
    assert ocr.read(table(*((1, 1, word) for word in words), step=step)).text.strip() == text


def test_clauses_of_recognised_pages_say_so_and_others_do_not(engine: Callable[[str], None]) -> None:
    engine(says(table((1, 1, "これは画像の頁の段落である。"))))
    found = parsed(write(lines("これは文字の頁の段落である。"), []))
    marked = {clause.text: clause for clause in found.clauses if clause.leaf}
    own, read = marked["これは文字の頁の段落である。"], marked["これは画像の頁の段落である。"]
    assert (own.note, RECOGNISED_MARK in own.label) == (None, False)
    assert (read.note, read.label.endswith(RECOGNISED_MARK), read.page) == (RECOGNISED_NOTE, True, 2)
    [notice] = [one for one in found.notices if "OCR" in one.message]
    assert found.source[notice.span.start : notice.span.end].strip() == "これは画像の頁の段落である。"


def test_without_the_setting_scanned_files_are_refused_and_no_engine_is_asked(
    engine: Callable[[str], None], tmp_path: Path
) -> None:
    engine(f"open({str(tmp_path / 'asked')!r}, 'w')")
    with pytest.raises(UnreadableSource, match=r"scanned: its 1 pages.*SENREI_OCR"):
        pdf.extract(write([]))
    assert pdf.extract(write(lines("本文"), [])).unread == ("page 2 is a picture without text (scanned)",)
    assert not (tmp_path / "asked").exists()


def test_an_engine_that_hangs_is_ended_with_all_it_started(
    engine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine(
        "import subprocess; subprocess.run(['sleep', '600'])"
    )  # a limit that is not kept shows as a test that does not end
    reader = ocr.Recogniser("tesseract", seconds=0.5)
    document = pages.opened(write([], [], [], []))
    assert [reader.page(page) for page in document] == [None] * 4
    document.close()
    assert len(reader.failures) == 3  # the fourth was not tried
    assert "more than 0.5 seconds" in reader.failure


def test_a_page_on_which_the_engine_fails_is_told_and_the_others_are_read(
    engine: Callable[[str], None], tmp_path: Path
) -> None:
    first = tmp_path / "first"
    engine(
        f"import os\nif not os.path.exists({str(first)!r}):\n    open({str(first)!r}, 'w')\n"
        f"    sys.exit('no such picture')\n{says(PARAGRAPHS)}"
    )
    extracted = pdf.extract(write([], [], lines("本文")), "tesseract")
    assert extracted.unread == ("page 1 is a picture whose text could not be recognised (no such picture)",)
    assert [extracted.page_at(extracted.text.index(word)) for word in ("再委", "本文")] == [2, 3]


def test_an_engine_that_is_not_there_is_one_error_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / "in" / name).write_bytes(write([]))
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.check.cache_clear()
    with pytest.raises(ReadersMissing, match="apt-get install tesseract-ocr tesseract-ocr-jpn"):
        pipeline.ingest([tmp_path / "in"], tmp_path / "data", embedder=embedder, ocr="tesseract")
    with pytest.raises(ReadersMissing, match="not installed where files are read"):
        parsed(write([]))


def test_a_language_that_is_not_there_says_what_to_install(engine: Callable[[str], None]) -> None:
    engine("")
    with pytest.raises(ReadersMissing, match=r"apt-get install tesseract-ocr-jpn-vert\)"):
        ocr.check("tesseract:jpn+jpn_vert")


@pytest.mark.parametrize(
    "setting", ["other", "tesseract:", "tesseract:jpn eng", "tesseract:--x", "tesseract:+jpn"]
)
def test_a_setting_that_names_no_engine_is_an_error(setting: str) -> None:
    with pytest.raises(InputError, match="SENREI_OCR"):
        ocr.languages_of(setting)


def test_the_setting_is_part_of_what_decides_what_comes_of_a_file() -> None:
    found = Print(None, "a.pdf", 1, "", "a" * 64)
    requests = {request_of(found, {}, setting) for setting in (None, "tesseract", "tesseract:jpn+eng")}
    assert len(requests) == 3


def test_a_scanned_file_is_taken_in_by_workers_once_the_setting_is_there(
    engine: Callable[[str], None], tmp_path: Path, embedder: Embedder
) -> None:
    engine(says(PARAGRAPHS))
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(write(lines("文字の頁である。"), [], lines("最後の頁である。")))
    workers = Workers(1)
    try:
        before = pipeline.ingest([folder], data, embedder=embedder, executor=workers)
        after = pipeline.ingest([folder], data, embedder=embedder, executor=workers, ocr="tesseract")
        again = pipeline.ingest([folder], data, embedder=embedder, executor=workers, ocr="tesseract")
        with Catalog.open(data) as catalog:
            seen = preview("scan.pdf", write([]), {}, catalog, READERS, workers, "tesseract")
    finally:
        workers.shutdown()
    assert [report.files[0].outcome for report in (before, after, again)] == [
        Outcome.ADDED,
        Outcome.REPLACED,
        Outcome.UNCHANGED,
    ]
    assert "page 2 was recognised from a picture (OCR)" in after.files[0].message
    assert any("recognised from a picture" in notice for notice in seen.notices)


def test_words_after_recognised_pages_are_boxed_and_recognised_pages_are_shown_bare(
    engine: Callable[[str], None], tmp_path: Path
) -> None:
    engine(says(PARAGRAPHS))
    data = write([], lines("許諾", "前"), [], [], lines("一行目", "再委託の許諾"))
    file = tmp_path / "file"
    file.write_bytes(data)
    extracted = pdf.extract(data, "tesseract")
    assert sheets_starts(data, extracted.text) == extracted.pages
    last = extracted.text.rindex("許諾")
    [page] = sheets.placed(file, [Span(start=last, end=last + 2)], extracted.text)
    assert (page.page, [round(box.left) for box in page.boxes]) == (5, [120])
    first = extracted.text.index("許諾")
    [bare] = sheets.placed(file, [Span(start=first, end=first + 2)], extracted.text)
    assert (bare.page, bare.width, bare.boxes) == (1, 595, ())


def sheets_starts(data: bytes, source: str) -> tuple[int, ...]:
    document = pages.opened(data)
    try:
        return pages.page_starts(document, pages.recognised_ends(source))
    finally:
        document.close()


@pytest.mark.skipif(
    shutil.which("tesseract") is None or not _FONT.exists(), reason="needs tesseract and a font"
)
def test_the_real_engine_reads_a_page_of_print() -> None:
    said = "個人情報取扱事業者は、委託を受けた者に対する必要かつ適切な監督を行わなければならない。"
    try:
        ocr.check("tesseract")
    except ReadersMissing:
        pytest.skip("needs tesseract's Japanese")
    picture = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype(str(_FONT), 30)
    for number in range(2):
        ImageDraw.Draw(picture).text((160, 200 + 60 * number), said, font=font, fill=0)
    made = io.BytesIO()
    picture.save(made, format="PDF", resolution=200)
    found = pdf.extract(made.getvalue(), "tesseract").text
    read = found.replace("\n", "").strip()
    assert SequenceMatcher(None, read, said * 2, autojunk=False).ratio() > 0.95, read
