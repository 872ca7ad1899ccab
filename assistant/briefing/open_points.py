"""What was put off: sentences in which somebody says that a thing is being or will be considered or settled.

Only what is announced counts (検討する予定である, 調整中である, 今後検討を進める), not what is asked of another
(検討いただきたい): that is a measure.
"""

from __future__ import annotations

import re

from corpus.text import sentences

# What is left to do; not 公表, 実施 or 確認: those carry out what is settled.
_WORK = r"(?:検討|調整|協議|見直|精査|整理|整備|策定|改定|改正|対応|詰め|決め|定め|反映)"
_LATER = (
    r"(?:予定|してまいり|してまいる|していきたい|していく|していき|してゆ|したいと|たいと考え|たいと思|ていくこと"
    r"|しているところ|中である|中であり|中です|中でござい|を進め)"
)
_PROMISE = re.compile(
    rf"{_WORK}[^。]{{0,24}}?{_LATER}|(?:今後|引き続き|将来|次回|後日)(?!の)[^。]{{0,60}}?{_WORK}|今後の(?:課題|検討)|{_WORK}(?:課題|中)(?:である|とし)"
)
_ASKED = re.compile(
    r"(?:いただきたい|いただければ|頂きたい|ください|下さい|教えて|お願い|求め(?:たい|る)|べきで|必要が|ですか|ますか|でしょうか|かと思うが|いかがか)"
)


def open_points(text: str) -> list[str]:
    """The sentences of ``text`` that put something off, each a substring of it; those of a quotation too."""
    spans = sentences(text, inside_quotations=True)
    return [said for span in spans if _announces(said := text[span.start : span.end])]


def _announces(sentence: str) -> bool:
    plain = re.sub(r"\s+", "", sentence)
    return _PROMISE.search(plain) is not None and _ASKED.search(plain) is None
