"""A follow-up put on its own feet by a model; taken only if it says nothing that the conversation did not."""

from __future__ import annotations

import json
from collections.abc import Sequence

import prompts
from assistant.answer.wording import Language
from assistant.llm.calling import Speaking
from assistant.llm.trouble import ModelTrouble
from assistant.models import Turn
from corpus.index.tokenizer import words

_EARLIER = 6  # questions before it that are shown
_LONGEST = 400  # characters


def rewritten(model: Speaking, question: str, history: Sequence[Turn], language: Language) -> str | None:
    """The question with what the earlier ones supply; None where the model gives nothing that can be used."""
    earlier = [turn.content for turn in history if turn.role == "user"][-_EARLIER:]
    if not earlier:
        return None
    asked = json.dumps({"earlier": earlier, "question": question}, ensure_ascii=False)
    messages = [("system", prompts.load("rewrite", language).text), ("human", asked)]
    try:
        reply = "".join(model.speak(messages)).strip().strip('「」"')
    except ModelTrouble:
        return None
    if not reply or len(reply) > _LONGEST or "\n" in reply or not _says_only(reply, [*earlier, question]):
        return None
    return reply


def _says_only(reply: str, said: Sequence[str]) -> bool:
    """Whether each word of the reply stands in the conversation, and those of the question are kept."""
    known = set(words("\n".join(said)))
    own = set(words(reply))
    return own <= known and set(words(said[-1])) & own != set()
