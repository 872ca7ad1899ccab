"""Who may read what: keys, audiences, and the refusal to be open to other machines by accident."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access import Keyring, is_loopback, refuse_open_api, refuse_open_page
from assistant.settings import Settings
from corpus.errors import AccessDenied, InputError

DIGEST = hashlib.sha256(b"some-key").hexdigest()
CLOSED_CLAUSE = "/v1/clauses/minutes-331.g1.p4"


def headers(name: str | None) -> dict[str, str]:
    return {} if name is None else {"Authorization": f"Bearer {name}-key"}


@pytest.mark.parametrize(
    ("who", "documents", "clauses"),
    [(None, 0, 0), ("reader", 1, 4), ("commission", 2, 9), ("staff", 2, 9)],
)
def test_health_counts_only_what_the_caller_may_read(
    locked: TestClient, who: str | None, documents: int, clauses: int
) -> None:
    reply = locked.get("/v1/health", headers=headers(who))
    assert reply.status_code == 200
    assert (reply.json()["documents"], reply.json()["clauses"]) == (documents, clauses)


@pytest.mark.parametrize(("who", "status"), [("reader", 404), ("commission", 200), ("staff", 200)])
@pytest.mark.parametrize(
    "path", [CLOSED_CLAUSE, "/v1/documents/minutes-331", "/v1/documents/minutes-331?source=true"]
)
def test_what_may_not_be_read_looks_as_if_it_were_not_there(
    locked: TestClient, who: str, status: int, path: str
) -> None:
    assert locked.get(path, headers=headers(who)).status_code == status


def test_a_closed_clause_and_one_that_never_was_are_refused_alike(locked: TestClient) -> None:
    closed = locked.get(CLOSED_CLAUSE, headers=headers("reader")).json()
    never = locked.get("/v1/clauses/minutes-331.g1.p9", headers=headers("reader")).json()
    assert closed["detail"].replace("p4", "p9") == never["detail"]


@pytest.mark.parametrize(("who", "found"), [("reader", 1), ("commission", 2), ("staff", 2)])
def test_search_and_ask_and_lists_stay_within_the_audiences(locked: TestClient, who: str, found: int) -> None:
    key = headers(who)
    hits = locked.post("/v1/search", json={"query": "VPN"}, headers=key).json()["hits"]
    assert len(hits) == found
    assert locked.get("/v1/documents", headers=key).json()["total"] == found
    answer = locked.post("/v1/ask", json={"question": "非公表"}, headers=key).json()
    assert (answer["status"] == "answered") is (found == 2)
    streamed = locked.post("/v1/ask", json={"question": "VPN", "stream": True}, headers=key).text
    assert ("minutes-331" in streamed) is (found == 2)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/ask"),
        ("POST", "/v1/search"),
        ("GET", "/v1/documents"),
        ("GET", "/v1/documents/minutes-330"),
        ("GET", "/v1/clauses/minutes-330.g1"),
        ("POST", "/v1/feedback"),
        ("POST", "/v1/documents"),
        ("GET", "/v1/jobs/any"),
    ],
)
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "key-missing"),
        ({"Authorization": "Basic cmVhZGVyLWtleQ=="}, "key-missing"),
        ({"Authorization": "Bearer wrong"}, "key-unknown"),
        ({"Authorization": "Bearer reader-key "[:-2]}, "key-unknown"),
    ],
)
def test_every_call_needs_a_key_that_is_known(
    locked: TestClient, method: str, path: str, given: dict[str, str], code: str
) -> None:
    reply = locked.request(method, path, headers=given)
    assert (reply.status_code, reply.json()["type"]) == (401, f"/docs#problem-{code}")
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_a_wrong_key_is_refused_even_where_none_is_needed(locked: TestClient) -> None:
    assert locked.get("/v1/health", headers=headers("wrong")).status_code == 401


def test_an_answer_to_a_reader_of_more_cannot_be_rated(locked: TestClient) -> None:
    record = locked.post("/v1/ask", json={"question": "VPN"}, headers=headers("commission")).json()[
        "record_id"
    ]
    body = {"record_id": record, "rating": "up"}
    assert locked.post("/v1/feedback", json=body, headers=headers("reader")).status_code == 404
    assert locked.post("/v1/feedback", json=body, headers=headers("staff")).status_code == 200


def test_without_keys_everybody_reads_the_public_audience_only(client: TestClient) -> None:
    assert client.get("/v1/documents").json()["total"] == 1
    assert client.get(CLOSED_CLAUSE).status_code == 404
    assert client.get(CLOSED_CLAUSE, headers=headers("staff")).status_code == 404


@pytest.mark.parametrize("name", ["keys.yaml", "keys.json"])
def test_keys_are_read_from_a_file(tmp_path: Path, name: str) -> None:
    entry = {"name": "page", "sha256": DIGEST.upper(), "audiences": ["public"]}
    path = tmp_path / name
    path.write_text(json.dumps({"keys": [entry]} if name.endswith("yaml") else [entry]))
    principal = Keyring.load(path).principal("some-key")
    assert (principal.name, principal.audiences, principal.staff) == ("page", {"public"}, False)
    with pytest.raises(AccessDenied):
        Keyring.load(path).principal("some-other-key")


ENTRY = {"name": "page", "sha256": DIGEST, "audiences": ["public"]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "keys"),
        ("[]", "keys"),
        ("{:", "neither YAML nor JSON"),
        (json.dumps([{**ENTRY, "sha256": "short"}]), "sha256"),
        (json.dumps([{**ENTRY, "audiences": []}]), "audiences"),
        (json.dumps([{**ENTRY, "audience": "public"}]), "audience"),
        (json.dumps([ENTRY, {**ENTRY, "name": "other"}]), "sha256"),
        (json.dumps([ENTRY, {**ENTRY, "sha256": "0" * 64}]), "'page' 2 times"),
    ],
)
def test_a_keys_file_that_cannot_be_used_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text(content)
    with pytest.raises(InputError, match=words):
        Keyring.load(path)


def test_a_keys_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="SENREI_KEYS"):
        Keyring.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_without_keys_other_machines_are_kept_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"SENREI_KEYS.*SENREI_ALLOW_OPEN_BIND"):
        refuse_open_api(Settings(host="0.0.0.0"))
    refuse_open_api(Settings(host="127.0.0.1"))
    refuse_open_api(Settings(host="0.0.0.0", allow_open_bind=True))
    refuse_open_api(Settings(host="0.0.0.0", keys=tmp_path / "keys.yaml"))


def test_keys_of_the_api_do_not_open_the_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="SENREI_ALLOW_OPEN_BIND"):
        refuse_open_page(Settings(ui_host="0.0.0.0", keys=tmp_path / "keys.yaml"))
    refuse_open_page(Settings(ui_host="0.0.0.0", allow_open_bind=True))
    refuse_open_page(Settings())
