"""A question planned by a language model, where the rules leave one whole that looks like several.

The plan is taken only if it is made of the question's own words and leaves none of them out; else the rules' plan
stands. A failure or a slow reply costs nothing but its time, which is bounded.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import prompts
from assistant.llm.trouble import ModelTrouble
from assistant.models import Part, Turn, Understood
from assistant.planning.plan import plan
from assistant.planning.sentences import COMPARING, INTERROGATIVE, outside_brackets, sentences
from assistant.understanding.content import content_words, topic_words
from assistant.understanding.language import plain

if TYPE_CHECKING:
    from assistant.llm.calling import Speaking

PATIENCE = 6.0  # seconds that a plan is worth waiting for
FEWEST, MOST = 2, 5  # parts
_EARLIER = 6  # questions before it that are shown
_LONGEST = 3000  # characters of a reply
_MATTERS = 3  # words of matter below which a question is plainly one
_JOINED = re.compile(
    r"また|及び|および|並びに|ならびに|それに|加えて|さらに|あわせて|併せて|かつ|そのうえ|その上で"
    r"|[一-鿿々ァ-ヺー]{2,}と(?:第[0-9]|[一-鿿々ァ-ヺー]{2,}(?:を|は|が|の|も|について|に関して))"
    r"|\b(?:and|also|as well as|plus)\b|;",
    re.I,
)
_NUMBER = re.compile(r"[0-9]+|[一二三四五六七八九十百千]+(?=[回条項号年月日件点])")
_DENIED = re.compile(
    r"(?:な(?:い|かった|く)|ませ(?:ん|なん)|[らわかさたまばれえけせめべて]ず(?=[、。に]))|\b(?:not|no|never|without)\b"
)
_JOINING = frozenset(
    "及び 並びに 又 且つ そして 更に 加える 合わせる 併せる 其れ また さらに".split()
)  # lost where a question is cut
_OBJECT = re.compile(r"\{.*\}", re.S)

SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"parts": {"type": "array", "items": {"type": "string"}}},
    "required": ["parts"],
    "additionalProperties": False,
}


class PlannedByModel:
    """A ``Planner`` that asks a model where that may help: one call a question at most."""

    def __init__(self, model: Speaking, patience: float = PATIENCE) -> None:
        """``patience``: seconds after which the rules' plan is taken."""
        self._model, self._patience = model, patience

    def __call__(self, question: str, history: Sequence[Turn], understood: Understood) -> tuple[Part, ...]:
        """The rules' plan where it has several parts or the question is plainly one, else the model's if it holds."""
        ruled = plan(question, history, understood)
        if len(ruled) > 1 or not may_be_several(question):
            return ruled
        before = [turn.content for turn in history if turn.role == "user"][-_EARLIER:]
        prompt = prompts.load("plan", understood.language)
        asked = json.dumps({"question": question, "before": before}, ensure_ascii=False)
        reply = self._reply([("system", prompt.text), ("human", asked)])
        parts = parts_of(reply) if reply else ()
        if not holds(parts, question, before):
            return ruled
        return tuple(Part(question=one, planned_by=prompt.reference) for one in parts)

    def _reply(self, messages: list[tuple[str, str]]) -> str:
        """The whole reply; empty where there is none in time."""
        until, reply = time.monotonic() + self._patience, ""
        try:
            with closing(self._model.speak(messages, SCHEMA)) as pieces:  # type: ignore[type-var]
                for piece in pieces:
                    reply += piece
                    if time.monotonic() > until or len(reply) > _LONGEST:
                        return ""
        except ModelTrouble:
            return ""
        return reply


def may_be_several(question: str) -> bool:
    """Whether a question that the rules leave whole has signs of several: two interrogatives, two sentences, 及び, と."""
    shown = outside_brackets(plain(question))
    if COMPARING.search(shown) or len(topic_words(shown)) < _MATTERS:
        return False
    several = len(INTERROGATIVE.findall(shown)) > 1 or len(list(sentences(shown))) > 1
    return several or bool(_JOINED.search(shown))


def parts_of(reply: str) -> tuple[str, ...]:
    """The parts that a reply names; none where it cannot be read."""
    found = _OBJECT.search(re.sub(r"<think(?:ing)?>.*?</think(?:ing)?>", "", reply, flags=re.S))
    try:
        held = json.loads(found[0]) if found else {}
        parts = held.get("parts", ())
    except (ValueError, AttributeError):
        return ()
    if not isinstance(parts, list) or not all(isinstance(one, str) for one in parts):
        return ()
    return tuple(" ".join(one.split()) for one in parts)


def holds(parts: Sequence[str], question: str, before: Sequence[str]) -> bool:
    """Whether each part is made of the words of the question and those before it, and none of the question's is lost."""
    if not FEWEST <= len(parts) <= MOST or len(set(parts)) < len(parts):
        return False
    own = _matter(question)
    known = own | _matter("\n".join(before))
    said = [_matter(one) for one in parts]
    longest = len(question) + sum(map(len, before))
    if any(not words & own or not words <= known for words in said) or own - set().union(*said):
        return False
    denied = len(_DENIED.findall(plain(question)))
    return all(len(one) <= longest and len(_DENIED.findall(plain(one))) <= denied for one in parts)


def _matter(text: str) -> set[str]:
    """Its words of matter and its numbers."""
    return {*content_words(text), *_NUMBER.findall(plain(text))} - _JOINING
