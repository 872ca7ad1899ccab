"""Front matter of minutes and summaries: 日時, 場所, 出席者 and what else stands before the proceedings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.models import ClauseKind, Document, Span
from ingest.parsers import agenda
from ingest.parsers.layout import Line
from ingest.parsers.paragraphs import Layout
from ingest.parsers.tree import Node

_NUMBERED = r"(?:[（(]?[0-9０-９]{1,2}[）)．.、]?\s*)?"
_LABEL = re.compile(
    rf"{_NUMBERED}[\[【〔＜<]?(?P<label>[一-龥々ぁ-んァ-ヶー][一-龥々ぁ-んァ-ヶー \u3000]{{0,14}}?)"
    r"[\]】〕＞>]?\s*[：:]"
)
# Labels that need no colon where they begin a line.
_BARE = re.compile(
    rf"{_NUMBERED}[\[【〔＜<]?\s*(?P<label>日\s*時|開催日時|場\s*所|開催場所|出\s*席\s*者|出席委員|欠\s*席\s*者|欠席委員|議\s*題|議\s*事|議事次第|配[布付]資料)"
    r"[\]】〕＞>]?(?:[\s　].*|)$"
)
_KEYS = {"日時": "date", "開催日時": "date", "場所": "place", "開催場所": "place", "出席者": "present"}
_KEYS |= {"出席委員": "present", "欠席者": "absent", "欠席委員": "absent", "議題": "agenda", "議事": "agenda"}
_LISTS_PEOPLE = ("出席者", "出席委員", "欠席者", "欠席委員")
_PEOPLE = re.compile(r"^[（(【\[][^（）()【】]{1,20}[）)】\]]$|(?:委員|官|長|補佐|委員長代理)(?:、|$|は)")
_LIST_GOES_ON = "、，,・"


def label_of(text: str) -> str | None:
    """The label with which a line of front matter begins (出席者), its white space gone; None without one."""
    found = _LABEL.match(text) or _BARE.match(text)
    return re.sub(r"\s", "", found["label"]) if found else None


def fields(document: Document, source: str, lines: Sequence[Line], layout: Layout) -> list[Node]:
    """One leaf a field; lines without a label go with the field before them, or are the document's title."""
    groups: list[tuple[str | None, list[Line]]] = []
    for line in lines:
        label = label_of(line.text) or ("議題" if agenda.heading(line.text) else None)
        listed = label == "議題" and bool(groups) and groups[-1][0] == label
        if (label is not None and not listed) or not groups or _apart(groups[-1], line, layout):
            groups.append((label, [line]))
        else:
            groups[-1][1].append(line)
    keys: Counter[str] = Counter()
    return [_leaf(document, source, label, members, layout, keys) for label, members in groups]


def _apart(group: tuple[str | None, list[Line]], line: Line, layout: Layout) -> bool:
    """Whether a line without a label stands apart from the lines before it."""
    if line.blank_before == 0 or (group[0] is not None and layout.spaced):
        return False
    label, members = group
    if label is None:
        return True
    said = re.sub(
        r"[\s\d：:.．、()（）]", "", members[-1].text
    )  # a label alone on its line has its field below
    if len(members) == 1 and said == label:
        return False
    return not (label in _LISTS_PEOPLE and _PEOPLE.search(line.text))


def _leaf(
    document: Document,
    source: str,
    label: str | None,
    lines: Sequence[Line],
    layout: Layout,
    keys: Counter[str],
) -> Node:
    name = label or ("表題" if not keys else "前文")
    key = _KEYS.get(name, {"表題": "title", "前文": "front"}.get(name, "field"))
    keys[key] += 1
    keys[name] += 1
    suffix = "" if keys[name] == 1 else str(keys[name])
    return Node(
        key if keys[key] == 1 else f"{key}{keys[key]}",
        ClauseKind.FRONT_MATTER,
        name + suffix,
        f"{document.cite}{name}{suffix}",
        block_of(source, lines, layout),
        field=label,
    )


def block_of(source: str, lines: Sequence[Line], layout: Layout) -> tuple[Span, ...]:
    """The spans of a list set in lines: a wrap within it disappears, elsewhere one line feed stays."""
    spans: list[Span] = []
    for before, line in zip([None, *lines], lines, strict=False):
        start = line.start
        if before is not None and before.text[-1] not in _LIST_GOES_ON and layout.stops_short(before):
            start = source.rindex("\n", before.end, start) if "\n" in source[before.end : start] else start
            spans.append(Span(start=start, end=start + 1))
            start = line.start
        spans.append(Span(start=start, end=line.end))
    return tuple(span for span in spans if span.end > span.start)
