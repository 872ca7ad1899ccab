"""The general measures: what counts as found, which files they want, and that the kept half stays unseen."""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from corpus.errors import InputError
from corpus.models import Clause, ClauseKind
from evals import everyday, general, sanity

PAGES = {
    "茶碗": ["茶碗は土をこねて窯で焼いた器である。", "茶碗を洗うときは湯を用いる。"],
    "風車": ["風車は風を受けて羽根を回し粉をひく。", "海辺の町には白い風車が三基残る。"],
}


class Letters:
    """An embedder of hashed letters, with one English word for one Japanese."""

    name, revision, dimensions = "letters", "1", 256
    folder: Path | None = None
    words: ClassVar = {"bowl": "茶碗", "windmill": "風車", "wash": "洗う", "turn": "回し"}

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            for english, japanese in self.words.items():
                text = text.replace(english, japanese)
            for pair in itertools.pairwise(text):
                vectors[place, zlib.crc32("".join(pair).encode()) % self.dimensions] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    encode_queries = encode_passages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """General data of four paragraphs and two sentences."""
    asked = {"器を焼くのはどこか": "茶碗", "白い風車はいくつ残るか": "風車"}
    pages = [
        {
            "paragraphs": [
                {
                    "context": text,
                    "qas": [{"question": q} for q, page in asked.items() if page == name and hit],
                }
                for text, hit in zip(texts, (name == "茶碗", name == "風車"), strict=True)
            ]
        }
        for name, texts in PAGES.items()
    ]
    (tmp_path / general.SQUAD).write_text(json.dumps({"data": pages}), encoding="utf-8")
    (tmp_path / general.ENGLISH).write_text("wash the bowl .\nthe windmill can turn .\n", encoding="utf-8")
    (tmp_path / general.JAPANESE).write_text("茶碗 を 洗う 。\n風車 を 回し た 。\n", encoding="utf-8")
    return tmp_path


def test_general_data_is_read_as_it_stands(folder: Path) -> None:
    held = general.read(folder)
    assert held.questions == (("器を焼くのはどこか", 0), ("白い風車はいくつ残るか", 3))
    assert (len(held.paragraphs), held.english[0], held.japanese[0]) == (4, "wash the bowl.", "茶碗を洗う。")


def test_paragraphs_and_sentences_are_found(folder: Path) -> None:
    held = general.read(folder)
    found = general.paragraphs_found(held, Letters())
    assert found == general.Recall(first=1.0, ten=1.0, questions=2)
    assert general.sentences_found(held, Letters()).first == 1.0
    swapped = held.model_copy(update={"japanese": held.japanese[::-1]})
    assert general.sentences_found(swapped, Letters()) == general.Recall(first=0.0, ten=1.0, questions=2)
    assert general.rate(Letters(), held.paragraphs, least=0) > 0


@pytest.mark.parametrize("name", [general.SQUAD, general.ENGLISH])
def test_what_is_missing_or_no_pair_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("one line\n", encoding="utf-8")
    with pytest.raises(InputError, match=general.ENGLISH.replace(".", r"\.")):
        general.read(folder)
    (folder / name).unlink()
    with pytest.raises(InputError, match="cannot be read"):
        general.read(folder)


def test_a_run_prints_figures_and_says_which_goal_is_missed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sanity.main([]) == 2
    assert sanity.main(["--general", str(folder / "nowhere")]) == 2
    status = sanity.main(["--general", str(folder), "--json", str(folder / "figures.json")])
    shown = capsys.readouterr().out
    written = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert set(sanity.GOALS) <= set(written["figures"])
    missed = [name for name, goal in sanity.GOALS.items() if written["figures"][name] < goal]
    assert status == (1 if missed else 0)
    assert shown.count("MISSED") == len(missed)
    assert written["megabytes"] <= 20


def _clause(law: str, address: str) -> Clause:
    return Clause(
        id="a.b", document_id="a", kind=ClauseKind.PARAGRAPH, label="", text="文", law=law, address=address
    )


@pytest.mark.parametrize(
    ("law", "address", "right"),
    [
        ("番号法", "a9", True),
        ("番号法", "a9.p5.i1", True),
        ("番号法", "a90", False),
        ("個人情報保護法", "a9", False),
        ("番号法", "s-r5-48.a9", False),
    ],
)
def test_a_provision_counts_with_what_stands_below_it(law: str, address: str, right: bool) -> None:
    asked = everyday.Everyday(id="q", lang="ja", question="問い", law="番号法", provisions=("a9",))
    assert asked.answered_by(_clause(law, address)) is right


def test_everyday_questions_are_sixty_in_two_halves_over_both_acts() -> None:
    halves = {path.stem: everyday.read(path) for path in everyday.SHIPPED.glob("*.jsonl")}
    assert {name: len(half) for name, half in halves.items()} == {"everyday-tune": 30, "everyday-kept": 30}
    every = [question for half in halves.values() for question in half]
    assert len({one.id for one in every}) == len({one.question for one in every}) == 60
    for half in halves.values():
        assert {one.law for one in half} == {"個人情報保護法", "番号法"}
        assert sum(one.lang == "en" for one in half) >= 4


def test_a_wrong_line_of_everyday_questions_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "v1", "lang": "ja"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        everyday.read(tmp_path / "bad.jsonl")
