"""The canned replies of the small API are what the real one sends."""

from __future__ import annotations

import httpx

from assistant.api import replies


def test_canned_replies_have_the_shapes_of_the_api(fake) -> None:
    shapes = {
        "/v1/documents": replies.DocumentsReply,
        "/v1/documents/minutes-330": replies.DocumentTree,
        "/v1/clauses/minutes-330.g2.s2.pt4": replies.ClauseReply,
        "/v1/measures": replies.MeasuresReply,
        "/v1/measures/counts?by=topic": replies.MeasureCountsReply,
        "/v1/precedents": replies.PrecedentsReply,
        "/v1/precedents/compare?left=205&right=330": replies.ComparisonReply,
        "/v1/clauses/absent": replies.ProblemReply,
    }
    for path, shape in shapes.items():
        shape.model_validate_json(httpx.get(fake.url + path, trust_env=False).text)
    events = dict(fake.events())
    replies.AskReply.model_validate(events["done"])
    replies.CitationReply.model_validate(events["citation"])


def test_canned_refusals_have_the_shape_of_the_api(fake, not_found, problem) -> None:
    replies.AskReply.model_validate(not_found)
    replies.ProblemReply.model_validate(problem)


def test_canned_quotations_stand_in_their_clauses(fake) -> None:
    for citation in fake.answer["citations"]:
        assert citation["quote"] in citation["clause"]["text"]
