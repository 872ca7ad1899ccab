"""Sentences around counts of measures, and two assessment reports side by side."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "counts": ("件数を図で見る", "Counts at a glance"),
    "counts_by_meeting": ("回ごと", "By meeting"),
    "counts_by_topic": ("事項ごと（多い順）", "By topic, most first"),
    "counts_of": ("{name}：{count}件", "{name}: {count}"),
    "timeline_newest": ("新しい{count}件の年表です。", "The newest {count} entries."),
    "counts_no_meeting": ("会議以外", "No meeting"),
    "view_reports": ("評価書を比べる", "Compare assessment reports"),
    "reports_placeholder": ("評価書を選んでください", "Choose a report"),
    "reports_left": ("評価書（左）", "Report (left)"),
    "reports_right": ("評価書（右）", "Report (right)"),
    "reports_choose": (
        "評価書を二つ選ぶと、様式の項目ごとに左右に並びます。",
        "Choose two reports to see them field by field of the official form.",
    ),
    "reports_too_few": (
        "比べるには評価書が二つ要ります。評価書を取り込んでください。",
        "It takes two assessment reports to compare. Take in another one.",
    ),
    "reports_topic": ("事項で絞る", "Only fields on"),
    "reports_topic_placeholder": ("例：再委託", "e.g. re-entrustment"),
    "reports_changed_only": ("違うところだけ", "Only differences"),
    "reports_none": (
        "当てはまる項目がありません。事項を短くするか、「違うところだけ」を外してお試しください。",
        "No field fits. Try a shorter topic, or show all fields.",
    ),
    "reports_tally": ("項目：", "Fields:"),
    "reports_same": ("同じ", "Same"),
    "reports_changed": ("違う", "Different"),
    "reports_left_only": ("左のみ", "Left only"),
    "reports_right_only": ("右のみ", "Right only"),
    "reports_absent": ("この項目はありません", "No such field"),
}
