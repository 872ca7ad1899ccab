"""Runs the cases: our API over HTTP, a scripted model behind it, and what of each statement reached the reader."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from assistant.api.app import create_app
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.models import PUBLIC, Clause
from corpus.text import squash
from evals.liars.cases import Said, all_faithful, all_lies
from evals.liars.server import Clause as Offered
from evals.liars.server import Reply, Scripted, in_pieces, scripted

_ATMOST = 12  # statements of one reply


@dataclass(frozen=True)
class Outcome:
    """What became of a statement."""

    said: Said
    offered: bool  # its clauses were shown to the model
    shown: bool
    proving_ms: float = 0.0


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, Assistant]]:
    """Our API on a free port of loopback, over the store of the settings."""
    assistant = Assistant.open(settings)
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    app = create_app(settings, assistant)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}", assistant
    finally:
        server.should_exit = True
        thread.join(20)
        door.close()
        assistant.close()


def run(data: Path) -> list[Outcome]:
    """Every case over the bundled documents in the store ``data``."""
    with scripted() as model:
        settings = Settings(data=data, llm="openai:scripted", llm_base_url=model.url, llm_timeout=20)
        with (
            serving(settings) as (url, assistant),
            httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
        ):
            clauses = {
                clause.id: clause
                for document in assistant.catalog.documents(frozenset({PUBLIC}))
                for clause in assistant.catalog.tree(document.id, frozenset({PUBLIC}))
            }
            return [
                outcome
                for group in _groups([*all_faithful(), *all_lies(clauses)])
                for outcome in _asked(group, clauses, model, client)
            ]


def _groups(cases: Sequence[Said]) -> Iterator[list[Said]]:
    """Cases that one question can put: of the same clauses, faithful ones apart from lies and beside them."""
    held: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in cases:
        held[(one.sources, one.lang, one.ask)].append(one)
    for cases_of in held.values():
        groups: list[list[Said]] = []
        for one in cases_of:  # the same words twice in one reply could not be told apart
            room = (
                g for g in groups if len(g) < _ATMOST and all(squash(o.text) != squash(one.text) for o in g)
            )
            group = next(room, None)
            if group is None:
                groups.append(group := [])
            group.append(one)
        yield from groups


def _asked(
    group: list[Said], clauses: dict[str, Clause], model: Scripted, client: httpx.Client
) -> Iterator[Outcome]:
    offered: list[Offered] = []

    def script(question: str, shown: list[Offered]) -> Reply:
        offered[:] = shown
        statements = [_statement(one, clauses, shown) for one in group]
        written = json.dumps({"statements": statements}, ensure_ascii=False)
        return Reply(pieces=in_pieces(written, 200))

    model.script = script
    first = group[0]
    question = first.ask or _question([clauses[one] for one in first.sources])
    document = first.sources[0].partition(".")[0]
    reply = client.post("/v1/ask", json={"question": question, "filters": {"document_id": document}}).json()
    told = _said(reply)
    milliseconds = float(reply.get("provenance", {}).get("proving_ms", 0)) / len(group)
    for one in group:
        known = all(_key(clauses[source], offered) for source in one.sources)
        text = squash(one.text) or "\0"
        shown = text in told if one.text else "-[1]" in told
        yield Outcome(said=one, offered=known, shown=shown, proving_ms=milliseconds)


def _said(reply: dict[str, object]) -> str:
    """The statements that a reply shows; extracts given instead are the record's own words, not the model's."""
    if reply.get("mode") != "generative":
        return ""
    lines = [line for line in str(reply["answer"]).splitlines() if line.startswith("- ")]
    return squash(re.sub(r"\\(.)", r"\1", "\n".join(lines)))


def _question(sources: Sequence[Clause]) -> str:
    """A question in the words of the clauses, so that they are found."""
    heads = [re.sub(r"\s+", "", clause.text)[:48] for clause in sources]
    return "、".join(f"「{head}」" for head in heads) + "について、何と記載されていますか。"


def _statement(one: Said, clauses: dict[str, Clause], shown: list[Offered]) -> dict[str, object]:
    """A case as the model says it, under the keys that it was offered."""
    quotes = one.quotes or tuple(clauses[source].text for source in one.sources)
    if one.key == "none":
        return {"text": one.text, "support": []}
    keys = [_key(clauses[source], shown) or "k000000" for source in one.sources]
    if one.key == "invented":
        keys = ["kzzzzzz"] * len(keys)
    if one.key == "other":
        keys = [
            next((o["key"] for o in shown if o["key"] != key and quote not in o["text"]), "k000000")
            for key, quote in zip(keys, quotes, strict=False)
        ]
    return {"text": one.text, "support": [{"key": k, "quote": q} for k, q in zip(keys, quotes, strict=False)]}


def _key(clause: Clause, shown: list[Offered]) -> str | None:
    """The key of a clause among those offered: its own, or that of one that holds it."""
    text = squash(clause.text)
    return next((o["key"] for o in shown if text in squash(o["text"])), None)
