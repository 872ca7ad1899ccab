"""What a cell of a spreadsheet shows for its value and number format: 令和5年4月26日, 1,200, 45%, TRUE.

Source of the format codes: ISO/IEC 29500-1, 18.8.30, and Excel's Japanese codes g, e (era) and a (weekday).
A code that is not known here gives the value as it is, so that nothing goes missing.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from corpus.numerals import format_era

_SHORT_DATE = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}  # as a Japanese Excel shows them
_ASIDE = re.compile(r"\[[^\]]*\]|_.|\*.")  # locale and colour; padding
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?,]*[#0?][#0?,]*(?:\.[#0?]+)?%?")
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|am/pm|a/p|ggg|gg|g|ee|e|yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|aaaa|aaa|hh|h|ss|s|.',
    re.I | re.S,
)
_HELD = 0xF0000  # characters from here on stand for the literal texts of a format
_LARGEST = 1e15  # what is larger is not written out
_WEEKDAYS = "月火水木金土日"


def shown(value: object, number_format: str) -> str:
    """The text that a reader of the sheet sees in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return _moment(value, number_format)
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    section = _ASIDE.sub("", number_format.split(";")[0])
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1] or match[2] or "")
        return chr(_HELD + len(held) - 1)

    bare = _LITERAL.sub(hold, section)
    plain = repr(value) if isinstance(value, int) else f"{value:.15g}"
    codes = _DIGITS.findall(bare)
    if "general" in bare.lower():
        body = re.sub("general", plain, bare, flags=re.I)
    elif len(codes) != 1 or re.search("[eE/]", bare) or not abs(value) < _LARGEST:
        return plain
    else:
        body = bare.replace(codes[0], _digits(value, codes[0]), 1)
    return "".join(held[ord(char) - _HELD] if ord(char) >= _HELD else char for char in body).strip()


def _digits(value: int | float, code: str) -> str:
    percent = code.endswith("%")
    whole, _, fraction = code.rstrip("%").partition(".")
    number = Decimal(repr(value)) * (100 if percent else 1)
    places = fraction.count("0") + fraction.count("?")
    number = number.quantize(Decimal(1).scaleb(-max(places, len(fraction))), ROUND_HALF_UP)
    text = f"{abs(number):{',' if ',' in whole.strip(',') else ''}f}"
    if len(fraction) > places:
        text = _shortened(text, places)
    head, point, tail = text.partition(".")
    sign = "-" if number < 0 else ""
    return f"{sign}{head.zfill(whole.count('0'))}{point}{tail}{'%' if percent else ''}"


def _shortened(text: str, places: int) -> str:
    """Without the zeros at the end that a # does not ask for."""
    head, _, tail = text.partition(".")
    tail = tail[:places] + tail[places:].rstrip("0")
    return f"{head}.{tail}" if tail else head


def _moment(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    section = _ASIDE.sub("", _SHORT_DATE.get(number_format, number_format).split(";")[0])
    tokens = [(match.group(), match[1] or match[2]) for match in _TOKEN.finditer(section)]
    codes = [text.lower() for text, literal in tokens if literal is None]
    dated, timed = any(code[0] in "yegd" for code in codes), any(code[0] in "hs" for code in codes)
    if (
        "general" in section.lower()
        or not (dated or timed or "m" in codes)
        or (isinstance(value, dt.time) and dated)
    ):
        return str(value)
    shown_parts: list[str] = []
    before = ""
    for number, (text, literal) in enumerate(tokens):
        code = text.lower()
        after = next((t.lower() for t, known in tokens[number + 1 :] if known is None and t[0].isalpha()), "")
        is_minute = code in ("m", "mm") and (before[:1] == "h" or after[:1] == "s" or (timed and not dated))
        shown_parts.append(literal if literal is not None else _part(value, code, text, minute=is_minute))
        if literal is None and code[0].isalpha():
            before = code
    return "".join(shown_parts).strip()


def _part(value: dt.datetime | dt.date | dt.time, code: str, text: str, *, minute: bool) -> str:
    if isinstance(value, (dt.datetime, dt.time)):
        clock = {"h": value.hour, "s": value.second, "m": value.minute if minute else -1}.get(code[0], -1)
        if clock >= 0 and code in ("h", "hh", "s", "ss", "m", "mm"):
            return f"{clock:0{len(code)}d}"
    if isinstance(value, dt.time):
        return text
    day = value.date() if isinstance(value, dt.datetime) else value
    era = re.match(r"(\D+?)(\d+|元)年", format_era(day))
    name, year = (era[1], era[2]) if era else ("", str(day.year))
    parts = {"ggg": name, "gg": name, "g": name, "e": year, "ee": year, "yyyy": f"{day.year:04d}"}
    parts |= {"yy": f"{day.year % 100:02d}", "mm": f"{day.month:02d}", "m": str(day.month)}
    parts |= {"dd": f"{day.day:02d}", "d": str(day.day), "aaa": _WEEKDAYS[day.weekday()]}
    parts |= {"aaaa": f"{_WEEKDAYS[day.weekday()]}曜日", "mmm": f"{day:%b}", "mmmm": f"{day:%B}"}
    parts |= {"ddd": f"{day:%a}", "dddd": f"{day:%A}"}
    return parts.get(code, text)
