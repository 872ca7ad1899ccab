"""What a question names and the record does not hold, with a sentence that says what is held instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.models import Intent, Missing
from assistant.understanding.days import AskedDay
from assistant.understanding.documents import NamedDocuments, asks_assessment_of
from assistant.understanding.holding import HeldNames, meeting_documents
from assistant.understanding.language import Language
from assistant.understanding.people import NamedSpeaker
from assistant.understanding.provisions import Provision, held_form
from corpus.dates import format_era
from corpus.models import Document, DocumentKind

_SHOWN = 6  # so many are listed by name; beyond that their number is given


def missing_meetings(numbers: Iterable[int], names: HeldNames, language: Language) -> list[Missing]:
    """Meetings named of which no document is held."""
    detail = held_meetings(names, language)
    return [
        Missing(what="meeting", name=f"第{n}回委員会" if language == "ja" else f"meeting {n}", detail=detail)
        for n in numbers
        if n not in names.meetings
    ]


def missing_dates(days: Sequence[AskedDay], names: HeldNames, language: Language) -> list[Missing]:
    """Days asked of as days of meetings or documents, on which none falls."""
    held = {True: held_assessments, False: held_meetings}
    return [
        Missing(
            what="date",
            name=day.written,
            detail=held[DocumentKind.ASSESSMENT in day.kinds](names, language),
        )
        for day in days
    ]


def held_meetings(names: HeldNames, language: Language) -> str:
    """The meetings held, as a sentence."""
    documents = meeting_documents(names)
    if not documents:
        return "議事録・議事概要は収録していません。" if language == "ja" else "No minutes are held."
    if len(documents) > _SHOWN:
        first, last = documents[0].meeting, documents[-1].meeting
        if language == "ja":
            span = f"第{first}回から第{last}回までのうち"
            return f"収録しているのは{span}{len(documents)}件の議事録・議事概要です。"
        return f"The record holds {len(documents)} minutes and summaries between meetings {first} and {last}."
    listed = [_meeting(document, language) for document in documents]
    if language == "ja":
        return f"収録している会議は{'、'.join(listed)}です。"
    return f"The meetings held are {', '.join(listed)}."


def _meeting(document: Document, language: Language) -> str:
    if language == "ja":
        return f"第{document.meeting}回" + (f"（{format_era(document.date)}）" if document.date else "")
    return f"no. {document.meeting}" + (
        f" ({document.date:%B} {document.date.day}, {document.date.year})" if document.date else ""
    )


def missing_speakers(
    speakers: Iterable[NamedSpeaker], within: Sequence[str], names: HeldNames, language: Language
) -> list[Missing]:
    """Speakers held nowhere, or not in the documents ``within`` which the question confines itself to."""
    found = []
    for speaker in speakers:
        ids = {id_ for held in names.speakers if held.name in speaker.held for id_ in held.document_ids}
        if speaker.generic or (speaker.held and (not within or ids & set(within))):
            continue
        found.append(
            Missing(what="speaker", name=speaker.written, detail=_where(speaker, ids, names, language))
        )
    return found


def _where(speaker: NamedSpeaker, ids: set[str], names: HeldNames, language: Language) -> str:
    cites = [names.documents[id_].cite for id_ in sorted(ids) if id_ in names.documents][:_SHOWN]
    if not cites:
        if language == "ja":
            return f"収録している資料に{speaker.written}の発言はありません。"
        return f"No remark of {speaker.written} is held."
    if language == "ja":
        return (
            f"お尋ねの会議に{speaker.written}の発言の記録はありません。発言があるのは{'、'.join(cites)}です。"
        )
    return f"{speaker.written} is not recorded as speaking there, but in {', '.join(cites)}."


def missing_agencies(
    text: str, agencies: Iterable[tuple[int, int, str]], names: HeldNames, language: Language
) -> list[Missing]:
    """Agencies whose assessment is asked for and of which the record has neither document nor agenda item."""
    found = []
    for start, end, name in agencies:
        if (
            asks_assessment_of(text, start, end)
            and name not in names.held_agencies
            and not _on_the_agenda(name, names)
        ):
            found.append(Missing(what="agency", name=name, detail=held_assessments(names, language)))
    return found


def _on_the_agenda(agency: str, names: HeldNames) -> bool:
    """Whether an agenda item or title names the agency; with no agenda known, it is taken to."""
    called = [written for written, own in names.agencies.items() if own == agency]
    titles = [*names.titles.values(), *(heading for heading, _, _ in names.matters)]
    return not names.matters or any(name.casefold() in title for name in called for title in titles)


def missing_document(named: NamedDocuments, names: HeldNames, language: Language) -> list[Missing]:
    """An assessment that no held title or agenda item fits."""
    if named.unknown is None or named.document_ids or named.matter_ids:
        return []
    name = f"{named.unknown}の評価書"
    return [Missing(what="document", name=name, detail=held_assessments(names, language))]


def held_assessments(names: HeldNames, language: Language) -> str:
    """The assessments held, as a sentence."""
    held = [d.title for d in names.documents.values() if d.kind is DocumentKind.ASSESSMENT]
    more = len(held) - _SHOWN
    listed = "、".join(f"「{title}」" for title in held[:_SHOWN])
    if language == "ja":
        if not held:
            return "評価書は収録していません。"
        return f"収録している評価書は{listed}{f'ほか{more}件' if more > 0 else ''}です。"
    if not held:
        return "No assessment report is held."
    return f"The assessment reports held are {listed}{f' and {more} more' if more > 0 else ''}."


def missing_provisions(
    provisions: Iterable[Provision], intent: Intent, names: HeldNames, language: Language
) -> list[Missing]:
    """Provisions whose law is held without them; laws not held, where their text is what is asked for."""
    found: list[Missing] = []
    for provision in provisions:
        held = [law for law in provision.laws if law in names.articles]
        if provision.law_named and not held:
            if intent is Intent.CLAUSE:
                found.append(Missing(what="law", name=provision.laws[0], detail=_laws(names, language)))
        elif names.articles and _lacks(provision, intent, names):
            name = (provision.laws[0] if len(provision.laws) == 1 else "") + provision.written
            detail = _articles(held or list(names.articles), names, language)
            found.append(Missing(what="clause", name=name, detail=detail))
    return found


def _lacks(provision: Provision, intent: Intent, names: HeldNames) -> bool:
    """Whether the provision is wanting: its whole article, or itself when its text is asked for."""
    if not provision.law_named and intent is not Intent.CLAUSE:
        return False
    if held_form(provision, names) is not None:
        return False
    laws = provision.laws if provision.law_named else tuple(names.articles)
    article = "a" + "-".join(map(str, provision.address.article or ()))
    suppl = "-".join(filter(None, ("s", provision.address.amendment)))
    prefix = f"{suppl}.{article}" if provision.address.suppl else article
    of_article = [
        a for law in laws for a in names.articles.get(law, ()) if a == prefix or a.startswith(prefix + ".")
    ]
    wanted = [str(candidate) for candidate in provision.address.candidates()]
    above = any(a.startswith(w + ".") for a in of_article for w in wanted)
    return not of_article or (intent is Intent.CLAUSE and not above)


def _laws(names: HeldNames, language: Language) -> str:
    listed = "、".join(sorted(names.articles)[:_SHOWN])
    if language == "ja":
        return f"条文を収録している法令は{listed}です。" if listed else "法令の条文は収録していません。"
    return f"The laws held are {listed}." if listed else "No text of a law is held."


def _articles(laws: Sequence[str], names: HeldNames, language: Language) -> str:
    parts = []
    for law in laws[:3]:
        numbers = sorted(
            {
                tuple(map(int, m[1].split("-")))
                for a in names.articles[law]
                if (m := re.match(r"a([0-9-]+)", a))
            }
        )
        written = [f"第{n[0]}条" + "".join(f"の{b}" for b in n[1:]) for n in numbers]
        if len(written) > _SHOWN:
            written = [f"{written[0]}から{written[-1]}まで"]
        parts.append(f"{law}の{'、'.join(written)}")
    listed = "、".join(parts)
    return f"収録しているのは{listed}です。" if language == "ja" else f"Held are {listed}."
