"""Embedding models: texts into unit vectors.

``load_embedder`` reads a sentence-transformers model folder. One that holds a StaticEmbedding (as the model
that ships with Senrei does) is run here with tokenizers and numpy alone, in milliseconds; any other is a matter
of ``corpus.index.transformer``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbedderError
from corpus.index.model_place import Place, place_of
from corpus.index.prompts import prompts_of
from corpus.index.table import Table
from corpus.index.transformer import TransformerEmbedder
from corpus.model_choice import ModelChoice

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "weights" / "senrei-static"
SETTING = "SENREI_EMBEDDER"
_BATCH = 1024


@runtime_checkable
class Embedder(Protocol):
    """A model that turns texts into vectors of unit length, float32, shape (number of texts, dimensions)."""

    @property
    def name(self) -> str:
        """The model's name, as the index remembers it."""

    @property
    def revision(self) -> str:
        """What changes when the weights do."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def folder(self) -> Path | None:
        """Where the model lies, for what is stored beside it (weights of the fusion); None for no folder."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses."""


def load_embedder(model: ModelChoice | str | Path | None = None) -> Embedder:
    """The embedding model of a folder or of the settings, by default the one that ships with Senrei.

    Raises:
        EmbedderError: there is no model there, or it cannot be read.
    """
    choice = model if isinstance(model, ModelChoice) else ModelChoice(model=str(model) if model else None)
    place = place_of(choice.model or str(SHIPPED), SETTING, hub=choice.hub)
    modules = _modules(place.folder)
    if modules and modules[0].get("type", "").endswith(".StaticEmbedding"):
        return StaticEmbedder(place, place.folder / str(modules[0].get("path", "")), choice)
    return TransformerEmbedder(place, choice)


def prepare(embedder: Embedder) -> None:
    """Load what is loaded with the first text otherwise, so that a fault shows at the start. Raises EmbedderError."""
    if isinstance(embedder, TransformerEmbedder):
        embedder.load()


class StaticEmbedder:
    """A StaticEmbedding run without torch: the mean of the vectors of a text's tokens, made one long."""

    def __init__(self, place: Place, module: Path, choice: ModelChoice | None = None) -> None:
        """``module`` is the folder in the model's that has tokenizer.json and model.safetensors."""
        folder = place.folder
        self.folder: Path | None = folder
        self.name = place.name
        self._prompts = prompts_of(folder, choice)
        try:
            self._tokenizer = _tokenizer(module / "tokenizer.json")
            self._table = Table.read(module / "model.safetensors")
        except Exception as error:  # the two libraries raise their own kinds
            raise EmbedderError(
                f"The embedding model at {folder} cannot be read ({error}). Set SENREI_EMBEDDER to a "
                "sound model folder, or unset it to use the model that ships with Senrei."
            ) from error
        if self._tokenizer.get_vocab_size() > len(self._table):
            raise EmbedderError(
                f"The embedding model at {folder} has {len(self._table)} vectors for "
                f"{self._tokenizer.get_vocab_size()} tokens. Set SENREI_EMBEDDER to a sound model folder."
            )
        if choice is not None and choice.dimensions:
            self._table = self._table.shortened(choice.dimensions)
        self.dimensions = self._table.dimensions

    @cached_property
    def revision(self) -> str:
        """A digest of weights and tokenizer."""
        digest = hashlib.sha256(self._table.tobytes())
        digest.update(self._tokenizer.to_str().encode())
        digest.update(json.dumps([self._prompts.query, self._prompts.passage]).encode())
        return digest.hexdigest()[:12]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions (n, dimensions)."""
        return self._encode([self._prompts.query + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses (n, dimensions)."""
        return self._encode([self._prompts.passage + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            encodings = self._pieces(texts[start : start + _BATCH])
            for place, encoding in enumerate(encodings, start):
                if encoding.ids:
                    vectors[place] = self._table.mean(encoding.ids)
        return _unit(vectors)

    def _pieces(self, texts: list[str]) -> list[Encoding]:
        if len(texts) == 1:  # a question: not worth waking the threads that share a batch
            return [self._tokenizer.encode(texts[0], add_special_tokens=False)]
        return self._tokenizer.encode_batch(texts, add_special_tokens=False)


def _modules(folder: Path) -> list[dict[str, Any]]:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise EmbedderError(
            f"{folder / 'modules.json'} cannot be read ({error}). Check SENREI_EMBEDDER."
        ) from error
    return modules if isinstance(modules, list) else []


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-12)
    return unit
