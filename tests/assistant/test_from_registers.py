"""Questions that ask for a register are answered from it, cited; all others are left to other answerers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.access import Principal
from assistant.models import Answer, Understood
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.understanding.register_forms import Register, register_asked
from corpus.models import DocumentKind, Filters
from ingest.pipeline import ingest

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"
ANYONE = Principal(name="anyone", audiences=frozenset({"public"}))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data = tmp_path_factory.mktemp("registers")
    ingest([DOCUMENTS], data)
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def ask(record: Assistant, question: str, **filters: object) -> Answer:
    return record.ask(question, filters=Filters.model_validate(filters), principal=ANYONE)


def cells(answer: Answer) -> list[list[str]]:
    """The rows of the table of an answer, headings left out."""
    rows = [line for line in answer.answer.split("\n") if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


@pytest.mark.parametrize(
    ("question", "register"),
    [
        ("国土交通省に求められた措置は", Register.MEASURES),
        ("過去の評価書ではどんな措置を取るよう求められたか", Register.MEASURES),
        ("海山県にはどのような改善を求めましたか", Register.MEASURES),
        ("その会社はどのような勧告を受けましたか", Register.MEASURES),
        ("What measures were required of the ministry?", Register.MEASURES),
        ("これまでの認定協議は", Register.PRECEDENTS),
        ("評価書の審査に委員会はこれまでどう対応してきたか", Register.PRECEDENTS),
        ("List the precedents on certification consultations", Register.PRECEDENTS),
        ("二つの評価書の委託先名を比べて", Register.COMPARISON),
        ("海辺大学の認定協議に委員会はどう回答しましたか", Register.CONSULTATION),
        ("主務大臣は委員会にどのような場合に協議しますか", None),
        ("What differs between the two consultations?", Register.COMPARISON),
        ("誰が委託先の監督を求めましたか", None),  # one fact
        ("研修を求められて、どう答えましたか", None),  # the reply
        ("物理的安全管理措置は何を求めていますか", None),  # a rule asks, today
        ("認定の基準では、どのような措置が求められてきましたか", None),
        ("これまでの審査で再委託について何が述べられましたか", None),  # what was said, not decided
        ("委員会はいつ開かれましたか", None),
    ],
)
def test_a_register_is_asked_for_by_the_form_of_the_question(
    question: str, register: Register | None
) -> None:
    assert register_asked(Understood(question=question, standalone=question)) is register


def test_measures_asked_of_an_agency_are_listed_with_who_asked_and_how_strongly(record: Assistant) -> None:
    answer = ask(record, "国土交通省に求められた措置は")
    assert (answer.status, answer.mode, len(answer.citations)) == ("answered", "registers", 13)
    assert answer.answer.startswith("国土交通大臣に求められた措置は、措置台帳に13件あります")
    first = next(line for line in answer.answer.split("\n") if line.startswith("- "))
    assert first.startswith("- ［必須］個人情報保護委員会 → 国土交通大臣「まずは（４）として")
    assert first.endswith("[1]")


def test_every_quotation_is_verbatim_and_every_mark_has_its_citation(record: Assistant) -> None:
    for question in (
        "過去の評価書ではどんな措置を取るよう求められたか",
        "これまでの認定協議は",
        "第205回と第330回の認定協議を比べて",
    ):
        answer = ask(record, question)
        assert answer.citations
        assert all(citation.quote in citation.clause.text for citation in answer.citations)
        marks = [int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)]
        assert sorted(set(marks)) == [citation.number for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("暗号化についてどんな対策を求めましたか", ["まずは（４）として"]),
        ("再委託について求められた措置は", ["また、再委託先の管理"]),
        ("第205回でどのような指導をしましたか", ["最初に、「１ これまでの経緯」"]),
        ("What measures has the Commission required on encryption?", ["まずは（４）として"]),
        ("小笠原委員が求めたことの一覧", ["この点、当該端末では", "さらに、オンライン申請"]),
    ],
)
def test_measures_are_narrowed_by_what_the_question_names(
    record: Assistant, question: str, begins: list[str]
) -> None:
    answer = ask(record, question)
    assert answer.mode == "registers"
    for wanted, citation in zip(begins, answer.citations, strict=False):
        assert citation.quote.startswith(wanted)


def test_the_answer_says_by_what_the_register_was_narrowed(record: Assistant) -> None:
    answer = ask(record, "第330回で国土交通大臣に暗号化について求められた必須の措置は")
    assert answer.answer.startswith(
        "第330回で、国土交通大臣に、「暗号化」について、必須として求められた措置は、措置台帳に1件あります"
    )


def test_the_reply_follows_the_measure(record: Assistant) -> None:
    answer = ask(record, "小笠原委員が求めたことの一覧")
    assert "  - → 回答 後藤課長" in answer.answer
    assert answer.citations[-1].clause.speaker == "後藤課長"


def test_what_the_register_does_not_hold_is_said_with_what_it_holds(record: Assistant) -> None:
    answer = ask(record, "総務省に求められた措置は")
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.answer.startswith("総務省に求められた措置は、措置台帳にありません。")
    assert "全23件" in answer.answer
    assert "国土交通大臣" in answer.answer


def test_filters_of_the_caller_bound_the_register(record: Assistant) -> None:
    assert {c.document.meeting for c in ask(record, "求められた措置の一覧", meeting=300).citations} == {300}
    assert ask(record, "求められた措置の一覧", kind=DocumentKind.STATUTE).status == "not_found"
    before = ask(record, "求められた措置の一覧", date_to="2022-12-31")
    assert {c.document.meeting for c in before.citations} == {205}


def test_precedents_are_a_timeline_newest_first_with_outcome_and_points(record: Assistant) -> None:
    answer = ask(record, "これまでの認定協議は")
    cited = [citation.document.meeting for citation in answer.citations]
    assert cited == sorted(cited, reverse=True)
    assert set(cited) == {205, 330}
    assert answer.answer.startswith("認定協議の先例は、先例年表に2件あります")
    for words in (
        "- 対象: 国立大学法人九州大学",
        "- 意見・条件: 「つきましては",
        "- 確認した点:",
        "「⑦提供された",
    ):
        assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "meetings", "opinion"),
    [
        ("九州大学の認定協議に委員会はどう回答しましたか", [330], "認定について異存がない旨回答"),
        ("第205回の認定協議に委員会はどう対応しましたか", [205], "それぞれ意見を付した上で"),
        (
            "認定協議に委員会はどう対応しましたか",
            [330, 205],
            "認定について異存がない旨回答",
        ),  # of several, all
    ],
)
def test_how_a_consultation_was_answered_begins_with_the_opinion(
    record: Assistant, question: str, meetings: list[int], opinion: str
) -> None:
    answer = ask(record, question)
    assert list(dict.fromkeys(citation.document.meeting for citation in answer.citations)) == meetings
    assert opinion in answer.citations[0].quote


def test_two_consultations_stand_side_by_side_point_by_point(record: Assistant) -> None:
    answer = ask(record, "第205回と第330回の認定協議を比べて")
    rows = cells(answer)
    assert [row[0] for row in rows[:2]] == ["意見・条件", "結論"]
    statuses = [row[3] for row in rows if row[0].startswith("確認した点")]
    assert (statuses.count("変更"), statuses.count("新規"), statuses.count("なくなった")) == (3, 4, 3)
    for row in rows:
        for cell in row[1:3]:
            assert cell == "記載なし" or re.search(r"」\[\d+\]$", cell), "every cell has its citation"


def test_a_comparison_of_one_topic_shows_its_points_only(record: Assistant) -> None:
    rows = cells(ask(record, "第205回と第330回の認定協議で、苦情・相談の扱いはどう変わりましたか"))
    assert [row[0] for row in rows] == ["確認した点 ⑥ → ⑦"]


def test_meetings_without_a_matter_in_common_are_not_compared(record: Assistant) -> None:
    answer = ask(record, "第205回と第300回の認定協議を比べて")
    assert answer.status == "not_found"
    assert "第205回と第300回には、比べられる同じ種別の議題がありません" in answer.answer


def test_a_comparison_of_what_no_register_holds_is_left_to_others(record: Assistant) -> None:
    assert ask(record, "第205回と第330回で出席者はどう違いますか").mode == "extractive"


def test_an_english_question_is_answered_in_english_around_the_original_words(record: Assistant) -> None:
    answer = ask(record, "Compare the certification consultations of the 205th and 330th meetings.")
    assert answer.answer.startswith(
        "Meeting 205 (2022-04-13) and Meeting 330 (2025-07-30) side by side: 3 changed"
    )
    assert "Points checked ② → ①" in answer.answer
    ours = re.sub(r"「[^」]*(?:「[^」]*」[^」]*)*」|^- .*|^\*\*.*", "", answer.answer, flags=re.M)
    assert not re.search(r"[ぁ-ん]", ours), "nothing of ours is left in Japanese"


@pytest.mark.parametrize(
    "question",
    [
        "第205回と第330回の認定協議で確認事項はどう違うか",
        "第205回と第330回の認定協議の条件と結論の違いは",
        "How do the points checked differ between the 205th and the 330th meeting?",
    ],
)
def test_what_a_comparison_calls_its_own_rows_is_no_matter_they_must_speak_of(
    record: Assistant, question: str
) -> None:
    assert len(cells(ask(record, question))) == 12  # opinion, outcome, and the ten points of both
