"""Statutes quoted in a paper: which law each article is from, the paragraph of abridged items, their nodes.

A heading over a quotation may name the Act where the articles are from its enforcement order or rules.
What an article is shows in its own wording: one that settles what 「法第…条…の主務省令で定める」 is from the
rules, what 政令で定める from the order. The label follows the text, and a note says what the heading says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.laws import common_name
from corpus.models import ClauseKind
from corpus.numerals import to_int
from ingest.parsers.layout import Line, run_of, text_of
from ingest.parsers.provision_nodes import Setting, nodes_of
from ingest.parsers.provisions import Level, Provision
from ingest.parsers.tree import Node, distinct

_NUM = r"(?:[0-9０-９]+|[一二三四五六七八九十百千]+)"
_LAW_HEADING = re.compile(
    r"[〇○◯●◎・■◆□◇]?\s*[「『（(]?(?P<name>[^「」『』【】（）()。、〇○\s][^「」『』【】（）()。〇○]{1,80}?"
    r"(?:法律|法|施行令|施行規則|政令|省令|府令|規則|条例))[」』]?"
    r"\s*(?P<number>[（(](?:明治|大正|昭和|平成|令和)[^（）()]{1,60}号[）)])?\s*[（(]?(?:抄|抜粋)?[）)]?"
)
_DELEGATED = re.compile(
    r"^(?:[^。]{0,40}[、（])?法(?:附則)?第[^。]*?の(?P<by>政令|[^。、]{0,12}(?:省令|府令|規則))で定める"
)
_REFERENCE = re.compile(rf"法第({_NUM})条第({_NUM})項第({_NUM})号")
_KEYS = (("施行規則", "kisoku"), ("規則", "kisoku"), ("省令", "kisoku"), ("施行令", "rei"), ("政令", "rei"))


@dataclass
class QuotedLaw:
    """Articles quoted one after the other under one heading, or under none."""

    heading: list[Line]
    named: str | None  # common name of the law that the heading, or the section, names
    articles: list[Provision] = field(default_factory=list)

    def law_of(self, article: Provision) -> str | None:
        """The law the article is from, by its own wording where that tells."""
        if self.named is None or _order_of(self.named) is not None:
            return self.named
        wording = "".join(line.text for line in article.lines)[article.length :].strip()
        match = _DELEGATED.match(wording)
        if match is None:
            return self.named
        return self.named + ("施行令" if match["by"] == "政令" else "施行規則")


def law_heading(text: str) -> str | None:
    """The common name of the law that a line names and does nothing else; None for any other line."""
    match = _LAW_HEADING.fullmatch(text.strip())
    return None if match is None else common_name(match["name"])


def infer_paragraphs(quotes: Sequence[QuotedLaw], source: str) -> None:
    """Give items under an article abridged to 「第８条 略」 the paragraph that the rest of the source shows.

    Evidence is another quotation of that article with its paragraph printed, and references such as
    法第八条第三項第三号 to items quoted here. Unless all of it agrees nothing is inferred.
    """
    shown: dict[tuple[str | None, tuple[int, ...]], set[int]] = {}
    for quote in quotes:
        for article in quote.articles:
            found = shown.setdefault((quote.law_of(article), article.numbers), set())
            for child in article.children:
                if child.level is Level.PARAGRAPH and child.children:
                    found.add(child.numbers[0])
    for quote in quotes:
        for article in quote.articles:
            if article.omitted and article.children and article.children[0].level is Level.ITEM:
                known = shown[(quote.law_of(article), article.numbers)] | _referred(article, source)
                if len(known) == 1:
                    paragraph = Provision(Level.PARAGRAPH, (known.pop(),), inferred=True)
                    paragraph.children, article.children = article.children, [paragraph]


def law_nodes(quote: QuotedLaw, source: str, cite: str, place: str) -> list[Node]:
    """The LAW nodes of a quotation: one for each law its articles are from, in the order of the source."""
    nodes: list[Node] = []
    for law, articles in groupby(quote.articles, key=quote.law_of):
        note = _heading_note(quote, law, source)
        node = Node(_key(law), ClauseKind.LAW, law or "法令", _label(law, place), law=law, note=note)
        if quote.heading and not nodes:
            node.children.append(_heading(quote, node, source))
        setting = Setting(source, law or cite, law, note)
        node.children += nodes_of(list(articles), setting)
        distinct(node.children)
        nodes.append(node)
    if quote.heading and not nodes:
        node = Node(
            _key(quote.named),
            ClauseKind.LAW,
            quote.named or "法令",
            _label(quote.named, place),
            law=quote.named,
        )
        nodes.append(_heading(quote, node, source))
    return nodes


def _heading(quote: QuotedLaw, law: Node, source: str) -> Node:
    return Node(
        "h",
        ClauseKind.HEADING,
        "見出し",
        f"{law.label}見出し",
        run_of(source, quote.heading),
        law=law.law,
        note=law.note,
    )


def _heading_note(quote: QuotedLaw, law: str | None, source: str) -> str | None:
    if law == quote.named or law is None:
        return None
    heading = text_of(source, run_of(source, quote.heading)).strip() or quote.named
    return f"資料の見出しは「{heading}」とするが、条文の内容から{law}の規定である。"


def _label(law: str | None, place: str) -> str:
    return f"{law or '法令'}（抄、{place}）"


def _key(law: str | None) -> str:
    return (_order_of(law) if law else None) or "ho"


def _order_of(law: str) -> str | None:
    return next((key for suffix, key in _KEYS if law.endswith(suffix)), None)


def _referred(article: Provision, source: str) -> set[int]:
    items = {child.numbers[0] for child in article.children if not child.omitted}
    found: set[int] = set()
    for match in _REFERENCE.finditer(source):
        number, paragraph, item = (to_int(group) for group in match.groups())
        if (number,) == article.numbers and item in items and paragraph is not None:
            found.add(paragraph)
    return found
