"""Conversations over HTTP: kept, continued, renamed, deleted, exported; who may read what of them."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator

import docx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from assistant.access import Key, Keyring
from assistant.api.app import create_app
from assistant.api.conversation_shapes import ConversationReply, ConversationsReply
from assistant.client import Client, NotFound
from assistant.conversations import Conversations, title_of
from assistant.deferring import Deferred
from assistant.models import Answer, Understood
from assistant.transcript.blocks import Grid, Line, Piece, blocks
from corpus.catalog.opening import writing
from corpus.errors import StoreBusy, StoreError
from corpus.models import Filters
from tests.assistant.conftest import CLOSED, KEYS, draft_of

READER, COMMISSION = ({"Authorization": f"Bearer {KEYS[name]}"} for name in ("reader", "commission"))


def begun(client: TestClient, headers: dict[str, str] | None = None, **body: str) -> str:
    reply = client.post("/v1/conversations", json=body, headers=headers)
    assert reply.status_code == 201
    return str(reply.json()["id"])


def asked(client: TestClient, id: str, question: str, headers: dict[str, str] | None = None, **body: object):
    body = {"question": question, "conversation_id": id, **body}
    reply = client.post("/v1/ask", json=body, headers=headers)
    assert reply.status_code == 200
    return reply


def test_a_question_is_added_to_its_conversation_and_names_it(client: TestClient) -> None:
    id = begun(client)
    answer = asked(client, id, "再委託", filters={"meeting": 330}).json()
    talk = client.get(f"/v1/conversations/{id}").json()
    ConversationReply.model_validate(talk)
    [turn] = talk["turns"]
    assert (talk["title"], turn["question"]) == ("再委託", "再委託")
    assert turn["reply"] == answer
    assert turn["filters"] == {"meeting": 330}
    assert (turn["hidden"], turn["restricted"]) == (0, False)


def test_a_streamed_answer_is_added_before_its_end_is_told(client: TestClient) -> None:
    id = begun(client)
    told = asked(client, id, "再委託", stream=True).text
    assert "event: done" in told
    assert [turn["question"] for turn in client.get(f"/v1/conversations/{id}").json()["turns"]] == ["再委託"]


def test_an_answer_that_breaks_off_is_not_added(client: TestClient) -> None:
    id = begun(client)
    assert "event: error" in asked(client, id, "途中で壊れる", stream=True).text
    assert client.get(f"/v1/conversations/{id}").json()["turns"] == []


def test_its_earlier_turns_are_the_history_unless_one_is_sent(client: TestClient, assistant) -> None:
    id = begun(client)
    first = asked(client, id, "再委託").json()
    asked(client, id, "暗号化は?")
    assert [turn.content for turn in assistant.seen["history"]] == ["再委託", first["answer"]]
    asked(client, id, "暗号化は?", history=[{"role": "user", "content": "別の話"}])
    assert [turn.content for turn in assistant.seen["history"]] == ["別の話"]


def test_they_are_listed_the_one_last_asked_in_first(client: TestClient) -> None:
    older, newer = begun(client, title="一"), begun(client, title="二")
    listed = client.get("/v1/conversations").json()
    ConversationsReply.model_validate(listed)
    assert [one["id"] for one in listed["conversations"]] == [newer, older]
    asked(client, older, "再委託")
    listed = client.get("/v1/conversations", params={"limit": 1}).json()
    assert [(one["id"], one["title"], one["turns"]) for one in listed["conversations"]] == [(older, "一", 1)]
    assert listed["total"] == 2


def test_renaming_and_deleting(client: TestClient) -> None:
    id = begun(client)
    asked(client, id, "再委託")
    assert client.patch(f"/v1/conversations/{id}", json={"title": "新しい題"}).json()["title"] == "新しい題"
    asked(client, id, "暗号化")
    assert client.get(f"/v1/conversations/{id}").json()["title"] == "新しい題"
    for title in ("", "  \n", "題" * 201, "\ud800"):
        body = json.dumps({"title": title})
        assert client.patch(f"/v1/conversations/{id}", content=body).status_code == 422
    assert client.delete(f"/v1/conversations/{id}").status_code == 204
    for reply in (
        client.get(f"/v1/conversations/{id}"),
        client.delete(f"/v1/conversations/{id}"),
        client.patch(f"/v1/conversations/{id}", json={"title": "題"}),
        client.get(f"/v1/conversations/{id}/export"),
        client.post("/v1/ask", json={"question": "再委託", "conversation_id": id}),
    ):
        assert reply.status_code == 404
        assert reply.json()["type"].endswith("conversation-not-held")


def test_a_conversation_is_its_owners_alone(locked: TestClient) -> None:
    id = begun(locked, READER)
    assert locked.get("/v1/conversations", headers=COMMISSION).json()["conversations"] == []
    assert locked.get(f"/v1/conversations/{id}", headers=COMMISSION).status_code == 404
    assert locked.delete(f"/v1/conversations/{id}", headers=COMMISSION).status_code == 404
    body = {"question": "再委託", "conversation_id": id}
    assert locked.post("/v1/ask", json=body, headers=COMMISSION).status_code == 404
    assert locked.get("/v1/conversations").status_code == 401
    assert locked.get(f"/v1/conversations/{id}", headers=READER).status_code == 200


def test_conversations_from_before_there_were_keys_are_nobodys(
    client: TestClient, settings, assistant
) -> None:
    id = begun(client)
    key = Key(name="anyone", sha256="0" * 64, audiences=frozenset({"public"}))
    with TestClient(create_app(settings, assistant, Keyring((key,)))) as server:
        assert server.get(f"/v1/conversations/{id}").status_code == 401
    found, total = assistant.catalog.conversations("anyone")
    assert (found, total) == ([], 0)


@pytest.fixture
def demoted(settings, assistant, keyring, locked: TestClient) -> Iterator[tuple[TestClient, str]]:
    """A conversation asked under the key of the commission, whose audience the key has lost since."""
    id = begun(locked, COMMISSION)
    asked(locked, id, "非公表", COMMISSION)
    asked(locked, id, "再委託", COMMISSION)
    lesser = Keyring(
        tuple(key.model_copy(update={"audiences": frozenset({"public"})}) for key in keyring._keys)
    )
    with TestClient(create_app(settings, assistant, lesser)) as server:
        yield server, id


def test_what_its_owner_may_no_longer_read_is_hidden(locked: TestClient, demoted) -> None:
    server, id = demoted
    before = locked.get(f"/v1/conversations/{id}", headers=COMMISSION).json()["turns"]
    assert "非公表" in before[0]["reply"]["answer"]
    now = server.get(f"/v1/conversations/{id}", headers=COMMISSION).json()["turns"]
    assert [turn["question"] for turn in now] == ["非公表", "再委託"]
    assert all(turn["restricted"] for turn in now)
    assert (now[0]["hidden"], now[0]["reply"]["citations"]) == (1, [])
    for format in ("md", "json"):
        shown = server.get(
            f"/v1/conversations/{id}/export", params={"format": format}, headers=COMMISSION
        ).text
        assert "内容については非公表" not in shown
        assert "第331回" not in shown


def test_a_document_that_was_taken_out_of_sight_hides_what_was_quoted_of_it(
    client: TestClient, assistant, store
) -> None:
    id = begun(client)
    asked(client, id, "再委託")
    assert "再委託は行わない" in client.get(f"/v1/conversations/{id}").text
    moved = CLOSED.model_copy(update={"id": "minutes-330", "sha256": "c" * 64})
    store.publish(store.put([draft_of(moved)]))
    [turn] = client.get(f"/v1/conversations/{id}").json()["turns"]
    assert (turn["hidden"], turn["restricted"]) == (1, True)
    assert "再委託は行わない" not in turn["reply"]["answer"]


def test_export_as_markdown_and_word(client: TestClient) -> None:
    id = begun(client, title="委託/再委託")
    asked(client, id, "再委託\nとは")
    reply = client.get(f"/v1/conversations/{id}/export")
    assert reply.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "filename*=UTF-8''" in reply.headers["content-disposition"]
    assert reply.text.startswith("# 委託/再委託\n\n## 再委託 とは\n")
    assert "- [1] 第330回個人情報保護委員会 議事録（令和7年7月30日）議題1 清水委員" in reply.text
    word = client.get(f"/v1/conversations/{id}/export", params={"format": "docx"})
    document = docx.Document(io.BytesIO(word.content))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles["再委託 とは"] == "Heading 1"
    notes = next(
        part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml"
    )
    assert "議題1 清水委員" in notes.blob.decode("utf-8")


def test_tables_marks_and_emphasis_come_over_into_word() -> None:
    markdown = "**見出し**\n\n- 一\n  - 二 [1]\n\n> 引用 \\[2]\n\n| 項目 | 甲 |\n| --- | --- |\n| 点 | 「乙」[1]<br>丙 |"
    heading, one, two, quote, grid = blocks(markdown)
    assert isinstance(heading, Line)
    assert heading.pieces == (Piece("見出し", bold=True),)
    assert [(line.kind, line.depth) for line in (one, two, quote) if isinstance(line, Line)] == [
        ("item", 1),
        ("item", 2),
        ("quote", 0),
    ]
    assert isinstance(two, Line)
    assert two.pieces[-1].mark == 1
    assert isinstance(quote, Line)
    assert quote.pieces == (Piece("引用 [2]"),)
    assert isinstance(grid, Grid)
    assert [["".join(piece.text for piece in cell) for cell in row] for row in grid.rows] == [
        ["項目", "甲"],
        ["点", "「乙」[1]\n丙"],
    ]


def test_the_typed_client_keeps_conversations(settings, assistant, served) -> None:
    with served(create_app(settings, assistant)) as url, Client(url) as senrei:
        talk = senrei.begin("題")
        answer = senrei.ask("再委託", conversation=talk.id)
        [*_, done] = senrei.stream("暗号化", conversation=talk.id)
        kept = senrei.conversation(talk.id)
        assert [turn.reply for turn in kept.turns] == [answer, done.answer]
        assert senrei.rename(talk.id, "別の題").title == "別の題"
        [listed] = senrei.conversations().conversations
        assert (listed.title, listed.turns) == ("別の題", 2)
        assert senrei.export(talk.id).decode("utf-8").startswith("# 別の題\n")
        senrei.delete(talk.id)
        with pytest.raises(NotFound):
            senrei.conversation(talk.id)


def test_a_turn_is_shown_while_an_ingestion_writes_and_written_after(store) -> None:
    conversations = Conversations(store)
    id = store.add_conversation("").id
    answer = Answer(
        status="not_found", answer="ない。", understood=Understood(question="問い", standalone="問い")
    )
    reader = frozenset({"public"})
    with writing(store._engine).begin() as other:
        other.execute(sa.text("UPDATE meta SET unsettled = 1"))
        conversations.append(id, "", answer, reader, Filters())
        assert store.conversation(id, "")[1] == []
        assert [turn.question for turn in conversations.talk(id, "", reader).turns] == ["問い"]
        assert [turn.content for turn in conversations.history(id, "", reader)] == ["問い", "ない。"]
    conversations.close()
    about, [turn] = store.conversation(id, "")
    assert (about.title, about.turns, turn.question) == ("問い", 1, "問い")
    assert len(conversations.talk(id, "", reader).turns) == 1


def test_what_waits_is_written_in_order_and_a_failure_holds_nothing_up() -> None:
    deferred, free, written = Deferred(), threading.Event(), []

    def write(what: str):
        def job(_: int) -> None:
            if not free.is_set():
                raise StoreBusy("busy")
            if what == "broken":
                raise StoreError("the disk is full")
            written.append(what)

        return job

    for what in ("one", "broken", "two"):
        deferred.write(write(what))
    assert written == []
    free.set()
    deferred.close()
    assert written == ["one", "two"]


def test_a_long_question_makes_a_short_title() -> None:
    assert title_of(" 再委託\n は? ") == "再委託 は?"
    assert len(title_of("あ" * 300)) == 60
