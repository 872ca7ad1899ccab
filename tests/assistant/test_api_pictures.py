"""Pages as pictures over HTTP: what is drawn and boxed, and for whom."""

from __future__ import annotations

import hashlib
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.pictures import spans_of
from corpus.catalog import Catalog, Draft
from corpus.models import Clause, ClauseKind, Document, DocumentKind, Span
from corpus.originals import Originals
from ingest.parsers.tree import Node, assemble

_WRITER = runpy.run_path(str(Path(__file__).parents[1] / "ingest" / "pdf_writer.py"))
LINES = ("安全管理措置を講ずる。", "再委託の許諾を得ること。")
CONTENT: bytes = _WRITER["pdf"]([_WRITER["lines"](*LINES)])
SHA256 = hashlib.sha256(CONTENT).hexdigest()
READER = {"Authorization": "Bearer reader-key"}
COMMISSION = {"Authorization": "Bearer commission-key"}


def printed(document_id: str, audience: str) -> Draft:
    """A document of two paragraphs, as it is read out of the file."""
    document = Document(
        id=document_id,
        title="資料",
        kind=DocumentKind.PAPER,
        cite="資料",
        sha256=SHA256,
        audience=audience,
    )
    paragraphs, at = [], 0
    for number, text in enumerate(LINES, 1):
        span = Span(start=at, end=at + len(text))
        label = f"資料 第{number}段落"
        paragraphs.append(Node(f"p{number}", ClauseKind.PARAGRAPH, str(number), label, (span,), page=1))
        at = span.end + 1
    section = Node("s1", ClauseKind.SECTION, "本文", "資料 本文", children=paragraphs)
    parsed = assemble(document, "".join(f"{line}\n" for line in LINES), [section])
    return Draft(parsed=parsed, request=hashlib.sha256(document_id.encode()).hexdigest())


@pytest.fixture(autouse=True)
def papers(store: Catalog, tmp_path: Path) -> Iterator[None]:
    """A public paper and one of the commission's, of one content, both files kept."""
    store.publish(store.put([printed("paper-1", "public"), printed("paper-2", "commission")]))
    file = tmp_path / "paper.pdf"
    file.write_bytes(CONTENT)
    for audience in ("public", "commission"):
        Originals(tmp_path / "store").keep(audience, SHA256, file)
    return


def test_a_page_comes_as_a_picture(client: TestClient) -> None:
    reply = client.get("/v1/documents/paper-1/pages/1.png?width=300")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"].startswith("private")
    assert reply.content.startswith(b"\x89PNG")


def test_a_clause_is_boxed_on_its_page(client: TestClient) -> None:
    reply = client.get("/v1/clauses/paper-1.s1.p2/boxes").json()
    assert (reply["document_id"], reply["page_count"]) == ("paper-1", 1)
    [page] = reply["pages"]
    [box] = page["boxes"]
    assert (page["page"], round(box["left"]), round(box["right"])) == (1, 80, 200)


def test_a_quotation_is_boxed_within_its_clause(client: TestClient) -> None:
    [page] = client.get("/v1/clauses/paper-1.s1.p2/boxes", params={"quote": "許諾"}).json()["pages"]
    assert [(round(box["left"]), round(box["right"])) for box in page["boxes"]] == [(120, 140)]


def test_a_quotation_may_run_over_the_clauses_of_a_section(client: TestClient) -> None:
    quote = "講ずる。\n再委託"
    [page] = client.get("/v1/clauses/paper-1.s1/boxes", params={"quote": quote}).json()["pages"]
    assert [(round(box["left"]), round(box["right"])) for box in page["boxes"]] == [(150, 190), (80, 110)]


@pytest.mark.parametrize("path", ["documents/paper-2/pages/1.png", "clauses/paper-2.s1.p1/boxes"])
def test_a_page_of_another_audience_is_as_if_it_were_not_held(locked: TestClient, path: str) -> None:
    assert locked.get(f"/v1/{path}", headers=COMMISSION).status_code == 200
    refused = locked.get(f"/v1/{path}", headers=READER)
    assert refused.status_code == 404
    absent = locked.get(f"/v1/{path.replace('paper-2', 'paper-9')}", headers=READER)
    assert refused.json()["title"] == absent.json()["title"]


def test_a_document_whose_file_is_not_kept_says_so(client: TestClient) -> None:
    reply = client.get("/v1/documents/minutes-330/pages/1.png")
    assert reply.status_code == 404
    assert "取り込み直す" in reply.json()["detail"]
    assert client.get("/v1/clauses/minutes-330.g1.p1/boxes").json()["title"] == reply.json()["title"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("2.png", 404), ("0.png", 422), ("1.png?width=9999", 422), ("x.png", 422)],
)
def test_what_cannot_be_drawn_is_a_problem(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/v1/documents/paper-1/pages/{path}").status_code == status


def test_words_that_are_not_the_clause_s_box_all_of_it() -> None:
    spans = (Span(start=3, end=8),)
    clause = Clause(
        id="a.b", document_id="a", kind=ClauseKind.PARAGRAPH, label="x", text="再委託する", spans=spans
    )
    assert spans_of(clause, "暗号化") == spans
    assert spans_of(clause, "委託") == (Span(start=4, end=6),)
