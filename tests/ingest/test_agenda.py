"""How agenda items are announced, and what only mentions them."""

from __future__ import annotations

import pytest

from ingest.parsers.agenda import Announcement, announced, closes, heading, moves_on

SPOKEN = [
    ("quoted", "議題１「監視について」、事務局から説明をお願いします。", 0, Announcement(1, "監視について")),
    (
        "に after です",
        "議題２です。「評価書について」ということで、お願いします。",
        1,
        Announcement(2, "評価書について"),
    ),
    ("lead-in", "それでは、議題３「その他」に移ります。", 2, Announcement(3, "その他")),
    (
        "quotation within",
        "では、議題１「「甲」の認定について」、説明願います。",
        0,
        Announcement(1, "「甲」の認定について"),
    ),
    (
        "no quotation",
        "次に、議題２、政令案について、説明をお願いします。",
        1,
        Announcement(2, "政令案について"),
    ),
    ("no number", "次の議題は「監視について」です。", 1, Announcement(2, "監視について")),
    ("only item", "本日の議題は「監視について」です。", 0, Announcement(1, "監視について")),
    ("after thanks", "ありがとうございました。議題２に移ります。", 1, Announcement(2, None)),
    ("the day's list", "本日の議題は「甲」、「乙」の二つです。", 0, None),
    ("several at once", "議題１及び議題２は公開とします。", 0, None),
    ("later item mentioned", "議題３については、非公開とします。", 1, None),
    ("same item again", "議題１について、御質問をお願いします。", 1, None),
    (
        "in brackets",
        "まず、議題（１）「指針の改正について」です。説明してください。",
        0,
        Announcement(1, "指針の改正について"),
    ),
    (
        "bracket and name",
        "次に、議題(2)規則案について、事務局から説明願います。",
        1,
        Announcement(2, "規則案について"),
    ),
    ("business of the day", "議事（１）「名簿について」に移ります。", 0, Announcement(1, "名簿について")),
    (
        "asks whether there is any",
        "最後に、議題４「その他」ですが、事務局からありますか。",
        3,
        Announcement(4, "その他"),
    ),
    ("two in brackets", "議題（１）及び（２）は公開とします。", 0, None),
    ("count of items", "本日の議題は三つございます。", 0, None),
]


@pytest.mark.parametrize(
    ("text", "current", "expected"), [pytest.param(t, c, e, id=reason) for reason, t, c, e in SPOKEN]
)
def test_chair_opens_an_item(text: str, current: int, expected: Announcement | None) -> None:
    assert announced(text, current) == expected


HEADINGS = [
    ("議題１　評価書について", Announcement(1, "評価書について")),
    ("（１）議題１：評価書（案）について", Announcement(1, "評価書（案）について")),
    ("【議題２】「その他」", Announcement(2, "その他")),
    ("議題３", Announcement(3, None)),
    ("議題１について説明があった。", None),
    ("本日の議題", None),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_heading_names_an_item(text: str, expected: Announcement | None) -> None:
    assert heading(text) == expected


def test_transition_and_closing_are_told_apart() -> None:
    assert moves_on("それでは、次の議題に移ります。")
    assert not moves_on("次の議題の資料を御覧ください。")
    assert closes("本日の議題は以上でございます。")
    assert not closes("本日の議題は二つです。")
