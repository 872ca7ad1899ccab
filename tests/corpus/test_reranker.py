"""Rerankers of the architectures that people bring; what is no reranker is refused before any question."""

from __future__ import annotations

import runpy
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpus.errors import EmbedderError
from corpus.index.reranker import CrossEncoderReranker, load_reranker
from corpus.model_choice import ModelChoice

ROOT = Path(__file__).parents[2]
tiny = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("tiny_models.py"))))
QUESTION = "委託先 の 監督 と は"


@pytest.fixture(autouse=True)
def _quiet_libraries() -> Iterator[None]:
    """The libraries' own notices on saving and loading are not ours to fail on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def by_hand(folder: Path, question: str, passage: str) -> float:
    """A score as transformers alone gives it."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    read = AutoTokenizer.from_pretrained(folder)(question, passage, return_tensors="pt")
    read.pop("token_type_ids", None)
    with torch.no_grad():
        found = AutoModelForSequenceClassification.from_pretrained(folder).eval()(**read).logits[0, 0]
    return float(torch.sigmoid(found))


def opened(folder: Path, **given: object) -> CrossEncoderReranker:
    reranker = load_reranker(ModelChoice.model_validate({"model": str(folder), **given}))
    assert isinstance(reranker, CrossEncoderReranker)
    return reranker


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta", "modernbert"])
def test_each_architecture_gives_the_scores_of_its_own_head(tmp_path: Path, kind: str) -> None:
    folder = tiny.model(tmp_path / "reranker", kind, labels=1)
    passages = ["再委託先 の 管理", "暗号化 を する", "研修"]
    found = opened(folder).scores(QUESTION, passages)
    assert found == pytest.approx([by_hand(folder, QUESTION, text) for text in passages], abs=1e-5)
    assert len(set(found)) == 3


def test_no_passages_are_no_work_and_no_setting_is_no_reranker(tmp_path: Path) -> None:
    assert load_reranker(ModelChoice()) is None
    folder = tiny.model(tmp_path / "reranker", "bert", labels=1)
    assert opened(folder).scores(QUESTION, []) == []


def test_of_a_long_passage_the_best_part_counts(tmp_path: Path) -> None:
    folder = tiny.model(tmp_path / "reranker", "xlm-roberta", labels=1)
    reranker = opened(folder, max_tokens=32)
    telling, filling = "暗号化 を 報告", "一 二 三 四 五 六 七 八 九 十 " * 6
    parts = reranker._windows(QUESTION, [filling + telling])[1][0]
    assert len(parts) > 2
    assert "".join(telling.split()) in "".join(parts[-1].split())
    assert all(len(part.split()) <= 32 for part in parts)
    found = reranker.scores(QUESTION, [filling + telling])
    assert found == pytest.approx([max(reranker.scores(QUESTION, parts))], abs=1e-5)


def test_a_question_longer_than_the_model_leaves_room_for_the_passage(tmp_path: Path) -> None:
    folder = tiny.model(tmp_path / "reranker", "modernbert", labels=1)
    reranker = opened(folder)
    question = "委託先 の 監督 " * 50
    one, other = reranker.scores(question, ["暗号化 を する", "研修 を 報告"])
    assert one != other


def test_a_model_that_is_no_reranker_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="SENREI_RERANKER"):
        opened(tmp_path / "nowhere")
    with pytest.raises(EmbedderError, match=r"no config\.json"):
        opened(tmp_path)
    with pytest.raises(EmbedderError, match="no reranker"):
        opened(tiny.model(tmp_path / "embedding", "bert"))
    with pytest.raises(EmbedderError, match="3 classes"):
        opened(tiny.model(tmp_path / "sorter", "bert", labels=3))


def test_damaged_weights_are_told_when_it_is_loaded(tmp_path: Path) -> None:
    folder = tiny.model(tmp_path / "reranker", "bert", labels=1)
    (folder / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(EmbedderError, match="SENREI_RERANKER"):
        opened(folder).load()


def test_opening_a_reranker_imports_no_torch(tmp_path: Path) -> None:
    folder = tiny.model(tmp_path / "reranker", "bert", labels=1)
    code = (
        "import sys; from corpus.index.reranker import *; from corpus.model_choice import ModelChoice; "
        f"print(load_reranker(ModelChoice(model={str(folder)!r})).name); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == ["reranker", "[]"]
