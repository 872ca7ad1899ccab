"""Sentences around conversations: kept, renamed, deleted, taken along, copied."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "talks": ("これまでの会話", "Conversations"),
    "talks_none": (
        "質問すると、会話がここに残ります。",
        "Conversations are kept here once you ask.",
    ),
    "talks_more": ("ほか{count}件を表示", "Show {count} more"),
    "talk_untitled": ("無題の会話", "Untitled conversation"),
    "talk_open": ("「{title}」を開く", "Open “{title}”"),
    "talk_menu": ("この会話", "This conversation"),
    "talk_title": ("会話の名前", "Name of the conversation"),
    "talk_renamed": ("名前を変えました", "Renamed"),
    "talk_delete": ("この会話を削除", "Delete this conversation"),
    "talk_delete_sure": (
        "質問と回答がすべて消え、元に戻せません。",
        "All questions and answers will be gone for good.",
    ),
    "talk_delete_yes": ("削除する", "Delete"),
    "talk_deleted": ("会話を削除しました", "Conversation deleted"),
    "talk_export_md": ("Markdownで保存", "Save as Markdown"),
    "talk_export_docx": ("Wordで保存", "Save for Word"),
    "talk_link": ("この会話へのリンクをコピー", "Copy link to this conversation"),
    "copy_answer": ("回答と引用をコピー", "Copy answer with sources"),
    "withheld_statements": (
        "根拠を原文で確かめられなかった記述{count}件は、表示していません。",
        "{count} statement(s) whose support could not be verified are not shown.",
    ),
    "same_elsewhere": ("ほぼ同じ記載がほかに{count}件", "{count} more almost identical"),
}
