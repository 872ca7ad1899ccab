"""Whether a question asks for a register, told by its form: measures asked for, precedents, a comparison.

The form alone decides, never the matter: 「…に求められた措置は」 asks for the register of measures of whatever stands
before it. A question after one fact (who, when, which number, what was answered) asks for no register, and neither
does one after what a law or a form says.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.models import Understood
from assistant.understanding.language import plain
from corpus.models import DocumentKind


class Register(StrEnum):
    """Which register a question asks for."""

    MEASURES = "measures"
    PRECEDENTS = "precedents"
    COMPARISON = "comparison"
    CONSULTATION = "consultation"  # how one consultation was answered


_ASKED = (
    r"(?:求め(?:られ)?|要請(?:され|し)|要求(?:され|し)|要望(?:され|し)|促(?:され|し)|命じ(?:られ)?|命令(?:され|し)|義務付けられ"
    r"|(?:指導|勧告|指示)(?:を(?:受け|行っ|し|出し)|され|し))"
)
_DONE = r"(?:た|てき|てい(?:た|まし)|まし)"
_WHAT = r"(?:どんな|どのような|どういった|どういう|いかなる|何の|何を|何が|何か|何と)"
_THING = r"(?:必須の|主な|すべての|全ての|具体的な)?(?:措置|対策|対応|取組|改善|事項|こと|もの|点|内容)"
_MEASURES = re.compile(
    rf"(?:求め(?:られ)?{_DONE}|求められている|求められる){_THING}"
    rf"|(?:措置|要請|要望|指導|勧告|命令)(?:事項|内容)?の?(?:一覧|台帳)"
    r"|(?:措置|要請|指導|勧告|命令)(?:に|と)?(?:は|して)、?(?:どんな|どのような|どういった|何が)"
    rf"|{_WHAT}[^。?]{{0,60}}?{_ASKED}{_DONE}|{_WHAT}[^。?]{{0,60}}?求められてい(?:る|ます)"
    rf"|{_WHAT}[^。?]{{0,50}}?(?:べき|必要が(?:ある|あり)|なければならない|ように?)(?:だ|である)?と(?:さ|言わ|指摘さ)れ(?:た|まし|てき)"
    r"|\b(?:what|which)\b[^?]*\b(?:measures?|steps|actions|safeguards|requirements|requests)\b[^?]*"
    r"\b(?:asked|required|requested|ordered|told|demanded|imposed|recommended|instructed|call(?:ed)? for|ask|require|request)\b"
    r"|\bwhat (?:was|were|has|have|had)\b[^?]*\b(?:asked|required|requested|ordered|told|instructed)\b[^?]*\b(?:to do|of)\b"
    r"|\b(?:list|show)\b[^?]*\bmeasures\b[^?]*\b(?:asked|required|requested)\b"
    r"|\bregister of measures\b",
    re.I,
)
_PAST = re.compile(
    r"これまで|今まで|過去|従来|歴代|先例|前例|年表|経緯|変遷|推移"
    r"|\b(?:so far|to date|in the past|previous(?:ly)?|past|precedents?|over the years|history|timeline)\b",
    re.I,
)
_DEALING = re.compile(
    r"先例|前例|年表|(?:どう|どのように|どのような)(?:[^。?]{0,6}を?)(?:対応|扱|取り扱|判断|決定|決め|処理|結論|回答|審査|承認)"
    r"|(?:対応|結論|結果|判断|決定|扱い|協議|審査|承認|案件|事例|監督)(?:について|を(?:見せて|教えて|一覧|示して)|の一覧|の年表|は)?(?:ください|下さい)?[。?]*$"
    r"|\bprecedents?\b|\btimeline\b|\bhow (?:has|have|did) the commission (?:dealt?|decided?|respond(?:ed)?|handled?|treat(?:ed)?)\b"
    r"|\b(?:what|which|list|show)\b[^?]*\b(?:decisions|consultations)\b",
    re.I,
)
_COMPARISON = re.compile(
    r"比べ|比較|対比|対照し|違い|相違|異同|異なる(?:点|か)|どう(?:変わ|違)|変わった(?:点|か)|何が(?:変わ|違)"
    r"|\bcompar(?:e|ed|ing|ison)\b|\bdiffer(?:s|ences?|ent)?\b|\bside by side\b|\bversus\b|\bvs\b|\bwhat changed\b",
    re.I,
)
_CONSULTED = re.compile(
    r"協議[^。?]{0,30}?(?:どう|どのように|どのような|どんな|何と)[^。?]{0,12}?(?:回答|答え|対応|意見|返答)"
    r"|(?:どう|どのように|どのような|どんな|何と)[^。?]{0,12}?(?:回答|答え|対応|意見|返答)[^。?]{0,20}?協議"
    r"|\bhow did the commission (?:answer|respond to|reply to|deal with)\b[^?]*\bconsultation\b"
    r"|\bwhat opinion\b[^?]*\bconsultation\b",
    re.I,
)
# One fact about a measure, or the reply to it: the clause answers, not the register.
_ONE_FACT = re.compile(
    r"誰(?:が|に|から|で|の)|いつ|なぜ|何故|理由|どの(?:番号|回|委員|資料|よう(?:に|な頻度))|何(?:番|回|件目|月|年|日)|どこに|回答|返答|どう答"
    r"|\b(?:who|when|why|where|repl(?:y|ied)|answer(?:ed)?|respon[ds]e?d?)\b",
    re.I,
)
_OF_A_LAW = re.compile(
    r"基準|要件|規則|法令|条文|施行|ガイドライン|作成組織|第[0-9]+条|\b(?:criteri\w+|regulation|statute|guidelines?|article)\b",
    re.I,
)
_TOLD = re.compile(
    r"述べ|言われ|指摘|発言|議論|意見|言及|書か|記載|\b(?:said|remarks?|comments?|mentioned)\b", re.I
)


def register_asked(understood: Understood) -> Register | None:
    """The register that a question asks for; None where a passage of the record is what it wants."""
    text = plain(understood.standalone)
    if understood.addresses or understood.ordinals:
        return None
    if _CONSULTED.search(text) and not _PAST.search(text) and not _COMPARISON.search(text):
        return Register.CONSULTATION
    if understood.asks_for == "reply":
        return None
    if _COMPARISON.search(text):
        return Register.COMPARISON
    if set(understood.kinds) & {DocumentKind.STATUTE, DocumentKind.GUIDELINE, DocumentKind.PAPER}:
        return None
    if _MEASURES.search(text) and not _ONE_FACT.search(text) and not _OF_A_LAW.search(text):
        return Register.MEASURES
    if _PAST.search(text) and _DEALING.search(text) and not _TOLD.search(text):
        return Register.PRECEDENTS
    return None
