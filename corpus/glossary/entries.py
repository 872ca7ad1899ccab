"""The glossary's entries as they stand in its YAML files, read and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from corpus.errors import ManifestError
from corpus.models import Frozen

_HERE = Path(__file__).parent
Group = Literal["term", "qualification"]


class Term(Frozen):
    """One term of the field.

    ``ja`` is how the record writes it today, ``spellings`` are other ways in which the record writes it,
    ``synonyms`` mean it but stand in questions only: abbreviations, older names, everyday words.
    """

    ja: str
    reading: str
    en: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    source: str
    group: Group = "term"


class PlainWord(Frozen):
    """Words of questions (Japanese stems or English) and what the record says for them, the closest first."""

    say: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    ja: tuple[str, ...]


class Organisation(Frozen):
    """An organ of the state: its name, who heads it and signs for it, abbreviations, English names."""

    name: str
    head: str
    short: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    @property
    def japanese(self) -> tuple[str, ...]:
        """Every Japanese name, the organ's own first."""
        return (self.name, self.head, *self.short)


class Entries(Frozen):
    """The whole glossary."""

    terms: tuple[Term, ...]
    plain: tuple[PlainWord, ...]
    organisations: tuple[Organisation, ...]
    sources: dict[str, str]


@cache
def load() -> Entries:
    """The bundled glossary, read once. Raises ManifestError where a file is malformed."""
    terms, qualifications = _read("terms.yaml"), _read("qualifications.yaml")
    sources = {**_mapping(terms["sources"]), **_mapping(qualifications["sources"])}
    only_source = next(iter(_mapping(qualifications["sources"])))
    qualified = [
        {"source": only_source, "group": "qualification", **_mapping(entry)}
        for entry in _sequence(qualifications["qualifications"])
    ]
    try:
        return Entries.model_validate(
            {
                "terms": [*_sequence(terms["terms"]), *qualified],
                "plain": _read("everyday.yaml")["words"],
                "organisations": _read("organisations.yaml")["organisations"],
                "sources": sources,
            }
        )
    except ValidationError as error:
        raise ManifestError(f"the glossary in {_HERE.name}/ is malformed: {error}") from error


def _read(name: str) -> dict[str, object]:
    # libyaml where PyYAML was built with it: ten times faster, and this is on the path of a cold `senrei ask`
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _mapping(yaml.load((_HERE / name).read_text(encoding="utf-8"), loader))
    except yaml.YAMLError as error:
        raise ManifestError(f"the glossary's {name} is no YAML: {error}") from error


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ManifestError(f"the glossary has {type(value).__name__} where names and values belong")
    return value


def _sequence(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ManifestError(f"the glossary has {type(value).__name__} where a list belongs")
    return value
