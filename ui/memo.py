"""What goes into a memo: a quotation under its label, and a whole answer with its quotations, as plain text."""

from __future__ import annotations

import re

from ui.replies import Answer

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # what Markdown lets a backslash stand before
_MADE = re.compile(r"(?<!\\)\*\*|^\s*(?:>\s?)+|^#{1,6}\s+", re.M)  # strong, quoted, headings
_BULLET = re.compile(r"^(\s*)[-*]\s+", re.M)


def quotation(words: str, label: str) -> str:
    """「…」（第330回個人情報保護委員会 議事録（令和7年7月30日）議題2 …）, as a memo cites it."""
    return f"「{words}」（{label}）"


def answer_memo(question: str, answer: Answer) -> str:
    """Question, answer and the quotations under their marks, ready to be put into a memo."""
    cited = [f"[{one.number}] {quotation(one.quote, one.clause.label)}" for one in answer.citations]
    return "\n\n".join(part for part in (question, plain(answer.answer), "\n".join(cited)) if part)


def plain(markdown: str) -> str:
    """An answer's Markdown as plain text: no signs of layout, bullets as ・, tables as they stand."""
    bulleted = _BULLET.sub(r"\1・", markdown)
    return _ESCAPED.sub(r"\1", _MADE.sub("", bulleted)).strip()
