"""Laws from e-Gov's law API, version 2: the state in force, or that of a day.

``GET /laws`` says which state (revision) of a law is in force on a day and when its text was last touched;
``GET /law_data/{revision id}`` gives the text, here as XML. The first is small and asked every time, the second
only for a state that is not here yet. The law's file is named after its state, by which ``ingest`` knows its day.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import FetchError, InputError
from ingest.manifest import ManifestEntry
from ingest.sources.downloads import Downloads, SyncedFile, SyncReport, SyncStatus
from ingest.sources.fetching import Fetched, Fetcher, Known

BASE = "https://laws.e-gov.go.jp/api/2"

_LAW_ID = re.compile(r"[1-9][0-9]{2}[0-9A-Z]{12}")
_REVISION = re.compile(r"[1-9][0-9]{2}[0-9A-Z]{12}_[0-9]{8}_[0-9A-Z]{15}")
_NUMBER = re.compile(r"^(?:明治|大正|昭和|平成|令和).+年.+第.+号$")


class _Lenient(BaseModel):
    """Base of what the API says: it may say more than is read here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _State(_Lenient):
    """One state of a law, as the API lists it (revision_info)."""

    law_revision_id: str
    law_title: str = ""
    amendment_enforcement_date: dt.date | None = None
    updated: str | None = None


class _Listed(_Lenient):
    revision_info: _State
    current_revision_info: _State | None = None


class _Laws(_Lenient):
    laws: tuple[_Listed, ...] = ()


def sync_egov(
    laws: Sequence[str],
    downloads: Downloads,
    fetcher: Fetcher,
    *,
    base: str = BASE,
    as_of: dt.date | None = None,
    dry_run: bool = False,
) -> SyncReport:
    """Bring the state of each law into the folder: that in force, or that of ``as_of``.

    A law is named by its id (415AC0000000057), the id of one state of it, its number or its full title. What
    goes wrong with one law stands in the report and stops no other.
    """
    done = []
    for law in laws:
        try:
            done.append(_sync(law.strip(), downloads, fetcher, base.rstrip("/"), as_of, dry_run))
        except (FetchError, InputError) as error:
            done.append(SyncedFile(url=base, file=law, status=SyncStatus.FAILED, message=str(error)))
    return SyncReport(folder=downloads.folder, files=tuple(done))


def _sync(
    law: str, downloads: Downloads, fetcher: Fetcher, base: str, as_of: dt.date | None, dry_run: bool
) -> SyncedFile:
    state = _State(law_revision_id=law) if _REVISION.fullmatch(law) else _state_of(law, fetcher, base, as_of)
    if not _REVISION.fullmatch(state.law_revision_id):
        raise FetchError(f"e-Gov named a state of {law} as 「{state.law_revision_id}」, which is no such id.")
    name = f"{state.law_revision_id}.xml"
    query = urlencode({"law_full_text_format": "xml", "response_format": "xml"})
    url = f"{base}/law_data/{state.law_revision_id}?{query}"
    here = downloads.entry(name)
    status = SyncStatus.UNCHANGED
    if here is not None and state.updated is not None and here.modified == state.updated:
        return SyncedFile(url=url, file=name, status=status, message=state.law_title)
    if dry_run:
        return SyncedFile(url=url, file=name, status=SyncStatus.PLANNED, message=state.law_title)
    found = fetcher.get(url, Known(here.etag if here else None, None))
    if found is not None:
        _must_be_law(found)
        facts = {"origin": url, "etag": found.etag, "modified": state.updated or found.modified}
        given = {key: value for key, value in facts.items() if value is not None}
        status = downloads.keep(found, ManifestEntry.model_validate({"file": name, **given}))
    return SyncedFile(url=url, file=name, status=status, message=state.law_title)


def _state_of(law: str, fetcher: Fetcher, base: str, as_of: dt.date | None) -> _State:
    key = "law_id" if _LAW_ID.fullmatch(law) else "law_num" if _NUMBER.match(law) else "law_title"
    asked = {key: law, "response_format": "json", **({"asof": as_of.isoformat()} if as_of else {})}
    found = fetcher.get(f"{base}/laws?{urlencode(asked, quote_via=quote)}")
    listed = _listed(found, law)
    if key == "law_title":  # the API takes a part of a title; only the whole is meant here
        whole = tuple(one for one in listed if one.revision_info.law_title == law)
        if not whole and listed:
            others = "、".join(one.revision_info.law_title for one in listed[:5])
            raise FetchError(f"e-Gov has no law of just that title 「{law}」. Of those it has: {others}.")
        listed = whole
    if not listed:
        day = f" on {as_of}" if as_of else ""
        raise FetchError(f"e-Gov has no law 「{law}」{day}. Look up its id at https://laws.e-gov.go.jp/.")
    state = listed[0].revision_info if as_of else listed[0].current_revision_info or listed[0].revision_info
    begins = state.amendment_enforcement_date
    if as_of is not None and begins is not None and begins > as_of:
        raise FetchError(f"e-Gov has no state of 「{law}」 as of {as_of}: its first one begins on {begins}.")
    return state


def _listed(found: Fetched | None, law: str) -> tuple[_Listed, ...]:
    try:
        return _Laws.model_validate(json.loads(b"{}" if found is None else found.body)).laws
    except (ValueError, ValidationError) as error:
        raise FetchError(
            f"e-Gov's list of laws for 「{law}」 is not in the form of version 2 of its API "
            f"({type(error).__name__}). Check SENREI_EGOV: it should end in /api/2."
        ) from error


def _must_be_law(found: Fetched) -> None:
    """Refuse what is no whole law, before it stands in the folder. Raises UnreadableSource."""
    from ingest.extract.law_xml import extract

    extract(found.body)
