"""What the settings say of a model that is not the bundled one: where it lies, and what overrides its own word."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from corpus.models import Frozen

Pooling = Literal["mean", "cls", "max", "lasttoken"]


class ModelChoice(Frozen):
    """An embedding model, or a reranker, and how to run it. None: as the model itself says, or as is known of it.

    ``model`` is a folder, or a name on the Hugging Face hub (owner/name, owner/name@revision). ``hub`` allows to
    fetch it from there; otherwise only what has been fetched already is used. ``dimensions`` cuts vectors to
    their first figures, for models made for that. ``batch`` is in texts.
    """

    model: str | None = None
    query_prefix: str | None = None
    passage_prefix: str | None = None
    pooling: Pooling | None = None
    max_tokens: int | None = Field(None, ge=8)
    dimensions: int | None = Field(None, ge=8)
    device: str | None = None
    batch: int = Field(32, ge=1)
    threads: int | None = Field(None, ge=1)
    hub: bool = False
