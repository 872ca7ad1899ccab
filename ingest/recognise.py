"""What a document is, read from its text: kind, title, meeting, date, agency; and so its id and citation.

Each kind has signs with weights; the kind with most weight wins, and its signs are the evidence that is shown
to whoever checks it. The file's name is asked only for what the text does not say. A manifest overrides it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field, ValidationError

from corpus.errors import ManifestError
from corpus.models import Document, DocumentKind, Frozen, Recognised
from ingest.parsers.review import column_of, columns_of
from ingest.recognise_cite import cite_of, id_of
from ingest.recognise_details import (
    GUIDELINE_TITLE,
    LAW_TITLE,
    PAPER_NUMBER,
    Details,
    details_of,
    plain_lines,
)

_HEAD = 12  # lines that may hold a title
_ROLE = (
    "(?:委員長|委員|事務局|議長|会長|座長|部会長|構成員|局長|次長|課長|室長|審議官|参事官|企画官|調査官|研究官|専門官"
    "|補佐|係長|部長|主査|理事|大臣|政務官|長官|総裁|検査官|総長|参考人|説明員|君|氏)"
    "(?:代理|補佐|心得)?(?:[(（][^)）]{1,40}[)）])?"
)
_SPEAKER = re.compile(rf"^[○◯〇]\s?(?=\S)[^\s。、]{{0,24}}?{_ROLE}\s")
# Some records leave out the space after the name: ○堀内委員長これより会議を開きます
_RUN_ON = re.compile(
    rf"^[○◯〇]([^\s。、のをにはがでと]{{1,20}}?{_ROLE})(?=[^会のをにはがでとへや、。・及並各\s])"
)
_FRONT = re.compile(
    r"^(?:[0-9]{1,2}[.\s]*)?(日\s*時|場\s*所|出\s*席\s*者|出席委員|開催日時|議\s*事)\s*(?:[::]|$|\s)"
)
_OPENED = re.compile(r"(?:開会|開催|会議を(?:始め|開き))(?:いた|し|ます|る)")
_ARTICLE_HEAD = re.compile(
    r"^第[0-9一二三四五六七八九十百千]+条(?:の[0-9一二三四五六七八九十]+)*(?:\s|[(]|$)"
)
_LAW_NUMBER = re.compile(
    r"^[(]?(?:明治|大正|昭和|平成|令和)[^。]{1,20}年[^。]{0,30}第[0-9一二三四五六七八九十百千]+号[)]?"
)
_EXPLAINED = re.compile(r"[(]法第[0-9]+条(?:の[0-9]+)?(?:第[0-9]+項)?(?:[^()]{0,40})関係[)]")
_ITSELF = re.compile(r"(?:本|この)(?:ガイドライン|指針|基本方針|留意事項)")
_SECTION = re.compile(r"^[0-9]{1,2}(?:-[0-9]{1,2}){1,4}(?:\s|[^\s0-9-])")
_NUMBERED = re.compile(r"^(?:[(][0-9]{1,2}[)]|[0-9]{1,2}[.\s]|[①-⑳]|[ⅠⅡⅢⅣⅤIV]{1,3}[.\s])\s*\S")
_PROPOSED = re.compile(r"してはどうか|こととしてはどうか|検討項目|論点|検討の趣旨|検討内容|別紙\s*[0-9]|別添")
# What the Commission calls papers of its own that bear no number.
_TITLED_PAPER = re.compile(
    r"(?:大綱|中間整理|論点整理|取りまとめ|とりまとめ|骨子|視点|考え方|進め方|検討項目|検討課題|行政上の対応)(?:について)?(?:[(][^()]{1,8}[)])?$"
)
_FORM_NAME = re.compile(r"特定個人情報保護評価書\s*[(]?(?:全項目|重点項目|基礎項目)評価書[)]?")
_REVIEWED = re.compile(
    r"評価書[^。]{0,30}(?:の|に(?:係る|関する|ついての))(?:精査|審査)[^。]{0,12}結果|精査結果"
)
_FOUND = re.compile(
    r"問題は?(?:認められない|ない)|(?:記載|説明)されている(?:ことを確認した|。)|妥当(?:である|と認め)"
)
_FORM_HEADINGS = (
    "評価書番号",
    "評価書名",
    "個人のプライバシー等の権利利益の保護の宣言",
    "評価実施機関名",
    "項目一覧",
    "基本情報",
    "特定個人情報ファイルの概要",
    "リスク対策",
    "開示請求、問合せ",
    "評価実施手続",
    "しきい値判断結果",
    "しきい値判断項目",
)


class Recognition(Frozen):
    """What was made of a text, how surely (0..1), and the signs it was made from."""

    kind: DocumentKind
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[str, ...] = ()
    title: str
    cite: str
    id: str
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    settled_id: bool = False  # the id is the material's own, whatever else a manifest says of it

    def sign(self) -> Recognised:
        """What the content was taken for, and why; for reports."""
        return Recognised(kind=self.kind, confidence=self.confidence, evidence=self.evidence)


@dataclass(frozen=True)
class _Signs:
    """The lines of a text (NFKC, stripped, not blank) and what is counted among them."""

    lines: list[str]

    @cached_property
    def head(self) -> list[str]:
        return self.lines[:_HEAD]

    @cached_property
    def speakers(self) -> int:
        """Lines that begin with a speaker; a name run on into the speech counts if it comes again."""
        names = Counter(match[1] for line in self.lines if (match := _RUN_ON.match(line)) is not None)
        return self.count(_SPEAKER) + sum(times for times in names.values() if times > 1)

    def count(self, pattern: re.Pattern[str], lines: list[str] | None = None) -> int:
        return sum(1 for line in (self.lines if lines is None else lines) if pattern.search(line))


def recognise(text: str, file_name: str) -> Recognition:
    """What the decoded text of a document is; ``file_name`` serves where the text is silent."""
    lines = plain_lines(text)
    signs = _Signs(lines)
    scores = {kind: score(signs) for kind, score in _SCORES.items()}
    kind = max(scores, key=lambda candidate: sum(scores[candidate].values()))
    best = sum(scores[kind].values())
    evidence: tuple[str, ...] = ()
    if best < 0.3:
        kind, confidence = DocumentKind.OTHER, 0.0
    else:
        second = max(sum(found.values()) for other, found in scores.items() if other is not kind)
        confidence = round(min(0.99, best) * min(1.0, 0.5 + (best - second)), 2)
        evidence = tuple(scores[kind])
    details = details_of(kind, text, lines, file_name)
    return Recognition(
        kind=kind,
        confidence=confidence,
        evidence=evidence,
        title=details.title,
        cite=cite_of(kind, details),
        id=id_of(kind, details),
        date=details.date,
        meeting=details.meeting,
        agency=details.agency,
    )


def document_from(
    recognition: Recognition, overrides: Mapping[str, object], sha256: str, file_name: str
) -> Document:
    """The document of a recognition, where ``overrides`` (keys of Document, from a manifest) go before it.

    What follows from an overridden field (the citation from the title and date, say) follows from the new
    value. Raises ManifestError naming what does not fit.
    """
    given = {key: value for key, value in overrides.items() if value is not None and key not in _NOT_OURS}
    fields: dict[str, object] = {
        "title": recognition.title,
        "kind": recognition.kind,
        "date": recognition.date,
        "meeting": recognition.meeting,
        "agency": recognition.agency,
        "url": recognition.url,
        "aliases": recognition.aliases,
        **given,
        "sha256": sha256,
        "file_name": file_name,
    }
    try:
        draft = Document.model_validate({"id": recognition.id, "cite": recognition.cite, **fields})
        details = Details(title=draft.title, date=draft.date, meeting=draft.meeting, agency=draft.agency)
        changed = details != Details.model_validate(recognition.model_dump(include=set(Details.model_fields)))
        derived: dict[str, object] = {}
        if "cite" not in given and (changed or draft.kind is not recognition.kind):
            derived["cite"] = cite_of(draft.kind, details)
        if (
            "id" not in given
            and not recognition.settled_id
            and (changed or draft.kind is not recognition.kind)
        ):
            derived["id"] = id_of(draft.kind, details)
        return Document.model_validate({**draft.model_dump(), **derived})
    except ValidationError as error:
        faults = "; ".join(
            f"`{'.'.join(map(str, fault['loc']))}`: {fault['msg']}" for fault in error.errors()
        )
        raise ManifestError(f"{file_name}: {faults}. Mend its entry in the manifest.") from error


_NOT_OURS = {"file", "sha256"}


def _minutes(signs: _Signs) -> dict[str, float]:
    speakers = signs.speakers
    return {
        **_sign(f"○で始まる発言者の行が{speakers}", 0.6 if speakers >= 3 else 0.4, speakers >= 1),
        **_front(signs),
        **_sign(
            "表題に議事録", 0.4, any(re.search(r"議\s*事\s*録|会\s*議\s*録", line) for line in signs.head)
        ),
        **_sign("開会の発言", 0.2, signs.count(_OPENED, signs.lines[:200]) > 0 and speakers > 0),
    }


def _summary(signs: _Signs) -> dict[str, float]:
    told = len(re.findall(r"旨の(?:発言|説明|質問|回答|意見)が?", "".join(signs.lines)))
    titled = any(re.search(r"議\s*事\s*(?:概\s*要|要\s*旨)", line) for line in signs.head)
    return {
        **_sign("表題に議事概要", 0.6, titled),
        **_sign(f"「旨の発言があった」等が{told}", 0.3 if told >= 3 else 0.1, told >= 1),
        **_sign("議事の概要の欄", 0.2, any("議事の概要" in line for line in signs.lines[:60])),
        **_front(signs),
    }


def _front(signs: _Signs) -> dict[str, float]:
    found = dict.fromkeys(
        re.sub(r"\s", "", match[1]) for line in signs.lines[:40] if (match := _FRONT.match(line)) is not None
    )
    return _sign("・".join(found) + "の欄", 0.2, len(found) >= 2)


def _assessment(signs: _Signs) -> dict[str, float]:
    cells = {_bare(cell) for line in signs.lines for cell in line.split("\t")}
    headings = [heading for heading in _FORM_HEADINGS if heading in cells]
    named = next((match[0] for line in signs.head if (match := _FORM_NAME.search(line))), None)
    return {
        **_sign(f"様式の名称「{named}」", 0.5, named is not None),
        **_sign(
            f"様式の見出し: {'、'.join(headings[:4])}", min(0.6, 0.15 * len(headings)), len(headings) >= 2
        ),
    }


def _bare(cell: str) -> str:
    """A cell without the number of its heading: II 特定個人情報ファイルの概要, (別添1) ..."""
    return re.sub(r"^(?:[(]別添[0-9]+[)]|[IVX]{1,4}|[0-9]{1,2}[.]?|[①-⑳])\s*", "", cell.strip()).rstrip("*※ ")


def _statute(signs: _Signs) -> dict[str, float]:
    articles = signs.count(_ARTICLE_HEAD)
    titled = next((line for line in signs.lines[:4] if LAW_TITLE.match(line)), None)
    first = next((at for at, line in enumerate(signs.lines) if _ARTICLE_HEAD.match(line)), None)
    early = first is not None and first < max(40, len(signs.lines) // 5)
    return {
        **_sign(f"表題が法令名「{titled}」", 0.4, titled is not None and articles > 0),
        **_sign(
            "法令番号",
            0.2,
            any(_LAW_NUMBER.match(line) or _law_number_at_end(line) for line in signs.lines[:6]),
        ),
        **_sign(f"条で始まる行が{articles}", 0.3, articles >= 3 and early),
        **_sign("目次", 0.1, "目次" in signs.lines[:10] and articles >= 3),
    }


def _law_number_at_end(line: str) -> bool:
    return re.search(r"[(][^()]*年[^()]*第[^()]*号[)]$", line) is not None


def _guideline(signs: _Signs) -> dict[str, float]:
    titled = next((line for line in signs.head if len(line) < 90 and GUIDELINE_TITLE.search(line)), None)
    explained = len(_EXPLAINED.findall("\n".join(signs.lines)))
    sections = signs.count(_SECTION)
    itself = len(_ITSELF.findall("\n".join(signs.lines)))
    return {
        **_sign(f"表題「{titled}」", 0.35, titled is not None),
        **_sign(f"「（法第…条関係）」が{explained}", 0.3, explained >= 3),
        **_sign(f"1-1のような節番号が{sections}", 0.2, sections >= 5),
        **_sign(f"「本ガイドライン」等が{itself}", 0.35, itself >= 5),
    }


def _paper(signs: _Signs) -> dict[str, float]:
    number = next((line for line in signs.lines[:100] if PAPER_NUMBER.match(line)), None)
    numbered = signs.count(_NUMBERED)
    proposed = signs.count(_PROPOSED)
    titled = next((line for line in signs.head[:8] if len(line) < 60 and _TITLED_PAPER.search(line)), None)
    return {
        **_sign(f"資料番号「{number}」", 0.4, number is not None),
        **_sign(f"表題「{titled}」", 0.3, titled is not None),
        **_sign(f"番号の付いた節や項目が{numbered}", 0.2, numbered >= 3),
        **_sign(f"検討や提案の言い回し、別紙が{proposed}", 0.2, proposed >= 2),
    }


def _review(signs: _Signs) -> dict[str, float]:
    titled = next((line for line in signs.head if len(line) < 90 and _REVIEWED.search(line)), None)
    columns = max((columns_of(line.split("\t")) for line in signs.lines), key=len, default=())
    labelled = {name for line in signs.lines if (name := column_of(re.split(r"[::\s]", line)[0])) is not None}
    results = signs.count(_FOUND)
    return {
        **_sign(f"表題「{titled}」", 0.5, titled is not None),
        **_sign(f"表の見出し: {'、'.join(columns)}", 0.5, len(columns) >= 3),
        **_sign(f"欄の名前: {'、'.join(sorted(labelled))}", 0.4, len(labelled) >= 4 and not columns),
        **_sign(f"精査の結果の言い回しが{results}", 0.15, results >= 2),
    }


def _sign(words: str, weight: float, holds: bool) -> dict[str, float]:
    return {words: weight} if holds else {}


_SCORES = {
    DocumentKind.MINUTES: _minutes,
    DocumentKind.SUMMARY: _summary,
    DocumentKind.ASSESSMENT: _assessment,
    DocumentKind.STATUTE: _statute,
    DocumentKind.GUIDELINE: _guideline,
    DocumentKind.PAPER: _paper,
    DocumentKind.REVIEW: _review,
}
