"""Ingests, is killed at a random moment, looks what is left, and so on: ``many_kills.py FOLDER DATA TIMES SEED``.

A process that has everything imported forks one writer after another. Each writer first looks whether what was
acknowledged is there, whole and in agreement with the indexes, and then takes in what has changed until it is
killed. What a writer has shown it tells over a pipe: that is the acknowledgement.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import re
import runpy
import select
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.catalog import Catalog
from corpus.errors import StoreMissing
from corpus.index import Indexes
from corpus.index.tokenizer import words
from ingest import batch
from ingest.executors import Adaptive
from ingest.pipeline import Missing, check, ingest

READER = frozenset({"public"})
DOCUMENTS, PARAGRAPHS, AFRESH = 5, 3, 20
EMBEDDER = runpy.run_path(str(Path(__file__).with_name("writer_to_kill.py")))["HashEmbedder"]()


def write(folder: Path, number: int, version: int) -> None:
    lines = [f"第{version}版の段落{p}、文書{number}の本文である。" for p in range(PARAGRAPHS)]
    (folder / f"doc-{number}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def manifest(folder: Path) -> None:
    names = sorted(path.stem for path in folder.glob("*.txt"))
    lines = [f"  - {{file: {n}.txt, id: {n}, kind: other, title: {n}}}" for n in names]
    (folder / "manifest.yaml").write_text("\n".join(["documents:", *lines]) + "\n", encoding="utf-8")


def seen(data: Path) -> dict[str, int]:
    """The version that a reader sees of each document; each must be whole and of one version."""
    versions: dict[str, int] = {}
    with Catalog.open(data) as catalog:
        for document in catalog.documents(READER):
            text = "".join(c.text for c in catalog.tree(document.id, READER) if c.leaf)
            [version] = set(re.findall("第([0-9]+)版", text))
            assert text.count("段落") == PARAGRAPHS, text
            versions[document.id] = int(version)
    return versions


def look(data: Path, acknowledged: dict[str, int | None]) -> None:
    """Raise where something acknowledged is not there; None stands for a document taken out."""
    try:
        found = seen(data)
    except StoreMissing:
        found = {}
    for name, version in acknowledged.items():
        if version is not None:
            assert found.get(name, -1) >= version, (name, version, found)


def writer(folder: Path, data: Path, acknowledged: dict[str, int | None], out: int) -> None:
    """Look, take in, tell; the parent kills it somewhere on the way."""
    look(data, acknowledged)
    os.write(out, b"looked\n")
    original, retiring = Catalog.publish, Catalog.retire_all

    def publish(self: Catalog, changes: Any) -> int:
        generation = original(self, changes)
        shown = seen(data)
        os.write(out, json.dumps({c.document_id: shown.get(c.document_id) for c in changes}).encode() + b"\n")
        return generation

    def retire_all(self: Catalog, ids: Any, reason: Any) -> Any:
        os.write(out, json.dumps(dict.fromkeys(ids)).encode() + b"\n")  # from now on it may be gone
        return retiring(self, ids, reason)

    Catalog.publish, Catalog.retire_all = publish, retire_all  # type: ignore[method-assign]
    report = ingest([folder], data, embedder=EMBEDDER, executor=Adaptive(1), missing=Missing.INSIST)
    assert report.ok, report
    indexes = Indexes.open(data, EMBEDDER)
    with Catalog.open(data) as catalog:
        wanted = catalog.leaf_rows("public")
    lexical, dense = indexes.legs("public")
    assert lexical == dense == wanted, (wanted, lexical, dense)
    os.write(out, " ".join(sys.modules).encode() + b"\nended\n")


def forked(folder: Path, data: Path, acknowledged: dict[str, int | None], seconds: float | None) -> list[str]:
    """What a writer told until it ended, or was killed after some seconds. Raises where it failed."""
    read, out = os.pipe()
    child = os.fork()
    if not child:
        try:
            writer(folder, data, acknowledged, out)
            status = 0
        except BaseException as error:
            os.write(out, f"failed {error!r}\n".encode())
            status = 1
        os._exit(status)
    os.close(out)
    if seconds is not None:
        select.select([], [], [], seconds)
        os.kill(child, signal.SIGKILL)
    told = b""
    while piece := os.read(read, 65536):
        told += piece
    os.close(read)
    os.waitpid(child, 0)
    lines = told.decode().splitlines()
    failed = [line for line in lines if line.startswith("failed")]
    assert not failed, failed
    return lines


def warm(names: str) -> None:
    """Import here what a writer has imported, so that the next ones need not."""
    for name in names.split():
        with suppress(ImportError):
            importlib.import_module(name)
    words("委託")  # the dictionary


def main(folder: Path, data: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: dict[str, int | None] = {}
    batch._BATCH_DOCUMENTS = 2  # type: ignore[attr-defined]
    for number in range(DOCUMENTS):
        write(folder, number, 0)
    manifest(folder)
    warm(forked(folder, data, {}, None)[-2])
    shutil.rmtree(data)
    began, ended = time.monotonic(), 0
    assert forked(folder, data, {}, None)[-1] == "ended"
    window = 0.7 * (time.monotonic() - began)  # seconds within which a writer is killed
    for kill in range(1, times + 1):
        if kill % AFRESH == 0:  # kills while a store is made, too
            shutil.rmtree(data)
            acknowledged = {}
        for number in chance.sample(range(DOCUMENTS), 2):
            write(folder, number, kill)
        for path in chance.sample(sorted(folder.glob("*.txt")), chance.randint(0, 1)):
            path.unlink()
        manifest(folder)
        lines = forked(folder, data, acknowledged, chance.uniform(0.0, window))
        done = lines[-1:] == ["ended"]
        ended += done
        window *= 0.8 if done else 1.05  # however fast the machine is today, most are killed at work
        for line in lines:
            if line.startswith("{"):
                acknowledged |= json.loads(line)
    look(data, acknowledged)
    assert forked(folder, data, acknowledged, None)[-1] == "ended"
    there = {path.stem for path in folder.glob("*.txt")}
    assert set(seen(data)) == there, (seen(data), there)
    report = check(data, EMBEDDER)
    assert report.ok, report.problems
    print(
        json.dumps({"killed": times - ended, "ended": ended, "seconds": round(time.monotonic() - began, 1)})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
