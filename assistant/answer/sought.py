"""The sort of thing that a question seeks, and whether a sentence that fits has one that the question does not name.

「日本情報産業株式会社の再委託先はどこですか」 seeks a company; a sentence that has no other than the one named does not answer it,
however well it fits. Numbers are sought with their unit, days as days, reasons by the words that give them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.answer.acts import acts_in, is_saying
from assistant.wanted import Wanted, offered_in
from corpus.dates import dates_in
from corpus.models import Clause
from corpus.text import normalise, squash

# A sentence and the clause it stands in: whether they have what is sought.
Test = Callable[[str, Clause], bool]

_NUMERAL = r"[0-9〇一二三四五六七八九十百千万億,]+\)?"
_COUNTED = re.compile(
    r"(?:何|なん)(人|名|社|件|回|台|年|か月|ヶ月|日|時間|ページ|文字|校|つ|種|点|項目)|(いくつ)|((?:者|人|件|回|社)数)"
    r"|(いくら|の額は|(?:費用|金額|手数料|料金|報酬|予算)(?:は|を教え|の額))"
    r"|\b(how many|how much|how long|how often)\b",
    re.I,
)
_UNITS = {"人": "[人名]", "名": "[人名]", "か月": "(?:か月|ヶ月|箇月|月)", "つ": "[つ点個]"}
_ANY_UNIT = "[人名社件回年月日円つ]"
_CIRCLED = re.compile(r"[①-⑳]")
_WHEN = re.compile(
    r"いつ|何年(?!間|分|以|ごと)|何月|何日(?!間|以|分|ごと)|期限"
    r"|^\W*when\b|\b(?:since|by|from|until) when\b|\bwhen\b(?=\?)|\bwhat (?:date|day)\b",
    re.I,
)
_UNTIL = re.compile(r"いつまで|\bby when\b", re.I)
_ENGLISH_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.I)
_RELATIVE = re.compile(
    r"まで|前に|後に|時に|際に|とき|以内|次第|直ちに|遅滞なく|あらかじめ|から起算"
)  # a time by another event
_DAY_FIELDS = ("日", "期間", "時期")
_WHY = re.compile(r"なぜ|何故|理由|どうして|原因|\bwhy\b|\breason", re.I)
_BECAUSE = re.compile(r"ため(?!に必要)|ことから|ので|理由|から、|踏まえ|鑑み|勘案|により|起因")
_PLAIN = (Wanted.HOUR, Wanted.CONTACT, Wanted.PERIOD)

_FIRM = "(?:株式|有限|合同)会社"
_WORD = "[一-鿿々ァ-ヺーa-z0-9]{2,}"
_COMPANY = f"{_FIRM}{_WORD}|{_WORD}{_FIRM}"
_OFFICE = "(?:委員長|委員|課長|専門官|参事官|審議官|企画官|局長|室長)"
# What is asked for, and how one that is named looks; the first that fits counts.
_NAMES = tuple(
    (re.compile(asked, re.I), re.compile(name))
    for asked, name in (
        (
            r"(?:会社|企業)(?:名|の名前|の名称)?は(?:どこ|何|どちら|誰)|社名|どの(?:会社|企業)|会社を教え"
            r"|\bwhich (?:\w+ )?(?:company|firm)",
            _COMPANY,
        ),
        (r"大学は(?:どこ|何|どちら)|どの大学|\bwhich universit", r"[一-鿿]{2,}大学"),
        (
            r"(?:病院|医療機関)は(?:どこ|何|どちら)|\bwhich (?:hospital|clinic)",
            r"[一-鿿]{2,}(?:病院|医院|診療所|クリニック)",
        ),
        (r"裁判所は(?:どこ|何)|\bwhich court", r"裁判所"),
        (
            r"(?:地方公共団体|自治体|市町村|都道府県)は(?:どこ|どちら)"
            r"|\bwhich (?:local government|municipalit|prefecture|city)",
            r"[一-鿿]{1,4}[都道府県市町村](?![一-鿿])",
        ),
        (
            r"(?:事業者|業者|委託先|法人|団体|機関|組織|提供先)(?:の名前|名|の名称)?は(?:どこ|どちら|何で|誰)"
            r"|どの(?:事業者|業者|法人|団体|機関)|\bwhich (?:\w+ )?(?:organi[sz]ation|operator|contractor|agency|business)",
            rf"{_COMPANY}|(?:財団|社団|独立行政|学校|大学)法人{_WORD}|大臣|[一-鿿]{{2,}}(?:機構|財団|大学|省|庁|委員会)",
        ),
        (r"委員は誰|どの委員|委員を教え|委員の(?:名前|発言)|\bwhich commissioner", r"[一-鿿々]{2,3}委員"),
        (
            r"(?:課長|局長|責任者|代表者|担当者|研究者|職員|従業員|者)の(?:氏名|名前)"
            r"|(?:代表者|責任者|担当者|研究者|講師|座長)は(?:誰|何)",
            rf"[一-鿿々]{{2,3}}{_OFFICE}",
        ),
        (
            r"(?:氏名|名前|相手|職員|人物|人)は(?:誰|何)|(?:氏名|名前)を教え|誰(?:です|が|に|を|か)|\bwho\b",
            rf"[一-鿿々]{{2,4}}{_OFFICE}|{_COMPANY}|大臣|事務局|[一-鿿]{{2,}}(?:省|庁|課|室|機構|財団|大学)|事業者|責任者|代表者",
        ),
        (
            r"部署は(?:どこ|何)|どの(?:部署|課|部|局|省庁|省|庁)|\bwhich (?:department|ministry)",
            r"[一-鿿]{2,}[課室局部係省庁]",
        ),
    )
)


def sought_by(question: str, wanted: Wanted | None) -> tuple[Test, ...]:
    """A test for each sort of thing that a question seeks; none where it seeks no such thing."""
    asked, own = normalise(question), squash(question)
    counted = _COUNTED.search(asked)
    tests: list[Test] = []
    if _WHY.search(question):
        tests.append(lambda sentence, _: _BECAUSE.search(squash(sentence)) is not None)
    if _WHEN.search(question):
        tests.append(_day(strict=_past(question)))
    if counted:
        tests.append(_number(_pattern(counted), own, of_points=counted[2] is not None))
    elif wanted in _PLAIN:
        tests.append(lambda sentence, _: offered_in(wanted, sentence))
    name = next((name for asks, name in _NAMES if asks.search(asked)), None)
    if name is not None:
        tests.append(_name(name, own))
    return tuple(tests)


def lacking(tests: Sequence[Test], sentences: Sequence[tuple[float, str, Clause]]) -> float:
    """How far sentences that have what is sought fall behind the one that fits best, 0..1; of several sorts the most.

    ``sentences`` are what was found with the share of the question that each holds.
    """
    ranked = sorted(sentences, key=lambda sentence: -sentence[0])
    most = ranked[0][0] if ranked else 0.0
    if not tests or not most:
        return 0.0
    having = (next((share for share, text, clause in ranked if test(text, clause)), 0.0) for test in tests)
    return 1 - min(having) / most


@lru_cache(maxsize=1_000)
def _past(question: str) -> bool:
    """Whether a day is asked for on which something came to pass: no 「開始までに」 answers that."""
    if _UNTIL.search(question):
        return False
    return (
        any(act.done and not is_saying(act) for act in acts_in(question))
        or _ENGLISH_PAST.search(question) is not None
    )


def _day(*, strict: bool) -> Test:
    def has(sentence: str, clause: Clause) -> bool:
        if dates_in(sentence) or (clause.field or "").endswith(_DAY_FIELDS):
            return True
        return not strict and _RELATIVE.search(squash(sentence)) is not None

    return has


def _pattern(counted: re.Match[str]) -> re.Pattern[str]:
    unit, several, number, money, _ = counted.groups()
    if several:
        return re.compile(_NUMERAL + "[つ点個件社]")
    if money:
        return re.compile(_NUMERAL + "円|無料|無償")
    if number:
        unit = "人"
    return re.compile(_NUMERAL + (_UNITS.get(unit, re.escape(unit)) if unit else _ANY_UNIT))


def _number(pattern: re.Pattern[str], own: str, *, of_points: bool) -> Test:
    def has(sentence: str, clause: Clause) -> bool:
        text = squash(sentence + (clause.value or ""))
        if any(match[0] not in own for match in pattern.finditer(text)):
            return True
        return of_points and _CIRCLED.search(sentence) is not None  # ①から⑦まで

    return has


def _name(pattern: re.Pattern[str], own: str) -> Test:
    named = [match[0] for match in pattern.finditer(own)]

    def has(sentence: str, clause: Clause) -> bool:
        text = squash(sentence + (clause.speaker or ""))
        found = (match[0] for match in pattern.finditer(text))
        # 委託先名日本情報産業株式会社: what stands before a name is taken in with it
        return any(name not in own and not any(one in name for one in named) for name in found)

    return has
