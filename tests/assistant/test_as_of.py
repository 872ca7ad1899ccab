"""The law as of a day: asked in words or by a filter, looked up and searched, both wordings of what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access import ANYONE
from assistant.api.app import create_app
from assistant.models import Answer
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.understanding.asof import asked_state, without_state
from corpus.errors import NotHeld
from corpus.models import Filters
from ingest import pipeline

LAW = "law-420ac0000000099"
OLD, NEW, COMING = "20240401", "20250601", "20990401"
ARTICLES = {
    OLD: {
        1: "委員会は、航空写真の閲覧を許可することができる。",
        2: "届出は、二週間以内にしなければならない。",
        3: "何人も、伝書鳩による通知を求めることができる。",
    },
    NEW: {
        1: "委員会は、航空写真の閲覧を許可することができる。",
        2: "届出は、三日以内にしなければならない。",
        4: "委員会は、衛星画像の提供を求めることができる。",
    },
    COMING: {
        1: "委員会は、航空写真の閲覧を許可することができる。",
        2: "届出は、直ちにしなければならない。",
        4: "委員会は、衛星画像の提供を求めることができる。",
    },
}
KANJI = "〇一二三四"


def write(folder: Path, day: str) -> None:
    articles = "".join(
        f"<Article Num='{number}'><ArticleTitle>第{KANJI[number]}条</ArticleTitle><Paragraph Num='1'>"
        f"<ParagraphSentence><Sentence>{text}</Sentence></ParagraphSentence></Paragraph></Article>"
        for number, text in ARTICLES[day].items()
    )
    (folder / f"420AC0000000099_{day}_420AC0000000099.xml").write_text(
        f"<Law><LawBody><LawTitle>見本測量法</LawTitle><MainProvision>{articles}</MainProvision></LawBody></Law>",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laws")
    for day in ARTICLES:
        write(folder, day)
    report = pipeline.ingest([folder], folder / "data", today=dt.date(2026, 11, 21))
    assert report.ok
    return folder / "data"


@pytest.fixture(scope="module")
def assistant(data: Path) -> Iterator[Assistant]:
    opened = Assistant.open(Settings(data=data))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(create_app(Settings(data=Path("unused")), assistant))


def ask(assistant: Assistant, question: str, as_of: dt.date | None = None) -> Answer:
    return assistant.ask(question, filters=Filters(as_of=as_of), principal=ANYONE)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("2025年9月24日時点の見本法第2条は", "2025-09-24", "見本法第2条は"),
        ("令和7年9月24日現在の見本法第2条", "2025-09-24", "見本法第2条"),
        ("見本法第2条は令和7年9月24日に施行されていた規定では", "2025-09-24", "見本法第2条は 規定では"),
        ("令和6年時点で届出は何日以内か", "2024-12-31", "届出は何日以内か"),
        ("Article 2 as of 2025-09-24", "2025-09-24", "Article 2"),
        ("What did Article 2 say, as of September 24, 2025?", "2025-09-24", "What did Article 2 say ?"),
        ("the rule in force on 24 September 2025", "2025-09-24", "the rule"),
        ("令和7年9月24日の委員会では", None, "令和7年9月24日の委員会では"),
        ("the meeting of September 24, 2025", None, "the meeting of September 24, 2025"),
    ],
)
def test_the_day_of_a_state_is_told_from_other_dates(text: str, day: str | None, rest: str) -> None:
    asked = asked_state(text)
    assert (None if asked is None else str(asked.day)) == day
    assert without_state(text) == rest


def test_a_provision_of_an_earlier_day_comes_in_both_wordings(assistant: Assistant) -> None:
    answer = ask(assistant, "2025年1月1日時点の見本測量法第2条は")
    then, now = answer.citations
    assert "二週間以内" in then.quote
    assert then.clause.superseded
    assert "三日以内" in now.quote
    assert not now.clause.superseded
    assert "現在は施行されていません" in answer.answer
    assert "令和6年4月1日から令和7年5月31日まで" in answer.answer
    assert "令和7年6月1日から" in answer.answer
    assert f"[{now.number}]" in answer.answer
    assert all(one.quote in one.clause.text for one in answer.citations)


def test_a_filter_asks_the_same_as_the_words(assistant: Assistant) -> None:
    by_filter = ask(assistant, "見本測量法第2条は", dt.date(2025, 1, 1))
    by_words = ask(assistant, "2025年1月1日時点の見本測量法第2条は")
    assert by_filter.answer == by_words.answer


def test_an_unchanged_provision_says_so(assistant: Assistant) -> None:
    answer = ask(assistant, "2025年1月1日時点の見本測量法第1条は")
    assert len(answer.citations) == 1
    assert "も同じ文言です" in answer.answer


def test_a_provision_that_is_gone_says_so(assistant: Assistant) -> None:
    answer = ask(assistant, "as of 2025-01-01, show Article 3 of 見本測量法")
    assert "伝書鳩" in answer.citations[0].quote
    assert "no such provision" in answer.answer


def test_the_provision_in_force_tells_of_its_other_states(assistant: Assistant) -> None:
    answer = ask(assistant, "見本測量法第2条は")
    assert "三日以内" in answer.citations[0].quote
    assert "令和6年4月1日から令和7年5月31日までの状態では文言が異なります" in answer.answer
    assert "文言が変わります" in answer.answer
    assert "文言" not in ask(assistant, "見本測量法第1条は").answer


def test_a_day_before_the_first_state_is_refused_with_the_days_held(assistant: Assistant) -> None:
    answer = ask(assistant, "2020年1月1日時点の見本測量法第2条は")
    assert answer.status == "not_found"
    assert [missing.what for missing in answer.understood.missing] == ["law"]
    assert "令和6年4月1日、令和7年6月1日" in answer.answer


@pytest.mark.parametrize(
    ("query", "as_of", "first"),
    [
        ("伝書鳩による通知", None, None),
        ("伝書鳩による通知", dt.date(2025, 1, 1), "a3"),
        ("衛星画像の提供", dt.date(2025, 1, 1), None),
        ("衛星画像の提供", dt.date(2026, 1, 1), "a4"),
        ("航空写真の閲覧", dt.date(2025, 1, 1), "a1"),
    ],
)
def test_a_state_that_is_not_in_the_index_is_searched_too(
    assistant: Assistant, query: str, as_of: dt.date | None, first: str | None
) -> None:
    _, hits = assistant.search(query, filters=Filters(as_of=as_of), principal=ANYONE)
    carrying = [hit.clause for hit in hits if query[:4] in hit.clause.text]
    assert [clause.id.removeprefix(f"{LAW}.")[:2] for clause in carrying] == ([first] if first else [])
    if carrying:
        assert hits[0].clause == carrying[0]
        assert carrying[0].superseded is (as_of == dt.date(2025, 1, 1))


def test_what_is_in_both_states_scores_alike_in_both(assistant: Assistant) -> None:
    scores = [
        assistant.search("航空写真の閲覧", filters=Filters(as_of=day), principal=ANYONE)[1][0].score
        for day in (None, dt.date(2025, 1, 1))
    ]
    assert scores[0] == pytest.approx(scores[1])


def test_another_audience_learns_nothing_of_a_state(assistant: Assistant) -> None:
    view = assistant.catalog.on(dt.date(2025, 1, 1))
    with pytest.raises(NotHeld):
        view.clause(f"{LAW}.a2", frozenset({"commission"}))
    assert view.documents(frozenset({"commission"})) == []
    assert view.shifted(frozenset({"commission"})) == []


def test_the_api_gives_a_clause_as_of_a_day_and_its_states(client: TestClient) -> None:
    reply = client.get(f"/v1/clauses/{LAW}.a2", params={"as_of": "2025-01-01"}).json()
    assert "二週間以内" in reply["text"]
    assert reply["superseded"] is True
    assert reply["document"]["date"] == "2024-04-01"
    assert [(s["from"], s["until"], s["status"], s["changed"]) for s in reply["states"]] == [
        ("2024-04-01", "2025-05-31", "superseded", None),
        ("2025-06-01", "2099-03-31", "in_force", True),
        ("2099-04-01", None, "upcoming", True),
    ]
    now = client.get(f"/v1/clauses/{LAW}.a2").json()
    assert "三日以内" in now["text"]
    assert "superseded" not in now
    assert now["states"] == reply["states"]
    assert [s["changed"] for s in client.get(f"/v1/clauses/{LAW}.a1").json()["states"]] == [
        None,
        False,
        False,
    ]


def test_the_api_says_from_when_a_clause_is_held(client: TestClient) -> None:
    reply = client.get(
        f"/v1/clauses/{LAW}.a2", params={"as_of": "2020-01-01"}, headers={"Accept-Language": "en"}
    )
    assert reply.status_code == 404
    assert "2024-04-01" in reply.json()["detail"]
    assert (
        client.get("/v1/clauses/none.a2", params={"as_of": "2020-01-01"})
        .json()["type"]
        .endswith("clause-not-held")
    )
    reply = client.get(f"/v1/clauses/{LAW}.a4", params={"as_of": "2025-01-01"})
    assert "2025-06-01" in reply.json()["detail"]


def test_the_api_takes_the_day_as_a_filter(client: TestClient) -> None:
    body = {"question": "見本測量法第2条は", "filters": {"as_of": "2025-01-01"}}
    reply = client.post("/v1/ask", json=body).json()
    assert "二週間以内" in reply["citations"][0]["quote"]
    assert reply["understood"]["as_of"] == "2025-01-01"
    assert reply["citations"][0]["clause"]["superseded"] is True
