"""What a law in law XML is: its title, its id, the day from which this state of it is in force.

The day is that of e-Gov's own name for the state, LAWID_YYYYMMDD_AMENDLAWID, in the file's name or in the
envelope of the law API; else the day of enforcement that envelope or Law element give; else a date in the
file's name, as of which it was fetched; else the day on which the last of the laws that amended it was
promulgated, before which this state cannot have been; else its own day of promulgation.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

from corpus.dates import dates_in, parse_date
from corpus.models import DocumentKind
from ingest.extract import Extracted
from ingest.extract.law_text import Element, LawText
from ingest.recognise import Recognition
from ingest.recognise_cite import cite_of
from ingest.recognise_details import Details

_ID = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]{2}[0-9A-Z]{12})(?![0-9A-Za-z])")
_STATE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{2}[0-9A-Z]{12}_([0-9]{8})_[0-9A-Z]{15}(?![0-9A-Za-z])")
_ERAS = {"Meiji": "明治", "Taisho": "大正", "Showa": "昭和", "Heisei": "平成", "Reiwa": "令和"}
_ENFORCED = ("amendment_enforcement_date", "enforcementdate", "amendment_scheduled_enforcement_date")
_ENFORCED_ATTRIBUTES = ("EnforcementDate", "ScheduledEnforcementDate")
_PAGE = "https://laws.e-gov.go.jp/law/"


def recognise_law(extracted: Extracted, file_name: str) -> Recognition | None:
    """What a law is; None for a text that came from no law XML."""
    if not isinstance(extracted, LawText):
        return None
    title_element = _first(extracted.root, "LawTitle")
    title = re.sub(r"[\s　]*抄$", "", _text(extracted, title_element)) or PurePath(file_name).stem
    law_id = _law_id(extracted, file_name)
    details = Details(title=title, date=_in_force(extracted, file_name))
    return Recognition(
        kind=DocumentKind.STATUTE,
        confidence=0.99,
        evidence=("法令標準XMLのLaw要素", *([f"法令ID {law_id}"] if law_id else [])),
        title=title,
        cite=cite_of(DocumentKind.STATUTE, details),
        id=f"law-{(law_id or _made_id(extracted.root)).lower()}",
        date=details.date,
        url=f"{_PAGE}{law_id}" if law_id else None,
        aliases=_aliases(extracted, title_element, title),
        settled_id=True,
    )


def _first(root: Element, tag: str) -> Element | None:
    return next((element for element in root.walk() if element.tag == tag), None)


def _text(law: LawText, element: Element | None) -> str:
    return "" if element is None else law.text[element.span.start : element.span.end].strip()


def _aliases(law: LawText, title: Element | None, name: str) -> tuple[str, ...]:
    """The abbreviations of the title and the law's number: 平成十五年法律第五十七号."""
    short = "" if title is None else title.attributes.get("Abbrev", "")
    number = _text(law, _first(law.root, "LawNum"))
    found = [part.strip() for part in re.split(r"[、，,;；]", short)]
    return tuple(dict.fromkeys(alias for alias in (*found, number) if alias and alias != name))


def _law_id(law: LawText, file_name: str) -> str | None:
    """The law's id as the file tells it: attribute, envelope, name of the file."""
    told = (law.root.attributes.get("LawId"), law.facts.get("law_id"), law.facts.get("lawid"))
    named = (law.facts.get("law_revision_id"), file_name)
    return next(
        (match[1] for place in (*told, *named) if place and (match := _ID.search(place)) is not None), None
    )


def _made_id(root: Element) -> str:
    """An id for a law that tells none: its era, year, kind of instrument and number."""
    parts = [root.attributes.get(name, "") for name in ("Era", "Year", "LawType", "Num")]
    return re.sub(r"[^0-9a-z]+", "-", "-".join(part.lower() for part in parts)).strip("-") or "unnumbered"


def _in_force(law: LawText, file_name: str) -> dt.date | None:
    for state in (file_name, law.facts.get("law_revision_id", "")):
        if (match := _STATE.search(state)) is not None and (date := _packed(match[1])) is not None:
            return date
    given = [law.facts.get(name) for name in _ENFORCED]
    given += [law.root.attributes.get(name) for name in _ENFORCED_ATTRIBUTES]
    given += re.findall(r"(?<![0-9])[12][0-9]{3}-[01]?[0-9]-[0-3]?[0-9](?![0-9])", file_name)
    dates = (parse_date(value.replace("/", "-")) for value in given if value)
    found = next((date for date in dates if date is not None), None)
    return found or max([*_amended(law.root), *_promulgated(law.root)], default=None)


def _packed(digits: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None


def _amended(root: Element) -> list[dt.date]:
    """The days on which the amending laws were promulgated whose supplementary provisions stand in it."""
    numbers = (element.attributes.get("AmendLawNum", "") for element in root.walk())
    return [mention.first for number in numbers for mention in dates_in(number)[:1]]


def _promulgated(root: Element) -> list[dt.date]:
    given = root.attributes
    parts = (given.get("Year"), given.get("PromulgateMonth"), given.get("PromulgateDay"))
    era = _ERAS.get(given.get("Era", ""))
    if era is None or not all(part and part.isdecimal() for part in parts):
        return []
    year, month, day = (int(part or 0) for part in parts)
    date = parse_date(f"{era}{year}年{month}月{day}日")
    return [] if date is None else [date]
