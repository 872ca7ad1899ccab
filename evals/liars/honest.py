"""A model that is honest and dull: it repeats sentences of the clauses it is shown. ``python -m evals.liars.honest``.

With it behind the API (SENREI_LLM=openai:honest, SENREI_LLM_BASE_URL as printed) the gold sets measure what the way
through a model costs, apart from how clever a model is. English questions it answers in Japanese: those statements are
withheld, and extracts are given.
"""

from __future__ import annotations

import json
import time

from corpus.text import sentences, squash
from evals.liars.server import Clause, Reply, in_pieces, scripted

_NEAR = 0.8  # of the likeness of the best clause, from which another is told too


def honest(question: str, clauses: list[Clause]) -> Reply:
    """The first clause, and those beside it that are nearer to the question in their letters; a sentence a statement."""
    asked = _pairs(question)
    likeness = [len(asked & _pairs(clause["text"] + clause["source"])) for clause in clauses]
    first = likeness[0] if likeness else 0
    further = [
        one
        for one, score in zip(clauses[1:4], likeness[1:4], strict=False)
        if score >= max(first, _NEAR * max(likeness))
    ]
    statements = [
        {"text": said, "support": [{"key": clause["key"], "quote": said}]}
        for clause in [*clauses[:1], *further]
        for said in _sentences(clause["text"])[:4]
    ]
    return Reply(pieces=in_pieces(json.dumps({"statements": statements}, ensure_ascii=False), 200))


def _pairs(text: str) -> set[str]:
    plain = squash(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


if __name__ == "__main__":
    with scripted() as server:
        server.script = honest
        print(server.url, flush=True)
        while True:
            time.sleep(3600)
