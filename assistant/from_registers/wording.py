"""The fixed sentences and headings of answers out of the registers, in Japanese and English."""

from __future__ import annotations

from typing import Literal

from corpus.dates import format_era
from corpus.models import Decision, Document, Measure, Strength
from corpus.subjects import in_english

Language = Literal["ja", "en"]

_SENTENCES: dict[str, tuple[str, str]] = {
    "measures": (
        "{scope}求められた措置は、措置台帳に{total}件あります（新しい順。{strengths}）。",
        "Measures asked for{scope}: the register holds {total} (newest first; {strengths}).",
    ),
    "measures_more": (
        "ほか{count}件は、措置台帳を同じ条件で絞り込むと御覧になれます。",
        "{count} more stand in the register of measures under the same filters.",
    ),
    "no_measures": (
        "{scope}求められた措置は、措置台帳にありません。",
        "Measures asked for{scope}: the register holds none.",
    ),
    "held_measures": (
        "措置台帳にあるもの：全{total}件。求められた者は{bodies}。事項は{topics}。",
        "It holds {total} in all. Asked of: {bodies}. Topics: {topics}.",
    ),
    "precedents": (
        "{scope}先例は、先例年表に{total}件あります（新しい順）。",
        "Precedents{scope}: the register holds {total} (newest first).",
    ),
    "precedents_more": (
        "ほか{count}件は、先例年表を同じ条件で絞り込むと御覧になれます。",
        "{count} more stand in the register of precedents under the same filters.",
    ),
    "no_precedents": (
        "{scope}先例は、先例年表にありません。",
        "Precedents{scope}: the register holds none.",
    ),
    "held_precedents": (
        "先例年表にあるもの：全{total}件（{matters}）。",
        "It holds {total} in all ({matters}).",
    ),
    "consultation": (
        "この協議への対応は、先例年表に次のとおり記録されています。",
        "The register of precedents tells how this consultation was answered:",
    ),
    "compared": (
        "{left}と{right}を並べると、{counts}です。",
        "{left} and {right} side by side: {counts}.",
    ),
    "nothing_alike": (
        "{left}と{right}には、比べられる同じ種別の議題がありません。",
        "{left} and {right} have no agenda items of one kind to compare.",
    ),
    "one_report": (
        "比べる二つの評価書が分かりません。評価書の名前か評価実施機関を二つ示してください。保有している評価書：{documents}",
        "Which two assessment reports to compare is not clear: name two, or their agencies. Held: {documents}",
    ),
    "no_field": (
        "二つの評価書のどちらにも、{scope}記載がありません。",
        "Neither assessment report has anything under that item{scope}.",
    ),
    "more_rows": (
        "ほか{count}項目。全体は二つの評価書の対照表で御覧になれます。",
        "{count} more items; the comparison of the two reports shows all.",
    ),
    "original": ("（引用は原文のまま）", "(Quotations are in the original Japanese.)"),
}
_WORDS: dict[str, tuple[str, str]] = {
    "required": ("必須", "required"),
    "requested": ("要請", "requested"),
    "suggested": ("示唆", "suggested"),
    "reply": ("回答", "Reply"),
    "parties": ("対象", "Party"),
    "outcome": ("結論", "Outcome"),
    "conditions": ("意見・条件", "Opinions and conditions"),
    "points": ("確認した点", "Points checked"),
    "withheld": ("非公表", "Withheld"),
    "item": ("項目", "Item"),
    "difference": ("異同", "Difference"),
    "same": ("同じ", "same"),
    "changed": ("変更", "changed"),
    "new": ("新規", "new"),
    "gone": ("なくなった", "gone"),
    "report_same": ("同じ", "same"),
    "report_changed": ("違う", "different"),
    "report_left_only": ("左のみ", "left only"),
    "report_right_only": ("右のみ", "right only"),
    "none": ("記載なし", "nothing recorded"),
    "and": ("、", ", "),
    "agenda": ("議題", "Agenda item "),
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence of that key, filled in."""
    japanese, english = _SENTENCES[key]
    return (english if language == "en" else japanese).format(**values)


def word(key: str, language: Language) -> str:
    """The word or heading of that key."""
    japanese, english = _WORDS[key]
    return english if language == "en" else japanese


def listed(words: object, language: Language) -> str:
    """Words in a row."""
    return word("and", language).join(map(str, words if isinstance(words, (list, tuple)) else [words]))


def subject_name(name: str, language: Language) -> str:
    """A topic or matter by its name in that language."""
    return in_english(name) if language == "en" else name


def strength_name(strength: Strength, language: Language) -> str:
    """How strongly something was asked for."""
    return word(strength.value, language)


def counted(count: int, name: str, language: Language) -> str:
    """So many of something: 必須4件, 4 required."""
    return f"{count} {name}" if language == "en" else f"{name}{count}件"


def scope_of(parts: object, language: Language) -> str:
    """What a register was narrowed by, as it stands in a sentence; nothing where by nothing."""
    if not parts:
        return ""
    names = parts if isinstance(parts, (list, tuple)) else [parts]
    return f" ({listed(names, language)})" if language == "en" else "・".join(map(str, names)) + "の"


def nothing_alike(numbers: object, language: Language) -> str:
    """That two meetings have nothing to be compared."""
    left, right = numbers if isinstance(numbers, tuple) else (numbers, numbers)
    names = [f"第{number}回" if language == "ja" else f"meeting {number}" for number in (left, right)]
    return say("nothing_alike", language, left=names[0], right=names[1])


def meeting_name(entry: Measure | Decision, language: Language) -> str:
    """第330回（令和7年7月30日）, or the 330th meeting as English counts it with its date."""
    if language == "en":
        day = f" ({entry.date.isoformat()})" if entry.date else ""
        return f"Meeting {entry.meeting}{day}" if entry.meeting else f"{entry.document_id}{day}"
    day = f"（{format_era(entry.date)}）" if entry.date else ""
    return f"第{entry.meeting}回{day}" if entry.meeting else f"{entry.document_id}{day}"


def document_name(document: Document) -> str:
    """A document as it is cited."""
    return document.cite
