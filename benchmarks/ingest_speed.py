"""How fast files become documents that answer: files/s, pages/s, clauses/s, memory, with one reader and with two.

    python benchmarks/ingest_speed.py [--files N] [--beside FOLDER ...]

Makes a folder of N files of its own (texts, PDFs of ten pages, Word files), takes it into a fresh store in a process
of its own for each figure, then takes it in again unchanged. ``--beside`` names folders of real material that are
taken in the same way.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEECHES = 40
PAGES = 10


def minutes(number: int) -> str:
    """A meeting of a commission that is not there."""
    lines = [
        f"第{number}回個人情報保護委員会 議事録",
        "日時：令和４年４月１３日（水）１４：４５～",
        "場所：委員会室",
        "",
    ]
    lines += [f"○青空委員長 それでは、第{number}回個人情報保護委員会を開会いたします。"]
    for turn in range(SPEECHES):
        lines.append(
            f"○事務局 第{number}回の{turn}番目の説明である。委託先{turn}の監督について、媒体の持出しと暗号化の措置を"
            "確認するよう求めることとしたいと考えております。"
        )
        lines.append(f"○白雲委員 {turn}番目の措置について、再委託の許諾の手続を確実に実施いただきたい。")
    return "\n".join(lines) + "\n"


def pdf(number: int) -> bytes:
    """A PDF of so many pages with twenty lines each."""
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(PAGES))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {PAGES} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(PAGES):
        lines = "".join(f"(Notice {number}-{page}-{line}: the measure is kept.) Tj T* " for line in range(20))
        stream = f"BT /F1 12 Tf 14 TL 72 760 Td {lines} ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    made, places = bytearray(b"%PDF-1.4\n"), []
    for at, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{at} 0 obj\n{part}\nendobj\n".encode()
    begin = len(made)
    made += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n".encode()
    return bytes(made)


def word(path: Path, number: int) -> None:
    import docx

    document = docx.Document()
    document.add_heading(f"覚書{number}", 1)
    for line in range(60):
        document.add_paragraph(f"覚書{number}の{line}番目の段落であり、委託先の監督について定める。")
    document.save(str(path))


def make(folder: Path, files: int) -> int:
    """Half texts, a third PDFs, the rest Word; how many pages the PDFs have."""
    pages = 0
    for number in range(files):
        if number % 6 < 3:
            (folder / f"{number:05}.txt").write_text(minutes(1_000 + number), encoding="utf-8")
        elif number % 6 < 5:
            (folder / f"{number:05}.pdf").write_bytes(pdf(number))
            pages += PAGES
        else:
            word(folder / f"{number:05}.docx", number)
    return pages


def measure(folder: Path, data: Path, readers: int) -> dict[str, float]:
    """One ingestion in a process of its own."""
    words = [sys.executable, __file__, "--one", str(folder), str(data), str(readers)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(folder: Path, data: Path, readers: int) -> None:
    from ingest.executors import Adaptive
    from ingest.pipeline import ingest
    from ingest.report import Outcome

    executor = Adaptive(readers)
    began = time.perf_counter()
    report = ingest([folder], data, executor=executor)
    seconds = time.perf_counter() - began
    executor.shutdown()
    mb = 1024
    print(
        json.dumps(
            {
                "seconds": round(seconds, 2),
                "files": len(report.files),
                "added": report.count(Outcome.ADDED),
                "unchanged": report.count(Outcome.UNCHANGED),
                "failed": report.count(Outcome.FAILED),
                "clauses": sum(file.clauses for file in report.files),
                "writer_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // mb,
                "reader_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // mb,
            }
        )
    )


def shown(name: str, found: dict[str, float], pages: int) -> str:
    seconds = max(found["seconds"], 0.01)
    return (
        f"{name:28} {found['files']:5.0f} files {seconds:7.1f} s  {found['files'] / seconds:7.1f} files/s  "
        f"{pages / seconds:7.1f} pages/s  {found['clauses'] / seconds:8.0f} clauses/s  "
        f"{found['failed']:.0f} failed  peak {found['writer_mb']:.0f} MB, a reader {found['reader_mb']:.0f} MB"
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=int, default=240)
    asked.add_argument("--beside", type=Path, nargs="*", default=[])
    asked.add_argument("--one", nargs=3)
    given = asked.parse_args()
    if given.one:
        one(Path(given.one[0]), Path(given.one[1]), int(given.one[2]))
        return
    with tempfile.TemporaryDirectory() as place:
        own = Path(place) / "files"
        own.mkdir()
        pages = make(own, given.files)
        for folder, count in [(own, pages), *((folder, 0) for folder in given.beside)]:
            for readers in (1, 2):
                data = Path(place) / f"{folder.name}-{readers}"
                print(
                    shown(f"{folder.name}, {readers} reader(s)", measure(folder, data, readers), count),
                    flush=True,
                )
            print(shown(f"{folder.name}, unchanged", measure(folder, data, 2), count), flush=True)


if __name__ == "__main__":
    main()
