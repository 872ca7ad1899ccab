"""Gold sets: questions whose answers are known, one JSON object a line.

Each line has ``id, kind, lang, question, evidence, label, history`` (and ``doc``, for the reader's eye):

- ``evidence`` is a list of groups; a group is met when one of its strings stands in what was returned.
- ``label`` lists strings that the citation of the first group must carry (第330回, 第6条第4号ニ(2), 清水).
- ``history`` holds the earlier questions of the same conversation, oldest first.
- ``kind`` "unanswerable" marks what the record does not answer; such an item has no evidence.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from corpus.errors import InputError
from corpus.models import Frozen

SHIPPED = Path(__file__).parent / "gold"
UNANSWERABLE = "unanswerable"


class GoldItem(Frozen):
    """One question with the evidence that any good answer quotes."""

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    lang: Literal["ja", "en"] = "ja"
    question: str = Field(min_length=1)
    evidence: tuple[tuple[str, ...], ...] = ()
    label: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    doc: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the record answers it."""
        return self.kind != UNANSWERABLE

    @model_validator(mode="after")
    def _evidence_fits_the_kind(self) -> Self:
        if self.answerable and not self.evidence:
            raise ValueError("an answerable question needs evidence")
        if not self.answerable and (self.evidence or self.label):
            raise ValueError("an unanswerable question has neither evidence nor label")
        if not all(group and all(text.strip() for text in group) for group in self.evidence):
            raise ValueError("a group of evidence is empty")
        return self


class GoldSet(Frozen):
    """The questions of one file."""

    name: str  # the file's name without its ending: tune
    digest: str  # of the file's content, so that figures of another state of it are not compared
    items: tuple[GoldItem, ...]


def read_gold(path: Path) -> GoldSet:
    """The gold set in a file. Raises InputError naming the line that is wrong."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The gold set {path} cannot be read ({error}). Give a file of JSON lines."
        ) from None
    items = tuple(
        _item(line, f"{path}:{number}") for number, line in enumerate(content.splitlines(), 1) if line.strip()
    )
    if not items:
        raise InputError(f"The gold set {path} holds no question. evals/gold.py says what a line holds.")
    if doubled := sorted(_doubled(item.id for item in items)):
        raise InputError(f"The gold set {path} has the id {doubled[0]} twice. Give each question its own.")
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return GoldSet(name=path.stem, digest=digest, items=items)


def read_all(paths: Sequence[Path]) -> list[GoldSet]:
    """The gold sets of files and folders; of no path, those that are part of Senrei. Raises InputError."""
    files = [file for path in paths or [SHIPPED] for file in _files(path)]
    sets = [read_gold(file) for file in files]
    if not sets:
        raise InputError(f"No gold set (*.jsonl) in {', '.join(map(str, paths)) or SHIPPED}.")
    if doubled := sorted(_doubled(one.name for one in sets)):
        raise InputError(f"Two gold sets are called {doubled[0]}. Rename one: figures are kept by name.")
    return sets


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def _item(line: str, place: str) -> GoldItem:
    try:
        return GoldItem.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise InputError(
            f"{place}: {where + ': ' if where else ''}{fault['msg']}. Correct the line."
        ) from None


def _doubled(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
