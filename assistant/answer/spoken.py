"""The words that somebody spoke, out of a summary's sentence that tells of them."""

from __future__ import annotations

import re

_TOLD = re.compile(
    r"\A\s*(?:これに対し(?:て)?、|また、|さらに、|続けて、)*[^「」。]{1,40}(?:から|より|は)、?「(?P<words>.+)」(?:との?|という|といった)?(?:旨の|趣旨の)?"
    r"(?:回答|発言|説明|質問|意見|指摘)があった。?\s*\Z",
    re.S,
)


def spoken(text: str) -> str:
    """A substring of ``text``: what stands between 「 and 」旨の回答があった。; all of it where it is told otherwise."""
    found = _TOLD.match(text)
    return found["words"] if found else text
