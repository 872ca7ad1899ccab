"""PDF files: text with pages, lines, frames and pictured marks; where characters stand; files that cannot be read."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import pages
from corpus.errors import UnreadableSource
from corpus.models import Span
from ingest.extract import Block, BlockKind, Extracted, dispatch, pdf

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
write: Callable[..., bytes] = _WRITER["pdf"]
lines: Callable[..., list[tuple[float, float, str]]] = _WRITER["lines"]


def kinds(extracted: Extracted, kind: BlockKind) -> list[tuple[str, Block]]:
    return [(extracted.text[b.start : b.end], b) for b in extracted.blocks if b.kind is kind]


def test_text_comes_page_by_page_and_knows_its_page() -> None:
    extracted = pdf.extract(write([lines("第１　趣旨", "本文である。"), lines("次の頁")]))
    assert extracted.text == "第１　趣旨\n本文である。\n次の頁\n"
    assert extracted.pages == (0, 13)
    assert [extracted.page_at(at) for at in (0, 12, 13)] == [1, 1, 2]


def test_a_line_that_is_set_in_begins_with_wide_spaces() -> None:
    page = lines(
        "○甲野委員長",
        "　前の行が幅いっぱいの",
        "本文である。",
        "　次の段落",
        "である。",
        "　　（１）号",
        "　　　　令和７年４月１日",
    )
    extracted = pdf.extract(write([page]))
    assert extracted.text.split("\n") == [
        "○甲野委員長",
        "　前の行が幅いっぱいの",
        "本文である。",
        "　次の段落",
        "である。",
        "　　（１）号",
        "令和７年４月１日",  # set to the right, not in
        "",
    ]
    at = extracted.text.index("次の")
    [box] = pages.boxes(write([page]), [Span(start=at - 1, end=at + 4)])
    assert box.left == pytest.approx(90.0)


def test_the_room_that_typesetting_leaves_beside_figures_is_no_space() -> None:
    page = [
        (80.0, 700.0, "法第"),
        (102.5, 700.0, "25"),
        (115.0, 700.0, "条に"),
        (80.0, 680.0, "項番"),
        (200.0, 680.0, "用語"),
    ]
    assert pdf.extract(write([page])).text == "法第25条に\n項番 用語\n"


def test_lines_know_how_far_they_are_set_in() -> None:
    extracted = pdf.extract(write([lines("　段落の始めの行", "続きの行")]))
    assert [(text, block.indent) for text, block in kinds(extracted, BlockKind.LINE)] == [
        ("段落の始めの行", 90.0),
        ("続きの行", 80.0),
    ]


def test_a_small_picture_before_a_line_is_a_mark_and_a_large_one_is_not() -> None:
    made = write([lines("目的", "本文")], pictures=[(60, 759, 15, 9), (60, 100, 400, 300)])
    assert [text for text, _ in kinds(pdf.extract(made), BlockKind.PICTURE)] == ["目的"]


def test_a_ruled_frame_holds_its_lines() -> None:
    made = write([lines("前", "法第25条", "枠の中", "後")], frames=[(70, 718, 300, 36)])
    assert [text for text, _ in kinds(pdf.extract(made), BlockKind.BOX)] == ["法第25条\n枠の中"]


def test_words_are_boxed_on_their_page_line_by_line() -> None:
    made = write([lines("一頁目"), lines("再委託の許諾", "を得ること")])
    extracted = pdf.extract(made)
    start = extracted.text.index("許諾")
    span = Span(start=start, end=extracted.text.index("得る"))
    found = pages.boxes(made, [span])
    assert [(box.page, round(box.left)) for box in found] == [(2, 120), (2, 80)]
    assert found[0].bottom <= 760 <= found[0].top
    assert found == pages.boxes(made, [span], extracted.pages)


def test_one_scanned_page_is_told_and_the_rest_is_read() -> None:
    made = write([lines("本文である。"), []], pictures=[(0, 0, 595, 842)])
    extracted = pdf.extract(made)
    assert (extracted.text, extracted.unread) == (
        "本文である。\n",
        ("page 2 is a picture without text (scanned)",),
    )


def test_five_hundred_pages_are_read() -> None:
    assert len(pdf.extract(write([lines(f"第{n}頁") for n in range(500)])).pages) == 500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (write([[], []], pictures=[(0, 0, 595, 842)]), "scanned: its 2 pages"),
        (write([[]]), "holds no text"),
        (write([]), "has no pages"),
        (write([lines("本文")])[:300], "damaged or breaks off"),
        (
            write([lines("本文")]).replace(
                b"/Root 1 0 R",
                b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
                + b"00" * 32
                + b"> /U <"
                + b"00" * 32
                + b"> >> /ID [<00> <00>]",
            ),
            "encrypted",
        ),
        ("本文である。".encode(), "is no PDF"),
    ],
    ids=["scanned", "blank", "no-pages", "truncated", "encrypted", "mislabelled"],
)
def test_files_that_cannot_be_read_say_what_they_are(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said):
        pdf.extract(data)


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_read_for_its_text() -> None:
    made = write([lines("本文")], padding=20_000_000)
    assert len(made) < 50_000
    assert pdf.extract(made).text == "本文\n"


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("page.pdf", b"<!DOCTYPE html><p>x", "text/html"),
        ("paper.txt", write([lines("本文")]), "application/pdf"),
        ("page.txt", "<html><p>本文".encode(), "text/html"),
        ("page.htm", b'<?xml version="1.0"?><html xmlns="x">', "text/html"),
    ],
)
def test_mislabelled_files_are_read_as_what_they_are(name: str, data: bytes, media: str) -> None:
    assert dispatch.media_of(Path(name), data[:1024]) == media
