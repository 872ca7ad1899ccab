"""Documents, kinds of documents and matters that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.holding import HeldNames, squashed
from assistant.understanding.wordlist import wordlist
from corpus.glossary import english, glossary
from corpus.models import DocumentKind

# Words that tell nothing of which assessment, meeting or paper is meant
_GENERIC = wordlist(
    "特定個人情報保護 個人情報保護委員会 個人情報保護 特定個人情報 全項目 重点項目 基礎項目 評価書",
    "保護評価 評価実施機関 国家資格等 国家資格 過去 今回 当該 本件 以前 最新 新規実施 新規 提出 公表",
    "審査 認定 申請 委員会 行政機関 主務大臣 大臣 省庁 関係 免許証 免許 免状 資格 登録 交付 事務 業務",
    "システム ファイル 議題 資料 対象 上記 同様 他 各 全 同 両 本 別 先 前 後 側 当 複数 一連 既存",
    "各省 各種 すべて 全て これまで 概要 説明 議事録 議事概要 会議 回 第 令和 平成 年 月 日 版 案",
)
_GENERIC_RE = re.compile(
    "|".join(sorted(map(re.escape, _GENERIC), key=len, reverse=True)) + r"|[0-9〇一二三四五六七八九十百]+"
)
_RUN = r"[一-鿿々ヶァ-ヺーA-Za-z0-9()]"
_REPORT = re.compile(
    r"(?:に関する|についての|に係る|における|の)?(?:全項目|重点項目|基礎項目)?(?:特定個人情報)?(?:保護)?評価書"
)
_QUALIFIER = re.compile(rf"{_RUN}(?:{_RUN}|[・、ゆんのり](?={_RUN}))*$")
_REACH = 60  # characters before 評価書 that may qualify it
_BROKEN = re.compile(r"[、。]|が(?=[一-鿿])")
_CHUNK = re.compile(r"[一-鿿々ヶァ-ヺー]{3,}")
_CHUNK_LENGTH = 4
_PAPER_NAME = re.compile(
    r"(?:大綱|中間整理|論点整理|取りまとめ|骨子)$"
)  # what names a paper of the Commission's own
_PART_LENGTH = 3
_HELD, _NAMED = 0.5, 0.6  # share of a qualifier's character pairs in a title: may be held, is meant
_ASSESSMENT_EN = re.compile(r"\b(?:assessments?|PIA|reports?)\b", re.I)
_OF_AGENCY = re.compile(
    r"^\s*(?:の|が(?:提出|公表|作成|実施)した|による|から(?:提出|出)され?た?)\S{0,16}評価書|^'s\s+(?:[\w-]+\s+){0,3}assessment",
    re.I,
)
_BY_AGENCY = re.compile(r"\bassessments?(?:\s+reports?)?\s+(?:of|by|from|submitted by)\s+(?:the\s+)?$", re.I)

_KINDS = (
    (DocumentKind.MINUTES, r"議事録(?:で|に(?!つい|係)|の中|上|から|によ|を見)|回\S{0,10}議事録|\bminutes\b"),
    (DocumentKind.SUMMARY,
        r"議事概要(?:で|に(?!つい|係)|の中|上|から|によ|を見)|回\S{0,10}議事概要"
        r"|\bsummary of proceedings\b"),
    (DocumentKind.ASSESSMENT,
        r"評価書(?:で|に(?!つい|係|対)|の中|上|から|によ)|\b(?:in|under"
        r"|by|according to)\b[^.?]{0,60}\bassessment"),
    (DocumentKind.REVIEW, r"精査結果(?:で|に(?!つい|係)|の中|上|から|によ)|\bin the review sheets?\b"),
    (DocumentKind.STATUTE,
        r"(?:法令|規則|条文|法律)(?:で|に(?!基|従|つい|関))|\bin the (?:regulation"
        r"|statute|law)\b"),
    (DocumentKind.GUIDELINE, r"(?:ガイドライン|指針)(?:で|に(?!基|従|沿|準|つい|関))|\bin the guidelines?\b"),
    (DocumentKind.PAPER, r"(?<![一-鿿])資料[0-9]?(?:で|に(?!基|つい|関))|\bin the (?:discussion )?paper\b"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _KINDS)
_JOINED_KIND = re.compile(r"(?:や|と|・|及び|または|又は|、)(?:議事録|議事概要|評価書|資料)|\bor\b|\band\b")


@dataclass(frozen=True)
class NamedDocuments:
    """What a question names: documents, agenda items, and an assessment that nothing held fits."""

    document_ids: tuple[str, ...] = ()
    matter_ids: tuple[str, ...] = ()
    unknown: str | None = None  # 看護師免許
    asked_of: str | None = None  # what qualifies 評価書, whoever it is


def find_documents(text: str, names: HeldNames) -> NamedDocuments:
    """The documents and matters named: by title, by what qualifies 評価書, by a telling part of a title."""
    squash = squashed(text)
    documents = dict.fromkeys(_by_full_name(squash, text, names))
    matters: dict[str, None] = {}
    unknown = asked_of = None
    for qualifier in _qualifiers(text):
        asked_of = qualifier
        fits, matter_fits, share = _fitting(squashed(qualifier), names)
        documents.update(dict.fromkeys(fits))
        matters.update(dict.fromkeys(matter_fits))
        if not fits and not matter_fits and share < _HELD:
            unknown = qualifier
    if "評価書" in text:
        documents.update(dict.fromkeys(_by_part(squash, names)))
    for chunk in _chunks(text):
        fits, matter_fits = _distinctive(chunk, names)
        documents.update(dict.fromkeys(fits))
        matters.update(dict.fromkeys(matter_fits))
    if re.search(r"[A-Za-z]{4}", text):
        return _in_english(text, names, NamedDocuments(tuple(documents), tuple(matters), unknown, asked_of))
    return NamedDocuments(tuple(documents), tuple(matters), unknown, asked_of)


def find_kinds(
    text: str, names: HeldNames, named: NamedDocuments, meetings: bool
) -> tuple[DocumentKind, ...]:
    """The kinds of document that a question asks to be answered from; several joined ones restrict nothing.

    An assessment that stands in the record only as an agenda item is answered from the minutes.
    """
    if (
        _JOINED_KIND.search(text)
        and len(re.findall(r"議事録|議事概要|評価書|審査|資料|minutes|assessment", text)) > 1
    ):
        return ()
    held = {document.kind for document in names.documents.values()}
    kinds = [kind for kind, pattern in _KIND_PATTERNS if kind in held and pattern.search(text)]
    only_matter = bool(named.matter_ids and not named.document_ids) or meetings
    return tuple(kind for kind in kinds if not (kind is DocumentKind.ASSESSMENT and only_matter))


def _by_full_name(squash: str, text: str, names: HeldNames) -> list[str]:
    """Documents whose whole title or an alias stands in the question; English aliases by their words."""
    stems = {english.stem(word) for word in english.words(text)}
    return [
        id_
        for id_, name, told in names.full_names
        if names.documents[id_].kind
        is not DocumentKind.STATUTE  # a law is named as a law, not as its document
        and ((name in squash and len(_GENERIC_RE.sub("", name)) >= _PART_LENGTH) or (told and stems >= told))
    ]


def _by_part(squash: str, names: HeldNames) -> list[str]:
    """The assessment whose title alone has a part that stands in the question: はり師."""
    return [
        next(iter(ids))
        for part, ids in names.parts.items()
        if len(part) >= _PART_LENGTH
        and len(ids) == 1
        and part in squash
        and _is_assessment(next(iter(ids)), names)
        if len(_GENERIC_RE.sub("", part)) >= _PART_LENGTH - 1
    ]


def _is_assessment(document_id: str, names: HeldNames) -> bool:
    return names.documents[document_id].kind is DocumentKind.ASSESSMENT


def asks_assessment_of(text: str, start: int, end: int) -> bool:
    """Whether an assessment of the agency named at ``text[start:end]`` is asked for: 総務省の評価書."""
    return bool(_OF_AGENCY.match(text[end:]) or _BY_AGENCY.search(text[:start]))


def of_agency(agency: str, names: HeldNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The assessments of an agency, as documents and as agenda items."""
    called = [squashed(written) for written, own in names.agencies.items() if own == agency]
    documents = [d.id for d in names.documents.values() if d.agency == agency and _is_assessment(d.id, names)]
    matters = [
        clause
        for heading, _, clause in names.matters
        if clause and "評価書" in heading and any(name in heading for name in called)
    ]
    return tuple(documents), tuple(matters)


def _qualifiers(text: str) -> list[str]:
    """What stands before 評価書 and says which one: 看護師免許の評価書 -> 看護師免許."""
    found = []
    for report in _REPORT.finditer(text):
        match = _QUALIFIER.search(text[max(0, report.start() - _REACH) : report.start()])
        qualifier = _BROKEN.split(match[0])[-1].strip("の()") if match else ""
        told = _GENERIC_RE.sub(" ", qualifier)
        if any(len(word) >= 2 for word in re.split(r"[\sの・、()]+", told)):
            found.append(qualifier)
    return found


def _fitting(qualifier: str, names: HeldNames) -> tuple[list[str], list[str], float]:
    """Assessments and agenda items that a qualifier names, and the best share of it that any holds."""
    told = [word for word in re.split(r"[\sの・、()]+", _GENERIC_RE.sub(" ", qualifier)) if len(word) >= 2]
    documents = {
        id_: _share(told, title) for id_, title in names.titles.items() if _is_assessment(id_, names)
    }
    matters = {clause: _share(told, heading) for heading, _, clause in names.matters}
    agencies = max((1.0 for name in names.agencies if squashed(name) in qualifier), default=0.0)
    others = max((_share(told, title) for title in names.titles.values()), default=0.0)
    best = max([agencies, others, *documents.values(), *matters.values()])
    if agencies:
        return [], [], best
    if not names.matters and best < _HELD:
        best = _HELD  # nothing is known of the agenda: do not claim that it is not there
    return (
        [id_ for id_, share in documents.items() if share >= _NAMED],
        [clause for clause, share in matters.items() if share >= _NAMED and clause],
        best,
    )


def _share(words: list[str], title: str) -> float:
    """The share of the words' character pairs that the title has."""
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1)]
    return sum(pair in title for pair in pairs) / len(pairs) if pairs else 0.0


def _chunks(text: str) -> list[str]:
    """Runs of a question that may be a telling part of a title."""
    runs = (run for run in _CHUNK.findall(text) if len(run) >= _CHUNK_LENGTH)
    return [run for run in runs if len(_GENERIC_RE.sub("", run)) >= _CHUNK_LENGTH]


def _distinctive(chunk: str, names: HeldNames) -> tuple[list[str], list[str]]:
    """The one assessment or paper, or the agenda items of the one document, whose title has the chunk."""
    wanted = squashed(chunk)
    documents = [id_ for id_, title in names.titles.items() if wanted in title]
    matters = [(document, clause) for heading, document, clause in names.matters if wanted in heading]
    if len({*documents, *(document for document, _ in matters)}) != 1:
        return [], []
    told = _PAPER_NAME.search(chunk) is not None
    kinds = (DocumentKind.ASSESSMENT, *((DocumentKind.PAPER, DocumentKind.OTHER) if told else ()))
    assessments = [id_ for id_ in documents if names.documents[id_].kind in kinds]
    return assessments, [clause for _, clause in matters if clause]


def _in_english(text: str, names: HeldNames, found: NamedDocuments) -> NamedDocuments:
    """Assessments by the English name of their qualification; one that nothing held covers is unknown."""
    documents, matters = dict.fromkeys(found.document_ids), dict.fromkeys(found.matter_ids)
    unknown = found.unknown
    for match in glossary().in_english(text):
        if match.group != "qualification":
            continue
        terms = [squashed(term) for term in match.terms]
        fits = [id_ for id_, title in names.titles.items() if any(term in title for term in terms)]
        fitting = [clause for heading, _, clause in names.matters if any(term in heading for term in terms)]
        documents.update((id_, None) for id_ in fits if names.documents[id_].kind is DocumentKind.ASSESSMENT)
        matters.update(dict.fromkeys(clause for clause in fitting if clause))
        if not fits and not fitting and names.matters and _ASSESSMENT_EN.search(text):
            unknown = match.terms[0]
    return NamedDocuments(tuple(documents), tuple(matters), unknown, found.asked_of)
