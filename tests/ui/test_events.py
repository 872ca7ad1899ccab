"""Server-sent events, as the HTML standard tells to read them."""

from __future__ import annotations

import pytest

from ui.events import ServerEvent, events


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["event: delta", 'data: {"text": "a"}', ""], [ServerEvent("delta", '{"text": "a"}')]),
        (["data: a", "data: b", ""], [ServerEvent("message", "a\nb")]),  # lines of data are joined
        (["data:a", ""], [ServerEvent("message", "a")]),  # the blank after the colon may be missing
        ([": still there", "", "event: x", ""], []),  # comments, and events without data
        (["event: done", "data: a"], []),  # cut off by the end
        (["event: a", "data: 1", "", "data: 2", ""], [ServerEvent("a", "1"), ServerEvent("message", "2")]),
        (["id: 7", "retry: 1", "data: a: b", ""], [ServerEvent("message", "a: b")]),
    ],
)
def test_lines_become_events(lines, expected) -> None:
    assert list(events(lines)) == expected
