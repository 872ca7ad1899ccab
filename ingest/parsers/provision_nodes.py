"""From provisions to nodes: labels, addresses and keys of 条, 項, 号, イロハ, (1) and their chapeaus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus import address
from corpus.address import Address, Subitem, SubitemStyle
from corpus.models import ClauseKind, Span
from corpus.numerals import iroha
from ingest.parsers.layout import run_of
from ingest.parsers.provisions import Level, Provision
from ingest.parsers.tree import Node, distinct

OMITTED_NOTE = "この資料では規定の文言が略されている。"
INFERRED_NOTE = "項の表示は原文にない。同じ資料のほかの箇所から補った。"
_KINDS = {
    Level.ARTICLE: ClauseKind.ARTICLE,
    Level.PARAGRAPH: ClauseKind.STATUTE_PARAGRAPH,
    Level.ITEM: ClauseKind.ITEM,
    Level.IROHA: ClauseKind.SUBITEM,
    Level.PAREN: ClauseKind.SUBITEM,
    Level.ROMAN: ClauseKind.SUBITEM,
}
_PARTS = {Level.ARTICLE: "article", Level.PARAGRAPH: "paragraph", Level.ITEM: "item"}
_SUBJECT = 30  # characters; a longer chapeau is a sentence, no subject
_NOWHERE = Address.model_construct()  # what a partial address begins from; alone it would name nothing


@dataclass(frozen=True)
class Setting:
    """What provisions of one law have in common: the source, how labels begin, the law, a note for all."""

    source: str
    prefix: str  # 次世代医療基盤法施行規則, or the document's citation where the law is not known
    law: str | None
    note: str | None = None
    suppl: bool = False  # whether they stand in the supplementary provisions (附則)
    amendment: str = ""  # key of the amending law whose supplementary provisions they are (corpus.amendments)
    part: str = "附則"  # how those are cited: 附則（平成一五年法律第六一号）
    attached: Callable[[Provision, Node], list[Node]] | None = None  # its tables, figures and the like

    @property
    def place(self) -> Address | None:
        """The address of the supplementary provisions they stand in; None for the main provisions."""
        return Address(suppl=True, amendment=self.amendment) if self.suppl else None


def nodes_of(provisions: Sequence[Provision], setting: Setting) -> list[Node]:
    """The nodes of the provisions of one law or of one part of it."""
    written = setting.part if setting.suppl else ""
    nodes = [
        _node(with_first_paragraph(provision), setting, setting.place, written) for provision in provisions
    ]
    distinct(nodes)
    return nodes


def with_first_paragraph(article: Provision) -> Provision:
    """The article with its unnumbered first paragraph as a provision of its own, where others follow it."""
    children = article.children
    first = next((i for i, child in enumerate(children) if child.level is Level.PARAGRAPH), None)
    if article.level is not Level.ARTICLE or first is None or children[first].numbers == (1,):
        return article
    if first == 0 and article.omitted:
        return article
    opening = Provision(Level.PARAGRAPH, (1,), None, article.length, article.lines, children[:first])
    whole = [opening, *children[first:]]
    return replace(article, length=0, lines=[], children=whole)


def cited(provision: Provision) -> str:
    """The provision's own element of a citation: 第6条の2, 第2項・第3項, ニ, (2)."""
    first = address.format(_own(provision, None))
    if provision.last is None:
        return first
    last = address.format(_below(None, provision.level, (provision.last, *provision.last_branch)))
    return f"{first}・{last}" if provision.last == provision.numbers[0] + 1 else f"{first}から{last}まで"


def _name(provision: Provision) -> str:
    """The path's element: the citation and, where it has one, its subject: 第3号 物理的安全管理措置."""
    if provision.caption:
        return cited(provision) + "".join(line.text for line in provision.caption)
    text = "".join(line.text for line in provision.lines)[provision.length :].strip()
    heads = provision.children and 0 < len(text) <= _SUBJECT and not text.endswith(("。", "略"))
    return f"{cited(provision)} {text}" if heads else cited(provision)


def _own(provision: Provision, above: Address | None) -> Address:
    """The address of a provision within what stands above it."""
    if provision.subitem is None:
        return _below(above, provision.level, provision.numbers)
    above = above or _NOWHERE
    return above.model_copy(update={"subitems": (*above.subitems, provision.subitem)})


def _below(above: Address | None, level: Level, numbers: tuple[int, ...]) -> Address:
    """The address of what has that number at that level, within what stands above it."""
    if level in _PARTS:
        return (above or _NOWHERE).model_copy(update={_PARTS[level]: numbers})
    style: SubitemStyle = "figure" if level is Level.PAREN else "roman"
    subitem = Subitem(style=style, number=numbers[0], branch=numbers[1:])
    if level is Level.IROHA:
        subitem = Subitem(style="kana", kana=iroha(numbers[0]), branch=numbers[1:])
    return (above or _NOWHERE).model_copy(update={"subitems": (*(above.subitems if above else ()), subitem)})


def _node(provision: Provision, setting: Setting, above: Address | None, written: str) -> Node:
    own = _own(provision, above)
    here = written + cited(provision)
    node = Node(
        key=str(own).removeprefix(f"{above}.") if above else str(own),
        kind=_KINDS[provision.level],
        name=_name(provision),
        label=f"{setting.prefix} {here}",
        law=setting.law,
        address=str(own),
        note=setting.note,
    )
    spans = run_of(setting.source, provision.lines)
    attached = setting.attached(provision, node) if setting.attached else []
    if not provision.children and not provision.caption and not attached:
        node.spans = spans
        if provision.omitted:
            node.label, node.note = f"{node.label}（略）", _joined(setting.note, OMITTED_NOTE)
        return node
    if provision.inferred:
        setting = replace(setting, note=_joined(setting.note, INFERRED_NOTE))
        node.note = setting.note
    node.children = _opening(provision, setting, node, spans, heads=bool(provision.children or attached))
    node.children += [_node(child, setting, own, here) for child in provision.children]
    if attached:
        node.children = sorted([*node.children, *attached], key=_beginning)
    distinct(node.children)
    return node


def _beginning(node: Node) -> int:
    return min((span.start for leaf in node.leaves() for span in leaf.spans), default=0)


def _opening(
    provision: Provision, setting: Setting, node: Node, spans: tuple[Span, ...], *, heads: bool
) -> list[Node]:
    """The leaves at the beginning: the caption, and the chapeau if it ``heads`` something, else the text."""
    leaves: list[Node] = []
    if provision.caption:
        caption = run_of(setting.source, provision.caption)
        leaves.append(_leaf("h", ClauseKind.HEADING, "見出し", f"{node.label}見出し", caption, node))
    if not spans:
        return leaves
    if provision.omitted:
        leaves.append(_leaf("c", ClauseKind.CHAPEAU, "（略）", f"{node.label}（略）", spans, node))
        leaves[-1].note = _joined(setting.note, OMITTED_NOTE)
    elif heads:
        leaves.append(_leaf("c", ClauseKind.CHAPEAU, "柱書", f"{node.label}柱書", spans, node))
    else:
        leaves.append(_leaf("p1", ClauseKind.STATUTE_PARAGRAPH, "本文", node.label, spans, node))
    return leaves


def _leaf(key: str, kind: ClauseKind, name: str, label: str, spans: tuple[Span, ...], parent: Node) -> Node:
    """A leaf of the provision ``parent`` that has no address of its own: it carries its provision's."""
    return Node(key, kind, name, label, spans, law=parent.law, address=parent.address, note=parent.note)


def _joined(*notes: str | None) -> str | None:
    return "".join(note for note in notes if note) or None
