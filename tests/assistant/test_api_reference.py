"""The reference page and the OpenAPI description: offline, complete, with examples that hold."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from assistant.api import (
    assessments,
    conversation_examples,
    conversation_shapes,
    evaluation,
    examples,
    intake_shapes,
    picture_shapes,
    replies,
    requests,
)
from assistant.api.app import create_app
from assistant.api.wording import WORDINGS
from assistant.briefing import Briefing
from assistant.settings import Settings
from corpus.catalog import Catalog
from tests.assistant.conftest import FakeAssistant


class Described(NamedTuple):
    """What a server says of itself: the reference page, and its calls by path and method."""

    page: httpx.Response
    calls: dict[str, dict[str, Any]]


CALLS = [
    ("GET", "/v1/health"),
    ("POST", "/v1/search"),
    ("POST", "/v1/ask"),
    ("GET", "/v1/conversations"),
    ("POST", "/v1/conversations"),
    ("GET", "/v1/conversations/{id}"),
    ("PATCH", "/v1/conversations/{id}"),
    ("DELETE", "/v1/conversations/{id}"),
    ("GET", "/v1/conversations/{id}/export"),
    ("GET", "/v1/records/{id}"),
    ("GET", "/v1/clauses/{id}"),
    ("GET", "/v1/clauses/{id}/boxes"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/{id}"),
    ("GET", "/v1/documents/{id}/pages/{number}.png"),
    ("GET", "/v1/measures"),
    ("GET", "/v1/measures/counts"),
    ("GET", "/v1/precedents"),
    ("GET", "/v1/precedents/compare"),
    ("GET", "/v1/assessments/compare"),
    ("POST", "/v1/briefings"),
    ("POST", "/v1/documents"),
    ("GET", "/v1/evaluation"),
    ("POST", "/v1/documents/preview"),
    ("DELETE", "/v1/documents/{id}"),
    ("POST", "/v1/documents/{id}/restore"),
    ("GET", "/v1/jobs"),
    ("GET", "/v1/jobs/{id}"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{model}"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/exapp"),
    ("GET", "/exapp/status/{id}"),
]


@pytest.fixture(scope="module")
def described(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    """The page and the description of a server, made once: they depend on nothing that a test changes."""
    folder = tmp_path_factory.mktemp("reference") / "store"
    shutil.copytree(made_once, folder)
    with Catalog.open(folder) as catalog:
        app = create_app(Settings(data=folder), FakeAssistant(catalog))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield Described(client.get("/docs"), client.get("/openapi.json").json()["paths"])


def test_the_page_fetches_nothing_from_another_host(described: Described) -> None:
    reply = described.page
    assert reply.status_code == 200
    assert not re.search(
        r"(?:https?:)?//[\w.-]+\.\w",
        re.sub(r"<pre>.*?</pre>|<textarea.*?</textarea>", "", reply.text, flags=re.S),
    )
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)", reply.text)
    assert "default-src 'none'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_call_stands_on_the_page_and_has_an_example(
    described: Described, method: str, path: str
) -> None:
    assert f"data-method='{method}' data-path='{path}'" in described.page.text
    call = described.calls[path][method.lower()]
    reply = next(
        call["responses"][status] for status in ("200", "201", "202", "204") if status in call["responses"]
    )
    if method != "DELETE":
        assert "image/png" in reply["content"] or reply["content"]["application/json"]["example"]
    if method in ("POST", "PATCH") and not path.endswith("/restore"):
        [content] = call["requestBody"]["content"].values()
        assert content["example"]


def test_no_call_is_missing_from_this_list(described: Described) -> None:
    assert sorted(
        (method.upper(), path) for path, calls in described.calls.items() for method in calls
    ) == sorted(CALLS)


def test_the_address_of_the_server_leads_to_the_page(client: TestClient) -> None:
    assert client.get("/").url.path == "/docs"


def test_every_problem_leads_to_its_place_on_the_page(described: Described) -> None:
    page = described.page.text
    assert all(f"id='problem-{code}'" in page for code in WORDINGS)


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (requests.SearchRequest, examples.SEARCH_REQUEST),
        (requests.AskRequest, examples.ASK_REQUEST),
        (requests.FeedbackRequest, examples.FEEDBACK_REQUEST),
        (replies.SearchReply, examples.SEARCH_REPLY),
        (replies.AskReply, examples.ASK_REPLY),
        (replies.ClauseReply, examples.CLAUSE_REPLY),
        (replies.DocumentsReply, examples.DOCUMENTS_REPLY),
        (replies.DocumentTree, examples.DOCUMENT_TREE),
        (replies.MeasuresReply, examples.MEASURES_REPLY),
        (replies.PrecedentsReply, examples.PRECEDENTS_REPLY),
        (replies.ComparisonReply, examples.COMPARISON),
        (assessments.AssessmentsReply, assessments.EXAMPLE),
        (requests.BriefingRequest, examples.BRIEFING_REQUEST),
        (Briefing, examples.BRIEFING),
        (replies.HealthReply, examples.HEALTH),
        (replies.FeedbackReply, examples.FEEDBACK_REPLY),
        (conversation_shapes.ConversationsReply, conversation_examples.CONVERSATIONS),
        (conversation_shapes.ConversationReply, conversation_examples.CONVERSATION),
        (conversation_shapes.ConversationReply, conversation_examples.NEW),
        (conversation_shapes.ConversationRequest, conversation_examples.REQUEST),
        (conversation_shapes.RecordReply, conversation_examples.RECORD),
        (conversation_shapes.RenameRequest, conversation_examples.RENAME),
        (intake_shapes.JobReply, intake_shapes.JOB),
        (intake_shapes.JobReply, intake_shapes.STARTED),
        (intake_shapes.JobsReply, intake_shapes.JOBS),
        (intake_shapes.PreviewReply, intake_shapes.PREVIEW),
        (intake_shapes.StandingReply, intake_shapes.RETIRED),
        (intake_shapes.StandingReply, intake_shapes.RESTORED),
        (picture_shapes.BoxesReply, picture_shapes.BOXES),
        (evaluation.EvaluationReply, evaluation.EVALUATION),
    ],
)
def test_examples_hold_against_their_models(model: type[BaseModel], example: object) -> None:
    model.model_validate(example)
