"""`senrei eval`: what it prints and writes, and its exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app

runner = CliRunner()
ANSWERED = {
    "id": "a",
    "kind": "lookup",
    "question": "小笠原委員は何について伺いましたか",
    "evidence": [["職員への教育・研修"]],
}
REFUSED = {"id": "b", "kind": "unanswerable", "question": "第999回委員会の議題は何ですか"}
OUT_OF_REACH = {
    "id": "c",
    "kind": "lookup",
    "question": "小笠原委員は何について伺いましたか",
    "evidence": [["宇宙旅行"]],
}


def run(*words: object):
    return runner.invoke(app, ["eval", *map(str, words)])


def gold(folder: Path, *items: dict[str, object]) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in items), encoding="utf-8")
    return path


def test_it_prints_a_table_and_writes_figures_and_page(data: Path, tmp_path: Path) -> None:
    written, page = tmp_path / "out" / "r.json", tmp_path / "r.html"
    done = run(gold(tmp_path, ANSWERED, REFUSED), "--data", data, "--json", written, "--report", page)
    assert done.exit_code == 0, done.output
    assert "mine: 2 questions, 1 documents" in done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()[1:5]] == [
        "kind",
        "lookup",
        "unanswerable",
        "ALL",
    ]
    held = json.loads(written.read_text("utf-8"))
    assert [one["id"] for one in held["items"]] == ["a", "b"]
    assert held["items"][1]["figures"] == {"refused": 1.0}
    assert "小笠原委員" in page.read_text("utf-8")


def test_misses_name_the_question_and_its_figures(data: Path, tmp_path: Path) -> None:
    done = run(gold(tmp_path, OUT_OF_REACH, REFUSED), "--data", data, "--misses")
    misses = [line for line in done.stdout.splitlines() if line.startswith(("b ", "c "))]
    assert len(misses) == 1
    assert "cited 0.00" in misses[0]


def test_figures_are_kept_then_compared_and_a_drop_ends_with_status_1(data: Path, tmp_path: Path) -> None:
    path, figures = gold(tmp_path, ANSWERED, REFUSED), tmp_path / "figures.json"
    assert run(path, "--data", data, "--compare", figures).exit_code == 2
    assert run(path, "--data", data, "--compare", figures, "--accept").exit_code == 0
    same = run(path, "--data", data, "--compare", figures)
    assert (same.exit_code, "No figure really dropped." in same.stdout) == (0, True)
    held = json.loads(figures.read_text("utf-8"))
    held["sets"]["mine"]["kinds"]["lookup"]["in_source"]["mean"] = 1.5
    figures.write_text(json.dumps(held))
    dropped = run(path, "--data", data, "--compare", figures)
    assert dropped.exit_code == 1
    assert "DROPPED  mine lookup in_source: 1.500 -> 1.000" in dropped.stdout


def test_a_question_that_cannot_be_put_ends_with_status_1(data: Path, tmp_path: Path) -> None:
    endless = {**REFUSED, "question": "長" * 5000}
    done = run(gold(tmp_path, endless), "--data", data, "--misses")
    assert done.exit_code == 1
    assert "error 1.00" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--accept"], "--compare"),
        (["--api", "http://127.0.0.1:9", "--data", "store"], "not both"),
        (["--api", "http://127.0.0.1:9"], "senrei serve"),
        (["--data", "nowhere"], "nowhere"),
    ],
)
def test_wrong_use_ends_with_status_2_and_says_what_to_do(
    words: list[str], told: str, tmp_path: Path
) -> None:
    done = run(gold(tmp_path, REFUSED), *words)
    assert done.exit_code == 2
    assert told in done.stderr
