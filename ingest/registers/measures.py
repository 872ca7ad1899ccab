"""The register of measures: what was asked of whom, read out of the clauses of minutes and summaries.

Three places hold measures: the entries that the Commission has written into an assessment (審査記載事項),
the acts it performs or reports (``acts``), and what commissioners say. Where the secretariat explains, it asks
for something only where it says, of somebody and of its own, that it must be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Clause, ClauseKind, Measure, Strength
from corpus.subjects import topics_of
from corpus.text import sentences
from ingest.registers.acts import act_in, addressee
from ingest.registers.forms import asked_in_remark, bare, inner, obliges
from ingest.registers.items import COMMISSION, ENTRIES, SECRETARIAT, Item, Place, Told, is_chair

_ENTERED = re.compile(
    r"(?:必要が(?:ある|あります)|(?:重要|必要|適切)である|べきである|求める)(?:こと|旨)(?:を|が|について)?[^。]{0,6}記載"
)
_SUBJECT = re.compile(
    r"(?:^|、)(?:今般の|今回の|本件の|当該|今回|今般)?、?(?P<name>[^、。「」]{2,40}?)(?:においては|におかれては)、?"
)
_TOPIC_SUBJECT = re.compile(r"(?:^|[、。])(?:また、|なお、)?(?P<name>[^、。「」はが]{2,30}?)は")
_CAUSER = re.compile(r"である(?P<name>[^、。「」であ]{2,30}?(?:大臣|省|庁|市|県|機関|機構|組合))が")
_BODY = re.compile(r"(?:者|機関|機構|組合|省|庁|大臣|市|県|町|村|区|会社.*|法人.*|協会|大学|病院|知事|市長)$")
# An agency that explains its own matter speaks of itself.
_OWN = re.compile(
    r"(?:本|当)(?:市|県|都|府|道|区|町|村|省|庁|社|課|局|組合|機構|法人|協会)(?!等)|弊社|私ども|我々"
)
_SEVERAL = re.compile(r"(?:両|各)委員の?(?:御?(?:意見|指摘|質問|発言))")
_POINTS_BACK = re.compile(
    r"^(?:また、)?(?:この点|これに関し|これについて|その際|その点|このため|そのため|こうした)"
)


def measures_of(item: Item) -> list[Measure]:
    """The measures of an agenda item, in the order in which they stand."""
    found: list[Measure] = []
    for at, one in enumerate(item.told):
        of_clause = list(_of_clause(item, one, item.told[at - 1] if at else None))
        for number, (text, strength, by, of, topics) in enumerate(of_clause, 1):
            found.append(
                Measure(
                    id=one.clause.id if len(of_clause) == 1 else f"{one.clause.id}~{number}",
                    document_id=item.document.id,
                    clause_id=one.clause.id,
                    label=one.clause.label,
                    text=text,
                    meeting=item.document.meeting,
                    date=item.document.date,
                    agenda_item=item.clause.agenda_item,
                    asked_by=by,
                    asked_of=of,
                    about=item.heading,
                    agency=item.agency,
                    strength=strength,
                    topics=topics,
                    reply_id=_reply(item, at) if one.place is Place.REMARK else None,
                    audience=one.clause.audience,
                )
            )
    return found


_Asked = tuple[str, Strength, str, str | None, tuple[str, ...]]  # text, strength, asked by, asked of, topics


def _of_clause(item: Item, one: Told, before: Told | None) -> Iterator[_Asked]:
    clause = one.clause
    if clause.withheld or one.place is Place.REPLY:
        return
    if clause.id in item.entries:
        yield clause.text, Strength.REQUIRED, COMMISSION, item.agency, topics_of(clause.text)
        return
    last = _last_sentence(before.clause.text) if before and before.turn.id == one.turn.id else ""
    for span in sentences(clause.text, inside_quotations=one.place is Place.REMARK):
        sentence = clause.text[span.start : span.end]
        if one.place is Place.REMARK:
            sentence = inner(sentence)
            if strength := asked_in_remark(sentence):
                about = f"{last}{sentence}" if _POINTS_BACK.match(sentence) else sentence
                yield sentence, strength, clause.speaker or "", _asked_of(sentence, item), topics_of(about)
        else:
            yield from _told(item, one, sentence)
        last = sentence


def _last_sentence(text: str) -> str:
    spans = sentences(text, inside_quotations=True)
    return text[spans[-1].start :] if spans else ""


def _told(item: Item, one: Told, sentence: str) -> Iterator[_Asked]:
    """What the secretariat, or a summary in its own voice, tells that the Commission asks."""
    clause = one.clause
    if clause.path and ENTRIES in clause.path[-1] and _ENTERED.search(sentence):
        yield sentence, Strength.REQUIRED, COMMISSION, item.agency, topics_of(sentence)
    elif act := act_in(sentence, one.place):
        yield sentence, Strength.REQUIRED, COMMISSION, addressee(sentence, act, item), topics_of(sentence)
    elif _explained(one, sentence) and (of := _subject(sentence)) is not None:
        yield sentence, Strength.REQUESTED, clause.speaker or SECRETARIAT, of, topics_of(sentence)


def _explained(one: Told, sentence: str) -> bool:
    """Whether the secretariat says, where it explains, that somebody else must do something."""
    return one.place is Place.EXPLANATION and obliges(sentence) and not _OWN.search(sentence)


def _subject(sentence: str) -> str | None:
    """Of whom a sentence says that they must: 申請者 in 「申請者においては、…必要があります」."""
    for words in (_SUBJECT, _TOPIC_SUBJECT):
        for found in words.finditer(bare(sentence)):
            name = re.sub(r"^(?:今般|今回|本件)の?", "", found["name"])
            if _BODY.search(name):
                return name
    return None


def _asked_of(sentence: str, item: Item) -> str | None:
    """Of whom a commissioner asks: whom the sentence names, or whose matter it is, or the secretariat."""
    for words in (_SUBJECT, _CAUSER):
        for found in words.finditer(sentence):
            if _BODY.search(found["name"]):
                return found["name"]
    return item.agency if item.matter == "評価書審査" and item.agency else SECRETARIAT


def _another_speaks(one: Told, turn: Clause) -> bool:
    """Whether another commissioner's speech begins; a summary's replies name their remark themselves."""
    if one.place is not Place.REMARK or one.turn.id == turn.id or is_chair(one.clause):
        return False
    return one.turn.kind is not ClauseKind.REMARK


def _reply(item: Item, at: int) -> str | None:
    """The clause that answers a remark: in a summary the reply that names it, in minutes the next reply."""
    turn, speaker = item.told[at].turn, item.told[at].clause.speaker
    others = False  # other commissioners have spoken since; a reply must name this one
    for one in item.told[at + 1 :]:
        if one.place is Place.REPLY:
            named = (speaker is not None and speaker in one.clause.text) or _SEVERAL.search(one.clause.text)
            answered = one.turn.replies_to or one.clause.replies_to
            direct = answered is None or answered in (turn.id, item.told[at].clause.id)
            if named or (direct and not others):
                return one.turn.id
            others = others or answered is None
        elif _another_speaks(one, turn):
            others = True
    return None
