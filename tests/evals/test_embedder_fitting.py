"""Fitting the shipped model, on a handful of pairs: it learns them, goes on from a model, writes one both ways load."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.index.embedder import load_embedder
from evals import train_embedder
from evals.embedder import combine, folder, pairs

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
    monkeypatch.setattr(pairs, "WRITTEN", data)
    monkeypatch.setattr("sys.argv", given)
    assert train_embedder.main() == 0


def test_a_model_is_fitted_and_gone_on_from(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    small = ("--pieces", "400", "--dimensions", "32", "--epochs", "4", "--fits", "2")
    train(data, first, *small, monkeypatch=monkeypatch)
    words = ("--start", str(first), "--epochs", "1", "--rate", "0.001", "--passes", "tanaka=2", "--fits", "1")
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
    assert "2 fits made one, 4 epochs" in folder.plan_of(second)
    assert "tanaka 2 times" in folder.plan_of(second)


def test_every_source_of_the_weights_has_a_line_of_its_own_in_the_card() -> None:
    rows = [
        line for line in folder.card(512, 18_000, "plan", "figures").splitlines() if line.startswith("| ")
    ]
    assert len(rows) == 6  # the heading and five sources
    assert all(row.count("|") == 4 for row in rows)


def test_without_data_the_script_says_what_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train"])
    assert train_embedder.main() == 2


def test_english_set_apart_is_joined_again() -> None:
    assert pairs.joined_english("he didn 't care , did he ?") == "he didn't care, did he?"


def test_several_fits_made_one_keep_the_cosines_they_agree_on() -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = [f"w{n}" for n in range(40)]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    task = pairs.Task("some")
    for left, right in itertools.pairwise(words):
        task.add(f"{left} {right}", right)
    generator = np.random.default_rng(3)
    meaning = generator.normal(size=(40, 6)).astype(np.float32)
    # Each fit has the meaning turned another way, and some noise in what is left of its room.
    fits = []
    for size in (1.0, 5.0):
        turned = np.linalg.qr(generator.normal(size=(8, 8)))[0][:6].astype(np.float32)
        noise = 0.05 * generator.normal(size=(40, 8)).astype(np.float32)
        fits.append(size * (meaning @ turned + noise))
    made = combine.combine(fits, tokenizer, pairs.Material(tasks=[task]))
    assert made.shape == (40, 8)
    off = [float(np.abs(_cosines(one) - _cosines(meaning)).mean()) for one in (made, *fits)]
    assert off[0] < 0.9 * min(off[1:])


def _cosines(vectors: np.ndarray) -> np.ndarray:
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit @ unit.T


def test_what_was_written_is_read_with_the_data(data: Path) -> None:
    material = pairs.read(data)
    sizes = {task.name: len(task) for task in material.tasks}
    assert sizes.keys() == {"tanaka", "words", "sentences", "legal", "everyday"}  # no statutes, no Articles
    assert min(sizes.values()) > 500
    assert all(text.strip() for task in material.tasks for text in (*task.left, *task.right))


def test_questions_written_for_an_article_are_paired_with_its_text(tmp_path: Path) -> None:
    law = "見本法（平成一年法律第一号）"
    item = {"law": law, "article": "第一条", "caption": "目的", "text": "この法律は、見本とする。"}
    with gzip.open(tmp_path / "statute-captions-2013.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(item, ensure_ascii=False) + "\n")
    lines = [f"何のためのきまり\t{law}\t第一条", f"誰も知らない\t{law}\t第二条"]
    (tmp_path / "articles.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tasks = {task.name: task for task in pairs.read(tmp_path, tmp_path).tasks}
    assert tasks["articles"].left == ["何のためのきまり"]
    assert tasks["articles"].right == ["見本法\n目的\nこの法律は、見本とする。"]


def test_written_pairs_are_whole_and_stand_once() -> None:
    for path in sorted(pairs.WRITTEN.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        columns = 3 if path.stem == "articles" else 2
        assert all(len([part for part in line.split("\t") if part.strip()]) == columns for line in lines), (
            path
        )
        assert len(set(lines)) == len(lines), path
