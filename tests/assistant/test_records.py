"""Records of answers: what is kept of them, for how long, for whom; asked again; stages told to OpenTelemetry."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant import tracing
from assistant.access import ANYONE, Principal
from assistant.api.app import create_app
from assistant.api.conversation_shapes import RecordReply
from assistant.cli import app
from assistant.models import Answer, Turn
from assistant.recording.recorder import Recorder, kept_of
from assistant.replaying import Outcome, replay
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import NotHeld
from corpus.models import Filters
from ingest import pipeline
from tests.assistant.conftest import KEYS

PUBLIC = frozenset({"public"})
MINUTES = """第{n}回個人情報保護委員会 議事録
日時：令和7年9月10日（水）14：30～
議題１　特定個人情報保護評価について
○事務局　それでは、御説明いたします。電子記録媒体は{how}保管することとしております。
○手塚委員長　ありがとうございました。
"""
QUESTION = "電子記録媒体はどのように保管しますか"


def ingested(folder: Path, data: Path, how: str = "施錠できる棚に") -> None:
    (folder / "minutes.txt").write_text(MINUTES.format(n=340, how=how), "utf-8")
    pipeline.ingest([folder / "minutes.txt"], data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store of one set of minutes."""
    ingested(tmp_path, tmp_path / "data")
    return tmp_path / "data"


def opened(data: Path, **settings: object) -> Assistant:
    return Assistant.open(Settings(data=data, **settings))  # type: ignore[arg-type]


@pytest.fixture
def senrei(data: Path) -> Iterator[Assistant]:
    assistant = opened(data)
    yield assistant
    assistant.close()


def test_a_record_tells_how_an_answer_came_about(senrei: Assistant) -> None:
    history = (Turn(role="user", content="第340回について"),)
    answer = senrei.ask(QUESTION, history=history, filters=Filters(meeting=340), principal=ANYONE)
    kept = kept_of(senrei.catalog.record(answer.record_id, PUBLIC))
    assert (kept.question, kept.answer, kept.asker) == (QUESTION, answer, "")
    trace = kept.trace
    assert trace is not None
    assert (trace.history, trace.filters, trace.status) == (history, Filters(meeting=340), "answered")
    [part] = trace.parts
    assert part.understood == answer.understood
    best = part.candidates[0]
    assert best.clause_id == answer.citations[0].clause.id
    assert best.score > 0
    assert max(best.lexical, best.dense) > 0
    [statement, *_] = trace.statements
    assert (statement.clause_id, statement.verdict) == (answer.citations[0].clause.id, "proven")
    assert trace.provenance == answer.provenance
    assert trace.weights["lexical"] + trace.weights["dense"] > 0
    assert {"understand", "find", "answer", "verify", "total"} <= trace.timings.keys()


def test_each_part_of_a_question_has_its_candidates(senrei: Assistant) -> None:
    answer = senrei.ask("電子記録媒体はどこに保管しますか。ドローンの操縦者は誰ですか。", principal=ANYONE)
    trace = kept_of(senrei.catalog.record(answer.record_id, PUBLIC)).trace
    assert trace is not None
    assert [part.status for part in trace.parts] == ["answered", "not_found"]


def test_without_content_neither_question_nor_answer_is_anywhere_in_the_store(data: Path) -> None:
    assistant = opened(data, records="meta")
    history = (Turn(role="user", content="秘密の前置き"),)
    answer = assistant.ask("電子記録媒体の保管と秘密の合言葉は?", history=history, principal=ANYONE)
    record = assistant.catalog.record(answer.record_id, PUBLIC)
    kept = kept_of(record)
    assert (kept.question, kept.answer) == ("", None)
    assert kept.trace is not None
    assert kept.trace.capture == "meta"
    assert kept.trace.parts[0].candidates
    assert "秘密" not in record.trace
    assert replay(kept, assistant).outcome is Outcome.NO_CONTENT
    assistant.close()


def test_nothing_is_kept_where_records_are_off(data: Path) -> None:
    assistant = opened(data, records="off")
    answer = assistant.ask(QUESTION, principal=ANYONE)
    with pytest.raises(NotHeld):
        assistant.catalog.record(answer.record_id, PUBLIC)
    assert list(assistant.catalog.records(PUBLIC)) == []
    assistant.close()


def test_records_and_what_was_said_of_them_end_after_their_days(data: Path) -> None:
    assistant = opened(data, records_days=30)
    catalog = assistant.catalog
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    catalog.add_answer("old", "昔の質問", "", PUBLIC, created_at=old)
    catalog.add_feedback("old", 1, "よい")
    catalog.add_answer("new", "最近の質問", "", PUBLIC)
    answer = assistant.ask(QUESTION, principal=ANYONE)
    assert {record.record_id for record in catalog.records(PUBLIC)} == {"new", answer.record_id}
    assert catalog.feedback("old") == []
    assistant.close()


def test_records_are_listed_newest_first_within_what_the_reader_may_read(senrei: Assistant) -> None:
    both = Principal(name="c", audiences=frozenset({"public", "commission"}))
    first = senrei.ask(QUESTION, principal=ANYONE)
    hidden = senrei.ask(QUESTION, principal=both)
    last = senrei.ask("保管は?", principal=ANYONE)
    listed = [record.record_id for record in senrei.catalog.records(PUBLIC)]
    assert listed == [last.record_id, first.record_id]
    assert [one.record_id for one in senrei.catalog.records(both.audiences, limit=2)] == [
        last.record_id,
        hidden.record_id,
    ]
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    assert list(senrei.catalog.records(PUBLIC, since=soon)) == []


def test_on_the_same_store_an_answer_is_the_same_again(senrei: Assistant) -> None:
    for question in (QUESTION, "ドローンの操縦者は誰ですか"):
        answer = senrei.ask(question, principal=ANYONE)
        again = replay(kept_of(senrei.catalog.record(answer.record_id, PUBLIC)), senrei)
        assert (again.outcome, again.ground, again.changed) == (Outcome.SAME, {}, False)
    assert len(list(senrei.catalog.records(PUBLIC))) == 2, "asking again is not recorded"


def test_a_clause_that_has_changed_since_is_told(tmp_path: Path, data: Path) -> None:
    before = opened(data)
    answer = before.ask(QUESTION, principal=ANYONE)
    before.close()
    ingested(tmp_path, data, how="暗号化した上で金庫に")
    after = opened(data)
    told = replay(kept_of(after.catalog.record(answer.record_id, PUBLIC)), after)
    after.close()
    assert told.outcome is Outcome.SUPERSEDED
    assert told.superseded == (answer.citations[0].clause.id,)
    assert told.ground["index_generation"] == ("1", "2")


def test_an_answer_whose_document_is_gone_is_refused_now(tmp_path: Path, data: Path) -> None:
    before = opened(data)
    answer = before.ask(QUESTION, principal=ANYONE)
    kept = kept_of(before.catalog.record(answer.record_id, PUBLIC))
    before.close()
    (tmp_path / "other.txt").write_text("カレーの作り方。\n", "utf-8")
    pipeline.ingest([tmp_path / "other.txt"], tmp_path / "empty")
    elsewhere = opened(tmp_path / "empty")
    told = replay(kept, elsewhere)
    elsewhere.close()
    assert told.outcome is Outcome.REFUSED
    assert told.gone == told.dropped == tuple(dict.fromkeys(one.clause.id for one in answer.citations))


def test_the_commands_list_show_and_ask_again(tmp_path: Path, data: Path) -> None:
    run = CliRunner()
    at = ["--data", str(data)]
    assert run.invoke(app, ["records", *at]).exit_code == 1, "nothing yet"
    assert run.invoke(app, ["ask", QUESTION, *at]).exit_code == 0
    [entry] = json.loads(run.invoke(app, ["records", "--json", *at]).stdout)
    assert (entry["question"], entry["status"], entry["asker"]) == (QUESTION, "answered", "terminal")
    id_ = entry["record_id"]
    assert id_ in run.invoke(app, ["records", *at]).stdout
    shown = run.invoke(app, ["records", id_, *at]).stdout
    assert "proven" in shown
    assert "lexical" in shown
    assert json.loads(run.invoke(app, ["records", id_, "--json", *at]).stdout)["trace"]["statements"]
    same = run.invoke(app, ["replay", id_, *at])
    assert (same.exit_code, "同じ" in same.stdout) == (0, True)
    ingested(tmp_path, data, how="暗号化した上で金庫に")
    changed = run.invoke(app, ["replay", "--all", "--since", "2020-01-01", *at])
    assert (changed.exit_code, "引用した箇条が改まった" in changed.stdout) == (1, True)
    [told] = json.loads(run.invoke(app, ["replay", "--all", "--json", *at]).stdout)
    assert told["outcome"] == "superseded"


@pytest.mark.parametrize(
    "words", [["replay"], ["replay", "x", "--all"], ["replay", "x", "--since", "2020-01-01"]]
)
def test_replay_wants_one_record_or_all(words: list[str], data: Path) -> None:
    assert CliRunner().invoke(app, [*words, "--data", str(data)]).exit_code == 2


def test_a_record_without_content_cannot_be_asked_again(data: Path) -> None:
    assistant = opened(data, records="meta")
    answer = assistant.ask(QUESTION, principal=ANYONE)
    assistant.close()
    run = CliRunner()
    assert run.invoke(app, ["replay", answer.record_id, "--data", str(data)]).exit_code == 2
    assert run.invoke(app, ["replay", "--all", "--data", str(data)]).exit_code == 0
    assert "no content" in run.invoke(app, ["records", "--data", str(data)]).stdout


def test_a_record_over_http_is_for_its_asker_and_for_staff(settings, assistant, keyring, store) -> None:
    reader = Principal(name="reader", audiences=PUBLIC)
    answer = assistant.ask("再委託", principal=reader)
    recorder = Recorder(store, Settings())
    kept = answer.model_copy(update={"record_id": "r1"})
    from assistant.recording import Trace

    recorder.keep(kept, Trace(status="answered"), reader)
    with TestClient(create_app(settings, assistant, keyring)) as client:

        def get(id_: str, key: str):
            return client.get(f"/v1/records/{id_}", headers={"Authorization": f"Bearer {KEYS[key]}"})

        own = get("r1", "reader")
        assert own.status_code == 200
        RecordReply.model_validate(own.json())
        assert own.json()["answer"]["answer"] == answer.answer
        assert get("r1", "staff").status_code == 200
        assert get("r1", "commission").status_code == 404
        assert get("nothing", "reader").status_code == 404
        old = get(answer.record_id, "staff").json()
        assert (old["trace"], old["status"]) == (None, "answered")
        assert client.get("/v1/records/r1").status_code == 401


def test_stages_are_told_to_opentelemetry_without_content_unless_asked(data: Path) -> None:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    tracing.use(tracer)
    try:
        for content in (False, True):
            exporter.clear()
            assistant = opened(data, traces_content=content)
            assert isinstance(assistant.ask(QUESTION, principal=ANYONE), Answer)
            assistant.close()
            spans = {span.name: span for span in exporter.get_finished_spans()}
            names = {"senrei.understand", "senrei.find", "senrei.answer", "senrei.verify", "senrei.ask"}
            assert names <= spans.keys()
            assert len({span.context.trace_id for span in spans.values() if span.context}) == 1
            told = [value for span in spans.values() for value in (span.attributes or {}).values()]
            assert (QUESTION in told) is content
    finally:
        tracing.stop(tracer)


def test_traces_are_off_by_default() -> None:
    tracing.start_traces(Settings())
    assert tracing._tracers == []
