"""What can be swapped for another of its kind: numbers with their counters, dates, provisions, numbered things.

Each that a statement names must be in its quotations. A date may be written in another era or language, or more
coarsely than it stands there (2022年 for 令和4年3月); a meeting, its day and the numbering of a clause may be taken
from where the quotation stands.
"""

from __future__ import annotations

import datetime as dt
import re

from corpus.address_mentions import mentions
from corpus.dates import dates_in
from corpus.models import Clause, Document
from corpus.numerals import to_int
from corpus.text import squash

_COUNTERS = (
    "回名人社件点つ個者号条項種箇年月日時分割倍円%頁ページ番歳週度段章節部台本万億千枚冊か所行次巡階期"
)
_KANJI = "〇一二三四五六七八九十百千万"
_NUMBER = re.compile(rf"(?:[0-9][0-9,]*(?:\.[0-9]+)?[万億千]*|[{_KANJI}]+(?=[{_COUNTERS}]))")
_NOT_A_NUMBER = re.compile(
    r"十分|一(?:部(?!会)|定|般|方|切|連|括|環|体|応|時|貫|律|致|番|層)|二重|三者|第[一二三]者|万一|統一|同一|唯一|一人ひとり|千代田|一度"
)
_SAME = {"点": "つ", "件": "つ", "個": "つ", "か": "箇", "ペ": "頁", "名": "人"}
_NUMBERED = re.compile(
    r"(?:議題|資料|別添|別紙|委託事項|リスク|提供先|移転先|システム|審査記載事項)\(?[0-9]+\)?(?:-[0-9]+)?"
)
_MEETING = re.compile(r"第?([0-9]+)回(?:目)?(?:の)?(?:の)?(?:個人情報保護)?(?:委員会|会合|会議|議事)?")
_OF_MEETING = re.compile(
    r"委員会|会議|会合|議事|開催|公表|第?[0-9]+回|meeting|commission|minutes|summary|published|session",
    re.I,
)
_BOUND = re.compile(r"を?(以上|以下|未満|超|以内|程度)")  # 10万人以上 is another number than 10万人未満
_NEAR = 24  # characters within which a date says that it is the day of a meeting or a publication


def wrong_number(text: str, evidence: str, sources: list[tuple[Clause, Document]]) -> str | None:
    """A number of the statement that its quotations do not have; None where all are held."""
    said, held = squash(_without_dates(text)), squash(evidence)
    labels = squash(" ".join(f"{clause.label} {' '.join(clause.path)}" for clause, _ in sources))
    for match in _NUMBERED.finditer(said):
        if not re.search(re.escape(match[0]) + r"(?![0-9])", held + "\n" + labels):
            return match[0]
    rest = _NUMBERED.sub(lambda m: " " * len(m[0]), said)
    meetings = {document.meeting for _, document in sources}
    rest = _MEETING.sub(lambda m: " " * len(m[0]) if int(m[1]) in meetings else m[0], rest)
    known = numbers(held)
    bare = {value for value, _ in known}
    for value, counter in numbers(rest):
        if (value, counter) not in known and not (counter == "" and value in bare):
            return f"{value}{counter}"
    return None


def numbers(squashed: str) -> set[tuple[int | str, str]]:
    """Numbers with what they count: (16, 社), (3, つ); without a counter where none follows."""
    found: set[tuple[int | str, str]] = set()
    plain = _NOT_A_NUMBER.sub(lambda m: "・" * len(m[0]), squashed)
    for match in _NUMBER.finditer(plain):
        written = match[0].rstrip(",")
        value: int | str | None = to_int(written.replace(",", ""))
        if value is None:
            value = written
        follows = plain[match.end() : match.end() + 1]
        counter = _SAME.get(follows, follows) if follows and follows in _COUNTERS else ""
        bound = _BOUND.match(plain, match.end() + len(follows if counter else ""))
        found.add((value, counter + (bound[1] if bound else "")))
    return found


def _without_dates(squashed: str) -> str:
    for mention in reversed(dates_in(squashed)):
        squashed = squashed[: mention.start] + "・" * (mention.end - mention.start) + squashed[mention.end :]
    return squashed


def wrong_date(text: str, evidence: str, sources: list[tuple[Clause, Document]]) -> str | None:
    """A date of the statement that neither its quotations nor the days of their documents have."""
    held = [(one.first, one.last) for one in dates_in(evidence)]
    days = {document.date for _, document in sources if document.date}
    for mention in dates_in(text):
        covers = [
            (first, last) for first, last in held if _covers((mention.first, mention.last), (first, last))
        ]
        if covers:
            continue
        around = text[mention.end : mention.end + _NEAR] + text[max(0, mention.start - _NEAR) : mention.start]
        if any(mention.first <= day <= mention.last for day in days) and _OF_MEETING.search(around):
            continue
        return text[mention.start : mention.end]
    return None


def _covers(said: tuple[dt.date, dt.date], held: tuple[dt.date, dt.date]) -> bool:
    return said[0] <= held[0] and held[1] <= said[1]


def wrong_provision(text: str, evidence: str, sources: list[tuple[Clause, Document]]) -> str | None:
    """A provision that the statement names and neither quotations nor clauses are or name."""
    held = {str(one.resolved or one.address) for one in mentions(evidence)}
    held |= {clause.address for clause, _ in sources if clause.address}
    for mention in mentions(text):
        address = str(mention.resolved or mention.address)
        if not any(one == address or one.startswith(address + ".") for one in held):
            return text[mention.start : mention.end]
    return None


def specific(squashed: str) -> list[tuple[str, int]]:
    """The dates and numbers of a squashed text, comparable, each with where it ends."""
    found: list[tuple[str, int]] = []
    for date in dates_in(squashed):
        found.append((f"{date.first}/{date.last}", date.end))
    rest = _NOT_A_NUMBER.sub(lambda m: "・" * len(m[0]), _without_dates(squashed))
    for match in _NUMBER.finditer(rest):
        value = to_int(match[0].rstrip(",").replace(",", ""))
        if value is not None:
            follows = rest[match.end() : match.end() + 1]
            found.append(
                (f"{value}{_SAME.get(follows, follows) if follows in _COUNTERS else ''}", match.end())
            )
    return found
