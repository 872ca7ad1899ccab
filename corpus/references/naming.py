"""Which law a short name means: what the document defines (以下「法」という。), 同法, 法 in an order of an Act."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.laws import LAWS, common_name, find_laws
from corpus.references.models import Context

_ERA = "(?:明治|大正|昭和|平成|令和)"
_NAMED = r"(?:法律|法|政令|令|規則|条例|規程|指針|基準|ガイドライン|編[）)])"
# 【凡例】: 「法」　個人情報の保護に関する法律（平成15年法律第57号）
_LEGEND = re.compile(
    rf"^「(?P<short>[^」]{{1,20}})」[ \t\u3000]+(?P<name>[^\n]{{2,100}}?{_NAMED})(?=[（(]\s*{_ERA}|\s*$)",
    re.M,
)
# 個人情報の保護に関する法律（平成15年法律第57号。以下「法」という。）
_DEFINED = re.compile(
    r"(?P<name>[^、。「」（）()\s]{1,80}(?:法律|法|政令|令|規則|条例|規程|指針|基準|ガイドライン(?:[（(][^（）()]{1,20}編[）)])?))」?\s?"
    r"[（(][^（）()「」]{0,60}以下(?:単に)?「(?P<short>[^」]{1,20})」とい"
)
_ORDER = re.compile(r"施行(?:令|規則)$")
_SUFFIX = {"法": "", "令": "施行令", "政令": "施行令", "規則": "施行規則"} | {
    order: order for order in ("施行令", "施行規則")
}
_KNOWN = frozenset(law.common for law in LAWS)
_NUMBERED = re.compile(
    rf"(?P<name>[^、。「」（）()\s]{{1,80}}(?:法律|法|政令|令|規則))」?\s?[（(]{_ERA}[^（）()]*?第[^（）()]*?号"
)
OTHER_STATE = ""  # the value of a name that means a law before or after an amendment


def names_defined(texts: Iterable[str]) -> dict[str, str]:
    """Every short name that these texts define, and the law (by its common name) or document it stands for."""
    found: dict[str, str] = {}
    for text in texts:
        for match in (*_LEGEND.finditer(text), *_DEFINED.finditer(text)):
            found.setdefault(match["short"], _meant(match["name"]))
    return found


def main_law(title: str) -> str | None:
    """The law that a document of that title is about, None if it names none."""
    named = find_laws(title)
    return _ORDER.sub("", named[0].law) if named else None


def law_meant(written: str, context: Context, last: str | None) -> str | None:
    """The common name of a law as written in a text; None where the text does not tell.

    ``last`` is the law named last before. OTHER_STATE is returned for 旧法, 新法 and the like.
    """
    if written in context.names:
        return context.names[written]
    if written[0] in "旧新" and (written[1:] in _SUFFIX or _is_known(written[1:], context)):
        return OTHER_STATE
    if written.startswith("同"):
        return None if last is None else last + _SUFFIX.get(written[2:] or "法", "")
    if written == "法律":
        return context.law
    if written in _SUFFIX:
        about = _ORDER.sub("", context.law) if context.law else context.main
        own = context.law is not None and _ORDER.search(context.law) is None
        return None if about is None or (own and written in ("法", "令")) else about + _SUFFIX[written]
    return common_name(written)


def laws_named(text: str, context: Context) -> list[tuple[int, str]]:
    """Laws that a text names, known or by their number, each with where the name ends."""
    known = [(law.end, law.law) for law in find_laws(text)]
    numbered = [(match.end("name"), _meant(match["name"])) for match in _NUMBERED.finditer(text)]
    ends = {end for end, _ in known}
    return sorted([*known, *(pair for pair in numbered if pair[0] not in ends and pair[1])])


def _is_known(name: str, context: Context) -> bool:
    return name in context.names or _ORDER.sub("", common_name(name)) in _KNOWN


def _meant(name: str) -> str:
    if re.search(r"改正[前後]の|による廃止前の", name):
        return OTHER_STATE
    known = [law for law in find_laws(name) if law.end == len(name)]
    return known[-1].law if known else name
