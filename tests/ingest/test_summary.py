"""Summaries of proceedings: the bundled one whole, other ways of telling, and what must hold for any."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.summary import parse

CITE = "第300回個人情報保護委員会 議事概要（令和6年9月11日）"
HEAD = "１ 日 時：令和６年９月 11日（水） \n\n４ 議事の概要 \n\n（１）議題１：監督について \n\n"


def summary(text: str) -> ParsedDocument:
    document = Document(id="summary-1", title="議事概要", kind=DocumentKind.SUMMARY, cite="第1回 議事概要")
    return parse(document, Extracted(text=text, media="text/plain"))


@pytest.fixture
def meeting_300(seed: Callable[[str], Extracted]) -> ParsedDocument:
    document = Document(
        id="summary-300",
        title="個人情報保護委員会（第300回）議事概要",
        kind=DocumentKind.SUMMARY,
        cite=CITE,
        date=dt.date(2024, 9, 11),
        meeting=300,
    )
    return parse(document, seed("summary-300_2024-09-11.txt"))


def utterances(parsed: ParsedDocument) -> list[Clause]:
    below = {clause.id for clause in parsed.clauses if clause.kind in (ClauseKind.REMARK, ClauseKind.REPLY)}
    return [clause for clause in parsed.clauses if clause.id in below]


def test_summary_of_the_300th_meeting_stands_as_reviewed(
    meeting_300: ParsedDocument,
    golden: Callable[[str, ParsedDocument], None],
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    nothing_lost(meeting_300)
    golden("summary-300", meeting_300)


def test_reply_knows_the_remark_it_answers(meeting_300: ParsedDocument) -> None:
    by_id = {clause.id: clause for clause in meeting_300.clauses}
    replies = [clause for clause in meeting_300.clauses if clause.kind is ClauseKind.REPLY]
    answered = [by_id[reply.replies_to or ""].speaker for reply in replies]
    assert answered == ["小笠原委員", "大島委員", "梶田委員", "清水委員", "清水委員", "清水委員"]
    assert replies[0].label == f"{CITE}議題1 後藤課長の回答（小笠原委員の質問に対して）"
    assert replies[4].label == f"{CITE}議題1 木村専門官の回答（清水委員の質問2に対して）"


def test_opinion_in_points_has_a_leaf_for_each(meeting_300: ParsedDocument) -> None:
    points = [clause for clause in meeting_300.clauses if clause.kind is ClauseKind.POINT]
    assert [point.label for point in points] == [
        f"{CITE}議題2 清水委員の意見 {n}点目" for n in ("１", "２", "３")
    ]
    assert all(point.speaker == "清水委員" for point in points)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: re.sub(r"[ \t]+\n", "\n", t), id="trailing spaces gone"),
        pytest.param(lambda t: re.sub(r"\n[ \n]*\n", "\n", t), id="blank lines gone"),
        pytest.param(lambda t: "\n".join(x.strip() for x in t.split("\n") if x.strip()), id="bare lines"),
        pytest.param(lambda t: t.replace("\n", "\r\n"), id="CRLF"),
    ],
)
def test_layout_makes_no_difference_to_the_300th_meeting(
    seed: Callable[[str], Extracted], meeting_300: ParsedDocument, change: Callable[[str], str]
) -> None:
    changed = Extracted(text=change(seed("summary-300_2024-09-11.txt").text), media="text/plain")
    other = parse(meeting_300.document, changed)
    assert [(c.id, c.label) for c in other.clauses] == [(c.id, c.label) for c in meeting_300.clauses]


TOLD = [
    (
        "問いと答えが一文にある",
        "甲委員から「委託先はどうか」旨の質問があり、事務局から「確認する」旨の回答があった。 \n",
        [("remark", "甲委員の質問"), ("reply", "事務局の回答（甲委員の質問に対して）")],
    ),
    (
        "一段落に続く",
        "甲委員から「尋ねる。よいか」旨の発言があった。これに対し、乙課長から「よい」旨の回答があった。 \n",
        [("remark", "甲委員の質問"), ("reply", "乙課長の回答（甲委員の質問に対して）")],
    ),
    (
        "かぎ括弧を使わない",
        "甲委員から、海外の状況について質問があった。 \n",
        [("remark", "甲委員の質問")],
    ),
    (
        "引用の中の引用",
        "甲委員から「『再委託』という語は「委託」に含むべき」旨の意見があった。 \n",
        [("remark", "甲委員の意見")],
    ),
    (
        "閉じ忘れ",
        "甲委員から「『再委託はどうか」旨の発言があった。 \n\n乙委員から「同じ」旨の意見があった。 \n",
        [("remark", "甲委員の質問"), ("remark", "乙委員の意見")],
    ),
    (
        "所属のある者",
        "総務省の丙課長補佐から「対応する」旨の説明があった。 \n",
        [("remark", "総務省の丙課長補佐の説明")],
    ),
    ("委員の再発言", "これに対し、甲委員から「承知した」旨の発言があった。 \n", [("remark", "甲委員の発言")]),
    ("説明だけ", "乙課長から、資料に基づき説明があった。 \n", []),
    ("文書の名", "国土交通大臣から「全項目評価書」が提出された。 \n", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=reason) for reason, t, e in TOLD])
def test_ways_of_telling_who_said_what(
    text: str, expected: list[tuple[str, str]], nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    parsed = summary(HEAD + text)
    nothing_lost(parsed)
    assert [(c.kind.value, c.path[-1]) for c in utterances(parsed)] == expected


def test_heading_without_the_word_item_opens_the_next() -> None:
    parsed = summary(HEAD + "説明があった。 \n\n（２）その他について \n\n説明があった。 \n\n以上 \n")
    items = [clause.path[-1] for clause in parsed.clauses if clause.kind is ClauseKind.AGENDA_ITEM]
    assert items == ["議題1 監督について", "議題2 その他について"]
    assert parsed.clauses[-1].path == ("末尾",)


def test_withheld_item_says_so() -> None:
    parsed = summary(HEAD + "（内容については非公表） \n")
    withheld = [clause for clause in parsed.clauses if clause.withheld]
    assert [clause.kind for clause in withheld] == [ClauseKind.WITHHELD]
    assert "非公表" in withheld[0].label


@pytest.mark.parametrize("text", ["", " \n", "「", "甲委員から「", "（１）議題１：\n", "以上"])
def test_scraps_lose_nothing(text: str, nothing_lost: Callable[[ParsedDocument], None]) -> None:
    nothing_lost(summary(text))


WORDS = st.text("委託先監督個人情報の取扱いについて、確認を『』（）①②１点目は第二に", max_size=60)
MEMBERS = st.sampled_from(["清水委員", "大島委員", "小川委員長代理"])
EXCHANGE = st.tuples(MEMBERS, st.lists(WORDS, min_size=1, max_size=3), st.booleans(), WORDS)


@settings(max_examples=60)
@given(st.lists(EXCHANGE, min_size=1, max_size=6), st.integers(20, 40))
def test_any_summary_loses_nothing_and_keeps_remark_and_reply_together(
    exchanges: list[tuple[str, list[str], bool, str]], width: int
) -> None:
    source, expected = HEAD, []
    for name, paragraphs, answered, answer in exchanges:
        body = [f"述べる{re.sub('[『』]', '', text)}。" for text in paragraphs]
        body[0] = f"{name}から「{body[0]}"
        body[-1] = body[-1].removesuffix("。") + "」旨の発言があった。"
        expected.append((name, None))
        if answered:
            body.append(f"これに対し、後藤課長から「述べる{re.sub('[『』]', '', answer)}」旨の回答があった。")
            expected.append(("後藤課長", name))
        for text in body:
            lines = [text[begin : begin + width] for begin in range(0, len(text), width)]
            source += "\n\n".join(lines) + " \n\n"
    parsed = summary(source)
    covered = sorted(
        [(span.start, span.end) for clause in parsed.clauses if clause.leaf for span in clause.spans]
        + [(piece.span.start, piece.span.end) for piece in parsed.furniture]
    )
    assert [start for start, _ in covered] == [0, *(end for _, end in covered[:-1])]
    assert covered[-1][1] == len(source)
    by_id = {clause.id: clause for clause in parsed.clauses}
    found = [(c.speaker, by_id[c.replies_to].speaker if c.replies_to else None) for c in utterances(parsed)]
    assert found == expected


@pytest.mark.parametrize("told", ["本議題の内容については非公表。", "※議事の内容は非公開とする。"])
def test_an_item_told_to_be_withheld_is_withheld(told: str) -> None:
    parsed = summary(f"{HEAD}{told}\n")
    assert [clause.text for clause in parsed.clauses if clause.withheld] == [told]


def test_items_listed_at_the_head_are_not_those_that_are_told_of() -> None:
    parsed = summary(
        "1. 日 時:令和6年5月2日\n4. 議 題\n(1)整理案について\n(2)その他\n\n5. 審議経過\n\n(1)整理案について\n\n"
        "整理案について議論が行われた。\n\n○ 措置の項目では、主語が「政府」となっているため、「政府」の範囲を確認しておきたい。\n"
    )
    items = [c for c in parsed.clauses if c.kind is ClauseKind.AGENDA_ITEM]
    assert [item.agenda_item for item in items] == ["議題1"]
    assert not utterances(parsed)


def test_a_question_told_without_a_quotation_is_a_remark_though_the_sentence_goes_on() -> None:
    parsed = summary(
        f"{HEAD}浜田委員から、記述の趣旨について質問があり、事務局から、取組を追記した旨の回答があった。\n"
    )
    remark, reply = utterances(parsed)
    assert (remark.speaker, reply.speaker, reply.replies_to) == ("浜田委員", "事務局", remark.id)
