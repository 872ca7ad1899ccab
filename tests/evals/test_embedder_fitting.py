"""Fitting the shipped model, on a handful of pairs: it learns them, goes on from a model, writes one both ways load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.index.embedder import load_embedder
from evals import train_embedder
from evals.embedder import folder, pairs

WORDS = {"red": "赤い", "blue": "青い", "small": "小さな", "old": "古い"}
THINGS = {
    "bowl": "茶碗",
    "windmill": "風車",
    "letter": "手紙",
    "bridge": "橋",
    "lamp": "行灯",
    "drum": "太鼓",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sentence pairs in the files that the script knows, far more than are set aside."""
    found = [
        (f"the {word} {thing} is number {n} .", f"{japanese} {name} は {n} 番 だ 。")
        for n in range(30)
        for word, japanese in WORDS.items()
        for thing, name in THINGS.items()
    ]
    for place, ending in enumerate(("en", "ja")):
        lines = "\n".join(pair[place] for pair in found)
        (tmp_path / f"tanaka.{ending}").write_text(lines + "\n", encoding="utf-8")
    return tmp_path


def train(data: Path, out: Path, *words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["train", "--data", str(data), "--out", str(out), "--threads", "1", "--batch", "32", *words]
    monkeypatch.setattr("sys.argv", given)
    assert train_embedder.main() == 0


def test_a_model_is_fitted_and_gone_on_from(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    train(data, first, "--pieces", "400", "--dimensions", "32", "--epochs", "8", monkeypatch=monkeypatch)
    words = ("--start", str(first), "--epochs", "1", "--rate", "0.001", "--passes", "tanaka=2")
    train(data, second, *words, monkeypatch=monkeypatch)
    embedder = load_embedder(second)
    cosines = (
        embedder.encode_queries(["the red bowl", "the old drum"])
        @ embedder.encode_passages(["古い太鼓", "赤い茶碗"]).T
    )
    assert cosines.argmax(axis=1).tolist() == [1, 0]
    before, after = folder.read(first), folder.read(second)
    assert before[0].to_str() == after[0].to_str()
    assert before[1].shape == after[1].shape
    assert not np.allclose(before[1], after[1])
    assert "8 epochs" in folder.plan_of(second)
    assert "tanaka 2 times" in folder.plan_of(second)


def test_every_source_of_the_weights_has_a_line_of_its_own_in_the_card() -> None:
    rows = [
        line for line in folder.card(512, 18_000, "plan", "figures").splitlines() if line.startswith("| ")
    ]
    assert len(rows) == 5  # the heading and four sources
    assert all(row.count("|") == 4 for row in rows)


def test_without_data_the_script_says_what_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train"])
    assert train_embedder.main() == 2


def test_english_set_apart_is_joined_again() -> None:
    assert pairs.joined_english("he didn 't care , did he ?") == "he didn't care, did he?"
