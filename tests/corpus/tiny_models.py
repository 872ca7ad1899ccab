"""Tiny models with random weights, of the architectures that people bring: made here, for the tests."""

from __future__ import annotations

from pathlib import Path

WORDS = (
    "委託先 の 監督 管理 暗号化 する 検索クエリ 検索文書 query passage : 再委託 を 報告 と は 人 研修".split()
)
MARKS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
WIDTH = 16


def tokenizer(folder: Path, longest: int) -> int:
    """A tokenizer of pieces in the folder; the size of its vocabulary."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    letters = sorted({letter for word in WORDS for letter in word} | set("一二三四五六七八九十abcdefg。、"))
    pieces = list(dict.fromkeys([*WORDS, *letters]))
    scored = [(mark, 0.0) for mark in MARKS] + [(piece, -1.0 - len(piece) / 10) for piece in pieces]
    built = Tokenizer(models.Unigram(scored, unk_id=3))
    built.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    built.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=built,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=longest,
    ).save_pretrained(folder)
    return len(scored)


def model(folder: Path, kind: str, *, labels: int | None = None, longest: int = 64) -> Path:
    """A transformers folder of an architecture (bert, xlm-roberta, modernbert), with a head of labels if asked."""
    import torch
    import transformers

    torch.manual_seed(3)
    folder.mkdir(parents=True, exist_ok=True)
    size = tokenizer(folder, longest)
    shape = {
        "vocab_size": size,
        "hidden_size": WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": longest + 2,
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": 2,
        "cls_token_id": 0,
        "sep_token_id": 2,
        "initializer_range": 0.5,
    }
    if labels is not None:
        shape["num_labels"] = labels
    name = {"bert": "Bert", "xlm-roberta": "XLMRoberta", "modernbert": "ModernBert"}[kind]
    config = getattr(transformers, f"{name}Config")(**shape)
    head = "ForSequenceClassification" if labels is not None else "Model"
    getattr(transformers, name + head)(config).save_pretrained(folder)
    return folder


def packed(folder: Path, source: Path, pooling: str = "mean") -> Path:
    """The sentence-transformers folder of a transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    modules = [Transformer(str(source)), Pooling(WIDTH, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    return folder
