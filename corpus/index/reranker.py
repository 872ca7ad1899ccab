"""Rerankers: models that read a question and a passage together and say how well one answers the other.

Any CrossEncoder of one score, from a folder (or a hub's name where the settings allow it): bge-reranker-v2-m3,
ruri-v3-reranker, japanese-reranker. What can be told wrong without loading the weights is told when the
reranker is opened; torch is imported with the first question, or by ``load``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from corpus.errors import EmbedderError
from corpus.index.families import read_json
from corpus.index.model_place import Place, digest_of, place_of, silence
from corpus.model_choice import ModelChoice

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SETTING = "SENREI_RERANKER"
DEFAULT_TOKENS = 512  # of question and passage together; models that take more cost by the length
_OWN_TOKENS = 4  # set around and between question and passage, at most
_MOST_WINDOWS = 8  # of one passage
_STEP = 0.75  # of a window, to where the next begins: a sentence cut by one is whole in the other


class Reranker(Protocol):
    """Scores passages against a question."""

    @property
    def name(self) -> str:
        """The model's name, as answers record it."""

    @property
    def revision(self) -> str:
        """What changes when the weights do."""

    def load(self) -> None:
        """Load the weights now. Raises EmbedderError."""

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """How well each passage answers, 0..1, in the order given."""


def load_reranker(choice: ModelChoice) -> Reranker | None:
    """The reranker of the settings, None where they name none.

    Raises:
        EmbedderError: there is no such model, or it is no reranker.
    """
    return CrossEncoderReranker(choice) if choice.model else None


class CrossEncoderReranker:
    """A sequence classification model with one class, run with sentence-transformers."""

    def __init__(self, choice: ModelChoice) -> None:
        """Reads the model's description. Raises EmbedderError."""
        self._choice = choice
        self._place = place_of(choice.model or "", SETTING, hub=choice.hub)
        self.name = self._place.name
        _refuse_others(self._place)

    @cached_property
    def revision(self) -> str:
        """A digest of the folder's files."""
        return digest_of(self._place.folder)

    def load(self) -> None:
        """Load the weights now, rather than with the first question. Raises EmbedderError."""
        _ = self._model

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """How well each passage answers, 0..1; of one longer than the model reads, its best part counts."""
        if not passages:
            return []
        import torch

        question, parts = self._windows(question, passages)
        pairs = [(question, part) for of_one in parts for part in of_one]
        found = iter(
            self._model.predict(
                pairs,
                batch_size=self._choice.batch,
                activation_fn=torch.nn.Sigmoid(),
                convert_to_numpy=True,
                show_progress_bar=False,
            ).tolist()
        )
        return [max(float(next(found)) for _ in of_one) for of_one in parts]

    @cached_property
    def _length(self) -> int:
        """Tokens that the model reads at once, as far as wanted."""
        held = read_json(self._place.folder / "config.json").get("max_position_embeddings")
        wanted = self._choice.max_tokens or DEFAULT_TOKENS
        return min(wanted, held - 2) if isinstance(held, int) and held > _OWN_TOKENS else wanted

    @cached_property
    def _model(self) -> CrossEncoder:
        try:
            import torch
            from sentence_transformers import CrossEncoder

            silence()
            if self._choice.threads:
                torch.set_num_threads(self._choice.threads)
            return CrossEncoder(
                str(self._place.folder),
                max_length=self._length,
                device=self._choice.device,
                local_files_only=True,
            )
        except Exception as error:  # torch, transformers and the tokenizers raise their own kinds
            raise EmbedderError(
                f"The reranker at {self._place.folder} cannot be loaded ({error}). Set {SETTING} to a sound model "
                "folder, or unset it to rank without one."
            ) from error

    def _windows(self, question: str, passages: Sequence[str]) -> tuple[str, list[list[str]]]:
        """The question, cut to half of what is read at once, and each passage in parts that fit beside it."""
        room = self._length - _OWN_TOKENS
        places = self._places(question)
        if len(places) > room // 2:
            question = question[: places[room // 2 - 1][1]]
            places = places[: room // 2]
        return question, [self._cut(passage, max(1, room - len(places))) for passage in passages]

    def _cut(self, passage: str, size: int) -> list[str]:
        places = self._places(passage)
        if len(places) <= size:
            return [passage]
        starts = range(0, len(places), max(1, int(size * _STEP)))
        parts = []
        for start in starts[:_MOST_WINDOWS]:
            window = places[start : start + size]
            parts.append(passage[window[0][0] : window[-1][1]])
            if start + size >= len(places):
                break
        return parts

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where each token stands; a character each for a tokenizer that cannot tell."""
        tokenizer = self._model.tokenizer
        if not tokenizer.is_fast:
            return [(place, place + 1) for place in range(len(text))]
        encoding = tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return [(start, end) for start, end in encoding["offset_mapping"] if end > start]


def _refuse_others(place: Place) -> None:
    """Refuse a folder that holds something else than a model of one score. Raises EmbedderError."""
    config = read_json(place.folder / "config.json")
    if not config:
        raise EmbedderError(
            f"{place.folder} holds no model (no config.json). Set {SETTING} to the folder of a CrossEncoder, or unset "
            "it to rank without one."
        )
    built = config.get("architectures")
    kinds = [str(name) for name in built] if isinstance(built, list) else []
    if not any(name.endswith("ForSequenceClassification") for name in kinds):
        raise EmbedderError(
            f"The model at {place.folder} is no reranker ({', '.join(kinds) or 'of no known kind'}). Set {SETTING} to "
            "a CrossEncoder (sequence classification with one score), or unset it."
        )
    classes = config.get("id2label")
    count = len(classes) if isinstance(classes, dict) else config.get("num_labels", 2)
    if count != 1:
        raise EmbedderError(
            f"The model at {place.folder} sorts into {count} classes; a reranker has one score. Set {SETTING} to a "
            "CrossEncoder of one score, or unset it."
        )
