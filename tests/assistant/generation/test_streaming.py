"""A statement is streamed once it is proven, before the model has ended; whoever leaves ends the call."""

from __future__ import annotations

import json
import threading

from evals.liars.server import Clause, Reply, Scripted
from tests.assistant.generation.conftest import QUESTION, TRUE, WORDS, Api, key_of, statements

LIE = "木村専門官は、再委託先を監督したと回答しました。"


class Held(list[str]):
    """Pieces of a reply of which those after the first wait for a sign."""

    def __init__(self, pieces: list[str]) -> None:
        super().__init__(pieces)
        self.go = threading.Event()

    def __iter__(self):  # type: ignore[no-untyped-def]
        for at, piece in enumerate(list.__iter__(self)):
            if at:
                assert self.go.wait(60), "the first statement was not shown before the rest was there"
            yield piece


def held(model: Scripted) -> Held:
    """A script whose first statement is true, whose second is a lie and waits."""
    pieces = Held(["", ""])

    def script(question: str, clauses: list[Clause]) -> Reply:
        key = key_of(clauses)
        whole = statements((TRUE, key, WORDS), (LIE, key, WORDS))
        at = whole.index(', {"text": "' + LIE)
        pieces[:] = [whole[:at], whole[at:]]
        return Reply(pieces=pieces)

    model.script = script
    return pieces


def test_the_first_proven_statement_comes_before_the_model_has_ended(api: Api, model: Scripted) -> None:
    pieces = held(model)
    told: list[str] = []
    with (
        api() as client,
        client.stream("POST", "/v1/ask", json={"question": QUESTION, "stream": True}) as reply,
    ):
        event = ""
        for line in reply.iter_lines():
            event = line.removeprefix("event: ") if line.startswith("event: ") else event
            if line.startswith("data: ") and event == "delta":
                told.append(json.loads(line.removeprefix("data: "))["text"])
                pieces.go.set()
    assert TRUE in told[0]
    assert "監督したと" not in "".join(told)
    assert "1件" in told[-1]


def test_the_openai_door_shows_only_what_is_proven_too(api: Api, model: Scripted) -> None:
    pieces = held(model)
    body = {"model": "senrei", "stream": True, "messages": [{"role": "user", "content": QUESTION}]}
    told = ""
    with api() as client, client.stream("POST", "/v1/chat/completions", json=body) as reply:
        for line in reply.iter_lines():
            if line.startswith("data: {"):
                choices = json.loads(line.removeprefix("data: "))["choices"]
                told += choices[0]["delta"].get("content", "") if choices else ""
            if TRUE in told:
                pieces.go.set()
    assert pieces.go.is_set()
    assert "監督したと" not in told


def test_whoever_hangs_up_ends_the_call_to_the_model(api: Api, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(pieces=["{"] * 1000, pause=0.1)
    with api() as client:
        with client.stream("POST", "/v1/ask", json={"question": QUESTION, "stream": True}) as reply:
            next(line for line in reply.iter_lines() if model.asked)
        assert model.hung_up.wait(60)
