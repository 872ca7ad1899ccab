"""A guideline's title, how it is cited, its id and date.

A guideline comes in parts (編), so that its name goes on after a line feed: …についてのガイドライン / （通則編）.
It is cited as the Commission's own texts do: ガイドライン（通則編）, 番号法ガイドライン（事業者編）.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from corpus.dates import dates_in
from corpus.text import squash

_PART = re.compile(r"[(][^()]{1,40}編[)]")
_OF_PARTS = re.compile(r"(?:ガイドライン|指針|マニュアル|手引き?)$")
_FAMILIES = (  # the beginning of an official name, and what it is called for short
    ("個人情報の保護に関する法律についてのガイドライン", "ガイドライン"),
    ("個人情報の保護に関する法律についての事務対応ガイド", "事務対応ガイド"),
    ("特定個人情報の適正な取扱いに関するガイドライン", "番号法ガイドライン"),
)
_PARTS = {  # as the guidelines name each other
    "外国にある第三者への提供編": "外国第三者提供編",
    "第三者提供時の確認・記録義務編": "確認・記録義務編",
}
_IDS = {  # after the addresses of the Commission's pages
    "ガイドライン（通則編）": "tsusoku",
    "ガイドライン（外国第三者提供編）": "offshore",
    "ガイドライン（確認・記録義務編）": "kakunin-kiroku",
    "ガイドライン（仮名加工情報・匿名加工情報編）": "anonymous",
    "ガイドライン（認定個人情報保護団体編）": "ninteidantai",
    "ガイドライン（行政機関等編）": "gyosei",
    "番号法ガイドライン（事業者編）": "mynumber-jigyosha",
    "番号法ガイドライン（行政機関等編）": "mynumber-gyosei",
    "個人情報の保護に関する基本方針": "fundamental-policy",
    "雇用管理分野における個人情報のうち健康情報を取り扱うに当たっての留意事項": "health-condition",
}
_REVISED = re.compile(r"(?:改正|変更|改訂|改定|策定|制定|決定|公表|施行)")
_HEAD = 30  # lines that may hold the dates
_SHORT = 30  # characters of a line that holds a date and little else


def with_part(title: str, following: str | None) -> str:
    """The title with its part, where that stands on the next line."""
    if following is not None and _OF_PARTS.search(title) and _PART.fullmatch(following):
        return title + following
    return title


def short_name(title: str) -> str:
    """How labels name a guideline: ガイドライン（通則編）; its title where there is no short name."""
    plain = unicodedata.normalize("NFKC", title).replace("(", "（").replace(")", "）")
    plain = re.sub(r"（(.*?)）+$", r"（\1）", plain)
    for official, short in _FAMILIES:
        if plain.startswith(official):
            part = plain[len(official) :].strip()
            inner = part.strip("（）")
            return short + (f"（{_PARTS.get(inner, inner)}）" if inner else "")
    return title


def known_id(title: str) -> str | None:
    """The id of a guideline that is known by name; the same whatever its date."""
    name = squash(short_name(title))
    return next((f"guideline-{key}" for known, key in _IDS.items() if squash(known) == name), None)


def revised_on(lines: Sequence[str]) -> dt.date | None:
    """When this version is from: the last date that the head of the text gives, month by month where it must.

    A line holds it alone or with what was done: 平成28年11月, （令和7年6月一部改正）. The day of a month that is given
    alone is its first. ``lines`` are NFKC.
    """
    found: list[dt.date] = []
    for line in lines[:_HEAD]:
        mentions = dates_in(line)
        rest = line
        for mention in reversed(mentions):
            rest = rest[: mention.start] + rest[mention.end :]
        alone = len(line) <= _SHORT and (not re.sub(r"[()\s。一部]", "", rest) or _REVISED.search(rest))
        if alone:
            found += [m.first for m in mentions if _is_day_or_month(m.first, m.last)]
    return max(found, default=None)


def _is_day_or_month(first: dt.date, last: dt.date) -> bool:
    days = calendar.monthrange(first.year, first.month)[1]
    return first == last or (first.day == 1 and last == first.replace(day=days))
