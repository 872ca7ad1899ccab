"""What is asked: meeting, date, agency, speaker, document, provision, intent, follow-up, what is missing.

``understand`` reads a question and the turns before it by rules, against what the record holds. It
never guesses: a name that is not held is reported as missing only where the answer could stand nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.models import Intent, Missing, Turn, Understood
from assistant.understanding import absent
from assistant.understanding.abbreviations import Expansion, documents_meant
from assistant.understanding.asof import without_state
from assistant.understanding.content import content_words
from assistant.understanding.days import NamedDays, find_days
from assistant.understanding.documents import (
    NamedDocuments,
    asks_assessment_of,
    find_documents,
    find_kinds,
    of_agency,
)
from assistant.understanding.followup import Resolved, resolve
from assistant.understanding.holding import HeldNames, names_of, squashed
from assistant.understanding.intent import asked_turn, find_intent
from assistant.understanding.language import Language, language_of, plain
from assistant.understanding.mentions import Mention, blanked, values
from assistant.understanding.numbering import NamedMeetings, find_agenda_items, find_meetings, find_ordinals
from assistant.understanding.people import NamedSpeaker, find_agencies, find_speakers
from assistant.understanding.provisions import NamedProvisions, find_provisions, held_form
from assistant.understanding.standalone import Named
from corpus.glossary import glossary
from corpus.models import Filters, Holdings
from corpus.numerals import to_kanji

__all__ = ["content_words", "expansions", "understand"]

_TURNS = 8  # earlier user questions that a follow-up may reach back over


@dataclass(frozen=True)
class _Read:
    """Everything one text names."""

    text: str
    meetings: NamedMeetings
    days: NamedDays
    provisions: NamedProvisions
    agenda: tuple[Mention[int], ...]
    agencies: tuple[Mention[str], ...]
    speakers: tuple[Mention[NamedSpeaker], ...]
    documents: NamedDocuments

    def named(self) -> Named:
        """The text with its places, typed, for putting two questions together."""
        places = [("meeting", m.start, m.end) for m in self.meetings.mentions]
        places += [("date", m.start, m.end) for m in self.days.mentions]
        places += [("address", m.start, m.end) for m in self.provisions.mentions]
        places += [("agenda", m.start, m.end) for m in self.agenda]
        places += [("agency", m.start, m.end) for m in self.agencies]
        places += [("speaker", m.start, m.end) for m in self.speakers]
        return Named(self.text, tuple(sorted(places, key=lambda place: place[1])))

    def ordinals(self, original: str) -> tuple[int, ...]:
        """Ordinals outside everything else that has a number."""
        rest = blanked(self.text, self.meetings.mentions)
        rest = blanked(rest, [Mention(m.start, m.end, None) for m in self.days.mentions])
        rest = blanked(blanked(rest, self.provisions.mentions), self.agenda)
        return find_ordinals(rest, original)


def understand(question: str, history: Sequence[Turn], holdings: Holdings, filters: Filters) -> Understood:
    """What a question asks, as far as its words, the earlier turns and the holdings tell.

    ``history`` is oldest first. Explicit ``filters`` are passed through and win over what the question names.
    """
    names = names_of(holdings)
    asked = _read(plain(question), names)
    language, resolved = _in_conversation(asked, history, names)
    whole = _read(resolved.standalone, names) if resolved.follow_up else asked
    standalone = without_state(resolved.standalone if resolved.follow_up else question.strip())
    ordinals = asked.ordinals(question)
    wish = whole if resolved.rebuilt else asked
    intent = find_intent(wish.text, addressed=bool(wish.provisions.provisions), ordinal=bool(ordinals))
    turn = asked_turn(asked.text) or (asked_turn(whole.text) if resolved.rebuilt else None)
    carried = _carried(history, names) if resolved.follow_up and not _has_source(whole) else ()
    own, matters = _documents(whole, names)
    documents = (*own, *carried)
    meetings = whole.meetings.ranged if whole.meetings.is_range else values(whole.meetings.mentions)
    # 清水委員の質問への回答: the one who asked is not the one who answers
    answerers = asked.speakers if resolved.follow_up and turn == "reply" else whole.speakers
    speakers = tuple(mention.value for mention in answerers)
    understood = Understood(
        question=question,
        standalone=standalone,
        language=language,
        intent=intent,
        follow_up=resolved.follow_up,
        meetings=meetings,
        dates=whole.days.held,
        agencies=values(whole.agencies),
        speakers=tuple(dict.fromkeys(name for speaker in speakers for name in speaker.held)),
        kinds=()
        if intent is Intent.SURVEY and not meetings
        else find_kinds(whole.text, names, whole.documents, bool(meetings)),
        document_ids=tuple(dict.fromkeys(documents)),
        matter_ids=matters,
        agenda_items=values(whole.agenda),
        addresses=_addresses(whole, names),
        laws=whole.provisions.laws,
        ordinals=ordinals,
        asks_for=turn,
        terms=_terms(whole, standalone, language, ordinals),
        missing=_missing(whole, speakers, intent, names, language, filters),
        as_of=filters.as_of or whole.days.as_of,
        filters=filters,
    )
    added = (other for one in expansions(understood, holdings) for other in one.others)
    return understood.model_copy(update={"terms": tuple(dict.fromkeys((*understood.terms, *added)))})


def expansions(understood: Understood, holdings: Holdings) -> tuple[Expansion, ...]:
    """The short and long forms of the question that documents of these holdings define, and their other wordings."""
    meant = documents_meant(
        holdings.documents, understood.document_ids, understood.meetings, understood.filters
    )
    return names_of(holdings).short_forms.met_in(understood.standalone, meant)


def _read(text: str, names: HeldNames) -> _Read:
    return _Read(
        text=text,
        meetings=find_meetings(text, names.meetings),
        days=find_days(text, names),
        provisions=find_provisions(text, names),
        agenda=find_agenda_items(text),
        agencies=find_agencies(text, names),
        speakers=find_speakers(text, names),
        documents=find_documents(text, names),
    )


def _in_conversation(asked: _Read, history: Sequence[Turn], names: HeldNames) -> tuple[Language, Resolved]:
    """The question on its own feet: each earlier one resolved against the one before it, oldest first."""
    earlier: Named | None = None
    language: Language | None = None
    for turn in [turn for turn in history if turn.role == "user"][-_TURNS:]:
        read = _read(plain(turn.content), names)
        language = language_of(read.text, language)
        resolved = resolve(read.named(), earlier, language)
        earlier = _read(resolved.standalone, names).named() if resolved.follow_up else read.named()
    language = language_of(asked.text, language)
    return language, resolve(asked.named(), earlier, language)


def _documents(read: _Read, names: HeldNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents and agenda items named by title, or as the assessments of an agency."""
    documents, matters = read.documents.document_ids, read.documents.matter_ids
    for agency in read.agencies:
        if not documents and not matters and asks_assessment_of(read.text, agency.start, agency.end):
            return of_agency(agency.value, names)
    return documents, matters


_COUNTERS = (
    ("件目", re.compile(r"\b(?:case|application)s?\b", re.I)),
    ("点目", re.compile(r"\b(?:point|opinion|remark|suggestion|question|proposal)s?\b", re.I)),
)


def _terms(read: _Read, standalone: str, language: Language, ordinals: Sequence[int]) -> tuple[str, ...]:
    """What the glossary adds, and how Japanese counts what English numbers (third case: 3件目)."""
    if language == "ja":
        return glossary().terms_for(standalone)
    counter = next((counter for counter, noun in _COUNTERS if noun.search(read.text)), "つ目")
    counted = [f"{to_kanji(n) if counter == 'つ目' else n}{counter}" for n in ordinals]
    return (*glossary().terms_for(blanked(read.text, read.agencies)), *counted)


def _has_source(read: _Read) -> bool:
    return bool(read.meetings.mentions or read.documents.document_ids)


def _carried(history: Sequence[Turn], names: HeldNames) -> tuple[str, ...]:
    """The one document that the last answer cites; none where it cites several or nothing."""
    answers = [turn.content for turn in history if turn.role == "assistant"]
    if not answers or "[1]" not in answers[-1]:
        return ()
    text = squashed(answers[-1])
    cited = [d.id for d in names.documents.values() if d.cite and squashed(d.cite) in text]
    return tuple(cited) if len(cited) == 1 else ()


def _addresses(read: _Read, names: HeldNames) -> tuple[str, ...]:
    found = [held_form(p, names) or str(p.address) for p in read.provisions.provisions]
    return tuple(dict.fromkeys(found))


def _missing(
    read: _Read,
    speakers: Sequence[NamedSpeaker],
    intent: Intent,
    names: HeldNames,
    language: Language,
    filters: Filters,
) -> tuple[Missing, ...]:
    """What is named and not held; what a filter decides is not asked of the question."""
    found: list[Missing] = []
    numbers = values(read.meetings.mentions)
    if filters.meeting is None and not read.meetings.ranged:
        found += absent.missing_meetings(numbers, names, language)
    if filters.date_from is None and filters.date_to is None:
        found += absent.missing_dates(read.days.missing, names, language)
    if filters.speaker is None and not found:
        within = [d.id for d in names.documents.values() if d.meeting in numbers and d.meeting is not None]
        found += absent.missing_speakers(speakers, within, names, language)
    if filters.agency is None and filters.document_id is None:
        places = [(m.start, m.end, m.value) for m in read.agencies]
        agencies = absent.missing_agencies(read.text, places, names, language)
        found += agencies or absent.missing_document(read.documents, names, language)
    found += absent.missing_provisions(read.provisions.provisions, intent, names, language)
    return tuple(dict.fromkeys(found))
