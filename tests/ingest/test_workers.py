"""Files are read in processes of their own: what hangs, crashes or takes too much costs one file."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.catalog import Draft
from corpus.errors import InputError, ReadersMissing, UnreadableSource
from corpus.index.embedder import Embedder
from ingest import executors, limits, lookahead
from ingest.executors import Adaptive, Cluster, executor_of
from ingest.limits import Limits
from ingest.pipeline import check, ingest
from ingest.reading import Task, read
from ingest.report import Outcome, Report
from ingest.workers import Workers

Write = Callable[..., Path]
PATIENT = Limits(seconds=100, memory=512 * 2**20)
SHORT = PATIENT.model_copy(update={"seconds": 0.3})


def task(text: str, name: str = "one.txt", small: bool = False) -> Task:
    known = {"id": "one", "kind": "other", "title": "一", "audience": "public"}
    return Task(name, text.encode(), "a" * 64, known, "b" * 64, small)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1, PATIENT)
    yield made
    made.shutdown()


def test_a_process_gives_the_draft_of_a_file(workers: Workers) -> None:
    draft = Draft.model_validate_json(workers.submit(read, task("本文である。\n")).result())
    assert [clause.text for clause in draft.parsed.clauses] == ["本文である。"]


def test_an_error_comes_back_as_what_it_is(workers: Workers) -> None:
    with pytest.raises(UnreadableSource, match="empty"):
        workers.submit(read, task("")).result()


def test_what_hangs_is_given_up_and_the_next_is_read(workers: Workers) -> None:
    workers.submit(read, task("前の本文である。\n")).result()
    [pid] = workers.pids()
    workers.limits = SHORT
    with pytest.raises(UnreadableSource, match=r"within 0\.3 seconds.*SENREI_FILE_SECONDS"):
        workers.submit(time.sleep, 60).result()
    workers.limits = PATIENT
    assert workers.submit(read, task("本文である。\n")).result()
    assert workers.pids() != [pid]


def test_what_takes_too_much_memory_is_given_up_and_the_next_is_read(workers: Workers) -> None:
    with pytest.raises(UnreadableSource, match=r"512 MB of memory.*SENREI_FILE_MEMORY"):
        workers.submit(bytes, 10**9).result()
    assert workers.submit(read, task("本文である。\n")).result()


def test_a_process_that_is_killed_costs_its_file(workers: Workers) -> None:
    workers.submit(read, task("前の本文である。\n")).result()
    waiting = workers.submit(time.sleep, 60)
    [pid] = workers.pids()
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(UnreadableSource, match="SIGKILL"):
        waiting.result()
    assert workers.submit(read, task("本文である。\n")).result()


def test_the_machine_is_not_given_away_twice() -> None:
    physical = limits._physical()
    assert Limits(memory=physical).shared_by(2).memory < physical / 2
    assert Limits(memory=600 * 2**20).shared_by(1).memory <= 600 * 2**20


def test_processes_that_do_not_come_up_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.workers._PROGRAM", "raise SystemExit('no library here')")
    broken = Workers(1)
    with pytest.raises(ReadersMissing, match="no library here"):
        broken.submit(read, task("本文である。\n")).result()
    broken.shutdown()


def test_a_few_small_texts_are_read_in_this_process_and_interrupted_there() -> None:
    adaptive = Adaptive(1, PATIENT)
    assert adaptive.submit(read, task("本文である。\n", small=True)).result()
    assert adaptive._workers is None
    adaptive._limits = SHORT
    waiting = adaptive.submit(lambda _: time.sleep(60), task("x", small=True))
    assert isinstance(waiting.exception(), UnreadableSource)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    adaptive._limits = PATIENT
    assert adaptive.submit(read, task("本文である。\n")).result()
    assert adaptive._workers is not None
    adaptive.shutdown()


def test_beside_the_main_thread_nothing_is_read_in_this_process() -> None:
    adaptive = Adaptive(1)
    with ThreadPoolExecutor(1) as other:
        done = other.submit(lambda: adaptive.submit(read, task("本文である。\n", small=True)).result())
        assert done.result()
    assert adaptive._workers is not None
    adaptive.shutdown()


# -- a whole ingestion over an executor ---------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "store"


def outcomes(report: Report) -> dict[str, Outcome]:
    return {Path(file.file).name: file.outcome for file in report.files}


class Shuffled(Executor):
    """Threads that take their time, so that files are read in another order than they came in."""

    width = 3

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.width)
        self._random = random.Random(1)
        self._lock = threading.Lock()
        self.now = self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        wait = self._random.uniform(0, 0.02)
        return self._threads.submit(lambda: (time.sleep(wait), fn(*args))[1])


def test_files_are_taken_in_order_and_so_many_ahead_and_no_more(
    write: Write, folder: Path, data: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write(f"doc-{number:02}", f"第{number}の本文である。\n" * 3)
    shuffled = Shuffled()
    original = lookahead._result

    def taken(future: Future[bytes]) -> object:
        result = original(future)
        with shuffled._lock:
            shuffled.now -= 1
        return result

    monkeypatch.setattr(lookahead, "_result", taken)
    report = ingest([folder], data, embedder=embedder, executor=shuffled)
    assert [file.document_id for file in report.files] == [f"doc-{number:02}" for number in range(20)]
    assert report.count(Outcome.ADDED) == 20
    assert 1 < shuffled.most <= 2 * shuffled.width + 1
    assert check(data, embedder).ok


def test_a_worker_killed_in_a_batch_fails_one_file(
    write: Write, folder: Path, data: Path, embedder: Embedder
) -> None:
    for number in range(6):
        write(f"doc-{number}", f"第{number}の本文である。\n")
    workers = Workers(2)

    class Deadly(Executor):
        width = 2

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args[0].name == "doc-3.txt":
                return workers.submit(os.abort)
            return workers.submit(fn, *args)

    report = ingest([folder], data, embedder=embedder, executor=Deadly())
    workers.shutdown()
    assert report.count(Outcome.ADDED) == 5
    assert outcomes(report)["doc-3.txt"] is Outcome.FAILED
    assert check(data, embedder).ok


# -- a cluster ----------------------------------------------------------------------------------------------


def test_a_setting_that_names_no_executor_is_refused() -> None:
    with pytest.raises(InputError, match="dask:tcp"), executor_of("spark://host"):
        pass


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ReadersMissing, match=r"senrei\[dask\]"), executor_of("dask:tcp://127.0.0.1:1"):
        pass


@pytest.mark.filterwarnings("ignore")  # what a cluster says of itself is not ours
def test_a_dask_cluster_reads_the_files(write: Write, folder: Path, data: Path, embedder: Embedder) -> None:
    distributed = pytest.importorskip(
        "distributed", reason="dask is not installed: pip install 'senrei[dask]'"
    )
    for number in range(4):
        write(f"doc-{number}", f"第{number}の本文である。\n")
    write("empty", "")
    cluster = distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        dashboard_address=None,
        protocol="tcp://",
        host="127.0.0.1",
    )
    try:
        with executor_of(f"dask:{cluster.scheduler_address}", limits=PATIENT) as one:
            assert isinstance(one, Cluster)
            assert one.width == 2
            report = ingest([folder], data, embedder=embedder, executor=one)
            assert isinstance(one.submit(os.abort).exception(), UnreadableSource)
    finally:
        executors.release()
        cluster.close()
    assert report.count(Outcome.ADDED) == 4
    assert outcomes(report)["empty.txt"] is Outcome.FAILED
    assert "The file is empty" in next(f.message for f in report.files if f.outcome is Outcome.FAILED)
    assert check(data, embedder).ok
