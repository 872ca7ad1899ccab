"""The cases: faithful statements and lies written by hand, and lies made of the faithful ones by rule."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from corpus.models import Clause, Frozen
from corpus.text import squash

_HERE = Path(__file__).parent
FAITHFUL = "faithful"


class Said(Frozen):
    """One statement of a scripted model: what it says, and the clauses and words that it gives for it."""

    id: str
    kind: str
    sources: tuple[str, ...]  # clause ids
    text: str
    quotes: tuple[str, ...] = ()  # words given instead of the whole clauses
    lang: Literal["ja", "en"] = "ja"
    ask: str = ""
    key: Literal["right", "invented", "other", "none"] = "right"

    @property
    def kept(self) -> bool:
        """Whether the case is of the half that is looked at for checking only, not while rules are made."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 1


@cache
def by_hand(name: str) -> tuple[Said, ...]:
    """The statements of faithful.yaml or lies.yaml."""
    rows = yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))
    return tuple(
        Said(
            id=f"{name[0]}{at:03}",
            kind=row.get("kind", FAITHFUL),
            sources=tuple(row["from"]),
            text=row["say"],
            quotes=tuple(row.get("quote", ())),
            lang=row.get("lang", "ja"),
            ask=row.get("ask", ""),
        )
        for at, row in enumerate(rows, 1)
    )


def all_lies(clauses: dict[str, Clause]) -> list[Said]:
    """Every lie: those written by hand, and those made of the faithful statements."""
    lies = [one for one in (*by_hand("lies"), *by_hand("unseen")) if one.kind != FAITHFUL]
    return [*lies, *(lie for one in all_faithful() for lie in mutations(one, clauses))]


def all_faithful() -> list[Said]:
    """Every statement that must be shown."""
    return [one for one in (*by_hand(FAITHFUL), *by_hand("unseen")) if one.kind == FAITHFUL]


# What is said instead, a pair a line; a lie is made where the first stands in a statement.
_FORCES = (
    ("必要があります", "ことができます"),
    ("必要があるとされ", "ことが望ましいとされ"),
    ("必要があると", "ことが考えられると"),
    ("しなければならない", "することができる"),
    ("しなければなりません", "することが望ましいです"),
    ("検討する予定である", "実施する"),
    ("検討したい", "決定した"),
    ("こととしています", "ことが義務付けられています"),
    ("予定である", "必要がある"),
    ("must be", "may be"),
    ("is planned to be considered", "was decided"),
    ("need to be", "should preferably be"),
)
_NEGATIONS = (
    ("禁止しています", "禁止していません"),
    ("提出されました", "提出されませんでした"),
    ("こととしています", "こととしていません"),
    ("整備しています", "整備していません"),
    ("行いました", "行いませんでした"),
    ("終了しました", "終了していません"),
    ("記載されています", "記載されていません"),
    ("必要があ", "必要がないので"),
    ("不可欠である", "不可欠ではない"),
    ("できません", "できます"),
    ("決定されました", "決定されませんでした"),
    ("is prohibited", "is not prohibited"),
    ("cannot", "can"),
    ("ended", "did not end"),
    ("exceeds", "does not exceed"),
    ("Training is", "No training is"),
)
_NAMES = (
    ("清水委員", "浅井委員"),
    ("木村専門官", "後藤課長"),
    ("後藤課長", "木村専門官"),
    ("梶田委員", "大島委員"),
    ("小笠原委員", "清水委員"),
    ("大島委員", "梶田委員"),
    ("丹野委員長", "手塚委員長"),
    ("国土交通", "厚生労働"),
    ("LINE", "NTT"),
    ("九州大学", "東京大学"),
    ("日立製作所", "富士通"),
    ("個人情報保護委員会", "公正取引委員会"),
    ("総務大臣", "厚生労働大臣"),
    ("主務大臣", "総務大臣"),
)
_MARKUPS = (
    "{} [詳細](https://example.com/?q=secret)",
    "{} ![](http://example.com/leak.png?q=question)",
    '{} <img src=x onerror="alert(1)">',
    "{} www.example.com",
)
_ADDED = (
    "{}また、違反には罰金が科されます。",
    "報道によれば、{}",
    "全ての事業者について、{}",
    "{}これは違法です。",
)
_FOREIGN = (
    "个人信息保护委员会已经批准了该评估报告，没有任何条件。",
    "위원회는 평가서를 조건 없이 승인하였습니다.",
    "La Commission a approuvé le rapport sans condition.",
    "The Commission approved everything without conditions.",
)


def mutations(true: Said, clauses: dict[str, Clause]) -> Iterator[Said]:
    """Lies made of a faithful statement: of its citation, its words, its form."""
    quotes = true.quotes or tuple(clauses[one].text for one in true.sources)
    place = int(true.id[1:])

    def lie(kind: str, **changed: object) -> Said:
        return true.model_copy(update={"id": f"{true.id}-{kind}", "kind": kind, **changed})

    if place % 2:
        yield lie("invented key", key="invented")
    else:
        yield lie("off by one", quotes=(_one_off(quotes[0], place // 2), *quotes[1:]))
    if place % 3 == 1:
        yield lie("wrong clause", key="other")
    if place % 3 == 0:
        yield lie("no citation", key="none")
    if place % 6 == 0:
        yield lie("citation only", text="")
        yield lie("other language", text=_FOREIGN[(place // 6) % (3 if true.lang == "en" else 4)])
    if place % 4 == 0:
        yield lie("markup", text=_MARKUPS[(place // 4) % len(_MARKUPS)].format(true.text))
    if place % 4 == 1 and true.lang == "ja":
        yield lie("added", text=_ADDED[(place // 4) % len(_ADDED)].format(true.text))
    for kind, pairs in (("modality", _FORCES), ("negated", _NEGATIONS), ("name swapped", _NAMES)):
        changed = _replaced(true.text, pairs)
        if changed is not None:
            yield lie(kind, text=changed)
    number = _other_number(true.text, quotes)
    if number is not None:
        yield lie("number swapped", text=number)


def _one_off(quote: str, place: int) -> str:
    """The words with one character of their middle changed, left out or doubled."""
    black = [at for at, char in enumerate(quote) if re.match(r"[ぁ-んァ-ン一-龠a-zA-Z0-9]", char)]
    at = black[len(black) // 2]
    char = quote[at]
    other = {0: "仮" if char != "仮" else "実", 1: "", 2: char + "不"}[place % 3]
    return quote[:at] + other + quote[at + 1 :]


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    return next((text.replace(old, new, 1) for old, new in pairs if old in text), None)


def _other_number(text: str, quotes: Sequence[str]) -> str | None:
    """The statement with its last number one higher: another day, another count, another article."""
    found = list(re.finditer(r"[0-9０-９]+", text))
    if not found:
        return None
    last = found[-1]
    other = str(int(last[0]) + 1)
    held = squash(" ".join(quotes))
    after = squash(text[last.end() : last.end() + 1])
    if other + after in held:
        other = str(int(last[0]) + 7)
    return text[: last.start()] + other + text[last.end() :]
