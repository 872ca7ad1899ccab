"""A question as concepts: each a thing asked about, with every wording that the record may have for it.

「漏れ」 and 「漏えい」 are one concept, not two words: a clause that has either holds it whole. The glossary gives
the wordings; what it does not know is a concept by its own word, a compound by its parts as well. Words that
only name the place to look in (the meeting, the document, the speaker) are marked as scope: they tell clauses of
one place from those of another, not from each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.models import Intent, Understood
from assistant.understanding.abbreviations import Expansion
from corpus.dates import dates_in
from corpus.glossary import english, glossary
from corpus.glossary.matching import TermMatch, fold
from corpus.index.tokenizer import grouped, words
from corpus.text import squash

SCOPE_WEIGHT = 0.12  # of a word that names the place to look in
PLAIN_WEIGHT = 0.6  # of a general word (調べる, begin) against a term of the field
PLACE_WEIGHT = 0.6  # of a word before 「では」
ENGLISH_WEIGHT = 2.5  # of an English word that neither the glossary nor the record has
SHORT_WEIGHT = 0.5  # of a single character (面, 元, 籍): as often as not a part of some other word
CARRIED = 0.5  # of a word that a follow-up takes over from the question before it
PARTS = 0.8  # what the parts of a compound count when the compound itself does not stand there
_MEETING = re.compile(
    r"第?\s*[0-9〇一二三四五六七八九十百]+\s*回\s*(?:の)?(?:個人情報保護)?(?:委員会)?(?:の?(?:会議|会合))?"
    r"|第\s*[0-9〇一二三四五六七八九十]+\s*[章節編](?:[にでは]+)?"  # 第2章: a place, like a meeting
)
_ASKING = re.compile(
    r"(?:何|なん)でしょうか?|(?:教え|見せ|示し|挙げ|述べ|説明し|要約し|まとめ)て(?:ください|下さい|いただけますか|ほしい|もらえますか)?"
    r"|(?:何|なん)(?:と|を|が|に|で|か|の|人|名|件|社|回|年|月|日|条|番|ですか)|どのように|どのような|どんな|どういう|どういった"
    r"|どの(?:くらい|程度|よう)?|どれ(?:くらい|ほど)?|どう(?:して|やって|いう)?|どこ|どちら|誰|だれ|いつ|いくつ|いくら|なぜ"
    r"|について|に関して|に関する|に対して|に対する|において|における|によって|による|として|とされて|という|こと|もの|とき|場合"
    r"|(?:ですか|ますか|ましたか|でしょうか)"
)
# Verbs that only help the one before them: 見せてもらいたい wants to see, not to receive; しなければいけない goes nowhere.
_HELPING = re.compile(
    r"(?<=[てで])(?:もら[いえうおっわ]|くれ|ほし[いくか]|欲し[いくか]|いただ[いきくけ]|頂[いきくけ])[ぁ-ゖ]*?(?=です|ます|[、。?!]|[^ぁ-ゖ]|$)"
    r"|(?:(?<=[てで]は)|(?<=れば)|(?<=ないと)|(?<=なきゃ)|(?<=[ちじ]ゃ))(?:いけ|なら|成ら|行け)(?:な[いかくけ]|ま[しせ])"
)
# Words of speech and of asking in Sudachi's normal form; who speaks is read elsewhere.
_EMPTY = frozenset(
    "言う 述べる 尋ねる 聞く 問う 問い合わせる 答える 伺う 挙げる 示す 話す 教える 見る 見せる 書く "
    "記す 載せる 求める 行う 為さる 致す 頂く 質問 回答 発言 答弁 返答 説明 理由 詳細 結果 結論 内容 "
    "具体 主 場合 必要 事項 以下 以上 項目 言及 委員 委員会 会議 人 者 何人 方 等 的 目 他 具体的 "
    "詳しい 何時 番目 件 点 回 年 月 日 今回 当該 本件 上記 全て 全部 それぞれ 其れ 此の 其の 無い "
    "有る 出る 出す 来る 持つ 取る 受ける 入る 置く 分かる 知る 考える 思う 良い 前 後 中 上 下 時 際 "
    "共に 又 但し 済む 付ける 付く なぜ 何故 比較 違い 異なる 比べる 対比 世の中 くらい 位 程度 関係 "
    "有り 行く 様 様々 どんな 何の どの 一覧 列挙".split()
)
# Words that stand for the body that speaks or the act of speaking, whatever their wording.
_BODY = frozenset(
    "個人情報保護委員会 個人情報 個人 情報 保護 委員会 委員 会 委員長 会議 質問 発言 述べる 回答 "
    "説明 伺う 教える 頂く 要る 有る 言う".split()
)
# In a survey these only say where to look: everywhere.
_EVERYWHERE = frozenset("過去 審査 評価書 資料 議事録 議事概要 会議 是迄 今迄 記録 従来".split())
# And these that something was said: 何が指摘されましたか asks for all that was said, pointed out or not.
SAID = frozenset("指摘 議論 意見 懸念 審議 提起 要望 話題 論点 言及 取り上げる 触れる".split())
EMPTY_IN_SURVEYS = _EVERYWHERE | SAID
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)?")
_PLACE = re.compile(r"(?:で|において|における)は(?!な)|での|における")
_ENGLISH_EMPTY = frozenset(
    "what when where which whom whose does have been being were with that this these those there "
    "their them they from about into over under between within would could should must shall will "
    "many much long some such than then very more most other another each every been also only just "
    "please tell give show list explain describe meeting meetings commission commissioner "
    "commissioners question questions asked answer answered answers said says saying first second "
    "third fourth fifth item items according regarding concerning please article paragraph number "
    "name names kind kinds type thing things case cases used uses using make makes made take takes "
    "taken need needs needed work works deal order part parts held hold holds state states stated "
    "mention mentioned written write record records japan japanese handled handle year month against "
    "particular compare compared difference differences passage passages mentions statement statements place places".split()
)
_KANA_END = re.compile(r"[ぁ-ゖ]$")
_KANA = re.compile(r"[ぁ-ゖー]{1,2}")

Rarity = Callable[[Collection[str]], dict[str, float]]


@dataclass(frozen=True)
class Wording:
    """One way to say a concept: index tokens that stand together, and how much it counts."""

    tokens: frozenset[str]
    counts: float = 1.0
    surface: str = ""  # as it is written, squashed: found within longer words too (委託先 in 委託先名)


@dataclass(frozen=True)
class Concept:
    """One thing asked about, with its alternative wordings."""

    name: str
    wordings: tuple[Wording, ...]
    weight: float  # by rarity of what the record has of it
    scope: bool = False
    known: bool = True  # whether the record has any of its wordings at all
    term: bool = True  # a term or word of matter rather than a general one

    def held(self, tokens: AbstractSet[str], text: str = "") -> float:
        """How much of the best wording stands among the tokens of a text, or as written in its squashed form."""
        for surface in self._surfaces:
            if surface in text:
                return 1.0
        best = 0.0
        for counts, wanted, of in self._in_words:
            common = len(wanted & tokens)
            if common:
                best = max(best, counts * common / of)
        return best

    @cached_property
    def _surfaces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.surface for one in self.wordings if len(one.surface) > 1))

    @cached_property
    def _in_words(self) -> tuple[tuple[float, frozenset[str], int], ...]:
        return tuple((one.counts, one.tokens, len(one.tokens)) for one in self.wordings if one.counts)

    def written_in(self, question: str) -> str:
        """Its name as the question writes it: VPN, not vpn."""
        found = re.search(re.escape(self.name), question, re.I)
        return found[0] if found else self.name


def concepts_of(
    understood: Understood, scope_texts: Iterable[str], rarity: Rarity, learned: Sequence[Expansion] = ()
) -> tuple[Concept, ...]:
    """The concepts of a question; ``scope_texts`` are the names of the places it names.

    ``rarity`` gives the inverse document frequency of index tokens; ``learned`` are other wordings that documents
    give to what the question names.
    """
    text = _MEETING.sub(" ", fold(understood.standalone))
    if understood.dates:  # they name the documents to look in
        for day in reversed(dates_in(text)):
            text = text[: day.start] + " " + text[day.end :]
    drafts = _drafts(_HELPING.sub("。", text))
    if understood.language == "en":
        drafts += [_of_word((name,)) for name in names_in(understood.standalone)]
        drafts += [_of_word((word,)) for word in _left_over(understood.standalone)]
    drafts = [_reworded(draft, learned) for draft in drafts]
    scope = {token for name in scope_texts for token in words(name)}
    if understood.intent is Intent.SURVEY and (matter := [d for d in drafts if not _is_empty_in_surveys(d)]):
        drafts = [draft for draft in drafts if draft in matter or draft[0] not in SAID]
        scope |= {part for word in _EVERYWHERE for part in (word, *words(word))}
    rare = rarity({token for _, wordings, _ in drafts for w in wordings for token in w.tokens})
    unheld = max(rarity(["\0"]).values())
    found = [_concept(name, wordings, plain, scope, rare, unheld) for name, wordings, plain in drafts]
    found = _sorted_out(_focused(_named_once(found, text), text), text)
    if understood.intent is Intent.SURVEY:
        found = _joined(found, text)
    if understood.follow_up:
        own = fold(understood.question)
        found = [c if c.name in own else replace(c, weight=c.weight * CARRIED) for c in found]
    return tuple({concept.name: concept for concept in reversed(found)}.values())[::-1]


def _is_empty_in_surveys(draft: _Draft) -> bool:
    return draft[0] in EMPTY_IN_SURVEYS or set(draft[1][0].tokens) <= EMPTY_IN_SURVEYS


# What is asked for, where it is asked which one: 出した行政機関はどこですか, どの会社. It need not be called so.
_SORTS = "行政機関|機関|法人|会社|企業|団体|大学|省庁|部署|担当者?|人物"
_SORT = re.compile(rf"({_SORTS})(?=は?(?:どこ|どちら|誰|だれ|どれ|何と))|どの({_SORTS})")
SORT_WEIGHT = 0.4


def _sorted_out(concepts: list[Concept], text: str) -> list[Concept]:
    """Words that say what sort of thing is wanted count less than what is asked about it."""
    sorts = {name for match in _SORT.finditer(text) for name in match.groups() if name}
    return [replace(c, weight=c.weight * SORT_WEIGHT) if c.name in sorts else c for c in concepts]


def _focused(concepts: list[Concept], text: str) -> list[Concept]:
    """What stands before 「では」 or 「においては」 says where to look and counts less than what is asked about it."""
    cut = max((match.start() for match in _PLACE.finditer(text)), default=0)
    before, after = text[:cut], text[cut:]
    return [
        replace(c, weight=c.weight * PLACE_WEIGHT) if c.name in before and c.name not in after else c
        for c in concepts
    ]


# A name of several words: 免許取得者検索システム.
_NAME = re.compile(r"[一-鿿々ヶァ-ヺーa-z0-9]{2,}")
NAME_WORDS = 3  # from which on words written as one are a name
NAME_WEIGHT = 1.5  # of the weightiest of them, for all together


def _named_once(concepts: list[Concept], text: str) -> list[Concept]:
    """The words of a long name together weigh little more than one: else they drown what is asked about it."""
    for match in _NAME.finditer(text):
        parts = {c.name: c.weight for c in concepts if c.name in match[0] and not c.scope}
        most = NAME_WEIGHT * max(parts.values(), default=0.0)
        if len(parts) >= NAME_WORDS and sum(parts.values()) > most:
            less = most / sum(parts.values())
            concepts = [replace(c, weight=c.weight * less) if c.name in parts else c for c in concepts]
    return concepts


_AND = re.compile(r"\s*(?:や|と|・|、|及び|および|又は|または|並びに)\s*")


def _joined(concepts: list[Concept], text: str) -> list[Concept]:
    """For a survey, things named side by side (消去や廃棄) as one: a clause on either belongs to the survey."""
    placed = sorted((c for c in concepts if c.name in text), key=lambda c: text.index(c.name))
    joined: list[Concept] = []
    for concept in placed:
        last = joined[-1] if joined else None
        if last is not None and not last.scope and not concept.scope:
            end = text.index(last.name.rpartition("・")[2] or last.name)
            end += len(last.name.rpartition("・")[2] or last.name)
            if _AND.fullmatch(text, end, text.index(concept.name)) and concept.known == last.known:
                joined[-1] = replace(
                    last,
                    name=f"{last.name}・{concept.name}",
                    wordings=(*last.wordings, *concept.wordings),
                    weight=max(last.weight, concept.weight),
                )
                continue
        joined.append(concept)
    return [*joined, *(c for c in concepts if c.name not in text)]


_Draft = tuple[str, tuple[Wording, ...], bool]


def _drafts(text: str) -> list[_Draft]:
    """Name, wordings and plainness of every concept: glossary matches first, then the words that are left."""
    book = glossary()
    japanese = book.in_japanese(text)
    found = [draft for match in (*japanese, *book.in_english(text)) if (draft := _of_match(match))]
    rest = _ASKING.sub("。", _without(text, japanese))
    if re.search(r"[぀-ヿ一-鿿]", text):
        groups = [group for group in grouped(rest) if not _empty(group[0])]
    else:
        groups = [
            (word,) for word in re.findall(r"\b[a-z]*[0-9][a-z0-9]*\b", text) if not _ORDINAL.fullmatch(word)
        ]
    return [*found, *(_of_word(group) for group in groups)]


def names_in(question: str) -> tuple[str, ...]:
    """Latin names of an English question that the record may have as they are: LINE, ISMS, VPN; folded."""
    return tuple(dict.fromkeys(fold(w) for w in re.findall(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*\b", question)))


def _left_over(question: str) -> list[str]:
    """English words of matter for which the glossary has nothing: they are asked about all the same."""
    text = english.words(question)
    matched = {at for match in glossary().in_english(question) for at in range(match.start, match.end)}
    names = set(names_in(question))
    return [
        word
        for at, word in enumerate(text)
        if at not in matched
        and len(word) > 3
        and word.isalpha()
        and word not in _ENGLISH_EMPTY
        and word not in names
    ]


def _of_match(match: TermMatch) -> _Draft | None:
    own = [] if match.matched.isascii() or set(words(match.matched)) <= _EMPTY else [match.matched]
    sets = {frozenset(words(term)): term for term in reversed((*own, *match.terms))}
    sets = dict(reversed(sets.items()))
    if any(tokens and tokens <= _BODY for tokens in sets):
        return None
    wordings = tuple(Wording(tokens, surface=squash(term)) for tokens, term in sets.items() if tokens)
    return (match.matched, wordings, match.plain) if wordings else None


def _of_word(group: tuple[str, ...]) -> _Draft:
    """A word by itself or, for a compound, by its parts."""
    parts = frozenset(part for part in group[1:] if not _empty(part))
    whole = Wording(frozenset(group[:1]), surface="" if _KANA_END.search(group[0]) else group[0])
    wordings = (whole, *([Wording(parts, PARTS)] if parts else []))
    return group[0], wordings, False


def _reworded(draft: _Draft, learned: Sequence[Expansion]) -> _Draft:
    """A concept with the forms that stand for the whole it is a part of; only as they are written, not in parts."""
    name, wordings, plain = draft
    others = [other for one in learned if name in one.matched for other in one.others]
    held = {wording.surface for wording in wordings}
    more = [
        Wording(frozenset(words(other)), 0.0, squash(other))
        for other in others
        if squash(other) not in held and words(other)
    ]
    return name, (*wordings, *more), plain


def _without(text: str, matches: Iterable[TermMatch]) -> str:
    """The folded text without the matches; a general word takes its inflection with it (終わ|りました)."""
    for match in sorted(matches, key=lambda m: -m.start):
        end = match.end
        if match.plain:
            ending = re.compile(r"[ぁ-ゖ]*").match(text, end)
            end = ending.end() if ending else end
        text = text[: match.start] + "。" + text[end:]
    return text


def _empty(word: str) -> bool:
    return word in _EMPTY or word.isdecimal() or _KANA.fullmatch(word) is not None


def _concept(
    name: str,
    wordings: tuple[Wording, ...],
    plain: bool,
    scope: Collection[str],
    rare: dict[str, float],
    unheld: float,
) -> Concept:
    """A wording is as rare as its rarest token; a concept as its commonest wording that the record has."""
    if (
        name.isascii()
        and name.isalpha()
        and not any(rare[t] < unheld - 1e-6 for w in wordings for t in w.tokens)
    ):
        return Concept(name, wordings, ENGLISH_WEIGHT, known=False)
    rarities = [max(rare[token] for token in wording.tokens) for wording in wordings]
    held = [value for value in rarities if value < unheld - 1e-6]
    weight = min(held, default=unheld)
    named = any(wording.tokens <= set(scope) for wording in wordings[:1])
    weight *= (PLAIN_WEIGHT if plain else 1.0) * (SCOPE_WEIGHT if named else 1.0)
    weight *= SHORT_WEIGHT if len(name) == 1 else 1.0
    return Concept(name, wordings, weight, scope=named, known=bool(held), term=not plain)
