"""The fixed sentences of answers and refusals, in Japanese and English: one place for what the house says."""

from __future__ import annotations

from typing import Literal

Language = Literal["ja", "en"]

_SENTENCES: dict[str, tuple[str, str]] = {
    "lookup": ("記録には次の記載があります。", "The record says:"),
    "survey": (
        "{topic}については、{documents}件の資料に次の記載があります（新しい順）。",
        "{documents} document(s) of the record speak of {topic} (newest first).",
    ),
    "list": ("次のとおりです。", "As follows:"),
    "clause": ("該当する条項は次のとおりです。", "The provision reads:"),
    "silent": (
        "次の資料に「{term}」の語はありません：{documents}",
        "No mention of 「{term}」 in: {documents}",
    ),
    "withheld": (
        "この部分の内容は、資料では非公表とされています。",
        "The record withholds the content of this part.",
    ),
    "not_found": (
        "お尋ねの事項は、保有している資料からは確認できませんでした。",
        "The record held here does not answer this question.",
    ),
    "nearest": ("近い記載（回答ではありません）：", "Nearest passages (not an answer):"),
    "held": ("保有している資料：{documents}", "Held: {documents}"),
    "original": ("（引用は原文のまま）", "(Quotations are in the original Japanese.)"),
    "and_more": ("ほか{count}件の記載があります。", "{count} more passages are held."),
    "state_from": ("{first}から", "from {first}"),
    "state_from_to": ("{first}から{last}まで", "from {first} to {last}"),
    "state_same": (
        "※ {name}は、収録している{span}の状態の規定です。現在施行されている規定（{since}から）も同じ文言です。",
        "Note: {name} is the provision in the state held {span}. The provision now in force (since {since}) reads the same.",
    ),
    "state_changed": (
        "※ {name}は、収録している{span}の状態の規定で、現在は施行されていません。"
        "現在施行されている規定（{since}から）では次のとおり異なります。",
        "Note: {name} is the provision in the state held {span} and is not in force now. The provision now in force (since {since}) "
        "differs as follows.",
    ),
    "state_gone": (
        "※ {name}は、収録している{span}の状態の規定です。現在施行されている状態に、この規定はありません。",
        "Note: {name} is the provision in the state held {span}. The law now in force has no such provision.",
    ),
    "state_in_force": (
        "※ {name}は現在も施行されている規定（{since}から）です。",
        "Note: {name} is also the provision now in force (since {since}).",
    ),
    "state_was": (
        "※ {name}は{span}の状態では文言が異なります（「…時点の」で参照できます）。",
        'Note: {name} reads otherwise in the state {span} (ask "as of" a day to see it).',
    ),
    "state_coming": (
        "※ {name}は{span}の状態で文言が変わります。",
        "Note: {name} will read otherwise {span}.",
    ),
    "the_matter": ("お尋ねの事項", "the matter"),
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence of that key in that language, filled in."""
    japanese, english = _SENTENCES[key]
    return (english if language == "en" else japanese).format(**values)
