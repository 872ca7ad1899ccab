"""Which words of a Japanese statement its quotations carry; every other is one that nobody said.

A word is carried where it stands in the quotations or in the name of their source (label, speaker, title, agency),
where the glossary gives it as another name of something that stands there, or where it only leads to what is said
(述べる, 記載, 次の). No word is carried by the question: a question may suggest what no record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.answer.proving.models import Proof
from assistant.answer.proving.reading import Sentence
from corpus.glossary import glossary
from corpus.index.tokenizer import Word, cut
from corpus.text import squash

# Words that lead to what is said and say nothing of the matter; in Sudachi's normalised forms and as written.
FRAME = frozenset(
    """
    述べる 発言 回答 答える 説明 記載 示す 質問 尋ねる 訊ねる 指摘 求める 伝える 言及 触れる 挙げる 上げる
    掲げる 明記 明示 列挙 要請 要望 次 下記 以下 上記 前記 旨 事 こと 物 もの 為 ため 場合 際 時 点
    上 中 内 等 など ほか 他 外 度 方 者 様 よう 通り とおり 形 趣旨 内容 記録 議事録 議事概要 資料
    評価書 文書 会議 会合 委員会 発話 意見 考え 考える 思う 見解 認識 事項 項目 点 面 件 箇所 部分 一つ
    為る する 有る ある 居る いる おる 成る なる 行う 実施 講ずる 講じる 出来る できる 置く 因る 依る
    拠る 対する 関する 就く 付く 於く 於ける とる 取る 得る 受ける 図る 進める 持つ 含む 含める 踏まえる
    基づく 当たる 係る 伴う 通じる 具体 具体的 必要 予定 可能 方針 今回 本件 同 本 当該 当 其の
    此の その この それぞれ 夫々 各 また 又 及び 並びに 更に さらに なお 且つ 特に 主 主に 合わせる
    併せる 旨 様 的 化 性 対象 関連 関係 対応 状況 取扱い 取り扱い 取り扱う 措置 規定 定める 頂く
    いただく 致す 申し上げる 御 計 合計 第 回 名 人 つ 年 月 日 条 項 号
    """.split()
)
# General words that stand for each other; a statement may use one where its quotation has another of its row.
_ROWS = """
    行う 実施 実行 遂行
    開催 開会 開く
    保持 保有 所持
    終わる 終了 終える
    始める 開始 使用開始
    全て すべて 全部
    三つ 3つ 三点 3点
    更新 改定
    用いる 使用 利用 使う
    講ずる 講じる 実施
    作る 作成
    選ぶ 選定
    無い ない
    禁じる 禁止
    終える 完了 終了
    示す 提示
    設ける 設置 整備
    直ちに すぐに
    遅滞なく 遅滞
    速やか 迅速
    持ち運ぶ 持ち運び
    持ち出す 持ち出し
    見直す 見直し
    取り戻す 取戻し 取り戻し
    承諾 許諾
    届け出る 届出
    棚卸し 棚卸
    了解 了承
    漏れる 漏えい 漏洩
    紐付ける 紐付け
    申し込む 申請
    備える 整備
    同様 同じ
"""
# Words that lead to what is said only where the quotation has this form of saying it.
LEADS_IF = {"提案": re.compile("どうか|案|よろしいでしょうか")}
_ROW_OF: dict[str, frozenset[str]] = {}
for _line in _ROWS.strip().splitlines():
    for _word in _line.split():
        _ROW_OF[_word] = _ROW_OF.get(_word, frozenset()) | frozenset(_line.split())
# Particles that narrow: a statement may not narrow what its quotation does not.
_NARROWING = frozenset({"のみ", "だけ", "しか", "ばかり", "さえ", "こそ"})
# Words that say how many of all: they must be the quotation's own, the name of its source does not do.
_SCOPE = frozenset(
    "全て すべて 全部 全員 全般 一切 必ず 常に いずれ あらゆる 総て 皆 みな 凡て 初めて 最も 唯一 既に すでに".split()
)
_SIDES = frozenset({"前", "後", "外", "以前", "以後", "以降"})
# Words of a quotation that its statement may not drop, since what is left would be more than was said.
RESTRICTIONS = ("原則", "例外")
_MATTER = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "代名詞"})


class Carried:
    """What the quotations of one statement carry."""

    def __init__(self, proofs: Sequence[Proof]) -> None:
        """Of these proofs: the words quoted, and those that name where they stand."""
        self.quoted = squash("\n".join(proof.quote for proof in proofs))
        names = [
            f"{p.clause.label} {p.clause.speaker or ''} {p.document.title} {p.document.cite} {p.document.agency or ''}"
            f" {p.clause.field or ''} {p.clause.value or ''} {' '.join(p.clause.path)} {p.clause.law or ''}"
            for p in proofs
        ]
        self.named = squash("\n".join(names))
        self._forms = frozenset(_forms(self.quoted)) | frozenset(_forms(self.named))
        self._synonyms = _synonyms(self.quoted + "\n" + self.named)

    def has(self, word: Word) -> bool:
        """Whether a word of a statement is carried."""
        if word.surface in LEADS_IF:
            return LEADS_IF[word.surface].search(self.quoted) is not None
        if word.surface in _SCOPE or word.form in _SCOPE:
            return any(w in self.quoted for w in (word.surface, *_ROW_OF.get(word.form, ())))
        if word.surface in FRAME or word.form in FRAME or word.surface.isdecimal():
            return True
        return self._is_said(word.surface, word.form) or (
            len(word.parts) > 1 and all(self._part(part) for part in word.parts)
        )

    def _is_said(self, surface: str, form: str) -> bool:
        if form in self._forms or (len(surface) > 1 and surface in self.quoted + self.named):
            return True
        row = _ROW_OF.get(form, frozenset()) | _ROW_OF.get(surface, frozenset())
        return any(other in self._forms or (len(other) > 1 and other in self.quoted) for other in row) or (
            surface in self._synonyms
        )

    def _part(self, part: str) -> bool:
        return part in FRAME or part.isdecimal() or part in self._forms or self._is_said(part, part)

    def stranger(self, sentence: Sentence) -> str | None:
        """The first word of a statement's sentence that is not carried; None where all are."""
        for at, word in enumerate(sentence.words):
            if word.pos == "助詞" and word.surface in _NARROWING and word.surface not in self.quoted:
                return word.surface
            if word.surface in _SIDES and not self._on_side(sentence.text, word):
                return word.surface
            if word.pos not in _MATTER or self.has(word):
                continue
            if self._compound(sentence.words, at):
                continue
            return word.surface
        return None

    def _on_side(self, text: str, word: Word) -> bool:
        """Whether before or after is that of the quotation: 使用開始前 is not 使用開始後."""
        run = re.search(r"[一-鿿々ァ-ヶー]{1,4}$|.{1,2}$", text[: word.start])
        return run is None or run[0] + word.surface in self.quoted + self.named

    def _compound(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word stands in the quotation cut in another way, with the word before or behind it."""
        for first, last in ((at - 1, at + 1), (at, at + 2)):
            joined = "".join(word.surface for word in words[max(first, 0) : last])
            if len(joined) > 2 and joined in self.quoted + self.named:
                return True
        return False

    def same(self, word: Word, other: Word) -> bool:
        """Whether two predicates are one word, or words that stand for each other."""
        if word.form == other.form or word.surface == other.surface:
            return True
        if other.form in _ROW_OF.get(word.form, ()) or other.surface in _ROW_OF.get(word.surface, ()):
            return True
        return (
            len(word.surface) > 2
            and other.surface.endswith(word.surface[-2:])
            and word.parts[-1:] == other.parts[-1:] != ()
        )


_ONLY = re.compile(r"([^、。]{2})(?:と|に|が)?(?:のみ|だけ|に限[らりる])")


def dropped(said: str, quotes: Sequence[str]) -> str | None:
    """A restriction of the quotations that the statement leaves out: 原則として, 者のみ."""
    for quote in map(squash, quotes):
        for restriction in RESTRICTIONS:
            if restriction in quote and restriction[:2] not in said:
                return restriction
        if not re.search("のみ|だけ|限", said):
            for only in _ONLY.finditer(quote):
                if only[1] in said:
                    return only[0]
    return None


def _forms(text: str) -> Iterator[str]:
    for word in cut(text):
        yield word.form
        yield word.surface
        yield from word.parts
        if len(word.parts) > 1:
            yield from (part.form for piece in word.parts for part in cut(piece))


def _synonyms(text: str) -> frozenset[str]:
    """Other names that the glossary gives to the terms in a text."""
    return frozenset(name for term, names in _table() if term in text for name in names)


@cache
def _table() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each name of a term of the field with its other names; everyday words are left out, they are too wide."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    entries = glossary().entries
    for term in entries.terms:
        names = tuple(squash(name) for name in (term.ja, *term.spellings, *term.synonyms))
        rows += [(name, names) for name in names]
    for organ in entries.organisations:
        names = tuple(squash(name) for name in organ.japanese)
        rows += [(name, names) for name in names]
    return tuple(rows)
