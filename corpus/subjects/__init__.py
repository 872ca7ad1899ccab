"""What the registers sort by: topics of measures, matters of agenda items, each told by the words of a YAML file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from corpus.text import squash

_WORDS = TypeAdapter(dict[str, list[str]])
_NAMES = TypeAdapter(dict[str, dict[str, str]])
_BESIDE = Path(__file__).parent
_LISTS = ("topics.yaml", "matters.yaml")
OTHER_MATTER = "その他"


def topics_of(text: str) -> tuple[str, ...]:
    """The topics that a text touches, in the order of the table."""
    return _named("topics.yaml", text)


def matter_of(heading: str) -> str:
    """The matter of an agenda item with that heading; その他 where no word of the table stands in it."""
    return next(iter(_named("matters.yaml", heading)), OTHER_MATTER)


def all_topics() -> tuple[str, ...]:
    """Every topic there is."""
    return tuple(_table("topics.yaml"))


def in_english(name: str) -> str:
    """What a topic or matter is called in English; one that is not listed keeps its name."""
    return _english().get(name, name)


def word_lists() -> tuple[Path, ...]:
    """The files that the words stand in: whoever reads registers by them reads anew when they change."""
    return tuple(_BESIDE / name for name in _LISTS)


def _named(file: str, text: str) -> tuple[str, ...]:
    squashed = squash(text)
    return tuple(name for name, words in _table(file).items() if words.search(squashed))


@cache
def _table(file: str) -> dict[str, re.Pattern[str]]:
    import yaml

    table = _WORDS.validate_python(yaml.safe_load((_BESIDE / file).read_text("utf-8")))
    return {name: re.compile("|".join(words), re.I) for name, words in table.items()}


@cache
def _english() -> dict[str, str]:
    import yaml

    groups = _NAMES.validate_python(yaml.safe_load((_BESIDE / "english.yaml").read_text("utf-8")))
    return {name: english for group in groups.values() for name, english in group.items()}
