"""Sentences of the page ブリーフィング."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "page_briefing": ("ブリーフィング", "Briefing"),
    "back_briefing": ("ブリーフィングに戻る", "Back to the briefing"),
    "briefing_lead": (
        "主題を入れると、定義、先例、求められた措置と回答、評価書の記載、適用される基準、今後の検討とされた点を、"
        "原文の引用でまとめます。",
        "Name a topic: definitions, precedents, what was asked and answered, assessment reports, criteria in force "
        "and open points, in the record's own words.",
    ),
    "briefing_topic": ("主題", "Topic"),
    "briefing_topic_placeholder": ("例：認定、再委託、電子記録媒体", "e.g. certification, re-entrustment"),
    "briefing_make": ("まとめる", "Prepare"),
    "briefing_making": (
        "「{topic}」について、収録している資料をまとめています…",
        "Going through the documents held for “{topic}” …",
    ),
    "briefing_docx": ("Wordで保存", "Save for Word"),
    "briefing_md": ("Markdownで保存", "Save as Markdown"),
    "briefing_title": ("ブリーフィング「{topic}」", "Briefing: {topic}"),
    "briefing_about": (
        "作成 {day} ・ 対象 {documents}件の資料 ・ 出典 {sources}件",
        "Prepared {day} · {documents} document(s) looked through · {sources} source(s)",
    ),
    "briefing_none": (
        "「{topic}」に当たる記載は見当たりません。別の言い方（例：「認定」「再委託」）にするか、絞り込みを外してお試しください。",
        "Nothing is held on “{topic}”. Put it in other words (in Japanese, say), or take the filters away.",
    ),
    "briefing_missing": ("所蔵していないもの：{names}", "Not held: {names}"),
    "briefing_empty_section": ("所蔵する資料には見当たりません。", "Nothing is held on this."),
    "briefing_more": ("この資料にほかに{count}件", "{count} more in this document"),
    "briefing_contents": ("この頁の内容", "On this page"),
    "section_explained": ("主題とは", "What it is"),
    "section_precedents": ("先例の年表（古い順）", "Precedents, oldest first"),
    "section_requests": ("求められた措置と回答（新しい順）", "What was asked and answered, newest first"),
    "section_remarks": ("会議でのその他の発言（新しい順）", "Other remarks in meetings, newest first"),
    "section_assessments": ("評価書の記載", "In assessment reports"),
    "section_criteria": ("適用される基準（法令・ガイドライン）", "Criteria in force (statutes, guidelines)"),
    "section_open_points": ("今後の検討とされた点", "Points left open"),
    "section_sources": ("出典", "Sources"),
    "briefing_answer": ("回答", "Reply"),
    "briefing_unanswered": ("回答の記録はありません。", "No reply is on record."),
    "publication_part": ("公表の取扱い", "Publication"),
    "withheld_part": ("非公表", "Withheld"),
    "briefing_compare": ("先例年表で二つを比べる", "Compare two precedents"),
    "briefing_former": ("改正前", "former text"),
    "briefing_page_number": ("{number}頁", "p. {number}"),
}
