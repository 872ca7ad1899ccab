"""Title, date, meeting and agency out of a text whose kind is known."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import PurePath

from corpus.dates import dates_in, parse_date
from corpus.models import DocumentKind, Frozen
from corpus.numerals import to_int
from ingest.recognise_guideline import revised_on, with_part

COMMISSION = "個人情報保護委員会"
_NOT_CIRCLED = re.compile(
    r"[^①-⑳]+"
)  # ① must not become 1: it is the mark of a point, not a heading's number
_NUM = r"[0-9〇一二三四五六七八九十百千]+"
_BODY = r"(?:委員会|審議会|調査会|検討会|分科会|部会|会議|研究会|協議会|懇談会|連絡会|ワーキンググループ|タスクフォース)"
# 第330回個人情報保護委員会, 個人情報保護委員会(第300回), 第 5 回 ○○検討会
_NTH_BODY = re.compile(rf"第\s*({_NUM})\s*回\s*((?:(?!国会)[^、。\s第「」()]){{0,40}}?{_BODY})")
_BODY_NTH = re.compile(rf"([^、。\s第「」()]{{0,40}}?{_BODY})\s*[(]?\s*第\s*({_NUM})\s*回\s*[)]?")
_OPENED = re.compile(
    rf"第\s*({_NUM})\s*回\s*([^、。「」()]{{0,40}}?{_BODY})(?:の会議|の会合)?を?(?:開会|開催|始)"
)
_WHEN = re.compile(r"^(?:[0-9]{1,2}[.\s]*)?(?:開催)?日\s*時\s*[::]?\s*(.*)$")
_MATERIAL = r"(?:議\s*事\s*録|会\s*議\s*録|議\s*事\s*概\s*要|議\s*事\s*要\s*旨)"
_AGENCY = (
    r"[一-鿿ァ-ヶー]{1,14}?(?:大臣|庁長官|長官|知事|市長|区長|町長|村長|機構|理事長|健康保険組合|共済組合|教育委員会|広域連合"
    r"|デジタル庁|[一-鿿]{2,4}庁|[一-鿿]{1,4}省)"
)
_SUBMITTED = re.compile(rf"({_AGENCY})(?:から|より)「?[^。「」]{{0,120}}評価書」?[^。]{{0,20}}(?:が|の)提出")
_AS_SUBMITTED = re.compile(
    rf"({_AGENCY})(?:から|より|が)(?:委員会に)?提出(?:された|した|のあった|があった)「?[^。「」]{{0,120}}評価書"
)
_OF_AGENCY = re.compile(
    rf"({_AGENCY})(?:[(](?:[^()]|[(][^()]*[)]){{2,120}}[)])?の(?:全項目|重点項目|基礎項目)評価書"
)
_ASSESSMENT_NAME = re.compile(
    r"^(?:[0-9]{1,4}\s+)?(?!特定個人情報保護評価書)(.{4,200}?)\s*[(]?(全項目|重点項目|基礎項目)評価書[)]?"
    r"(?:\s*[(](?:案|素案|原案|改定案|変更案|修正案)[)])?$"
)
_AFTER_NAME = re.compile(r"^(?:個人のプライバシー等の|特記事項|評価実施機関名|公表日)")
_AGENCY_LINE = re.compile(r"^(?:評価実施機関(?:名)?|提出者)\s*[:：\t]?\s*([^\s。、]{2,40})$")
ASSESSMENT_KIND = re.compile(r"(全項目|重点項目|基礎項目)評価書")
PAPER_NUMBER = re.compile(
    r"^[(【\[]?((?:参考)?資料)\s*(?:No\.?\s*)?([0-9]{1,2}(?:\s*[-－‐–—ー]\s*[0-9]{1,2})*)[)】\]]?$"
)
_PAPER_BODY = re.compile(r"^(?:[(][0-9]{1,2}[)]|[①-⑳〇○・■●※]|.*。$)|.*[、。].{10,}")
LAW_TITLE = re.compile(
    r"^([^。「」]{2,120}(?:法律|法|政令|省令|規則|施行令|条例|規程))(?:\s*[(][^()]*第[^()]*号[)])?(?:\s*抄)?$"
)
GUIDELINE_TITLE = re.compile(r"ガイドライン|指針|基本方針|留意事項|Q\s?&\s?A|手引き?$|マニュアル")
_GUIDELINE_NAME = re.compile(r"[^。、「」()\s]{6,50}(?:ガイドライン|指針|基本方針)(?:[(][^()]{1,40}[)])?")
_MONTH_LINE = re.compile(r"^[(]?(?:[^。、]{0,4}年[^。、]{0,4}月|.*一部改正)")
_AUTHOR = re.compile(r"^[(]?[^、。\s]{0,20}(?:委員会|事務局|省|庁|府|室|課)(?:事務局)?[)]?$")
_DATE_LINE = re.compile(r"^[(]?[^。、]{0,8}?(?P<date>[^()]*年[^()]*日)[^。、]{0,10}[)]?$")
_NAME_NUMBER = re.compile(
    r"(?:第|minutes[-_ ]?|summary[-_ ]?|giji\w*?[-_ ]?)([0-9]{1,4})(?:回|(?![0-9]))", re.I
)
_HEADING = re.compile(r"^([0-9]{1,2})[.\s]\s*(\S.*)$")
# What opens the body of a paper though it is no sentence: 第1 検討の経緯, Ⅰ 現状 (NFKC: I), 論点1, はじめに.
_CHAPTER = re.compile(
    r"(?:第\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[章節部]?|[IVX]{1,4}[.]?|(?:論点|検討事項)\s*[0-9]{1,2})(?:\s|[::]|$)|はじめに$"
)
_NO_TITLE = re.compile(r"(?:報道発表(?:資料)?|プレスリリース|記者発表(?:資料)?|お知らせ)$")


class Details(Frozen):
    """What a citation and an id are made from."""

    title: str
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None


def plain_lines(text: str) -> list[str]:
    """The lines of a text that are not blank, NFKC, without outer white space; tabs inside a line stay."""
    normal = _NOT_CIRCLED.sub(lambda piece: unicodedata.normalize("NFKC", piece[0]), text)
    return [line.strip() for line in normal.splitlines() if line.strip()]


def details_of(kind: DocumentKind, text: str, lines: list[str], file_name: str) -> Details:
    """Title, date, meeting and agency of a text of ``kind``; ``lines`` are its ``plain_lines``."""
    if kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY):
        return _of_proceedings(kind, lines, file_name)
    if kind is DocumentKind.ASSESSMENT:
        return _of_assessment(lines, file_name)
    title = _paper_title(lines) if kind is DocumentKind.PAPER else _head_title(kind, lines)
    if kind is DocumentKind.GUIDELINE:
        return _of_guideline(title or _stem(file_name), lines, file_name)
    if kind is DocumentKind.REVIEW:
        return _of_review(lines, file_name)
    return Details(title=title or _stem(file_name), date=_date_of_head(lines) or _date_of_name(file_name))


def _of_review(lines: list[str], file_name: str) -> Details:
    """A review sheet is named after the report that it is of, and is of that report's agency."""
    named = next((line for line in lines[:12] if re.search(r"(?:精査|審査)", line) and len(line) < 160), None)
    of_agency = _OF_AGENCY.search(" ".join(lines[:12]))
    told = next((m[1] for line in lines[:12] if (m := _AGENCY_LINE.match(line)) is not None), None)
    return Details(
        title=tidy(named) if named else _stem(file_name),
        date=_date_of_head(lines) or _date_of_name(file_name),
        agency=told or (of_agency[1] if of_agency else None),
    )


def meeting_and_body(title: str) -> tuple[int, str] | None:
    """The number and body of a meeting: 第330回個人情報保護委員会, 個人情報保護委員会（第300回）."""
    plain = unicodedata.normalize("NFKC", title)
    if (match := _NTH_BODY.search(plain)) is not None:
        number, body = to_int(match[1]), match[2]
    elif (match := _BODY_NTH.search(plain)) is not None:
        number, body = to_int(match[2]), match[1]
    else:
        return None
    return None if number is None else (number, COMMISSION if body == "委員会" else body)


def tidy(title: str) -> str:
    """A title with figures and letters narrow, brackets wide and single spaces, as citations write it."""
    narrow = " ".join(_NOT_CIRCLED.sub(lambda piece: unicodedata.normalize("NFKC", piece[0]), title).split())
    return re.sub(r"\s?\(([^()]*[^\x00-\x7f][^()]*|第?[0-9]+回?)\)\s?", r"（\1）", narrow)


def _of_proceedings(kind: DocumentKind, lines: list[str], file_name: str) -> Details:
    speech = next((at for at, line in enumerate(lines) if line[0] in "○◯〇"), 40)
    head = lines[: max(1, min(speech, 40))]
    opening = "".join(lines[:120])
    material = "議事録" if kind is DocumentKind.MINUTES else "議事概要"
    titled = next((line for line in head[:12] if re.search(_MATERIAL, line) and len(line) < 100), None)
    held = _meeting(head, opening, file_name)
    if titled is not None and meeting_and_body(titled) is not None:
        title = tidy(titled)
    elif held is not None:
        title = f"第{held[0]}回{held[1]} {material}"
    else:
        title = tidy(titled) if titled else _named_body(head, material) or _stem(file_name)
    return Details(
        title=title,
        date=_date_of_meeting(head) or _date_of_name(file_name),
        meeting=held[0] if held else None,
        agency=_submitting_agencies("".join(lines)),
    )


def _meeting(head: list[str], opening: str, file_name: str) -> tuple[int, str] | None:
    for line in head[:12]:
        if len(line) < 100 and (found := meeting_and_body(line)) is not None:
            return found
    said = _OPENED.search(opening) or re.search(rf"第\s*({_NUM})\s*回\s*({COMMISSION})", opening)
    if said is not None and (found := meeting_and_body(said[0])) is not None:
        return found
    named = _NAME_NUMBER.search(unicodedata.normalize("NFKC", file_name))
    return (int(named[1]), COMMISSION) if named and COMMISSION in opening else None


def _named_body(head: list[str], material: str) -> str | None:
    """The title of proceedings without a number: the line that names the body, without its date."""
    for line in head[:6]:
        name = line
        for mention in reversed(dates_in(line)):
            name = name[: mention.start] + name[mention.end :]
        if re.search(rf"{_BODY}|本会議", name) and len(name) < 80 and not _WHEN.match(name):
            return tidy(name) if re.search(_MATERIAL, name) else f"{tidy(name)} {material}"
    return None


def _date_of_meeting(head: list[str]) -> dt.date | None:
    for at, line in enumerate(head):
        if (match := _WHEN.match(line)) is not None:
            return parse_date(match[1] or " ".join(head[at + 1 : at + 2]))
    return next((date for line in head[:15] if (date := parse_date(line)) is not None), None)


def _submitting_agencies(text: str) -> str | None:
    """The agencies whose assessment reports the meeting dealt with, joined by 、."""
    found = [
        match[1] for pattern in (_SUBMITTED, _AS_SUBMITTED, _OF_AGENCY) for match in pattern.finditer(text)
    ]
    names = dict.fromkeys(re.sub(r"^(?:今般|今回|本日|当該|各|次|同)", "", name) for name in found)
    return "、".join(names) or None


def _of_guideline(title: str, lines: list[str], file_name: str) -> Details:
    agency = next((COMMISSION for line in lines[:30] if line.strip("()") == COMMISSION), None)
    return Details(title=title, date=revised_on(lines) or _date_of_name(file_name), agency=agency)


def _of_assessment(lines: list[str], file_name: str) -> Details:
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    form = next((match[1] for line in lines[:40] if (match := ASSESSMENT_KIND.search(line))), "")
    task = _task_of(cells, form)
    if task is not None:
        title = f"{tidy(task[0])} {task[1]}評価書" if task[1] else f"{tidy(task[0])} 評価書"
    else:
        title = _stem(file_name)
    published = _value_of(cells, "公表日")
    return Details(
        title=title,
        date=parse_date(published) if published else _date_of_name(file_name),
        agency=_value_of(cells, "評価実施機関名"),
    )


def _task_of(cells: list[list[str]], form: str) -> tuple[str, str] | None:
    """The task that the assessment is about (field 評価書名, maybe wrapped) and the form."""
    for at, row in enumerate(cells[:80]):
        label = next((n for n, cell in enumerate(row) if re.sub(r"\s", "", cell).endswith("評価書名")), None)
        if label is None:
            continue
        name = ""
        for piece in [*row[label + 1 :], *(cell for below in cells[at + 1 : at + 6] for cell in below)]:
            if _AFTER_NAME.match(piece):
                break
            name += "" if not name and piece.isdecimal() else piece
            if (match := _ASSESSMENT_NAME.match(name)) is not None:
                return match[1], match[2]
        if name:
            return re.sub(r"^[0-9]{1,4}\s+", "", name), form
    named = (_ASSESSMENT_NAME.match(cell) for row in cells[:80] for cell in row)
    return next(((match[1], match[2]) for match in named if match is not None), None)


def _value_of(cells: list[list[str]], label: str) -> str | None:
    """What stands beside a label, or below it: in the same column of the next row, or on the next line."""
    for at, row in enumerate(cells):
        for column, cell in enumerate(row):
            if re.sub(r"\s|^[①-⑳]|^[0-9]+[.]\s*", "", cell) != label:
                continue
            beside = next((value for value in row[column + 1 :] if value), None)
            if beside and beside not in {"評価書名", "公表日"}:
                return beside
            below = cells[at + 1] if at + 1 < len(cells) else []
            return below[column] if column < len(below) and len(below) > 1 else next(iter(below), None)
    return None


def _paper_title(lines: list[str]) -> str | None:
    """A paper's number (資料3) and title: the lines before the body, with the chapter it consists of."""
    number = next((match for line in lines[:100] if (match := PAPER_NUMBER.match(line))), None)
    title = ""
    for line in lines[:8]:
        if line.startswith("目次"):
            break
        if (
            line.isdecimal()
            or _NO_TITLE.match(line)
            or PAPER_NUMBER.match(line)
            or _DATE_LINE.match(line)
            or _AUTHOR.match(line)
        ):
            continue
        heading = _HEADING.match(line)
        if _PAPER_BODY.match(line) or (heading is not None and heading[1] == "1" and title):
            break
        if title and _CHAPTER.match(line):
            break
        if heading is not None:
            title += f" {heading[1]} {heading[2]}"
            break
        title += line if not title or not (title[-1].isascii() and line[0].isascii()) else f" {line}"
    mark = f"{number[1]}{re.sub(r'[^0-9]+', '-', number[2])}" if number else ""
    return tidy(f"{mark} {title}").strip() or None


def _head_title(kind: DocumentKind, lines: list[str]) -> str | None:
    for at, line in enumerate(lines[:12]):
        if _DATE_LINE.match(line) or _MONTH_LINE.match(line):
            continue
        if kind is DocumentKind.STATUTE and (match := LAW_TITLE.match(line)) is not None:
            return tidy(match[1])
        if kind is DocumentKind.GUIDELINE and len(line) < 90 and GUIDELINE_TITLE.search(line):
            return tidy(
                with_part(line.split("|")[0].strip(), next(iter(lines[at + 1 : at + 2]), None))
            )  # a page's title ends in the name of its site
    if (
        kind is DocumentKind.GUIDELINE
        and (named := _GUIDELINE_NAME.search("\n".join(lines[:40]))) is not None
    ):
        return tidy(named[0])
    short = [line for line in lines[:5] if len(line) <= 80 and not _MONTH_LINE.match(line)]
    if short and _NO_TITLE.match(short[0]):  # it heads all such papers; what this one is called stands below
        passed = (_AUTHOR, _DATE_LINE)
        below = [line for line in short[1:] if line[-1] != "。" and not any(p.match(line) for p in passed)]
        short = [*below, *short]
    return next((tidy(line) for line in short), None)


def _date_of_head(lines: list[str]) -> dt.date | None:
    """A date that stands on a line of its own before the body."""
    for line in lines[:15]:
        if (match := _DATE_LINE.match(line)) is not None and (date := parse_date(match["date"])) is not None:
            return date
    return None


def _stem(file_name: str) -> str:
    return tidy(PurePath(file_name).stem.replace("_", " ")) or "名称のない資料"


def _date_of_name(file_name: str) -> dt.date | None:
    name = PurePath(file_name).stem
    packed = re.search(r"(?<![0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])", name)
    return parse_date("-".join(packed.groups()) if packed else name.replace("_", " "))
