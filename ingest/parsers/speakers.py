"""Who speaks: the marks that open a speech (○手塚委員長, ○議長（…君）, 【事務局】) and the roles in names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Titles as minutes write them after (or before) a name, the longer before the shorter they contain.
_WRITTEN = (
    "委員長代理 委員長職務代理者 副委員長 委員長 専門委員 委員 副議長 議長 座長代理 座長 会長代理 副会長 "
    "会長 部会長 理事長 理事 監事 事務局長 事務局次長 事務局 事務総長 事務次官 内閣総理大臣 国務大臣 "
    "大臣政務官 副大臣 大臣 内閣官房長官 内閣官房副長官 官房長 政府参考人 政府特別補佐人 参考人 公述人 "
    "説明員 説明者 長官 次長 局長 部長 審議官 参事官 企画官 調査官 専門官 研究官 総括官 検査官 監察官 "
    "管理官 政策官 統括官 室長代理 室長 課長補佐 課長 係長 補佐 主査 主任 主幹 技官 検査院長 院長 所長 "
    "総裁 副総裁 知事 市長 町長 村長 区長 社長 取締役 教授 准教授 講師 弁護士 議員 構成員 "
    "最高裁判所長官代理者 オブザーバー 君"
)
_TITLES = sorted(_WRITTEN.split(), key=len, reverse=True)
_TITLE = "|".join(_TITLES)
_CHAIRS = frozenset(
    [
        "委員長",
        "委員長代理",
        "委員長職務代理者",
        "副委員長",
        "議長",
        "副議長",
        "座長",
        "座長代理",
        "会長",
        "会長代理",
        "部会長",
    ]
)
_COMMISSIONERS = frozenset(["委員", "専門委員", "議員", "構成員"])

_MARK = re.compile(r"[○◯〇](?P<gap>[\s　]*)")
_BRACKETED = re.compile(r"【(?P<name>[^【】]{1,24})】[\s　:：]*")
_TOKEN = re.compile(r"(?P<name>[^\s　、。，「」『』：:]{1,36})(?:[\s　：:]+|$)")
_COLON = re.compile(rf"(?P<name>[^\s　、。，「」：:]{{1,14}}(?:{_TITLE}))[：:][\s　]*")
_ROUNDS = 3  # speeches opened by ○ that settle how a record marks them
_NAME = r"[^\s　、。，「」『』（）()]{1,10}?(?:[（(][^（）()]{1,4}[）)])?"
# A name and its title with the speech right behind it; what a title is followed by in a list of business
# (政府参考人の出席要求に関する件) is no speech.
_JOINED = re.compile(rf"{_NAME}(?:{_TITLE})(?!の|に関|に係|を|が|及び|等)")
# An office without a name, the speech right behind it, as the text of a PDF has it: ○事務局今般、…
_BARE = re.compile(
    r"(?:事務局|委員長|議長|座長|会長|部会長)(?!長|次長|代理|の|に関|に係|を|が|は|及び|等|から|より|案|提出|説明)"
)
_OFFICE_FIRST = re.compile(rf"(?P<office>[^（）()]*?(?:{_TITLE}))[（(](?P<name>[^（）()]{{1,20}})[）)]")
_BODY_FIRST = re.compile(rf"(?P<body>[^（）()]+)[（(](?P<name>[^（）()]*(?:{_TITLE}))[）)]")
_ENDS_IN_TITLE = re.compile(rf"(?P<title>{_TITLE})(?:[（(][^（）()]*[）)])?$")


@dataclass(frozen=True)
class Speaker:
    """One who speaks, as cited (手塚委員長, 事務局, 額賀福志郎議長), and in which role (委員長, 議長)."""

    name: str
    role: str | None

    @property
    def chairs(self) -> bool:
        """Whether this is who leads the meeting."""
        return self.role in _CHAIRS

    @property
    def reports(self) -> bool:
        """Whether this is one who explains to the meeting: neither chair nor member."""
        return not self.chairs and self.role not in _COMMISSIONERS


def speaker_of(name: str) -> Speaker:
    """The speaker a mark names: 事務局（山田参事官） is 山田参事官, 議長（甲野太郎君） is 甲野太郎議長."""
    office = _OFFICE_FIRST.fullmatch(name)
    if office:
        title = _title(office["office"])
        person = office["name"].removesuffix("君").removesuffix("さん")
        if _title(person):
            return Speaker(person, title)
        if title == office["office"] or person != office["name"]:
            return Speaker(person + office["office"], title)
        return Speaker(office["office"], title)  # what stands in brackets is a remark: 山田委員（オンライン）
    body = _BODY_FIRST.fullmatch(name)
    if body and _title(body["name"]):
        return Speaker(body["name"], _title(body["name"]))
    return Speaker(name, role_of(name))


def _title(name: str) -> str | None:
    found = _ENDS_IN_TITLE.search(name)
    return found["title"] if found else None


def role_of(name: str) -> str | None:
    """The role that a name carries: 清水委員 is a 委員, 福山哲郎君 (a member of a house) a 議員."""
    title = _title(name)
    return "議員" if title == "君" else title


class SpeechMarks:
    """Reads the marks that open speeches; what one line leaves open, the other lines settle."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts``: the lines of the document."""
        seen = list(texts)
        self._joined = Counter(name for text in seen for name in self._joined_names(text))
        marked = any(_MARK.match(text) or _BRACKETED.match(text) for text in seen)
        # Where ○ opens the speeches, 【専門委員】 and the like head lists of those present.
        self._rounds = sum(1 for text in seen if self._round(text)) >= _ROUNDS
        self._colons = not marked and sum(1 for text in seen if _COLON.match(text)) > 1

    def read(self, text: str) -> tuple[Speaker, int] | None:
        """The speaker whose speech this line opens and where the speech begins in it, or None."""
        bracketed = None if self._rounds else _BRACKETED.match(text)
        if bracketed and _title(bracketed["name"].rstrip("）)")):
            return speaker_of(bracketed["name"]), bracketed.end()
        colon = _COLON.match(text) if self._colons else None
        if colon:
            return speaker_of(colon["name"]), colon.end()
        mark = _MARK.match(text)
        return self._after_mark(text, mark) if mark else None

    @staticmethod
    def _round(text: str) -> bool:
        mark = _MARK.match(text)
        token = _TOKEN.match(text, mark.end()) if mark else None
        return token is not None and _title(token["name"]) is not None

    @staticmethod
    def marked(text: str) -> bool:
        """Whether the line begins with the round mark of a speech, readable or not."""
        return _MARK.match(text) is not None

    def _after_mark(self, text: str, mark: re.Match[str]) -> tuple[Speaker, int] | None:
        token = _TOKEN.match(text, mark.end())
        if token and (_ENDS_IN_TITLE.search(token["name"]) or _BODY_FIRST.fullmatch(token["name"])):
            return speaker_of(token["name"]), token.end()
        names = [name for name in self._joined_names(text) if self._joined[name]]
        if names:
            name = names[0]
            if len(names) > 1 and self._joined[name] == 1 and self._joined[names[1]] > 2:
                name = names[1]
            return speaker_of(name), mark.end() + len(name)
        office = _OFFICE_FIRST.match(text, mark.end()) or _BARE.match(text, mark.end())
        if office:
            return speaker_of(office.group()), office.end()
        if token and len(token["name"]) <= 16 and not mark["gap"] and token.end() < len(text):
            return Speaker(token["name"], None), token.end()
        return None

    @staticmethod
    def _joined_names(text: str) -> list[str]:
        """What may be the name at the head of a line without a space behind it, the longest first."""
        mark = _MARK.match(text)
        found = _JOINED.match(text, mark.end()) if mark else None
        if not found:
            return []
        name = found.group()
        title = _title(name) or ""
        stem = name.removesuffix(title)
        return [name, *(stem + short for short in _TITLES if title != short and title.startswith(short))]
