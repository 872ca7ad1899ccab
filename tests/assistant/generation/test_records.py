"""Records of a model's answers: each statement with its verdict, and what becomes of them when asked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import prompts
from assistant.access import ANYONE
from assistant.cli import app
from assistant.generation import Generation, Relied, Stated
from assistant.models import Answer
from assistant.recording.recorder import kept_of
from assistant.replaying import Outcome, replay
from assistant.service import Assistant
from assistant.settings import Settings
from evals.liars.server import Clause, Reply, Scripted, in_pieces
from tests.assistant.generation.conftest import QUESTION, TRUE, WORDS, Api, ask, key_of, statements

PUBLIC = frozenset({"public"})
LIE = TRUE.replace("検討する予定である", "実施した")


def both(question: str, clauses: list[Clause]) -> Reply:
    """A true statement, a false one."""
    key = key_of(clauses)
    return Reply(pieces=in_pieces(statements((TRUE, key, WORDS), (LIE, key, WORDS))))


@pytest.fixture
def senrei(store: Path, model: Scripted) -> Iterator[Assistant]:
    """The assistant with the scripted model."""
    model.script = both
    assistant = Assistant.open(Settings(data=store, llm="openai:scripted", llm_base_url=model.url))
    yield assistant
    assistant.close()


def generation_of(answer: Answer, assistant: Assistant) -> Generation:
    trace = kept_of(assistant.catalog.record(answer.record_id, PUBLIC)).trace
    assert trace is not None
    [part] = trace.parts
    assert part.generation is not None
    return part.generation


def test_each_statement_is_kept_with_its_verdict_its_keys_and_its_words(senrei: Assistant) -> None:
    answer = senrei.ask(QUESTION, principal=ANYONE)
    kept = generation_of(answer, senrei)
    assert kept.model == "openai:scripted"
    assert kept.prompt == f"answer.ja@{prompts.load('answer', 'ja').hash}"
    assert [(one.text, one.verdict) for one in kept.statements] == [(TRUE, "proven"), (LIE, "withheld")]
    assert kept.statements[1].reason
    cited = answer.citations[0].clause.id
    for one in kept.statements:
        [support] = one.supports
        assert (support.clause_id, support.quote) == (cited, WORDS)
        assert support.key.startswith("k")
    assert cited in kept.offered
    assert kept.first_ms is not None
    assert 0 < kept.first_ms <= kept.model_ms
    assert kept.calls == 1


def test_a_call_that_failed_is_kept_too(senrei: Assistant, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(status=500)
    kept = generation_of(senrei.ask(QUESTION, principal=ANYONE), senrei)
    assert (kept.trouble, kept.statements, kept.calls, kept.first_ms) == ("failed", (), 1, None)


def test_the_record_is_shown_over_http_and_the_reply_tells_nothing_withheld(
    api: Api, model: Scripted
) -> None:
    model.script = both
    with api() as client:
        reply = ask(client)
        record = client.get(f"/v1/records/{reply['record_id']}").json()
    assert "実施した" not in str(reply)
    told = record["trace"]["parts"][0]["generation"]["statements"]
    assert [one["verdict"] for one in told] == ["proven", "withheld"]


def test_without_content_only_verdicts_reasons_and_clauses_remain(store: Path, model: Scripted) -> None:
    def script(question: str, clauses: list[Clause]) -> Reply:
        key = key_of(clauses)
        told = statements((TRUE, key, WORDS), (LIE, key, WORDS), ("秘密の文", "秘密の鍵", "秘密の引用"))
        return Reply(pieces=[told])

    model.script = script
    settings = Settings(data=store, llm="openai:scripted", llm_base_url=model.url, records="meta")
    assistant = Assistant.open(settings)
    answer = assistant.ask(QUESTION, principal=ANYONE)
    record = assistant.catalog.record(answer.record_id, PUBLIC)
    kept = generation_of(answer, assistant)
    assistant.close()
    assert [one.verdict for one in kept.statements] == ["proven", "withheld", "withheld"]
    assert kept.statements[0].supports[0].clause_id == answer.citations[0].clause.id
    for secret in ("検討する", "実施", "木村", "秘密"):
        assert secret not in record.trace


def test_asked_again_the_same_answer_is_the_same(senrei: Assistant) -> None:
    answer = senrei.ask(QUESTION, principal=ANYONE)
    again = replay(kept_of(senrei.catalog.record(answer.record_id, PUBLIC)), senrei)
    assert (again.outcome, again.ground, again.rejudged, again.changed) == (Outcome.SAME, {}, (), False)


def test_asked_again_it_tells_which_statements_come_and_go(senrei: Assistant, model: Scripted) -> None:
    answer = senrei.ask(QUESTION, principal=ANYONE)
    other = f"{WORDS}と回答しました。"
    model.script = lambda question, clauses: Reply(pieces=[statements((other, key_of(clauses), WORDS))])
    again = replay(kept_of(senrei.catalog.record(answer.record_id, PUBLIC)), senrei)
    assert (again.outcome, again.unsaid, again.said) == (Outcome.REWORDED, (TRUE,), (other,))


def test_recorded_statements_are_judged_anew_without_the_model(senrei: Assistant, model: Scripted) -> None:
    answer = senrei.ask(QUESTION, principal=ANYONE)
    kept = kept_of(senrei.catalog.record(answer.record_id, PUBLIC))
    assert kept.trace is not None
    [part] = kept.trace.parts
    assert part.generation is not None
    true, lie = part.generation.statements
    otherwise = (
        true.model_copy(update={"verdict": "withheld", "reason": "words"}),
        lie.model_copy(update={"verdict": "proven", "reason": ""}),
    )
    generation = part.generation.model_copy(update={"statements": otherwise})
    trace = kept.trace.model_copy(update={"parts": (part.model_copy(update={"generation": generation}),)})
    model.script = lambda question, clauses: Reply(status=500)
    again = replay(kept.model_copy(update={"trace": trace}), senrei)
    told = [(one.text, one.then, one.now) for one in again.rejudged]
    assert told == [(TRUE, "withheld", "proven"), (LIE, "proven", "withheld")]
    assert again.changed


def test_the_commands_show_statements_and_what_became_of_them(
    store: Path, model: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.script = both
    monkeypatch.setenv("SENREI_LLM", "openai:scripted")
    monkeypatch.setenv("SENREI_LLM_BASE_URL", model.url)
    run, at = CliRunner(), ["--data", str(store)]
    asked = run.invoke(app, ["ask", QUESTION, "--json", *at])
    assert asked.exit_code == 0, asked.output
    id_ = run.invoke(app, ["records", "--limit", "1", *at]).stdout.split()[2]
    shown = run.invoke(app, ["records", id_, *at]).stdout
    assert f"proven  {TRUE}" in shown
    assert LIE in shown
    assert "withheld: " in shown
    model.script = lambda question, clauses: Reply(pieces=['{"statements": []}'])
    told = run.invoke(app, ["replay", id_, *at])
    assert told.exit_code == 1
    assert TRUE in told.stdout


def test_statements_over_clauses_that_may_no_longer_be_read_lose_their_words() -> None:
    stated = Stated(
        text="文",
        verdict="withheld",
        reason="words",
        supports=(Relied(key="kaaaaaa", clause_id="a.1", quote="引用"), Relied(key="秘密", quote="引用")),
    )
    made = Generation(model="m", prompt="p", offered=("a.1", "b.1"), statements=(stated,))
    assert made.readable({"a", "b"}) == made
    less = made.readable({"b"})
    assert less.offered == ("b.1",)
    assert less.statements == (Stated(verdict="withheld", reason="words", supports=(Relied(key=""),)),)
