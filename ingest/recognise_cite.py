"""How a document is cited and identified, from its kind, title, meeting, date and agency alone.

The citation begins every label of the document's clauses. The id is the same whenever the same document is
read again, wherever its file lies.
"""

from __future__ import annotations

import hashlib
import re

from corpus.dates import format_era
from corpus.laws import common_name
from corpus.models import DocumentKind
from corpus.text import squash
from ingest.recognise_details import ASSESSMENT_KIND, COMMISSION, Details, meeting_and_body, tidy
from ingest.recognise_guideline import known_id, short_name

# 「A法によるBの免許に関する事務」: what stands before the task is the law it rests on
_UNDER_LAW = re.compile(
    r"^.*(?:法律|法|条例|規則)(?:（[^（）]*）)?(?:による|に基づく|に規定する|の規定による)(?=.{4})"
)
_LONGEST = 60
_PAPER = re.compile(r"^((?:参考)?資料[0-9]+(?:-[0-9]+)*)\s+(.+)$")
_CHAPTER = re.compile(r"(?:^|\s)([0-9]{1,2} [^0-9].*)$")


def cite_of(kind: DocumentKind, details: Details) -> str:
    """How labels of the document begin: 第330回個人情報保護委員会 議事録（令和7年7月30日）."""
    if kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY):
        return _cite_proceedings(kind, details)
    if kind is DocumentKind.ASSESSMENT:
        return _cite_assessment(details)
    if kind is DocumentKind.PAPER:
        return _cite_paper(details)
    if kind is DocumentKind.GUIDELINE:
        return short_name(details.title)
    return common_name(details.title) if kind is DocumentKind.STATUTE else details.title


def _cite_proceedings(kind: DocumentKind, details: Details) -> str:
    held = meeting_and_body(details.title)
    body = held[1] if held else COMMISSION if COMMISSION in details.title else None
    number = details.meeting or (held[0] if held else None)
    if body is None or number is None:
        name = tidy(details.title)
    else:
        name = f"第{number}回{body} {'議事録' if kind is DocumentKind.MINUTES else '議事概要'}"
    return f"{name}（{format_era(details.date)}）" if details.date else name


def _cite_assessment(details: Details) -> str:
    match = ASSESSMENT_KIND.search(details.title)
    task = details.title[: match.start()].strip() if match else details.title
    short = _shortened(_UNDER_LAW.sub("", task) or task)
    source = [details.agency] if details.agency else []
    source += [f"{format_era(details.date)}公表"] if details.date else []
    name = f"{short} {match[0]}" if match else short
    return f"{name}（{'、'.join(source)}）" if source else name


def _cite_paper(details: Details) -> str:
    numbered = _PAPER.match(details.title)
    number, name = (numbered[1], numbered[2]) if numbered else ("資料", details.title)
    chapter = _CHAPTER.search(name)
    short = chapter[1] if chapter else name
    return f"{number}（{_shortened(short)}）"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:40]}…{name[-16:]}"


def id_of(kind: DocumentKind, details: Details) -> str:
    """A stable id: minutes-330, summary-300; other kinds by a digest of what makes the document itself.

    An assessment keeps its id when it is published anew (agency, task and form are what it is); a paper's is
    that of its number, title and date.
    """
    held = meeting_and_body(details.title)
    ours = held is None or held[1] == COMMISSION
    if kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY) and details.meeting and ours:
        return f"{kind.value}-{details.meeting}"
    if kind is DocumentKind.GUIDELINE and (known := known_id(details.title)) is not None:
        return known
    parts = [details.title, details.agency or ""]
    if kind is not DocumentKind.ASSESSMENT:
        parts.append(details.date.isoformat() if details.date else "")
    digest = hashlib.sha256("\n".join(squash(part) for part in parts).encode()).hexdigest()[:8]
    return f"{kind.value}-{digest}"
