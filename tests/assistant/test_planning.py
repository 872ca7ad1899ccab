"""Questions of several parts: what is planned, what stays one, and how the parts are answered and joined."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from assistant.access import ANYONE
from assistant.joining import Joined
from assistant.models import Answer, Citation, Part, Turn, Understood
from assistant.planning import expanded, inherited, plan
from assistant.planning.clauses import divided
from assistant.planning.sentences import asks, grouped, sentences
from assistant.question import understand
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.models import Filters, Holdings
from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
PLANNED = Path(__file__).parent / "planning"
GOLD = [ROOT / "evals" / "gold" / "tune.jsonl", ROOT / "evals" / "gold" / "kept.jsonl"]
SHARED = ROOT.parent / "shared" / "gold" / "dev.jsonl"
PUBLIC = frozenset({"public"})


@pytest.fixture(scope="module")
def senrei(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant over the bundled documents."""
    data = tmp_path_factory.mktemp("planning") / "data"
    pipeline.ingest([ROOT / "corpus" / "documents"], data)
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def standalones(entry: dict[str, object], holdings: Holdings) -> list[str]:
    """The parts of a question, each as it reads after those before it."""
    before = [Turn(role="user", content=text) for text in entry.get("after", ())]  # type: ignore[attr-defined]
    question = str(entry["q"])
    parts = plan(question, before, understand(question, expanded(before), holdings, Filters()))
    found, turns = [], list(expanded(before))
    for part in parts:
        found.append(understand(part.question, turns, holdings, Filters()).standalone)
        turns.append(Turn(role="user", content=part.question))
    return found


def planned_right(entry: dict[str, object], holdings: Holdings) -> bool:
    found, expected = standalones(entry, holdings), entry["parts"]
    assert isinstance(expected, list)
    return len(found) == len(expected) and all(
        unicodedata.normalize("NFKC", word) in unicodedata.normalize("NFKC", text)
        for words, text in zip(expected, found, strict=True)
        for word in words
    )


@pytest.mark.parametrize(("name", "least"), [("tuned", 35), ("kept", 34)])
def test_questions_are_planned_right(name: str, least: int, senrei: Assistant) -> None:
    entries = yaml.safe_load((PLANNED / f"{name}.yaml").read_text("utf-8"))
    holdings = senrei.catalog.holdings(PUBLIC)
    wrong = [entry["q"] for entry in entries if not planned_right(entry, holdings)]
    assert len(entries) - len(wrong) >= least, wrong
    singles = [entry for entry in entries if len(entry["parts"]) == 1]
    assert all(len(standalones(entry, holdings)) == 1 for entry in singles)


def test_no_single_question_of_the_gold_sets_is_split(senrei: Assistant) -> None:
    holdings = senrei.catalog.holdings(PUBLIC)
    paths = [*GOLD, *([SHARED] if SHARED.exists() else [])]
    entries = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    split = []
    for entry in entries:
        turns = [Turn(role="user", content=str(turn)) for turn in entry["history"]]
        if len(plan(entry["question"], turns, understand(entry["question"], turns, holdings, Filters()))) > 1:
            split.append(entry["question"])
    assert len(entries) > 300
    assert split == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一つ目は何ですか。二つ目は?", ["一つ目は何ですか。", "二つ目は?"]),
        ("「誰か。いつか。」とは何か。", ["「誰か。いつか。」とは何か。"]),
        ("（注。）とは何か", ["（注。）とは何か"]),
        ("1. 何ですか\n2. 誰ですか", ["何ですか", "誰ですか"]),
        ("What does Art. 6 say, Mr. Tanno?", ["What does Art. 6 say, Mr. Tanno?"]),
        (
            "They were asked about it. What did they reply?",
            ["They were asked about it.", "What did they reply?"],
        ),
        ("。。?", []),
        ("「閉じない引用は何か。次は?", ["「閉じない引用は何か。次は?"]),
    ],
)
def test_sentences_end_outside_brackets(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "asking"),
    [
        ("再委託については。", True),
        ("教えてください。", True),
        ("新任の委員です。", False),
        ("できれば新しい順に教えてください。", False),
        ("根拠は?", False),
        ("Please be brief.", False),
        ("What is LMP", True),
    ],
)
def test_a_sentence_that_asks_is_told_from_one_that_does_not(sentence: str, asking: bool) -> None:
    assert asks(sentence) is asking


def test_what_asks_nothing_goes_with_its_question() -> None:
    assert grouped("給水装置の件です。再委託は?次に別の件です。議題は何ですか。昨年のものです。") == [
        "給水装置の件です。再委託は?",
        "次に別の件です。議題は何ですか。昨年のものです。",
    ]
    assert grouped("再委託について何が述べられましたか。教えてください。") == [
        "再委託について何が述べられましたか。教えてください。"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "暗号化と再委託の違いについて教えてください",
        "総務省と国土交通省について何が述べられましたか",
        "何と何について協議しましたか",
        "個人情報の保護に関する法律についてのガイドラインとは何ですか",
        "Which rules apply to encryption and storage?",
    ],
)
def test_one_question_stays_one(sentence: str) -> None:
    assert divided(sentence) == [sentence]


def test_a_part_is_asked_of_the_sources_of_the_part_before_it() -> None:
    first = Understood(question="一", standalone="一", meetings=(330,), document_ids=("minutes-330",))
    second = Understood(question="二", standalone="二")
    scoped = inherited(second, first)
    assert scoped is not None
    assert (scoped.meetings, scoped.document_ids) == ((330,), ("minutes-330",))
    assert inherited(second.model_copy(update={"meetings": (205,)}), first) is None
    assert inherited(second.model_copy(update={"follow_up": True}), first) is None
    assert inherited(first, second) is None


def test_an_earlier_question_of_several_parts_is_read_as_that_many() -> None:
    turns = (
        Turn(role="user", content="誰ですか。いつですか。"),
        Turn(role="assistant", content="一。二か?三か?"),
    )
    assert [turn.content for turn in expanded(turns)] == ["誰ですか。", "いつですか。", "一。二か?三か?"]


def test_each_part_is_answered_or_refused_by_itself(senrei: Assistant) -> None:
    question = "第330回の欠席者は誰ですか。第101回の欠席者は誰ですか。"
    answer = senrei.ask(question, principal=ANYONE)
    assert [part.status for part in answer.parts] == ["answered", "not_found"]
    assert answer.status == "answered"
    assert "### 第330回の欠席者は誰ですか。" in answer.answer
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.parts[0].citations == tuple(citation.number for citation in answer.citations)
    assert answer.understood.question == question
    assert [missing.name for missing in answer.understood.missing] == ["第101回委員会"]


def test_a_matter_that_the_same_meetings_never_speak_of_is_refused(senrei: Assistant) -> None:
    answer = senrei.ask(
        "第205回と第330回の認定協議で確認事項はどう違うか。再委託については?", principal=ANYONE
    )
    assert [part.status for part in answer.parts] == ["answered", "not_found"]
    assert {citation.document.meeting for citation in answer.citations} <= {205, 330}


def test_a_part_without_a_source_of_its_own_stays_with_the_report(senrei: Assistant) -> None:
    answer = senrei.ask(
        "あん摩マッサージ指圧師の評価書の公表日はいつですか。再委託はしますか。", principal=ANYONE
    )
    assert [part.status for part in answer.parts] == ["answered", "answered"]
    assert {citation.document.id for citation in answer.citations} == {"assessment-anma-massage"}


def test_a_new_question_is_found_elsewhere_all_the_same(senrei: Assistant) -> None:
    answer = senrei.ask(
        "第205回の委員長は誰でしたか。施行規則第6条第二号ハを見せてください。", principal=ANYONE
    )
    assert answer.citations[-1].clause.address == "a6.i2.ha"


def test_the_pieces_of_a_streamed_answer_are_the_answer(senrei: Assistant) -> None:
    question = "第330回の欠席者は誰ですか。第205回の委員長は誰ですか。"
    events = list(senrei.stream(question, principal=ANYONE))
    names = [event.name for event in events]
    whole = events[-1].data
    assert isinstance(whole, Answer)
    assert "".join(str(event.data) for event in events if event.name == "delta") == whole.answer
    assert tuple(event.data for event in events if event.name == "citation") == whole.citations
    assert names.index("citation") < len(names) - 1 - names[::-1].index("delta"), "the first part comes first"
    assert (names[0], names[1], names[-1]) == ("understood", "hits", "done")


def test_a_follow_up_asks_of_each_part(senrei: Assistant) -> None:
    history = (Turn(role="user", content="第205回と第330回の認定協議で確認事項はどう違うか"),)
    answer = senrei.ask("それぞれの委員長は誰ですか", history=history, principal=ANYONE)
    assert [part.question for part in answer.parts] == [
        "第205回の委員長は誰ですか",
        "第330回の委員長は誰ですか",
    ]
    assert {citation.document.meeting for citation in answer.citations} == {205, 330}


def test_another_planner_takes_the_place_of_the_rules(senrei: Assistant) -> None:
    senrei._planner, rules = (
        lambda *_: (Part(question="第205回の委員長は誰ですか"), Part(question="議題は?")),
        senrei._planner,
    )
    try:
        answer = senrei.ask("第205回の概要", principal=ANYONE)
    finally:
        senrei._planner = rules
    assert [part.question for part in answer.parts] == ["第205回の委員長は誰ですか", "議題は?"]


def test_marks_are_numbered_once_and_a_source_has_one_number(senrei: Assistant) -> None:
    one, other = (
        senrei.ask(question, principal=ANYONE).citations[0]
        for question in ("第330回の欠席者は誰ですか", "第205回の委員長は誰でしたか")
    )
    joined = Joined(Understood(question="全", standalone="全"))

    def answer(text: str, *citations: Citation) -> Answer:
        numbered = tuple(c.model_copy(update={"number": n}) for n, c in enumerate(citations, 1))
        understood = Understood(question="部", standalone="部")
        return Answer(status="answered", answer=text, citations=numbered, understood=understood)

    joined.add(Part(question="一"), answer("甲[1]、\\[1]", one))
    piece, new = joined.add(Part(question="二*"), answer("乙[2]、丙[1]、丁[9]", other, one))
    assert piece == "\n### 二\\*\n\n乙[1]、丙[2]、丁[9]\n"
    assert [citation.number for citation in new] == [2]
    assert [part.citations for part in joined.answer().parts] == [(1,), (2, 1)]
