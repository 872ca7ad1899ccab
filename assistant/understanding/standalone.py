"""One question out of two: what the earlier one was about, with what the new one asks of it.

Where the new question only exchanges a part (では第205回では? 電子記録媒体については?) the earlier one is
asked again with that part in place; else the earlier matter is put before the new words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.content import topic_words
from assistant.understanding.intent import asked_turn
from assistant.understanding.language import Language
from assistant.understanding.wordlist import wordlist

# Nouns that are of something: alone they ask about what was spoken of before. Attributes are no matter.
_ATTRIBUTES = wordlist(
    "公表日 申請者 委託先 再委託先 出席者 期限 日時 日付 場所 人数 件数 責任者 担当者 担当部署",
    "頻度 時期 名称",
    "主務大臣 開催日 回数 期間 提出者 担当 番号 出典 評価実施機関 答弁者 質問者 発言者",
    "回答者 取扱者数 使用者数",
)
RELATIONAL = frozenset(
    wordlist(
        *_ATTRIBUTES,
        "理由 目的 根拠 対象者 条件 結論 方法 公表 決定 続き 例外 範囲 対象 経緯 背景 影響 対策",
        "措置 基準 要件 全文",
        "続報 詳細 議題 反応 意見",
    )
)
_POINTING = re.compile(
    r"(?:それ(?!ぞれ|まで|以外)|これ(?!まで|から)|その点|この点|そのこと|このこと|先ほどの(?:質問|話)?|前の(?:質問|回答)|上記|同じこと)(?:に対する|についての|に対して|に関する|について|に関して|を|は|の|に|が)?"
    r"|(?:その(?!他|ほか|後|ため|際|場|まま)|この(?!ほか|他)|そうした|こうした|そういう|同じ|今の|前述の|先ほどの)"
)
_OPENING = re.compile(
    r"^(?:では|じゃあ?|それでは|それなら|次に|また|あと|なお|ちなみに|さらに)(?:[、,\s]+|(?=[^、]))"
)
_ABOUT = re.compile(r"(?P<what>[^、。はがをで]+?)(?P<about>について|に関して)")
_NEW_ABOUT = re.compile(r"^(?P<what>[^、。]+?)(?:について|に関して)(?:は|も)?\s*[??。]*$")
_NEW_CASE = re.compile(r"^(?P<what>[^、。]+?)(?:の場合|のとき|では)(?:は|も)?\s*[??。]*$")
_CASE = re.compile(r"(?P<what>[^、。はがを]+?)(?P<case>の場合(?:は|に|、)?|のときは?|したときは?|では)")
_NEW_NOUN = re.compile(
    r"^(?P<what>[^、。はがをもに]+?)(?:は|も)\s*[??。]*$|^(?P<bare>[一-鿿々ァ-ヺーA-Za-z0-9]+)\s*[??。]*$"
)
_IS_WHAT = re.compile(
    r"^(?P<of>.*の)(?P<head>[^のはがを、]+)は(?P<rest>(?:何|いつ|どこ|誰|どれ|いくつ|どう|どの|どんな)[^、]*)$"
)
_OPEN_ENDED = re.compile(r"もの$|ほう$|方$|目$|やつ$|件$|[つ番点]目|以外")
_QUESTION = re.compile(
    r"(?:[、,]|は|が|を|に|で|と|には|では|とは|も|の)*(?:(?<!か)どう|どの|どんな|どこ|どれ|どちら|誰|だれ|いつ|いくつ|いくら|なぜ|何(?!らか)|なに"
    r"|教えて|見せて|挙げて|示して|ありますか|あるか|ましたか|ますか|ですか|[??]).*$"
)
_TRAILING = re.compile(
    r"(?:について|に関して|における|において|には|では|とは|から|まで|は|が|を|に|で|と|も|の|、|\s)+$"
)
_EN_LEAD = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:what|which|who|whom|when|where|why|how)(?:\s+(?:is|are|was|were|do|does|did|has|have|may|can|must|should))?\s+",
    re.I,
)
_EN_SWAP = re.compile(
    r"^(?:(?:and|but|then)\s+)?(?:(?:what|how)\s+about|about|for|in|with|regarding|on|under|at|by)\s+(?:those?\s+(?:for|of)\s+)?(?P<what>[^?]+?)\s*\??$",
    re.I,
)
_EN_AND = re.compile(
    r"^(?:and|but|then)\s+(?:(?:for|about|in|with|on|under|at|by)\s+)?(?P<what>[^?]+?)\s*\??$", re.I
)
_PREPOSITIONS = r"(?:about|regarding|concerning|for|on|in|under|with|at|by|of|to|from)"
_EN_SLOT = re.compile(
    rf"\b(?:about|regarding|concerning|for|on|in|under|with|at|by)\s+(?P<what>(?:(?!\b{_PREPOSITIONS}\b)[^?,.])+?(?:\s+of\s+[^?,.\s]+)?)"
    rf"(?=\s+{_PREPOSITIONS}\b|\s*[?,.]|\s*$)",
    re.I,
)


@dataclass(frozen=True)
class Named:
    """A question and the places in it that name something, each with its type (meeting, speaker ...)."""

    text: str
    mentions: tuple[tuple[str, int, int], ...] = ()

    @property
    def names_source(self) -> bool:
        """Whether it says itself where the answer is: a meeting, a document, a provision, a date."""
        return any(kind in ("meeting", "document", "address", "date") for kind, _, _ in self.mentions)

    def blanked(self) -> str:
        """The text with blanks where something is named."""
        text = self.text
        for _, start, end in self.mentions:
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def of(self, kind: str) -> tuple[int, int] | None:
        """The first place that names something of a type."""
        return next(((start, end) for what, start, end in self.mentions if what == kind), None)


def joined(new: Named, earlier: Named, language: Language) -> tuple[str, bool]:
    """The standalone question, and whether it is the earlier one with a part exchanged."""
    exchanged = _exchanged(new, earlier, language)
    if exchanged is not None:
        return exchanged, True
    if language == "en":
        return _joined_english(new, earlier)
    return _joined_japanese(new, earlier)


def _exchanged(new: Named, earlier: Named, language: Language) -> str | None:
    """A question that names nothing but another meeting or speaker: the earlier one, asked of that."""
    if not new.mentions or asked_turn(new.text) == "reply":
        return None
    if any(len(word) > 1 for word in topic_words(_without_words(new.blanked()))):
        return None
    text, added = earlier.text, []
    places = [
        (place, new.text[start:end]) for kind, start, end in new.mentions if (place := earlier.of(kind))
    ]
    for (start, end), written in sorted(places, reverse=True):
        text = text[:start] + _continued(text[start:end], written) + text[end:]
    added = [new.text[start:end] for kind, start, end in new.mentions if earlier.of(kind) is None]
    if language == "en":
        return " ".join([text.rstrip("?. "), *(f"({name})" for name in added)]) + "?"
    return "".join([*(f"{name}では、" for name in added), text])


def _continued(old: str, new: str) -> str:
    """第4号ニ after 第6条 is 第6条第4号ニ; whatever else is named anew stands by itself."""
    article = re.match(r".*?条(?:の[0-9一二三四五六七八九十]+)*", old)
    return article[0] + new if article and "条" not in new and re.match(r"第?\S+[項号]", new) else new


def _without_words(text: str) -> str:
    return re.sub(
        r"\b(?:and|at|in|the|what|about|how|for|of|then)\b",
        " ",
        _OPENING.sub("", _POINTING.sub(" ", text)),
        flags=re.I,
    )


def _joined_japanese(new: Named, earlier: Named) -> tuple[str, bool]:
    before = _without_replaced(new, earlier)
    asked = _OPENING.sub("", new.text)
    pointing = _POINTING.search(asked) is not None
    asked = _POINTING.sub("", asked).strip("、 ") or new.text
    swapped = None if pointing else _slot(asked, before)
    if swapped is not None:
        return swapped, True
    told = _IS_WHAT.match(before)
    if told and told["head"] in _ATTRIBUTES:  # the publication date spoken of before is no matter of its own
        return f"{told['of']}{asked}", False
    return f"{topic(before)}について、{asked}", False


def _without_replaced(new: Named, earlier: Named) -> str:
    """The earlier text without what the new question names anew."""
    kinds = {kind for kind, _, _ in new.mentions} - (
        {"speaker"} if asked_turn(new.text) == "reply" else set()
    )
    text = earlier.text
    for kind, start, end in sorted(earlier.mentions, key=lambda mention: -mention[1]):
        if kind in kinds:
            text = text[:start] + re.sub(
                r"^(?:個人情報保護)?(?:委員会)?(?:では|で|の|は)?、?", "", text[end:]
            )
    return text


def _slot(asked: str, before: str) -> str | None:
    """The earlier question with 再委託について made 電子記録媒体について, オンライン申請では 紙申請では."""
    for new_form, old_form in ((_NEW_ABOUT, _ABOUT), (_NEW_CASE, _CASE)):
        new, old = new_form.match(asked), list(old_form.finditer(before))
        if new and old:
            last = old[-1]
            return before[: last.start("what")] + new["what"] + before[last.end("what") :]
    noun, what = _NEW_NOUN.match(asked), _IS_WHAT.match(before)
    new_noun = (noun["what"] or noun["bare"]) if noun else ""
    if not new_noun or not what or _OPEN_ENDED.search(new_noun):
        return None
    if new_noun in RELATIONAL and what["head"] not in RELATIONAL:
        return f"{what['of']}{what['head']}の{new_noun}は何ですか"
    return f"{what['of']}{new_noun}は何ですか"


def topic(text: str) -> str:
    """What a Japanese question is about, without its asking: 改善策は何ですか -> 改善策."""
    cut = _TRAILING.sub("", _QUESTION.sub("", text))
    if not topic_words(cut):
        return "".join(re.split(r"[。??]", text)[:1])
    left = [word for word in topic_words(text[len(cut) :]) if len(word) > 1]
    return f"{cut}の{'・'.join(left)}" if left else cut


def _joined_english(new: Named, earlier: Named) -> tuple[str, bool]:
    swap = _EN_SWAP.match(new.text) or _EN_AND.match(new.text)
    slots = [
        m for m in _EN_SLOT.finditer(earlier.text) if not _touches(earlier, m.start("what"), m.end("what"))
    ]
    if swap and slots:
        slot = next(
            (m for m in slots if "about" in new.text.lower() and m[0].lower().startswith("about")), slots[-1]
        )
        return earlier.text[: slot.start("what")] + swap["what"].strip() + earlier.text[
            slot.end("what") :
        ], True
    matter = _EN_LEAD.sub("", _without_replaced(new, earlier).rstrip("?. "))
    return f"{matter}: {new.text}", False


def _touches(named: Named, start: int, end: int) -> bool:
    return any(start < stop and first < end for _, first, stop in named.mentions)
