"""What was said or done once, told from what is laid down: 過去の審査で何が述べられましたか asks for no rule."""

from __future__ import annotations

import re

from assistant.models import Intent, Understood
from corpus.models import Clause, Document, DocumentKind

_PAST = re.compile(
    r"過去|これまで|今まで|従来|述べ|発言|指摘|議論|審査|審議|答弁|意見が|質問が|評価書で"
    r"|\b(?:past|previous|previously|earlier|so far|said|discussed|raised|reviews?)\b",
    re.I,
)
# Kinds of documents that lay something down.
RULES = (DocumentKind.STATUTE, DocumentKind.GUIDELINE)


def asks_what_was_said(understood: Understood) -> bool:
    """Whether all that was said of a matter is asked for, not what the rules of the matter are."""
    return understood.intent is Intent.SURVEY and _PAST.search(understood.question) is not None


def is_rule(clause: Clause, document: Document) -> bool:
    """Whether a clause lays something down: a law's or a guideline's, or a provision annexed to a paper."""
    return document.kind in RULES or clause.address is not None
