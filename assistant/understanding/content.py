"""The words of a question that carry its matter: what an answer has to be about."""

from __future__ import annotations

import re

from assistant.understanding.language import plain
from assistant.understanding.wordlist import wordlist

_QUESTION_WORDS = re.compile(
    r"(?:教え|見せ|示し|挙げ|述べ|説明し|要約し)て(?:ください|下さい|いただけますか|ほしい|もらえますか)?|ください|下さい"
    r"|どのように|どのような|どんな|どういう|どういった|どの(?:くらい|程度)?|どれ(?:くらい|ほど)?|どう(?:して|やって)?|どこ|どちら|誰|だれ"
    r"|いつ|いくつ|いくら|なぜ|何故|なに|何(?:か|が|を|と|に|で|回|件|点|人|社|年|月|日)?|ですか|ますか|ましたか|でしょうか|ください"
    r"|について|に関して|に対して|において|における|による|によって|としては|として|という|こと|もの|とき|場合|それぞれ|具体的に?|内容|主な"
)
_RUNS = re.compile(r"[一-鿿々ヶ]+|[ァ-ヺー]{2,}|[A-Za-z][A-Za-z0-9&/.+-]*[A-Za-z0-9]|[A-Za-z0-9]{2,}")
_EMPTY = frozenset(
    wordlist(
        "会 第 月 日 年 号 条 述べる 言う 尋ねる 求める 答える 聞く 見る 書く 示す 挙げる 行う 教える 成る",
        "言 求 述 書 教 見 挙 示 行 出 決 答 尋 聞 問 受 取 得 持 使 用 有 無 者 時 際 等 中 上 下 前 後",
        "方 点 件 回 項目 今 度 言及 際 際 必要 可能 内容 場合 具体 主 他 全 各 同 別 次 先 最初 一 二 三",
        "四 五 六 七 八 九 十 質問 回答 発言 答弁 返答 説明 理由 詳細 結果 結論 続 根拠 出典 事項 以下",
        "以上 以外 関 対 係 基 付 成 為 於 委員会 会議 人 物 所 何 誰 日本 事 定 含 置 開 述 記載 規定 載",
        "考 思 知 願 御 際 委員 委員長 課長 事務局 目 番目 点目 件目",
    )
)
_ENGLISH_EMPTY = frozenset(
    wordlist(
        "a an the and or of in on at to for by with from about as is are was were be been being do does",
        "did has have had what which who whom whose when where why how it its this that these those they",
        "them their there he she his her can could may might must shall should will would not no any all",
        "some so then than if please tell show give list say says said ask asked asks answer answered",
        "reply replied explain describe me us you we i one ones also and",
    )
)


def topic_words(text: str) -> tuple[str, ...]:
    """Surface words of matter, Japanese by its runs of Han, katakana and Latin, without a dictionary."""
    rest = _QUESTION_WORDS.sub(" ", plain(text))
    found = [
        word for word in _RUNS.findall(rest) if word not in _EMPTY and word.lower() not in _ENGLISH_EMPTY
    ]
    return tuple(
        dict.fromkeys(word for word in found if not re.fullmatch(r"[0-9]+|[〇一二三四五六七八九十百]+", word))
    )


def content_words(text: str) -> tuple[str, ...]:
    """The question's words of matter in the form the lexical index holds them, each once, in order.

    Compare them with ``corpus.index.tokenizer.words`` of a clause: both are normalised
    alike, so that 漏洩 and 漏えい meet.
    """
    from corpus.index.tokenizer import words  # loads Sudachi's dictionary, which the search needs anyway

    rest = _QUESTION_WORDS.sub("。", plain(text))
    empty = _EMPTY | _ENGLISH_EMPTY
    return tuple(dict.fromkeys(word for word in words(rest) if word not in empty and not word.isdecimal()))
