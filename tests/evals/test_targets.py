"""An assistant in this process and the same behind its API look the same to the examiner."""

from __future__ import annotations

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.models import Turn
from assistant.settings import Settings
from corpus.errors import InputError, NotHeld, SenreiError
from evals.scoring import Scorer
from evals.targets import OverHttp

QUESTION = "清水委員は責任分界点について何を伺いましたか"


@pytest.fixture
def over_http(assistant, data):
    client = TestClient(create_app(Settings(data=data), assistant, None))
    with OverHttp("http://testserver/", client=client) as target:
        yield target


def test_both_give_the_same_answers_hits_and_texts(in_process, over_http) -> None:
    history = [Turn(role="user", content="第300回の議題は？"), Turn(role="assistant", content="二つです。")]
    here, there = in_process.ask(QUESTION, history), over_http.ask(QUESTION, history)
    assert here == there
    assert here.citations
    assert in_process.search(QUESTION, [], 7) == over_http.search(QUESTION, [], 7)
    held = here.citations[0].clause
    assert in_process.stored_text(held.id) == over_http.stored_text(held.id) == held.text
    assert in_process.sources() == over_http.sources()
    assert list(in_process.sources()) == [held.document_id]


def test_a_clause_that_is_not_held_has_no_text(in_process, over_http) -> None:
    assert in_process.stored_text("none.p1") is None
    assert over_http.stored_text("none.p1") is None


def test_a_real_answer_is_scored(in_process, world) -> None:
    question = world.item(["責任分界点"], question=QUESTION, label=["300", "清水"])
    figures = Scorer(in_process).score(question).figures
    assert (figures["verbatim"], figures["in_source"], figures["search@2000"]) == (1.0, 1.0, 1.0)


def test_an_address_where_nobody_answers_is_named() -> None:
    with pytest.raises(InputError, match="senrei serve"):
        OverHttp("http://127.0.0.1:9")


@pytest.mark.parametrize(("status", "error"), [(500, SenreiError), (422, SenreiError), (404, NotHeld)])
def test_what_the_api_refuses_is_an_error_of_the_question(status: int, error: type[SenreiError]) -> None:
    def answering(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200 if request.url.path == "/v1/health" else status, json={"detail": "理由"})

    client = httpx.Client(base_url="http://example.invalid", transport=httpx.MockTransport(answering))
    with OverHttp("http://example.invalid", client=client) as target, pytest.raises(error):
        target.ask("何か", [])


def test_the_key_goes_with_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def answering(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("authorization"))
        return httpx.Response(200, json={"documents": []})

    real = httpx.Client
    monkeypatch.setattr(
        httpx, "Client", lambda **given: real(**given, transport=httpx.MockTransport(answering))
    )
    with OverHttp("http://example.invalid", "secret") as target:
        assert target.sources() == {}
    assert seen == ["Bearer secret", "Bearer secret"]
