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
    return proof.document.kind is not DocumentKind.OTHER


def _wrong_decider(said: str, proofs: Sequence[Proof]) -> str | None:
    """An act of the Commission is told by its own record, and not by what one of its members thinks."""
    if re.search(r"第[0-9]+回(?:個人情報保護)?委員会|委員会の(?:議事|会議)", said) and not any(
        map(_of_record, proofs)
    ):
        return "委員会"
    acts = _COMMISSION.search(said)
    if acts is None:
        return None
    if _DECIDES.search(said) and not any(proof.document.kind in _RECORD for proof in proofs):
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


def wrong_part(text: str, evidence: str) -> str | None:
    """An organ that is given another's part where the quotations name several: who acted, whose a thing is."""
    said, held = squash(text), squash(evidence)
    organs = {match[0] for match in _ORGAN.finditer(said)}
    if len({match[0] for match in _ORGAN.finditer(held)}) < 2:
        return None
    for organ in organs:
        if organ not in held:
            continue
        name = re.escape(organ)
        for owned in re.finditer(rf"{name}の([一-鿿ァ-ヶー]{{2}})", said):
            if not re.search(rf"{name}[^、。]{{0,{_OF}}}?{re.escape(owned[1])}", held):
                return organ
        topic = re.search(rf"([^、。]{{2,8}})について(?:は)?、(?:[^、。]{{0,6}}){name}", said)
        if topic:
            before = held[: held.index(organ)].rpartition("について")[0]
            if before and not before.endswith(topic[1]) and topic[1] in held:
                return organ
        acts = re.search(rf"{name}[はが](?!、?[^、。]*(?:受け|され))", said)
        if acts and not re.search(rf"{name}(?!に対|へ|を|に(?!お|よ|あ)|宛)", held):
            return organ
    return None
