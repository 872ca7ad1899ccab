"""A briefing at a glance: how much each section holds, in sentences that count and quote nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.briefing.blocks import Line
from assistant.briefing.models import Briefing, Excerpts
from assistant.briefing.wording import when, word
from corpus.models import Strength


def glance(briefing: Briefing) -> Iterator[Line]:
    """A line a section that holds something, and whether anything was left open; none where nothing is held."""
    if briefing.status == "not_found":
        return
    yield from (Line(text, depth=1) for text in _sentences(briefing))


def _sentences(briefing: Briefing) -> Iterator[str]:
    language = briefing.language
    days = sorted(one.date for one in briefing.precedents if one.date)
    if len(briefing.precedents) == 1:
        yield word("glance_precedent", language, first=when(days[0] if days else None, language))
    elif days:
        ends = {"first": when(days[0], language), "last": when(days[-1], language)}
        yield word("glance_precedents", language, count=len(briefing.precedents), **ends)
    if briefing.requests:
        counts = Counter(one.strength for one in briefing.requests)
        each = [(word(one.value, language), counts[one]) for one in Strength if counts[one]]
        told = [f"{count} {name}" if language == "en" else f"{name}{count}" for name, count in each]
        asked = [one for one in briefing.requests if one.strength is not Strength.REQUIRED]
        replied = sum(one.reply is not None for one in asked)
        yield word(
            "glance_requests",
            language,
            count=len(briefing.requests),
            strengths=word("joined", language).join(told),
            answered=word("glance_answered", language, asked=len(asked), count=replied) if asked else "",
        )
    for key, groups in (("glance_remarks", briefing.remarks), ("glance_assessments", briefing.assessments)):
        if groups:
            yield word(key, language, count=_count(groups))
    if briefing.criteria:
        yield word(
            "glance_criteria", language, places=len(briefing.criteria), count=_count(briefing.criteria)
        )
    if briefing.open_points:
        last = max((one.date for one in briefing.open_points if one.date), default=None)
        yield word("glance_open", language, count=_count(briefing.open_points), last=when(last, language))
    else:
        yield word("glance_settled", language)


def _count(groups: Sequence[Excerpts]) -> int:
    return sum(len(group.statements) + group.more for group in groups)
