"""What was read out of a question, as small chips under it."""

from __future__ import annotations

from collections.abc import Mapping

from ui.dates import day
from ui.plain import as_html
from ui.replies import Understood
from ui.wording import Language, kind_name, say

_MOST_TERMS = 4


def chips(understood: Understood, titles: Mapping[str, str], language: Language) -> str:
    """The chips as HTML; empty where nothing in particular was read out of the question."""
    found = [f'<span class="chip">{as_html(text)}</span>' for text in _texts(understood, titles, language)]
    found += [
        f'<span class="chip missing">{as_html(say("chip_missing", language, name=one.name))}</span>'
        for one in understood.missing
    ]
    if not found:
        return ""
    label = as_html(say("understood", language))
    return f'<p class="chips"><span class="chips-label">{label}</span> {" ".join(found)}</p>'


def _texts(understood: Understood, titles: Mapping[str, str], language: Language) -> list[str]:
    texts = []
    if understood.follow_up and understood.standalone not in ("", understood.question):
        texts.append(say("chip_follow_up", language, question=understood.standalone))
    texts += [say("chip_meeting", language, number=number) for number in understood.meetings]
    for dates in understood.dates:
        if dates.first == dates.last:
            texts.append(day(dates.first, language))
        else:
            first, last = day(dates.first, language), day(dates.last, language)
            texts.append(say("chip_dates", language, first=first, last=last))
    texts += [kind_name(kind, language) for kind in understood.kinds]
    texts += [titles[id_] for id_ in understood.document_ids if id_ in titles]
    texts += [*understood.laws, *understood.agencies, *understood.speakers]
    texts += [say("chip_agenda", language, number=number) for number in understood.agenda_items]
    if language == "en" and understood.terms:
        terms = "、".join(understood.terms[:_MOST_TERMS])
        texts.append(say("chip_terms", language, terms=terms))
    return [text for text in dict.fromkeys(texts) if not any(text in one.name for one in understood.missing)]
