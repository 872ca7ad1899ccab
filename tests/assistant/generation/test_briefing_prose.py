"""The summary of a briefing in a model's words: only what is proven, above sections that stay as they are."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import prompts
from assistant.cli import app
from evals.liars.server import Clause, Reply, Scripted, in_pieces
from tests.assistant.generation.conftest import TRUE, WORDS, Api, key_of, statements

LIE = TRUE.replace("検討する予定である", "実施した")
TOPIC = "再委託先の監督"


def both(topic: str, clauses: list[Clause]) -> Reply:
    key = key_of(clauses)
    return Reply(pieces=in_pieces(statements((TRUE, key, WORDS), (LIE, key, WORDS))))


def body(**more: object) -> dict[str, object]:
    return {"topic": TOPIC, "prose": True, **more}


def test_a_summary_shows_what_is_proven_and_counts_what_is_not(api: Api, model: Scripted) -> None:
    model.script = both
    with api() as client:
        made = client.post("/v1/briefings", json=body()).json()
        plain = client.post("/v1/briefings", json={"topic": TOPIC}).json()
    [told] = made["summary"]
    [support] = told["support"]
    assert told["text"] == TRUE
    assert WORDS in support["text"]
    assert support["source"] == 1, "the summary stands first, so its sources are numbered first"
    assert made["withheld"] == 1
    assert "1件" in made["note"]
    assert "実施した" not in str(made)
    assert made["provenance"] == {
        "model": "openai:scripted",
        "prompt": prompts.load("briefing", "ja").reference,
    }
    assert (plain.get("summary", []), plain.get("note", "")) == ([], "")
    assert len(model.asked) == 1, "without prose no model is asked"


def test_the_sections_quote_the_same_sources_under_their_new_numbers(api: Api, model: Scripted) -> None:
    def last(topic: str, clauses: list[Clause]) -> Reply:
        clause = clauses[-1]
        sentence = clause["text"].split("。")[0].strip()
        return Reply(pieces=[statements((sentence, clause["key"], sentence))])

    model.script = last
    with api() as client:
        made = client.post("/v1/briefings", json={"topic": "委託", "prose": True}).json()
        plain = client.post("/v1/briefings", json={"topic": "委託"}).json()
    assert len(made["summary"]) == 1
    assert [one["number"] for one in made["sources"]] == list(range(1, len(made["sources"]) + 1))
    assert {one["clause_id"] for one in made["sources"]} == {one["clause_id"] for one in plain["sources"]}
    assert made["sources"] != plain["sources"], "the case is one in which numbers change"

    def quoted(briefing: dict[str, object]) -> list[tuple[str, str]]:
        ids = {one["number"]: one["clause_id"] for one in briefing["sources"]}  # type: ignore[attr-defined]
        found: list[tuple[str, str]] = []

        def walk(value: object) -> None:
            if isinstance(value, dict):
                if {"text", "source"} <= value.keys():
                    found.append((value["text"], ids[value["source"]]))
                for one in value.values():
                    walk(one)
            elif isinstance(value, list):
                for one in value:
                    walk(one)

        walk({name: value for name, value in briefing.items() if name != "summary"})
        return found

    assert quoted(made) == quoted(plain)


def test_markdown_and_word_show_it_above_the_sections_with_its_sources(api: Api, model: Scripted) -> None:
    model.script = both
    with api() as client:
        text = client.post("/v1/briefings", json=body(format="md")).text
        word = client.post("/v1/briefings", json=body(format="docx")).content
    summary, rest = text.split("## 要約")[1].split("## 1", 1)
    assert f"- {TRUE}" in summary
    assert re.search(rf"「.*{WORDS}.*」 \[1\]", summary)
    assert "1件" in summary
    assert "## " in rest
    with zipfile.ZipFile(io.BytesIO(word)) as held:
        document, notes = (held.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    assert TRUE in document
    assert "実施した" not in document
    ids = [int(id_) for id_ in re.findall(r'footnoteReference w:id="(\d+)"', document)]
    assert ids == sorted(ids), "Word counts footnotes itself: their order is that of the numbers"
    assert ids[0] == 1
    assert 'w:id="1"' in notes


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=500), "エラー"),
        (Reply(pieces=['{"statements": []}']), "見いだしませんでした"),
        (Reply(pieces=[statements((TRUE, "kaaaaaa", WORDS))]), "裏付けられませんでした"),
        (Reply(pieces=["承認します。"]), "読み取れる形"),
    ],
    ids=["500", "empty", "unproven", "prose"],
)
def test_a_model_that_fails_costs_nothing_but_a_note(
    api: Api, model: Scripted, reply: Reply, told: str
) -> None:
    model.script = lambda topic, clauses: reply
    with api() as client:
        made = client.post("/v1/briefings", json=body()).json()
    assert made["status"] == "answered"
    assert made["sources"]
    assert made.get("summary", []) == []
    assert told in made["note"]


def test_without_a_model_the_note_says_why(api: Api) -> None:
    with api(llm="none") as client:
        made = client.post("/v1/briefings", json=body()).json()
        english = client.post("/v1/briefings", json={"topic": "re-entrustment", "prose": True}).json()
    assert "言語モデルが設定されていない" in made["note"]
    assert english["note"].startswith("There is no summary")


def test_a_topic_of_which_nothing_is_held_never_reaches_the_model(api: Api, model: Scripted) -> None:
    with api() as client:
        made = client.post("/v1/briefings", json={"topic": "ドローンの操縦", "prose": True}).json()
    assert (made["status"], model.asked) == ("not_found", [])


def test_the_command_writes_it_too(store: Path, model: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    run, at = CliRunner(), ["--data", str(store)]
    none = run.invoke(app, ["briefing", TOPIC, "--prose", *at])
    assert "言語モデルが設定されていない" in none.stdout
    model.script = both
    monkeypatch.setenv("SENREI_LLM", "openai:scripted")
    monkeypatch.setenv("SENREI_LLM_BASE_URL", model.url)
    told = run.invoke(app, ["briefing", TOPIC, "--prose", *at])
    assert told.exit_code == 0, told.output
    assert TRUE in re.sub(r"\s", "", told.stdout)
