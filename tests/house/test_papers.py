"""What the papers promise is there: make targets, commands, links, modules, an entry in the changelog."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from assistant.cli import app

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.ja.md")
DOCS = [
    *READMES,
    "CHANGELOG.md",
    *(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
]
TARGETS = set(re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text("utf-8"), re.M))
COMMANDS = {
    command.name or command.callback.__name__
    for command in app.registered_commands
    if command.name or command.callback
} | {group.name for group in app.registered_groups}
ROOMS = ("corpus", "ingest", "assistant")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code(name: str) -> str:
    """All that a paper shows as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text(name), re.S))


@pytest.mark.parametrize("name", READMES)
def test_a_readme_begins_with_the_two_commands_that_there_are(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", code(name)))
    assert {"start", "test"} <= named <= TARGETS


@pytest.mark.parametrize("name", DOCS)
def test_commands_shown_are_commands(name: str) -> None:
    assert set(re.findall(r"(?<![\w.-])senrei ([a-z]+)", code(name))) <= COMMANDS


@pytest.mark.parametrize("name", DOCS)
def test_make_targets_shown_are_targets(name: str) -> None:
    assert set(re.findall(r"\bmake (?:[A-Z_]+=\S+ )*([a-z-]+)", code(name))) <= TARGETS


@pytest.mark.parametrize("name", DOCS)
def test_links_within_the_project_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text(name))
    dead = [link for link in links if ":" not in link and not (ROOT / name).parent.joinpath(link).exists()]
    assert dead == []


def test_the_changelog_has_an_entry_for_this_version() -> None:
    version = re.escape(tomllib.loads(text("pyproject.toml"))["project"]["version"])
    heading = rf"^## [^\n]*(?:{version}|Unreleased)[^\n]*"
    entry = re.search(rf"{heading}\n(.*?)(?=^## |\Z)", text("CHANGELOG.md"), re.M | re.S | re.I)
    assert entry is not None
    assert re.search(r"^- \S", entry[1], re.M)


def test_decisions_are_numbered_in_a_row_and_have_their_number_in_the_title() -> None:
    papers = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:3]) for path in papers] == list(range(1, len(papers) + 1))
    for path in papers:
        assert path.read_text("utf-8").startswith(f"# {path.name[:3]} ")


def test_every_module_stands_in_the_architecture() -> None:
    """By its own name, by the beginning of a family's (recognise*), or by that of its folder."""
    architecture = text("docs/architecture.md")
    for room in ROOMS:
        section = architecture.partition(f"### {room}:")[2].partition("\n### ")[0]
        named = re.findall(r"`([\w*]+)/?`", "\n".join(re.findall(r"^\| (.*?) \|", section, re.M)))
        here = {path.stem for path in (ROOT / room).glob("[!_]*.py")}
        here |= {
            path.name for path in (ROOT / room).iterdir() if path.is_dir() and not path.name.startswith("_")
        }
        unnamed = {
            name
            for name in here
            if not any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in named)
        }
        assert unnamed == set(), room
        assert {one for one in named if "*" not in one} <= here, room


def test_files_named_in_the_papers_are_there() -> None:
    for name in DOCS:
        paths = re.findall(
            r"`((?:assistant|corpus|docs|evals|ingest|tests|ui|benchmarks)/[\w./-]+)`", text(name)
        )
        assert [path for path in paths if not (ROOT / path).exists()] == [], name
