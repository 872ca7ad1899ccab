"""Writes small PDF files for tests: Japanese text without an embedded font, ruled lines, pictures, no text at all."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Text = tuple[float, float, str]  # left edge, baseline, characters; 10 points high
Rectangle = tuple[float, float, float, float]  # left, bottom, width, height


def page_content(texts: Sequence[Text], frames: Sequence[Rectangle], pictures: Sequence[Rectangle]) -> str:
    """The drawing instructions of one page."""
    parts = [f"BT /F1 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in texts]
    parts += [f"0.5 w {x} {y} {w} {h} re S" for x, y, w, h in frames]
    parts += [f"q {w} 0 0 {h} {x} {y} cm /I1 Do Q" for x, y, w, h in pictures]
    return "\n".join(parts)


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    frames: Sequence[Rectangle] = (),
    pictures: Sequence[Rectangle] = (),
    padding: int = 0,
) -> bytes:
    """A PDF of these pages; frames and pictures stand on each; ``padding``: bytes of white space, packed."""
    used = sorted({char for page in pages for _, _, text in page for char in text})
    mapping = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (Identity) /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 /W [32 126 500] >>",
        5: _stream(cmap.encode(), compress=False),
        6: b"<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
        7: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream",
    }
    for number, page in enumerate(pages):
        objects[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /I1 7 0 R >> >> >>"
        ).encode()
        objects[11 + 2 * number] = _stream(
            page_content(page, frames, pictures).encode() + b" " * padding, compress=padding > 0
        )
    return _file(objects)


def lines(*texts: str, left: float = 80.0, top: float = 760.0) -> list[Text]:
    """Lines below each other; a leading full-width space sets a line in."""
    return [
        (left + 10 * (len(text) - len(text.lstrip("　"))), top - 18 * number, text.lstrip("　"))
        for number, text in enumerate(texts)
    ]


def _stream(data: bytes, *, compress: bool) -> bytes:
    body = zlib.compress(data) if compress else data
    kind = b" /Filter /FlateDecode" if compress else b""
    return b"<< /Length " + str(len(body)).encode() + kind + b" >>\nstream\n" + body + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    size = max(objects) + 1
    rows = [f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(size)]
    out += f"xref\n0 {size}\n".encode() + "".join(rows).encode()
    return out + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
