"""What keeps the rooms livable: sizes and names of modules, who reads the environment, no foreign paths."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from corpus import errors

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("assistant", "benchmarks", "corpus", "evals", "ingest", "prompts", "ui")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LARGEST = 400
NAMELESS = re.compile(r"util|helper|common|misc|manager")
# Who may read the environment: the settings, and the chat page's own (it shares no code with the API).
ENVIRONMENT = re.compile(r"\bos\.environ\b|\bgetenv\b|\bfrom os import .*environ")
READERS = {"assistant/settings.py", "ui/connection.py"}
# Paths of one machine have no place in what is shared; a program's usual home in Debian has.
FOREIGN = re.compile(r"(?<![\w./:-])/(?:work|tmp|home|root|Users|opt/(?:wheels|pypi))(?:/[\w.-]+)+")
# Imported under a name of their own, but carried by the distribution that is declared.
# OpenTelemetry's packages share one name between many distributions; those declared are the ones imported.
CARRIED = {"pydantic_core": "pydantic", "opentelemetry": "opentelemetry-api"}
# Declared without being imported: what FastAPI reads forms with, SudachiPy's dictionary, agents and chat
# models that docs/langchain.md puts over our retriever.
RUN_BUT_NOT_IMPORTED = {
    "python-multipart",
    "sudachidict-core",
    "langchain",
    "opentelemetry-api",
    "opentelemetry-exporter-otlp-proto-grpc",
    "opentelemetry-sdk",
}


def tracked() -> list[Path]:
    """Files that git holds (those of an archive without git: none)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_small_and_says_what_it_is(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LARGEST
    assert not NAMELESS.search(path.stem), "name the subject"
    assert ast.get_docstring(ast.parse(source)), "the first line says what the module is"


def test_the_environment_is_read_in_one_place_a_side() -> None:
    readers = {
        path.relative_to(ROOT).as_posix() for path in MODULES if ENVIRONMENT.search(path.read_text("utf-8"))
    }
    assert readers <= READERS


def test_no_path_of_one_machine_is_shared() -> None:
    foreign = {}
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if found := FOREIGN.findall(text):
            foreign[path.relative_to(ROOT).as_posix()] = found
    assert foreign == {}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("/" + "home/someone/senrei/data", True),
        ("see (/" + "tmp/scratch.txt)", True),
        ("../shared/gold", False),
        ("https://example.org/" + "home/page", False),
        ("/usr/bin/chromium", False),
        ("VOLUME /data", False),
    ],
)
def test_foreign_paths_are_told_from_others(text: str, foreign: bool) -> None:
    assert bool(FOREIGN.search(text)) is foreign


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_normal(re.split(r"[<>=!~\[ ;]", line)[0]) for line in project["dependencies"]}
    carriers = packages_distributions()
    imported: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            imported |= {
                CARRIED.get(top, top) for name in names if (top := name.partition(".")[0]) in carriers
            }
    own = set(ROOMS)
    distributions = {_normal(carriers[name][0]) for name in imported - own if name in carriers}
    extra = {_normal(re.split(r"[<>=!~]", line)[0]) for line in project["optional-dependencies"]["dask"]}
    missing = distributions - declared - extra - {"senrei"}
    assert missing == set(), "imported and not declared"
    assert declared - distributions - RUN_BUT_NOT_IMPORTED == set(), "declared and never imported"


def test_every_dependency_is_pinned_for_any_machine() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line[0] != "#"]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == [], "no paths, no builds"
    pinned = [_normal(line.partition("==")[0]) for line in lines]
    assert len(set(pinned)) == len(pinned)
    assert {_normal(re.split(r"[<>=!~\[ ;]", line)[0]) for line in declared} <= set(pinned)


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = set(re.findall(r"^[│├└─ ]*(\w+)(?: \(\w+\))?  ", errors.__doc__ or "", re.M))
    held = {name for name, thing in vars(errors).items() if isinstance(thing, type)}
    assert drawn == held


def test_the_drawn_tree_has_each_error_under_its_parent() -> None:
    branch: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if not (found := re.match(r"([│├└─ ]*)(\w+)(?: \((\w+)\))?  ", line)):
            continue
        prefix, name, told = found.groups()
        depth = len(prefix) // 4
        branch[depth:] = [name]
        parent = told or (branch[depth - 1] if depth else "Exception")
        assert getattr(errors, name).__bases__[0].__name__ == parent, name


def test_every_error_has_a_parent_in_the_tree() -> None:
    for name, thing in vars(errors).items():
        if isinstance(thing, type):
            assert issubclass(thing, errors.SenreiError), name


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
