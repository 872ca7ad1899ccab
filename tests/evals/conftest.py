"""Stand-ins for an assistant under examination, and a small real one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from assistant.access import ANYONE
from assistant.models import Turn
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import InvalidQuery
from evals.gold import GoldItem
from evals.targets import InProcess, SeenAnswer, SeenCitation, SeenClause, SeenHit
from ingest import pipeline

SUMMARY = Path(__file__).resolve().parents[2] / "corpus" / "documents" / "summary-300_2024-09-11.txt"


def clause(name: str, text: str, label: str = "") -> SeenClause:
    return SeenClause(id=f"doc.{name}", document_id="doc", label=label or name, text=text)


def answer(*quotes: tuple[str, SeenClause]) -> SeenAnswer:
    """An answer of these quotations; of none, a refusal."""
    citations = tuple(SeenCitation(number=n, quote=q, clause=c) for n, (q, c) in enumerate(quotes, 1))
    return SeenAnswer(
        status="answered" if quotes else "not_found",
        answer="。".join(q for q, _ in quotes),
        citations=citations,
    )


class Told:
    """A target that says what it is told to, and remembers what it was asked."""

    name = "told"

    def __init__(self, reply: SeenAnswer, hits: Sequence[SeenClause] = (), source: str | None = None) -> None:
        self.reply, self.closed = reply, False
        self.hits = tuple(SeenHit(clause=one, score=0.5, lexical=0.4, dense=0.3) for one in hits)
        held = [*(one.clause for one in reply.citations), *hits]
        self.held = {one.id: one.text for one in held}
        self.source = "\n".join(self.held.values()) if source is None else source
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn]) -> SeenAnswer:
        self.asked.append((question, tuple(history)))
        if question == "空":
            raise InvalidQuery("質問が空です。")
        return self.reply

    def search(self, query: str, history: Sequence[Turn], limit: int) -> tuple[SeenHit, ...]:
        return self.hits[:limit]

    def stored_text(self, clause_id: str) -> str | None:
        return self.held.get(clause_id)

    def sources(self) -> Mapping[str, str]:
        return {"doc": self.source}

    def close(self) -> None:
        self.closed = True


def item(*groups: Sequence[str], question: str = "何か", **more: object) -> GoldItem:
    """A question whose answer carries these groups of evidence."""
    return GoldItem.model_validate(
        {"id": "q1", "kind": "lookup" if groups else "unanswerable", "question": question, "evidence": groups}
        | more
    )


class World:
    """What tests make assistants and questions of."""

    told = Told
    clause = staticmethod(clause)
    answer = staticmethod(answer)
    item = staticmethod(item)
    who = clause("p1", "清水委員は再委託先の管理を求めた。", "第300回 清水委員")
    other = clause("p2", "会議は13時に始まった。")


@pytest.fixture(scope="session")
def world() -> type[World]:
    return World


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled summary of the 300th meeting."""
    folder = tmp_path_factory.mktemp("evals") / "data"
    pipeline.ingest([SUMMARY], folder)
    return folder


@pytest.fixture
def assistant(data: Path) -> Iterator[Assistant]:
    held = Assistant.open(Settings(data=data))
    yield held
    held.close()


@pytest.fixture
def in_process(assistant: Assistant) -> InProcess:
    return InProcess(assistant, ANYONE)
