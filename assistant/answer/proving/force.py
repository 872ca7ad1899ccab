"""How strongly Japanese says a thing: must, must not, may, is to be considered, is wished, planned, not.

A Japanese predicate is governed by what follows it in its sentence. The force of a word is read from the first
mark behind it: 「…を検討する予定である」 is considered, 「…に記載のとおり確実に実行する必要がある」 is owed.
"""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.models import Frozen


class Force(StrEnum):
    """What kind of saying; the absence of all is a plain statement."""

    OBLIGE = "oblige"  # なければならない, 必要がある, べき
    DEMAND = "demand"  # 求める: of a statement, whatever of the next three it stands for
    REQUEST = "request"  # いただきたい
    ASK = "ask"  # よろしいでしょうか, 教えていただきたい
    FORBID = "forbid"  # てはならない, 禁止, できない
    CAN = "can"  # できる
    MAY = "may"  # 可能性, おそれ
    CONSIDER = "consider"  # 検討, 考えられる
    DESIRE = "desire"  # 望ましい, 重要である
    PLAN = "plan"  # 予定, こととしている, たい


class Weight(Frozen):
    """The force of one word: what governs it, whether it is denied, whether it is told as done."""

    kinds: frozenset[Force] = frozenset()
    denied: bool = False
    done: bool = False


_MARKS: tuple[tuple[Force, str], ...] = (
    (
        Force.OBLIGE,
        r"(?:なければ|なくては|ねば)(?:ならな|ならず|なりません|いけな|ならぬ)|必要が(?:あ[るりっろ]|ござい)|必要で(?:あ|す)"
        r"|必要(?:だ|とな)|必須|べき|義務|(?:こと|よう)(?:が|に|を)?(?:要求|義務)|を要する|ものと(?:する|され|して)(?!予定)",
    ),
    (
        Force.FORBID,
        r"て?はな(?:らな|りません|らず)|禁止|禁じ|許され(?:な|ませ)|ことのないよう|認め(?:な[いか]|られな|ません|られません)"
        r"|(?:こと[はがも]?)?でき(?:な[いかくけ]|ません|ず)|不可(?![欠分])|得な[いか]",
    ),
    (
        Force.ASK,
        r"(?:教えて|お聞かせ)(?:いただ|くださ|ほし)|よろしいでしょうか|(?<!のではない)でしょうか|伺い(?:たい|ます)|お伺い",
    ),
    (
        Force.CAN,
        r"(?:こと[がはも]?)?でき(?:る|ます|た|て|れば|まし)|可能(?:と|で|だ)|差し?支え|構わな|ても(?:よ|良)い|し(?:得|う)る",
    ),
    (Force.MAY, r"可能性|かもしれ|おそれ|恐れがあ|(?:あり|起こり)(?:得|う)る"),
    (
        Force.CONSIDER,
        r"検討(?=[しすをさ中がも]|していた|の(?:上|うえ)|を進|課題|予定|いた|事項と|している|。|$)|考えられ|としてはどうか|ではな(?:いか|いで|かろう)",
    ),
    (
        Force.REQUEST,
        r"(?:いただ|頂)き(?:たい|ます?よう)|願い(?:し|いた|ま|た)|要請|要望|依頼|ください|下さい|てほし",
    ),
    (Force.DEMAND, r"求め(?:る|て|ら|た|まし|ます)|(?:促|うなが)し"),
    (Force.DESIRE, r"望まし|望まれ|期待|重要(?:で|と|だ|性)|努め|適当(?:で|と)|肝要"),
    (
        Force.PLAN,
        r"予定|こととし(?:て|た(?!い)|まし|ま)|こととす|こととな|方針|意向|(?:いき|まいり|参り|し|行い|図り)たい(?:と|旨)|したい(?:と|。|旨)|つもり|見込",
    ),
)
_MARK = re.compile("|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in _MARKS))
_STRONG = frozenset({Force.OBLIGE, Force.REQUEST, Force.ASK})
WISHES = _STRONG | {Force.DEMAND, Force.CONSIDER, Force.DESIRE}  # what is not yet so
_CHAIN = 8  # characters between two marks that govern together: 検討する｜必要がある
_OWN_END = re.compile(
    r"こと、|とともに|ほか、|一方|であり、|ており、|おりますが|ますが|るが、|たが、|るため、|ことから、|られ、|(?:^|[^なれら])し、"
)
# Denials outside the marks: 行わない, ありません, 行わず; not 少ない, not ないし.
_DENIAL = re.compile(
    r"(?<![少危])な(?:い(?!し|よう注|ではな)|かっ|く(?![し減]))|ませ(?:ん)|(?<=[わかさたなまらがばれけせめえべてでげ])ず(?=に|、|。|と|$)|無い"
)
_DONE = re.compile(
    r"(?:した|れた|った|いた|えた|けた|めた|げた|せた|てた|ねた|べた|きた|んだ|ました|ませんでした|でした|だった)(?!い|だ|め|ち)"
)
_LASTING = re.compile(
    r"(?:[をがはも、]|十分に|適切に)*(?:行わ|行っ|実施|講じ|図っ|進め|され|られ|さ|し|れ|っ|い)*て(?:い[るまた]|お[りる])|済み?(?:で|の)"
)


def weight(sentence: str, at: int) -> tuple[Weight, ...]:
    """The forces that a word ending at ``at`` of a squashed sentence may have: one, or two where its own part ends plainly."""
    rest = sentence[at:]
    first = _MARK.search(rest)
    own = _OWN_END.search(rest)
    governed = _weight(rest, first, first.start() if first else len(rest))
    if own and (first is None or own.start() < first.start()) and own.end() < len(rest):
        plain = _weight(rest[: own.end()], None, own.end())
        listed = own[0].startswith("こと") and governed.kinds & {
            *_STRONG,
            Force.CONSIDER,
            Force.DESIRE,
            Force.DEMAND,
        }
        return (governed,) if listed else (plain, governed)
    return (governed,)


def _weight(rest: str, first: re.Match[str] | None, until: int) -> Weight:
    kinds: set[Force] = set()
    tail, end = rest[:until], until
    mark = first
    while mark is not None:
        kinds.add(Force(mark.lastgroup or ""))
        end = mark.end()
        following = _MARK.search(rest, end)
        mark = following if following and following.start() - end <= _CHAIN else None
    behind = rest[end : end + 6]
    denied = _denied(_near(tail)) or (first is not None and _denied(behind))
    done = bool(_DONE.search(_own(rest[: end + 1])))
    return Weight(kinds=frozenset(kinds), denied=denied, done=done)


_CONDITION = re.compile(r"場合|際|とき|ため|こと|よう|もの")


def _own(rest: str) -> str:
    """How a predicate ends: to the next comma, or past it where the sentence only goes on (行い、確認した)."""
    own, comma, further = rest.partition("、")
    if comma and re.search(r"(?:[いしりみきちびえけせてめれ])$", own) and not _DONE.search(own[:16]):
        return own[:16] + _CONDITION.split(further)[0]
    return own[:16]


def _near(tail: str) -> str:
    """What of a predicate's ending may deny it: up to the next comma or condition."""
    return re.split(r"、|場合|際|とき|ため|よう", tail)[0][:16]


def _denied(text: str) -> bool:
    return len(_DENIAL.findall(text)) % 2 == 1


def lasting(sentence: str, at: int) -> bool:
    """Whether what is said lasts as a result (確認されている, 整備しており): it may be told as done too."""
    return _LASTING.match(sentence, at) is not None


def marks(sentence: str) -> frozenset[Force]:
    """Every force marked anywhere in a squashed text."""
    return frozenset(Force(mark.lastgroup or "") for mark in _MARK.finditer(sentence))


def agree(said: Weight, held: Weight, *, adopted: bool, lasts: bool) -> bool:
    """Whether a statement of this weight is carried by a source of that weight.

    ``adopted``: the source has a proposal (したいと思いますが、よろしいでしょうか) and its adoption, so that what
    was proposed may be told as done. ``lasts``: the source tells a state.
    """
    if said.denied != held.denied:
        return False
    claimed, given = set(said.kinds), set(held.kinds)
    if Force.DEMAND in claimed:
        if not given & (_STRONG | {Force.DEMAND}):
            return False
        claimed -= _STRONG | {Force.DEMAND}
        given -= _STRONG | {Force.DEMAND}
    loose = {Force.PLAN, Force.ASK} if adopted else {Force.PLAN}
    if claimed - loose != given - loose:
        return False
    if Force.PLAN in claimed and Force.PLAN not in given and not given:
        return False
    if said.done and not claimed:
        return held.done or lasts or (adopted and not held.denied)
    return True


def unmarked(said: str, held: str) -> Force | None:
    """A force that a squashed statement marks and its squashed quotations mark nowhere; None where there is none."""
    given = marks(held)
    for kind in sorted(marks(said) - {Force.PLAN}):
        near = _STRONG | {Force.DEMAND} if kind in (Force.DEMAND, Force.REQUEST) else {kind}
        if kind is Force.OBLIGE:
            near = {Force.OBLIGE}
        if not given & near:
            return kind
    return None
