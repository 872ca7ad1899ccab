"""Documents handed in over HTTP: who may, what becomes of the file, how a job tells of itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from assistant.api import intake, replies
from assistant.api.jobs import REMEMBERED, Jobs, Outcome
from corpus.errors import StoreBusy
from ingest import pipeline
from ingest.report import FileOutcome, Progress, Report
from ingest.report import Outcome as Became

STAFF = {"Authorization": "Bearer staff-key"}


class Pipeline:
    """Stands in for ingestion: notes what it is given, and ends as it is told to."""

    def __init__(self) -> None:
        self.ends: Callable[[str], Report] = lambda name: report(name, Became.ADDED)
        self.manifest: dict[str, object] = {}
        self.text = b""
        self.folder = Path()

    def ingest(self, paths: list[Path], data: Path, *, manifest: Path, progress, **rest: object) -> Report:
        [self.folder] = paths
        [self.manifest] = yaml.safe_load(manifest.read_text("utf-8"))["documents"]
        name = str(self.manifest["file"])
        self.text = self.folder.joinpath(name).read_bytes()
        progress(Progress(done=1, total=1, file=name))
        return self.ends(name)


def report(name: str, outcome: Became, message: str = "") -> Report:
    held = None if outcome is Became.FAILED else "minutes-332"
    return Report(files=(FileOutcome(file=name, outcome=outcome, document_id=held, message=message),))


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
    replies.JobReply.model_validate(reply.json())
    job = ended(locked, reply.json()["id"])
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


def test_jobs_run_one_after_the_other_and_old_ones_are_forgotten() -> None:
    jobs = Jobs()
    order: list[int] = []

    def work(number: int) -> Outcome:
        order.append(number)
        return Outcome(documents=())

    started = [jobs.start("m.txt", "public", lambda tell, n=n: work(n)) for n in range(REMEMBERED + 5)]
    jobs._worker.shutdown(wait=True)
    assert order == sorted(order)
    assert jobs.get(started[0].id) is None
    assert jobs.get(started[-1].id).status == "done"


def test_staff_see_the_jobs_of_their_audiences_only() -> None:
    from assistant.access import Principal

    staff = Principal(name="clerk", audiences=frozenset({"public"}), staff=True)
    assert intake._may_see(staff, "public")
    assert not intake._may_see(staff, "commission")
