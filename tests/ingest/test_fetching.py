"""Fetching politely, over real HTTP on the loopback interface."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import FetchError
from ingest.sources.fetching import Fetched, Fetcher, Known, Manners

_SITE = runpy.run_path(str(Path(__file__).with_name("local_site.py")))
Answer: Any = _SITE["Answer"]


class Time:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def site() -> Iterator[Any]:
    serving: AbstractContextManager[Any] = _SITE["serving"]()
    with serving as running:
        yield running


@pytest.fixture
def time() -> Time:
    return Time()


def fetcher(
    site: Any, time: Time, *, interval: float = 1.0, largest: int = 1000, attempts: int = 3
) -> Fetcher:
    manners = Manners("Senrei/test", interval=interval, timeout=30, attempts=attempts, largest=largest)
    hosts = frozenset({site.host})
    return Fetcher(manners, hosts, setting="SENREI_PPC", sleep=time.sleep, clock=lambda: time.now)


def body(found: Fetched | None) -> bytes:
    assert found is not None
    return found.body


def test_a_file_comes_whole_with_what_the_server_says_of_it(site: Any, time: Time) -> None:
    site.set(
        "/a.pdf", Answer(b"%PDF", headers={"ETag": '"1"', "Last-Modified": "Wed, 30 Jul 2025 00:00:00 GMT"})
    )
    with fetcher(site, time) as polite:
        found = polite.get(f"{site.url}/a.pdf")
    assert found == Fetched(f"{site.url}/a.pdf", b"%PDF", '"1"', "Wed, 30 Jul 2025 00:00:00 GMT")
    assert all(headers["user-agent"] == "Senrei/test" for _, headers in site.asked)


def test_what_has_not_changed_is_not_sent_again(site: Any, time: Time) -> None:
    site.set("/a", Answer(b"one", headers={"ETag": '"1"'}), Answer(b"two", headers={"ETag": '"2"'}))
    with fetcher(site, time) as polite:
        assert body(polite.get(f"{site.url}/a", Known('"0"'))) == b"one"
        assert polite.get(f"{site.url}/a", Known('"2"')) is None


def test_robots_is_asked_once_and_what_it_forbids_is_left_alone(site: Any, time: Time) -> None:
    site.set("/robots.txt", Answer(b"User-agent: *\nDisallow: /private/\n"))
    site.set("/open", Answer(b"yes"))
    site.set("/private/x", Answer(b"no"))
    with fetcher(site, time) as polite:
        polite.get(f"{site.url}/open")
        with pytest.raises(FetchError, match=r"robots\.txt"):
            polite.get(f"{site.url}/private/x")
    assert site.paths() == ["/robots.txt", "/open"]


def test_where_robots_cannot_be_had_nothing_is_fetched(site: Any, time: Time) -> None:
    site.set("/robots.txt", Answer(status=503))
    site.set("/a", Answer(b"x"))
    with fetcher(site, time) as polite, pytest.raises(FetchError, match="503"):
        polite.get(f"{site.url}/a")
    assert set(site.paths()) == {"/robots.txt"}


@pytest.mark.parametrize(("crawl_delay", "pause"), [(None, 2.0), (7, 7.0)], ids=["ours", "theirs is longer"])
def test_requests_are_a_pause_apart(site: Any, time: Time, crawl_delay: int | None, pause: float) -> None:
    rule = "" if crawl_delay is None else f"Crawl-delay: {crawl_delay}\n"
    site.set("/robots.txt", Answer(f"User-agent: *\n{rule}Allow: /\n".encode()))
    site.set("/a", Answer(b"x"))
    with fetcher(site, time, interval=2.0) as polite:
        for _ in range(3):
            polite.get(f"{site.url}/a")
    assert time.slept == [pause] * 3


def test_a_busy_server_is_asked_again_when_it_says(site: Any, time: Time) -> None:
    site.set("/a", Answer(status=429, headers={"Retry-After": "17"}), Answer(b"now"))
    with fetcher(site, time, interval=0) as polite:
        assert body(polite.get(f"{site.url}/a")) == b"now"
    assert time.slept == [17.0]


def test_a_server_that_asks_for_an_hour_is_left_alone(site: Any, time: Time) -> None:
    site.set("/a", Answer(status=429, headers={"Retry-After": "3600"}))
    with fetcher(site, time, interval=0) as polite, pytest.raises(FetchError, match="3600 s"):
        polite.get(f"{site.url}/a")
    assert time.slept == []


def test_an_error_of_the_server_is_tried_again_later_and_later(site: Any, time: Time) -> None:
    site.set("/a", Answer(status=500), Answer(status=502), Answer(b"fine"))
    with fetcher(site, time, interval=0) as polite:
        assert body(polite.get(f"{site.url}/a")) == b"fine"
    assert time.slept == [1.0, 2.0]


def test_half_a_body_is_no_body(site: Any, time: Time) -> None:
    site.set("/a", Answer(b"0123456789", cut=4), Answer(b"0123456789"))
    site.set("/b", Answer(b"0123456789", cut=4))
    with fetcher(site, time, interval=0) as polite:
        assert body(polite.get(f"{site.url}/a")) == b"0123456789"
        with pytest.raises(FetchError, match="could not be reached"):
            polite.get(f"{site.url}/b")


@pytest.mark.parametrize("packed", [False, True], ids=["told by its length", "only when unpacked"])
def test_what_is_too_large_is_given_up(site: Any, time: Time, packed: bool) -> None:
    import gzip

    large = b"0" * 100_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.set("/a", Answer(gzip.compress(large) if packed else large, headers=headers))
    with fetcher(site, time) as polite, pytest.raises(FetchError, match="SENREI_MAX_UPLOAD"):
        polite.get(f"{site.url}/a")


def test_redirects_are_followed_at_the_same_place_only(site: Any, time: Time) -> None:
    site.set("/a", Answer(status=302, headers={"Location": "/b"}))
    site.set("/b", Answer(b"here"))
    site.set("/c", Answer(status=302, headers={"Location": "http://elsewhere.example/x"}))
    site.set("/d", Answer(status=302, headers={"Location": "/d"}))
    with fetcher(site, time) as polite:
        found = polite.get(f"{site.url}/a")
        assert found is not None
        assert found.url == f"{site.url}/b"
        with pytest.raises(FetchError, match=r"elsewhere\.example"):
            polite.get(f"{site.url}/c")
        with pytest.raises(FetchError, match="circle"):
            polite.get(f"{site.url}/d")


def test_what_is_gone_is_told_and_not_tried_again(site: Any, time: Time) -> None:
    site.set("/a", Answer(b"no such law", status=404))
    with fetcher(site, time) as polite, pytest.raises(FetchError, match="404 「no such law」"):
        polite.get(f"{site.url}/a")
    assert site.paths().count("/a") == 1


def test_without_a_way_there_the_message_says_what_to_do(time: Time) -> None:
    with _SITE["serving"]() as closed:
        address, host = closed.url, closed.host
    manners = Manners("Senrei/test", interval=0, timeout=30, attempts=2)
    polite = Fetcher(manners, frozenset({host}), setting="SENREI_EGOV", sleep=time.sleep)
    with polite, pytest.raises(FetchError, match=r"closed network.*SENREI_EGOV.*senrei ingest FOLDER"):
        polite.get(f"{address}/laws")
