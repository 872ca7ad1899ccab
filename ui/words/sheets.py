"""Sentences around pages shown as pictures."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "document_view": ("見かた", "View"),
    "view_text": ("本文", "Text"),
    "view_sheet": ("紙面", "Printed page"),
    "sheet_before": ("前の頁", "Previous page"),
    "sheet_after": ("次の頁", "Next page"),
    "sheet_number": ("{number} / {count} 頁", "Page {number} of {count}"),
    "sheet_alt": ("原本の{number}頁の画像", "Picture of page {number} of the original"),
    "sheet_alt_boxed": (
        "原本の{number}頁の画像。この箇所の語句を枠で囲んでいます。",
        "Picture of page {number} of the original, with the words of this passage boxed.",
    ),
    "sheet_drawing": ("頁を描いています…", "Drawing the page …"),
}
