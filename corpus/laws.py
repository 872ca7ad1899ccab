"""Names of the field's laws: the common name, the official one and others, and each law's orders.

The common name is how clauses are labelled and how ``Clause.law`` reads. An Act's enforcement order (施行令)
and enforcement rules (施行規則) carry the Act's name with that suffix, so the table lists Acts only.
Source of the names: the titles and abbreviations of the e-Gov law register.
"""

from __future__ import annotations

import re

from corpus.models import Frozen


class Law(Frozen):
    """One Act: ``common`` for labels, ``official`` as promulgated, ``others`` that a text may use."""

    common: str
    official: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the Act, the common one first."""
        return (self.common, self.official, *self.others)


class LawMention(Frozen):
    """A law named in a text at ``text[start:end]``; ``law`` is its common name."""

    start: int
    end: int
    law: str


_JISEDAI = "医療分野の研究開発に資するための匿名加工医療情報"

LAWS: tuple[Law, ...] = (
    Law(
        common="次世代医療基盤法",
        official=f"{_JISEDAI}及び仮名加工医療情報に関する法律",
        others=(
            f"{_JISEDAI}に関する法律",
            "医療ビッグデータ法",
            "Next-Generation Medical Infrastructure Act",
        ),
    ),
    Law(
        common="個人情報保護法",
        official="個人情報の保護に関する法律",
        others=("個情法", "Act on the Protection of Personal Information", "APPI"),
    ),
    Law(
        common="番号法",
        official="行政手続における特定の個人を識別するための番号の利用等に関する法律",
        others=("マイナンバー法", "番号利用法", "My Number Act"),
    ),
    Law(
        common="行政機関個人情報保護法",
        official="行政機関の保有する個人情報の保護に関する法律",
        others=("行個法",),
    ),
    Law(
        common="独立行政法人等個人情報保護法",
        official="独立行政法人等の保有する個人情報の保護に関する法律",
        others=("独個法",),
    ),
    Law(common="住民基本台帳法", official="住民基本台帳法", others=("住基法",)),
    Law(
        common="公的個人認証法",
        official="電子署名等に係る地方公共団体情報システム機構の認証業務に関する法律",
    ),
    Law(common="不正アクセス禁止法", official="不正アクセス行為の禁止等に関する法律"),
    Law(
        common="デジタル手続法",
        official="情報通信技術を活用した行政の推進等に関する法律",
    ),
    Law(
        common="情報公開法",
        official="行政機関の保有する情報の公開に関する法律",
        others=("行政機関情報公開法",),
    ),
    Law(
        common="あはき法",
        official="あん摩マッサージ指圧師、はり師、きゆう師等に関する法律",
        others=("あん摩マツサージ指圧師、はり師、きゆう師等に関する法律",),
    ),
)

_ORDER = r"(?:施行令|施行規則)"
_COMMON = {name: law.common for law in LAWS for name in law.names}
_OFFICIAL = {law.common: law.official for law in LAWS}
_NUMBER = re.compile(r"[（(](?:明治|大正|昭和|平成|令和)[^（）()]{1,40}第[^（）()]{1,20}号[）)]$")
_BY_LENGTH = sorted(_COMMON, key=len, reverse=True)
_NAMED = re.compile(f"(?P<act>{'|'.join(map(re.escape, _BY_LENGTH))})(?P<order>{_ORDER})?")


def without_number(name: str) -> str:
    """The name of a law without the number it was promulgated under (（平成15年法律第57号）)."""
    return _NUMBER.sub("", name.strip()).strip()


def common_name(name: str) -> str:
    """The common name of a law named in any known way, its order's suffix kept; else the name given."""
    plain = without_number(name)
    match = _NAMED.fullmatch(plain)
    return plain if match is None else _COMMON[match["act"]] + (match["order"] or "")


def official_name(name: str) -> str:
    """The official name of a law named in any known way, its order's suffix kept; else the name given."""
    plain = without_number(name)
    match = _NAMED.fullmatch(plain)
    return plain if match is None else _OFFICIAL[_COMMON[match["act"]]] + (match["order"] or "")


def find_laws(text: str) -> list[LawMention]:
    """The known laws that a text names, in order, the longest name at each place."""
    return [
        LawMention(start=match.start(), end=match.end(), law=_COMMON[match["act"]] + (match["order"] or ""))
        for match in _NAMED.finditer(text)
    ]
