"""What a model is shown of the record: clauses as data, each under a key that means nothing outside the request."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator

from assistant.answer.proving.models import Offered
from assistant.answer.proving.quoting import invisible
from assistant.answer.quote import pieces_of
from corpus.models import Clause, ClauseKind, Document

MOST = 14  # clauses
LONGEST = 7000  # characters of all their texts
KEY = re.compile(r"k[a-z2-7]{6}")
_LETTERS = "abcdefghijkmnpqrstuvwxyz234567"
# Text of a document that speaks to whoever reads it by machine: no part of the record's matter, and not passed on.
_ADDRESSED = re.compile(
    r"(?:上記|以上|以前|これまで|前述|直前|全て|すべて)の?(?:指示|命令|内容|プロンプト|ルール|制約)[をはに].{0,12}(?:無視|忘れ|従わ|破棄|上書き)"
    r"|(?:ignore|disregard|forget|override)\b.{0,40}\b(?:above|previous|prior|instructions?|rules?|prompts?)\b"
    r"|system prompt|システムプロンプト|\bsystem\s*:|\bassistant\s*:|<\|[a-z_]+\|>|\[/?INST\]"
    r"|(?:あなた|you)(?:は|\s+are)(?:now\s+)?.{0,16}(?:AI|ＡＩ|アシスタント|言語モデル|assistant|language model)"
    r"|(?:AI|ＡＩ|アシスタント|言語モデル|回答者)(?:は|に|へ)?.{0,8}(?:次のように(?:答え|回答)|必ず.{0,12}(?:答え|回答|出力)|指示)",
    re.I | re.S,
)


def offered(found: Iterable[tuple[Clause, Document]], source: Callable[[str], str]) -> dict[str, Offered]:
    """The clauses to show, in order, by their new keys; copies, hidden text and text addressed to a model left out.

    ``source`` gives the text of a document by its id.
    """
    chosen: dict[str, Offered] = {}
    left = LONGEST
    for clause, document in found:
        if len(chosen) >= MOST or left <= 0:
            break
        if clause.kind is ClauseKind.HEADING or not clause.text.strip() or len(clause.text) > left:
            continue
        if addressed(clause.text) or any(_holds(other.clause, clause) for other in chosen.values()):
            continue
        key = next(key for key in _keys() if key not in chosen)
        pieces = tuple(pieces_of(clause, source(document.id)))
        chosen[key] = Offered(key=key, clause=clause, document=document, pieces=pieces)
        left -= len(clause.text)
    return chosen


def addressed(text: str) -> bool:
    """Whether a clause's text is hidden from readers or speaks to a machine."""
    return invisible(text) or _ADDRESSED.search(text) is not None


def message(question: str, clauses: Iterable[Offered]) -> str:
    """The question and the clauses as the one JSON object that the prompt describes."""
    return json.dumps({"question": question, "clauses": shown(clauses)}, ensure_ascii=False, indent=1)


def shown(clauses: Iterable[Offered]) -> list[dict[str, str]]:
    """Clauses as a model sees them."""
    return [
        {
            "key": one.key,
            "source": one.clause.label + (f"（{one.clause.speaker}）" if one.clause.speaker else ""),
            "text": one.clause.text,
        }
        for one in clauses
    ]


def _keys() -> Iterator[str]:
    while True:
        yield "k" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _holds(one: Clause, other: Clause) -> bool:
    return one.id == other.id or other.text in one.text
