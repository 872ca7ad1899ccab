"""Files at any state of health: each costs itself a line that says what to do, and nobody else anything."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.errors import InputError, ParseFault
from corpus.index.embedder import Embedder
from ingest.limits import Limits
from ingest.pipeline import check, ingest
from ingest.reading import Task, draft_of
from ingest.report import Outcome
from ingest.workers import Workers

BODY = "この文書は、再委託の許諾について定める。\n" * 5
LAW = "<Law Era='Heisei' Year='15' Num='57' LawType='Act' Lang='ja'><LawNum>平成十五年法律第五十七号</LawNum></Law>"
BOMB = "<?xml version='1.0'?><!DOCTYPE Law [<!ENTITY a 'かもめ'>{}]><Law><LawBody>&i;</LawBody></Law>".format(
    "".join(
        f"<!ENTITY {name} '{f'&{former};' * 10}'>"
        for former, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
)


def word(text: str = BODY) -> bytes:
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["事項", "再委託の許諾"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def pdf(pages: int, text: str = "Notice of measures") -> bytes:
    """A plain PDF written by hand, of so many pages of one line."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text} {number + 1}) Tj ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n".encode()
    begin = len(made)
    made += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n".encode()
    return bytes(made)


def bomb(name: str) -> bytes:
    """A package of a few kilobytes that unpacks to two hundred megabytes."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(b" " * 2**20)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return saved.getvalue()


def archive_of(text: str) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("a.txt", text)
    return saved.getvalue()


# name, bytes, what its line says; None: it is read
SICK: list[tuple[str, bytes, str | None]] = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", "　\n \n".encode(), "white space|empty"),
    ("empty.pdf", b"", "empty|no PDF"),
    ("empty.docx", b"", "empty|cannot be unpacked|no docx|ends"),
    ("cut.pdf", pdf(3)[:300], "damaged|breaks off|no text|no pages"),
    ("cut.docx", word()[: len(word()) // 2], "damaged|breaks off"),
    ("cut.xlsx", sheet()[:900], "damaged|breaks off"),
    ("no-pages.pdf", pdf(0), "no pages"),
    ("pages-500.pdf", pdf(500), None),
    ("bomb.docx", bomb("word/document.xml"), "unpacks"),
    ("bomb.xlsx", bomb("xl/workbook.xml"), "unpacks"),
    ("entities.xml", BOMB.encode(), "declares|entit"),
    ("entities.txt", BOMB.encode(), "declares|entit"),
    ("deep.xml", (LAW[:-6] + "<a>" * 5000 + "</a>" * 5000 + "</Law>").encode(), "."),
    ("pdf-named.docx", pdf(2, "Of one kind"), None),
    ("pdf-named.txt", pdf(2, "Of another"), None),
    ("docx-named.pdf", word("文書の覚書\n" + BODY), None),
    ("zip-named.txt", archive_of(BODY), "ZIP"),
    ("text-named.pdf", BODY.encode(), "no PDF"),
    ("text-named.docx", BODY.encode(), "cannot be unpacked|Word|damaged"),
    ("page-named.txt", f"<html><body><h1>通知</h1><p>{BODY}</p></body></html>".encode(), None),
    ("utf16-no-mark.txt", BODY.encode("utf-16-le"), "binary|encoding|UTF"),
    ("utf16be-no-mark.txt", BODY.encode("utf-16-be"), "binary|encoding|UTF"),
    ("utf16.txt", ("一の覚書\n" + BODY).encode("utf-16"), None),
    ("sjis.txt", ("二の覚書\n" + BODY).encode("cp932"), None),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not yet read"),
    ("noise.txt", random.Random(3).randbytes(20_000), "binary|encoding"),
    ("packed.txt", zlib.compress(BODY.encode() * 50), "binary|encoding"),
    ("one-line.txt", ("再委託" * 100_000).encode(), None),
    ("nested.html", ("<div>" * 20_000 + "本文である。" + "</div>" * 20_000).encode(), "."),
    (
        "encrypted.pdf",
        pdf(1).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 9 >>"),
        ".",
    ),
]


def test_each_sick_file_has_its_line_and_the_rest_goes_on(
    folder: Path, tmp_path: Path, embedder: Embedder
) -> None:
    for name, data, _ in SICK:
        (folder / name).write_bytes(data)
    (folder / "last.txt").write_text("最後の文書である。\n", encoding="utf-8")
    files = [folder / name for name, _, _ in SICK]
    workers = Workers(1, Limits(seconds=60, memory=600 * 2**20))
    report = ingest([*files, folder / "last.txt"], tmp_path / "store", embedder=embedder, executor=workers)
    workers.shutdown()
    told = {Path(file.file).name: file for file in report.files}
    assert told.keys() == {*(name for name, _, _ in SICK), "last.txt"}
    assert told["last.txt"].outcome is Outcome.ADDED
    for name, _, words in SICK:
        file = told[name]
        if words is None:
            assert file.outcome in (Outcome.ADDED, Outcome.UNCHANGED, Outcome.REPLACED), file
        else:
            assert file.outcome is Outcome.FAILED or words == ".", file
        if file.outcome is Outcome.FAILED:
            assert "\n" not in file.message
            assert "Traceback" not in file.message
            assert "defect of Senrei" not in file.message, file
            assert any(word in file.message.lower() for word in _ADVICE), file
    sick = {n: w for n, _, w in SICK if w not in (None, ".")}
    unlike = {n: told[n].message for n, w in sick.items() if not _says(told[n].message, w)}
    assert unlike == {}
    assert check(tmp_path / "store", embedder).ok


_ADVICE = ("save", "get ", "open it", "split", "check", "give ", "fetch", "try", "remove", "run text", "text")


def _says(message: str, words: str) -> bool:
    return any(word in message for word in words.split("|"))


def test_a_large_file_is_refused_before_it_is_read(folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * 2**20)
    report = ingest([folder / "huge.txt"], tmp_path / "store", embedder=embedder)
    assert report.files[0].outcome is Outcome.FAILED
    assert "split the document" in report.files[0].message


@pytest.mark.parametrize("make", [lambda: pdf(2), word, sheet, lambda: LAW.encode(), lambda: BODY.encode()])
def test_damaged_bytes_are_read_or_refused_and_nothing_else(make: Callable[[], bytes]) -> None:
    chance, sound = random.Random(11), make()
    suffix = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx"}.get(sound[:4], ".txt")
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        data = data[: chance.randint(1, len(data))] if chance.random() < 0.3 else data
        task = Task(f"a{suffix}", bytes(data), "a" * 64, {"id": "one", "audience": "public"}, "b" * 64)
        try:
            draft_of(task)
        except InputError:
            pass
        except ParseFault as fault:
            assert "Nothing citable" in str(fault)  # noqa: PT017
