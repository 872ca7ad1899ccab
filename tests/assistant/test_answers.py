"""The assistant over the bundled record: what it cites, how it says it, when it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.access import ANYONE, Principal
from assistant.answer.quote import pieces_of
from assistant.answer.signs import signs_of
from assistant.models import Answer, Citation, Intent, Turn
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import InvalidQuery, StoreError
from corpus.models import DocumentKind, Filters
from ingest.pipeline import ingest

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data = tmp_path_factory.mktemp("record")
    report = ingest([DOCUMENTS], data)
    assert all(not file.message for file in report.files)
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def ask(record: Assistant, question: str, *earlier: str, **filters: object) -> Answer:
    turns: list[Turn] = []
    for before in earlier:
        reply = record.ask(before, history=turns, principal=ANYONE)
        turns += [Turn(role="user", content=before), Turn(role="assistant", content=reply.answer)]
    return record.ask(question, history=turns, filters=Filters.model_validate(filters), principal=ANYONE)


def ids(answer: Answer) -> list[str]:
    return [citation.clause.id for citation in answer.citations]


LOOKUPS = [
    ("第205回の委員会は誰が委員長でしたか", "minutes-205", "a name out of the attendance or a speech"),
    ("免許取得者検索システムの運用の委託先はどこですか", "entrustment2.f3", "a field of the second block"),
    ("あん摩マッサージ指圧師の評価書で監査はどのように行いますか", "p3.s8", "a checked box is found"),
    (
        "パブリッククラウド事業者を選定する際の調達要件は何ですか",
        "minutes-330.g2.s2.p11",
        "a paragraph of a speech",
    ),
    ("清水委員は責任分界点について何を尋ねましたか", "summary-300.g1.q4", "the remark of the named speaker"),
    ("責任分界点についての質問に対する後藤課長の回答は", "summary-300.g1.r4", "the reply, not the remark"),
]


@pytest.mark.parametrize(("question", "clause", "why"), LOOKUPS, ids=[row[2] for row in LOOKUPS])
def test_a_lookup_cites_the_clause_that_answers_first(
    record: Assistant, question: str, clause: str, why: str
) -> None:
    answer = ask(record, question)
    assert answer.status == "answered"
    assert clause in ids(answer)[0], why
    assert len(answer.citations) <= 4


def test_every_quote_stands_in_its_clause_and_in_one_piece_in_the_source(record: Assistant) -> None:
    for question in (
        "再委託について過去の審査で何が述べられたか",
        "特定個人情報の入手方法は何ですか",
        "委託の有無は",
    ):
        for citation in ask(record, question).citations:
            source = record.catalog.source(citation.document.id, ANYONE.audiences)
            assert citation.quote in citation.clause.text
            assert any(citation.quote in piece for piece in pieces_of(citation.clause, source)) or _thin(
                citation, source
            )


def _thin(citation: Citation, source: str) -> bool:
    """A container's text parts its leaves by line feeds; without white space it stands in the source."""
    return "".join(citation.quote.split()) in "".join(source.split())


def test_a_provision_named_by_its_address_is_quoted_whole(record: Assistant) -> None:
    answer = ask(record, "施行規則第6条第4号ニを見せてください")
    assert [c.clause.label for c in answer.citations] == ["次世代医療基盤法施行規則 第6条第4号ニ"]
    assert answer.citations[0].quote == answer.citations[0].clause.text
    assert "(4)" in answer.citations[0].quote


def test_an_enumeration_comes_whole_and_in_order(record: Assistant) -> None:
    answer = ask(record, "LINEの実施未了の改善策を三つとも教えてください")
    assert [clause[-3:] for clause in ids(answer)] == ["pt1", "pt2", "pt3"]


def test_points_that_bear_the_name_asked_for_are_the_answer(record: Assistant) -> None:
    answer = ask(record, "第330回の審査記載事項は何を求めましたか")
    assert [c.clause.label[-10:] for c in answer.citations] == [f"審査記載事項（{n}）」" for n in (4, 5, 6)]


def test_a_survey_is_newest_first_with_replies_after_remarks_and_names_the_silent(record: Assistant) -> None:
    answer = ask(record, "再委託について過去の審査で何が述べられたか")
    days = [c.document.date for c in answer.citations if c.document.date]
    assert days == sorted(days, reverse=True)
    assert ids(answer).index("summary-300.g1.r5") == ids(answer).index("summary-300.g1.q5") + 1
    assert "「再委託」の語はありません" in answer.answer
    assert "第330回" in answer.answer.rsplit("語はありません", 1)[1]


def test_a_decision_that_only_refers_back_brings_what_was_decided(record: Assistant) -> None:
    answer = ask(record, "第330回委員会は給水装置の評価書をどう扱うことに決めましたか")
    assert "原案のとおり評価書を承認したい" in "".join(c.quote for c in answer.citations)


def test_what_is_withheld_is_said_to_be_withheld(record: Assistant) -> None:
    answer = ask(record, "LINEの改善策の実施状況の具体的な内容を教えてください")
    assert any(c.clause.withheld for c in answer.citations)
    assert "非公表とされています" in answer.answer


FOLLOW_UPS = [
    (("LINEの実施未了の改善策は何ですか",), "その三つ目は?", "minutes-205.g2.s2.pt3", "an ordinal"),
    (("施行規則第5条第9号を見せて",), "その次の号は?", "a5.i10", "the next provision"),
    (
        ("大島委員はインシデントについて何を尋ねましたか",),
        "それに対する回答は?",
        "summary-300.g1.r2",
        "the reply",
    ),
]


@pytest.mark.parametrize(
    ("earlier", "question", "clause", "why"), FOLLOW_UPS, ids=[row[3] for row in FOLLOW_UPS]
)
def test_a_follow_up_is_understood_from_the_turns_before(
    record: Assistant, earlier: tuple[str, ...], question: str, clause: str, why: str
) -> None:
    assert clause in ids(ask(record, question, *earlier))[0], why


REFUSALS = [
    ("第101回委員会の出席者は誰ですか", "a meeting that is not held"),
    ("第330回委員会で小笠原委員は何を質問しましたか", "a commissioner who was absent"),
    ("ドローンの飛行許可について委員会は何と言いましたか", "a matter of which the record has no word"),
    ("日立製作所に科された罰金はいくらですか", "a fine that nobody imposed"),
    ("第205回の議題4は何でしたか", "an item beyond the last"),
    ("How much was Hitachi fined?", "a false premise in English"),
    ("What is the capital of France?", "off topic in English"),
    ("柔道整復師の評価書の公表日はいつですか", "an assessment that is not held"),
]


@pytest.mark.parametrize(("question", "why"), REFUSALS, ids=[row[1] for row in REFUSALS])
def test_what_the_record_does_not_answer_is_refused_with_what_comes_near(
    record: Assistant, question: str, why: str
) -> None:
    answer = ask(record, question)
    assert answer.status == "not_found", why
    assert answer.citations == ()
    assert answer.answer


def test_filters_restrict_what_is_cited(record: Assistant) -> None:
    answer = ask(record, "再委託について何が述べられたか", kind=DocumentKind.ASSESSMENT)
    assert {c.document.kind for c in answer.citations} == {DocumentKind.ASSESSMENT}


def test_a_reader_of_another_audience_finds_nothing_and_learns_nothing(record: Assistant) -> None:
    stranger = Principal(name="stranger", audiences=frozenset({"commission"}))
    understood, hits = record.search("再委託", principal=stranger)
    answer = record.ask("第330回委員会の議題は何ですか", principal=stranger)
    assert hits == []
    assert answer.status == "not_found"
    assert "minutes-330" not in answer.model_dump_json()
    assert understood.document_ids == ()


def test_english_questions_find_japanese_clauses(record: Assistant) -> None:
    answer = ask(record, "When did the on-site inspection of LINE end?")
    assert "令和３年10月29日" in answer.citations[0].quote
    assert answer.answer.startswith("The record says")


def test_events_of_a_stream_come_in_order_and_spell_the_answer(record: Assistant) -> None:
    events = list(record.stream("公表日はいつですか", principal=ANYONE))
    names = [event.name for event in events]
    assert names[:2] == ["understood", "hits"]
    assert names[-1] == "done"
    done = events[-1].data
    assert isinstance(done, Answer)
    assert "".join(str(event.data) for event in events if event.name == "delta") == done.answer
    assert [event.data for event in events if event.name == "citation"] == list(done.citations)


@pytest.mark.parametrize("question", ["", " \n", "あ" * 2001])
def test_an_empty_or_endless_question_is_refused_with_what_to_do(record: Assistant, question: str) -> None:
    with pytest.raises(InvalidQuery):
        record.ask(question, principal=ANYONE)


def test_an_answer_is_given_even_when_it_cannot_be_recorded(
    record: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("no space left on device")

    monkeypatch.setattr(record.catalog, "add_answer", full)
    assert ask(record, "公表日はいつですか").status == "answered"


def test_an_answer_is_recorded_with_what_it_was_made_from(record: Assistant) -> None:
    answer = ask(record, "公表日はいつですか")
    kept = record.catalog.record(answer.record_id, ANYONE.audiences)
    assert "令和5年4月26日" in kept.answer
    assert {"mode", "embedder", "index_generation"} <= set(answer.provenance)


def test_markup_in_documents_is_shown_as_text() -> None:
    from assistant.answer.compose import escaped

    assert escaped("<b>*x*</b> [1](http://a)") == r"\<b\>\*x\*\</b\> \[1\](http://a)"


def test_what_is_put_to_the_vote_is_cited_with_what_was_decided_on_it(record: Assistant) -> None:
    cited = ids(ask(record, "給水装置工事主任技術者の評価書は承認されましたか"))
    put = cited.index("minutes-330.g2.s3.p3")
    assert (
        cited[put + 1] == "minutes-330.g2.s3.p4"
    )  # 「御異議がないようですので、そのように決定いたします。」


def test_a_reply_found_in_a_survey_comes_with_the_remark_it_answers(record: Assistant) -> None:
    cited = ask(record, "委員からログの分析についてどんな意見が出ましたか").citations
    reply = next(one for one in cited if one.clause.replies_to)
    remark = next(one for one in cited if one.clause.id == reply.clause.replies_to)
    assert remark.number == reply.number - 1


def test_what_came_to_pass_is_not_told_by_a_provision(record: Assistant) -> None:
    assert ask(record, "委員会は罰金を科しましたか").status == "not_found"
    assert ask(record, "罰金について法律は何と定めていますか").status == "answered"


def test_a_question_in_the_record_is_cited_with_the_reply_to_it(record: Assistant) -> None:
    kinds = [
        one.clause.replies_to is not None for one in ask(record, "監査はどのくらいの頻度で行うのか").citations
    ]
    assert kinds == [False, True]


def test_everything_said_of_a_matter_is_a_survey_and_no_list_that_it_stands_in(record: Assistant) -> None:
    answer = ask(record, "VPNについての記載を全て")
    assert answer.understood.intent is Intent.SURVEY
    assert "minutes-330.g2.s2.pt4" in ids(answer)
    assert "minutes-330.g2.s2.pt6" not in ids(answer)  # the next point of the same list
    assert answer.answer.startswith("VPNについては")


def test_a_decision_on_a_draft_is_cited_with_what_was_put_to_the_vote(record: Assistant) -> None:
    assert ids(ask(record, "第205回の議題2の結論は")) == ["minutes-205.g2.s3.p3", "minutes-205.g2.s3.p4"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (
            "Why did the Commission reject the application of Osaka University?",
            "a body that the record has nowhere",
        ),
        ("What is the term of the contract with Fujitsu?", "a company that the record has nowhere"),
    ],
    ids=["body", "company"],
)
def test_a_name_that_the_record_has_nowhere_is_one_in_english_too(
    record: Assistant, question: str, why: str
) -> None:
    assert ask(record, question).status == "not_found", why


def test_a_speaker_and_a_month_are_no_unknown_names(record: Assistant) -> None:
    for question in (
        "What did Chairperson Tanno say is indispensable for the medical data Act?",
        "Who was absent from the meeting on July 30, 2025?",
    ):
        understood, _ = record.search(question, principal=ANYONE)
        found = record._retriever.find(understood, ANYONE.audiences, 10)
        assert signs_of(found)["names_unknown"] == 0


def test_what_past_reviews_said_is_told_without_the_rules_of_the_matter(record: Assistant) -> None:
    answer = ask(record, "安全管理措置についてこれまでの審査で何が指摘されましたか")
    assert answer.status == "answered"
    assert {c.clause.document_id for c in answer.citations} >= {"minutes-205", "minutes-330"}
    assert all("安全管理" in c.clause.text for c in answer.citations)
    assert all(c.clause.address is None for c in answer.citations)  # no provision was pointed out in a review


def test_a_matter_that_nobody_spoke_of_is_refused_also_where_everything_said_is_asked_for(
    record: Assistant,
) -> None:
    assert ask(record, "位置情報の取扱いについて委員からどんな意見が出ましたか").status == "not_found"


def test_a_point_that_alone_says_what_is_asked_is_cited_by_its_own_name(record: Assistant) -> None:
    answer = ask(record, "機器を廃棄するときの手段について、物理的安全管理措置は何を求めていますか")
    assert answer.citations[0].clause.label.endswith("第6条第3号ニ")
