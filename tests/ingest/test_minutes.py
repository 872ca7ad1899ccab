"""Minutes: the two bundled ones whole, the habits of others, and what must hold for any."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.minutes import parse

DIET = Path(__file__).resolve().parents[3] / "shared" / "robustness" / "diet-minutes"


def minutes(text: str) -> ParsedDocument:
    document = Document(id="minutes-1", title="議事録", kind=DocumentKind.MINUTES, cite="第1回 議事録")
    return parse(document, Extracted(text=text, media="text/plain"))


def bundled(seed: Callable[[str], Extracted], number: int, date: dt.date, era: str) -> ParsedDocument:
    cite = f"第{number}回個人情報保護委員会 議事録（{era}）"
    document = Document(
        id=f"minutes-{number}", title=cite, kind=DocumentKind.MINUTES, cite=cite, date=date, meeting=number
    )
    return parse(document, seed(f"minutes-{number}_{date.isoformat()}.txt"))


@pytest.fixture
def meeting_330(seed: Callable[[str], Extracted]) -> ParsedDocument:
    return bundled(seed, 330, dt.date(2025, 7, 30), "令和7年7月30日")


@pytest.fixture
def meeting_205(seed: Callable[[str], Extracted]) -> ParsedDocument:
    return bundled(seed, 205, dt.date(2022, 4, 13), "令和4年4月13日")


def leaf_with(parsed: ParsedDocument, words: str) -> Clause:
    found = [clause for clause in parsed.clauses if clause.leaf and words in clause.text]
    assert len(found) == 1, words
    return found[0]


def test_minutes_of_the_330th_meeting_stand_as_reviewed(
    meeting_330: ParsedDocument,
    golden: Callable[[str, ParsedDocument], None],
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    nothing_lost(meeting_330)
    golden("minutes-330", meeting_330)


def test_minutes_of_the_205th_meeting_stand_as_reviewed(
    meeting_205: ParsedDocument,
    golden: Callable[[str, ParsedDocument], None],
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    nothing_lost(meeting_205)
    golden("minutes-205", meeting_205)


def test_point_announced_in_prose_is_cited_by_topic_and_number(meeting_330: ParsedDocument) -> None:
    clause = leaf_with(meeting_330, "接続回線をVPN等")
    assert clause.label == (
        "第330回個人情報保護委員会 議事録（令和7年7月30日）議題2 事務局説明「審査記載事項（4）」"
    )
    assert (clause.kind, clause.speaker, clause.role) == (ClauseKind.POINT, "事務局", "事務局")
    assert clause.agenda_item == "議題2"


def test_sentence_that_runs_on_after_points_is_no_point(meeting_330: ParsedDocument) -> None:
    clause = leaf_with(meeting_330, "について、確認をしております。")
    assert clause.kind is ClauseKind.PARAGRAPH
    assert clause.text.startswith("について、確認")


def test_page_break_in_mid_word_joins(meeting_330: ParsedDocument) -> None:
    assert leaf_with(meeting_330, "本人を識別するために、当該提供された").text.startswith("④")
    assert leaf_with(meeting_330, "総評として３点記載をいたしまして、").kind is ClauseKind.PARAGRAPH


def test_speech_is_split_where_the_chair_announces_the_next_item(meeting_330: ParsedDocument) -> None:
    assert leaf_with(meeting_330, "次の議題に移ります").agenda_item == "議題2"
    assert leaf_with(meeting_330, "原案のとおり決定したい").agenda_item == "議題1"


def test_withheld_passages_are_clauses_and_say_so(meeting_205: ParsedDocument) -> None:
    withheld = [clause for clause in meeting_205.clauses if clause.withheld]
    assert [clause.agenda_item for clause in withheld] == ["議題2", "議題3"]
    assert all("非公表" in clause.label for clause in withheld)
    assert [clause.speaker for clause in withheld] == ["事務局", None]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: re.sub(r"[ \t]+\n", "\n", t), id="trailing spaces gone"),
        pytest.param(lambda t: re.sub(r"\n[ \n]*\n", "\n", t), id="blank lines gone"),
        pytest.param(lambda t: t.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda t: re.sub(r"(?m)^ ", "　", t), id="full-width indents"),
    ],
)
def test_layout_makes_no_difference_to_the_330th_meeting(
    seed: Callable[[str], Extracted], meeting_330: ParsedDocument, change: Callable[[str], str]
) -> None:
    changed = Extracted(text=change(seed("minutes-330_2025-07-30.txt").text), media="text/plain")
    other = parse(meeting_330.document, changed)
    assert [(c.id, c.label) for c in other.clauses] == [(c.id, c.label) for c in meeting_330.clauses]


OLDER = """第12回個人情報保護委員会議事録

日　時：平成26年10月2日（木）10:00～11:30
場　所：委員会室
出席者：堀部委員長、阿部委員、手塚委員
　　　　其田事務局長、松元総務課長

議題１　特定個人情報保護評価書について
議題２　その他

○松元総務課長　それでは、定刻になりましたので会議を始めます。
○堀部委員長　議題は２つです。議題１は、「特定個人情報保護評価書について」です。
　事務局から説明をお願いします。
○事務局（山田参事官）　資料１を御覧ください。
　本件は以下の２点です。
　（１）評価の目的を定めます。
　（２）評価の範囲を定めます。
○阿部委員　再委託はどう扱うのですか。
○事務局（山田参事官）　お答えします。再委託は許諾が必要です。
（了）
○堀部委員長　それでは、議題２「その他」に移ります。
（この議題については非公表）
○堀部委員長　本日の会議は閉会といたします。
以上
"""


def test_habits_of_older_minutes_are_read(nothing_lost: Callable[[ParsedDocument], None]) -> None:
    parsed = minutes(OLDER)
    nothing_lost(parsed)
    speeches = [(c.agenda_item, c.path[-1]) for c in parsed.clauses if c.kind is ClauseKind.SPEECH]
    assert speeches == [
        (None, "松元総務課長発言"),
        ("議題1", "堀部委員長発言"),
        ("議題1", "山田参事官説明"),
        ("議題1", "阿部委員発言"),
        ("議題1", "山田参事官回答（阿部委員の発言に対して）"),
        ("議題2", "堀部委員長発言"),
        (None, "堀部委員長発言"),
    ]
    assert leaf_with(parsed, "（２）評価の範囲").id == "minutes-1.g1.s2.pt2"
    assert leaf_with(parsed, "以下の２点").kind is ClauseKind.CHAPEAU
    assert leaf_with(parsed, "この議題については").withheld
    assert leaf_with(parsed, "議題２\u3000その他").field == "議題"


def test_item_announced_without_a_number_follows_the_one_before() -> None:
    parsed = minutes(
        "○甲委員長　議題１「ア」について、説明をお願いします。\n○甲委員長　次の議題に移ります。\n"
    )
    assert [c.agenda_item for c in parsed.clauses if c.kind is ClauseKind.AGENDA_ITEM] == ["議題1", "議題2"]


def test_mention_of_a_later_item_opens_nothing() -> None:
    parsed = minutes("○甲委員長　議題１及び議題２は公開とし、議題３については非公開とします。\n")
    assert [c.path for c in parsed.clauses if c.kind is ClauseKind.AGENDA_ITEM] == [("議事",)]


def test_mark_without_a_speaker_is_kept_reported_and_given_to_nobody(
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    parsed = minutes("○甲委員長　始めます。\n○、誰とも知れない、発言です。\n")
    nothing_lost(parsed)
    assert leaf_with(parsed, "誰とも知れない").speaker is None
    assert len(parsed.notices) == 1


@pytest.mark.parametrize("text", ["", "\n \n", "ただの文章です。", "5\n", "○\n", "○甲委員長\n", "（"])
def test_scraps_lose_nothing(text: str, nothing_lost: Callable[[ParsedDocument], None]) -> None:
    nothing_lost(minutes(text))


WORDS = st.text("委託先監督個人情報の取扱いについて、確認をした「」（）①②１一つ目は第二に議題３", max_size=60)
NAMES = st.sampled_from(["手塚委員長", "清水委員", "事務局", "松嶋企画官", "木村専門官", "後藤課長"])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(NAMES, st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=8),
    st.integers(12, 40),
)
def test_any_minutes_lose_nothing_and_keep_their_speakers(
    turns: list[tuple[str, list[str]]], width: int
) -> None:
    source, expected = "日 時：令和７年７月 30 日 \n\n", []
    for name, paragraphs in turns:
        body = [f"述べます{text}。" for text in paragraphs]
        expected.append((name, "".join(body)))
        for at, text in enumerate(body):
            whole = f"○{name} {text}" if at == 0 else f" {text}"
            lines = [whole[begin : begin + width] for begin in range(0, len(whole), width)]
            source += "\n\n".join(lines) + " \n\n"
    parsed = minutes(source)
    _check_lost(parsed)
    marks = [f for f in parsed.furniture if f.reason is FurnitureReason.SPEAKER]
    assert len(marks) == len(turns)
    spoken: list[tuple[str, str]] = []
    for clause in parsed.clauses:
        if clause.leaf and clause.speaker:
            if spoken and spoken[-1][0] == clause.speaker:
                spoken[-1] = (clause.speaker, spoken[-1][1] + clause.text)
            else:
                spoken.append((clause.speaker, clause.text))
    assert _squeezed(spoken) == _squeezed(expected)


def _squeezed(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The turns with white space gone, neighbours of one speaker joined."""
    joined: list[tuple[str, str]] = []
    for name, text in turns:
        text = re.sub(r"\s", "", text)
        if joined and joined[-1][0] == name:
            joined[-1] = (name, joined[-1][1] + text)
        else:
            joined.append((name, text))
    return joined


def _check_lost(parsed: ParsedDocument) -> None:
    pieces = [span for clause in parsed.clauses if clause.leaf for span in clause.spans]
    pieces += [piece.span for piece in parsed.furniture]
    covered = sorted((span.start, span.end) for span in pieces)
    at = 0
    for start, end in covered:
        assert start == at
        at = end
    assert at == len(parsed.source)


@pytest.mark.skipif(not DIET.is_dir(), reason="the Diet minutes are not here")
def test_minutes_of_other_bodies_lose_nothing_and_name_their_speakers(
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    opened = read = 0
    for path in sorted(DIET.glob("*.txt"))[::4]:
        parsed = minutes(path.read_text(encoding="utf-8"))
        nothing_lost(parsed)
        opened += len(re.findall(r"(?m)^○", parsed.source))
        read += sum(piece.reason is FurnitureReason.SPEAKER for piece in parsed.furniture)
    assert read / opened > 0.99


REPLIES = """日時：令和６年４月３日（水）１０：００～
場所：委員会室
出席者：甲田委員長、乙川委員、丙山委員

○甲田委員長 それでは、議題（１）「名簿の調製について」、説明をお願いします。
○丁野課長 資料１を御覧ください。審査記載事項として次の２点を記載しております。
（１）通信を遮断すること。
（２）点検を行うこと。
○甲田委員長 御質問をお願いします。
○乙川委員 保存の期間は何年ですか。
○甲田委員長 丁野課長、お願いします。
○丁野課長 ５年です。
○丙山委員 訓練の回数を伺います。
○乙川委員 窓口を増やしてほしいと思います。
○丁野課長 　丙山委員の御質問については、年２回です。
　乙川委員の御意見については、検討します。
○甲田委員長 本日の議題は以上です。会議を終了します。
"""


def test_a_reply_knows_the_remarks_it_answers_part_by_part() -> None:
    parsed = minutes(REPLIES)
    speakers = {clause.id: clause.speaker for clause in parsed.clauses}
    replies = [c for c in parsed.clauses if c.kind is ClauseKind.SPEECH and "回答" in c.path[-1]]
    assert [c.path[-1] for c in replies] == [
        "丁野課長回答（乙川委員の発言に対して）",
        "丁野課長回答（丙山委員、乙川委員の発言に対して）",
    ]
    assert speakers[replies[0].replies_to or ""] == "乙川委員"
    parts = {words: leaf_with(parsed, words) for words in ("年２回", "検討します")}
    answered = {words: speakers[leaf.replies_to or ""] for words, leaf in parts.items()}
    assert answered == {"年２回": "丙山委員", "検討します": "乙川委員"}


def test_points_bear_the_name_under_which_they_are_announced() -> None:
    points = [c for c in minutes(REPLIES).clauses if c.kind is ClauseKind.POINT]
    assert [point.path[-1] for point in points] == ["「審査記載事項（1）」", "「審査記載事項（2）」"]


def test_names_of_those_present_in_brackets_are_no_speeches_where_circles_open_them() -> None:
    parsed = minutes(
        "日時\n\n令和６年４月３日\n\n出席者\n\n【専門委員】\n乙川委員、丙山委員\n【説明者】\n丁野課長\n\n"
        "○甲田座長 始めます。\n○乙川委員 伺います。\n○丁野課長 お答えします。\n"
    )
    fields = {c.field: c.text for c in parsed.clauses if c.kind is ClauseKind.FRONT_MATTER}
    assert fields["日時"].endswith("令和６年４月３日")
    assert "丁野課長" in fields["出席者"]
    assert {c.speaker for c in parsed.clauses if c.speaker} == {"甲田座長", "乙川委員", "丁野課長"}
