"""Agencies and speakers that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understanding.holding import HeldNames, surname_form
from assistant.understanding.mentions import Mention
from assistant.understanding.wordlist import wordlist
from corpus.glossary import glossary

_TITLES = wordlist(
    "委員長代理 委員長 委員 事務局長 事務局次長 審議官 参事官 企画官 専門官 研究官 調整官 監視官",
    "課長補佐 課長 室長 局長 部長 次長 補佐 主査 係長",
)
_TITLE = "|".join(sorted(_TITLES, key=len, reverse=True))
_PERSON = re.compile(rf"(?P<run>[一-鿿々ヶ]{{0,14}}?)(?P<title>{_TITLE})(?![会長代補])")
_POLITE = re.compile(r"(?P<run>[一-鿿々ヶ]{1,5}?)(?P<title>氏|さん)")
_COMMISSION_TITLES = frozenset({"委員", "委員長", "委員長代理"})
_SECRETARIAT_TITLES = ("事務局長", "事務局次長", "審議官", "参事官", "企画官", "研究官", "総務課長")
# What stands before 委員 and 委員長 and is no surname
_NO_SURNAME = re.compile(
    r"(?:(?<![一-鿿々])(?:本|前|元|新|旧|同|現|他)|全|各|両|出席|欠席|担当|専門|審査|監査|教育|当該|外部|有識者|常勤|非常勤|女性|男性|所管|関係"
    r"|検討|倫理|運営|参与|調停|民生|選考|常任|特別|臨時|評価|評議|調査|学識|歴代|新任|多数|複数|個別|一部|残|副|次|初代|互選|職務代理|会議|当委員会)$"
)
_PREFIX = re.compile(r".*(?:会|回|省|庁|院|局|部|課|日|月|年|件|中|際|時|現在|当時|出身)(?=.)")
_ENGLISH_PERSON = re.compile(
    r"\b(?:(?:Deputy\s+|Acting\s+)?(?:Commissioner|Chair(?:person|man|woman)?|Director|Counsell?or|Specialist|Officer)"
    r"|Mr\.?|Ms\.?|Mrs\.?|Dr\.?)\s+(?P<name>[A-ZŌŪ][a-zōū]{2,})\b"
)
_ENGLISH_ROLE = re.compile(
    r"\b(?P<chair>chair(?:person|man|woman)?)\b|\b(?P<secretariat>secretariat)\b", re.I
)


@dataclass(frozen=True)
class NamedSpeaker:
    """A speaker as named and the names under which that person speaks in the record; none where nowhere."""

    written: str
    held: tuple[str, ...]
    generic: bool = False  # an office (委員長, 事務局), not a person


def find_agencies(text: str, names: HeldNames) -> tuple[Mention[str], ...]:
    """Agencies named, under the name a document holds them by, else under the organ's own name."""
    found = [
        Mention(match.start(), match.end(), names.agencies[match[0]])
        for match in (names.agency_pattern.finditer(text) if names.agency_pattern else ())
        if not (match[0].isascii() and not _is_word(text, match.start(), match.end()))
    ]
    return tuple(found) or _english_agencies(text, names)


def _english_agencies(text: str, names: HeldNames) -> tuple[Mention[str], ...]:
    if not re.search(r"[A-Za-z]{3}", text):
        return ()
    pattern, own = _english_names()
    return tuple(
        Mention(match.start(), match.end(), names.agencies[own[match[0].casefold()]])
        for match in pattern.finditer(text)
        if match[0] == match[0].upper() or " " in match[0]  # MIC is the ministry, mic is not
    )


@cache
def _english_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """All English names of organs of the state in one pattern, the longest first, and whose they are."""
    own = {
        name.casefold(): organisation.name
        for organisation in glossary().entries.organisations
        for name in organisation.en
    }
    names = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE), own


def _is_word(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(char.isascii() and char.isalnum() for char in around)


def find_speakers(text: str, names: HeldNames) -> tuple[Mention[NamedSpeaker], ...]:
    """Speakers named, by surname and title, by office, or in Latin letters."""
    found: list[Mention[NamedSpeaker]] = []
    for match in _PERSON.finditer(text):
        speaker = _person(match["run"], match["title"], names)
        if speaker:
            found.append(Mention(match.end() - len(speaker.written), match.end(), speaker))
    for match in _POLITE.finditer(text):
        held = _held_under(match["run"], "", names)
        if held:
            found.append(Mention(match.start(), match.end(), NamedSpeaker(match[0], held)))
    found += _offices(text, names, any(match["run"] for match in _PERSON.finditer(text)))
    if re.search(r"[A-Za-z]{4}", text):
        found += _english_speakers(text, names)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _person(run: str, title: str, names: HeldNames) -> NamedSpeaker | None:
    """清水委員, 後藤海技課長: who in the record that is; an unknown Commissioner is a finding, too."""
    if not run:
        return None
    held = _held_under(run, title, names)
    if held:
        return NamedSpeaker(_surname_of(held[0]) + title, held)
    name = _PREFIX.sub("", run)
    if title not in _COMMISSION_TITLES or not 2 <= len(name) <= 4 or _NO_SURNAME.search(run):
        return None
    return NamedSpeaker(name + title, ())


def _held_under(run: str, title: str, names: HeldNames) -> tuple[str, ...]:
    """The held names whose surname stands in ``run`` and whose title goes with ``title``."""
    found = []
    for speaker in names.speakers:
        own_title = _title_of(speaker.name)
        surname = surname_form(speaker.name.removesuffix(own_title))
        if surname and own_title and _named_by(surname_form(run), surname) and _go_together(title, own_title):
            found.append(speaker.name)
    return tuple(found)


def _named_by(run: str, surname: str) -> bool:
    """委員会梶田 and 後藤海技 name 梶田 and 後藤; 戸梶 names 戸梶総務."""
    at = run.rfind(surname)
    if at >= 0 and (at + len(surname) == len(run) or at == 0):
        return len(surname) > 1 or run == surname
    return len(run) >= 2 and len(surname) > 3 and surname.startswith(run)


def _go_together(asked: str, held: str) -> bool:
    if not asked or asked == held or held.endswith(asked) or asked.endswith(held):
        return True
    return asked in _COMMISSION_TITLES and held in _COMMISSION_TITLES


def _title_of(name: str) -> str:
    return next((title for title in sorted(_TITLES, key=len, reverse=True) if name.endswith(title)), "")


def _surname_of(name: str) -> str:
    return name.removesuffix(_title_of(name))


def _offices(text: str, names: HeldNames, person_named: bool) -> list[Mention[NamedSpeaker]]:
    """委員長 or 事務局 without a surname: whoever holds the office in the record."""
    found = []
    for match in re.finditer(r"(?<![一-鿿々])委員長(?!代理)|事務局(?![一-鿿])", text):
        if match[0] == "事務局":
            held = _secretariat(names)
        else:
            held = tuple(s.name for s in names.speakers if s.name.endswith("委員長"))
        if held and not person_named:
            found.append(Mention(match.start(), match.end(), NamedSpeaker(match[0], held, generic=True)))
    return found


def _secretariat(names: HeldNames) -> tuple[str, ...]:
    return tuple(s.name for s in names.speakers if s.name == "事務局" or s.name.endswith(_SECRETARIAT_TITLES))


def _english_speakers(text: str, names: HeldNames) -> list[Mention[NamedSpeaker]]:
    from assistant.understanding.readings import short, surname_in_latin

    found: list[Mention[NamedSpeaker]] = []
    for match in _ENGLISH_PERSON.finditer(text):
        asked = short(match["name"])
        held = tuple(s.name for s in names.speakers if surname_in_latin(_surname_of(s.name)) == asked)
        if held:
            found.append(Mention(match.start(), match.end(), NamedSpeaker(match[0], held)))
    for match in () if found else _ENGLISH_ROLE.finditer(text):
        office = (
            _secretariat(names)
            if match["secretariat"]
            else tuple(s.name for s in names.speakers if s.name.endswith("委員長"))
        )
        if office:
            found.append(Mention(match.start(), match.end(), NamedSpeaker(match[0], office, generic=True)))
    return found
