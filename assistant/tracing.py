"""Stages of an answer, timed; and told to OpenTelemetry where SENREI_TRACES says so.

A stage is entered wherever its work is done (``with stage("find")``), however deep: the account of the answer under
way collects the times. OpenTelemetry is imported only where traces are wanted. Spans carry no content unless
SENREI_TRACES_CONTENT asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

    from assistant.settings import Settings

Attribute = str | int | float | bool

_timings: ContextVar[dict[str, float] | None] = ContextVar("timings", default=None)
_tracers: list[Tracer] = []


class Whole:
    """One answer from its question to its record: the span that its stages' spans stand under, where there are any.

    A streamed answer comes about in pieces, so ``within`` may be entered again and again.
    """

    def __init__(self, name: str) -> None:
        """Begins now."""
        self.timings: dict[str, float] = {}
        self._began = time.perf_counter()
        self._span = _tracers[-1].start_span(f"senrei.{name}") if _tracers else None

    @contextmanager
    def within(self) -> Iterator[None]:
        """Stages entered within are of this answer: their milliseconds are added to ``timings``, by name."""
        token = _timings.set(self.timings)
        try:
            if self._span is None:
                yield
            else:
                from opentelemetry.trace import use_span

                with use_span(self._span):
                    yield
        finally:
            _timings.reset(token)

    def end(self) -> None:
        """The answer is there; ``timings`` has the whole time from now on."""
        self.timings["total"] = (time.perf_counter() - self._began) * 1000
        if self._span is not None:
            self._span.end()


@contextmanager
def stage(name: str) -> Iterator[dict[str, Attribute]]:
    """A stage of an answer; what is put into the mapping becomes the span's attributes."""
    attributes: dict[str, Attribute] = {}
    began = time.perf_counter()
    try:
        if _tracers:
            with _tracers[-1].start_as_current_span(f"senrei.{name}") as span:
                yield attributes
                for key, value in attributes.items():
                    span.set_attribute(f"senrei.{key}", value)
        else:
            yield attributes
    finally:
        timings = _timings.get()
        if timings is not None:
            timings[name] = timings.get(name, 0.0) + (time.perf_counter() - began) * 1000


def start_traces(settings: Settings) -> None:
    """Send spans to where the settings say: nowhere, the error stream, or an OTLP endpoint (gRPC)."""
    if settings.traces is None or _tracers:
        return
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

    from assistant.version import version

    named: Mapping[str, str] = {"service.name": "senrei", "service.version": version()}
    provider = TracerProvider(resource=Resource.create(named))
    if settings.traces == "console":
        import sys

        provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr)))
    else:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        exporter = OTLPSpanExporter(endpoint=settings.traces)
        provider.add_span_processor(BatchSpanProcessor(exporter))
    use(provider.get_tracer("senrei"))


def use(tracer: Tracer) -> None:
    """Tell stages to this tracer from now on."""
    _tracers.append(tracer)


def stop(tracer: Tracer) -> None:
    """Tell them to it no longer."""
    _tracers.remove(tracer)
