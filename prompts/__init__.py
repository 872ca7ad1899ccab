"""Prompts, one Markdown file each and language, loaded by name; an answer carries the hash of the one it came by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Name = Literal["answer", "rewrite", "plan", "briefing"]
Language = Literal["ja", "en"]
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Prompt:
    """The text of a prompt, which is given as it is: nothing is filled in, what it works on is sent beside it."""

    name: Name
    language: Language
    text: str

    @property
    def hash(self) -> str:
        """What changes with the text: the first twelve figures of its SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def reference(self) -> str:
        """What an answer names it by: name, language and hash."""
        return f"{self.name}.{self.language}@{self.hash}"


@cache
def load(name: Name, language: Language) -> Prompt:
    """The prompt of that name in that language."""
    return Prompt(name, language, (_HERE / f"{name}.{language}.md").read_text("utf-8"))


def all_prompts() -> list[Prompt]:
    """Every prompt there is, in order of name."""
    names = sorted(path.name.split(".")[:2] for path in _HERE.glob("*.md"))
    return [load(name, language) for name, language in names]
