"""Where a provision stands in its law: 第六条第四号ニ(2) is ``a6.i4.ni.2``; reading and writing are inverses.

The id form, most general first, parts joined by dots, branch numbers (第27条の2) joined by hyphens:
``s`` 附則 (``s-h15-61`` that of the amending law 平成15年法律第61号), ``a6`` article, ``p2`` paragraph (項),
``i4`` item (号), then sub-items: ``ni`` a katakana (ニ) in romaji, ``2`` a bracketed figure (2), ``r3`` a
bracketed Roman figure (iii), ``c1`` a circled one ①, ``b-i`` a bracketed katakana (イ). What is written is
kept: 第6条第4号 and 第6条第1項第4号 differ, and ``candidates`` relates them.
A partial address begins below the article (第2項, 第4号ニ, ニ(2)).

Source of the structure: the drafting practice of Japanese statutes as the Standard Law XML Schema has it
(Article, Paragraph, Item, Subitem1 ...; SupplProvision; Num with branch numbers).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from corpus import amendments
from corpus.errors import AddressError
from corpus.models import Frozen
from corpus.numerals import AIUEO, NUMBER, circled, roman, to_int, to_kanji

Number = tuple[Annotated[int, Field(ge=1)], ...]  # a number with its branch numbers: 第27条の2 is (27, 2)
Numerals = Literal["figures", "kanji"]
SubitemStyle = Literal["kana", "figure", "roman", "circled", "bracketed_kana"]

# ヲ is the twelfth of イロハ and the common one, so it is "o" and オ is "oo"
_ROMAJI_OF_AIUEO = """
    a i u e oo  ka ki ku ke ko  sa shi su se so  ta chi tsu te to  na ni nu ne no
    ha hi fu he ho  ma mi mu me mo  ya yu yo  ra ri ru re ro  wa o n
"""
_ROMAJI = dict(zip(AIUEO, _ROMAJI_OF_AIUEO.split(), strict=True)) | {"ヰ": "wi", "ヱ": "we"}
_KANA = {key: kana for kana, key in _ROMAJI.items()}
KANA_MARKS = "".join(_ROMAJI)
_HIGHEST = {"figure": 9999, "roman": 3999, "circled": 50}


class Subitem(Frozen):
    """One level below the item: ニ, (2), (iii), ① or (イ), with branch numbers (イの二)."""

    style: SubitemStyle
    number: int = 0  # of a figure, Roman or circled one
    kana: str = ""  # of a katakana
    branch: Number = ()

    @model_validator(mode="after")
    def _fits_its_style(self) -> Subitem:
        if self.style in ("kana", "bracketed_kana"):
            fits = self.kana in _ROMAJI and self.number == 0
        else:
            fits = not self.kana and 1 <= self.number <= _HIGHEST[self.style]
        if not fits:
            raise ValueError(f"no sub-item of style {self.style} is {self.kana or self.number}")
        return self

    def key(self) -> str:
        """Its part of an address id."""
        head = {
            "kana": _ROMAJI.get(self.kana, ""),
            "figure": str(self.number),
            "roman": f"r{self.number}",
            "circled": f"c{self.number}",
            "bracketed_kana": f"b-{_ROMAJI.get(self.kana, '')}",
        }[self.style]
        return "-".join([head, *map(str, self.branch)])


class Address(Frozen):
    """The place of a provision within one law; at least one part is set.

    A law carries the supplementary provisions of the laws that amended it beside its own; ``amendment`` is
    the key of the amending law (``corpus.amendments``), empty for the law's own.
    """

    suppl: bool = False
    amendment: Annotated[str, Field(pattern=rf"^(?:{amendments.KEY})?$")] = ""
    article: Number | None = None
    paragraph: Number | None = None
    item: Number | None = None
    subitems: tuple[Subitem, ...] = ()

    @field_validator("article", "paragraph", "item", mode="before")
    @classmethod
    def _as_number(cls, value: object) -> object:
        return (value,) if isinstance(value, int) else value

    @model_validator(mode="after")
    def _not_empty(self) -> Address:
        if not (self.suppl or self.article or self.paragraph or self.item or self.subitems):
            raise ValueError("an address needs an article, a paragraph, an item or a sub-item")
        if self.amendment and not self.suppl:
            raise ValueError("only supplementary provisions are those of an amending law")
        return self

    @property
    def partial(self) -> bool:
        """Whether it begins below the article, so that a law alone does not make it complete."""
        return self.article is None and not self.suppl

    def __str__(self) -> str:
        named = (("a", self.article), ("p", self.paragraph), ("i", self.item))
        parts = [mark + "-".join(map(str, number)) for mark, number in named if number]
        suppl = ["-".join(filter(None, ("s", self.amendment)))] if self.suppl else []
        return ".".join([*suppl, *parts, *(sub.key() for sub in self.subitems)])

    @classmethod
    def from_id(cls, text: str) -> Address:
        """The address of an id such as ``a6.i4.ni.2``. Raises AddressError."""
        match = _ID.fullmatch(text)
        try:
            if match is None:
                raise ValueError(text)
            return cls(
                suppl=match["suppl"] is not None,
                amendment=match["amendment"] or "",
                article=_id_number(match["article"]),
                paragraph=_id_number(match["paragraph"]),
                item=_id_number(match["item"]),
                subitems=tuple(_subitem_of_key(key) for key in match["subitems"].split(".") if key),
            )
        except ValueError as error:
            raise AddressError(f"{text!r} is no address id: write one such as a6.i4.ni.2 or s.a3") from error

    def candidates(self) -> tuple[Address, ...]:
        """This address and its other spelling: an only paragraph may be named (第1項) or left out."""
        if self.article is None or not (self.item or self.subitems or self.paragraph == (1,)):
            return (self,)
        if self.paragraph == (1,):
            return (self, self.model_copy(update={"paragraph": None}))
        return (self,) if self.paragraph else (self, self.model_copy(update={"paragraph": (1,)}))

    def within(self, other: Address) -> bool:
        """Whether it lies in ``other`` (or is it), the only paragraph named or not."""
        return any(
            f"{own}.".startswith(f"{wide}.") for own in self.candidates() for wide in other.candidates()
        )

    def under(self, base: Address) -> Address:
        """This partial address read as continuing ``base``: 第2項 after 第8条第1項第3号 is 第8条第2項."""
        if not self.partial:
            return self
        levels: dict[str, object] = {
            "suppl": base.suppl,
            "amendment": base.amendment,
            "article": base.article,
        }
        if self.paragraph is None:
            levels["paragraph"] = base.paragraph
            if self.item is None:
                levels["item"] = base.item
                levels["subitems"] = (*_above(base.subitems, self.subitems[0].style), *self.subitems)
        return self.model_copy(update=levels)


def _above(subitems: tuple[Subitem, ...], style: SubitemStyle) -> tuple[Subitem, ...]:
    """The levels of ``subitems`` above the first of ``style``."""
    for at, subitem in enumerate(subitems):
        if subitem.style == style:
            return subitems[:at]
    return subitems


_KEY_NUMBER = r"[1-9][0-9]*(?:-[1-9][0-9]*)*"
_KEY_KANA = rf"(?:b-)?(?:{'|'.join(sorted(_KANA, key=len, reverse=True))})(?:-[1-9][0-9]*)*"
_SUB_KEY = rf"(?:[rc]?{_KEY_NUMBER}|{_KEY_KANA})"
_ID = re.compile(
    rf"(?P<suppl>s(?:-(?P<amendment>{amendments.KEY}))?(?=\.|$))?"
    rf"(?:(?:^|(?<=.)\.)a(?P<article>{_KEY_NUMBER}))?(?:(?:^|(?<=.)\.)p(?P<paragraph>{_KEY_NUMBER}))?"
    rf"(?:(?:^|(?<=.)\.)i(?P<item>{_KEY_NUMBER}))?(?P<subitems>(?:(?:^|(?<=.)\.){_SUB_KEY})*)"
)


def _id_number(text: str | None) -> Number | None:
    return tuple(map(int, text.split("-"))) if text else None


def _subitem_of_key(key: str) -> Subitem:
    head, *branches = key.removeprefix("b-").split("-")
    branch = tuple(map(int, branches))
    if head in _KANA:
        style: SubitemStyle = "bracketed_kana" if key.startswith("b-") else "kana"
        return Subitem(style=style, kana=_KANA[head], branch=branch)
    if head[0] in "rc":
        style = "roman" if head[0] == "r" else "circled"
        return Subitem(style=style, number=int(head[1:]), branch=branch)
    return Subitem(style="figure", number=int(head), branch=branch)


def format(address: Address, numerals: Numerals = "figures") -> str:
    """The address as a citation writes it: 第6条第4号ニ(2), or in kanji 第六条第四号ニ(2)."""
    written = str if numerals == "figures" else to_kanji
    parts = ["附則"] if address.suppl else []
    if address.amendment:
        parts.append(f"（{amendments.format(address.amendment, numerals == 'kanji')}）")
    for number, unit in ((address.article, "条"), (address.paragraph, "項"), (address.item, "号")):
        if number:
            parts.append(f"第{written(number[0])}{unit}" + "".join(f"の{written(n)}" for n in number[1:]))
    return "".join([*parts, *(_format_subitem(sub, numerals) for sub in address.subitems)])


def _format_subitem(subitem: Subitem, numerals: Numerals) -> str:
    written = to_kanji if numerals == "kanji" and subitem.style == "kana" else str
    branch = "".join(f"の{written(n)}" for n in subitem.branch)
    if subitem.style == "kana":
        return subitem.kana + branch
    if subitem.style == "circled":
        return circled(subitem.number) + branch
    number = roman(subitem.number).lower() if subitem.style == "roman" else str(subitem.number)
    return f"({subitem.kana or number}{branch})"


# How the parts are written: both numeral styles, full-width too; 第 may be missing in a question (6条4号).
_BRANCH = rf"(?:の{NUMBER})*"
_OPEN, _CLOSE = "[(（]", "[)）]"
_ROMAN = "[ivxlIVXLⅰ-ⅻⅠ-Ⅻｉｖｘｌ]+"
_SUBITEM = re.compile(
    rf"(?P<kana>[{KANA_MARKS}])(?P<kana_branch>{_BRANCH})"
    rf"|{_OPEN}(?P<figure>{NUMBER})(?P<figure_branch>{_BRANCH}){_CLOSE}|(?P<one_figure>[⑴-⒇])"
    rf"|{_OPEN}(?P<roman>{_ROMAN})(?P<roman_branch>{_BRANCH}){_CLOSE}"
    rf"|{_OPEN}(?P<bracketed_kana>[{KANA_MARKS}])(?P<bracketed_kana_branch>{_BRANCH}){_CLOSE}"
    rf"|(?P<circled>[①-⑳㉑-㉟㊱-㊿])(?P<circled_branch>{_BRANCH})"
)
_WRITTEN = re.compile(
    # What names an amending law ends in 号; 附則(アの十) is a sub-item of the law's own.
    rf"(?:(?P<suppl>附則)(?:[（(](?P<amendment>[^（）()]{{3,59}}号)[）)])?)?"
    rf"(?:第?(?P<article>{NUMBER})条(?P<article_branch>{_BRANCH}))?"
    rf"(?:の?第?(?P<paragraph>{NUMBER})項(?P<paragraph_branch>{_BRANCH}))?"
    rf"(?:の?第?(?P<item>{NUMBER})号(?P<item_branch>{_BRANCH}))?"
    rf"(?:の?(?P<subitems>(?:{re.sub(r'[?]P<[a-z_]+>', '?:', _SUBITEM.pattern)})+))?"
)


def parse(text: str) -> Address:
    """The address that all of ``text`` writes: 第六条第四号ニ(2), 6条4号. Raises AddressError."""
    match = _WRITTEN.fullmatch(re.sub(r"\s", "", text))
    try:
        if match is None:
            raise ValueError(text)
        return Address(
            suppl=match["suppl"] is not None,
            amendment=_amendment(match["amendment"]),
            article=_number(match["article"], match["article_branch"]),
            paragraph=_number(match["paragraph"], match["paragraph_branch"]),
            item=_number(match["item"], match["item_branch"]),
            subitems=tuple(_subitem(sub) for sub in _SUBITEM.finditer(match["subitems"] or "")),
        )
    except ValueError as error:
        raise AddressError(
            f"{text!r} is no address: write one such as 第6条第4号ニ(2) or 附則第3条"
        ) from error


def _amendment(written: str | None) -> str:
    """The key of the amending law that is named; what is no law's number is refused by the model."""
    return "" if written is None else amendments.key_of(written) or written


def _number(first: str | None, branch: str | None) -> Number | None:
    """A number with its branches; 0 stands for what is no number and is refused by the model."""
    if first is None:
        return None
    return tuple(to_int(part) or 0 for part in [first, *(branch or "").split("の")[1:]])


def _subitem(match: re.Match[str]) -> Subitem:
    if match["one_figure"]:
        return Subitem(style="figure", number=to_int(match["one_figure"]) or 0)
    style = _style(match)
    written = match[style]
    branch = (_number("1", match[f"{style}_branch"]) or ())[1:]
    if style in ("kana", "bracketed_kana"):
        return Subitem(style=style, kana=written, branch=branch)
    return Subitem(style=style, number=to_int(written) or 0, branch=branch)


def _style(match: re.Match[str]) -> SubitemStyle:
    styles: tuple[SubitemStyle, ...] = ("kana", "figure", "roman", "bracketed_kana", "circled")
    return next(style for style in styles if match[style] is not None)


class AddressMention(Frozen):
    """An address named in a text at ``text[start:end]``.

    ``address`` is what is written there, possibly partial; ``law`` the law named directly before it, as
    written. ``resolved`` and ``resolved_law`` add what a list (第八条第一項又は第二項) or 同条 carries over
    from the mention before; ``resolved`` is None where the article is not known. ``part`` is 本文, ただし書,
    前段, 後段 or 柱書.
    """

    start: int
    end: int
    address: Address
    law: str | None = None
    resolved: Address | None = None
    resolved_law: str | None = None
    part: str | None = None

    @property
    def partial(self) -> bool:
        """Whether the address as written begins below the article."""
        return self.address.partial


def find(text: str) -> list[AddressMention]:
    """Every address that ``text`` names, in order, Japanese or English (Article 6, item (iv))."""
    from corpus.address_mentions import mentions  # it reads the grammar above

    return mentions(text)
