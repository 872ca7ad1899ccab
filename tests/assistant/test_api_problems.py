"""What the API says when something is wrong: problem+json that a person can act on, in their language."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.api import replies
from assistant.api.wording import WORDINGS, language_of

ASK, SEARCH = "/v1/ask", "/v1/search"


@pytest.mark.parametrize(
    ("method", "path", "body", "code", "words"),
    [
        ("POST", ASK, {"question": "  "}, "empty-question", "question"),
        ("POST", SEARCH, {"query": ""}, "empty-question", "query"),
        ("POST", ASK, {"question": "あ" * 51}, "question-too-long", "50文字まで"),
        ("POST", SEARCH, {"query": "あ" * 51}, "question-too-long", "今回は51文字"),
        ("POST", ASK, {}, "invalid-request", "question がありません"),
        (
            "POST",
            ASK,
            {"question": "あ", "quesion": "い"},
            "invalid-request",
            "quesion という項目はありません",
        ),
        ("POST", ASK, {"question": 1}, "invalid-request", "question は文字列です"),
        ("POST", ASK, {"question": "あ", "filters": {"colour": "red"}}, "unknown-filter", "document_id"),
        ("POST", ASK, {"question": "あ", "filters": {"kind": "memo"}}, "invalid-request", "'minutes'"),
        (
            "POST",
            ASK,
            {"question": "あ", "filters": {"date_from": "昨日"}},
            "invalid-request",
            "2025-07-30 の形",
        ),
        ("POST", ASK, {"question": "あ", "filters": []}, "invalid-request", "filters は"),
        ("POST", ASK, {"question": "あ", "history": ["い"]}, "invalid-request", "history.0"),
        ("POST", ASK, {"question": "あ", "stream": "perhaps"}, "invalid-request", "true か false"),
        ("POST", SEARCH, {"query": "あ", "limit": 0}, "invalid-request", "1以上"),
        ("POST", SEARCH, {"query": "あ", "limit": 1000}, "invalid-request", "100まで"),
        ("POST", SEARCH, ["あ"], "invalid-request", "JSON"),
        ("GET", "/v1/clauses/minutes-330.g9", None, "clause-not-held", "minutes-330.g9"),
        ("GET", "/v1/clauses/何か", None, "clause-not-held", "何か"),
        ("GET", "/v1/clauses/minutes-330.g1?before=99", None, "invalid-request", "20まで"),
        ("GET", "/v1/documents/minutes-999", None, "document-not-held", "minutes-999"),
        ("GET", "/v1/documents?colour=red", None, "unknown-filter", "offset"),
        ("GET", "/v1/documents?date_from=2025-08-01&date_to=2025-07-01", None, "invalid-request", "後です"),
        ("POST", "/v1/feedback", {"record_id": "no", "rating": "up"}, "record-not-held", "no"),
        ("POST", "/v1/feedback", {"record_id": "no", "rating": "meh"}, "invalid-request", "rating"),
        ("GET", "/v1/nothing", None, "not-found", "/v1/nothing"),
        ("GET", "/v1/ask", None, "method-not-allowed", "POST"),
        ("POST", ASK, {"question": "壊れる"}, "unexpected", "予期しない"),
    ],
)
def test_a_problem_says_what_is_wrong(
    client: TestClient, method: str, path: str, body: object, code: str, words: str
) -> None:
    reply = client.request(method, path, json=body) if body is not None else client.request(method, path)
    assert reply.headers["content-type"] == "application/problem+json"
    problem = replies.ProblemReply.model_validate(reply.json())
    assert problem.type == f"/docs#problem-{code}"
    assert problem.status == reply.status_code == WORDINGS[code].status
    assert words in problem.detail
    assert problem.instance is not None
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text


def test_reversed_dates_are_refused(client: TestClient) -> None:
    filters = {"date_from": "2025-08-01", "date_to": "2025-07-01"}
    reply = client.post(ASK, json={"question": "あ", "filters": filters})
    assert "date_from が date_to より後です" in reply.json()["detail"]


def test_a_body_that_is_not_json_is_told_where_it_breaks(client: TestClient) -> None:
    reply = client.post(ASK, content=b'{"question": ', headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["type"]) == (400, "/docs#problem-malformed-json")


def test_a_lone_surrogate_is_refused_and_nothing_breaks(client: TestClient) -> None:
    reply = client.post(ASK, content=b'{"question": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert reply.status_code == 422


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    reply = client.post(ASK, content=b" " * (3 * 1024 * 1024), headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["type"]) == (413, "/docs#problem-body-too-large")


def test_a_body_of_unknown_length_is_refused_when_it_grows_too_large(client: TestClient) -> None:
    pieces = (b" " * 1024 * 1024 for _ in range(3))
    reply = client.post(ASK, content=pieces, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["type"]) == (413, "/docs#problem-body-too-large")


def test_english_readers_are_told_in_english(client: TestClient) -> None:
    headers = {"Accept-Language": "en-US,en;q=0.9,ja;q=0.5"}
    reply = client.get("/v1/clauses/no.such", headers=headers)
    assert "There is no clause no.such here." in reply.json()["detail"]
    assert reply.headers["content-language"] == "en"
    body = {"question": "x", "limit": 3}
    assert "There is no field limit." in client.post(ASK, json=body, headers=headers).json()["detail"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ja"),
        ("", "ja"),
        ("*", "ja"),
        ("fr", "ja"),
        ("ja,en;q=0.9", "ja"),
        ("en", "en"),
        ("en-GB;q=0.8, ja;q=0.7", "en"),
        ("en;q=zero", "ja"),
        ("en;q=0", "ja"),
    ],
)
def test_japanese_unless_english_is_preferred(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_both_languages_of_a_problem_are_filled_with_the_same_facts() -> None:
    from string import Formatter

    for code, wording in WORDINGS.items():
        names = [
            {name for _, name, _, _ in Formatter().parse(text)} - {None} for text in wording.detail.values()
        ]
        assert names[0] == names[1], code
