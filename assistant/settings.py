"""Every setting of Senrei; the only reader of the environment (``SENREI_`` names, see docs/settings.md)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import InputError
from corpus.model_choice import ModelChoice, Pooling
from corpus.models import PUBLIC, Audience

PREFIX = "SENREI_"
_RECOGNISING_S = 1800.0  # seconds for a file with scanned pages: six hundred, at three seconds each


class Settings(BaseSettings):
    """What can be set; each field is read from ``SENREI_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    data: Path = Field(Path("data"), description="Folder of the store: catalog, indexes, records of answers.")
    embedder: str | None = Field(
        None, description="Folder or hub name of an embedding model; unset: the bundled one."
    )
    embedder_query_prefix: str | None = Field(
        None, description="Put before questions, instead of the model's own prefix; none: nothing."
    )
    embedder_passage_prefix: str | None = Field(
        None, description="Put before clauses, instead of the model's own prefix; none: nothing."
    )
    embedder_pooling: Pooling | None = Field(
        None, description="How vectors of tokens become one: mean, cls, max, lasttoken; unset: the model's."
    )
    embedder_max_tokens: int | None = Field(
        None, ge=8, description="Tokens of a text that are read; unset: as the model says."
    )
    embedder_dimensions: int | None = Field(
        None, ge=8, description="First figures of a vector that are kept; unset: all."
    )
    reranker: str | None = Field(
        None, description="Folder or hub name of a CrossEncoder that reranks candidates; unset: none."
    )
    reranker_top: int = Field(30, ge=1, le=400, description="Candidates that the reranker reads.")
    reranker_weight: float = Field(
        0.5, ge=0, le=1, description="Share of the reranker's word in the order of what it reads."
    )
    reranker_max_tokens: int = Field(
        512, ge=16, description="Tokens of question and passage that the reranker reads at once."
    )
    model_device: str | None = Field(
        None, description="Where models that need torch run: cpu, cuda, mps; unset: the best there is."
    )
    model_batch: int = Field(32, ge=1, description="Texts that a model reads at once.")
    model_threads: int | None = Field(
        None, ge=1, description="Processor threads of such a model; unset: as torch chooses."
    )
    hub: bool = Field(
        False, description="Let a model that is named but not at hand be fetched from the Hugging Face hub."
    )
    chroma: str | None = Field(
        None, description="URL of a Chroma server for the vectors; unset: in the store's own folder."
    )
    llm: str | None = Field(
        None,
        description="Chat model for generated answers, provider:model; unset or none: verbatim extracts.",
    )
    llm_base_url: str | None = Field(
        None, description="Where the model's server is found; unset: its provider."
    )
    llm_key: SecretStr | None = Field(None, description="Key the model's server asks for.", repr=False)
    llm_api_version: str | None = Field(None, description="Version of the API, which Azure asks for.")
    llm_timeout: float = Field(
        60.0,
        gt=0,
        le=3600,
        description="Seconds a model may take for a whole reply; then extracts are given.",
    )
    llm_max_tokens: int = Field(2000, ge=50, le=100_000, description="Longest reply of a model, in tokens.")
    llm_temperature: float | None = Field(
        0.0, ge=0, le=2, description="How freely a model chooses its words."
    )
    llm_format: str = Field(
        "auto",
        pattern="^(auto|text)$",
        description="Whether a JSON schema is asked for where a server takes one.",
    )
    audiences: Annotated[frozenset[Audience], NoDecode] = Field(
        frozenset({PUBLIC}),
        min_length=1,
        description="Audiences the command line reads, separated by commas.",
    )
    host: str = Field("127.0.0.1", description="Address the API listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port of the API; 0 takes a free one.")
    keys: Path | None = Field(
        None, description="File of API keys; unset: loopback only, public audience only."
    )
    allow_open_bind: bool = Field(
        False, description="Let the API or the page listen beyond loopback without keys (containers)."
    )
    max_question: int = Field(2000, ge=1, description="Longest question or query, in characters.")
    max_history: int = Field(20, ge=0, description="Earlier turns that are read; older ones are left out.")
    max_upload: int = Field(
        50 * 1024 * 1024, ge=1, description="Largest file that may be handed in, in bytes."
    )
    records: Literal["off", "meta", "full"] = Field(
        "full",
        description="What is kept of answers: all, no content (ids, scores, times), or nothing.",
    )
    records_days: int = Field(0, ge=0, description="Days for which records are kept; 0: without end.")
    traces: str | None = Field(
        None, description="Where OpenTelemetry spans go: console, or an OTLP endpoint; unset: nowhere."
    )
    traces_content: bool = Field(False, description="Put questions into the spans.")
    workers: int = Field(
        0, ge=0, le=64, description="Processes that read files at once; 0: as many as there are cores."
    )
    executor: str | None = Field(
        None,
        pattern=r"^dask:\w+://\S+$",
        description="Where files are read: dask:tcp://HOST:PORT; unset: on this machine.",
    )
    file_seconds: float = Field(120.0, gt=0, description="Seconds that reading one file may take.")
    file_memory: int = Field(2048, ge=256, description="Memory that reading one file may take, in MB.")
    ocr: str | None = Field(
        None,
        description="Engine that reads scanned pages, tesseract or tesseract:jpn+eng; unset or none: they are not read.",
    )
    keep_originals: bool = Field(
        True, description="Keep PDFs in the store, so that their pages can be shown as pictures."
    )
    threads: int = Field(8, ge=1, le=256, description="Requests that the API works on at the same time.")
    log_level: str = Field(
        "info", pattern="^(critical|error|warning|info|debug)$", description="How much the API logs."
    )
    exapp_wait: float = Field(
        20.0, ge=0, le=600, description="Seconds that 源内 waits for an answer before it has to ask again."
    )
    mcp_port: int = Field(
        8010, ge=0, le=65535, description="Port of `senrei mcp --http`; 0 takes a free one."
    )
    ui_host: str = Field("127.0.0.1", description="Address the chat page listens on.")
    ui_port: int = Field(8501, ge=0, le=65535, description="Port of the chat page.")
    api: str | None = Field(
        None, description="Where the chat page finds the API; unset: this machine, at the API's port."
    )
    api_key: str | None = Field(None, description="Key the chat page sends to the API.", repr=False)
    egov: str = Field(
        "https://laws.e-gov.go.jp/api/2", description="Where `senrei sync egov` finds the law API, version 2."
    )
    ppc: str = Field(
        "https://www.ppc.go.jp/aboutus/minutes/",
        description="Where `senrei sync ppc` finds the list of meetings.",
    )
    sync_pause: float = Field(
        1.0, ge=0, le=3600, description="Seconds that `senrei sync` lets pass between two requests, at least."
    )
    sync_contact: str | None = Field(
        None, description="Address or URL that `senrei sync` gives to the sites it asks, beside its own name."
    )
    debug: bool = Field(False, description="Show the traceback of an unexpected error on the command line.")

    @field_validator("audiences", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("embedder_query_prefix", "embedder_passage_prefix")
    @classmethod
    def _no_prefix(cls, value: str | None) -> str | None:
        """An empty variable counts as unset, so a word says that a model is to have no prefix."""
        return "" if value is not None and value.strip().lower() == "none" else value

    @field_validator("llm", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        """none, in any spelling, names no model."""
        if not isinstance(value, str):
            return value
        name = value.strip()
        if name.lower() in ("", "none"):
            return None
        if not all(name.partition(":")):
            raise ValueError("write provider:model, such as openai:my-model, or none")
        return name

    @field_validator("ocr", mode="before")
    @classmethod
    def _engine(cls, value: object) -> object:
        """none, in any spelling, names no engine."""
        if not isinstance(value, str):
            return value
        name = value.strip()
        if name.lower() in ("", "none"):
            return None
        if not re.fullmatch(r"tesseract(:\w[\w/]*(\+\w[\w/]*)*)?", name):
            raise ValueError("write tesseract, or its languages too: tesseract:jpn+eng, or none")
        return name

    @field_validator("llm_temperature", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        """Some models take no temperature at all: none leaves it out."""
        return None if isinstance(value, str) and value.strip().lower() == "none" else value

    def embedding(self) -> ModelChoice:
        """The embedding model and how to run it."""
        return ModelChoice(
            model=self.embedder,
            query_prefix=self.embedder_query_prefix,
            passage_prefix=self.embedder_passage_prefix,
            pooling=self.embedder_pooling,
            max_tokens=self.embedder_max_tokens,
            dimensions=self.embedder_dimensions,
            device=self.model_device,
            batch=self.model_batch,
            threads=self.model_threads,
            hub=self.hub,
        )

    def reranking(self) -> ModelChoice:
        """The reranker and how to run it; its ``model`` is None for none."""
        return ModelChoice(
            model=self.reranker,
            max_tokens=self.reranker_max_tokens,
            device=self.model_device,
            batch=self.model_batch,
            threads=self.model_threads,
            hub=self.hub,
        )

    @property
    def reading_seconds(self) -> float:
        """Seconds that reading one file may take: more where pages are recognised, unless it was said how long."""
        long = self.ocr is not None and "file_seconds" not in self.model_fields_set
        return max(self.file_seconds, _RECOGNISING_S) if long else self.file_seconds

    @property
    def api_url(self) -> str:
        """Where the API is found from this machine: http://127.0.0.1:8000."""
        if self.api:
            return self.api.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def load_settings(**given: object) -> Settings:
    """The settings: what is given (None counts as not given), else the environment, else the defaults.

    Raises InputError naming the variable and what is wrong with it.
    """
    try:
        return Settings.model_validate(_present(given))
    except ValidationError as error:
        raise InputError(_explained(error)) from None


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment for the chat page's process: this one, and where its API is."""
    own = {f"{PREFIX}API": settings.api_url}
    if settings.api_key:
        own[f"{PREFIX}API_KEY"] = settings.api_key
    return {**os.environ, **own}


def _present(given: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in given.items() if value is not None}


def _explained(error: ValidationError) -> str:
    lines = [
        f"{PREFIX}{str(fault['loc'][0]).upper()}: {fault['msg']} (it is {fault['input']!r})"
        for fault in error.errors()
    ]
    return "\n".join([*lines, "docs/settings.md lists every setting and what it takes."])
