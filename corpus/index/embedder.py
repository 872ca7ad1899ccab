"""Embedding models: texts into unit vectors.

``load_embedder`` reads a sentence-transformers model folder. One that holds a StaticEmbedding (as the model
that ships with Senrei does) is run here with tokenizers and numpy alone, in milliseconds; any other is handed
to sentence-transformers, which is imported when the first text is encoded.
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

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "weights" / "senrei-static"
# Names under which models keep the prompt of a question and of a passage.
_QUERY_PROMPTS = ("query", "retrieval.query", "search_query", "web_search_query")
_PASSAGE_PROMPTS = ("document", "passage", "retrieval.passage", "search_document")
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


def load_embedder(path: str | Path | None = None) -> Embedder:
    """The embedding model in a folder, by default the one that ships with Senrei.

    Raises:
        EmbedderError: there is no model there, or it cannot be read.
    """
    folder = Path(path) if path is not None else SHIPPED
    if not folder.is_dir():
        raise EmbedderError(
            f"There is no embedding model at {folder}. Set SENREI_EMBEDDER to the folder of a "
            "sentence-transformers model, or unset it to use the model that ships with Senrei."
        )
    modules = _modules(folder)
    if modules and modules[0].get("type", "").endswith(".StaticEmbedding"):
        return StaticEmbedder(folder, folder / str(modules[0].get("path", "")))
    return TransformerEmbedder(folder)


class StaticEmbedder:
    """A StaticEmbedding run without torch: the mean of the vectors of a text's tokens, made one long."""

    def __init__(self, folder: Path, module: Path) -> None:
        """``folder`` is the model's, ``module`` the one in it with tokenizer.json and model.safetensors."""
        self.folder: Path | None = folder
        self.name = folder.name
        self._prompts = _prompts(folder)
        try:
            self._tokenizer = _tokenizer(module / "tokenizer.json")
            self._weights = _weights(module / "model.safetensors")
        except Exception as error:  # the two libraries raise their own kinds
            raise EmbedderError(
                f"The embedding model at {folder} cannot be read ({error}). Set SENREI_EMBEDDER to a "
                "sound model folder, or unset it to use the model that ships with Senrei."
            ) from error
        if self._tokenizer.get_vocab_size() > len(self._weights):
            raise EmbedderError(
                f"The embedding model at {folder} has {len(self._weights)} vectors for "
                f"{self._tokenizer.get_vocab_size()} tokens. Set SENREI_EMBEDDER to a sound model folder."
            )
        self.dimensions = int(self._weights.shape[1])

    @cached_property
    def revision(self) -> str:
        """A digest of weights and tokenizer."""
        digest = hashlib.sha256(self._weights.tobytes())
        digest.update(self._tokenizer.to_str().encode())
        digest.update(json.dumps(self._prompts).encode())
        return digest.hexdigest()[:12]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions (n, dimensions)."""
        return self._encode([self._prompts[0] + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses (n, dimensions)."""
        return self._encode([self._prompts[1] + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            encodings = self._tokenizer.encode_batch(texts[start : start + _BATCH], add_special_tokens=False)
            for place, encoding in enumerate(encodings, start):
                if encoding.ids:
                    vectors[place] = self._weights[encoding.ids].mean(axis=0, dtype=np.float32)
        return _unit(vectors)


class TransformerEmbedder:
    """Any other sentence-transformers model, from a local folder only."""

    def __init__(self, folder: Path) -> None:
        """Reads the model's own description; its weights are loaded with the first text."""
        self.folder: Path | None = folder
        self.name = folder.name
        self._prompts = _prompts(folder)
        if not any((folder / name).exists() for name in ("modules.json", "config.json")):
            raise EmbedderError(
                f"{folder} is no sentence-transformers model (no modules.json, no config.json). "
                "Set SENREI_EMBEDDER to a model folder, or unset it to use the model that ships with Senrei."
            )

    @cached_property
    def revision(self) -> str:
        """A digest of the folder's files: names, sizes and first megabytes (weights are large)."""
        assert self.folder is not None
        digest = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file() and p.suffix != ".md"):
            digest.update(f"{path.relative_to(self.folder).as_posix()} {path.stat().st_size}\n".encode())
            with path.open("rb") as file:
                digest.update(file.read(1 << 20))
        return digest.hexdigest()[:12]

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector, of the model itself."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions (n, dimensions)."""
        return self._encode(texts, self._prompts[0])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses (n, dimensions)."""
        return self._encode(texts, self._prompts[1])

    @cached_property
    def _model(self) -> SentenceTransformer:
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(str(self.folder), local_files_only=True)
        except Exception as error:
            raise EmbedderError(
                f"The embedding model at {self.folder} cannot be loaded ({error}). Set SENREI_EMBEDDER to a "
                "sound model folder, or unset it to use the model that ships with Senrei."
            ) from error

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


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


def _prompts(folder: Path) -> tuple[str, str]:
    """The model's prompts for questions and passages; models without any get none."""
    try:
        config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "", ""
    prompts: dict[str, str] = config.get("prompts") or {}
    default = prompts.get(config.get("default_prompt_name") or "", "")
    query = next((prompts[name] for name in _QUERY_PROMPTS if prompts.get(name)), default)
    passage = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), default)
    return query, passage


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _weights(path: Path) -> NDArray[np.floating[Any]]:
    from safetensors.numpy import load_file

    tensors = load_file(str(path))
    name = "embedding.weight" if "embedding.weight" in tensors else "embeddings"
    weights: NDArray[np.floating[Any]] = tensors[name]
    return weights


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-12)
    return unit
