"""Senrei as parts of LangChain, over a store of the bundled minutes; the documentation's own examples run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.access import Principal
from assistant.langchain import SenreiEmbeddings, SenreiRetriever
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import InvalidQuery
from corpus.index.embedder import load_embedder
from corpus.models import Filters
from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "langchain.md").read_text("utf-8"), re.S)
QUESTION = "電子記録媒体の暗号化について何が述べられましたか"


class Searching(BaseChatModel):
    """A chat model that calls the tool it is given with the user's words, then repeats what came back."""

    @property
    def _llm_type(self) -> str:
        return "searching"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Searching:
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        last = messages[-1]
        if isinstance(last, ToolMessage):
            message = AIMessage(content=last.content)
        else:
            call = {"name": "search_record", "args": {"query": last.content}, "id": "1"}
            message = AIMessage(content="", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=message)])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("langchain") / "data"
    pipeline.ingest([ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"], folder)
    return folder


@pytest.fixture(scope="module")
def record(data: Path) -> Iterator[Assistant]:
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def test_documents_are_clauses_verbatim_and_say_where_they_stand(record: Assistant) -> None:
    found = SenreiRetriever(assistant=record, limit=3).invoke(QUESTION)
    assert 0 < len(found) <= 3
    for one in found:
        clause = record.catalog.clause(one.metadata["id"], frozenset({"public"}))
        assert (one.id, one.page_content, one.metadata["label"]) == (clause.id, clause.text, clause.label)
        assert one.metadata["document_id"] == "minutes-330"
        assert one.metadata["date"] == "2025-07-30"
        assert "議事録" in one.metadata["title"]
        assert one.metadata["score"] > 0
    assert any("暗号化" in one.page_content for one in found)


def test_filters_hold(record: Assistant) -> None:
    retriever = SenreiRetriever(assistant=record, filters=Filters(meeting=205))
    assert retriever.invoke(QUESTION) == []


def test_a_principal_of_another_audience_finds_nothing(record: Assistant) -> None:
    stranger = Principal(name="other", audiences=frozenset({"commission"}))
    assert SenreiRetriever(assistant=record, principal=stranger).invoke(QUESTION) == []


def test_an_empty_query_is_refused(record: Assistant) -> None:
    with pytest.raises(InvalidQuery):
        SenreiRetriever(assistant=record).invoke(" ")


def test_embeddings_are_those_of_the_index() -> None:
    embedder = load_embedder()
    embeddings = SenreiEmbeddings(embedder)
    texts = ["再委託の許諾方法", "暗号化"]
    assert embeddings.embed_documents(texts) == embedder.encode_passages(texts).tolist()
    assert embeddings.embed_query(texts[0]) == embedder.encode_queries(texts[:1])[0].tolist()
    assert np.linalg.norm(embeddings.embed_query("暗号化")) == pytest.approx(1.0, abs=1e-5)


def test_the_examples_of_the_documentation_run(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENREI_DATA", str(data))
    names: dict[str, Any] = {"model": Searching()}
    for example in EXAMPLES:
        exec(example, names)
    names["assistant"].close()
    assert "第330回個人情報保護委員会 議事録" in capsys.readouterr().out
    assert "暗号化" in names["reply"]["messages"][-1].content
    assert len(names["vector"]) == load_embedder().dimensions
