"""The nouns of references: what a text points to, from where it is read, why a target is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.address import Address
from corpus.models import Frozen
from corpus.references.numbering import Numbering


class Reason(StrEnum):
    """Why a reference leads to no clause."""

    NOT_HELD = "not_held"  # what it names is not held, as far as the reader may know
    UNCLEAR = "unclear"  # the text does not say of which law, or 同条 of what
    OTHER_STATE = "other_state"  # a law before or after an amendment (旧法第3条), whose numbers differ
    QUOTED = "quoted"  # words quoted to be replaced or amended: 「第十条」とあるのは「第十一条」


class Reference(Frozen):
    """What ``text`` at [start, end) of a clause's text points to.

    Either provisions of a law (several for 前二項), or a part of a document, or neither and a reason.
    """

    start: int
    end: int
    text: str
    law: str | None = None  # common name
    addresses: tuple[Address, ...] = ()
    here: bool = False  # of the document it stands in: 前項, 別添1, 3-4-4
    document: str | None = None  # another document, as it is named: 通則ガイドライン, 資料1-2
    part: str | None = None  # a section's number (3-4-4), or what a heading reads (別添1, ３．検討内容)
    reason: Reason | None = None


@dataclass(frozen=True)
class Context:
    """Where a text stands: the provision it is, the short names its document defines, what is numbered there."""

    law: str | None = None
    address: Address | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # short name -> law or document; "" another state
    main: str | None = None  # the law that the document is about
    sections: bool = False  # whether bare numbers (3-4-4) are sections of the document
    numbering: Numbering = field(default_factory=Numbering)
