"""A store of two bundled documents, a scripted model, and our API between them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.settings import Settings
from evals.liars.running import serving
from evals.liars.server import Clause, Reply, Scripted, in_pieces, scripted
from ingest import pipeline

DOCUMENTS = Path(__file__).resolve().parents[3] / "corpus" / "documents"
QUESTION = "第300回委員会で、再委託先の監督について木村専門官は何と回答しましたか"
TRUE = "木村専門官は、委託先及び再委託先の監督について、具体の内容を検討する予定であると回答しました。"
WORDS = "委託先及び再委託先の監督について、具体の内容を検討する予定である"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled summary of the 300th meeting, taken in."""
    data = tmp_path_factory.mktemp("generation") / "data"
    pipeline.ingest([DOCUMENTS / "summary-300_2024-09-11.txt"], data)
    return data


@pytest.fixture
def model() -> Iterator[Scripted]:
    """A server that says what its script tells it to."""
    with scripted() as server:
        yield server


Api = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture
def api(store: Path, model: Scripted) -> Api:
    """``with api(llm_timeout=1) as client``: our API with that model."""

    @contextmanager
    def opened(data: Path = store, **given: object) -> Iterator[httpx.Client]:
        settings = Settings.model_validate(
            {"data": data, "llm": "openai:scripted", "llm_base_url": model.url, "llm_timeout": 20, **given}
        )
        with serving(settings) as (url, _), httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            yield client

    return opened


def ask(client: httpx.Client, question: str = QUESTION, **more: object) -> dict[str, object]:
    """The reply to a question."""
    reply = client.post("/v1/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    held: dict[str, object] = reply.json()
    return held


def key_of(clauses: list[Clause], words: str = WORDS) -> str:
    """The key under which the clause with these words was offered."""
    return next(clause["key"] for clause in clauses if words in clause["text"])


def statements(*said: tuple[str, str, str]) -> str:
    """A model's reply in JSON: text, key, words."""
    rows = [{"text": text, "support": [{"key": key, "quote": quote}]} for text, key, quote in said]
    return json.dumps({"statements": rows}, ensure_ascii=False)


def faithful(question: str, clauses: list[Clause]) -> Reply:
    """The script of a model that tells the truth."""
    return Reply(pieces=in_pieces(statements((TRUE, key_of(clauses), WORDS))))
