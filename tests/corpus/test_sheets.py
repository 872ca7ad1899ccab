"""Pages as pictures, and words boxed on them as they are shown: cropped and turned ones too."""

from __future__ import annotations

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image

from corpus import pages, sheets
from corpus.errors import NotHeld
from corpus.models import Span

_WRITER = runpy.run_path(str(Path(__file__).parents[1] / "ingest" / "pdf_writer.py"))
write, lines = _WRITER["pdf"], _WRITER["lines"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "two-pages"
    path.write_bytes(write([lines("一頁目"), lines("再委託の許諾", "を得ること")]))
    return path


def changed(file: Path, more: bytes) -> Path:
    """The same file with more said of each page."""
    file.write_bytes(
        file.read_bytes().replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 595 842] " + more)
    )
    return file


def words(file: Path, first: str, last: str) -> Span:
    document = pages.opened(file.read_bytes())
    text = "".join(pages.page_text(one.get_textpage()).text for one in document)
    document.close()
    return Span(start=text.index(first), end=text.index(last) + len(last))


def test_a_page_is_drawn_as_wide_as_asked(file: Path) -> None:
    image = Image.open(io.BytesIO(sheets.picture(file, 1, 300)))
    assert image.format == "PNG"
    assert image.size == (300, 425)


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_there_is_not_is_told(file: Path, number: int) -> None:
    with pytest.raises(NotHeld, match="has 2 pages"):
        sheets.picture(file, number, 300)


def test_pages_are_counted(file: Path) -> None:
    assert sheets.count(file) == 2


def test_words_are_boxed_from_the_upper_left_corner(file: Path) -> None:
    [page] = sheets.placed(file, [words(file, "許諾", "を得")])
    assert (page.page, page.width, page.height) == (2, 595, 842)
    first, second = page.boxes
    assert (round(first.left), round(first.right)) == (120, 140)
    assert first.top < 842 - 760 < first.bottom
    assert second.top > first.bottom
    assert round(second.left) == 80


def test_a_cropped_page_moves_its_boxes_along(file: Path) -> None:
    [page] = sheets.placed(changed(file, b"/CropBox [50 0 595 800]"), [words(file, "許諾", "許諾")])
    assert (page.width, page.height) == (545, 800)
    assert round(page.boxes[0].left) == 120 - 50
    assert page.boxes[0].top < 800 - 760 < page.boxes[0].bottom


def test_a_turned_page_turns_its_boxes_too(file: Path) -> None:
    [page] = sheets.placed(changed(file, b"/Rotate 90"), [words(file, "許諾", "許諾")])
    assert (page.width, page.height) == (842, 595)
    [box] = page.boxes
    assert (round(box.top), round(box.bottom)) == (120, 140)
    assert box.left < 760 < box.right


def test_a_page_far_higher_than_wide_is_drawn_smaller(file: Path) -> None:
    image = Image.open(io.BytesIO(sheets.picture(changed(file, b"/CropBox [0 0 10 842]"), 1, 2400)))
    assert image.size[1] <= 4 * 2400
