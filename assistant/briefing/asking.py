"""Whether a question asks for a briefing, and on what: 「再委託についてブリーフィング資料を作って」, a briefing on ..."""

from __future__ import annotations

import re

from assistant.understanding.language import plain

# Only what asks for one: 「先月のブリーフィングでは何と言われたか」 speaks of one.
_JAPANESE = re.compile(
    r"^(?P<topic>.+?)(?:について|に関する|に関して|を主題(?:に|とする|とした)|の)の?[、,]?\s*(?:委員向けの?|新任委員向けの?|説明用の?)?"
    r"ブリーフィング(?:資料|ペーパー|メモ)?(?:を|が)?(?:[、,])?"
    r"(?:作成?(?:って|して)?|用意して|出力して|まとめて|ください|下さい|お願い(?:します)?|ほしい(?:です)?|欲しい(?:です)?|いただけますか|もらえますか|Wordで|ワードで|docxで)*"
    r"[。.?]?$",
    re.I,
)
_NAMED = re.compile(r"^(?:ブリーフィング(?:資料)?|briefing)\s*[::]\s*(?P<topic>.+)$", re.I)
_ENGLISH = re.compile(
    r"^(?:please\s+)?(?:(?:give|write|make|prepare|create|draft)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+)?briefing(?:\s+(?:paper|note|document))?"
    r"\s+(?:on|about|regarding|concerning)\s+(?P<topic>.+?)[.?]?$",
    re.I,
)


def briefing_topic(question: str) -> str | None:
    """The topic of the briefing that a question asks for; None where it asks for none."""
    text = plain(question)
    for pattern in (_NAMED, _JAPANESE, _ENGLISH):
        if match := pattern.match(text):
            return match["topic"].strip(" 、,「」") or None
    return None
