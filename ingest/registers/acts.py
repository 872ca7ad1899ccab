"""The acts by which the Commission itself asks: 指導, 勧告, 命令, 意見, 通知, a report asked for.

An act needs its content: 「意見を付した上で了承したい」 alone asks for nothing that is not said elsewhere.
"""

from __future__ import annotations

import re
from enum import Enum

from ingest.registers.forms import written_elsewhere
from ingest.registers.items import COMMISSION, Item, Place

_CONTENT = r"(?:よう(?:に)?|ことについて|こと(?:を求める)?|べき(?:こと|旨)?|旨|等の|との|を求める)"


class Act(Enum):
    """A kind of act, with the words that perform it."""

    OPINION = rf"{_CONTENT}(?:、?それぞれ|の|を内容とする)?、?意見を(?:付|述べ|提出|申し)"
    NOTICE = (
        r"よう(?:に)?[^。、]{0,6}通知|(?<!その)(?<!この)よう(?:に)?、[^。、]{0,30}通知"
        r"|(?:べき旨|ことを?(?:求める|要する)旨|べきこと|要請する旨)を?[^。]{0,30}通知"
    )
    REPORT = (
        r"報告(?:書)?(?:する|を行う|の提出|を提出する)?(?:こと|よう)?(?:に|を)?求め|報告(?:書)?(?:を|を提出)?させ"
        r"|報告を(?:受けることと|徴(?:収|す))"
    )
    ORDER = (
        rf"(?:{_CONTENT}|、)[^。、]{{0,12}}(?:指導|助言|勧告|命令|注意)(?:等)?"
        r"(?:を(?:行|実施|発出|し|する|いたし)|し(?:た|ま|て|、)|する|いたし)|(?:こと|提出|停止|中止|削除|消去|是正|改善)を命(?:ず|じ)"
    )
    REQUEST = (
        r"(?:に対し(?:て|まして)?は?、|宛てに|に(?=[^。、]{0,40}よう))[^。]{0,120}(?:よう(?:に)?|を)"
        r"(?:依頼|要請|協力を求|働き?掛け)(?:し|する|め|を(?:行|し)|い|る|た|ま|て)"
    )
    DEMAND = r"に対し(?:て)?、[^。]{0,120}(?:よう(?:に)?|ことを|の提出を|改善を|是正を)求め(?:る|た|て|ま)"


_ACTS = {act: re.compile(act.value) for act in Act}
_ORDERED_OF = re.compile(
    r"(?:^|[、。」])(?P<name>[^、。「」]{1,40}?)(?:に対し(?:て|まして)?[はも]?|に|宛てに?)、"
)
_SAME_BODY = re.compile(
    r"^(?:同社|同法人|同組合|同市|同省|同庁|当該(?:事業者|法人|機関|組合)|本件事業者|両社|各社|同機構|同[町村県区会院校機関]|町|村|市|県|区|機構|組合|法人|会社)$"
)
_BODY = re.compile(
    r"(?:大臣|知事|長|社|者|法人|機構|組合|省|庁|市|県|府|町|村|区|大学|病院|学校|会|団体|市町村|都道府県|機関|会社.*)$"
)
_CONSULTED_BY = re.compile(r"(主務大臣)")
_PAST = re.compile(r"(?<!こととなっ)た。?$")
# What follows an act that is only spoken of: the law allows it, or something else is done after it.
_SPOKEN_OF = re.compile(
    r"(?:[^。、]{0,8}(?:とされ|規定され|できる|定められ)|(?:っ|い|し|し|行)?た(?:後|場合|際)|(?:う|る|す)(?:前|場合|際))"
)


def act_in(sentence: str, place: Place) -> Act | None:
    """The act that a sentence performs, proposes or reports; None if it does neither.

    Only where the secretariat explains or a summary tells: a commissioner may speak of acts.
    """
    if place not in (Place.EXPLANATION, Place.NARRATIVE):
        return None
    for act, words in _ACTS.items():
        found = words.search(sentence)
        if (
            found
            and not written_elsewhere(sentence)
            and not _SPOKEN_OF.match(sentence[found.end() :].lstrip("行実施発出"))
        ):
            return act
    return None


def addressee(sentence: str, act: Act, item: Item) -> str | None:
    """To whom an act is addressed."""
    if act is Act.OPINION:
        told = "".join(one.clause.text for one in item.told)
        return found[1] if (found := _CONSULTED_BY.search(told)) else item.agency
    for named in _ORDERED_OF.finditer(sentence):
        name = re.sub(r"^(?:また|なお|次に|最後に|つきましては|さらに|この|今般)", "", named["name"]).strip()
        if _SAME_BODY.match(name):
            return item.agency or name
        if _BODY.search(name) or "会社" in name:
            return None if COMMISSION in name else name
    return item.agency


def is_past(sentence: str) -> bool:
    """Whether a sentence reports an act of an earlier day rather than proposing one."""
    return bool(_PAST.search(sentence.strip()))
