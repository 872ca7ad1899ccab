"""Whether an embedding model is any good in general: public data that has nothing to do with the record.

JSQuAD (valid part, CC BY-SA 4.0): which of all paragraphs answers a question, with both legs fused as the product
fuses them. Tanaka corpus (sentence pairs): which Japanese sentence says what an English one says, by the vectors
alone. The data is not part of the project; ``read`` says which files are wanted.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import InputError
from corpus.index import Entry, Indexes, SearchText
from corpus.index.embedder import Embedder
from corpus.models import PUBLIC, DocumentKind, Frozen
from evals.embedder.pairs import joined_english

SQUAD, ENGLISH, JAPANESE = "jsquad-valid.json", "test.en", "test.ja"
_DEPTHS = (1, 10)


class Recall(Frozen):
    """The share of questions whose answer is among the first one and the first ten; of so many questions."""

    first: float
    ten: float
    questions: int


class General(Frozen):
    """Public questions and sentence pairs."""

    questions: tuple[tuple[str, int], ...]  # with the place of the paragraph that answers
    paragraphs: tuple[str, ...]
    english: tuple[str, ...]
    japanese: tuple[str, ...]  # the sentence at a place says what the English one there says


def read(folder: Path) -> General:
    """The data in a folder: ``jsquad-valid.json``, ``test.en`` and ``test.ja`` (a sentence a line, words apart).

    Raises:
        InputError: one of the files is missing or not what it should be.
    """
    try:
        held = json.loads((folder / SQUAD).read_text(encoding="utf-8"))
        found = [part for page in held["data"] for part in page["paragraphs"]]
        places = {text: place for place, text in enumerate(dict.fromkeys(part["context"] for part in found))}
        questions = tuple((one["question"], places[part["context"]]) for part in found for one in part["qas"])
        english = tuple(joined_english(line) for line in _lines(folder / ENGLISH))
        japanese = tuple(re.sub(r"\s", "", line) for line in _lines(folder / JAPANESE))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"The general data in {folder} cannot be read ({type(error).__name__}: {error}). Give a folder with "
            f"{SQUAD}, {ENGLISH} and {JAPANESE}."
        ) from None
    if len(english) != len(japanese) or not english or not questions:
        raise InputError(
            f"{ENGLISH} and {JAPANESE} in {folder} are no pairs of lines, or there is no question."
        )
    return General(questions=questions, paragraphs=tuple(places), english=english, japanese=japanese)


def paragraphs_found(general: General, embedder: Embedder) -> Recall:
    """Questions to paragraphs, by both legs fused, in an index made for it."""
    with tempfile.TemporaryDirectory(prefix="senrei-sanity-") as folder:
        indexes = Indexes.open(Path(folder), embedder)
        try:
            indexes.add(PUBLIC, [_entry(row, text) for row, text in enumerate(general.paragraphs)])
            ranks = [_rank(indexes, question, place) for question, place in general.questions]
        finally:
            indexes.close()
    return _recall(ranks)


def sentences_found(general: General, embedder: Embedder) -> Recall:
    """English sentences to Japanese ones, by their vectors."""
    english = embedder.encode_queries(general.english)
    cosines = english @ embedder.encode_passages(general.japanese).T
    own = np.diag(cosines)[:, None]
    return _recall(((cosines > own).sum(axis=1)).tolist())


def rate(embedder: Embedder, texts: Sequence[str], least: float = 1.0) -> float:
    """Texts encoded in a second, after a first pass; ``least`` is how long to measure, in seconds."""
    embedder.encode_passages(texts[:64])
    began, count = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < least or not count:
        embedder.encode_passages(texts)
        count += len(texts)
    return count / passed


def _entry(row: int, text: str) -> Entry:
    return Entry(row=row, text=text, document_id="general", kind=DocumentKind.OTHER)


def _rank(indexes: Indexes, question: str, place: int) -> int:
    """How many come before the paragraph at that place; ten or more count as ten."""
    found = indexes.search(frozenset({PUBLIC}), SearchText(text=question), limit=max(_DEPTHS))
    rows = [one.row for one in found]
    return rows.index(place) if place in rows else max(_DEPTHS)


def _recall(ranks: Sequence[int]) -> Recall:
    first, ten = (sum(rank < depth for rank in ranks) / len(ranks) for depth in _DEPTHS)
    return Recall(first=first, ten=ten, questions=len(ranks))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
