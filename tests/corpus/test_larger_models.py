"""Models that a setting names: prefixes, pooling, length and dimensions, whether or not the folder says them."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from corpus.errors import EmbedderError, EmbedderMismatch
from corpus.index import Entry, Indexes
from corpus.index.calibration import PAIRS, bounds_of
from corpus.index.embedder import Embedder, load_embedder, prepare
from corpus.index.families import FAMILIES, family_of
from corpus.index.transformer import TransformerEmbedder
from corpus.model_choice import ModelChoice
from corpus.models import DocumentKind

ROOT = Path(__file__).parents[2]
tiny = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("tiny_models.py"))))
TEXT = "再委託先 の 監督 を する"


@pytest.fixture(autouse=True)
def _quiet_libraries() -> Iterator[None]:
    """The libraries' own notices on saving and loading are not ours to fail on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A plain transformers folder of each architecture, under names that say nothing."""
    folder = tmp_path_factory.mktemp("plain")
    return {kind: tiny.model(folder / f"m-{kind}", kind) for kind in ("bert", "xlm-roberta", "modernbert")}


def called(plain: Path, folder: Path) -> Path:
    """The same model in a folder of another name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(plain)
    copied = folder.with_name(f"copy-of-{folder.name}")
    folder.unlink()
    copied.mkdir()
    for path in plain.iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    return copied.rename(folder)


def by_hand(folder: Path, text: str, pooling: str) -> np.ndarray:
    """A vector as transformers alone gives it."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    read = AutoTokenizer.from_pretrained(folder)([text], return_tensors="pt")
    read.pop("token_type_ids", None)
    with torch.no_grad():
        tokens = AutoModel.from_pretrained(folder).eval()(**read).last_hidden_state[0]
    vector = (tokens[0] if pooling == "cls" else tokens.mean(dim=0)).numpy()
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("name", "kind", "query", "passage", "pooling"),
    [
        ("multilingual-e5-base", "xlm-roberta", "query: ", "passage: ", "mean"),
        ("multilingual-e5-small", "bert", "query: ", "passage: ", "mean"),
        ("bge-m3", "xlm-roberta", "", "", "cls"),
        ("ruri-v3-310m", "modernbert", "検索クエリ: ", "検索文書: ", "mean"),
        ("ruri-base-v2", "bert", "クエリ: ", "文章: ", "mean"),
    ],
)
def test_a_plain_folder_of_a_known_family_is_read_as_its_card_says(
    plain: dict[str, Path], tmp_path: Path, name: str, kind: str, query: str, passage: str, pooling: str
) -> None:
    embedder = load_embedder(called(plain[kind], tmp_path / name))
    assert isinstance(embedder, TransformerEmbedder)
    assert (embedder.name, embedder.dimensions) == (name, tiny.WIDTH)
    np.testing.assert_allclose(
        embedder.encode_queries([TEXT])[0], by_hand(plain[kind], query + TEXT, pooling), atol=1e-5
    )
    np.testing.assert_allclose(
        embedder.encode_passages([TEXT])[0], by_hand(plain[kind], passage + TEXT, pooling), atol=1e-5
    )


def test_a_family_is_known_by_place_config_and_card(plain: dict[str, Path], tmp_path: Path) -> None:
    cached = tmp_path / "models--cl-nagoya--ruri-v3-130m" / "snapshots" / "0a1b"
    assert family_of(called(plain["modernbert"], cached)).name == "ruri-v3"  # type: ignore[union-attr]
    renamed = called(plain["xlm-roberta"], tmp_path / "model-one")
    assert family_of(renamed) is None
    (renamed / "README.md").write_text("---\nbase_model: intfloat/multilingual-e5-large\n---\n# Ours\n")
    assert family_of(renamed).name == "e5"  # type: ignore[union-attr]
    other = called(plain["xlm-roberta"], tmp_path / "model-two")
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(config | {"_name_or_path": "BAAI/bge-m3"}))
    assert family_of(other).name == "bge-m3"  # type: ignore[union-attr]


def test_a_family_is_known_by_an_architecture_that_it_alone_has(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "modernbert", "vocab_size": 102400}')
    assert family_of(tmp_path).name == "ruri-v3"  # type: ignore[union-attr]
    (tmp_path / "modules.json").write_text("[]")
    assert family_of(tmp_path) is None  # the folder speaks for itself


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("intfloat/multilingual-e5-large-instruct", "e5-instruct"),
        ("intfloat/e5-small", "e5"),
        ("BAAI/bge-m3", "bge-m3"),
        ("BAAI/bge-reranker-v2-m3", None),
        ("BAAI/bge-base-en-v1.5", "bge-en"),
        ("cl-nagoya/ruri-large", "ruri"),
        ("pkshatech/GLuCoSE-base-ja-v2", "glucose-v2"),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "arctic-v2"),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", None),
    ],
)
def test_names_of_models_and_their_families(tmp_path: Path, name: str, family: str | None) -> None:
    found = family_of(tmp_path, name)
    assert (found and found.name) == family


def test_settings_go_before_the_folder_and_the_folder_before_the_family(
    plain: dict[str, Path], tmp_path: Path
) -> None:
    folder = tiny.packed(tmp_path / "ruri-v3-30m", plain["modernbert"])
    config = folder / "config_sentence_transformers.json"
    told = json.loads(config.read_text())
    config.write_text(json.dumps(told | {"prompts": {"query": "管理 : ", "document": "報告 : "}}))
    source = plain["modernbert"]
    own = load_embedder(folder)
    np.testing.assert_allclose(
        own.encode_queries([TEXT])[0], by_hand(source, "管理 : " + TEXT, "mean"), atol=1e-5
    )
    choice = ModelChoice(model=str(folder), query_prefix="", passage_prefix="研修 ", pooling="cls")
    ours = load_embedder(choice)
    np.testing.assert_allclose(ours.encode_queries([TEXT])[0], by_hand(source, TEXT, "cls"), atol=1e-5)
    np.testing.assert_allclose(
        ours.encode_passages([TEXT])[0], by_hand(source, "研修 " + TEXT, "cls"), atol=1e-5
    )


def test_a_packed_folder_without_prompts_gets_those_of_its_family(
    plain: dict[str, Path], tmp_path: Path
) -> None:
    folder = tiny.packed(tmp_path / "multilingual-e5-base", plain["xlm-roberta"])
    found = load_embedder(folder).encode_queries([TEXT])[0]
    np.testing.assert_allclose(found, by_hand(plain["xlm-roberta"], "query: " + TEXT, "mean"), atol=1e-5)


def test_length_and_dimensions_are_cut_as_set(plain: dict[str, Path]) -> None:
    long = "委託先 の 監督 " * 30
    choice = ModelChoice(model=str(plain["bert"]), pooling="mean", max_tokens=8, dimensions=8)
    short = load_embedder(choice)
    found = short.encode_passages([long, "委託先 の 監督 " * 2 + "研修"])
    assert found.shape == (2, 8) == (2, short.dimensions)
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)  # six tokens of each were read
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    whole = load_embedder(choice.model_copy(update={"max_tokens": None, "dimensions": None}))
    assert not np.allclose(*whole.encode_passages([long, long[:9]]))


def test_more_dimensions_than_there_are_is_refused(plain: dict[str, Path]) -> None:
    embedder = load_embedder(ModelChoice(model=str(plain["bert"]), pooling="mean", dimensions=64))
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER_DIMENSIONS"):
        _ = embedder.dimensions


def test_an_unknown_plain_folder_needs_a_word_on_pooling(plain: dict[str, Path]) -> None:
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER_POOLING"):
        load_embedder(plain["bert"])


def test_name_revision_and_dimensions_are_told_without_torch(plain: dict[str, Path], tmp_path: Path) -> None:
    folder = called(plain["xlm-roberta"], tmp_path / "bge-m3")
    code = (
        "import sys; from corpus.index.embedder import load_embedder; "
        f"e = load_embedder({str(folder)!r}); print(e.name, e.dimensions, len(e.revision)); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'chromadb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == ["bge-m3 16 12", "[]"]


def _entry(row: int, text: str) -> Entry:
    return Entry(row=row, text=text, document_id="d", kind=DocumentKind.PAPER)


@pytest.mark.parametrize(
    "change",
    [
        {"passage_prefix": "報告 "},
        {"query_prefix": "報告 "},
        {"pooling": "cls"},
        {"max_tokens": 8},
        {"dimensions": 8},
    ],
)
def test_the_index_refuses_the_same_model_read_otherwise(
    plain: dict[str, Path], tmp_path: Path, change: dict[str, object]
) -> None:
    choice = ModelChoice(model=str(plain["bert"]), pooling="mean")
    indexes = Indexes.open(tmp_path, load_embedder(choice))
    indexes.add("public", [_entry(1, TEXT), _entry(2, "委託先 の 管理")])
    indexes.close()
    Indexes.open(tmp_path, load_embedder(choice)).close()
    with pytest.raises(EmbedderMismatch, match="senrei reindex"):
        Indexes.open(tmp_path, load_embedder(choice.model_copy(update=change)))


def test_device_batch_and_threads_make_no_other_model(plain: dict[str, Path]) -> None:
    choice = ModelChoice(model=str(plain["bert"]), pooling="mean")
    other = choice.model_copy(update={"device": "cpu", "batch": 1, "threads": 1})
    first, second = load_embedder(choice), load_embedder(other)
    assert first.revision == second.revision
    texts = [TEXT, "委託先", "研修 と は"]
    np.testing.assert_allclose(first.encode_passages(texts), second.encode_passages(texts), atol=1e-5)


def test_a_change_deep_inside_large_weights_is_another_revision(tmp_path: Path) -> None:
    from corpus.index.model_place import digest_of

    weights = np.zeros(3_000_000, dtype=np.float32)
    (tmp_path / "model.safetensors").write_bytes(weights.tobytes())
    before = digest_of(tmp_path)
    weights[1_000_000:] = 1
    (tmp_path / "model.safetensors").write_bytes(weights.tobytes())
    assert digest_of(tmp_path) != before


def test_a_damaged_model_is_told_at_the_start_of_a_server(plain: dict[str, Path], tmp_path: Path) -> None:
    folder = called(plain["bert"], tmp_path / "multilingual-e5-small")
    (folder / "model.safetensors").write_bytes(b"nothing")
    embedder = load_embedder(folder)
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER"):
        prepare(embedder)


def test_a_hub_name_that_is_not_at_hand_names_the_setting_that_fetches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EmbedderError, match="SENREI_HUB=true"):
        load_embedder("nobody/a-model-of-no-name")


def test_a_hub_name_is_found_among_what_was_fetched_before(
    plain: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object, object]] = []

    def fetched(name: str, *, revision: str | None, local_files_only: bool, ignore_patterns: object) -> str:
        asked.append((name, revision, local_files_only))
        return str(plain["modernbert"])

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetched)
    embedder = load_embedder("cl-nagoya/ruri-v3-30m@v1")
    assert embedder.name == "cl-nagoya/ruri-v3-30m"
    assert asked == [("cl-nagoya/ruri-v3-30m", "v1", True)]
    np.testing.assert_allclose(
        embedder.encode_queries([TEXT])[0],
        by_hand(plain["modernbert"], "検索クエリ: " + TEXT, "mean"),
        atol=1e-5,
    )
    load_embedder(ModelChoice(model="cl-nagoya/ruri-v3-30m", hub=True))
    assert asked[-1] == ("cl-nagoya/ruri-v3-30m", None, False)


def test_what_cosines_mean_is_measured_once_for_a_model_that_does_not_say_it(
    plain: dict[str, Path], tmp_path: Path
) -> None:
    embedder = load_embedder(ModelChoice(model=str(plain["bert"]), pooling="mean"))
    bounds = bounds_of(embedder)
    assert -1 <= bounds.floor < bounds.ceiling <= 1
    indexes = Indexes.open(tmp_path, embedder)
    indexes.add("public", [_entry(1, TEXT)])
    assert (indexes.fusion.floor, indexes.fusion.ceiling) == (bounds.floor, bounds.ceiling)
    indexes.close()
    again = Indexes.open(tmp_path, _Unable(embedder))
    assert again.fusion.floor == bounds.floor
    again.close()


class _Unable:
    """The same model, not to be asked for a vector."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.revision, self.dimensions = embedder.name, embedder.revision, embedder.dimensions
        self.folder = embedder.folder

    def encode_queries(self, texts: object) -> np.ndarray:
        raise AssertionError("the bounds are in the record")

    encode_passages = encode_queries


def test_bounds_lie_between_what_is_unrelated_and_what_answers() -> None:
    bounds = bounds_of(load_embedder())
    assert 0 < bounds.floor < bounds.ceiling < 1
    assert len({question for question, _ in PAIRS}) == len(PAIRS)


def test_every_family_is_documented() -> None:
    told = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for family in FAMILIES:
        shown = family.query.split("Given")[0].strip() or "nothing"
        assert any(shown in line and family.pooling in line for line in told.splitlines()), family.name
