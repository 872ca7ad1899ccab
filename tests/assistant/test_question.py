"""What is read out of questions: tables of (question, what is expected, why)."""

# ruff: noqa: E501  (a row of a table stays on one line)

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import DateRange, Intent, Turn, Understood
from assistant.question import content_words, understand
from corpus.models import Document, DocumentKind, Filters, HeldMatter, HeldSpeaker, Holdings

ASSESSMENT = "assessment-anma-massage"
HELD = Holdings(
    documents=(
        Document(
            id="minutes-330",
            title="第330回個人情報保護委員会 議事録",
            kind=DocumentKind.MINUTES,
            cite="第330回個人情報保護委員会 議事録（令和7年7月30日）",
            date=dt.date(2025, 7, 30),
            meeting=330,
            agency="国土交通大臣",
        ),
        Document(
            id="minutes-205",
            title="第205回個人情報保護委員会 議事録",
            kind=DocumentKind.MINUTES,
            cite="第205回個人情報保護委員会 議事録（令和4年4月13日）",
            date=dt.date(2022, 4, 13),
            meeting=205,
        ),
        Document(
            id="summary-300",
            title="個人情報保護委員会（第300回）議事概要",
            kind=DocumentKind.SUMMARY,
            cite="第300回個人情報保護委員会 議事概要（令和6年9月11日）",
            date=dt.date(2024, 9, 11),
            meeting=300,
            agency="国土交通大臣",
        ),
        Document(
            id=ASSESSMENT,
            title="あん摩マッサージ指圧師、はり師、きゆう師等に関する法律によるあん摩マッサージ指圧師の免許に関する事務 重点項目評価書",
            kind=DocumentKind.ASSESSMENT,
            cite="あん摩マッサージ指圧師…重点項目評価書",
            date=dt.date(2023, 4, 26),
            agency="厚生労働大臣",
            aliases=("あん摩マッサージ指圧師の評価書", "massage practitioners' assessment"),
        ),
        Document(
            id="paper-sakusei-soshiki",
            title="資料3 主な検討項目 5 作成組織の認定等、国の関与の在り方",
            kind=DocumentKind.PAPER,
            cite="資料3（5 作成組織の認定等）",
        ),
    ),
    speakers=tuple(
        HeldSpeaker(name=name, document_ids=frozenset(ids))
        for name, ids in {
            "事務局": ("minutes-205", "minutes-330"),
            "丹野委員長": ("minutes-205",),
            "手塚委員長": ("minutes-330",),
            "戸梶総務課長": ("minutes-330",),
            "松嶋企画官": ("minutes-330",),
            "清水委員": ("summary-300",),
            "大島委員": ("summary-300",),
            "梶田委員": ("summary-300",),
            "小笠原委員": ("summary-300",),
            "髙村委員": ("summary-300",),
            "後藤課長": ("summary-300",),
            "木村専門官": ("summary-300",),
        }.items()
    ),
    laws=("次世代医療基盤法", "次世代医療基盤法施行規則"),
    addresses=frozenset(
        {("次世代医療基盤法", address) for address in ("a8", "a8.p3", "a8.p3.i1", "a8.p3.i1.ha.1", "a35.p1", "a35.p4")}
        | {
            ("次世代医療基盤法施行規則", address)
            for address in ("a4", "a5", "a5.i5", "a6", "a6.i2", "a6.i2.ha", "a6.i4", "a6.i4.ni", "a6.i4.ni.2")
        }
    ),
    matters=(
        HeldMatter(
            heading="国土交通大臣（給水装置工事主任技術者の免状の交付に関する事務）の全項目評価書について",
            document_id="minutes-330",
            clause_id="minutes-330.g2",
        ),
        HeldMatter(
            heading="議題１：国土交通大臣（国家資格等の登録等に関する事務（海技資格、小型船舶操縦資格））の全項目評価書（新規実施）の概要説明について",
            document_id="summary-300",
            clause_id="summary-300.g1",
        ),
        HeldMatter(heading="ＬＩＮＥ株式会社における改善策の実施状況について", document_id="minutes-205", clause_id="minutes-205.g2"),
    ),
    generation=1,
)  # fmt: skip


def ask(question: str, *history: str, filters: Filters | None = None) -> Understood:
    """Understand a question after earlier ones (user, assistant, user, assistant ...)."""
    roles = ("user", "assistant")
    turns = [Turn(role=roles[at % 2], content=content) for at, content in enumerate(history)]
    return understand(question, turns, HELD, filters or Filters())


def day(text: str) -> DateRange:
    return DateRange(first=dt.date.fromisoformat(text), last=dt.date.fromisoformat(text))


M, S, A, P = DocumentKind.MINUTES, DocumentKind.SUMMARY, DocumentKind.ASSESSMENT, DocumentKind.PAPER

NAMED: list[tuple[str, dict[str, Any], str]] = [
    # meetings
    ("第330回委員会の出席者は誰ですか", {"meetings": (330,)}, "plain"),
    ("３３０回では何が議論されましたか", {"meetings": (330,)}, "full width, without 第, held"),
    ("第三百三十回で承認されたのは", {"meetings": (330,)}, "kanji numerals"),
    ("第２０５回と第330回の議題を比べてください", {"meetings": (205, 330)}, "two meetings"),
    ("第200回から第310回までで委託先の監督は", {"meetings": (205, 300), "missing": ()}, "a range spans those held"),
    ("第７回目の報告はいつでしたか", {"meetings": ()}, "a count of reports, no meeting"),
    ("3回の会議で何度も質問されたことは", {"meetings": (), "missing": ()}, "a count of meetings"),
    ("監査は年1回ですか", {"meetings": ()}, "a frequency"),
    ("第213回国会で問題になったことは", {"meetings": ()}, "another body's number"),
    ("What happened at the 330th meeting of the Commission?", {"meetings": (330,)}, "English ordinal"),
    ("What did meetings 205 and 300 discuss?", {"meetings": (205, 300)}, "English list"),
    ("What is the 3rd item of the entries at the 330th meeting?", {"meetings": (330,), "ordinals": (3,)}, "not the 3rd meeting"),
    # agenda items and ordinals
    ("第300回委員会の議題2は何についてですか", {"meetings": (300,), "agenda_items": (2,), "ordinals": ()}, "an agenda item is no ordinal"),
    ("第300回の議題（２）の内容は", {"meetings": (300,), "agenda_items": (2,)}, "an agenda item in brackets"),
    ("二つ目の議題は何ですか", {"agenda_items": (2,), "ordinals": ()}, "agenda item in words"),
    ("審査記載事項の（４）には何が記載されましたか", {"ordinals": (4,)}, "bracketed figure"),
    ("検討内容の⑥は", {"ordinals": (6,)}, "circled figure"),
    ("清水委員の意見の2点目は何ですか", {"ordinals": (2,)}, "counted in 点"),
    ("Who applied in the third case?", {"ordinals": (3,)}, "English ordinal with a noun"),
    ("Is data given to a third party?", {"ordinals": ()}, "third party is no third of anything"),
    ("施行規則6条4号ニ(2)の内容", {"ordinals": (), "addresses": ("a6.i4.ni.2",)}, "figures of an address are no ordinals"),
    # dates
    ("令和7年7月30日の委員会では何が決まりましたか", {"dates": (day("2025-07-30"),)}, "era"),
    ("2024年9月の議事概要を見せて", {"dates": (DateRange(first=dt.date(2024, 9, 1), last=dt.date(2024, 9, 30)),)}, "a month"),
    ("What was decided at the July 30, 2025 meeting?", {"dates": (day("2025-07-30"),)}, "English"),
    ("令和3年10月29日に何が確認されましたか", {"dates": (), "missing": ()}, "a day within the story"),
    ("昨年の委員会で何が決まりましたか", {"dates": (), "missing": ()}, "not resolvable without today"),
    # agencies
    ("国交省の全項目評価書の概要を教えて", {"agencies": ("国土交通大臣",), "matter_ids": ("minutes-330.g2", "summary-300.g1")}, "abbreviation, assessments on the agenda"),
    ("厚生労働大臣の重点項目評価書で再委託は", {"agencies": ("厚生労働大臣",), "document_ids": (ASSESSMENT,)}, "assessment of an agency"),
    ("デジタル庁の責任になるのはどのような場合ですか", {"agencies": ("デジタル庁",), "missing": ()}, "named in the story, its document not asked for"),
    ("What did the Ministry of Land, Infrastructure, Transport and Tourism reply?", {"agencies": ("国土交通大臣",), "asks_for": "reply"}, "English, longest name"),
    ("総務課長は何をしましたか", {"agencies": ()}, "総務課長 is no 総務省"),
    # speakers
    ("清水委員は何を質問しましたか", {"speakers": ("清水委員",), "asks_for": "remark"}, "surname and title"),
    ("高村委員の発言を教えて", {"speakers": ("髙村委員",)}, "a variant character"),
    ("後藤海技課長の回答は", {"speakers": ("後藤課長",)}, "a longer title than held"),
    ("戸梶課長は何をしましたか", {"speakers": ("戸梶総務課長",)}, "a shorter title than held"),
    ("第300回委員会梶田委員の質問", {"speakers": ("梶田委員",)}, "a run of Han before the name"),
    ("委員長は信頼について何と述べましたか", {"speakers": ("丹野委員長", "手塚委員長")}, "an office without a name"),
    ("事務局はどう説明しましたか", {"speakers": ("事務局", "戸梶総務課長", "松嶋企画官")}, "an office and who stands for it"),
    ("What did Commissioner Shimizu ask?", {"speakers": ("清水委員",)}, "romaji by the reading"),
    ("What did Commissioner Ohshima ask?", {"speakers": ("大島委員",)}, "long vowel spelled with h"),
    ("各委員からどのような意見がありましたか", {"speakers": (), "missing": ()}, "各 is no surname"),
    ("専門委員の役割は何ですか", {"speakers": (), "missing": ()}, "専門 is no surname"),
    ("個人情報保護委員会の役割は", {"speakers": (), "missing": ()}, "委員会 is no 委員"),
    # documents, kinds, matters
    ("あん摩マッサージ指圧師の評価書の公表日はいつですか", {"document_ids": (ASSESSMENT,)}, "alias"),
    ("マッサージ師の評価書で委託先はどこですか", {"document_ids": (ASSESSMENT,), "kinds": (A,)}, "part of the title"),
    ("はり師の評価書の公表日は", {"document_ids": (ASSESSMENT,)}, "a short part with kana"),
    ("How is identity checked in the assessment for massage practitioners?", {"document_ids": (ASSESSMENT,)}, "English alias, other order"),
    ("給水装置の評価書で、委託先はどう選びますか", {"matter_ids": ("minutes-330.g2",), "document_ids": (), "kinds": ()}, "an agenda item, answered from minutes"),
    ("海技資格の評価書について何を尋ねましたか", {"matter_ids": ("summary-300.g1",), "missing": ()}, "an agenda item of a summary"),
    ("これまでの審査や評価書で何が述べられましたか", {"kinds": ()}, "joined kinds restrict nothing"),
    ("過去の評価書で求められた措置は", {"missing": (), "document_ids": ()}, "過去 names no assessment"),
    ("第330回の議事録で承認されたのは", {"kinds": (M,), "meetings": (330,)}, "answered from the minutes"),
    ("議事録の取扱いはどう決まりましたか", {"kinds": ()}, "the minutes are the matter, not the source"),
    ("法令に基づく場合の例外は", {"kinds": ()}, "not a question of a statute"),
    # laws and addresses
    ("施行規則第6条第二号ハを見せてください", {"laws": ("次世代医療基盤法施行規則",), "addresses": ("a6.i2.ha",), "intent": Intent.CLAUSE}, "short name of an order"),
    ("第6条第1項第2号ハとは", {"addresses": ("a6.i2.ha",)}, "an only paragraph named"),
    ("Show me Article 6, item (iv) of the Enforcement Regulation", {"addresses": ("a6.i4",), "laws": ("次世代医療基盤法施行規則",), "intent": Intent.CLAUSE}, "English address"),
    ("個人情報保護法第41条に基づき何をしましたか", {"missing": ()}, "a law named in the story"),
    ("次世代医療基盤法第8条の条文を示して", {"missing": (), "intent": Intent.CLAUSE}, "held"),
    ("法第8条第1項の認定とは別に必要なことは", {"missing": ()}, "an article held in part, its text not asked for"),
    # intent
    ("再委託についてどのような指摘がありましたか", {"intent": Intent.SURVEY}, "survey by its noun"),
    ("委託先の監督について、これまで何が述べられましたか", {"intent": Intent.SURVEY}, "survey by time"),
    ("確認した内容をすべて挙げてください", {"intent": Intent.LIST}, "list"),
    ("作成組織の主な認定基準を五つ挙げてください", {"intent": Intent.LIST, "ordinals": ()}, "a number of things is no ordinal"),
    ("LMPとは何ですか", {"intent": Intent.LOOKUP}, "definition"),
    ("What has been said about re-entrustment so far?", {"intent": Intent.SURVEY}, "English survey"),
    ("List the criteria for certification", {"intent": Intent.LIST}, "English list"),
    ("検討内容の⑥を見せてください", {"intent": Intent.CLAUSE}, "a numbered point is shown"),
    ("第300回委員会はいつ開かれましたか", {"intent": Intent.LOOKUP}, "one fact"),
    # language
    ("What does 再委託 mean?", {"language": "en"}, "a Japanese term in an English sentence"),
    ("LINE Monitoring Platformとは何ですか", {"language": "ja"}, "an English name in a Japanese sentence"),
    ("330", {"language": "ja"}, "no letters at all"),
    ("", {"language": "ja", "standalone": ""}, "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected", "why"), NAMED, ids=[why for _, _, why in NAMED])
def test_a_question_names(question: str, expected: dict[str, Any], why: str) -> None:
    understood = ask(question)
    assert {name: getattr(understood, name) for name in expected} == expected, why


MISSING: list[tuple[str, tuple[str, str], str, str]] = [
    ("第101回委員会の出席者は誰ですか", ("meeting", "第101回委員会"), "第330回（令和7年7月30日）", "a meeting"),
    ("What was decided at the 101st meeting?", ("meeting", "meeting 101"), "September 11, 2024", "in English"),
    ("令和６年１０月２日の委員会では何が議論されましたか", ("date", "令和6年10月2日"), "第300回", "a day asked of as a meeting's"),
    ("What was discussed at the meeting of October 2, 2024?", ("date", "October 2, 2024"), "no. 300", "in English"),
    ("令和2年に公表された評価書の件名は", ("date", "令和2年"), "あん摩", "a year of assessments"),
    ("第330回委員会で梶田委員は何を質問しましたか", ("speaker", "梶田委員"), "第300回", "held, but not in that meeting"),
    ("田中委員は何を質問しましたか", ("speaker", "田中委員"), "ありません", "held nowhere"),
    ("総務省の評価書の公表日はいつですか", ("agency", "総務省"), "あん摩", "its assessment asked for"),
    ("Show me the assessment by the Ministry of Finance", ("agency", "財務省"), "assessment reports held", "in English"),
    ("看護師免許の評価書の公表日はいつですか", ("document", "看護師免許の評価書"), "あん摩", "no title has the qualification"),
    ("柔道整復師の評価書では何が書かれていますか", ("document", "柔道整復師の評価書"), "あん摩", "another qualification"),
    ("渋谷区の評価書のリスクは", ("document", "渋谷区の評価書"), "あん摩", "a municipality"),
    ("When was the nurses' licence assessment published?", ("document", "看護師の評価書"), "あん摩", "English, by the glossary"),
    ("施行規則第99条を見せてください", ("clause", "次世代医療基盤法施行規則第99条"), "第4条、第5条、第6条", "an article not held"),
    ("Show me Article 99 of the Enforcement Regulation", ("clause", "次世代医療基盤法施行規則Article 99"), "第6条", "in English"),
    ("個人情報保護法第23条を見せてください", ("law", "個人情報保護法"), "次世代医療基盤法", "a law whose text is asked for"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "named", "detail", "why"), MISSING, ids=[row[3] for row in MISSING])
def test_what_is_not_held_is_said_with_what_is(
    question: str, named: tuple[str, str], detail: str, why: str
) -> None:
    missing = ask(question).missing
    assert [(one.what, one.name) for one in missing] == [named], why
    assert detail in missing[0].detail


ANSWER = "第205回個人情報保護委員会 議事録（令和4年4月13日）議題2 事務局説明「１ これまでの経緯」\n・「三つ目は…」[1]"
INCIDENT = ("第300回で大島委員はインシデントについて何を尋ねましたか", "…[1]")
FOLLOWING: list[tuple[str, tuple[str, ...], str | None, str]] = [
    ("その三つ目は?", ("LINEの実施未了の改善策は何ですか", ANSWER), "LINEの実施未了の改善策について、三つ目は?", "demonstrative"),
    ("物理的なものは?", ("安全管理措置の基準にはどんなものがありますか", "."), "安全管理措置の基準について、物理的なものは?", "one of those"),
    ("技術的なものを挙げてください", ("安全管理措置の基準は何ですか", "."), "安全管理措置の基準について、技術的なものを挙げてください", "with a predicate"),
    ("では第205回では?", ("第330回委員会で再委託についてどのような指摘がありましたか", "."), "第205回委員会で再委託についてどのような指摘がありましたか", "a meeting exchanged"),
    ("電子記録媒体については?", ("評価書の審査で、接続回線についてどんな対策を求めましたか", "."), "評価書の審査で、電子記録媒体についてどんな対策を求めましたか", "what it is about exchanged"),
    ("紙での申請の場合は?", ("オンライン申請の場合は、本人確認をどう行いますか", "."), "紙での申請の場合は、本人確認をどう行いますか", "the case exchanged"),
    ("それに対する回答は?", INCIDENT, "第300回で大島委員はインシデントについて、回答は?", "the reply"),
    ("誰が答えましたか", INCIDENT, "第300回で大島委員はインシデントについて、誰が答えましたか", "no matter of its own"),
    ("清水委員は?", INCIDENT, "第300回で清水委員はインシデントについて何を尋ねましたか", "a speaker exchanged"),
    ("評価実施機関は?", ("はり師の評価書の公表日はいつですか", "."), "はり師の評価書の評価実施機関は何ですか", "another field"),
    ("期限は?", ("LINEの実施未了の改善策は何ですか", "."), "LINEの実施未了の改善策の期限は何ですか", "a noun that is of something"),
    ("第5条は?", ("施行規則第6条を見せてください", "."), "施行規則第5条を見せてください", "an address exchanged"),
    ("第4号ニは?", ("施行規則第6条を見せてください", "."), "施行規則第6条第4号ニを見せてください", "an address continued"),
    ("議題3は?", ("第205回委員会の議題2は何ですか", "."), "第205回委員会の議題3は何ですか", "an agenda item exchanged"),
    ("And for paper applications?", ("How is identity checked in online applications?", "."), "How is identity checked in paper applications?", "English, exchanged"),
    ("What about encryption?", ("What did they ask about storage media at the 330th meeting?", "."), "What did they ask about encryption at the 330th meeting?", "English, about"),
    ("And at the 205th meeting?", ("What was said about media at the 330th meeting?", "."), "What was said about media at the 205th meeting?", "English, a meeting exchanged"),
    ("What is its third item?", ("What are LINE's improvement measures?", "."), "LINE's improvement measures: What is its third item?", "English pronoun"),
    ("Who answered?", ("What did Commissioner Oshima ask about incidents?", "."), "Commissioner Oshima ask about incidents: Who answered?", "English, no matter"),
    # complete questions after others: untouched
    ("カレーの作り方を教えてください", ("LINEの改善策は何ですか", ANSWER), None, "a new topic"),
    ("LMPとは何ですか", ("LINEの改善策は何ですか", ANSWER), None, "a definition"),
    ("第300回委員会の議題2は何についてですか", ("第205回の議題は何ですか", "."), None, "complete with its own meeting"),
    ("第300回の出席者は?", ("第205回の出席者は誰ですか", "."), None, "elliptic, but says where and what"),
    ("LINEは改善策を出しましたが、その内容は公表されましたか", ("第330回の議題は", "."), None, "points back within itself"),
    ("システムの運用等業務の委託先の取扱者数は", ("第330回の議題は", "."), None, "elliptic in form, complete in matter"),
    ("Under what conditions may a contractor re-entrust its work?", ("What is encrypted?", "."), None, "its points within"),
    ("Is it permitted to carry media out of the controlled area?", ("What is encrypted?", "."), None, "expletive it"),
    ("Who won the World Cup in 2022?", ("What is encrypted?", "."), None, "a new topic in English"),
    ("その三つ目は?", (), None, "nothing came before"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "history", "standalone", "why"), FOLLOWING, ids=[row[3] for row in FOLLOWING]
)
def test_a_follow_up_is_made_to_stand_alone(
    question: str, history: tuple[str, ...], standalone: str | None, why: str
) -> None:
    understood = ask(question, *history)
    assert understood.follow_up is (standalone is not None), why
    assert understood.standalone == (standalone or question), why


def test_a_follow_up_carries_what_was_named() -> None:
    understood = ask("電子記録媒体については?", "第330回で再委託についてどのような指摘がありましたか", "…[1]")
    assert understood.meetings == (330,)
    assert understood.intent is Intent.SURVEY


def test_a_chain_of_follow_ups_reaches_back_to_the_first_question() -> None:
    understood = ask(
        "第300回では?", "第330回で再委託についてどのような指摘がありましたか", ".", "暗号化については?", "."
    )
    assert understood.standalone == "第300回で暗号化についてどのような指摘がありましたか"
    assert understood.meetings == (300,)


def test_the_one_document_cited_before_is_carried_but_several_are_not() -> None:
    question = "LINEの実施未了の改善策は何ですか"
    assert ask("その三つ目は?", question, ANSWER).document_ids == ("minutes-205",)
    two = ANSWER + "\n第330回個人情報保護委員会 議事録（令和7年7月30日）「…」[2]"
    assert ask("その三つ目は?", question, two).document_ids == ()
    assert ask("その三つ目は?", question, "見つかりませんでした。").document_ids == ()


def test_whoever_asked_is_not_taken_for_who_answers() -> None:
    understood = ask("それに対する回答は?", *INCIDENT)
    assert understood.asks_for == "reply"
    assert understood.speakers == ()


def test_a_filter_wins_over_what_the_question_names() -> None:
    understood = ask("第101回委員会の出席者は誰ですか", filters=Filters(meeting=330))
    assert understood.missing == ()
    assert understood.filters.meeting == 330


def test_without_any_agenda_known_no_assessment_is_said_to_be_missing() -> None:
    held = HELD.model_copy(update={"matters": ()})
    assert understand("看護師免許の評価書の公表日は", (), held, Filters()).missing == ()


def test_a_long_senseless_question_is_read_as_well() -> None:
    for piece in ("第", "(1)", "委員", "の評価書", "what about ", "1"):
        assert ask(piece * 300).meetings == ()


def test_an_empty_record_misses_meetings_but_no_documents() -> None:
    understood = understand("第330回の再委託の議論と総務省の評価書", (), Holdings(), Filters())
    assert [missing.what for missing in understood.missing] == ["meeting"]
    assert "収録していません" in understood.missing[0].detail


def test_english_questions_bring_japanese_terms_and_counters() -> None:
    understood = ask("Who applied for certification in the third case?")
    assert {"申請", "認定", "3件目"} <= set(understood.terms)


def test_words_of_an_agencys_english_name_bring_no_terms() -> None:
    assert (
        "移送" not in ask("What did the Ministry of Land, Infrastructure, Transport and Tourism say?").terms
    )


def test_content_words_leave_out_the_asking() -> None:
    words = content_words("ドローンで撮影した映像の取扱いについて委員会は何と言いましたか")
    assert {"ドローン", "映像"} <= set(words)
    assert not {"何", "言う", "委員会"} & set(words)


def test_other_holdings_give_other_readings() -> None:
    without = HELD.model_copy(update={"speakers": ()})
    assert ask("清水委員は何を質問しましたか").speakers == ("清水委員",)
    assert understand("清水委員は何を質問しましたか", (), without, Filters()).speakers == ()


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                *"第回条項号のはでを、（）①Ⅳ三百年月日 ?委員その",
                "330",
                "施行規則",
                "評価書",
                "what",
                "it ",
                "\n",
                "㍻",
                "𠮷",
            ]
        ),
        max_size=24,
    ),
    st.booleans(),
)
def test_any_text_is_understood_without_error(pieces: list[str], after: bool) -> None:
    question = "".join(pieces)
    understood = ask(question, *(("第330回の再委託は", "[1]") if after else ()))
    assert understood.question == question
    assert all(number > 0 for number in (*understood.meetings, *understood.ordinals))
