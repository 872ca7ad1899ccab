"""Addresses inside running text: where they stand, the law named before them, what a list carries over."""

from __future__ import annotations

import re

from corpus.address import KANA_MARKS, Address, AddressMention, parse
from corpus.errors import AddressError
from corpus.laws import find_laws
from corpus.numerals import NUMBER, iroha, to_int

_W = r"[ \t\u3000]?"
_FIGURES = r"(?<![0-9０-９.．])[0-9０-９]+"  # 6条4号: only figures may go without 第
# After a branch number these would make it a count: 第八条の一部, 第六条の三つ, 第六条の2年
_COUNTS = "つ部般人者件種年月日分方点箇個回割名定致切時字段倍度番歳項号条"
_BRANCH = (
    rf"(?:{_W}の{_W}{NUMBER}(?![{_COUNTS}0-9０-９〇一二三四五六七八九十百千]|第(?!{_W}{NUMBER}{_W}[項号])))*"
)
_ARTICLE = rf"(?:第\s*{NUMBER}|{_FIGURES})\s*条(?![件約例]){_BRANCH}"
_PARAGRAPH = rf"第\s*{NUMBER}\s*項(?![目番]){_BRANCH}"
_ITEM = rf"第\s*{NUMBER}\s*号(?![機棟室館車線店議様被証券炉艇外]){_BRANCH}"
_BARE_PARAGRAPH = rf"(?:第\s*{NUMBER}|[0-9０-９一二三四五六七八九十]+)\s*項(?![目番]){_BRANCH}"
_BARE_ITEM = (
    rf"(?:第\s*{NUMBER}|[0-9０-９一二三四五六七八九十]+)\s*号(?![機棟室館車線店議様被証券炉艇外]){_BRANCH}"
)
# A katakana that is a mark, not the beginning of a word: 第四号ニ, not 第四号ニュース
_KANA = rf"[{KANA_MARKS}](?![ァ-ヶー]){_BRANCH}"
_FIGURE = rf"(?:[(（](?:{NUMBER}|[ivxlⅰ-ⅻ]+)(?:の{NUMBER})*[)）]|[⑴-⒇])"
_SUBITEMS = rf"(?:{_W}の?{_KANA}(?:{_FIGURE})*|{_FIGURE}+)"
_BELOW = rf"(?:{_W}の?{_BARE_PARAGRAPH})?(?:{_W}の?{_BARE_ITEM}(?:{_SUBITEMS})?|{_W}{_KANA}(?:{_FIGURE})*)?"
# 附則, or that of an amending law: 附則（平成15年法律第61号）
_SUPPL = rf"附\s?則{_W}(?:[（(](?:明治|大正|昭和|平成|令和)[^（）()]{{2,50}}号[）)]{_W})?"
_MENTION = re.compile(
    rf"(?:{_SUPPL})?{_ARTICLE}{_BELOW}"
    rf"|{_SUPPL}{_PARAGRAPH}{_BELOW}"
    rf"|{_PARAGRAPH}(?:{_W}の?{_BARE_ITEM}(?:{_SUBITEMS})?)?"
    rf"|{_ITEM}(?:{_SUBITEMS})?"
    rf"|(?<![0-9０-９第]){_FIGURES}号{_KANA}(?:{_FIGURE})*"
    rf"|(?<=[同前]号){_KANA}(?:{_FIGURE})*"
    rf"|(?<![ァ-ヶー])[{KANA_MARKS}](?:{_FIGURE})+"
)
_ENGLISH = re.compile(
    r"\bArt(?:icle|\.)\s*(?P<article>\d+(?:-\d+)*)"
    r"(?:,?\s+para(?:graph|\.)\s*\(?(?P<paragraph>\d+)\)?)?"
    r"(?:,?\s+item\s*\(?(?P<item>[ivxl]+|\d+)\)?(?:,?\s*(?:sub-?item\s*)?\(?(?P<sub>[a-z]{1,3})\)?\s*\((?P<figure>\d+)\)"
    r"|,?\s*(?:sub-?item\s*\(?|\()(?P<sub_alone>[a-z]{1,3})\b\)?)?)?",
    re.I,
)
_JOIN = (
    r"(?:及び|又は|若しくは|並びに|から|まで|乃至|ないし|または|もしくは|および|ならびに|と|や|、|，|・|,|\s"
    r"|本文|ただし書|前段|後段|各号|柱書|の規定|同条|同項|同号|（[^（）]{0,80}）)*"
)
_JOINED = re.compile(_JOIN)
# 第四号イからハまで, ニ(2)及び(3): further marks after a mention that ends in one
_FURTHER = re.compile(
    rf"(?:、|，|・|及び|又は|若しくは|並びに|から|まで|または|もしくは|および|ならびに|と)+(?P<mark>{_KANA}(?:{_FIGURE})*|{_FIGURE}+)"
)
_LIST_OPENERS = re.compile(r"[をにはがで、。」）からまで及又若並のとや・,\s]|$")
_PART = re.compile(r"本文|ただし書|前段|後段|柱書")

# 平成十五年法律第五十七号, 様式第2号, 告示第1号: numbers of instruments, not of provisions
_INSTRUMENT = re.compile(
    r"(?:法律|政令|勅令|[府省]令|命令|規則|告示|訓令|条例|通達|通知|決定|規程|公告|事務連絡|様式|議案|発|個情|記号|番号|甲|乙)\s*$"
)
_LAW_NUMBER = re.compile(r"[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]\s*$")
_LAW = re.compile(
    r"(?:同|新|旧)?(?:[一-鿿々ァ-ヶー・Ａ-ＺA-Za-z]*?)"
    r"(?:法律施行規則|法律施行令|施行規則|施行令|法律|法|政令|[府省]令|令|規則|条例|規程|憲法|約款|協定|条約|指令|GDPR|ＧＤＰＲ)$"
)
_LONG_LAW = re.compile(
    r"[^、。「」『』（）()〇○\s]*(?:に関する|のための|の臨時特例に関する)"
    r"(?:法律|特別措置法|措置法|基本法|規則|政令|省令|条例)(?:施行規則|施行令)?$"
)
# What may stand before a law's name without a comma: 第三条中特許法 (a law that amends it), また, …に基づく
_LEADING = re.compile(
    r"^(?:.*[条項号表定]中|.*[条項号](?:の規定による改正[前後]の|並びに|及び|又は|若しくは)|また|なお|さらに|及び|又は|並びに|若しくは|ただし|等|この|その"
    r"|.*?(?:とは|では|には|により|に基づき|に基づく|について|における旧|における新))(?=.)"
)
_NO_LAW = ("方法", "手法", "用法", "作法", "司法", "文法", "工法", "療法", "技法", "立法", "製法")


def mentions(text: str) -> list[AddressMention]:
    """Every address that ``text`` names, in order and without overlap."""
    laws = {law.end: text[law.start : law.end] for law in find_laws(text)}
    found: list[AddressMention] = []
    at = 0
    while (match := _MENTION.search(text, at)) is not None:
        at = match.end()
        written = _read(match[0])
        if written is None or _is_instrument(text, match, written):
            continue
        law = None if written.partial else _law_before(text, match.start(), laws)
        found.append(_joined(text, found, match.start(), match.end(), written, law))
        at = _further(text, at, found)
    english = [
        mention
        for mention in _english(text)
        if all(mention.end <= f.start or mention.start >= f.end for f in found)
    ]
    return sorted([*found, *english], key=lambda mention: mention.start)


def joined(text: str, start: int, end: int) -> bool:
    """Whether only words that join the members of a list stand at ``text[start:end]``."""
    return _JOINED.fullmatch(text, start, end) is not None


def _read(written: str) -> Address | None:
    try:
        return parse(written)
    except AddressError:
        return None


def _is_instrument(text: str, match: re.Match[str], address: Address) -> bool:
    alone = address.article is None and address.paragraph is None and not address.suppl
    return alone and address.item is not None and _INSTRUMENT.search(text, 0, match.start()) is not None


def _joined(
    text: str, found: list[AddressMention], start: int, end: int, address: Address, law: str | None
) -> AddressMention:
    """The mention, with what it takes over from the one before if only joining words stand between."""
    before = found[-1] if found and _JOINED.fullmatch(text, found[-1].end, start) else None
    if before is None and found and text[max(0, start - 2) : start] in ("同条", "同項", "同号"):
        before = found[-1]
    resolved, resolved_law = (None if address.partial else address), law
    if before is not None:
        if address.partial and before.resolved is not None:
            resolved = address.under(before.resolved)
        resolved_law = law or before.resolved_law
    part = _PART.match(text, end)
    return AddressMention(
        start=start,
        end=end,
        address=address,
        law=law,
        resolved=resolved,
        resolved_law=resolved_law,
        part=part[0] if part else None,
    )


def _further(text: str, at: int, found: list[AddressMention]) -> int:
    """Add the marks listed after a mention that ends in one; returns where the list ends."""
    while found[-1].address.subitems and (match := _FURTHER.match(text, at)) is not None:
        written = _read(match["mark"])
        if written is None or not _LIST_OPENERS.match(text, match.end()):
            break
        found.append(_joined(text, found, match.start("mark"), match.end(), written, None))
        at = match.end()
    return at


def _law_before(text: str, start: int, laws: dict[int, str]) -> str | None:
    """The law named directly before ``start``: 番号法第9条, 個人情報保護法（平成15年法律第57号）第25条."""
    end = len(text[:start].rstrip(" \t\u3000"))
    if text[:end].endswith("の"):
        end -= 1
    number = _LAW_NUMBER.search(text, max(0, end - 120), end)
    if number:
        end = number.start()
    if text[:end].endswith(("」", "』")):
        end -= 1
    if end in laws:
        return laws[end]
    window = re.split(r"[、。「」『』（）()〇○\s]", text[max(0, end - 80) : end])[-1]
    named = _LONG_LAW.search(window) or _LAW.search(window)
    if named is None or named[0].endswith(_NO_LAW):
        return None
    return _LEADING.sub("", named[0]) or None


def _english(text: str) -> list[AddressMention]:
    found: list[AddressMention] = []
    for match in _ENGLISH.finditer(text):
        parts = [
            f"第{match['article'].replace('-', '条の', 1).replace('-', 'の')}"
            + ("" if "-" in match["article"] else "条")
        ]
        if match["paragraph"]:
            parts.append(f"第{match['paragraph']}項")
        if match["item"]:
            parts.append(f"第{to_int(match['item']) or 0}号")
        sub = match["sub"] or match["sub_alone"]
        if sub:
            parts.append(_sub_from_english(sub) + (f"({match['figure']})" if match["figure"] else ""))
        address = _read("".join(parts))
        if address is not None:
            found.append(
                AddressMention(start=match.start(), end=match.end(), address=address, resolved=address)
            )
    return found


def _sub_from_english(sub: str) -> str:
    """(d) is the fourth sub-item, ニ, in the official translations; a romanised mark is itself."""
    if len(sub) == 1:
        return iroha(ord(sub.lower()) - ord("a") + 1)
    try:
        return Address.from_id(sub.lower()).subitems[0].kana
    except (AddressError, IndexError):
        return "?"
