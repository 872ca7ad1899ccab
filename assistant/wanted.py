"""The kind of thing a question wants for an answer (a day, a number, somebody), and what offers one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from corpus.dates import dates_in
from corpus.models import Clause
from corpus.text import normalise


class Wanted(StrEnum):
    """What an answer must contain."""

    DAY = "day"
    HOUR = "hour"
    MONEY = "money"
    PERIOD = "period"
    CONTACT = "contact"
    DEFINITION = "definition"
    NUMBER = "number"
    SOMEBODY = "somebody"
    DECISION = "decision"
    REASON = "reason"
    MEANS = "means"
    CHOICE = "choice"  # yes or no, as a field of a form says it


# First match wins; 「いつまで」 wants a day as much as 「いつ」.
_ASKS: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (
        Wanted.DEFINITION,
        re.compile(
            r"(?<!こ)とは(?:何|なに|どう|どの|、?$|\?)|の(?:定義|意味)|定義(?:は|を|され|して)|\bdefin|\bmeaning of\b|\bwhat is meant\b",
            re.I,
        ),
    ),
    (
        Wanted.MONEY,
        re.compile(
            r"(?:いくら|金額|価格|料金|手数料|報酬|予算|費用)(?!.*(?:どう|なぜ|誰))|の額|"
            r"\bhow much\b|\bfined?\b|\bprice\b|\bcost\b|\bsalary\b",
            re.I,
        ),
    ),
    (
        Wanted.PERIOD,
        re.compile(
            r"何(?:年|か月|箇月|ヶ月|日|週|時)間|何(?:年|か月|日|時間)(?:以内|ごと|おき)|期間は|"
            r"\bhow long\b|\bhow many (?:years|months|days)\b",
            re.I,
        ),
    ),
    (
        Wanted.CONTACT,
        re.compile(
            r"(?:電話|ファ(?:ッ)?クス|FAX)(?:番号)?(?:は|を|が|$|\?)|(?:メール)?アドレス|\b(?:telephone|phone) number\b|\baddress\b",
            re.I,
        ),
    ),
    (Wanted.HOUR, re.compile(r"何時(?!間)|\bwhat time\b", re.I)),
    (
        Wanted.DAY,
        re.compile(r"いつ(?!も)|何年|何月|何日|日付|期日|開催日|\bwhen\b|\bwhat (?:date|day|year)\b", re.I),
    ),
    (
        Wanted.NUMBER,
        re.compile(
            r"何(?:人|名|件|社|回|台|項目|万|割|%|パーセント)|いくつ|いくら|(?:者|人|件|回|社)数|人数|"
            r"\bhow (?:many|much|often)\b|\bnumber of\b",
            re.I,
        ),
    ),
    (
        Wanted.DECISION,
        re.compile(
            r"(?:どう|どのように)(?:扱|取り扱|決|判断|処理|なりました)|(?:委員会|協議).{0,20}(?:どう|どのように)(?:対応|回答|答え)"
            r"|(?:何|なに|何が|どう)(?:に|が|を)?決(?:ま|め|定)|(?:どう|どのように)[^。]{0,12}(?:ことに)?なりましたか|決ま(?:り|っ)(?:まし|た)|決定(?:しま|され|は|内容)|結論は|承認(?:され|しま|した)"
            r"|\bdecid|\bdecision|\boutcome|\bconclu",
            re.I,
        ),
    ),
    (
        Wanted.SOMEBODY,
        re.compile(
            r"(?:誰|だれ)(?!(?:の|が|に|を|だ)?(?:こと|もの)?か(?:は|も|が)?(?:分|わか|判|知))|(?:どこ|どちら)(?:です|か|が|は)|どの(?:会社|企業|法人|省|庁|行政機関|機関|団体|委員|部署)|何という(?:会社|法人)|"
            r"\bwho\b|\bwhom\b|\bwhere\b|\bwhich (?:company|ministry|agency|organi[sz]ation|commissioner)\b",
            re.I,
        ),
    ),
    (
        Wanted.CHOICE,
        # Without an interrogative: 「どんな基準がありますか」 wants no yes.
        re.compile(
            r"^(?!.*(?:どん|どの|どう|どこ|どれ|何|誰|いつ|いくつ|なぜ)).*(?:して(?:い|お)(?:ますか|りますか|る)|行っていますか|されていますか"
            r"|定めていますか|しますか|されますか|ありますか|ましたか|有無)"
        ),
    ),
    (
        Wanted.MEANS,
        re.compile(
            r"どうやって|(?:どう|どのように)(?:して|確|守|防|管理|監視|把握|行|実施|識別|特定)|方法は|手段は"
            r"|\bhow (?:is|are|does|do|must|should|was|were|can)\b",
            re.I,
        ),
    ),
    (Wanted.REASON, re.compile(r"なぜ|何故|理由|どうして|\bwhy\b|\breason", re.I)),
)

_OFFERS: dict[Wanted, re.Pattern[str]] = {
    Wanted.MONEY: re.compile(r"[0-9〇一二三四五六七八九十百千万億,]+円|ドル|無料|無償"),
    Wanted.CONTACT: re.compile(r"[0-9]{2,5}-[0-9]{1,4}-[0-9]{3,4}|〒|https?://|@"),
    Wanted.PERIOD: re.compile(
        r"[0-9〇一二三四五六七八九十百]+(?:年|か月|箇月|ヶ月|月|日|週|時)(?:間|以内|を超え)|期間"
    ),
    Wanted.HOUR: re.compile(r"[0-9]{1,2}:[0-9]{2}|午前|午後|[0-9]{1,2}時"),
    Wanted.NUMBER: re.compile(
        r"[0-9〇一二三四五六七八九十百千万,]+\s*(?:人|名|件|社|回|台|項目|つ|点|割|%|ページ)|[0-9]{2,}"
    ),
    Wanted.SOMEBODY: re.compile(
        r"株式会社|法人|〒|大臣|[一-鿿]{1,8}(?:省|庁|局|課|室|機構|委員会|団体|財団)|委員長?|(?:課長|専門官|参事官|企画官|審議官)|事業者"
    ),
    Wanted.DECISION: re.compile(
        r"(?:決定|承認|了承)(?:し|する|いた|され)|異存(?:が|は)な|原案のとおり|取り扱うことといた|意見を付し|こととなった|(?:終了|指導|勧告|命令)(?:した|する)"
    ),
    Wanted.MEANS: re.compile(r"によ(?:る|り|って)|を用い|を使用し|ことで|を通じ|経由|方法"),
    Wanted.REASON: re.compile(r"ため|ことから|ので|理由|により"),
}


# How the papers of a meeting are to be published is decided at every item and is not what is asked for.
_PUBLICATION = re.compile(r"資料、?.{0,12}議事(?:録|概要)")


def defines(text: str, name: str) -> bool:
    """Whether a squashed text says what a name means: 「name」とは, (以下「name」という。), where the words end."""
    return f"「{name}」とは" in text or text.startswith(f"{name}とは") or f"「{name}」という" in text


def wanted_by(question: str) -> Wanted | None:
    """What the question wants; None when it is not one of these."""
    text = normalise(question)
    return next((kind for kind, pattern in _ASKS if pattern.search(text)), None)


def offers(wanted: Wanted, clause: Clause) -> bool:
    """Whether the clause has something of that kind in its own words (a choice: as a field's chosen value)."""
    if wanted is Wanted.CHOICE:
        return clause.value is not None
    if wanted is Wanted.DEFINITION:
        return "とは" in clause.text or "という。" in clause.text
    if wanted is Wanted.DAY and clause.field is not None and clause.field.endswith(("日", "期間", "時期")):
        return True
    return _offers(wanted, clause.text)


def offered_in(wanted: Wanted, text: str) -> bool:
    """Whether a sentence has something of that kind; what only a whole clause can have (a choice) it never has."""
    return (wanted is Wanted.DAY or wanted in _OFFERS) and _offers(wanted, text)


_COUNTED = re.compile(
    r"何\s*(人|名|社|件|回|台|割|%|パーセント|年|か月|日|時間|項目|校|枚|円|歳|点|条)(?!目)|(いくつ)|((?:者|人)数|本人の数)"
)
_UNITS = {"人": "[人名]", "名": "[人名]", "いくつ": "[つ件個点社]", "パーセント": "(?:%|パーセント)"}


def counts_in(question: str, texts: Sequence[str]) -> bool | None:
    """Whether a text has a number in the unit that a question counts in (何社: 16社); None where it counts nothing."""
    asked = _COUNTED.search(normalise(question))
    if asked is None:
        return None
    unit = "人" if asked[3] else asked[1] or asked[2]
    number = re.compile(r"[0-9〇一二三四五六七八九十百千万億,]+\)?\s*" + _UNITS.get(unit, re.escape(unit)))
    return any(number.search(normalise(text)) for text in texts)


@lru_cache(maxsize=100_000)
def _offers(wanted: Wanted, text: str) -> bool:
    if wanted is Wanted.DECISION and _PUBLICATION.search(text):
        return False
    if wanted is Wanted.DAY:
        return bool(dates_in(text))
    return _OFFERS[wanted].search(normalise(text)) is not None
