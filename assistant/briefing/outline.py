"""A briefing as a row of headings, lines and one table, the same for every form it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.briefing.blocks import Block, Heading, Line, Reference, Table
from assistant.briefing.glance import glance
from assistant.briefing.models import Briefing, Excerpts, Precedent, Request, Statement
from assistant.briefing.wording import Language, matter, meeting, strength, when, word
from corpus.models import Strength

_SECTIONS = (
    *("glance", "explained", "precedents", "requests", "remarks"),
    *("assessments", "criteria", "open_points", "sources"),
)
_COLUMNS = ("column_day", "column_meeting", "column_matter", "column_parties", "column_outcome")
_PARTS = ("points", "conditions", "publication", "withheld")


def title(briefing: Briefing) -> str:
    """The briefing's own title."""
    return word("title", briefing.language, topic=briefing.topic)


def particulars(briefing: Briefing) -> str:
    """When it was made, out of what: for the head of every page."""
    return word(
        "particulars",
        briefing.language,
        day=when(briefing.made_on, briefing.language),
        generation=briefing.generation,
        documents=briefing.documents,
        sources=len(briefing.sources),
    )


def outline(briefing: Briefing) -> Iterator[Block]:
    """All blocks in order. A source is first named in the order of its number."""
    language = briefing.language
    yield Line(word("how_to_read", language))
    if briefing.missing:
        yield Line(word("missing", language, names=word("joined", language).join(briefing.missing)))
    yield from _summary(briefing)
    bodies: tuple[Iterable[Block], ...] = (
        glance(briefing),
        _explained(briefing),
        _precedents(briefing.precedents, language),
        _requests(briefing.requests, language),
        _excerpts(briefing.remarks, language),
        _excerpts(briefing.assessments, language),
        _criteria(briefing.criteria, language),
        _excerpts(briefing.open_points, language),
        (Reference(source) for source in briefing.sources),
    )
    for number, (name, body) in enumerate(zip(_SECTIONS, bodies, strict=True), 1):
        yield Heading(
            1,
            f"{number}　{word(name, language)}" if language == "ja" else f"{number}. {word(name, language)}",
        )
        blocks = list(body)
        yield from blocks or [Line(word("nothing", language))]


def _summary(briefing: Briefing) -> Iterator[Block]:
    """What a model says of it, where one was asked; each sentence has the words that prove it below it."""
    if briefing.summary:
        yield Heading(1, word("summary", briefing.language))
        yield Line(word("by_model", briefing.language, model=briefing.provenance.get("model", "")))
    for one in briefing.summary:
        yield Line(one.text, depth=1)
        yield from (_quote(statement, lead=statement.place, depth=2) for statement in one.support)
    if briefing.note:
        yield Line(briefing.note)


def shown(text: str) -> str:
    """A quotation as it is displayed: white space of the source as single blanks, none between full-width ones."""
    plain = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", plain) if "\n" in text else plain


def _excerpts(groups: Sequence[Excerpts], language: Language) -> Iterator[Block]:
    for group in groups:
        yield Heading(2, group.cite)
        for place, statements in groupby(group.statements, key=lambda one: one.place):
            of_one = list(statements)
            if len(of_one) == 1:
                yield _quote(of_one[0], lead=place)
                continue
            yield Line(lead=place, depth=1)
            yield from (_quote(one, depth=2) for one in of_one)
        if group.more:
            yield Line(word("and_more", language, count=group.more), depth=1)


def _explained(briefing: Briefing) -> Iterator[Block]:
    if briefing.by_caption:
        yield Line(word("by_caption", briefing.language))
    yield from _excerpts(briefing.explained, briefing.language)


def _criteria(groups: Sequence[Excerpts], language: Language) -> Iterator[Block]:
    if groups:
        yield Line(word("criteria_note", language))
    yield from _excerpts(groups, language)


def _precedents(precedents: Sequence[Precedent], language: Language) -> Iterator[Block]:
    if not precedents:
        return
    yield Table([word(column, language) for column in _COLUMNS], [_row(one, language) for one in precedents])
    for one in precedents:
        parts = [(name, getattr(one, name)) for name in _PARTS]
        if any(statements for _, statements in parts):
            place = meeting(one.meeting, one.agenda_item, language)
            yield Heading(2, f"{when(one.date, language)}　{place}　{one.heading}")
        for name, statements in parts:
            if statements:
                yield Line(lead=word(name, language))
                yield from (_quote(statement) for statement in statements)


def _row(one: Precedent, language: Language) -> list[list[Line]]:
    outcome = [_quote(statement, depth=0) for statement in one.outcome]
    place = meeting(one.meeting, one.agenda_item, language)
    return [
        [Line(when(one.date, language))],
        [Line(part) for part in (place.split(" ") if language == "ja" else place.split(", "))],
        [Line(matter(one.matter, language))],
        [Line(party) for party in one.parties] or [Line("—")],
        outcome or [Line(word("no_outcome", language))],
    ]


def _requests(requests: Sequence[Request], language: Language) -> Iterator[Block]:
    for about, group in groupby(
        requests, key=lambda one: (one.date, one.meeting, one.agenda_item, one.about)
    ):
        day, number, item, heading = about
        yield Heading(2, f"{when(day, language)}　{meeting(number, item, language)}　{heading}")
        # Requests that one reply answers stand together above it.
        for _, answered in groupby(group, key=lambda one: one.reply or one.words):
            yield from _answered(list(answered), language)


def _answered(requests: Sequence[Request], language: Language) -> Iterator[Block]:
    for one in requests:
        whom = f" → {one.asked_of}" if one.asked_of else ""
        yield _quote(one.words, lead=f"{strength(one.strength, language)}{one.asked_by}{whom}")
    last = requests[-1]
    if last.reply is None:
        if last.strength is not Strength.REQUIRED:  # an act of the Commission waits for no words
            yield Line(word("no_reply", language), depth=2)
    else:
        who = (
            word("reply_of", language, speaker=last.replied_by)
            if last.replied_by
            else word("reply", language)
        )
        yield _quote(last.reply, lead=who, depth=2)


def _quote(statement: Statement, *, lead: str = "", depth: int = 1) -> Line:
    return Line(shown(statement.text), lead=lead, source=statement.source, depth=depth, quoted=True)
