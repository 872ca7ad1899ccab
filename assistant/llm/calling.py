"""One call of a chat model: its reply in pieces as they come, bounded in time and length, failures told apart."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from assistant.llm.circuit import Circuit
from assistant.llm.trouble import ModelTrouble, Trouble, pause_after, trouble_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import Settings

_log = logging.getLogger(__name__)
_CHARACTERS_A_TOKEN = 8  # more than any tokeniser puts into a token on average
_BEAT = 0.5  # seconds after which an empty piece is handed on, so that whoever listens can be found gone
_CUT_SHORT = {"length": Trouble.TRUNCATED, "max_tokens": Trouble.TRUNCATED}
_FILTERED = {"content_filter", "refusal"}

Messages = Sequence[tuple[str, str]]  # (role, content): system, human, ai


class Speaking(Protocol):
    """What answers need of a model."""

    @property
    def name(self) -> str:
        """The model's name, for provenance."""

    def speak(self, messages: Messages, schema: Mapping[str, object] | None = None) -> Iterator[str]:
        """The reply piece by piece; an empty piece says that it is still waited for. Raises ModelTrouble."""


class ChatModel:
    """A LangChain chat model, made at its first call; safe between threads."""

    def __init__(self, settings: Settings, build: Callable[[Settings], BaseChatModel] | None = None) -> None:
        """By the settings. ``build`` is the seam of tests. Raises InputError where the name is none."""
        from assistant.llm import building

        self._settings = settings
        provider, _ = building.provider_of(settings.llm or "")
        self._structured = provider in building.STRUCTURED and settings.llm_format != "text"
        self._build = build or building.build
        self._made: BaseChatModel | None = None
        self._lock = threading.Lock()
        self.circuit = Circuit()

    @property
    def name(self) -> str:
        """provider:model, as set."""
        return self._settings.llm or ""

    def ready(self) -> BaseChatModel:
        """The model behind it. Raises InputError where it cannot be had."""
        with self._lock:
            if self._made is None:
                self._made = self._build(self._settings)
            return self._made

    def speak(self, messages: Messages, schema: Mapping[str, object] | None = None) -> Iterator[str]:
        """The reply piece by piece, within the time and length set. Raises ModelTrouble."""
        if self.circuit.open:
            raise ModelTrouble(Trouble.PAUSED)
        begun = False
        try:
            for piece in self._pieces(messages, schema):
                begun = begun or bool(piece)
                yield piece
        except ModelTrouble as known:
            self._failed(known)
            raise
        except Exception as error:
            met = ModelTrouble(trouble_of(error, begun=begun), type(error).__name__)
            self._failed(met)
            raise met from None  # its text may hold what was asked
        self.circuit.worked()

    def _failed(self, trouble: ModelTrouble) -> None:
        _log.warning("the model %s: %s", self.name, trouble)
        self.circuit.failed(pause_after(trouble.trouble))

    def _pieces(self, messages: Messages, schema: Mapping[str, object] | None) -> Iterator[str]:
        if schema is not None and self._structured:
            try:
                yield from self._bounded(messages, schema)
                return
            except Exception as error:
                if getattr(error, "status_code", None) not in (400, 404, 415, 422, 501):
                    raise
                _log.info("%s takes no schema for its reply; asked without from now on", self.name)
                self._structured = False
        yield from self._bounded(messages, None)

    def _bounded(self, messages: Messages, schema: Mapping[str, object] | None) -> Iterator[str]:
        """The pieces, fetched in a thread of their own, so that waiting has an end."""
        until = time.monotonic() + self._settings.llm_timeout
        most = self._settings.llm_max_tokens * _CHARACTERS_A_TOKEN
        heard: queue.Queue[str | Exception | None] = queue.Queue(maxsize=64)
        gone = threading.Event()
        thread = threading.Thread(target=self._listen, args=(messages, schema, heard, gone), daemon=True)
        thread.start()
        try:
            while True:
                left = until - time.monotonic()
                if left <= 0:
                    raise ModelTrouble(Trouble.SLOW)
                try:
                    piece = heard.get(timeout=min(_BEAT, left))
                except queue.Empty:
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise piece
                most -= len(piece)
                if most < 0:
                    raise ModelTrouble(Trouble.ENDLESS)
                yield piece
        finally:
            gone.set()

    def _listen(
        self,
        messages: Messages,
        schema: Mapping[str, object] | None,
        heard: queue.Queue[str | Exception | None],
        gone: threading.Event,
    ) -> None:
        """Ask, and hand on what comes; once nobody listens any more, close the connection."""
        last: str | Exception | None = None
        try:
            with closing(_streamed(self.ready(), messages, schema)) as pieces:
                for piece in pieces:
                    if not _put(heard, piece, gone):
                        return
        except Exception as error:
            last = error
        _put(heard, last, gone)


def _put(
    heard: queue.Queue[str | Exception | None], one: str | Exception | None, gone: threading.Event
) -> bool:
    while not gone.is_set():
        try:
            heard.put(one, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False


def _streamed(
    model: BaseChatModel, messages: Messages, schema: Mapping[str, object] | None
) -> Generator[str, None, None]:
    """The text of a reply; raises ModelTrouble where its end says that it is not whole."""
    bound = model if schema is None else model.bind(response_format=_response_format(schema))
    finish = ""
    with closing(bound.stream(list(messages))) as chunks:  # type: ignore[type-var]
        for chunk in chunks:
            text = chunk.text if isinstance(chunk.text, str) else str(chunk.text)
            if text:
                yield text
            told = chunk.response_metadata
            finish = str(
                told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or finish
            )
    if not finish:  # every server says why it ends; a line that breaks does not
        raise ModelTrouble(Trouble.BROKEN_OFF)
    if finish in _CUT_SHORT:
        raise ModelTrouble(_CUT_SHORT[finish])
    if finish in _FILTERED:
        raise ModelTrouble(Trouble.FILTERED)


def _response_format(schema: Mapping[str, object]) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}}
