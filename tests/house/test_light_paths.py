"""Heavy libraries stay off the paths that a person waits for: the command line, a question, a search."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "streamlit",
    "fastapi",
    "langchain",
    "langchain_core",
    "chromadb",
    "pandas",
    "scipy",
)
# Runs the command line in a fresh process and tells what it has imported by then.
_RUN = """
import json, sys
from assistant.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    status = end.code
print("\\n" + json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled minutes."""
    folder = tmp_path_factory.mktemp("light") / "data"
    pipeline.ingest([ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"], folder)
    return folder


def loaded(code: str, words: Sequence[str] = ()) -> tuple[int, set[str]]:
    """Exit status and top-level modules of a fresh process that ran this."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    status, names = json.loads(done.stdout.splitlines()[-1])
    return status or 0, set(names)


def test_the_command_line_alone_loads_nothing_heavy() -> None:
    _, names = loaded(
        "import json, sys, assistant.cli\n"
        'print(json.dumps([0, sorted({name.partition(".")[0] for name in sys.modules})]))'
    )
    assert names.isdisjoint(HEAVY), names & set(HEAVY)


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "電子記録媒体の暗号化について何が述べられましたか"),
        ("search", "暗号化"),
        ("show", "minutes-330"),
        ("version",),
    ],
    ids=lambda words: words[0],
)
def test_commands_that_read_load_nothing_heavy(words: tuple[str, ...], data: Path) -> None:
    store = [] if words[0] == "version" else ["--data", str(data)]
    status, names = loaded(_RUN, [*words, *store])
    assert status in (0, 1)
    assert names.isdisjoint(HEAVY), names & set(HEAVY)


def test_a_heavy_import_would_be_seen() -> None:
    _, names = loaded("import json, sys, fastapi\nprint(json.dumps([0, sorted(sys.modules)]))")
    assert not names.isdisjoint(HEAVY)
