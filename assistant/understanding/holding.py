"""Holdings made ready for reading questions against: compiled once per holdings and kept."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field

from assistant.understanding.abbreviations import ShortForms, short_forms_of
from assistant.understanding.language import plain
from corpus.glossary import Organisation, english, glossary
from corpus.models import Document, DocumentKind, HeldSpeaker, Holdings

_SPLIT = re.compile(
    r"[\s、・,()（）「」『』／/:：]+|に関する|についての|について|による|に基づく|に係る|における|及び|並びに|等に|等の|の|等"
)
_KEPT = 8  # holdings of so many audiences or generations are kept compiled
_VARIANTS = str.maketrans("髙﨑濵邉邊齋齊澤廣嶋", "高崎浜辺辺斎斎沢広島")


def squashed(text: str) -> str:
    """Plain text without white space, case folded: what names are compared in."""
    return plain(text).replace(" ", "").casefold()


def surname_form(name: str) -> str:
    """A name with old forms of characters replaced (髙 高, 﨑 崎), for comparing."""
    return name.translate(_VARIANTS)


@dataclass
class HeldNames:
    """What can be named: everything a question may call by name, in comparable form."""

    holdings: Holdings
    meetings: frozenset[int] = frozenset()
    documents: dict[str, Document] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # document id -> squashed title and aliases
    matters: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # squashed heading, document id, clause id
    parts: dict[str, set[str]] = field(default_factory=dict)  # part of a title -> document ids
    agencies: dict[str, str] = field(
        default_factory=dict
    )  # any Japanese name -> the name held, else the organ's own
    agency_pattern: re.Pattern[str] | None = None
    full_names: list[tuple[str, str, frozenset[str]]] = field(
        default_factory=list
    )  # id, name squashed or its stems
    held_agencies: frozenset[str] = frozenset()
    articles: dict[str, set[str]] = field(default_factory=dict)  # law -> the addresses held of it
    speakers: tuple[HeldSpeaker, ...] = ()
    short_forms: ShortForms = field(default_factory=ShortForms)  # that documents define


def names_of(holdings: Holdings) -> HeldNames:
    """The compiled names of these holdings, made at most once while they are in use."""
    with _lock:
        for kept in _cache.values():
            if kept.holdings is holdings:
                return kept
    compiled = _compile(holdings)
    with _lock:
        _cache[id(compiled)] = compiled
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return compiled


_cache: OrderedDict[int, HeldNames] = OrderedDict()
_lock = threading.Lock()


def _compile(holdings: Holdings) -> HeldNames:
    parts: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    for document in holdings.documents:
        titles[document.id] = squashed("/".join([document.title, *document.aliases]))
        for part in _SPLIT.split(plain(document.title)):
            parts[part.casefold()].add(document.id)
    for law, address in sorted(holdings.addresses):  # a set's own order is another in each process
        articles[law].add(address)
    held = frozenset(document.agency for document in holdings.documents if document.agency)
    agencies = _agencies(held)
    return HeldNames(
        holdings=holdings,
        meetings=frozenset(document.meeting for document in holdings.documents if document.meeting),
        documents={document.id: document for document in holdings.documents},
        titles=titles,
        matters=[(squashed(m.heading), m.document_id, m.clause_id or "") for m in holdings.matters],
        parts=dict(parts),
        agencies=agencies,
        agency_pattern=re.compile("|".join(map(re.escape, agencies))) if agencies else None,
        full_names=[_full_name(d.id, name) for d in holdings.documents for name in (d.title, *d.aliases)],
        held_agencies=held,
        articles=dict(articles),
        speakers=holdings.speakers,
        short_forms=short_forms_of(holdings.abbreviations),
    )


def _full_name(document_id: str, name: str) -> tuple[str, str, frozenset[str]]:
    """A title or alias as it is looked for: Japanese as it stands, English by its telling words."""
    if not name.isascii():
        return document_id, squashed(name), frozenset()
    stems = {english.stem(word) for word in english.words(name)}
    return document_id, "", frozenset(stems - _ALIAS_EMPTY)


# Words of English aliases that tell no document from another, as stems
_ALIAS_EMPTY = frozenset(
    map(english.stem, ("assessment", "report", "the", "of", "for", "and", "on", "summary", "minutes"))
)


def _agencies(held: frozenset[str]) -> dict[str, str]:
    """Every Japanese name of an agency, longest first, with the name it is held under or its organ's own."""
    names: dict[str, str] = {}
    for organisation in glossary().entries.organisations:
        own = next((name for name in sorted(held) if is_of(name, organisation)), organisation.name)
        names.update(dict.fromkeys(organisation.japanese, own))
    for name in held:
        names.setdefault(name, name)
        names.setdefault(re.sub(r"(?:理事長|長官|大臣|知事|長)$", "", name) or name, name)
    return dict(sorted(((plain(name), own) for name, own in names.items()), key=lambda pair: -len(pair[0])))


def is_of(agency: str, organisation: Organisation) -> bool:
    """Whether an agency as documents name it is this organ of the state or its head."""
    return any(name in agency for name in (organisation.name, organisation.head))


def meeting_documents(names: HeldNames) -> list[Document]:
    """The documents that record a meeting, by its number."""
    kinds = (DocumentKind.MINUTES, DocumentKind.SUMMARY)
    found = [d for d in names.documents.values() if d.meeting is not None and d.kind in kinds]
    return sorted(found, key=lambda document: document.meeting or 0)
