"""What the registers' own terms (topics, matters) are called in English; in Japanese they name themselves."""

from __future__ import annotations

import re

from ui.wording import Language, say

_MATTERS = {
    "評価書審査": "Assessment review",
    "認定協議": "Certification consultation",
    "規則・指針": "Rules and guidelines",
    "監督": "Supervision",
    "国際": "International",
    "協議": "Consultation",
    "調査・報告": "Surveys and reports",
    "その他": "Other",
}
_TOPICS = {
    "暗号化": "Encryption",
    "媒体の持出し": "Taking media out",
    "通信回線": "Communication lines",
    "再委託": "Re-entrustment",
    "委託先の監督": "Supervision of entrusted parties",
    "クラウド": "Cloud services",
    "ログ": "Logs",
    "アクセス権限": "Access rights",
    "目的外利用": "Use beyond the purpose",
    "教育・研修": "Education and training",
    "監査・点検": "Audits and inspections",
    "漏えい対応": "Response to leaks",
    "再発防止": "Preventing recurrence",
    "誤処理": "Processing errors",
    "誤送付": "Misdirected sending",
    "廃棄・消去": "Disposal and deletion",
    "再実施": "Renewed assessment",
    "見直し": "Review",
    "責任分界点": "Division of responsibilities",
    "第三者提供": "Provision to third parties",
    "安全管理措置": "Security control measures",
    "報告": "Reporting",
    "法令遵守": "Compliance with law",
    "権限行使": "Exercise of powers",
    "周知・啓発": "Informing the public",
    "苦情・相談": "Complaints and advice",
    "本人同意": "Consent of the person",
    "匿名加工・仮名加工": "Anonymized, pseudonymized data",
}
_AGENDA = re.compile(r"議題([0-9]+)")


def topic_name(topic: str, language: Language) -> str:
    """A topic; one that this page does not know keeps its name."""
    return _TOPICS.get(topic, topic) if language == "en" else topic


def matter_name(matter: str, language: Language) -> str:
    """A kind of matter; one that this page does not know keeps its name."""
    return _MATTERS.get(matter, matter) if language == "en" else matter


def agenda_name(item: str, language: Language) -> str:
    """議題2, or Agenda item 2; what is not numbered keeps its name."""
    numbered = _AGENDA.fullmatch(item)
    return say("chip_agenda", language, number=numbered[1]) if numbered else item
