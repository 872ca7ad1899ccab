"""The law before what explains it: of an Article and a guideline's section on it, which is cited first, and both."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Hit, Understood
from assistant.provision_sorts import wants_duty
from assistant.ties import Article, article_of, named_by
from corpus.models import ClauseKind, DocumentKind

DEPTH = 8  # hits among which the other of the two is looked for
SHARE = 0.75  # of the best score, for the section that is cited after its Article
AS_GOOD = 0.9  # of the best score, for the Article that is put before its section


def law_first(hits: Sequence[Hit], understood: Understood) -> list[Hit]:
    """Hits with the Article before the guideline's clause that came first, where a duty is asked for.

    Unless a guideline is named, or the Article fits far less.
    """
    named = DocumentKind.GUIDELINE in understood.kinds or understood.document_ids
    if not hits or named or hits[0].document.kind is not DocumentKind.GUIDELINE:
        return list(hits)
    if not wants_duty(understood):
        return list(hits)
    best = hits[0]
    about = named_by(best.clause, best.document)
    for hit in hits[1:DEPTH]:
        if hit.score < AS_GOOD * best.score:
            break
        if _provision(hit) in about:
            return [hit, *(one for one in hits if one is not hit)]
    return list(hits)


def explanation_of(hits: Sequence[Hit]) -> Hit | None:
    """The guideline's clause that explains the Article found first; None where none fits nearly as well."""
    article = _provision(hits[0])
    if article is None:
        return None
    for hit in hits[1:DEPTH]:
        prose = hit.clause.address is None and hit.clause.kind is not ClauseKind.HEADING
        if (
            hit.document.kind is DocumentKind.GUIDELINE
            and prose
            and hit.score >= SHARE * hits[0].score
            and article in named_by(hit.clause, hit.document)
        ):
            return hit
    return None


def _provision(hit: Hit) -> Article | None:
    clause = hit.clause
    if hit.document.kind is not DocumentKind.STATUTE or not clause.law or not clause.address:
        return None
    return clause.law, article_of(clause.address)
