"""The plan of a question: its parts in order, each of which is asked by itself after those before it.

What is one question is never parted: a comparison, an enumeration (氏名及び住所), an Act's name, what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.models import Part, Turn, Understood
from assistant.planning.clauses import divided
from assistant.planning.sentences import grouped, sentences
from assistant.understanding.language import plain
from assistant.understanding.mentions import values
from assistant.understanding.numbering import find_meetings
from assistant.understanding.standalone import topic

MOST = 10  # parts of one question; what goes beyond stays with the last

# Plans a question: by rules (``plan``), or by whatever else is put in its place. Turns are those before it, oldest
# first; what was understood is of the question as a whole. Never empty.
Planner = Callable[[str, Sequence[Turn], Understood], tuple[Part, ...]]

_OF_EACH = re.compile(
    r"^(?:では|じゃあ|また)?[、,]?\s*(?:それぞれ|各々|おのおの)(?P<rest>(?:の|は|について|に関して|で)?.+)$"
)
_FEWEST = 2


def plan(question: str, history: Sequence[Turn], understood: Understood) -> tuple[Part, ...]:
    """The parts of a question by rules; one, with the question as it is, where it asks one thing."""
    each = tuple(_of_each(question, history, understood))
    if len(each) >= _FEWEST:
        return each
    found = _questions(question)
    if len(found) < _FEWEST:
        return (Part(question=question),)
    return tuple(Part(question=one) for one in found)


def expanded(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with each question of several parts as that many: what comes next goes on with the last."""
    found: list[Turn] = []
    for turn in history:
        parts = _questions(turn.content) if turn.role == "user" else []
        if len(parts) < _FEWEST:
            found.append(turn)
        else:
            found += [Turn(role="user", content=part) for part in parts]
    return tuple(found)


def inherited(understood: Understood, earlier: Understood) -> Understood | None:
    """A later part read as asking about the sources that the part before it names; None where it names its own.

    「あん摩…の評価書の公表日はいつですか。再委託はしますか。」: the second asks of the same report. It may be a new
    question all the same, so whoever finds nothing in those sources asks it without them.
    """
    own = understood.follow_up or understood.missing or _sources(understood) or understood.speakers
    if own or not _sources(earlier) or earlier.missing:
        return None
    return understood.model_copy(
        update={
            "meetings": earlier.meetings,
            "document_ids": earlier.document_ids,
            "matter_ids": earlier.matter_ids,
        }
    )


def _questions(text: str) -> list[str]:
    """Each question of a text, with its sentences that ask nothing."""
    found: list[str] = []
    for group in grouped(text):
        own = list(sentences(group))
        found += divided(group) if len(own) == 1 else [group]
    if len(found) > MOST:
        found = [*found[: MOST - 1], "".join(found[MOST - 1 :])]
    return found


def _of_each(question: str, history: Sequence[Turn], understood: Understood) -> Iterator[Part]:
    """それぞれの日付は? after two meetings, or after a question of several parts: of each in its turn."""
    asked = _OF_EACH.match(question.strip())
    if asked is None or not history:
        return
    rest = asked["rest"] if asked["rest"][0] in "のはにで" else f"の{asked['rest']}"
    last = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    meetings = understood.meetings or values(find_meetings(plain(last), frozenset()).mentions)
    if len(meetings) >= _FEWEST:
        yield from (Part(question=f"第{number}回{rest}") for number in meetings[:MOST])
        return
    parts = _questions(last)
    if len(parts) >= _FEWEST:
        yield from (Part(question=f"{topic(part)}{rest}") for part in parts)


def _sources(understood: Understood) -> bool:
    named = (understood.meetings, understood.document_ids, understood.matter_ids, understood.addresses)
    return any((*named, understood.laws, understood.dates, understood.agencies))
