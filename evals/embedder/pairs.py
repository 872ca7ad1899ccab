"""Pairs of texts that mean the same, read from a folder of training data.

The folder holds any of ``questions-ja.jsonl.gz`` ({title, paragraph, questions}),
``statute-captions-*.jsonl.gz`` ({law, article, caption, text}), ``kyoto-ja-en.tsv.gz`` (section, Japanese,
English) and ``tanaka.ja`` with ``tanaka.en`` (a sentence a line, words apart). What is absent is left out.

Beside them stands what was written for this model, in ``written``: English words and sentences with their Japanese
(``words``, ``sentences``, ``legal``), everyday Japanese with the officialese that says the same (``everyday``), and
everyday questions with the law and the Article that answer them (``articles``; its text comes from the statutes).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, cast

WRITTEN = Path(__file__).parent / "written"


@dataclass
class Task:
    """Pairs of one kind. ``groups`` names what hard neighbours share: one law, one encyclopedia page."""

    name: str
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, left: str, right: str, group: str = "") -> None:
        """Add a pair, unless a side is empty."""
        if left.strip() and right.strip():
            self.left.append(left)
            self.right.append(right)
            self.groups.append(group)

    def __len__(self) -> int:
        return len(self.left)


@dataclass
class Material:
    """All training data: the pairs, and the running text from which further pairs are cut."""

    tasks: list[Task] = field(default_factory=list)
    japanese: dict[str, list[str]] = field(default_factory=dict)  # running text by corpus
    english: dict[str, list[str]] = field(default_factory=dict)
    passages: list[tuple[str, str]] = field(default_factory=list)  # (group, text of several sentences)


def read(folder: Path, written: Path | None = None) -> Material:
    """Everything in the folder, and what was written for the model.

    Raises:
        FileNotFoundError: none of the folder's files is there.
    """
    material = Material()
    for reader in (_questions, _statutes, _kyoto, _tanaka):
        reader(folder, material)
    if not material.tasks:
        raise FileNotFoundError(
            f"There is no training data in {folder}: none of the files this script knows."
        )
    written = WRITTEN if written is None else written
    for name in ("words", "sentences", "legal"):
        _pairs(written / f"{name}.tsv", material, bilingual=True)
    _pairs(written / "everyday.tsv", material)
    _articles(written / "articles.tsv", folder, material)
    return material


def sentences(text: str) -> list[str]:
    """Sentences and list items of a passage, those too short to mean anything left out."""
    return [piece for piece in re.split(r"(?<=[。！？])|\n", text) if len(piece.strip()) >= 12]


def _questions(folder: Path, material: Material) -> None:
    task = Task("questions")
    for path in sorted(folder.glob("questions-*.jsonl.gz")):
        for item in _json_lines(path):
            paragraph = item["paragraph"]
            material.passages.append((item["title"], paragraph))
            text = material.japanese.setdefault(task.name, [])
            text.append("\n".join([*item["questions"], paragraph]))
            for question in item["questions"]:
                task.add(question, paragraph, item["title"])
    _keep(task, material)


def _statutes(folder: Path, material: Material) -> None:
    """Caption to Article, and the law's name with the caption to it: both as people ask."""
    task = Task("captions")
    for path in sorted(folder.glob("statute-captions-*.jsonl.gz")):
        for item in _json_lines(path):
            law = _law_name(item["law"])
            text = item["text"]
            task.add(f"{law} {item['caption']}", f"{law}\n{text}", law)
            task.add(item["caption"], text)
            material.passages.append((law, text))
            material.japanese.setdefault(task.name, []).append(f"{law}\n{item['caption']}\n{text}")
    _keep(task, material)


def _kyoto(folder: Path, material: Material) -> None:
    task = Task("kyoto")
    for path in sorted(folder.glob("kyoto-*.tsv.gz")):
        with _text(path) as lines:
            for line in lines:
                parts = line.rstrip("\n").split("\t")
                if len(parts) == 3 and parts[1] and parts[2]:
                    task.add(parts[2], parts[1])
    _keep(task, material, bilingual=True)


def _tanaka(folder: Path, material: Material) -> None:
    task = Task("tanaka")
    english, japanese = folder / "tanaka.en", folder / "tanaka.ja"
    if english.exists() and japanese.exists():
        left = english.read_text(encoding="utf-8").splitlines()
        right = japanese.read_text(encoding="utf-8").splitlines()
        for first, second in zip(left, right, strict=True):
            task.add(joined_english(first), second.replace(" ", ""))
    _keep(task, material, bilingual=True)


def _pairs(path: Path, material: Material, *, bilingual: bool = False) -> None:
    """Two columns that mean the same."""
    task = Task(path.stem)
    for left, right in _columns(path):
        task.add(left, right)
    _keep(task, material, bilingual=bilingual)
    if task.left and not bilingual:
        material.japanese[task.name] = [*task.left, *task.right]


def _articles(path: Path, folder: Path, material: Material) -> None:
    """Everyday questions to the Articles that answer them; those of laws that are not at hand are left out."""
    texts: dict[tuple[str, str], str] = {}
    for statutes in sorted(folder.glob("statute-captions-*.jsonl.gz")):
        for item in _json_lines(statutes):
            whole = f"{_law_name(item['law'])}\n{item['caption']}\n{item['text']}"
            texts[item["law"], item["article"]] = whole
    task = Task(path.stem)
    for question, law, article in _columns(path):
        if text := texts.get((law, article)):
            task.add(question, text)
    _keep(task, material)


def _columns(path: Path) -> Iterator[list[str]]:
    """The lines of a written file, shuffled: neighbours there are of one matter."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    random.Random(len(lines)).shuffle(lines)
    return (line.split("\t") for line in lines)


def _law_name(title: str) -> str:
    """A law's title without its date and number."""
    return re.sub(r"（[^（）]*号）$", "", title)


def joined_english(line: str) -> str:
    """English with its marks and endings joined to their words again (the corpus sets them apart)."""
    return re.sub(r" (?=[.,?!;:)]|'\w|n't\b)", "", line)


def _keep(task: Task, material: Material, *, bilingual: bool = False) -> None:
    if task.left:
        material.tasks.append(task)
        if bilingual:
            material.english[task.name] = task.left
            material.japanese[task.name] = task.right


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    with _text(path) as lines:
        for line in lines:
            yield json.loads(line)


def _text(path: Path) -> TextIO:
    return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
