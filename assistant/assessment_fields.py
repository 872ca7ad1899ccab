"""The fields of an assessment report as the official form has them: where each stands, what was chosen or written.

Forms and editions number their parts, sections and fields differently (⑤再委託の許諾方法 in one, ⑧ in another), so a
place is told by the words of its titles, never by their numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.models import Clause, ClauseId, ClauseKind, Frozen
from corpus.text import squash

# What the parts of the three forms are called, and the part of a report that each stands for.
_PARTS = (
    ("表紙", r"表紙"),
    ("基本情報", r"基本情報|関連情報"),
    ("特定個人情報ファイルの概要", r"ファイルの概要"),
    ("リスク対策", r"リスク対策"),
    ("開示請求、問合せ", r"開示請求"),
    ("評価実施手続", r"評価実施手続"),
    ("しきい値判断", r"しきい値"),
)
_NUMBERED = re.compile(r"^\s*(?:[0-9０-９]+\s*[.．]|[ⅠⅡⅢⅣⅤⅥⅦIV]+\s)\s*")
_MARK = re.compile(r"[①-⑳㉑-㉟]|※(?:\s*[（(][^（）()]*[）)])?")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_BLOCK = re.compile(r"^(?P<kind>[^0-9０-９：:\s]+)\s*(?P<number>[0-9０-９]*)\s*[：:]?\s*(?P<name>.*)$", re.S)
_FILE = re.compile(r"(?<=.)\(\s*\([0-9]+\).*$")  # Ⅱ 特定個人情報ファイルの概要（(2)本人確認情報ファイル）
_CONTAINERS = (ClauseKind.PART, ClauseKind.SECTION)
_LAID_OUT = re.compile(r"[\t\n]")


class Block(Frozen):
    """A repeated block: 委託事項1, システム2, リスク1, with its own name."""

    kind: str
    number: int
    name: str = ""


class Field(Frozen):
    """One field of a report. ``key`` tells its place within its block, by words alone."""

    clause_id: ClauseId
    label: str
    part: str
    section: str  # its title without number and brackets; empty on the cover
    block: Block | None = None
    name: str  # 再委託の許諾方法; a lower field after the one above it: 使用の主体 使用部署
    file: int = 0  # which of several files the part describes, from 0
    value: str | None = None  # of a choice
    text: str  # what was written, its label left out; verbatim

    @property
    def place(self) -> str:
        """Section and block as a reader finds them."""
        block = f"{self.block.kind}{self.block.number or ''}" if self.block else ""
        return " ".join(filter(None, (self.section, block)))


def fields_of(tree: Sequence[Clause]) -> tuple[Field, ...]:
    """The fields of a report, in order. A section or annex without any is one field itself."""
    parts = [clause for clause in tree if clause.parent_id is None]
    files: dict[str, list[str]] = {}
    for part in parts:
        files.setdefault(_title(part), []).append(part.id)
    told = [clause for clause in tree if _is_field(clause, tree)]
    return tuple(
        _field(clause, files, {one.id: one for one in tree}) for clause in told if not clause.withheld
    )


def part_name(part: Clause) -> str:
    """The part of a report that a clause at its top is, by one name for all forms."""
    title = part.path[0] if part.path else part.label
    named = next((name for name, words in _PARTS if re.search(words, title)), None)
    return named or _plain(title)


def _title(part: Clause) -> str:
    """The title of a part without the name of the file it describes."""
    return _FILE.sub("", unicodedata.normalize("NFKC", part.path[0] if part.path else part.label)).strip()


def _is_field(clause: Clause, tree: Sequence[Clause]) -> bool:
    if clause.kind is ClauseKind.FIELD:
        return True
    if clause.kind not in _CONTAINERS:
        return False
    below = [one for one in tree if one.id.startswith(f"{clause.id}.")]
    return bool(below) and not any(one.kind in (ClauseKind.FIELD, *_CONTAINERS) for one in below)


def _field(clause: Clause, files: dict[str, list[str]], tree: dict[str, Clause]) -> Field:
    above = list(_above(clause, tree))
    part = above[-1] if above else clause
    section = next((one for one in (clause, *above) if one.kind is ClauseKind.SECTION), None)
    block = next((one for one in above if one.kind is ClauseKind.BLOCK), None)
    return Field(
        clause_id=clause.id,
        label=clause.label,
        part=part_name(part),
        section=_plain(section.path[-1]) if section and section.path else "",
        block=_block(block.path[-1]) if block and block.path else None,
        name=_plain(clause.path[-1]) if clause.path else clause.label,
        file=files[_title(part)].index(part.id),
        value=clause.value,
        text=_written(clause),
    )


def _above(clause: Clause, tree: dict[str, Clause]) -> Iterator[Clause]:
    while clause.parent_id is not None and clause.parent_id in tree:
        clause = tree[clause.parent_id]
        yield clause


def _block(title: str) -> Block:
    found = _BLOCK.match(unicodedata.normalize("NFKC", title))
    if found is None:
        return Block(kind=title, number=0)
    return Block(kind=found["kind"], number=int(found["number"] or 0), name=found["name"].strip())


def _plain(title: str) -> str:
    """A title or label without number, marks and brackets."""
    bare = _NUMBERED.sub("", unicodedata.normalize("NFKC", _MARK.sub("", title)))  # NFKC makes ① a 1
    while (shorter := _BRACKETED.sub("", bare)) != bare:
        bare = shorter
    return bare.strip()


def _written(clause: Clause) -> str:
    """The text of a field without the labels it begins with: a substring of it."""
    names = squash("".join((*clause.path, clause.field or "")))
    text = clause.text
    while text:
        cut = _LAID_OUT.search(text)
        first = text[: cut.start()] if cut else text
        if cut and squash(_MARK.sub("", first)) in names:
            text = text[cut.end() :]
            continue
        label = re.match(rf"\s*(?:[①-⑳]\s*)?{re.escape(clause.field or chr(0))}\s*[※：:]*\s+", text)
        return text[label.end() :].strip() if label else text.strip()
    return text
