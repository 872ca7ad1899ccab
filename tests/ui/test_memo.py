"""What is copied for a memo: quotations under their labels, answers without signs of layout."""

from __future__ import annotations

import pytest

from ui.memo import answer_memo, plain, quotation
from ui.replies import Answer

LABEL = "第330回個人情報保護委員会 議事録（令和7年7月30日）議題2 審査記載事項（4）"


def test_a_quotation_stands_in_brackets_with_its_label_behind_it() -> None:
    assert quotation("暗号化を行うこと", LABEL) == f"「暗号化を行うこと」（{LABEL}）"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**第330回**", "第330回"),
        ("- 一つ\n  - 内側 [1]", "・一つ\n  ・内側 [1]"),
        ("> 引用である。\n> 続き", "引用である。\n続き"),
        (r"\- 評価 \* \[注\] \\", r"- 評価 * [注] \\"[:-1]),
        (r"5 \* 3 * 2", "5 * 3 * 2"),
    ],
    ids=["strong", "bullets", "quoted", "escaped", "a star that is one"],
)
def test_markdown_becomes_plain_text(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_an_answer_is_copied_with_question_and_sources(fake) -> None:
    memo = answer_memo("通信回線は", Answer.model_validate(fake.answer))
    quote, label = (fake.answer["citations"][0]["quote"], fake.answer["citations"][0]["clause"]["label"])
    assert memo.startswith("通信回線は\n\n記録には次の記載があります。\n\n・事務局「…")
    assert memo.endswith(f"\n\n[1] 「{quote}」（{label}）")
