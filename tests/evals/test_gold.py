"""Gold sets: the form of their lines, and that those which ship are sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.errors import InputError
from evals.gold import SHIPPED, read_all, read_gold
from evals.matching import compact, without_markup

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"
LINE = {"id": "a", "kind": "lookup", "question": "いつですか", "evidence": [["令和6年"]]}


def written(folder: Path, *lines: dict[str, object] | str) -> Path:
    path = folder / "mine.jsonl"
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_evidence_of_each_shipped_question_stands_in_the_bundled_documents() -> None:
    sources = [compact(without_markup(path.read_text("utf-8"))) for path in DOCUMENTS.glob("*.txt")]
    missing = [
        (gold.name, item.id, evidence)
        for gold in read_all([])
        for item in gold.items
        for group in item.evidence
        for evidence in group
        if not any(compact(evidence) in source for source in sources)
    ]
    assert missing == []


def test_the_two_shipped_sets_are_of_one_kind_and_share_no_question() -> None:
    tune, kept = (read_gold(SHIPPED / f"{name}.jsonl") for name in ("tune", "kept"))
    assert {item.kind for item in tune.items} == {item.kind for item in kept.items}
    asked = [{(item.history, item.question) for item in gold.items} for gold in (tune, kept)]
    assert asked[0].isdisjoint(asked[1])
    assert min(len(tune.items), len(kept.items)) >= 150


def test_a_gold_set_is_named_by_its_file_and_known_by_its_content(tmp_path: Path) -> None:
    first = read_gold(written(tmp_path, LINE, ""))
    assert (first.name, len(first.items), first.items[0].lang) == ("mine", 1, "ja")
    second = read_gold(written(tmp_path, LINE, {**LINE, "id": "b"}))
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", ":1: .*JSON"),
        ({**LINE, "evidence": []}, "needs evidence"),
        ({**LINE, "evidence": [[]]}, "group of evidence is empty"),
        ({**LINE, "evidence": [[" "]]}, "group of evidence is empty"),
        ({**LINE, "kind": "unanswerable"}, "neither evidence nor label"),
        ({**LINE, "question": ""}, ":1: question"),
        ({**LINE, "lang": "fr"}, ":1: lang"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: dict[str, object] | str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_gold(written(tmp_path, line))


def test_what_is_no_gold_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="holds no question"):
        read_gold(written(tmp_path))
    with pytest.raises(InputError, match="id a twice"):
        read_gold(written(tmp_path, LINE, LINE))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="No gold set"):
        read_all([tmp_path / "empty"])


def test_two_sets_of_one_name_cannot_be_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    paths = [written(tmp_path, LINE), written(tmp_path / "other", LINE)]
    with pytest.raises(InputError, match=re.escape("called mine")):
        read_all(paths)
