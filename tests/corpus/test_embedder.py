"""Models are made here, tiny ones of the architectures that Senrei loads."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderError
from corpus.index.embedder import SHIPPED, StaticEmbedder, load_embedder
from corpus.index.table import Table
from corpus.model_choice import ModelChoice

TEXTS = ["再委託先の管理", "委託先の監督について VPN", "the Commission asked for encryption", ""]
ROOT = Path(__file__).parents[2]


def _tokenizer(pieces: list[str]) -> object:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = [("[UNK]", -20.0)] + [(piece, -float(place)) for place, piece in enumerate(pieces, 1)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def static_model(folder: Path, *, half: bool = False, prompts: dict[str, str] | None = None) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    pieces = sorted({char for text in TEXTS for char in text if char.strip()})
    weights = np.random.default_rng(1).normal(size=(len(pieces) + 1, 16)).astype(np.float32)
    module = StaticEmbedding(_tokenizer(pieces), embedding_weights=weights)
    if half:
        module = module.to(torch.float16)
    model = SentenceTransformer(modules=[module, Normalize()], prompts=prompts or {}, device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def bert_model(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = folder.parent / f"{folder.name}-base"
    base.mkdir()
    characters = sorted({char for text in TEXTS for char in text if char.strip()})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{c}" for c in characters)]
    (base / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(vocab=str(base / "vocab.txt")).save_pretrained(base)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    transformer = Transformer(str(base))
    model = SentenceTransformer(modules=[transformer, Pooling(16)], prompts=prompts or {}, device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def reference(folder: Path, texts: list[str], prompt: str = "") -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return model.encode(texts, prompt=prompt, normalize_embeddings=True)


@pytest.fixture(autouse=True)
def _quiet_libraries() -> object:
    """The libraries' own notices on saving and loading are not ours to fail on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("half", [False, True])
def test_static_model_gives_the_vectors_of_sentence_transformers(tmp_path: Path, half: bool) -> None:
    folder = static_model(tmp_path / "model", half=half)
    embedder = load_embedder(folder)
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.dimensions == 16
    found = embedder.encode_passages(TEXTS)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[:3], reference(folder, TEXTS[:3]), atol=1e-3)
    assert not found[3].any()  # an empty text has no direction (in half precision it is NaN over there)


def test_a_table_of_whole_numbers_gives_the_vectors_of_sentence_transformers(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    whole = load_embedder(folder).encode_passages(TEXTS)
    path = folder / json.loads((folder / "modules.json").read_text())[0]["path"] / "model.safetensors"
    Table.rounded(Table.read(path).vectors).write(path)
    embedder = load_embedder(folder)
    found = embedder.encode_passages(TEXTS)
    np.testing.assert_allclose(found[:3], reference(folder, TEXTS[:3]), atol=1e-5)
    np.testing.assert_allclose(found, whole, atol=0.02)
    assert not np.array_equal(found, whole)
    choice = ModelChoice(model=str(folder), dimensions=8)
    assert load_embedder(choice).encode_passages(TEXTS).shape == (4, 8)


def test_tokens_that_share_a_row_are_told_apart_by_their_scale(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    folder = static_model(tmp_path / "model")
    path = folder / json.loads((folder / "modules.json").read_text())[0]["path"] / "model.safetensors"
    pieces = len(Table.read(path))
    generator = np.random.default_rng(2)
    save_file(
        {
            "embeddings": generator.normal(size=(5, 16)).astype(np.float32),
            "mapping": generator.integers(0, 5, size=pieces),
            "weights": generator.random(pieces).astype(np.float32),
        },
        path,
    )
    found = load_embedder(folder).encode_passages(TEXTS)
    np.testing.assert_allclose(found[:3], reference(folder, TEXTS[:3]), atol=1e-5)


def test_a_table_whose_scales_do_not_fit_is_refused(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    folder = static_model(tmp_path / "model")
    path = folder / json.loads((folder / "modules.json").read_text())[0]["path"] / "model.safetensors"
    rows = np.ones((len(Table.read(path)), 16), dtype=np.int8)
    save_file({"embeddings": rows, "weights": np.ones(3, dtype=np.float32)}, path)
    with pytest.raises(EmbedderError, match="3 scales"):
        load_embedder(folder)


def test_static_model_is_run_without_torch(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    code = (
        "import sys; from corpus.index.embedder import load_embedder; "
        f"load_embedder({str(folder)!r}).encode_queries(['委託']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'chromadb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_prompts_of_questions_and_passages_are_the_models_own(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model", prompts={"query": "委託 ", "document": "管理 "})
    embedder = load_embedder(folder)
    np.testing.assert_allclose(
        embedder.encode_queries(["監督"]), reference(folder, ["監督"], "委託 "), atol=1e-3
    )
    np.testing.assert_allclose(
        embedder.encode_passages(["監督"]), reference(folder, ["監督"], "管理 "), atol=1e-3
    )
    assert not np.allclose(embedder.encode_queries(["監督"]), embedder.encode_passages(["監督"]))


def test_a_transformer_model_is_loaded_with_its_prompts(tmp_path: Path) -> None:
    folder = bert_model(tmp_path / "bert", {"query": "委 ", "passage": "管 "})
    embedder = load_embedder(folder)
    assert embedder.dimensions == 16
    np.testing.assert_allclose(
        embedder.encode_queries(TEXTS[:3]), reference(folder, TEXTS[:3], "委 "), atol=1e-3
    )
    np.testing.assert_allclose(
        embedder.encode_passages(TEXTS[:3]), reference(folder, TEXTS[:3], "管 "), atol=1e-3
    )
    assert embedder.encode_passages([]).shape == (0, 16)
    np.testing.assert_allclose(np.linalg.norm(embedder.encode_queries(TEXTS[:3]), axis=1), 1, atol=1e-4)


def test_revision_changes_with_the_weights(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    before = load_embedder(folder).revision
    assert load_embedder(folder).revision == before
    from safetensors.numpy import load_file, save_file

    path = next(folder.rglob("model.safetensors"))
    tensors = load_file(path)
    save_file({name: tensor + 1 for name, tensor in tensors.items()}, path)
    assert load_embedder(folder).revision != before


def test_a_missing_model_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER"):
        load_embedder(tmp_path / "nowhere")


def test_a_folder_without_a_model_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER"):
        load_embedder(tmp_path)


def test_a_damaged_static_model_names_the_setting(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    weights = next(folder.rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER"):
        load_embedder(folder)


def test_a_damaged_transformer_model_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "no such model"}))
    embedder = load_embedder(ModelChoice(model=str(tmp_path), pooling="mean"))
    with pytest.raises(EmbedderError, match="SENREI_EMBEDDER"):
        embedder.encode_queries(["委託"])


def test_the_shipped_model_is_small_and_loads_both_ways() -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= 20_000_000
    embedder = load_embedder()
    found = embedder.encode_queries(TEXTS[:3])
    np.testing.assert_allclose(found, reference(SHIPPED, TEXTS[:3]), atol=1e-3)


def test_the_shipped_model_knows_both_languages() -> None:
    embedder = load_embedder()
    english = ["What is the penalty?", "The data was encrypted.", "The temple was built in Kyoto."]
    japanese = ["データは暗号化されていた。", "その寺は京都に建てられた。", "罰則は何ですか。"]
    cosines = embedder.encode_queries(english) @ embedder.encode_passages(japanese).T
    assert cosines.argmax(axis=1).tolist() == [2, 0, 1]
