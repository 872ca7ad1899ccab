"""Material of other houses, where it is at hand: forty meetings of the Diet and fifteen statutes, nothing lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.models import DocumentKind, ParsedDocument
from ingest.extract.dispatch import read_bytes
from ingest.reading import Task, draft_of

PLACE = Path(__file__).resolve().parents[3] / "shared" / "robustness"
MEETINGS = sorted((PLACE / "diet-minutes").glob("*.txt"))
STATUTES = sorted((PLACE / "statute-xml").glob("*.xml"))
OPENING = re.compile(r"^○(?=[^\s])(.{1,60})", re.M)  # a few of these lines are headings of an agenda

pytestmark = pytest.mark.skipif(not MEETINGS, reason="the material for robustness is not at hand")


def read_file(path: Path, **known: object) -> ParsedDocument:
    data = read_bytes(path)
    return draft_of(Task(path.name, data, "a" * 64, {"audience": "public", **known}, "b" * 64)).parsed


@pytest.mark.parametrize("path", MEETINGS[::4], ids=lambda path: path.stem)
def test_a_meeting_of_the_diet_is_kept_whole(
    path: Path, nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    parsed = read_file(path)
    assert parsed.document.kind is DocumentKind.MINUTES
    nothing_lost(parsed)


def test_of_the_lines_that_open_a_speech_99_in_100_get_their_speaker() -> None:
    opened, missed = 0, []
    for path in MEETINGS[::2]:
        parsed = read_file(path)
        leaves = sorted((span.end, c.speaker) for c in parsed.clauses if c.leaf for span in c.spans)
        ends = [end for end, _ in leaves]
        for match in OPENING.finditer(parsed.source):
            opened += 1
            at = bisect_right(ends, match.start() + 1)
            speaker = leaves[at][1] if at < len(leaves) else None
            if speaker is None or not set(speaker) <= set(match[1]):
                missed.append((path.stem, match[0], speaker))
    assert opened > 1_000
    assert len(missed) <= opened * 0.01, missed[:20]


@pytest.mark.parametrize("path", STATUTES[::3], ids=lambda path: path.stem)
def test_a_statute_is_kept_whole(path: Path, nothing_lost: Callable[[ParsedDocument], None]) -> None:
    parsed = read_file(path)
    assert parsed.document.kind is DocumentKind.STATUTE
    nothing_lost(parsed)
