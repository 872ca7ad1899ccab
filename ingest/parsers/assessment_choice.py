"""What is chosen in a choice field.

Its shapes are ``[再委託する] <選択肢> 1) 再委託する 2) 再委託しない``, ``[○] 紙 [ ] 専用線`` and their kin.
Only what is chosen, or written in by the agency, is kept as text; the rest is the form's list of options.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsers.assessment_form import normal
from ingest.parsers.assessment_markup import BREAK, CHECKED, GAP, RADIO, UNCHECKED, Sheet
from ingest.parsers.assessment_tables import FILL_IN

_LIST = re.compile(r"[<＜(（]\s*選択肢\s*[>＞)）]")
_BRACKET = re.compile(r"[\[［]([^\[\]［］]*)[\]］]")
_MARKS = "○〇◯●レ✓✔☑☒×✕xX■*＊"
_BOX = re.compile(
    rf"[\[［](?:{GAP}|[{_MARKS}{CHECKED}{UNCHECKED}{RADIO}□☐])*[\]］]"
    rf"|{CHECKED}+|{UNCHECKED}+|{RADIO}+|[☑☒☐✓✔]|(?:(?<={GAP})|^)[■□]"
)
_OPTION = re.compile(rf"(?:(?<={GAP})|(?<=[>＞)）])|^)[0-9０-９]{{1,2}}[)）]")
_COUNT = re.compile(rf"[(（]{GAP}*([0-9０-９]*){GAP}*[)）]{GAP}*件")
_FIRST_OPTION = re.compile(rf"{GAP}*[1１][)）]")
_CONTENT = re.compile(r"[(（]\s*[^()（）\s].*[)）]\s*(?:件)?$", re.S)
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]\s*件?")
_SUBHEAD = re.compile(rf"(?:^|{GAP})(・[^・。\[［]{{2,20}}?){GAP}*$")
_SUBHEAD_LINE = re.compile(r"・[^・。\[［\s]{2,20}情報")  # ・連絡先等情報, the boxes on the next lines
_WRITTEN = "チェック欄に印はないが、記載がある。"
_CIRCLED = "印は丸い欄（radio）と四角い欄（checkbox）の別から読み取った。"


@dataclass(frozen=True)
class Choice:
    """A choice field read: what of it is text, what was chosen and from what."""

    kept: tuple[tuple[int, int], ...]  # ranges of the source, in order; everything else is options
    value: str | None
    options: tuple[str, ...]
    note: str | None = None


def is_choice_line(text: str) -> bool:
    """Whether a line can go on with a choice field: it has a box, a bracket, an option or a count."""
    if _BOX.search(text) or _BRACKET.match(text) or _OPTION.match(text) or _COUNT.search(text):
        return True
    return _SUBHEAD_LINE.fullmatch(text.strip()) is not None


def choice_of(sheet: Sheet, start: int, end: int) -> Choice | None:
    """The choice in a field's value; None where the value is no choice but text."""
    listed = _list_start(sheet, start, end)
    if listed is not None:
        return _from_list(sheet, start, listed, end)
    return _from_boxes(sheet, start, end) or _from_bracket(sheet, start, end)


def _list_start(sheet: Sheet, start: int, end: int) -> int | None:
    """Where the list of options begins: at <選択肢>, or at 1) behind a bracket."""
    mark = _LIST.search(sheet.masked, start, end)
    if mark:
        return mark.start()
    at, _ = sheet.trimmed(start, end)
    bracket = _BRACKET.match(sheet.masked, at, end)
    if bracket is None or not _FIRST_OPTION.match(sheet.masked, bracket.end(), end):
        return None
    return bracket.end()


def _from_list(sheet: Sheet, start: int, listed: int, end: int) -> Choice:
    options, written = _options(sheet, listed, end)
    below = _below_list(sheet, start, listed, end)
    if below is not None:
        options, written = _options(sheet, listed, end, below)
        return Choice((below, *written), sheet.words(below[0] + 1, below[1] - 1), tuple(options))
    boxes = _from_boxes(sheet, start, listed)
    if boxes is not None:
        return Choice((*boxes.kept, *written), boxes.value, tuple(options), boxes.note)
    kept: list[tuple[int, int]] = []
    chosen: list[str] = []
    at = start
    for bracket in _BRACKET.finditer(sheet.masked, start, listed):
        kept += _counts(sheet, at, bracket.start())
        inner, words = bracket.group(1), sheet.words(*bracket.span(1))
        if words and not (UNCHECKED in inner and CHECKED not in inner):
            kept.append(bracket.span())
            chosen.append(words)
        at = bracket.end()
    rest = sheet.trimmed(at, listed)
    words = sheet.words(*rest)
    if not chosen and normal(words) in {normal(option) for option in options}:
        chosen.append(words)
        kept.append(rest)
    elif rest[1] > rest[0]:
        kept += _counts(sheet, at, listed)
    return Choice((*kept, *written), "、".join(chosen) or None, tuple(options))


def _below_list(sheet: Sheet, start: int, listed: int, end: int) -> tuple[int, int] | None:
    """The bracket with the choice where a form has it beside the options but a row below <選択肢>."""
    if sheet.words(start, listed):
        return None
    filled = [b for b in _BRACKET.finditer(sheet.masked, listed, end) if sheet.words(*b.span(1))]
    for bracket in filled:
        options, _ = _options(sheet, listed, end, bracket.span())
        words = normal(sheet.words(*bracket.span(1)))
        if words in {normal(option) for option in options}:
            return bracket.span()
    # What no option says was written in all the same: [7年] where the form has 6年以上10年未満.
    behind = _LIST.match(sheet.masked, listed, end)
    at, _ = sheet.held(behind.end() if behind else listed, end)
    return next((bracket.span() for bracket in filled if bracket.start() == at), None)


def _counts(sheet: Sheet, start: int, end: int) -> list[tuple[int, int]]:
    """What stands around the brackets: kept, unless it is a count that was not filled in."""
    begin, stop = sheet.trimmed(start, end)
    if stop == begin or _EMPTY_BRACKETS.fullmatch(sheet.words(begin, stop)):
        return []
    return [(begin, stop)]


def _options(
    sheet: Sheet, listed: int, end: int, chosen: tuple[int, int] | None = None
) -> tuple[list[str], list[tuple[int, int]]]:
    """The options from ``listed`` on, each once, and what was written in behind or among them.

    ``chosen`` is a bracket that stands among the options and is none.
    """
    text = sheet.masked
    counts = [match.span() for match in _COUNT.finditer(text, listed, end)]
    numbers = [match.span() for match in _OPTION.finditer(text, listed, end)]
    marks = sorted(
        [span for span in numbers if not any(begin <= span[0] < stop for begin, stop in counts)]
        + [match.span() for match in _LIST.finditer(text, listed, end)]
        + ([chosen] if chosen else [])
    )
    options: list[str] = []
    written: list[tuple[int, int]] = []
    for (_, begin), stop in zip(marks, [*(m[0] for m in marks[1:]), end], strict=True):
        stop, extra = _behind(sheet, begin, stop)
        written += extra
        option = sheet.words(begin, stop)
        is_remark = "。" in option or option.startswith("又は")  # 2) 又は 3) を選択した評価実施機関は…
        if option and option not in options and not is_remark:
            options.append(option)
    return options, written


def _behind(sheet: Sheet, begin: int, stop: int) -> tuple[int, list[tuple[int, int]]]:
    """Where an option ends, and a count (2)件 or a sentence that stands behind it."""
    count = _COUNT.search(sheet.masked, begin, stop)
    if count:
        filled = [count.span()] if count.group(1) else []
        rest = sheet.trimmed(count.end(), stop)
        return count.start(), filled + ([rest] if rest[1] > rest[0] else [])
    begin, _ = sheet.trimmed(begin, stop)
    gap = re.compile(rf"{GAP}+").search(sheet.masked, begin, stop)
    if gap and "。" in sheet.masked[gap.end() : stop]:
        return gap.start(), [sheet.trimmed(gap.end(), stop)]
    return stop, []


@dataclass
class _Box:
    begin: int  # of the option's words
    end: int
    sign: str  # masked text of the box
    words: str = ""
    name: str = ""  # words without what was written into brackets
    chosen: bool = False
    group: tuple[int, int] | None = None  # sub-heading over it and the boxes after it


def _from_boxes(sheet: Sheet, start: int, end: int) -> Choice | None:
    boxes = _boxes(sheet, start, end)
    if not boxes:
        return None
    circled = _decide(boxes)
    groups = {box.group for box in boxes if box.group and (box.chosen or _is_written(box))}
    kept: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for box in boxes:
        if not (box.chosen or _is_written(box)):
            continue
        if box.group in groups and box.group is not None and box.group != last:
            kept.append(box.group)
            last = box.group
        kept.append((box.begin, box.end))
    value = "、".join(box.words for box in boxes if box.chosen) or None
    kept += _prose_after(sheet, boxes[-1].end, end)
    loose = any(_is_written(box) and not box.chosen for box in boxes)
    note = _WRITTEN if loose else _CIRCLED if circled and value else None
    return Choice(tuple(kept), value, tuple(dict.fromkeys(box.name for box in boxes)), note)


def _prose_after(sheet: Sheet, start: int, end: int) -> list[tuple[int, int]]:
    begin, stop = sheet.trimmed(start, end)
    return [(begin, stop)] if stop > begin else []


def _boxes(sheet: Sheet, start: int, end: int) -> list[_Box]:
    signs = [match for match in _BOX.finditer(sheet.masked, start, end) if _is_box(sheet, match, start, end)]
    if not signs:
        return []
    head = sheet.words(start, signs[0].start())
    group = _group(sheet, start, signs[0].start())
    if head and group is None:
        return []
    boxes: list[_Box] = []
    for sign, stop in zip(signs, [*(s.start() for s in signs[1:]), end], strict=True):
        is_last = sign is signs[-1]
        below = None if is_last else _group(sheet, sign.end(), stop)
        begin, stop = sheet.trimmed(sign.end(), below[0] if below else stop)
        stop = _name_end(sheet, begin, stop) if is_last else stop
        words = sheet.words(begin, stop)
        if words:
            name = (
                re.sub(r"\s*[(（].*$", "", words) if _fills(words) else _EMPTY_BRACKETS.sub("", words).strip()
            )
            boxes.append(_Box(begin, stop, sign.group(), words, name, group=group))
        group = below or group
    return boxes


def _is_box(sheet: Sheet, match: re.Match[str], start: int, end: int) -> bool:
    """■ is a bullet as often as a box: it counts where □ stands beside it."""
    return match.group() != "■" or "□" in sheet.masked[start:end]


def _group(sheet: Sheet, start: int, end: int) -> tuple[int, int] | None:
    match = _SUBHEAD.search(sheet.masked[start:end])
    return sheet.trimmed(start + match.start(1), start + match.end(1)) if match else None


def _name_end(sheet: Sheet, begin: int, stop: int) -> int:
    """Where the last option's words end, if sentences follow it on a line of their own."""
    cut = re.compile(rf"{GAP}*[\r\n{BREAK}]{GAP}*").search(sheet.masked, begin, stop)
    return cut.start() if cut and "。" in sheet.masked[cut.end() : stop] else stop


def _fills(words: str) -> bool:
    name, bracket, _ = normal(words).partition("(")
    return bool(bracket) and name in {normal(option) for option in FILL_IN}


def _is_written(box: _Box) -> bool:
    """Whether the agency wrote into the brackets of an option that carries no mark."""
    return _fills(box.words) and _CONTENT.search(box.words) is not None


def _decide(boxes: Sequence[_Box]) -> bool:
    """Set what is chosen. True if it was read from round boxes among square ones.

    A form whose marks ○ were drawn as round boxes comes out with ``radio`` for a mark, ``checkbox`` for none.
    """
    for box in boxes:
        box.chosen = CHECKED in box.sign or any(mark in box.sign for mark in _MARKS)
    if any(box.chosen for box in boxes) or not any(UNCHECKED in box.sign for box in boxes):
        return False
    for box in boxes:
        box.chosen = RADIO in box.sign
    return any(box.chosen for box in boxes)


def _from_bracket(sheet: Sheet, start: int, end: int) -> Choice | None:
    """A bracket alone, its list of options gone: [実施する]."""
    begin, stop = sheet.trimmed(start, end)
    bracket = _BRACKET.match(sheet.masked, begin, stop)
    if bracket is None:
        return None
    rest = sheet.trimmed(bracket.end(), stop)
    if rest[1] > rest[0] and not _COUNT.fullmatch(unicodedata.normalize("NFKC", sheet.words(*rest))):
        return None
    words = sheet.words(*bracket.span(1))
    kept = [bracket.span()] if words else []
    return Choice((*kept, *_counts(sheet, *rest)), words or None, ())
