"""The page's wording: both languages whole, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui import wording

_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_UI = Path(wording.__file__).parent
# What names itself in Japanese in English too.
_NAMES = ("先例", "清水委員")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", wording.WORDS)
def test_every_wording_stands_in_both_languages(key) -> None:
    japanese, english = wording.WORDS[key]
    for name in _NAMES:
        english = english.replace(name, "")
    assert japanese.strip()
    assert english.strip()
    assert not _KANA.search(english)
    assert _KANA.search(japanese)
    assert blanks(wording.WORDS[key][0]) == blanks(wording.WORDS[key][1])


def nodes() -> Iterator[ast.AST]:
    for path in _UI.glob("*.py"):
        if path.stem != "wording":
            yield from ast.walk(ast.parse(path.read_text("utf-8")))


def test_every_wording_that_the_page_asks_for_is_there() -> None:
    asked = {
        node.args[0].value
        for node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(asked) > 40
    assert asked - set(wording.WORDS) == set()


def test_every_wording_is_used() -> None:
    asked = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    made = (
        "trouble_",
        "filter_",
        "kind_",
        "rate_",
        "intake_job_",
        "intake_stage_",
        "store_",
        "figures_set_",
        "asked_",
        "counts_by_",
    )  # put together from a name of the API's or of a box
    unused = {key for key in wording.WORDS if key not in asked and not key.startswith(made)}
    assert unused == set()


def test_a_kind_that_the_page_does_not_know_keeps_its_name() -> None:
    assert wording.kind_name("minutes", "ja") == "議事録"
    assert wording.kind_name("leaflet", "ja") == "leaflet"


def test_every_kind_of_document_has_a_name() -> None:
    from corpus.models import DocumentKind

    assert {f"kind_{kind.value}" for kind in DocumentKind} <= set(wording.WORDS)
