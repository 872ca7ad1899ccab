"""Hits of the place or the speaker that a question names: a chapter of a paper, what one person said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models import Hit
from assistant.ranking import Probe
from corpus.models import ClauseKind
from corpus.text import squash

# What a question calls that which somebody said: no matter that it could be about.
SAYS = re.compile(
    r"述べ|発言|意見|指摘|要望|コメント|(?:何|なん)と言|何を言|\b(?:sa(?:y|id)|remark|comment|opinion|point(?:ed)? out)",
    re.I,
)
_SECTION_NAMED = re.compile(
    r"第\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[章節]|論点\s*[0-9０-９]{1,2}"
)
_UTTERANCES = frozenset(("意見", "発言", "指摘", "質問", "要望", "懸念", "コメント", "質疑", "発言内容"))


def within_section(hits: Sequence[Hit], question: str) -> Sequence[Hit]:
    """The hits that stand in the chapter or 論点 that a question names, its words before its heading."""
    names = [squash(match[0]) for match in _SECTION_NAMED.finditer(question)]
    inside = [hit for hit in hits if any(_heads(name, part) for name in names for part in hit.clause.path)]
    return sorted(inside, key=lambda hit: hit.clause.kind is ClauseKind.HEADING)


def _heads(name: str, part: str) -> bool:
    written = squash(part)
    return written.startswith(name) and not written[len(name) : len(name) + 1].isdecimal()


def words_of_one(hits: Sequence[Hit], probe: Probe) -> list[Hit]:
    """What the one speaker said whom a question names without a matter: 清水委員はどんな意見を述べましたか.

    Empty where the question names a matter, several speakers or none, or where that speaker is not heard.
    """
    understood = probe.understood
    if len(set(understood.speakers)) != 1 or understood.asks_for == "reply" or understood.ordinals:
        return []
    focus = {concept.name for concept in probe.concepts if not concept.scope}
    if SAYS.search(understood.question) is None or not focus <= _UTTERANCES:
        return []
    return [
        hit
        for hit in hits
        if hit.clause.speaker in understood.speakers
        and (not understood.meetings or hit.document.meeting in understood.meetings)
    ]
