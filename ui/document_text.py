"""A document as HTML: its clauses in order under their headings, one outlined, a quotation marked.

Every piece of text goes through ``as_html``: a document's words are data here.
"""

from __future__ import annotations

import re

from ui.marking import Marks, marks_of
from ui.plain import as_html
from ui.replies import DocumentTree, Node

WHOLE = 1500  # clauses up to which a document is drawn whole
AROUND = 400  # clauses drawn before and after the one that was opened, in longer documents
_TOP = 2  # the level of the first headings within the page
_PROVISIONS = frozenset({"article", "statute_paragraph", "item", "subitem"})
_OPEN_LEVELS = 1  # levels of the contents that are open from the start


class DocumentText:
    """The text and the table of contents of one document, for one opened clause (or none)."""

    def __init__(self, document: DocumentTree, opened: Node | None, quote: str) -> None:
        self._document = document
        self._opened = opened.id if opened else None
        self._marks: Marks = marks_of(opened, quote) if opened else {}
        self._path = _ids_down_to(document, self._opened)
        self._kept = _kept(document, self._opened)

    @property
    def marked(self) -> bool:
        """Whether the quotation was found in the clause."""
        return bool(self._marks)

    def article(self, label: str) -> str:
        """The text; ``label`` names it for those who hear it read."""
        body = self._siblings(self._document.tree, _TOP)
        return (
            f'<article class="document" id="document" tabindex="0" aria-label="{as_html(label)}">'
            f"{body}</article>"
        )

    def contents(self) -> str:
        """The table of contents: links to the containers, nested; empty for a document without any."""
        return self._entries(self._document.tree, 0)

    def _siblings(self, nodes: tuple[Node, ...], level: int) -> str:
        drawn, gap = list[str](), False
        for node in nodes:
            if self._kept is not None and node.id not in self._kept:
                gap = True
                continue
            drawn += ['<p class="gap">…</p>'] if gap else []
            drawn.append(self._leaf(node) if node.leaf else self._container(node, level))
            gap = False
        return "".join([*drawn, '<p class="gap">…</p>'] if gap else drawn)

    def _container(self, node: Node, level: int) -> str:
        heading, rest = _heading(node)
        depth = min(level, 6)
        inner = self._text(heading) if heading else as_html(_name(node))
        opening = f'<section class="{self._classes(node)}" id="c-{as_html(node.id)}">'
        if _begins_with_its_number(node):
            return f"{opening}{self._siblings(rest, level + 1)}</section>"
        anchor = ""
        if heading is not None:
            cited = ' class="cited"' if heading.id == self._opened else ""
            anchor = f' id="c-{as_html(heading.id)}"{cited}'
        return f"{opening}<h{depth}{anchor}>{inner}</h{depth}>{self._siblings(rest, level + 1)}</section>"

    def _leaf(self, node: Node) -> str:
        link = f"?clause={as_html(node.id)}"
        return (
            f'<div class="{self._classes(node)}" id="c-{as_html(node.id)}">'
            f'<div class="text">{self._text(node)}</div>'
            f'<a class="pin" href="{link}" target="_blank" title="{as_html(node.label)}" '
            f'aria-label="{as_html(node.label)}">§</a></div>'
        )

    def _classes(self, node: Node) -> str:
        names = ["clause", "leaf" if node.leaf else "container", f"is-{node.kind}"]
        return " ".join(as_html(name) for name in [*names, *(["cited"] if node.id == self._opened else [])])

    def _text(self, node: Node) -> str:
        start, end = self._marks.get(node.id, (0, 0))
        text = node.text
        if start == end:
            return as_html(text)
        return f"{as_html(text[:start])}<mark>{as_html(text[start:end])}</mark>{as_html(text[end:])}"

    def _entries(self, nodes: tuple[Node, ...], depth: int) -> str:
        entries = "".join(f"<li>{self._entry(node, depth)}</li>" for node in nodes if not node.leaf)
        return f"<ul>{entries}</ul>" if entries else ""

    def _entry(self, node: Node, depth: int) -> str:
        here = ' aria-current="true"' if node.id == self._opened else ""
        link = f"<a {self._place(node)}{here}>{as_html(_name(node))}</a>"
        below = self._entries(node.children, depth + 1)
        if not below:
            return link
        is_open = " open" if depth < _OPEN_LEVELS or node.id in self._path else ""
        return f"<details{is_open}><summary>{link}</summary>{below}</details>"

    def _place(self, node: Node) -> str:
        """Where its entry leads: down this page, or to a page of its own where this one leaves it out."""
        if self._kept is None or node.id in self._kept:
            return f'href="#c-{as_html(node.id)}"'
        return f'href="?clause={as_html(node.id)}" target="_blank"'


def _name(node: Node) -> str:
    return node.path[-1] if node.path else node.label


def _heading(node: Node) -> tuple[Node | None, tuple[Node, ...]]:
    """The leaf that is a container's own heading, if its first one is, and the other children."""
    if not node.children or not node.children[0].leaf:
        return None, node.children
    first = node.children[0]
    if first.kind == "heading" or _bare(first.text) == _bare(_name(node)):
        return first, node.children[1:]
    return None, node.children


def _begins_with_its_number(node: Node) -> bool:
    """Whether its own words open it with its number (ニ　認定…): a heading would say that twice."""
    return node.kind in _PROVISIONS and bool(node.children) and node.children[0].kind == "chapeau"


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _ids_down_to(document: DocumentTree, clause_id: str | None) -> frozenset[str]:
    """The ids of the clauses that contain the clause, and its own."""
    if clause_id is None:
        return frozenset()
    return frozenset(
        node.id
        for root in document.tree
        for node in root.walk()
        if any(inner.id == clause_id for inner in node.walk())
    )


def _kept(document: DocumentTree, clause_id: str | None) -> frozenset[str] | None:
    """The clauses to draw of a long document, with all that contain them; None for all."""
    nodes = [node for root in document.tree for node in root.walk()]
    if len(nodes) <= WHOLE:
        return None
    at = next((place for place, node in enumerate(nodes) if node.id == clause_id), 0)
    near = {node.id for node in nodes[max(0, at - AROUND) : at + AROUND + (0 if clause_id else AROUND)]}
    return frozenset(node.id for node in nodes if any(inner.id in near for inner in node.walk()))
