"""Questions after what was said, told from those after what is laid down."""

from __future__ import annotations

import pytest

from assistant.models import Intent, Understood
from assistant.past import asks_what_was_said


@pytest.mark.parametrize(
    ("question", "intent", "said"),
    [
        ("再委託について過去の審査で何が述べられましたか", Intent.SURVEY, True),
        ("What concerns were raised about encryption?", Intent.SURVEY, True),
        ("再委託についての規定を全て示してください", Intent.SURVEY, False),
        ("再委託について過去の審査で何が述べられましたか", Intent.LOOKUP, False),
    ],
)
def test_what_was_said_is_told_from_what_is_laid_down(question: str, intent: Intent, said: bool) -> None:
    assert asks_what_was_said(Understood(question=question, standalone=question, intent=intent)) is said
