"""Calls that do not work, as sentences."""

from __future__ import annotations

import httpx
import pytest

from ui import calling as calls
from ui.client import Client, Trouble
from ui.connection import DEFAULT_API, Connection, connection
from ui.wording import say


def against(monkeypatch: pytest.MonkeyPatch, answer) -> Client:
    """A client whose calls ``answer`` replies to."""
    real = httpx.Client
    monkeypatch.setattr(
        calls.httpx, "Client", lambda **given: real(**given, transport=httpx.MockTransport(answer))
    )
    return Client(Connection("http://api.test"), "ja")


def fail(error: Exception):
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (fail(httpx.ConnectError("no")), "unreachable"),
        (fail(httpx.ConnectTimeout("no")), "unreachable"),
        (fail(httpx.ReadTimeout("no")), "slow"),
        (fail(httpx.RemoteProtocolError("no")), "cut_off"),
        (lambda request: httpx.Response(502, text="<h1>Bad gateway</h1>"), "no_problem"),
        (lambda request: httpx.Response(200, text="<h1>Hello</h1>"), "not_understood"),
    ],
)
def test_what_goes_wrong_is_a_sentence_with_advice(monkeypatch, answer, what) -> None:
    with pytest.raises(Trouble) as told:
        against(monkeypatch, answer).documents()
    about = {"api": "http://api.test", "status": 502}
    assert told.value.title == say(f"trouble_{what}", "ja", **about)
    assert told.value.advice == say(f"trouble_{what}_advice", "ja", **about)


def test_an_address_that_is_none_is_told(fake) -> None:
    with pytest.raises(Trouble, match="つながりません"):
        Client(Connection("not an address"), "ja").documents()


def test_documents_are_fetched_page_by_page(monkeypatch) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        page = [{"id": f"d{n}", "title": "題", "kind": "paper"} for n in range(offset, min(offset + 2, 5))]
        return httpx.Response(200, json={"total": 5, "limit": 2, "offset": offset, "documents": page})

    assert [one.id for one in against(monkeypatch, answer).documents()] == ["d0", "d1", "d2", "d3", "d4"]


def test_a_register_s_file_is_asked_for_with_its_filters(monkeypatch) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(dict(request.url.params))
        return httpx.Response(200, content=b"\xef\xbb\xbfa,b")

    client = against(monkeypatch, answer)
    assert client.register_file("measures", "csv", {"topic": "再委託"}) == b"\xef\xbb\xbfa,b"
    assert seen == [{"topic": "再委託", "format": "csv"}]


def test_names_from_the_address_bar_stay_one_segment_of_a_path(monkeypatch) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(404, json={"title": "ない", "status": 404, "detail": ""})

    with pytest.raises(Trouble, match="ない"):
        against(monkeypatch, answer).clause("a/../../health?x=1")
    assert seen == ["/v1/clauses/a%2F..%2F..%2Fhealth%3Fx%3D1"]


def test_proxies_of_the_environment_are_left_aside(fake, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert Client(Connection(fake.url), "ja").documents()


def test_the_environment_says_where_the_api_is(monkeypatch) -> None:
    monkeypatch.setenv("SENREI_API", "http://10.0.0.1:9000/")
    monkeypatch.setenv("SENREI_API_KEY", "k1")
    assert connection() == Connection("http://10.0.0.1:9000", "k1")
    assert "k1" not in repr(connection())


def test_an_empty_environment_means_this_machine(monkeypatch) -> None:
    monkeypatch.setenv("SENREI_API", "")
    monkeypatch.delenv("SENREI_API_KEY", raising=False)
    assert connection() == Connection(DEFAULT_API, None)
