"""Fetching politely: robots.txt, a pause between requests, a name, retries, limits, redirects kept in bounds.

Servers of the state are asked as a careful person would ask them: one request at a time, no oftener than the
pause (or robots.txt's Crawl-delay) allows, nothing that robots.txt forbids (RFC 9309), nothing again that has
not changed (ETag, Last-Modified), and not at once again where they say they are busy (Retry-After).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.robotparser import RobotFileParser

import httpx

from corpus.errors import FetchError

_BUSY = {429, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_ROBOTS_LARGEST = 512 * 1024  # bytes of robots.txt that are read (RFC 9309 asks for 500 KiB at least)
_WAY_OUT = (
    "Where this machine has no way there (a closed network), set {setting} to the address of a copy of it that "
    "can be reached, or fetch the files elsewhere and take them in with `senrei ingest FOLDER`."
)


@dataclass(frozen=True)
class Manners:
    """How servers are asked; times in seconds, sizes in bytes."""

    agent: str  # who asks: Senrei/0.1 (+https://...)
    interval: float = 1.0  # at least so long between two requests to a host
    timeout: float = 30.0  # for connecting, and for each piece of an answer
    attempts: int = 4
    backoff: float = 1.0  # before the second attempt; doubled before each further one
    largest: int = 50 * 1024 * 1024
    longest_wait: float = 300.0  # a server that asks for more is left alone for today


@dataclass(frozen=True)
class Known:
    """What a server said of a file when it was fetched before."""

    etag: str | None = None
    modified: str | None = None

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the file only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True)
class Fetched:
    """What came, and from where in the end."""

    url: str
    body: bytes
    etag: str | None = None
    modified: str | None = None


class _AgainError(Exception):
    """Worth another try; after ``wait`` seconds where the server said so."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Fetcher:
    """Gets pages and files from the hosts that were named, and from no others."""

    def __init__(
        self,
        manners: Manners,
        hosts: frozenset[str],
        *,
        setting: str,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``hosts`` are names with ports where those are given; ``setting`` names what a person can change."""
        self._manners = manners
        self._hosts = hosts
        self._setting = setting
        self._sleep, self._clock = sleep, clock
        self._client = httpx.Client(
            headers={"User-Agent": manners.agent, "Accept-Language": "ja"},
            timeout=manners.timeout,
            follow_redirects=False,
        )
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, known: Known | None = None) -> Fetched | None:
        """What stands at ``url``; None if it has not changed since it was ``known``.

        Raises FetchError: forbidden, refused, too large, out of reach, or gone.
        """
        place = httpx.URL(url)
        for _ in range(_MOST_REDIRECTS + 1):
            self._must_be_ours(place)
            self._must_be_allowed(place)
            status, headers, body = self._tried(place, (known or Known()).conditions())
            if status == 304:
                return None
            if status == 200:
                return Fetched(str(place), body, headers.get("etag"), headers.get("last-modified"))
            if status not in _REDIRECTS or "location" not in headers:
                raise FetchError(f"{place} answered {status}{_said(body)}. Look at that address.")
            target = place.join(headers["location"])
            if place.scheme == "https" and target.scheme != "https":
                raise FetchError(f"{place} leads to {target}, which is not encrypted. It was not followed.")
            place = target
        raise FetchError(f"{url} leads in a circle: {_MOST_REDIRECTS} redirects were followed.")

    def _must_be_ours(self, place: httpx.URL) -> None:
        if place.scheme not in ("http", "https") or place.netloc.decode() not in self._hosts:
            raise FetchError(
                f"{place} is not at {', '.join(sorted(self._hosts))}, the only place that was asked for. "
                f"If it has moved, set {self._setting}."
            )

    def _must_be_allowed(self, place: httpx.URL) -> None:
        if not self._rules(place).can_fetch(self._manners.agent, str(place)):
            raise FetchError(
                f"robots.txt of {place.host} forbids programs to fetch {place}. It was left alone."
            )

    def _rules(self, place: httpx.URL) -> RobotFileParser:
        """What the host's robots.txt says. None (4xx) allows everything; one that fails allows nothing."""
        origin = f"{place.scheme}://{place.netloc.decode()}"
        if origin not in self._robots:
            status, _, body = self._tried(httpx.URL(f"{origin}/robots.txt"), {})
            rules = RobotFileParser()
            found = body[:_ROBOTS_LARGEST].decode("utf-8", "replace") if status == 200 else ""
            rules.parse(found.splitlines())
            self._robots[origin] = rules
        return self._robots[origin]

    def _tried(self, place: httpx.URL, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body, after as many tries as our manners allow. Raises FetchError."""
        for attempt in range(1, self._manners.attempts + 1):
            self._pause(place)
            try:
                return self._once(place, headers)
            except _AgainError as error:
                wait = (
                    error.wait
                    if error.wait is not None
                    else min(self._manners.backoff * 2 ** (attempt - 1), 60.0)
                )
                if attempt == self._manners.attempts or wait > self._manners.longest_wait:
                    raise FetchError(self._given_up(place, error)) from None
                self._sleep(wait)
        raise AssertionError("attempts is at least 1")

    def _given_up(self, place: httpx.URL, error: _AgainError) -> str:
        if error.wait is not None:
            return f"{place} {error}; it asks to be left alone for {error.wait:.0f} s. Try again after that."
        return f"{place} {error}. Try again later. " + _WAY_OUT.format(setting=self._setting)

    def _pause(self, place: httpx.URL) -> None:
        origin = f"{place.scheme}://{place.netloc.decode()}"
        rules = self._robots.get(origin)
        delay = rules.crawl_delay(self._manners.agent) if rules is not None else None
        pause = max(self._manners.interval, float(delay or 0))
        since = self._clock() - self._last.get(origin, float("-inf"))
        if since < pause:
            self._sleep(pause - since)
        self._last[origin] = self._clock()

    def _once(self, place: httpx.URL, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        try:
            with self._client.stream("GET", place, headers=headers) as answer:
                if answer.status_code in _BUSY:
                    raise _AgainError(f"answered {answer.status_code}", _retry_after(answer.headers))
                return answer.status_code, answer.headers, self._body(answer)
        except httpx.TimeoutException:
            raise _AgainError(f"did not answer within {self._manners.timeout:g} s") from None
        except httpx.TransportError as error:  # no way there, or broken off on the way
            raise _AgainError(f"could not be reached ({error or type(error).__name__})") from None
        except httpx.DecodingError:
            raise _AgainError("sent something damaged") from None

    def _body(self, answer: httpx.Response) -> bytes:
        """The whole body; a length that falls short is an error of the transport."""
        most = self._manners.largest
        body = bytearray()
        told = answer.headers.get("content-length", "")
        if not (told.isdecimal() and int(told) > most):
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > most:
                    break
            else:
                return bytes(body)
        raise FetchError(
            f"{answer.url} is larger than the {most / 2**20:.1f} MB that are fetched at once "
            "(SENREI_MAX_UPLOAD)."
        )


def _said(body: bytes) -> str:
    """The beginning of an error's text, if it is short enough to be meant for people."""
    text = " ".join(body[:400].decode("utf-8", "replace").split())
    return f" 「{text}」" if text and not text.startswith("<") and len(body) <= 400 else ""


def _retry_after(headers: httpx.Headers) -> float | None:
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
