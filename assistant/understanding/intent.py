"""What sort of answer a question wants, and whether it asks for a remark or for the reply to one."""

from __future__ import annotations

import re
from typing import Literal

from assistant.models import Intent

_SHOW = re.compile(
    r"見せて|示して|読みたい|引用して|全文|条文|原文|何と(?:定|規定|書)|どう(?:定|規定)|教えて|内容|とは|表示|は\??$|を\??$"
    r"|\b(?:show|quote|text of|read|display|what (?:does|do|is)|wording)\b",
    re.I,
)
_SHOW_STRONG = re.compile(
    r"見せて|示して|読みたい|引用して|全文|条文を|原文|表示して|\b(?:show|quote|text of|wording|display)\b",
    re.I,
)
_SURVEY = re.compile(
    r"どの資料|各(?:評価書|資料|会議|回)|資料ごと|横断|比較し|比べ|(?:何と|どう|どのように)(?:書か|述べ|触れ)られて|どこ(?:で|に)(?:述べ|触れ|出て)|場面|これまで|過去の?(?!\s*[0-9０-９一二三四五六七八九十]+\s*(?:年|か月|箇月|日))|従来|歴代|先例|前例|経年|各回|毎回|いずれの|一貫して|変遷|推移|傾向"
    r"|何が(?:述べ|言わ|指摘|議論|話|問題|書か|求め)|どの?ような(?:指摘|意見|議論|言及|発言|質問|懸念|要望|質疑|やり取り|対応がな)"
    r"|どんな(?:指摘|意見|議論|言及|発言|質問|懸念|要望|質疑|やり取り)|どう(?:述べられ|言われ|扱われてき|対応してき|議論され)|言及(?:され|は|が)"
    # Every place that speaks of a matter, not an enumeration that stands in one of them.
    r"|(?:について|に関する|に触れた)の?(?:記載|記述|発言|言及|指摘|箇所|部分|くだり)[^。]{0,6}(?:すべて|全て|全部|一覧|残らず)"
    r"|(?:すべて|全て|全部)の?(?:記載|記述|発言|言及|箇所)"
    r"|\b(?:all|every) (?:the )?(?:mentions?|passages?|places?|statements?|references?)\b"
    r"|\b(?:so far|to date|in the past|previous(?:ly)?|precedents?|over the years|all meetings|ever|across)\b"
    r"|\bwhat (?:has|have) been\b|\bwhat (?:was|were) (?:said|discussed|raised|pointed out)\b"
    r"|\bwhat (?:remarks|comments|opinions|concerns|observations|views)\b",
    re.I,
)
_LIST = re.compile(
    r"挙げ|列挙|並べ|すべて|全て|一覧|ひととおり|リスト|箇条書|どの?ような(?:もの|項目|基準|要件|措置|条件|事項|点)[^。]{0,12}(?:ありますか|あるか|ありますでしょうか|ですか)"
    r"|どんな(?:もの|項目|基準|要件|措置|条件|事項|点)[^。]{0,12}(?:ありますか|あるか|ですか)|何があ(?:りますか|るか)|何と何"
    r"|(?:[2-9二三四五六七八九十]|[0-9]{2})\s*(?:つ|点|項目|件)(?:とは|は|を|挙|教|全|すべ|に|$|\?)|何点|いくつ(?:あ|挙)"
    r"|\b(?:list|enumerate|name (?:all|the)|what are (?:the|all)"
    r"|what were the|which (?:items|points|measures|criteria|requirements"
    r"|conditions|matters)"
    r"|all (?:the|of)|every|each of)\b",
    re.I,
)
_REPLY = re.compile(
    r"(?:回答|返答|返事|答弁)(?!者の数)|答え(?!合)|どう(?:応じ|返)|\b(?:repl(?:y|ied|ies)|answer(?:s|ed)?|respon[ds]e?(?:ed|s)?)\b",
    re.I,
)
_REMARK = re.compile(
    r"質問|尋ね|たずね|問う|伺|聞(?:い|き)|指摘|意見|要望|発言"
    r"|\b(?:ask(?:s|ed)?|question(?:s|ed)?|comment(?:s|ed)?|remark(?:s"
    r"|ed)?|point(?:s|ed)? out)\b",
    re.I,
)


def find_intent(text: str, *, addressed: bool, ordinal: bool) -> Intent:
    """The intent of a plain question. ``addressed``: it names a provision; ``ordinal``: a numbered point."""
    if addressed and (_SHOW.search(text) and not _SURVEY.search(text)):
        return Intent.CLAUSE
    if ordinal and _SHOW_STRONG.search(text):
        return Intent.CLAUSE
    if _SURVEY.search(text):
        return Intent.SURVEY
    return Intent.LIST if _LIST.search(text) and not ordinal else Intent.LOOKUP


def asked_turn(text: str) -> Literal["remark", "reply"] | None:
    """Whether what is wanted is a remark (何を質問しましたか) or the reply to one (どう答えましたか)."""
    reply, remark = None, None
    for match in _REPLY.finditer(text):
        reply = match.start()
    for match in _REMARK.finditer(text):
        remark = match.start()
    if reply is not None and (remark is None or reply > remark or "誰が" in text[:reply]):
        return "reply"
    return "remark" if remark is not None else None
