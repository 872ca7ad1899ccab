"""A small store of two audiences, and an assistant over it that finds by plain comparison."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.access import Key, Keyring, Principal
from assistant.api.app import create_app
from assistant.models import Answer, Citation, Hit, Turn, Understood
from assistant.settings import Settings
from corpus.catalog import Catalog, Draft
from corpus.models import ClauseKind, Document, DocumentKind, Filters, Span
from ingest.parsers.tree import Node, assemble

KEYS = {"reader": "reader-key", "commission": "commission-key", "staff": "staff-key"}
OPEN = Document(
    id="minutes-330",
    title="第330回個人情報保護委員会 議事録",
    kind=DocumentKind.MINUTES,
    cite="第330回個人情報保護委員会 議事録（令和7年7月30日）",
    date=dt.date(2025, 7, 30),
    meeting=330,
    agency="国土交通大臣",
    sha256="a" * 64,
)
CLOSED = Document(
    id="minutes-331",
    title="第331回個人情報保護委員会 議事録",
    kind=DocumentKind.MINUTES,
    cite="第331回個人情報保護委員会 議事録（令和7年8月27日）",
    date=dt.date(2025, 8, 27),
    meeting=331,
    audience="commission",
    sha256="b" * 64,
)
SPEECHES = ("接続回線をVPN等とすること。", "電子記録媒体は暗号化すること。", "再委託は行わない。")


def draft_of(document: Document, speeches: Sequence[str] = SPEECHES) -> Draft:
    """A document of one agenda item with a speech a line."""
    source = "\n".join(speeches)
    speech = []
    at = 0
    for number, text in enumerate(speeches, 1):
        span = Span(start=at, end=at + len(text))
        label = f"{document.cite}議題1 清水委員 第{number}段落"
        speech.append(
            Node(
                f"p{number}",
                ClauseKind.PARAGRAPH,
                f"{number}",
                label,
                (span,),
                speaker="清水委員",
                role="委員",
            )
        )
        at = span.end + 1
    item = Node("g1", ClauseKind.AGENDA_ITEM, "議題1", f"{document.cite}議題1", children=speech)
    parsed = assemble(document, source, [item])
    return Draft(parsed=parsed, request=hashlib.sha256(document.id.encode()).hexdigest())


class FakeAssistant:
    """Finds the leaves that share a character with the query; breaks where the query says so."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.seen: dict[str, object] = {}

    def prepare(self) -> None:
        """There is nothing to load."""

    def search(
        self,
        query: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
        limit: int = 10,
    ) -> tuple[Understood, list[Hit]]:
        self.seen = {"history": history, "filters": filters, "principal": principal}
        if query == "壊れる":
            raise RuntimeError("secret detail of the machine")
        hits = [
            Hit(clause=clause, document=document, score=0.5, lexical=0.25)
            for document in self.catalog.documents(principal.audiences, filters)
            for clause in self.catalog.tree(document.id, principal.audiences)
            if clause.leaf and set(clause.text) & set(query)
        ]
        return Understood(question=query, standalone=query), hits[:limit]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Answer:
        understood, hits = self.search(question, history=history, filters=filters, principal=principal)
        if not hits:
            return Answer(status="not_found", answer="記録にありません。", understood=understood)
        first = hits[0]
        citation = Citation(number=1, quote=first.clause.text, clause=first.clause, document=first.document)
        record_id = uuid.uuid4().hex
        answer = Answer(
            status="answered",
            answer=f"**回答**\n・「{citation.quote}」[1]",
            citations=(citation,),
            understood=understood,
            record_id=record_id,
            provenance={"index_generation": "1"},
        )
        self.catalog.add_answer(record_id, question, answer.model_dump_json(), principal.audiences)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Iterator[SimpleNamespace]:
        understood, hits = self.search(question, history=history, filters=filters, principal=principal)
        yield SimpleNamespace(name="understood", data=understood)
        yield SimpleNamespace(name="hits", data=hits)
        if question == "途中で壊れる":
            raise RuntimeError("secret detail of the machine")
        answer = self.ask(question, history=history, filters=filters, principal=principal)
        yield SimpleNamespace(name="delta", data=answer.answer)
        for citation in answer.citations:
            yield SimpleNamespace(name="citation", data=citation)
        yield SimpleNamespace(name="done", data=answer)

    def close(self) -> None:
        """The store is the fixture's."""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that every test's store is a copy of: its schema takes longer to make than most tests."""
    folder = tmp_path_factory.mktemp("made-once") / "store"
    with Catalog.open(folder, create=True) as catalog:
        catalog.publish(
            catalog.put([draft_of(OPEN), draft_of(CLOSED, (*SPEECHES, "内容については非公表。"))])
        )
    return folder


@pytest.fixture
def store(tmp_path: Path, made_once: Path) -> Iterator[Catalog]:
    """A catalog with one public document and one for the commission."""
    shutil.copytree(made_once, tmp_path / "store")
    with Catalog.open(tmp_path / "store") as catalog:
        yield catalog


@pytest.fixture
def assistant(store: Catalog) -> FakeAssistant:
    """The fake over that store."""
    return FakeAssistant(store)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a test: nothing of the environment that matters here."""
    return Settings(data=tmp_path / "store", max_question=50, max_history=2, max_upload=1000)


@pytest.fixture
def keyring() -> Keyring:
    """A reader of the public audience, one of both, and one of both who is staff."""
    both = frozenset({"public", "commission"})
    of = {"reader": frozenset({"public"}), "commission": both, "staff": both}
    return Keyring(
        tuple(
            Key(
                name=name,
                sha256=hashlib.sha256(key.encode()).hexdigest(),
                audiences=of[name],
                staff=name == "staff",
            )
            for name, key in KEYS.items()
        )
    )


@pytest.fixture
def client(settings: Settings, assistant: FakeAssistant) -> Iterator[TestClient]:
    """A server without keys."""
    with TestClient(create_app(settings, assistant), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def locked(settings: Settings, assistant: FakeAssistant, keyring: Keyring) -> Iterator[TestClient]:
    """A server with keys."""
    with TestClient(create_app(settings, assistant, keyring), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def served() -> Callable[[Any], AbstractContextManager[str]]:
    """``with served(app) as url``: the application on a free port of this machine, for real clients."""
    return _served


@contextmanager
def _served(app: Any) -> Iterator[str]:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        door.close()
