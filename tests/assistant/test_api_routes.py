"""Every call of the API, asked for what it is there for."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from assistant.api import replies


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_health_counts_documents_and_clauses(client: TestClient) -> None:
    reply = client.get("/v1/health").json()
    replies.HealthReply.model_validate(reply)
    assert (reply["status"], reply["documents"], reply["clauses"]) == ("ok", 1, 4)
    assert reply["index_generation"] > 0


def test_health_counts_anew_when_the_store_changes(client: TestClient, assistant) -> None:
    assert client.get("/v1/health").json()["documents"] == 1
    assistant.catalog.retire("minutes-330")
    assert client.get("/v1/health").json()["clauses"] == 0


def test_search_returns_clauses_with_scores(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "VPN"}).json()
    replies.SearchReply.model_validate(reply)
    [hit] = reply["hits"]
    assert hit["clause"]["text"] == "接続回線をVPN等とすること。"
    assert hit["clause"]["document"]["meeting"] == 330
    assert (hit["score"], hit["lexical"], hit["dense"]) == (0.5, 0.25, 0.0)


def test_search_keeps_to_its_limit(client: TestClient) -> None:
    assert len(client.post("/v1/search", json={"query": "すること。", "limit": 2}).json()["hits"]) == 2


def test_what_says_nothing_of_a_clause_is_left_out(client: TestClient) -> None:
    clause = client.post("/v1/search", json={"query": "VPN"}).json()["hits"][0]["clause"]
    assert not {"page", "value", "options", "superseded", "withheld", "note", "spans"} & clause.keys()
    assert "url" not in clause["document"]


def test_an_answer_cites_a_quotation_of_its_clause(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "再委託"}).json()
    replies.AskReply.model_validate(reply)
    [citation] = reply["citations"]
    assert reply["status"] == "answered"
    stored = client.get(f"/v1/clauses/{citation['clause']['id']}").json()
    assert citation["quote"] in stored["text"] == citation["clause"]["text"]


def test_refusing_is_a_result(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "xyz"})
    assert reply.status_code == 200
    assert (reply.json()["status"], reply.json()["citations"]) == ("not_found", [])


def test_filters_and_history_reach_the_assistant(client: TestClient, assistant) -> None:
    turns = [{"role": "user", "content": str(number)} for number in range(5)]
    body = {
        "question": "委託",
        "history": turns,
        "filters": {"kind": "minutes", "meeting": "330", "agency": ""},
    }
    assert client.post("/v1/ask", json=body).status_code == 200
    assert [turn.content for turn in assistant.seen["history"]] == ["3", "4"]  # SENREI_MAX_HISTORY is 2 here
    filters = assistant.seen["filters"].model_dump(exclude_none=True)
    assert filters == {"kind": "minutes", "meeting": 330}


def test_a_stream_tells_events_in_order_and_ends_with_the_whole_reply(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "再委託", "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    told = events(reply.text)
    assert [name for name, _ in told] == ["understood", "hits", "delta", "citation", "done"]
    whole = client.post("/v1/ask", json={"question": "再委託？"}).json()
    assert told[-1][1]["answer"] == told[2][1]["text"] == whole["answer"]
    assert told[3][1] == whole["citations"][0]
    assert told[1][1]["hits"][0]["clause"]["id"] == "minutes-330.g1.p3"


def test_an_error_within_a_stream_is_an_event(client: TestClient) -> None:
    told = events(client.post("/v1/ask", json={"question": "途中で壊れる", "stream": True}).text)
    assert [name for name, _ in told] == ["understood", "hits", "error"]
    problem = told[-1][1]
    assert (problem["status"], problem["type"]) == (500, "/docs#problem-unexpected")
    assert "secret" not in json.dumps(problem)


def test_an_error_before_a_stream_is_a_problem(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "壊れる", "stream": True})
    assert (reply.status_code, reply.headers["content-type"]) == (500, "application/problem+json")


def test_a_clause_stands_in_its_place(client: TestClient) -> None:
    reply = client.get("/v1/clauses/minutes-330.g1.p2").json()
    replies.ClauseReply.model_validate(reply)
    assert reply["parent"]["id"] == "minutes-330.g1"
    assert [one["id"] for one in reply["neighbours"]["before"]] == ["minutes-330.g1.p1"]
    assert [one["id"] for one in reply["neighbours"]["after"]] == ["minutes-330.g1.p3"]
    assert (reply["children"], reply["references"]) == ([], [])
    assert reply["revisions"][0]["status"] == "current"


def test_a_container_knows_its_children_and_has_no_parent(client: TestClient) -> None:
    reply = client.get("/v1/clauses/minutes-330.g1").json()
    assert reply["parent"] is None
    assert [one["id"] for one in reply["children"]] == [f"minutes-330.g1.p{number}" for number in (1, 2, 3)]


def test_more_neighbours_come_when_asked_for(client: TestClient) -> None:
    reply = client.get("/v1/clauses/minutes-330.g1.p3", params={"before": 2, "after": 0}).json()
    assert [one["id"][-2:] for one in reply["neighbours"]["before"]] == ["p1", "p2"]


def test_documents_are_listed_by_page(locked: TestClient) -> None:
    key = {"Authorization": "Bearer commission-key"}
    reply = locked.get("/v1/documents", params={"limit": 1, "offset": 1}, headers=key).json()
    replies.DocumentsReply.model_validate(reply)
    assert (reply["total"], [one["id"] for one in reply["documents"]]) == (2, ["minutes-330"])


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"kind": "minutes"}, ["minutes-330"]),
        ({"kind": "summary"}, []),
        ({"meeting": 330}, ["minutes-330"]),
        ({"agency": "国土交通大臣"}, ["minutes-330"]),
        ({"date_from": "2025-08-01"}, []),
        ({"date_to": "2025-08-01"}, ["minutes-330"]),
    ],
)
def test_documents_are_filtered(client: TestClient, query: dict[str, str], ids: list[str]) -> None:
    found = client.get("/v1/documents", params=query).json()["documents"]
    assert [one["id"] for one in found] == ids


def test_a_document_has_its_clauses_as_a_tree(client: TestClient) -> None:
    reply = client.get("/v1/documents/minutes-330").json()
    replies.DocumentTree.model_validate(reply)
    [item] = reply["tree"]
    assert [one["text"] for one in item["children"]][2] == "再委託は行わない。"
    assert reply["counts"] == {"clauses": 4, "leaves": 3, "furniture": 2, "notices": 0}
    assert "source" not in reply
    assert "spans" not in item


def test_spans_point_into_the_source(client: TestClient) -> None:
    reply = client.get("/v1/documents/minutes-330", params={"source": True}).json()
    for leaf in reply["tree"][0]["children"]:
        assert leaf["text"] == "".join(reply["source"][start:end] for start, end in leaf["spans"])


@pytest.mark.parametrize(("rating", "kept"), [("up", 1), ("down", -1), (5, 1), (3, 0), (1, -1)])
def test_feedback_is_kept_with_the_answer(client: TestClient, assistant, rating: object, kept: int) -> None:
    record = client.post("/v1/ask", json={"question": "再委託"}).json()["record_id"]
    body = {"record_id": record, "rating": rating, "comment": "助かりました"}
    assert client.post("/v1/feedback", json=body).json() == {"status": "recorded"}
    [feedback] = assistant.catalog.feedback(record)
    assert (feedback.rating, feedback.comment) == (kept, "助かりました")
