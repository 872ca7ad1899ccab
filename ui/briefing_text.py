"""A briefing as HTML: its sections, each statement with the mark of its source, the sources as footnotes.

Every piece of text goes through ``as_html``: the record's words are data here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ui.briefing_replies import Asked, Briefing, BriefPrecedent, Excerpts, Source, Statement
from ui.dates import day
from ui.narrowing import value_name
from ui.plain import as_html
from ui.terms import agenda_name, matter_name
from ui.wording import Language, say

_PARTS = {
    "points": "points",
    "conditions": "conditions",
    "publication": "publication_part",
    "withheld": "withheld_part",
}


def article(briefing: Briefing, language: Language) -> str:
    """The whole briefing."""
    about = say(
        "briefing_about",
        language,
        day=day(briefing.made_on, language),
        documents=briefing.documents,
        sources=len(briefing.sources),
    )
    missing = ""
    if briefing.missing:
        names = ("、" if language == "ja" else ", ").join(briefing.missing)
        missing = f'<p class="note">{as_html(say("briefing_missing", language, names=names))}</p>'
    body = "".join(
        f'<section id="{name}"><h2>{number} {as_html(say(name, language))}</h2>{drawn or _nothing(language)}</section>'
        for number, (name, drawn) in enumerate(_sections(briefing, language).items(), 1)
    )
    title = as_html(say("briefing_title", language, topic=briefing.topic))
    return (
        f'<article class="briefing" id="briefing"><h1>{title}</h1><p class="about">{as_html(about)}</p>{missing}'
        f"{body}</article>"
    )


def contents(briefing: Briefing, language: Language) -> str:
    """Links to the sections, for the sidebar; those without entries say so by their looks."""
    entries = "".join(
        f'<li><a href="#{name}"{"" if drawn else _QUIET}>{as_html(say(name, language))}</a></li>'
        for name, drawn in _sections(briefing, language).items()
    )
    title = as_html(say("briefing_contents", language))
    return f'<nav class="contents" aria-label="{title}"><h2 class="panel-title">{title}</h2><ul>{entries}</ul></nav>'


_QUIET = ' class="about"'


def _sections(briefing: Briefing, language: Language) -> dict[str, str]:
    """The sections in order, by the wording of their names; empty where nothing is held."""
    return {
        "section_explained": _excerpts(briefing.explained, language),
        "section_precedents": _precedents(briefing.precedents, language),
        "section_requests": _requests(briefing.requests, language),
        "section_remarks": _excerpts(briefing.remarks, language),
        "section_assessments": _excerpts(briefing.assessments, language),
        "section_criteria": _excerpts(briefing.criteria, language),
        "section_open_points": _excerpts(briefing.open_points, language),
        "section_sources": _sources(briefing.sources, language),
    }


def _nothing(language: Language) -> str:
    return f'<p class="about">{as_html(say("briefing_empty_section", language))}</p>'


def _excerpts(groups: Sequence[Excerpts], language: Language) -> str:
    drawn = []
    for group in groups:
        places = groupby(group.statements, key=lambda one: one.place)
        listed = "".join(_placed(place, list(of_one)) for place, of_one in places)
        more = say("briefing_more", language, count=group.more) if group.more else ""
        rest = f'<p class="about">{as_html(more)}</p>' if more else ""
        drawn.append(f"<h3>{as_html(group.cite)}</h3><ul>{listed}</ul>{rest}")
    return "".join(drawn)


def _placed(place: str, statements: Sequence[Statement]) -> str:
    lead = f'<span class="place">{as_html(place)}</span> ' if place else ""
    return f"<li>{lead}{'<br>'.join(map(_quoted, statements))}</li>"


def _quoted(statement: Statement) -> str:
    number = statement.source
    return (
        f'<span class="words">「{as_html(statement.text)}」</span>'
        f'<a class="mark" href="#brief-source-{number}">[{number}]</a>'
    )


def _precedents(precedents: Sequence[BriefPrecedent], language: Language) -> str:
    if not precedents:
        return ""
    names = ("column_when", "filter_matter", "column_item", "column_outcome")
    heads = "".join(f'<th scope="col">{as_html(say(name, language))}</th>' for name in names)
    rows = "".join(_row(one, language) for one in precedents)
    table = f'<table class="brief-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return table + "".join(_parts(one, language) for one in precedents)


def _row(one: BriefPrecedent, language: Language) -> str:
    outcome = "<br>".join(map(_quoted, one.outcome)) or as_html(say("nothing_told", language))
    parties = ("、" if language == "ja" else ", ").join(one.parties)
    about = f'<br><span class="about">{as_html(parties)}</span>' if parties else ""
    return (
        f"<tr><td>{'<br>'.join(map(as_html, _when(one, language)))}</td>"
        f"<td>{as_html(matter_name(one.matter, language))}</td><td>{as_html(one.heading)}{about}</td>"
        f"<td>{outcome}</td></tr>"
    )


def _parts(one: BriefPrecedent, language: Language) -> str:
    held: dict[str, Sequence[Statement]] = {
        "points": one.points,
        "conditions": one.conditions,
        "publication": one.publication,
        "withheld": one.withheld,
    }
    drawn = "".join(
        f"<h4>{as_html(say(_PARTS[name], language))}</h4><ul>"
        f"{''.join(f'<li>{_quoted(statement)}</li>' for statement in statements)}</ul>"
        for name, statements in held.items()
        if statements
    )
    title = " ・ ".join((*_when(one, language), one.heading))
    return f"<h3>{as_html(title)}</h3>{drawn}" if drawn else ""


def _requests(requests: Sequence[Asked], language: Language) -> str:
    drawn = []
    for _, group in groupby(requests, key=lambda one: (one.date, one.meeting, one.agenda_item, one.about)):
        of_one = list(group)
        title = " ・ ".join(part for part in (*_when(of_one[0], language), of_one[0].about) if part)
        drawn.append(f"<h3>{as_html(title)}</h3><ul>{_answered(of_one, language)}</ul>")
    return "".join(drawn)


def _answered(requests: Iterable[Asked], language: Language) -> str:
    """Requests that one reply answers stand together above it."""
    drawn = []
    for _, group in groupby(requests, key=lambda one: one.reply or one.words):
        of_one = list(group)
        drawn += [f"<li>{_request(one, language)}</li>" for one in of_one]
        reply = of_one[-1].reply
        if reply is None:
            drawn.append(f'<li class="reply about">{as_html(say("briefing_unanswered", language))}</li>')
        else:
            answer = as_html(say("briefing_answer", language))
            drawn.append(f'<li class="reply"><span class="place">{answer}</span> {_quoted(reply)}</li>')
    return "".join(drawn)


def _request(one: Asked, language: Language) -> str:
    whom = f" → {as_html(one.asked_of)}" if one.asked_of else ""
    strength = as_html(value_name("strength", one.strength, language))
    return (
        f'<span class="strength {as_html(one.strength)}">{strength}</span> '
        f'<span class="place">{as_html(one.asked_by)}{whom}</span> {_quoted(one.words)}'
    )


def _when(one: BriefPrecedent | Asked, language: Language) -> list[str]:
    meeting = value_name("meeting", str(one.meeting), language) if one.meeting else ""
    parts = (day(one.date, language), meeting, agenda_name(one.agenda_item or "", language))
    return [part for part in parts if part]


def _sources(sources: Sequence[Source], language: Language) -> str:
    listed = "".join(
        f'<li id="brief-source-{one.number}"><span class="mark">[{one.number}]</span> '
        f'<a href="?clause={as_html(one.clause_id)}" target="_blank">{as_html(one.label)}</a>{_aside(one, language)}</li>'
        for one in sources
    )
    return f'<ol class="brief-sources">{listed}</ol>' if listed else ""


def _aside(one: Source, language: Language) -> str:
    told = [say("briefing_page_number", language, number=one.page)] if one.page else []
    told += [say("briefing_former", language)] if one.superseded else []
    return f' <span class="about">{as_html(" ・ ".join(told))}</span>' if told else ""
