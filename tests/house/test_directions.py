"""The floors of the house: who may import whom. Imports inside functions count like any other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = frozenset({"assistant", "benchmarks", "corpus", "evals", "ingest", "prompts", "tests", "ui"})
# What each room may import besides itself.
MAY = {
    "corpus": frozenset[str](),
    "prompts": frozenset[str](),
    "ui": frozenset[str](),
    "ingest": frozenset({"corpus"}),
    "assistant": frozenset({"corpus", "prompts"}),
    "evals": frozenset({"assistant", "corpus", "ingest", "prompts"}),
    "benchmarks": frozenset({"assistant", "corpus", "ingest", "prompts"}),
}
# Where the assistant meets ingestion: the command line, what it fetches, the route that accepts documents.
COMPOSITION_ROOTS = frozenset(
    {"assistant/cli.py", "assistant/commands/syncing.py", "assistant/api/intake.py"}
)
# The one module of the assistant that knows the evaluation: the command that runs it.
EXAMINERS = {"assistant/commands/evaluating.py", "assistant/commands/tuning.py"}


def modules(room: str) -> list[Path]:
    """The room's modules, by path below the root."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py"))


def imported(source: str, package: str) -> Iterator[str]:
    """Full names of the modules that a module of this package imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield ".".join([*parts, *([node.module] if node.module else [])])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def wrong_directions(path: Path, source: str) -> list[str]:
    """What a module imports of ours and may not."""
    room = path.parts[0]
    may = MAY[room] | {room} | ({"ingest"} if path.as_posix() in COMPOSITION_ROOTS else frozenset[str]())
    may |= {"evals"} if path.as_posix() in EXAMINERS else frozenset[str]()
    package = ".".join(path.parts[:-1])
    return [
        name for name in imported(source, package) if (top := name.split(".")[0]) in OWN and top not in may
    ]


@pytest.mark.parametrize("room", sorted(MAY))
def test_each_room_imports_only_from_the_floors_below(room: str) -> None:
    wrong = {
        path.as_posix(): found
        for path in modules(room)
        if (found := wrong_directions(path, (ROOT / path).read_text("utf-8")))
    }
    assert wrong == {}


def test_composition_roots_are_there() -> None:
    assert all((ROOT / path).exists() for path in COMPOSITION_ROOTS)


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("corpus/text.py", "import ingest.run", ["ingest.run"]),
        ("corpus/text.py", "from corpus import models", []),
        ("ingest/run.py", "def f():\n    from assistant.models import Hit", ["assistant.models"]),
        ("ui/app.py", "from corpus.models import Clause", ["corpus.models"]),
        ("assistant/service.py", "from ingest import pipeline", ["ingest"]),
        ("assistant/cli.py", "def f():\n    from ingest import pipeline", []),
        ("assistant/cli.py", "import evals.running", ["evals.running"]),
        ("assistant/commands/evaluating.py", "import evals.running", []),
        ("corpus/catalog/reading.py", "from ..index import Indexes", []),
        ("corpus/text.py", "import importlib\nimportlib.import_module('ui.app')", ["ui.app"]),
    ],
)
def test_the_check_itself_sees_every_form(path: str, source: str, found: list[str]) -> None:
    assert wrong_directions(Path(path), source) == found
