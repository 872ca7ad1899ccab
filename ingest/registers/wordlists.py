"""The word lists of the registers: topics of measures, matters of agenda items, each a YAML file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from corpus.text import squash

_TABLE = TypeAdapter(dict[str, list[str]])
_BESIDE = Path(__file__).parent
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


def _named(file: str, text: str) -> tuple[str, ...]:
    squashed = squash(text)
    return tuple(name for name, words in _table(file).items() if words.search(squashed))


@cache
def _table(file: str) -> dict[str, re.Pattern[str]]:
    import yaml

    table = _TABLE.validate_python(yaml.safe_load((_BESIDE / file).read_text("utf-8")))
    return {name: re.compile("|".join(words), re.I) for name, words in table.items()}
