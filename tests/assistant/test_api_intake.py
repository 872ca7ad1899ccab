"""Documents handed in over HTTP: who may, what becomes of the file, how a job tells of itself."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from assistant.access import Keyring
from assistant.api import intake_shapes, replies
from assistant.api.app import create_app
from assistant.api.jobs import Jobs, Outcome, Step, Tell
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.catalog import Catalog
from corpus.errors import StoreBusy, StoreError
from ingest import pipeline
from ingest.report import FileOutcome, Progress, Report, Stage
from ingest.report import Outcome as Became

PUBLIC = frozenset({"public"})
DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"
STAFF = {"Authorization": "Bearer staff-key"}


class Pipeline:
    """Stands in for ingestion: notes what it is given, and ends as it is told to."""

    def __init__(self) -> None:
        self.ends: Callable[[str], Report] = lambda name: report(name, Became.ADDED)
        self.manifest: dict[str, object] = {}
        self.text = b""
        self.folder = Path()

    def ingest(self, paths: list[Path], data: Path, *, manifest: Path, progress, **rest: object) -> Report:
        [path] = paths
        self.folder = path.parent
        [self.manifest] = yaml.safe_load(manifest.read_text("utf-8"))["documents"]
        name = str(self.manifest["file"])
        assert path.name == name
        self.text = path.read_bytes()
        progress(Progress(done=1, total=1, file=name, clauses=7, stage=Stage.WRITING))
        return self.ends(name)


def report(name: str, outcome: Became, message: str = "") -> Report:
    held = None if outcome is Became.FAILED else "minutes-332"
    return Report(
        files=(FileOutcome(file=f"/secret/place/{name}", outcome=outcome, document_id=held, message=message),)
    )


@pytest.fixture
def ingestion(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    pretended = Pipeline()
    monkeypatch.setattr(pipeline, "ingest", pretended.ingest)
    monkeypatch.setattr("corpus.index.embedder.load_embedder", lambda path: None)
    return pretended


def hand_in(client: TestClient, name: str = "m.txt", content: bytes = b"text", **about: str):
    return client.post("/v1/documents", files={"file": (name, content)}, data=about, headers=STAFF)


def ended(client: TestClient, job: str) -> dict[str, object]:
    for _ in range(200):
        found = client.get(f"/v1/jobs/{job}", headers=STAFF).json()
        if found["status"] in ("done", "failed"):
            return found
        time.sleep(0.02)
    raise AssertionError(f"the job did not end: {found}")


def test_a_file_is_taken_in_with_what_is_known_of_it(locked: TestClient, ingestion: Pipeline) -> None:
    reply = hand_in(
        locked, title="第332回 議事録", kind="minutes", date="2025-09-10", agency="", audience="commission"
    )
    assert reply.status_code == 202
    intake_shapes.JobReply.model_validate(reply.json())
    job = ended(locked, reply.json()["id"])
    intake_shapes.JobReply.model_validate(job)
    assert [(file["file"], file["outcome"]) for file in job["files"]] == [("m.txt", "added")]
    assert "secret" not in str(job)
    assert (job["status"], job["documents"], job["done"], job["total"]) == ("done", ["minutes-332"], 1, 1)
    assert ingestion.text == b"text"
    assert ingestion.manifest == {
        "file": "m.txt",
        "audience": "commission",
        "title": "第332回 議事録",
        "kind": "minutes",
        "date": "2025-09-10",
    }
    assert not ingestion.folder.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\議事録.txt", "議事録.txt"),
        ("manifest.yaml", "document-manifest.yaml"),
        ("..", "document-.."),
    ],
)
def test_a_file_name_cannot_leave_its_folder(
    locked: TestClient, ingestion: Pipeline, given: str, kept: str
) -> None:
    assert ended(locked, hand_in(locked, given).json()["id"])["file_name"] == kept


def test_a_file_that_cannot_be_read_fails_with_its_reason(locked: TestClient, ingestion: Pipeline) -> None:
    ingestion.ends = lambda name: report(name, Became.FAILED, "The file is empty.")
    job = ended(locked, hand_in(locked).json()["id"])
    assert (job["status"], job["detail"], job["documents"]) == ("failed", "The file is empty.", [])


def test_an_error_of_the_store_fails_the_job(locked: TestClient, ingestion: Pipeline) -> None:
    def busy(name: str) -> Report:
        raise StoreBusy("another process is writing")

    ingestion.ends = busy
    job = ended(locked, hand_in(locked).json()["id"])
    assert (job["status"], job["detail"]) == ("failed", "another process is writing")


def test_an_unexpected_error_tells_no_details(locked: TestClient, ingestion: Pipeline) -> None:
    def breaks(name: str) -> Report:
        raise RuntimeError("secret detail")

    ingestion.ends = breaks
    job = ended(locked, hand_in(locked).json()["id"])
    assert job["status"] == "failed"
    assert "secret" not in str(job["detail"])


@pytest.mark.parametrize("who", ["reader", "commission"])
def test_only_staff_hand_in_documents(locked: TestClient, ingestion: Pipeline, who: str) -> None:
    key = {"Authorization": f"Bearer {who}-key"}
    reply = locked.post("/v1/documents", files={"file": ("m.txt", b"text")}, headers=key)
    assert (reply.status_code, reply.json()["type"]) == (403, "/docs#problem-staff-only")
    assert locked.get("/v1/jobs/any", headers=key).status_code == 403


def test_without_keys_nobody_hands_in_documents(client: TestClient) -> None:
    assert client.post("/v1/documents", files={"file": ("m.txt", b"text")}).status_code == 403


def test_an_audience_that_is_not_the_callers_is_refused(locked: TestClient) -> None:
    reply = hand_in(locked, audience="cabinet")
    assert (reply.status_code, reply.json()["type"]) == (422, "/docs#problem-unknown-audience")
    assert "commission, public" in reply.json()["detail"]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"kind": "memo"}, "kind"),
        ({"date": "昨日"}, "2025-07-30"),
        ({"colour": "red"}, "colour"),
        ({"meeting": "0"}, "1以上"),
    ],
)
def test_metadata_that_cannot_be_used_is_refused(
    locked: TestClient, about: dict[str, str], words: str
) -> None:
    reply = hand_in(locked, **about)
    assert reply.status_code == 422
    assert words in reply.json()["detail"]


def test_a_form_without_a_file_is_refused(locked: TestClient) -> None:
    reply = locked.post("/v1/documents", data={"title": "議事録"}, headers=STAFF)
    assert (reply.status_code, "file がありません" in reply.json()["detail"]) == (422, True)


def test_a_file_that_is_too_large_is_refused(locked: TestClient) -> None:
    reply = hand_in(locked, content=b"x" * 1001)
    assert (reply.status_code, "1000バイト" in reply.json()["detail"]) == (413, True)
    assert hand_in(locked, content=b"x" * 200_000).json()["type"] == "/docs#problem-upload-too-large"


def test_a_job_that_is_not_known_is_a_problem(locked: TestClient) -> None:
    assert locked.get("/v1/jobs/none", headers=STAFF).json()["type"] == "/docs#problem-job-not-held"


def test_jobs_run_one_after_the_other_and_are_listed_newest_first(store: Catalog) -> None:
    jobs = Jobs(store)
    order: list[int] = []

    def work(number: int) -> Outcome:
        order.append(number)
        return Outcome(documents=())

    started = [jobs.start(f"{n}.txt", "public", lambda tell, n=n: work(n)) for n in range(5)]
    jobs._worker.shutdown(wait=True)
    assert order == sorted(order)
    total, page = jobs.page(frozenset({"public"}), 2, 1)
    assert (total, [job.file_name for job in page]) == (5, ["3.txt", "2.txt"])
    assert {job.status for job in page} == {"done"}
    again = Jobs(store)
    assert again.get(started[0].id, frozenset({"public"})).status == "done"
    assert again.get(started[0].id, frozenset({"commission"})) is None
    again.close()


def test_a_job_says_what_became_of_it_when_the_server_died(store: Catalog) -> None:
    former = Jobs(store)
    former._owner = f"{former._owner.partition(':')[0]}:{2**22 + 1}"  # no process has that number
    go = threading.Event()

    def work(tell: Tell) -> Outcome:
        tell(Step(done=1, total=3, clauses=40, stage="writing"))
        go.wait(60)
        return Outcome(documents=())

    job = former.start("m.txt", "public", work)
    waiting = former.start("n.txt", "public", lambda tell: Outcome(documents=()))
    while former.get(job.id, PUBLIC).stage != "writing":
        time.sleep(0.01)
    heir = Jobs(store)
    for one in (job, waiting):
        told = heir.get(one.id, PUBLIC)
        assert told.status == "failed"
        assert "The server ended" in told.detail
        assert told.ended_at is not None
    go.set()
    former.close()
    heir.close()


def test_a_job_that_cannot_be_recorded_is_still_told_of(
    store: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(row: object) -> None:
        raise StoreError("read-only")

    monkeypatch.setattr(store, "keep_job", refuse)
    jobs = Jobs(store)
    job = jobs.start("m.txt", "public", lambda tell: Outcome(documents=("one",)))
    jobs._worker.shutdown(wait=True)
    assert jobs.get(job.id, PUBLIC).documents == ("one",)
    jobs.close()


def test_staff_see_the_jobs_of_their_audiences_only(
    locked: TestClient, ingestion: Pipeline, store: Catalog
) -> None:
    ended(locked, hand_in(locked, audience="commission").json()["id"])
    assert locked.get("/v1/jobs", headers=STAFF).json()["total"] == 1
    assert store.jobs(PUBLIC, limit=5) == (0, [])
    for who in ("reader", "commission"):
        key = {"Authorization": f"Bearer {who}-key"}
        assert locked.get("/v1/jobs", headers=key).status_code == 403


# -- the real thing -----------------------------------------------------------------------------------------

TEXT = "第１条　この規則において、委託とは業務を他人に行わせることをいう。\n第２条　前条の委託は、法第25条による。\n"


def of_store(tmp_path: Path, keyring: Keyring) -> AbstractContextManager[TestClient]:
    """A server over a real store, with staff."""
    data = tmp_path / "real"
    pipeline.ingest([DOCUMENTS / "summary-300_2024-09-11.txt"], data)
    settings = Settings(data=data)

    @contextmanager
    def running() -> Iterator[TestClient]:
        assistant = Assistant.open(settings)
        with TestClient(create_app(settings, assistant, keyring)) as client:
            yield client
        assistant.close()

    return running()


def test_a_document_is_looked_at_handed_in_found_retired_and_restored(
    tmp_path: Path, keyring: Keyring
) -> None:
    with of_store(tmp_path, keyring) as client:
        about = {"title": "かもめ規則", "kind": "paper", "date": "2025-04-01"}
        form = {"files": {"file": ("rule.txt", TEXT.encode())}, "data": about, "headers": STAFF}
        seen = client.post("/v1/documents/preview", **form).json()
        intake_shapes.PreviewReply.model_validate(seen)
        assert (seen["document"]["title"], seen["held"]) == ("かもめ規則", False)
        assert seen["references"]["found"] >= 1
        held = {"headers": STAFF}
        assert client.get("/v1/documents", **held).json()["total"] == 1

        job = ended(client, client.post("/v1/documents", **form).json()["id"])
        assert job["status"] == "done", job
        [name] = job["documents"]
        assert job["files"][0]["clauses"] == seen["clauses"]
        query = {"query": "かもめ規則の委託とは", "filters": {"document_id": name}}
        [hit, *_] = client.post("/v1/search", json=query, **held).json()["hits"]
        assert client.post("/v1/documents/preview", **form).json()["held"]

        clause = hit["clause"]["id"]
        assert client.delete(f"/v1/documents/{name}", **held).json() == {"id": name, "status": "retired"}
        assert client.delete(f"/v1/documents/{name}", **held).status_code == 404
        assert client.post("/v1/search", json=query, **held).json()["hits"] == []
        listed = client.get("/v1/documents?retired=true", **held).json()
        replies.DocumentsReply.model_validate(listed)
        assert [(one["id"], one["retired"]) for one in listed["documents"]] == [(name, "asked")]
        kept = client.get(f"/v1/clauses/{clause}", **held).json()
        replies.ClauseReply.model_validate(kept)
        assert (kept["text"], kept["retired"]) == (hit["clause"]["text"], True)

        back = client.post(f"/v1/documents/{name}/restore", **held)
        assert back.json() == {"id": name, "status": "restored"}
        assert (
            client.post(f"/v1/documents/{name}/restore", **held)
            .json()["type"]
            .endswith("document-not-retired")
        )
        assert client.post("/v1/search", json=query, **held).json()["hits"][0]["clause"]["id"] == clause
        assert client.get("/v1/documents?retired=true", **held).json()["total"] == 0


def test_what_cannot_be_read_is_told_before_it_is_handed_in(locked: TestClient) -> None:
    for name, content, words in (
        ("a.txt", b"", "空|empty"),
        ("a.rtf", b"{\\rtf1 }", "RTF"),
        ("a.docx", b"%PDF-1.4\n", "damaged"),
    ):
        reply = locked.post("/v1/documents/preview", files={"file": (name, content)}, headers=STAFF)
        assert reply.status_code == 422
        assert re.search(words, reply.json()["detail"]), reply.json()


@pytest.mark.parametrize("who", ["reader", "commission"])
def test_only_staff_look_retire_and_restore(locked: TestClient, who: str) -> None:
    key = {"Authorization": f"Bearer {who}-key"}
    files = {"file": ("m.txt", b"text")}
    assert locked.post("/v1/documents/preview", files=files, headers=key).status_code == 403
    assert locked.delete("/v1/documents/minutes-330", headers=key).status_code == 403
    assert locked.post("/v1/documents/minutes-330/restore", headers=key).status_code == 403
    assert locked.get("/v1/documents?retired=true", headers=key).status_code == 403


def test_a_document_of_another_audience_cannot_be_retired(
    settings: Settings, assistant, keyring: Keyring
) -> None:
    keys = tuple(
        key.model_copy(update={"audiences": frozenset({"public"})}) if key.staff else key
        for key in keyring._keys
    )
    with TestClient(create_app(settings, assistant, Keyring(keys))) as client:
        assert client.delete("/v1/documents/minutes-331", headers=STAFF).status_code == 404
        assert client.post("/v1/documents/minutes-331/restore", headers=STAFF).status_code == 404
