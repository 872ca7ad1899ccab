"""What the calls about pages send back."""

from __future__ import annotations

from assistant.api.replies import Reply
from assistant.rendering import Json


class WordBoxReply(Reply):
    """A rectangle in points from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class BoxedPageReply(Reply):
    """A page (from 1), its size in points, and what is boxed on it."""

    page: int
    width: float
    height: float
    boxes: list[WordBoxReply]


class BoxesReply(Reply):
    """GET /v1/clauses/{id}/boxes."""

    clause_id: str
    document_id: str
    page_count: int
    pages: list[BoxedPageReply]


BOXES: Json = {
    "clause_id": "minutes-330.g2.s2.pt4",
    "document_id": "minutes-330",
    "page_count": 12,
    "pages": [
        {
            "page": 7,
            "width": 595.28,
            "height": 841.89,
            "boxes": [{"left": 85.1, "top": 210.4, "right": 510.2, "bottom": 224.9}],
        }
    ],
}
