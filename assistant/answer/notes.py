"""What a reader is told of generated answers: how many statements were withheld, why extracts are given instead."""

from __future__ import annotations

from assistant.answer.wording import Language

_SENTENCES: dict[str, tuple[str, str]] = {
    "withheld": (
        "生成された文のうち{count}件は、原文で裏付けられなかったため表示していません。",
        "{count} generated statement(s) are not shown: the record does not prove them.",
    ),
    "lead": ("資料の記載に基づく回答です。", "The record says the following."),
    "instead": ("原文の抜粋でお答えします。", "The answer below is verbatim extracts."),
    "partly": (
        "ここまでに確認できた文だけを表示しています。",
        "Only the statements proven by then are shown.",
    ),
    "nothing": (
        "言語モデルは、示した資料に回答となる記載を見いだしませんでした。",
        "The language model found no answer in the material it was shown.",
    ),
    "unproven": (
        "言語モデルの文は、いずれも原文で裏付けられませんでした。",
        "None of the language model's statements is proven by the record.",
    ),
    "unreachable": ("言語モデルに接続できませんでした。", "The language model cannot be reached."),
    "slow": ("言語モデルが時間内に答えませんでした。", "The language model did not answer in time."),
    "rate_limited": (
        "言語モデルの利用回数の上限に達しています。",
        "The language model's rate limit is reached.",
    ),
    "refused": (
        "言語モデルのサーバーが要求を受け付けませんでした（設定を確認してください）。",
        "The language model's server refused the request (check the settings).",
    ),
    "failed": ("言語モデルのサーバーでエラーが起きました。", "The language model's server failed."),
    "broken_off": (
        "言語モデルとの接続が途中で切れました。",
        "The connection to the language model broke off.",
    ),
    "truncated": ("言語モデルの回答が途中で打ち切られました。", "The language model's reply was cut short."),
    "filtered": (
        "言語モデルのサーバーが内容の制限により回答しませんでした。",
        "The language model's server withheld its reply (content filter).",
    ),
    "endless": ("言語モデルの回答が終わりませんでした。", "The language model's reply did not end."),
    "malformed": (
        "言語モデルの回答が、読み取れる形ではありませんでした。",
        "The language model's reply was not in a readable form.",
    ),
    "paused": (
        "言語モデルのサーバーが直前に応答しなかったため、しばらく問い合わせを控えています。",
        "The language model's server failed a moment ago and is left alone for a while.",
    ),
}


def note(key: str, language: Language, **values: object) -> str:
    """The sentence of that key in that language, filled in."""
    japanese, english = _SENTENCES[key]
    return (english if language == "en" else japanese).format(**values)
