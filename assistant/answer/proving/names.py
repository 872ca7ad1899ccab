"""Who: whom a statement has speak or decide, against who spoke in the clauses that it cites.

A name that stands nowhere in the quotations and their sources is caught with the other words
(``wording_of``). Here: a name that stands there, but as somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.proving.models import Proof
from corpus.models import ClauseKind, DocumentKind
from corpus.text import squash

_POSTS = (
    "委員長代理|委員長|委員|事務局長|事務局次長|審議官|参事官|企画官|研究官|専門官|課長|次長|室長|局長|大臣"
)
# 清水委員は, 後藤課長から, 丹野委員長の発言
_AGENT = re.compile(
    rf"(?P<name>[一-鿿々ヶ]{{1,4}}?(?:総務|海技)?(?:{_POSTS})|事務局|委員長)"
    r"(?:は|が|から|より|も|によれば|によると|の(?:質問|発言|意見|指摘|回答|説明|求め|認識|提案))"
)
_COMMISSION = re.compile(
    r"(?:個人情報保護)?委員会(?:は|が|として|で(?:は)?|において(?:は)?)|the commission|委員長(?:は|が)", re.I
)
_DECIDES = re.compile(
    r"承認|了承|決定|可決|議決|却下|否決|命令|命じ|勧告|指導|処分|approv|decid|adopt|reject|order|recommend|endors|sanction",
    re.I,
)
_RECORD = (
    DocumentKind.MINUTES,
    DocumentKind.SUMMARY,
    DocumentKind.PAPER,
    DocumentKind.STATUTE,
    DocumentKind.GUIDELINE,
)
_REPLIES = re.compile(r"回答|答え|返答|応じ|\banswer|\brepl|\brespond", re.I)
_ASKS = re.compile(r"質問|尋ね|問い?か?け|質した|\bask(?:ed|s)? (?:how|what|wh|about|if)|\bquestion", re.I)
_ENQUIRES = re.compile(r"教えて|伺|質問|か。|か」|でしょうか|お尋ね|願い")


def wrong_speaker(text: str, proofs: Sequence[Proof]) -> str | None:
    """Somebody whom the statement has speak or decide, who did not; None where nothing speaks against it."""
    said = squash(text)
    for match in _AGENT.finditer(said):
        name = match["name"]
        if not any(_speaks(name, proof) for proof in proofs):
            return name
    return _wrong_decider(said, proofs) or _wrong_act(said, proofs)


def _speaks(name: str, proof: Proof) -> bool:
    if proof.clause.speaker is not None and squash(proof.clause.speaker).endswith(name):
        return True
    quote = squash(proof.quote)
    if re.search(rf"{re.escape(name)}(?:から|より|は|が|において)", quote) and _of_record(proof):
        return True
    return name == squash(proof.document.agency or "\0")


def _of_record(proof: Proof) -> bool:
    """Whether a clause speaks for the Commission: of its own papers; in minutes, where somebody says it."""
    kind = proof.document.kind
    return kind is not DocumentKind.OTHER and (
        kind is not DocumentKind.MINUTES or proof.clause.speaker is not None
    )


def _wrong_decider(said: str, proofs: Sequence[Proof]) -> str | None:
    """An act of the Commission is told by its own record, and not by what one of its members thinks."""
    if re.search(r"第[0-9]+回(?:個人情報保護)?委員会|委員会の(?:議事|会議)", said) and not any(
        map(_of_record, proofs)
    ):
        return "委員会"
    acts = _COMMISSION.search(said)
    if acts is None:
        return None
    if _DECIDES.search(said) and not any(
        proof.document.kind in _RECORD and _of_record(proof) for proof in proofs
    ):
        return acts[0]
    told = re.match(r"(?:個人情報保護)?委員会[はが]", said[acts.start() :])
    members = all(proof.clause.role == "委員" or proof.clause.kind is ClauseKind.REPLY for proof in proofs)
    return acts[0] if told and members else None


def _wrong_act(said: str, proofs: Sequence[Proof]) -> str | None:
    """A reply is a reply, a question a question."""
    quotes = squash("\n".join(proof.quote for proof in proofs))
    if _REPLIES.search(said) and not (
        _REPLIES.search(quotes) or any(proof.clause.kind is ClauseKind.REPLY for proof in proofs)
    ):
        return "回答"
    if _ASKS.search(said) and not _ENQUIRES.search(quotes) and not _ASKS.search(quotes):
        return "質問"
    return None


# An organ or a company: デジタル庁, ＬＩＮＥ株式会社, 個人情報保護委員会
_ORGAN = re.compile(
    r"(?:[一-鿿々ァ-ヶーa-z]{1,16}?(?:省|庁|株式会社|大学|機構|財団|委員会|協会|大臣)(?![一-鿿]{0,1}(?:内|令|庁|関係))|株式会社[一-鿿ァ-ヶーa-z]{2,10})"
)
_OF = 8  # characters that may stand between an organ and what is said to be its own
# The part of an organ in a statement, and what must follow its name in the quotation for it to have that part.
_PARTS = (
    (r"(?:は|が)(?!、?[^、。]*(?:受け|[一-鿿]{2}され))", r"(?!に対|へ|を|に(?!お|よ|あ)|宛)"),
    (r"で(?=[^あなはも])", r"(?:で|にお|が|は|に(?:よ|あ))"),
    (r"(?:に対し|へ|に(?![よおあ関係つ]))", r"[^、。]{0,12}?(?:に(?![よお])|へ|宛)"),
    (r"を", r"[^、。]{0,12}?(?:を|に対)"),
)
_FROM = r"(?:から|より)"
# Where an organ stands only in the name of the source: as whose document it is, or as who acts.
_OWNER = r"(?:の[^、。]{0,24}(?:評価書|議事|資料|事務)|[（(]|は|が|にお|で(?:は|の)|から)"
_SPEAKS = re.compile(r"述べ|発言|指摘|質問|尋ね|意見")


def wrong_part(text: str, proofs: Sequence[Proof]) -> str | None:
    """An organ that is given another's part where the quotations name several: who acted, whose a thing is."""
    said, held = squash(text), squash("\n".join(proof.quote for proof in proofs))
    several = len({match[0] for match in _ORGAN.finditer(held)}) > 1
    members = all((proof.clause.role or "").startswith("委員") for proof in proofs)
    for organ in dict.fromkeys(match[0] for match in _ORGAN.finditer(said)):
        if organ.removeprefix("回") in ("委員会", "個人情報保護委員会") and organ not in held:
            continue  # the Commission is whose record it is; what it may be said to do is checked above
        name = re.escape(organ)
        if members and re.search(rf"{name}[はが]", said) and _SPEAKS.search(said):
            return organ
        if organ not in held:
            if not re.search(name + _OWNER, said):
                return organ
        elif several and (_not_its_part(name, said, held) or _not_its_topic(name, said, held)):
            return organ
    return None


def _not_its_part(name: str, said: str, held: str) -> bool:
    for owned in re.finditer(rf"{name}の([一-鿿ァ-ヶー]{{2}})", said):
        if not re.search(rf"{name}[^、。]{{0,{_OF}}}?{re.escape(owned[1])}", held):
            return True
    if any(re.search(name + part, said) and not re.search(name + must, held) for part, must in _PARTS):
        return True
    return _not_from_it(name, said, held)


def _not_from_it(name: str, said: str, held: str) -> bool:
    """Whether what is said to come from an organ comes, where it is quoted, from another."""
    told = re.search(rf"{name}{_FROM}[^。]*?([一-鿿]{{2}})(?:が|を)?(?:行|あ[りっる]|さ|提出|受|し)", said)
    if told is None:
        return False
    for sentence in held.split("。"):
        at = sentence.rfind(told[1])
        givers = [
            g
            for g in re.finditer(rf"([^、。]*(?:、|及び))?[^、。]*?{_FROM}", sentence[: max(at, 0)])
            if _ORGAN.search(g[0])
        ]
        if givers and re.search(name, givers[-1][0]):
            return False
    return True


def _not_its_topic(name: str, said: str, held: str) -> bool:
    """Whether an organ is put under another 「…について」 than in the quotation."""
    topic = re.search(rf"([^、。]{{2,8}})について(?:は)?、(?:[^、。]{{0,6}}){name}", said)
    if topic is None or topic[1] not in held:
        return False
    place = re.search(name, held)
    before = held[: place.start()].rpartition("について")[0] if place else ""
    return bool(before) and not before.endswith(topic[1])
