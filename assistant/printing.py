"""What the command line prints of answers, hits, clauses and documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from assistant.models import Answer, Hit
from assistant.terminal import emphasised, screen_width, wrap, wrap_markdown
from corpus.catalog.histories import ClauseState
from corpus.models import Clause, Document
from corpus.references import Reason, Resolved

_SOURCES = {"ja": "出典", "en": "Sources"}
_NEAREST = {"ja": "最も近い箇条", "en": "Nearest clauses"}
_NO_TARGET = {
    Reason.NOT_HELD: "所蔵なし / not held",
    Reason.UNCLEAR: "参照先不明 / unclear",
    Reason.OTHER_STATE: "改正前後の規定 / another state of the law",
    Reason.QUOTED: "読替え等の引用 / quoted words",
    None: "",
}
_STATUS = {
    "in_force": "施行中 / in force",
    "superseded": "改正前 / superseded",
    "upcoming": "未施行 / upcoming",
}
_CHANGED = {None: "", True: "文言が異なる / changed", False: "同じ文言 / unchanged"}
_EXCERPT = 160  # characters of a hit's text


def print_json(value: JsonValue) -> None:
    """JSON for other programs, Japanese readable."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_error(message: str) -> None:
    """What went wrong and what to do next, on the error stream."""
    print(f"senrei: {message}", file=sys.stderr)


def print_answer(answer: Answer) -> None:
    """The answer, then each citation with its label, its quotation and its id."""
    language = answer.understood.language
    _markdown(answer.answer)
    if answer.citations:
        print(f"\n{_SOURCES[language]}")
    for citation in answer.citations:
        _entry(f"[{citation.number}]", citation.clause.label, f"「{citation.quote}」", citation.clause.id)
    if answer.nearest and not answer.citations:
        print(f"\n{_NEAREST[language]}")
        _hits(answer.nearest)


def print_hits(hits: Sequence[Hit]) -> None:
    """Clauses found, best first."""
    if not hits:
        print("該当する箇条はありません。/ No clause fits.")
    _hits(hits)


def print_clause(clause: Clause, document: Document, beside: Iterable[Clause]) -> None:
    """A clause in full, between the clauses beside it."""
    neighbours = list(beside)
    print(clause.label)
    print(f"{document.title}  {document.date or ''}".rstrip())
    for name, value in _particulars(clause):
        print(f"{name}: {value}")
    for other in (one for one in neighbours if one.order < clause.order):
        _paragraph(_excerpt(other.text), "  ┊ ")
    print()
    _paragraph(clause.text)
    print()
    for other in (one for one in neighbours if one.order > clause.order):
        _paragraph(_excerpt(other.text), "  ┊ ")


def print_mentions(mentions: Sequence[Resolved]) -> None:
    """What a clause refers to, each with the clause it points to or the reason why there is none."""
    if mentions:
        print("参照 / References")
    for one in mentions:
        targets = "、".join(f"{target.label}  [{target.id}]" for target in one.clauses)
        _paragraph(f"{one.reference.text} → {targets or _NO_TARGET[one.reason]}", "  ")


def print_states(states: Sequence[ClauseState]) -> None:
    """The states of a law's clause: from when, whether in force, whether its words changed."""
    if states:
        print("各時点 / States")
    for one in states:
        words = "規定なし / none" if one.clause is None else _CHANGED[one.changed]
        print(f"  {one.begins} – {one.until or ''}  {_STATUS[one.status]}  {words}".rstrip())


def print_outline(document: Document, clauses: Sequence[Clause]) -> None:
    """A document, and its clauses as an indented list of ids."""
    print(document.title)
    for name in ("kind", "date", "meeting", "agency", "origin", "url"):
        if (value := getattr(document, name)) is not None:
            print(f"{name}: {value}")
    for clause in clauses:
        indent = "  " * len(clause.path)
        text = f"  {_excerpt(clause.text, 40)}" if clause.leaf else ""
        print(f"{indent}{clause.path[-1] if clause.path else clause.kind}  [{clause.id}]{text}")


def _hits(hits: Iterable[Hit]) -> None:
    for number, hit in enumerate(hits, 1):
        _entry(f"{number}.", hit.clause.label, _excerpt(hit.clause.text), f"{hit.clause.id}  {hit.score:.2f}")


def _entry(mark: str, label: str, text: str, place: str) -> None:
    _markdown(f"{mark} {label}")
    _paragraph(text, "    ")
    print(f"    {place}")


def _particulars(clause: Clause) -> Iterable[tuple[str, str]]:
    for name in ("id", "kind", "speaker", "role", "agenda_item", "field", "value", "page", "law", "note"):
        if (value := getattr(clause, name)) is not None:
            yield name, str(value)
    if clause.superseded:
        yield "superseded", "yes"


def _markdown(text: str) -> None:
    width = screen_width()
    if width is None:
        print(text)
    else:
        print(emphasised("\n".join(wrap_markdown(text, width))))


def _paragraph(text: str, indent: str = "") -> None:
    width = screen_width()
    if width is None:
        print("\n".join(indent + line for line in text.split("\n")))
    else:
        print("\n".join(wrap(text, width, indent)))


def _excerpt(text: str, length: int = _EXCERPT) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
