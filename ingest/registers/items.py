"""The agenda items of minutes and summaries as the registers read them: what is told by whom, of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.models import Clause, ClauseKind, Document, DocumentKind
from corpus.subjects import matter_of

COMMISSION = "個人情報保護委員会"
ENTRIES = "審査記載事項"
SECRETARIAT = "事務局"
PROCEEDINGS = (DocumentKind.MINUTES, DocumentKind.SUMMARY)  # the kinds of documents that have registers
_INTRODUCES = re.compile(rf"{ENTRIES}(?!を評価書)[^。]*。(?:[^。]{{0,30}}。)?\s*$")
_MEMBER = re.compile(r"委員長代理$|委員長$|委員$")
_OPENS_EXPLANATION = re.compile(r"説明(?:を|の)?[^。]{0,6}(?:願|求め|ください|下さい)")
_ASKS_FOR_VIEWS = re.compile(r"御?(?:質問|意見)[^。]{0,20}(?:願|ください|ございま|ありま)")
_LEGAL = (
    r"(?:(?:株式|有限|合同|合資|相互)会社|(?:一般|公益|特例)(?:社団|財団)法人|(?:国立|公立)?(?:大学|研究開発)法人|学校法人"
    r"|(?:社会|特定)?医療法人|宗教法人|社会福祉法人|独立行政法人|地方独立行政法人|特定非営利活動法人)"
)
_ANNOUNCED = re.compile(
    r"議題(?:は|、|[：:])?\s*「?([^「」。]{4,160}?(?:「[^」]*」[^「」。]{0,40})?について)"
)
# A particle ends a name, but not within a word of hiragana: 株式会社こがね.
_NAME_END = (
    r"(?=、|。|及び|並びに|又は|から|より|(?<![ぁ-ん])が|が(?![ぁ-ん])"
    r"|の(?=申請|認定|提出|協議|事|対応|改善|取扱|個人|漏)|等|\s*$|「|」|（|\(|(?<![ぁ-ん])[はにをと]|[はにをと](?![ぁ-ん]))"
)
_ORGANISATION = re.compile(
    rf"{_LEGAL}\s*[^、。「」（）()]{{1,40}}?{_NAME_END}|[^、。「」（）()はがのをにと\s]{{1,30}}?{_LEGAL}(?={_NAME_END})"
)
_OFFICE = re.compile(
    r"^(?P<name>[^（(「」、。]{1,40}?(?:大臣|長官|知事|市長|町長|村長|区長|理事長|機構|組合|協会|連合会|基金|公団|委員会|会|省|庁))"
    r"(?=[（(]|における|が|の)"
)
_PARTY = re.compile(
    r"^(?P<name>.{2,60}?)\s*(?:等|ほか)?\s*(?:における|に対する|に係る|による|への|(?<![ぁ-ん])が|が(?![ぁ-ん])|の)"
)
_BODY_END = re.compile(
    rf"{_LEGAL}|(?:大臣|省|庁|府|県|市|区|町|村|大学|病院|機構|組合|協会|連合会|銀行|センター|学園|委員会)$"
)
# Whose report it is, where the agenda does not say: 総務大臣から提出された「…全項目評価書」.
_SUBMITS = re.compile(
    r"(?P<name>[一-鿿]{1,12}?(?:大臣|長官|知事|市長|町長|村長|区長|理事長|機構))(?:から|より)[^。]{0,120}?提出"
)
_APPLIES = re.compile(r"(?:申請が|申請者|申請のあった|認定を受けようとする)")


class Place(Enum):
    """Where in an item a clause stands."""

    EXPLANATION = "explanation"  # what the secretariat lays before the Commission
    REMARK = "remark"  # a commissioner's words
    REPLY = "reply"  # what is said to a commissioner
    NARRATIVE = "narrative"  # what a summary tells in its own voice


_LAID_BEFORE = (Place.EXPLANATION, Place.NARRATIVE)


@dataclass(frozen=True)
class Told:
    """A leaf of an item, and its place; ``turn`` is the speech, remark or reply it belongs to."""

    clause: Clause
    place: Place
    turn: Clause


@dataclass(frozen=True)
class Item:
    """One agenda item."""

    document: Document
    clause: Clause
    heading: str  # as the agenda names the matter, without について
    matter: str
    parties: tuple[str, ...]
    told: tuple[Told, ...]
    entries: frozenset[str] = (
        frozenset()
    )  # ids of what the Commission has written into an assessment, point by point

    @property
    def agency(self) -> str | None:
        """Whose matter it is, where it is one body's."""
        return self.parties[0] if self.parties and self.matter != "認定協議" else None


def items_of(document: Document, clauses: Sequence[Clause]) -> list[Item]:
    """The agenda items of minutes or a summary; opening and closing are none. Other kinds have none.

    Proceedings on one matter may leave its number out: then the whole is the item, if it names an agenda at all.
    """
    if document.kind not in PROCEEDINGS:
        return []
    listed = [clause for clause in clauses if clause.kind is ClauseKind.AGENDA_ITEM]
    numbered = [clause for clause in listed if clause.agenda_item is not None]
    alone = [clause for clause in listed if not numbered and _unnumbered_heading(clause)]
    return [_item(document, clause, clauses) for clause in (numbered or alone)]


def is_member(clause: Clause) -> bool:
    """Whether a commissioner speaks: the chairperson and a deputy are commissioners too."""
    return bool(clause.role and _MEMBER.search(clause.role)) or bool(
        clause.speaker and _MEMBER.search(clause.speaker)
    )


def is_chair(clause: Clause) -> bool:
    """Whether the person who presides speaks."""
    return "委員長" in f"{clause.role or ''}{clause.speaker or ''}"


def organisations(text: str) -> tuple[str, ...]:
    """The companies, foundations, universities and the like that a text names, each once."""
    named = (
        re.sub(r"^(?:また|なお|及び|並びに|今般)", "", found[0]) for found in _ORGANISATION.finditer(text)
    )
    return tuple(dict.fromkeys(name.strip() for name in named))


def _item(document: Document, item: Clause, clauses: Sequence[Clause]) -> Item:
    below = [clause for clause in clauses if clause.id.startswith(f"{item.id}.")]
    heading = _heading(item, below)
    matter = matter_of(heading)
    told = tuple(_told(below))
    return Item(
        document=document,
        clause=item,
        heading=heading,
        matter=matter,
        parties=_parties(heading, matter, told),
        told=told,
        entries=frozenset(_entries(told)),
    )


def _entries(told: Sequence[Told]) -> Iterator[str]:
    """The points that are 審査記載事項: by the heading they stand under, or by the words that introduce them."""
    introduced = False
    for one in told:
        point = one.clause.kind is ClauseKind.POINT
        if point and (introduced or (one.clause.path and ENTRIES in one.clause.path[-1])):
            yield one.clause.id
        elif not point:
            introduced = one.place is Place.EXPLANATION and _INTRODUCES.search(one.clause.text) is not None


def _heading(item: Clause, below: Sequence[Clause]) -> str:
    if item.agenda_item is None:
        return _unnumbered_heading(item) or ""
    name = item.path[-1].removeprefix(item.agenda_item).strip() if item.path else ""
    name = name or next((c.text for c in below if c.kind is ClauseKind.HEADING), "")
    return re.sub(r"について$", "", name.strip("「」 　"))


def _unnumbered_heading(item: Clause) -> str | None:
    """The matter of proceedings that do not number it, by the words that announce it."""
    found = _ANNOUNCED.search(item.text.replace("\n", ""))
    return re.sub(r"について$", "", found[1]) if found else None


def _told(below: Sequence[Clause]) -> Iterator[Told]:
    """The leaves with their places. Others than commissioners explain until views are asked for, then reply."""
    by_id = {clause.id: clause for clause in below}
    views_asked = False
    for clause in below:
        if not clause.leaf or clause.kind is ClauseKind.HEADING:
            continue
        turn = by_id.get(clause.parent_id or "", clause)
        if clause.kind is ClauseKind.NARRATIVE or clause.speaker is None:
            yield Told(clause, Place.NARRATIVE, clause)
        elif is_member(clause):
            if _OPENS_EXPLANATION.search(clause.text):
                views_asked = False
            elif _ASKS_FOR_VIEWS.search(clause.text) or not is_chair(clause):
                views_asked = True
            yield Told(clause, Place.REMARK, turn)
        else:
            replies = clause.kind is ClauseKind.REPLY or turn.kind is ClauseKind.REPLY or views_asked
            yield Told(clause, Place.REPLY if replies else Place.EXPLANATION, turn)


def _parties(heading: str, matter: str, told: Sequence[Told]) -> tuple[str, ...]:
    if matter == "評価書審査":
        found = _OFFICE.search(heading) or re.match(r"(?P<name>[^（(「」]{2,40})[（(]", heading)
        if found and "評価書" not in found["name"]:
            return (found["name"],)
        said = (_SUBMITS.search(one.clause.text) for one in told if one.place in _LAID_BEFORE)
        return next(((match["name"],) for match in said if match), ())
    if matter == "認定協議":
        applying = [
            name
            for one in told
            if one.place in (Place.EXPLANATION, Place.NARRATIVE)
            for sentence in one.clause.text.split("。")
            if _APPLIES.search(sentence)
            for name in organisations(sentence)
        ]
        return tuple(dict.fromkeys([*organisations(heading), *applying]))
    found = _PARTY.search(heading)
    if found and _BODY_END.search(found["name"]):
        return (re.sub(r"\s*等$", "", found["name"]).strip(),)
    named = "".join(one.clause.text for one in told if one.place in (Place.EXPLANATION, Place.NARRATIVE))
    return organisations(heading)[:1] or (organisations(named)[:1] if matter == "監督" else ())
