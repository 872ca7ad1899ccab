"""Text files in every encoding that Japanese public documents come in."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from ingest.extract import dispatch
from ingest.extract.txt import extract

PROSE = "第１条　個人情報の保護に関する法律（平成15年法律第57号）について、\r\n委員会は定める。\n・カタカナ\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp932", b""),
        ("euc_jp", b""),
        ("iso2022_jp", b""),
    ],
)
def test_every_character_is_kept_in_each_encoding(encoding: str, mark: bytes) -> None:
    extracted = extract(mark + PROSE.encode(encoding))
    assert (extracted.text, extracted.encoding) == (PROSE, encoding)


@pytest.mark.parametrize(
    "text",
    [
        "①認定の基準 ㈱ Ⅲ 髙村委員",  # NEC and IBM characters, which Windows adds to Shift_JIS
        "ｱﾝﾏﾏｯｻｰｼﾞ指圧師の免許",  # half-width kana beside Han characters
        "再委託",  # a line and no more
        "Ⅱ　４．委託事項１　⑤再委託の許諾方法",
    ],
)
def test_short_windows_texts_are_read(text: str) -> None:
    assert extract(text.encode("cp932")).text == text


@pytest.mark.parametrize("text", ["再委託の許諾方法について", "個人情報保護委員会　議事録"])
def test_short_unix_texts_are_read(text: str) -> None:
    assert extract(text.encode("euc_jp")).text == text


def test_plain_ascii_with_an_escape_is_not_taken_for_japanese() -> None:
    assert extract(b"plain (B text").encoding == "utf-8"


_LINE = st.text(
    st.sampled_from("委員会は個人情報の保護について、次のとおり定める。アイウカキク１２（）「」第条項号"),
    min_size=12,
)


@settings(max_examples=60)
@given(st.lists(_LINE, min_size=1, max_size=4), st.sampled_from(["cp932", "euc_jp", "iso2022_jp", "utf-8"]))
def test_japanese_prose_survives_each_encoding(lines: list[str], encoding: str) -> None:
    text = "\n".join(lines)
    assume("の" in text or "は" in text)
    assert extract(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("　\n".encode(), "white space"),
        (b"\x00\x01\x02binary\x00", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (codecs.BOM_UTF16_LE + b"\x00", "damaged"),
        (b"\xff\xff\xfe\xfa" * 20, "no encoding"),
        (bytes(range(128, 256)) * 3, "no encoding"),
    ],
)
def test_what_is_no_text_says_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said) as error:
        extract(data)
    assert "Save" in str(error.value)


@pytest.mark.parametrize(
    ("name", "head", "said"),
    [
        ("a.pdf", b"%PDF-1.7", None),
        ("a.txt", b"%PDF-1.7", None),
        ("a.docx", b"PK\x03\x04", None),
        ("a.txt", b"PK\x03\x04..xl/workbook.xml", None),
        ("a.pptx", b"PK\x03\x04", "PowerPoint"),
        ("a.zip", b"PK\x03\x04", "ZIP"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        ("a.html", b"<p>x", None),
        ("a", b"text", None),
        ("a.dat", b"<!DOCTYPE html>", None),
        ("a.dat", b"text", "kind"),
        ("a.txt", b"<?xml", None),  # its name says that it was saved as text
    ],
)
def test_files_of_other_kinds_are_refused_with_a_way_out(name: str, head: bytes, said: str | None) -> None:
    reason = dispatch.refusal(dispatch.media_of(Path(name), head))
    assert (reason is None) if said is None else (reason is not None and said in reason and "text" in reason)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("あ" * 100)
    assert len(dispatch.read_bytes(path, 300)) == 300
    with pytest.raises(UnreadableSource, match="split"):
        dispatch.read_bytes(path, 299)
    with pytest.raises(UnreadableSource, match="cannot be read"):
        dispatch.read_bytes(tmp_path / "none.txt")
    with pytest.raises(UnreadableSource, match="PDF"):
        dispatch.extract(path, b"%PDF-1.4")
