"""Embedding models that are run with sentence-transformers, which is imported with the first text.

A folder made by sentence-transformers says itself how it pools; a plain transformers folder does not, and is
completed by what is known of its family or by the settings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbedderError
from corpus.index.families import Family, family_of, read_json
from corpus.index.model_place import Place, digest_of, silence
from corpus.index.prompts import Prompts, prompts_of
from corpus.model_choice import ModelChoice, Pooling
from corpus.models import Frozen

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]


class Recipe(Frozen):
    """How texts become vectors; whatever of it changes makes other vectors. None: as the folder says."""

    prompts: Prompts
    pooling: Pooling | None
    max_tokens: int | None
    dimensions: int | None


class TransformerEmbedder:
    """A sentence-transformers model, or a transformers model whose family or settings say how to pool."""

    def __init__(self, place: Place, choice: ModelChoice | None = None) -> None:
        """Reads the model's own description; its weights are loaded with the first text.

        Raises:
            EmbedderError: the folder holds no model, or neither it nor anything known says how it pools.
        """
        self.folder: Path | None = place.folder
        self.name = place.name
        self._choice = choice or ModelChoice()
        if not any((place.folder / name).exists() for name in ("modules.json", "config.json")):
            raise EmbedderError(
                f"{place.folder} is no sentence-transformers model (no modules.json, no config.json). "
                "Set SENREI_EMBEDDER to a model folder, or unset it to use the model that ships with Senrei."
            )
        self._plain = not (place.folder / "modules.json").exists()
        self.recipe = _recipe(place, self._choice, family_of(place.folder, place.name), plain=self._plain)

    @cached_property
    def revision(self) -> str:
        """A digest of the folder's files and of the recipe."""
        assert self.folder is not None
        told = json.dumps(self.recipe.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{digest_of(self.folder)} {told}".encode()).hexdigest()[:12]

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector, read from the folder's configuration where it is told there."""
        assert self.folder is not None
        whole = _told_dimensions(self.folder) or int(self._model.get_embedding_dimension() or 0)
        cut = self.recipe.dimensions
        if cut is not None and cut > whole:
            raise EmbedderError(
                f"The embedding model {self.name} has {whole} dimensions; SENREI_EMBEDDER_DIMENSIONS wants {cut}. "
                "Set it lower, or unset it."
            )
        return cut or whole

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions (n, dimensions)."""
        return self._encode(texts, self.recipe.prompts.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses (n, dimensions)."""
        return self._encode(texts, self.recipe.prompts.passage)

    def load(self) -> None:
        """Load the weights now, rather than with the first text. Raises EmbedderError."""
        _ = self._model

    @cached_property
    def _model(self) -> SentenceTransformer:
        try:
            return self._loaded()
        except EmbedderError:
            raise
        except Exception as error:  # torch, transformers and the tokenizers raise their own kinds
            raise EmbedderError(
                f"The embedding model at {self.folder} cannot be loaded ({error}). Set SENREI_EMBEDDER to a "
                "sound model folder, or unset it to use the model that ships with Senrei."
            ) from error

    def _loaded(self) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Pooling as PoolingModule

        silence()
        if self._choice.threads:
            torch.set_num_threads(self._choice.threads)
        device = self._choice.device
        if self._plain:
            from sentence_transformers.sentence_transformer.modules import Transformer

            body = Transformer(str(self.folder))
            pooling = PoolingModule(body.get_embedding_dimension(), pooling_mode=self.recipe.pooling)
            model = SentenceTransformer(modules=[body, pooling], device=device)
        else:
            model = SentenceTransformer(str(self.folder), device=device, local_files_only=True)
            if self.recipe.pooling is not None:
                self._pool_otherwise(model, self.recipe.pooling)
        if self.recipe.max_tokens is not None:
            model.max_seq_length = self.recipe.max_tokens
        return model

    def _pool_otherwise(self, model: SentenceTransformer, pooling: Pooling) -> None:
        from sentence_transformers.sentence_transformer.modules import Pooling as PoolingModule

        places = [place for place, module in enumerate(model) if isinstance(module, PoolingModule)]
        if not places:
            raise EmbedderError(
                f"The embedding model {self.name} pools in a way of its own. Unset SENREI_EMBEDDER_POOLING."
            )
        for place in places:
            model[place] = PoolingModule(model[place].embedding_dimension, pooling_mode=pooling)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        found = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._choice.batch,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        vectors = np.asarray(found, dtype=np.float32)[:, : self.dimensions]
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit


def _recipe(place: Place, choice: ModelChoice, family: Family | None, *, plain: bool) -> Recipe:
    """The settings first, then the folder, then the family. Raises EmbedderError where none says how to pool."""
    pooling = choice.pooling or (family.pooling if family is not None and plain else None)
    if plain and pooling is None:
        raise EmbedderError(
            f"{place.folder} does not say how its vectors are pooled, and its model is not one that Senrei knows. "
            "Set SENREI_EMBEDDER_POOLING to mean, cls, max or lasttoken, as its model card says."
        )
    length = choice.max_tokens
    if length is None and family is not None and plain:
        length = _within(place.folder, family.max_tokens)
    return Recipe(
        prompts=prompts_of(place.folder, choice, family),
        pooling=pooling,
        max_tokens=length,
        dimensions=choice.dimensions,
    )


def _within(folder: Path, length: int) -> int:
    """A length that the model has positions for; XLM-R counts two of its own."""
    held = read_json(folder / "config.json").get("max_position_embeddings")
    return min(length, held - 2) if isinstance(held, int) and held > 2 else length


def _told_dimensions(folder: Path) -> int | None:
    """The length of a vector by the folder's own configuration; None where only the weights tell."""
    listed = _modules(folder)
    if not listed:
        return _figure(read_json(folder / "config.json"), "hidden_size")
    for module in reversed(listed):
        config = read_json(folder / str(module.get("path", "")) / "config.json")
        kind = str(module.get("type", "")).rpartition(".")[2]
        if kind == "Dense":
            return _figure(config, "out_features")
        if kind == "Pooling":
            modes = config.get("pooling_mode")
            several = sum(v is True for k, v in config.items() if k.startswith("pooling_mode_")) > 1
            if several or not isinstance(modes, str | None):
                return None
            return _figure(config, "embedding_dimension") or _figure(config, "word_embedding_dimension")
        if kind != "Normalize":
            return None
    return None


def _modules(folder: Path) -> list[dict[str, object]]:
    try:
        listed = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [module for module in listed if isinstance(module, dict)] if isinstance(listed, list) else []


def _figure(config: object, key: str) -> int | None:
    value = config.get(key) if isinstance(config, dict) else None
    return value if isinstance(value, int) else None
