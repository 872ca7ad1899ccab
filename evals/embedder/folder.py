"""The model folder: weights, tokenizer, the files that sentence-transformers reads, and the model card."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.index.fusion import FILE_NAME, Fusion
from corpus.index.table import Table

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "0_StaticEmbedding",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
_CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}

# Rows of the card's table, each one line there.
_ROWS = {
    "jaquad": "JaQuAD, questions on paragraphs of the Japanese Wikipedia (training part) | ByungHoon So, Kyuhong "
    "Byun, Kyungwon Kang, Seongjin Cho (SkelterLabs) | CC BY-SA 3.0",
    "kyoto": "Japanese-English Bilingual Corpus of Wikipedia's Kyoto Articles | National Institute of Information "
    "and Communications Technology (NICT) | CC BY-SA 3.0",
    "written": "Words, sentences and questions written for it (`evals/embedder/written`) | the authors of Senrei | Apache 2.0",
    "statutes": "Articles and captions of Japanese statutes as of 2013 | the State of Japan | not subject to "
    "copyright (Copyright Act, Article 13)",
}
_FITTED = re.compile(r"ranking loss in batches \((.*?)\)\.")
_CARD = """---
language: [ja, en]
license: cc-by-sa-4.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [static-embedding, bilingual]
---

# senrei-static

A small Japanese and English text embedding: one vector of {dimensions} figures of eight bits for each of {pieces:,}
pieces of words; a text is the mean of its pieces, made one long. It needs neither a GPU nor torch and runs offline.
It ships with Senrei so that questions in other words than the record's, and in English, find their clauses.

    from sentence_transformers import SentenceTransformer
    SentenceTransformer("corpus/index/weights/senrei-static").encode(["再委託先の監督"])

## Limits

It knows no word order and little of the world. Terms that the training data lack (after 2013, above all) are
read as the sum of their parts. Use a larger model (`SENREI_EMBEDDER`) where one can be had.

## Figures

{figures}

## How it was made

`python -m evals.train_embedder --data DIR --out DIR`, the script of this project: no other model was
involved. The vocabulary is counted over the training texts; the vectors are fitted with a ranking loss in
batches ({plan}).

## Data and licence

The weights are licensed under **CC BY-SA 4.0** (https://creativecommons.org/licenses/by-sa/4.0/), apart from
the code of Senrei, which is under Apache 2.0. They were made from:

| data | by | licence |
|---|---|---|
| {jaquad} |
| {kyoto} |
| Tanaka Corpus, Japanese-English sentence pairs | Yasuhito Tanaka; kept by the Tatoeba project | CC BY 2.0 FR |
| {statutes} |
| {written} |

The wording of these works is not in the weights; what was changed is everything: only statistics of them are
kept.
"""


def read(folder: Path) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Tokenizer and vectors of a model that was written here."""
    from tokenizers import Tokenizer

    module = folder / "0_StaticEmbedding"
    table = Table.read(module / "model.safetensors")
    return Tokenizer.from_file(str(module / "tokenizer.json")), table.vectors


def plan_of(folder: Path) -> str:
    """How such a model was fitted, out of its card."""
    card = " ".join((folder / "README.md").read_text(encoding="utf-8").split())
    told = _FITTED.search(card)
    return told[1] if told else "an earlier model"


def card(dimensions: int, pieces: int, plan: str, figures: str) -> str:
    """The model card: what it is, what it can, how and from what it was made."""
    return _CARD.format(dimensions=dimensions, pieces=pieces, plan=plan, figures=figures, **_ROWS)


def write(
    folder: Path, tokenizer: Tokenizer, weights: NDArray[np.float32], plan: str, figures: str, fusion: Fusion
) -> int:
    """Write the model as whole numbers of eight bits, a scale a row; its size in bytes."""
    module = folder / "0_StaticEmbedding"
    for path in (module, folder / "1_Normalize"):
        path.mkdir(parents=True, exist_ok=True)
    Table.rounded(weights).write(module / "model.safetensors")
    tokenizer.save(str(module / "tokenizer.json"), pretty=False)
    _json(folder / "1_Normalize" / "config.json", {})
    _json(folder / "modules.json", _MODULES)
    _json(folder / "config_sentence_transformers.json", _CONFIG)
    (folder / FILE_NAME).write_text(fusion.model_dump_json(indent=1) + "\n", encoding="utf-8")
    shown = card(weights.shape[1], len(weights), plan, figures)
    (folder / "README.md").write_text(shown, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
