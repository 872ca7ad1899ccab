"""No quotation leaves the house that does not stand in its clause, character by character."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from assistant.models import Citation

_log = logging.getLogger(__name__)


def proven(citation: Citation) -> bool:
    """Whether the quote is a non-empty stretch of the stored clause text, with nothing normalised away."""
    return bool(citation.quote.strip()) and citation.quote in citation.clause.text


def only_proven(citations: Iterable[Citation]) -> list[Citation]:
    """The citations that are proven. One that is not is a defect of ours: withheld and logged."""
    kept: list[Citation] = []
    for citation in citations:
        if proven(citation):
            kept.append(citation)
        else:
            _log.error("quote withheld, it does not stand in %s: %.60r", citation.clause.id, citation.quote)
    return kept
