"""The sentences of a question, and which of them ask: quotations and brackets are never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.content import topic_words

_PAIRS = {"「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "〔": "〕", "［": "］", "“": "”"}
_CLOSING = frozenset(_PAIRS.values())
_ENDS = frozenset("。？！?!\n")
# A full stop ends an English sentence after a word and before a capital: not in Art. 6, Mr. Tanno.
_ENGLISH_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bNo)(?<!\bno)(?<=[a-z]{2})\.(?=\s+[A-Z])"
)
_MARKER = re.compile(r"^\s*(?:[(（]?[0-9０-９]{1,2}[.．)）、]\s*|[①-⑳]\s*|[・*•‣]\s*|-\s+)")

INTERROGATIVE = re.compile(
    r"何|なに|誰|だれ|どこ|どちら|どれ|どの|どう|どん|いつ(?!も)|いくつ|いくら|なぜ|何故"
)
COMPARING = re.compile(
    r"違|相違|差異|比較|比べ|対比|異な|同じ|共通|関係|関連|連携|間[でのに]|どちら|いずれ|両者|両方|区別"
    r"|\b(?:differ|compar|versus|vs|between|both|same|relation)",
    re.I,
)
_ASKING = re.compile(
    r"(?:か|かな|っけ|でしょう|ください|下さい|(?:教え|見せ|示し|挙げ|述べ|説明し)て|ほしい(?:です)?|欲しい(?:です)?|たい(?:です)?|お願いします"
    r"|願います|(?<=[^、])(?:は|については|に関しては|場合は))$"
)
_MANNER = re.compile(
    r"^(?:どうぞ)?(?:よろしく|宜しく|できれば|なるべく|できるだけ|可能な(?:ら|限り)|詳しく|簡潔に|短く|具体的に(?:お願い|教え)|日本語で|英語で|箇条書きで"
    r"|お(?:手数|忙しい))"
    r"|^(?:please|thank|in (?:japanese|english|detail)|briefly)\b",
    re.I,
)
_OPENING_NEXT = re.compile(r"^(?:次に|また|それから|続いて|続けて|ところで|話は変わ)")
_SOURCES = re.compile(  # every answer gives them
    r"^(?:また|その|法的な|、)*(?:根拠|出典|条文|根拠条文|該当箇所|典拠|出所)(?:は|も|を)?(?:(?:教え|示し)て(?:ください|下さい)?)?$"
)
_ENGLISH_ASKING = re.compile(
    r"^(?:and |also |then )?(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|has"
    r"|have|can|must|may|should|list|show|tell|name|explain|describe)\b",
    re.I,
)


def sentences(text: str) -> Iterator[str]:
    """The sentences, each with its mark, without the markers of an enumeration of lines."""
    marked = sum(1 for line in text.split("\n") if _MARKER.match(line))
    ends = {match.start() for match in _ENGLISH_END.finditer(text)}
    begin, depth = 0, 0
    for at, char in enumerate(text):
        if char in _PAIRS:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        if depth and char != "\n":
            continue
        if char in _ENDS or at in ends:
            depth = 0
            yield from _sentence(text[begin : at + 1], marked > 1)
            begin = at + 1
    yield from _sentence(text[begin:], marked > 1)


def outside_brackets(text: str) -> str:
    """The text with blanks for what stands in brackets, lengths kept."""
    shown, depth = [], 0
    for char in text:
        depth += char in _PAIRS
        shown.append(" " if depth else char)
        depth = max(0, depth - (char in _CLOSING))
    return "".join(shown)


def asks(sentence: str) -> bool:
    """Whether a sentence asks for something, and for more than a manner or the sources of an answer."""
    bare = sentence.rstrip("。？！?!. 　")
    if _MANNER.match(bare) or _SOURCES.match(bare):
        return False
    return sentence.rstrip()[-1:] in "?？" or bool(_ASKING.search(bare) or _ENGLISH_ASKING.match(bare))


def grouped(text: str) -> list[str]:
    """The questions of a text; a sentence that asks nothing goes with the question it stands beside."""
    found: list[str] = []
    before = ""
    for sentence in sentences(text):
        if asks(sentence) and not (found and _same(found[-1], sentence)):
            found.append(before + sentence)
            before = ""
        elif found and not _OPENING_NEXT.match(sentence):
            found[-1] += sentence
        else:
            before += sentence
    if before and found:
        found[-1] += before
    return found


def _same(earlier: str, sentence: str) -> bool:
    """Whether a sentence only goes on with the question before it: 教えてください, or how the two compare."""
    told = (
        not topic_words(sentence)
        and not INTERROGATIVE.search(sentence)
        and _ASKING.search(sentence.rstrip("。"))
    )
    return bool(told) or bool(COMPARING.search(earlier) and COMPARING.search(sentence))


def _sentence(text: str, marked: bool) -> Iterator[str]:
    text = (_MARKER.sub("", text) if marked else text).strip()
    if text.strip("。？！?!. 　"):
        yield text
