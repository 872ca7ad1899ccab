"""Families of embedding models: prefixes, pooling, length and range of cosines, where a folder does not say them.

A model trained with 「query: 」 before questions finds much less without it, and many folders do not name their
prefixes, or name them where only their card is read by people. A family is recognised by the names that a folder
gives (its own, its place in the hub's cache, the model it was made from) and, for folders that give none, by an
architecture that only one family has. What the settings say goes first, what the folder says second.

Sources: the model cards of intfloat/multilingual-e5-*, BAAI/bge-*, cl-nagoya/ruri-*, pkshatech/GLuCoSE-base-ja-v2,
Snowflake/snowflake-arctic-embed-*-v2.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.model_choice import Pooling
from corpus.models import Frozen


class Family(Frozen):
    """How models of a family want their texts."""

    name: str
    pattern: str  # of the names of its models, in small letters
    query: str = ""
    passage: str = ""
    pooling: Pooling = "mean"
    max_tokens: int = 512


_INSTRUCTED = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
# The first that fits counts.
FAMILIES = (
    Family(name="e5-instruct", pattern=r"\be5-[a-z0-9-]*instruct", query=_INSTRUCTED),
    Family(name="e5", pattern=r"\be5-(?:small|base|large)", query="query: ", passage="passage: "),
    Family(name="bge-m3", pattern=r"\bbge-m3", pooling="cls", max_tokens=8192),
    Family(
        name="bge-en",
        pattern=r"\bbge-(?:small|base|large)-en",
        query="Represent this sentence for searching relevant passages: ",
        pooling="cls",
    ),
    Family(
        name="ruri-v3",
        pattern=r"\bruri-v3",
        query="検索クエリ: ",
        passage="検索文書: ",
        max_tokens=8192,
    ),
    Family(name="ruri", pattern=r"\bruri-(?:small|base|large)", query="クエリ: ", passage="文章: "),
    Family(name="glucose-v2", pattern=r"\bglucose-base-ja-v2", query="query: ", passage="passage: "),
    Family(
        name="arctic-v2",
        pattern=r"\bsnowflake-arctic-embed-[a-z]+-v2",
        query="query: ",
        pooling="cls",
        max_tokens=8192,
    ),
)
_BY_NAME = {family.name: family for family in FAMILIES}
# (model_type, a figure of the configuration, its value): architectures that one family alone has.
_ARCHITECTURES = (
    ("modernbert", "vocab_size", 102_400, "ruri-v3"),
    ("xlm-roberta", "max_position_embeddings", 8194, "bge-m3"),
)
_CARD_NAMES = re.compile(r"^(?:#\s+|base_model:\s*|-\s+|model_name:\s*)([\w./-]+)\s*$", re.M)
_CARD_HEAD = 4_000  # characters of a card that may name the model


def family_of(folder: Path, name: str = "") -> Family | None:
    """The family of the model in a folder; ``name`` is one that it is known by elsewhere."""
    config = read_json(folder / "config.json")
    for told in (name, *_names(folder, config)):
        for family in FAMILIES:
            if re.search(family.pattern, told.lower()):
                return family
    if (folder / "modules.json").exists():
        return None  # such a folder says how it pools; an architecture alone is no reason to add prefixes
    for kind, key, value, found in _ARCHITECTURES:
        if config.get("model_type") == kind and config.get(key) == value:
            return _BY_NAME[found]
    return None


def read_json(path: Path) -> Mapping[str, object]:
    """The object in a JSON file; empty where there is none."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _names(folder: Path, config: Mapping[str, object]) -> Iterator[str]:
    whole = folder.resolve()
    yield whole.name
    # The hub's cache: models--intfloat--multilingual-e5-base/snapshots/<commit>
    yield from (part.name for part in whole.parents if part.name.startswith("models--"))
    if isinstance(told := config.get("_name_or_path"), str):
        yield told
    try:
        card = (folder / "README.md").read_text(encoding="utf-8")[:_CARD_HEAD]
    except (OSError, UnicodeDecodeError):
        return
    yield from _CARD_NAMES.findall(card)
