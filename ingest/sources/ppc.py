"""Minutes, summaries and materials from the Commission's site: its list of meetings, year by year, meeting by meeting.

The list (…/aboutus/minutes/) leads to pages of years (…/2024/), these to pages of meetings (…/2024/20240911/),
and those to files. Which is which is read from the addresses and the words of the links, not from the markup.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree, html

from corpus.errors import FetchError, UnreadableSource
from ingest.extract.html import decoded
from ingest.manifest import ManifestEntry
from ingest.report import Progress
from ingest.sources.downloads import Downloads, SyncedFile, SyncReport, SyncStatus
from ingest.sources.fetching import Fetcher

BASE = "https://www.ppc.go.jp/aboutus/minutes/"

_YEAR = re.compile(r"^([12][0-9]{3})/(?:index\.html?)?$")
_MEETING = re.compile(r"^(?:[12][0-9]{3}/)?([12][0-9]{7})[a-z0-9_-]*/(?:index\.html?)?$")
_FILE = re.compile(r"\.(?:pdf|xlsx|xlsm|docx|txt)$", re.I)
_NUMBER = re.compile(r"第\s*([0-9]{1,4})\s*回")
_SIZE = re.compile(r"\s*[(\[【][^()\[\]【】]*(?:PDF|EXCEL|WORD|KB|MB)[^()\[\]【】]*[)\]】].*$", re.I)
_ASIDE = "ancestor::nav|ancestor::header|ancestor::footer|ancestor::aside"


class Material(StrEnum):
    """What a meeting's page leads to."""

    MINUTES = "minutes"
    SUMMARY = "summary"
    MATERIAL = "material"  # papers, assessment reports, review sheets: what each is, its content says


@dataclass(frozen=True)
class _Link:
    url: str
    text: str  # NFKC, on one line


@dataclass(frozen=True)
class _Wanted:
    """A file to be fetched, and what its meeting's page says of it."""

    url: str
    facts: ManifestEntry


def sync_ppc(
    downloads: Downloads,
    pages: Downloads,
    fetcher: Fetcher,
    *,
    since: dt.date,
    base: str = BASE,
    kinds: frozenset[Material] = frozenset(Material),
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> SyncReport:
    """Bring what the meetings from ``since`` on lead to into the folder; ``pages`` keeps the pages themselves.

    A file or page that cannot be had stands in the report and stops no other; raises FetchError if the list of
    meetings itself cannot be had. ``progress`` is told before each file.
    """
    done: list[SyncedFile] = []
    wanted: dict[str, _Wanted] = {}
    for meeting in _meetings(pages, fetcher, base, since, done):
        try:
            links = _links(pages, fetcher, meeting.url)
        except FetchError as error:
            done.append(_failed(meeting.url, error))
            continue
        for one in _files(meeting, links, kinds):
            wanted.setdefault(one.facts.file, one)
    for number, one in enumerate(wanted.values()):
        if progress is not None:
            progress(Progress(done=number, total=len(wanted), file=one.facts.file))
        done.append(_sync(one, downloads, fetcher, dry_run))
    return SyncReport(folder=downloads.folder, files=tuple(done))


def _sync(one: _Wanted, downloads: Downloads, fetcher: Fetcher, dry_run: bool) -> SyncedFile:
    name, status = one.facts.file, SyncStatus.UNCHANGED
    if dry_run:
        here = downloads.entry(name) is not None
        status = SyncStatus.UNCHANGED if here else SyncStatus.PLANNED
        return SyncedFile(url=one.url, file=name, status=status, message=one.facts.title or "")
    try:
        found = fetcher.get(one.url, downloads.known(name))
    except FetchError as error:
        return _failed(one.url, error, name)
    if found is not None:
        told = {"etag": found.etag, "modified": found.modified}
        facts = {**one.facts.model_dump(exclude_unset=True), **{k: v for k, v in told.items() if v}}
        status = downloads.keep(found, ManifestEntry.model_validate(facts))
    return SyncedFile(url=one.url, file=name, status=status, message=one.facts.title or "")


def _failed(url: str, error: FetchError, name: str = "") -> SyncedFile:
    return SyncedFile(url=url, file=name, status=SyncStatus.FAILED, message=str(error))


def _meetings(
    pages: Downloads, fetcher: Fetcher, base: str, since: dt.date, done: list[SyncedFile]
) -> Iterator[_Link]:
    """The pages of meetings from ``since`` on, newest first, from the list and the pages of its years."""
    base = base if base.endswith("/") else base + "/"
    lists = [_links(pages, fetcher, base)]
    years = {
        link.url: link for link in lists[0] if (year := _below(_YEAR, base, link)) and year >= str(since.year)
    }
    for link in years.values():
        try:
            lists.append(_links(pages, fetcher, link.url))
        except FetchError as error:
            done.append(_failed(link.url, error))
    found: dict[str, _Link] = {}
    for link in (link for links in lists for link in links):
        day = _day(_below(_MEETING, base, link))
        if day is not None and day >= since:
            known = found.setdefault(link.url, link)
            if not _NUMBER.search(known.text):
                found[link.url] = link
    if not found and not years and not any(_below(_MEETING, base, link) for link in lists[0]):
        raise FetchError(
            f"{base} leads to no meetings. If the list has moved, set SENREI_PPC to where it is."
        )
    yield from sorted(found.values(), key=lambda link: link.url, reverse=True)


def _below(pattern: re.Pattern[str], base: str, link: _Link) -> str | None:
    """What the address of a link below the list says: its year, or its day."""
    if not link.url.startswith(base):
        return None
    match = pattern.match(link.url.removeprefix(base))
    return None if match is None else match[1]


def _day(digits: str | None) -> dt.date | None:
    try:
        return dt.datetime.strptime(digits or "", "%Y%m%d").date()
    except ValueError:
        return None


def _links(pages: Downloads, fetcher: Fetcher, url: str) -> list[_Link]:
    """The links of a page; its heading comes first, as a link to itself."""
    name = re.sub(r"[^0-9A-Za-z.]+", "-", unquote(urlsplit(url).path)).strip("-") + ".html"
    found = fetcher.get(url, pages.known(name))
    if found is not None:
        told = {"origin": url, "etag": found.etag, "modified": found.modified}
        given = {key: value for key, value in told.items() if value}
        pages.keep(found, ManifestEntry.model_validate({"file": name, **given}))
    try:
        text, _ = decoded(pages.read(name))
        page = html.fromstring(text.encode(), parser=html.HTMLParser(no_network=True, encoding="utf-8"))
    except (etree.ParserError, ValueError, UnreadableSource) as error:
        raise FetchError(f"{url} is no page that can be read ({error}). Look at that address.") from error
    titles = [_plain(node) for tag in ("h1", "h2", "title") for node in page.iter(tag)]
    links = [_Link(url, " ".join(titles))]
    for anchor in page.iter("a"):
        if anchor.get("href") and not anchor.xpath(_ASIDE):
            links.append(_Link(urldefrag(urljoin(url, anchor.get("href").strip()))[0], _plain(anchor)))
    return links


def _plain(node: html.HtmlElement) -> str:
    return " ".join(unicodedata.normalize("NFKC", node.text_content()).split())


def _files(meeting: _Link, links: list[_Link], kinds: frozenset[Material]) -> Iterator[_Wanted]:
    day = _day(re.findall(r"/([12][0-9]{7})", meeting.url)[-1])
    heading = f"{links[0].text} {meeting.text}"
    number = _NUMBER.search(heading)
    for link in links[1:]:
        if not _FILE.search(urlsplit(link.url).path):
            continue
        kind = _kind(link.text)
        if kind in kinds and day is not None:
            yield _Wanted(link.url, _facts(link, kind, day, int(number[1]) if number else None))


def _kind(text: str) -> Material:
    bare = re.sub(r"\s", "", text)
    if "議事録" in bare and "資料" not in bare:
        return Material.MINUTES
    return Material.SUMMARY if re.search(r"議事(?:概要|要旨)", bare) else Material.MATERIAL


def _facts(link: _Link, kind: Material, day: dt.date, number: int | None) -> ManifestEntry:
    stem = PurePosixPath(unquote(urlsplit(link.url).path))
    name = re.sub(r"[^0-9A-Za-z._-]+", "-", stem.name).strip("-.") or f"file{stem.suffix}"
    facts: dict[str, object] = {
        "file": f"{day:%Y/%Y%m%d}/{name}",
        "origin": link.url,
        "url": link.url,
        "date": day,
    }
    if number is not None:
        facts["meeting"] = number
    if kind is Material.MATERIAL:  # papers of many meetings bear the same number: 資料1
        own = re.sub(r"[^0-9a-z]+", "-", re.sub(r"^[0-9]{6}_?", "", PurePosixPath(name).stem).lower())
        facts["id"] = f"ppc-{day:%Y%m%d}-{own.strip('-') or 'file'}"[:80].rstrip("-")
        if title := _SIZE.sub("", link.text).strip():
            facts["title"] = title
    else:
        facts["kind"] = kind.value
    return ManifestEntry.model_validate(facts)
