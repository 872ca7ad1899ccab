"""A sentence of two questions: 〜は何か、また〜は誰か; 暗号化と再委託について; who …, and when …?"""

from __future__ import annotations

import re

from assistant.planning.sentences import COMPARING, INTERROGATIVE, outside_brackets
from assistant.understanding.content import topic_words

_AND_THEN = re.compile(r"か(?P<cut>[、,]?\s*(?:また|そして|それから|さらに|加えて|併せて|あわせて)[、,]?\s*)")
_COMMA = re.compile(r"か(?P<cut>[、,]\s*)")
_BEING = re.compile(r"(?:何|なに|誰|だれ|どこ|いつ|いくつ|どちら)(?P<cut>で(?:あり|すか)?[、,]\s*)")
# The other question has a subject of its own: 申請は何件目ですか, but not: どう聞きましたか.
_SUBJECT = re.compile(
    r"^(?P<subject>[^、。]+?)は[^、。]*?(?:何|なに|誰|だれ|どこ|どちら|どれ|どの|どう|どん|いつ|いくつ|いくら|なぜ)"
)

_RUN = r"[一-鿿々ァ-ヺーA-Za-z0-9]{2,}"
_MATTERS = re.compile(
    rf"(?:^|(?<=[、はでのら]))(?P<one>{_RUN})と(?P<other>{_RUN})(?P<about>(?:について|に関して)(?!の))"
)
# Bodies, people, meetings and provisions are no matters: what is said of two of them is said of both.
_NAMED = re.compile(
    r"(?:大学|省|庁|局|課|大臣|委員|委員長|会社|社|法人|機構|団体|回|条|項|号|年|月|日|法|令|規則|評価書|議事録|ガイドライン)$|^[第0-9]|何"
)
_ENGLISH_AND = re.compile(
    r"(?P<cut>,?\s+and\s+)(?=(?:who|whom|what|which|when|where|why|how|did|does|is|are|was|were|has|have)\s+(?!and\b|or\b|by\b))",
    re.I,
)
_ENGLISH_BEGIN = re.compile(
    r"^(?:who|whom|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|can|must|may)\b", re.I
)
_FEWEST = 3  # words of an English question that stands by itself


def divided(sentence: str) -> list[str]:
    """The questions of one sentence; the sentence itself where it is one."""
    for cut in (_two_clauses, _two_matters, _two_english):
        found = cut(sentence)
        if len(found) > 1:
            return [one for part in found for one in divided(part)]
    return [sentence]


def _two_clauses(sentence: str) -> list[str]:
    shown = outside_brackets(sentence)
    for pattern in (_AND_THEN, _BEING, _COMMA):
        for match in pattern.finditer(shown):
            left, right = sentence[: match.start("cut")], sentence[match.end("cut") :]
            if not (
                INTERROGATIVE.search(shown[: match.end()]) and INTERROGATIVE.search(shown[match.end() :])
            ):
                continue
            subject = _SUBJECT.match(right)
            if pattern is not _AND_THEN and not (subject and topic_words(subject["subject"])):
                continue
            return [f"{left}ですか" if pattern is _BEING else left, right]
    return [sentence]


def _two_matters(sentence: str) -> list[str]:
    match = _MATTERS.search(outside_brackets(sentence))
    if match is None or COMPARING.search(sentence):
        return [sentence]
    one, other = match["one"], match["other"]
    if any(_NAMED.search(name) for name in (one, other)):
        return [sentence]
    head, rest = sentence[: match.start("one")], sentence[match.start("about") :]
    return [f"{head}{one}{rest}", f"{head}{other}{rest}"]


def _two_english(sentence: str) -> list[str]:
    if not _ENGLISH_BEGIN.match(sentence):
        return [sentence]
    for match in _ENGLISH_AND.finditer(outside_brackets(sentence)):
        left, right = sentence[: match.start("cut")], sentence[match.end("cut") :]
        if all(len(part.split()) >= _FEWEST and topic_words(part) for part in (left, right)):
            return [f"{left}?", right[0].upper() + right[1:]]
    return [sentence]
