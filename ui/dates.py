"""Days as readers of each language write them."""

from __future__ import annotations

import datetime as dt

from ui.wording import Language, say


def day(date: dt.date | None, language: Language) -> str:
    """2025年7月30日, or 30 July 2025; what is not dated is said to be."""
    if date is None:
        return say("undated", language)
    if language == "en":
        return f"{date.day} {date:%B} {date.year}"
    return f"{date.year}年{date.month}月{date.day}日"
