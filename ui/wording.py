"""Every sentence of the page's own, in Japanese and English side by side."""

from __future__ import annotations

from typing import Literal

from ui.words import briefings, comparing, intake, sheets, talks

Language = Literal["ja", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # the page
    "page_title": ("先例 Senrei", "Senrei 先例"),
    "brand_line": (
        "個人情報保護委員会の記録に、出典つきで答えます",
        "Cited answers over the Commission's record",
    ),
    "page_ask": ("質問", "Ask"),
    "page_library": ("資料", "Library"),
    "page_register": ("措置台帳", "Measures"),
    "page_precedents": ("先例年表", "Precedents"),
    "language": ("表示言語", "Language"),
    # asking
    "lead": (
        "議事録・議事概要・評価書・資料・法令から、原文の引用でお答えします。どの引用も、元の資料の位置で確かめられます。",
        "Answers are verbatim quotations from minutes, summaries, assessment reports, papers and statutes. "
        "Each can be checked at its place in the document.",
    ),
    "ask_placeholder": (
        "質問を入力してください（例：再委託について何が述べられたか）",
        "Ask in Japanese or English",
    ),
    "ask_next_placeholder": ("続けて質問できます（例：それに対する回答は？）", "Ask a follow-up question"),
    "examples": ("質問の例", "Example questions"),
    "new_conversation": ("新しい会話", "New conversation"),
    "searching": ("記録を調べています…", "Searching the record …"),
    "you": ("質問", "Question"),
    "retry": ("もう一度尋ねる", "Ask again"),
    "trouble_answer": ("この質問には答えられませんでした", "This question could not be answered"),
    # an answer
    "citations": ("出典", "Sources"),
    "citations_count": ("出典 {count}件", "{count} source(s)"),
    "show_citations": ("この答えの出典を見る（{count}件）", "Show the sources of this answer ({count})"),
    "no_citations": (
        "答えの出典が、原文の引用とともにここに並びます。",
        "The sources of the answer appear here, with the words quoted.",
    ),
    "not_found": ("記録からは確認できませんでした", "Not found in the record"),
    "nearest": ("近い箇所（回答ではありません）", "Nearest passages (not an answer)"),
    "nearest_count": ("近い箇所を見る（{count}件）", "Show the nearest passages ({count})"),
    "nothing_near": (
        "近い箇所も見つかりませんでした。言い換えるか、絞り込みを外してお試しください。",
        "Nothing comes close. Put it in other words, or clear the filters.",
    ),
    "open_clause": ("資料の中で開く", "Open in the document"),
    "copy_quote": ("引用をコピー", "Copy quotation"),
    "copied": ("コピーしました", "Copied"),
    "helpful": ("この答えは役に立ちましたか", "Was this answer helpful?"),
    "rate_up": ("役に立った", "Helpful"),
    "rate_down": ("役に立たなかった", "Not helpful"),
    "thanks": ("評価を記録しました。ありがとうございます。", "Thank you. Your verdict was recorded."),
    # what was understood
    "understood": ("読み取った条件", "Understood as"),
    "chip_meeting": ("第{number}回", "Meeting {number}"),
    "chip_dates": ("{first}から{last}まで", "{first} to {last}"),
    "chip_agenda": ("議題{number}", "Agenda item {number}"),
    "chip_terms": ("関連語：{terms}", "Japanese terms: {terms}"),
    "chip_follow_up": ("前の質問を受けて：{question}", "Following on: {question}"),
    "chip_missing": ("未収録：{name}", "Not held: {name}"),
    # filters
    "filters": ("絞り込み", "Filters"),
    "filters_help": (
        "指定した資料だけから答えます。",
        "Answers come only from the documents chosen here.",
    ),
    "filter_kind": ("資料の種類", "Kind of document"),
    "filter_meeting": ("委員会の回", "Meeting"),
    "filter_document": ("資料", "Document"),
    "filter_agency": ("行政機関など", "Agency"),
    "filter_speaker": ("発言者", "Speaker"),
    "filter_speaker_placeholder": ("例：清水委員", "e.g. 清水委員"),
    "filter_from": ("この日から", "From"),
    "filter_to": ("この日まで", "To"),
    "filter_any": ("指定なし", "Any"),
    "filter_clear": ("絞り込みを解除", "Clear filters"),
    "filter_reversed": (
        "「この日から」が「この日まで」より後になっています。",
        "The first day is after the last day.",
    ),
    "filters_on": ("絞り込み中：{filters}", "Filtered: {filters}"),
    "meeting_number": ("第{number}回", "No. {number}"),
    # kinds of document, by the API's names
    "kind_minutes": ("議事録", "Minutes"),
    "kind_summary": ("議事概要", "Summary of proceedings"),
    "kind_assessment": ("評価書", "Assessment report"),
    "kind_paper": ("資料", "Paper"),
    "kind_statute": ("法令", "Statute"),
    "kind_guideline": ("ガイドライン", "Guideline"),
    "kind_review": ("精査結果", "Review sheet"),
    "kind_other": ("その他", "Other"),
    # a document
    "back": ("会話に戻る", "Back to the conversation"),
    "back_library": ("資料の一覧へ", "To the library"),
    "contents": ("目次", "Contents"),
    "this_clause": ("この箇所", "This passage"),
    "references": ("参照している箇所", "Passages it refers to"),
    "copy_link": ("この箇所へのリンクをコピー", "Copy link to this passage"),
    "about_document": ("資料について", "About the document"),
    "date": ("日付", "Date"),
    "undated": ("日付なし", "Undated"),
    "kind": ("種類", "Kind"),
    "agency": ("行政機関など", "Agency"),
    "origin": ("出所", "Origin"),
    "published_at": ("公表元のページ", "Where it was published"),
    "withheld": ("この部分の内容は非公表とされています。", "The content of this part is withheld."),
    "superseded": ("この箇所は後の版で改められています。", "A later revision supersedes this passage."),
    "clause_elsewhere": (
        "この箇所は資料の今の版には見当たりません。",
        "This passage is not in the current revision of the document.",
    ),
    "document_text": ("資料の本文", "Text of the document"),
    # the library
    "library_lead": (
        "収録している資料は{count}件です。題名を選ぶと本文と目次が開きます。",
        "{count} document(s) are held. Choose one to read it.",
    ),
    "library_find": ("題名・行政機関で探す", "Find by title or agency"),
    "library_empty": (
        "資料がまだ収録されていません。senrei ingest で取り込んでください。",
        "No document is held yet. Take some in with senrei ingest.",
    ),
    "library_none": (
        "条件に合う資料がありません。語を短くするか、種類の指定を外してください。",
        "No document fits. Try a shorter word, or any kind.",
    ),
    "library_more": (
        "ほか{count}件あります。語を入れて絞り込んでください。",
        "{count} more. Narrow them down with a word.",
    ),
    "read_document": ("読む", "Read"),
    # the registers
    "back_register": ("措置台帳に戻る", "Back to the measures"),
    "back_precedents": ("先例年表に戻る", "Back to the precedents"),
    "filter_words": ("含まれる語", "Words"),
    "filter_words_placeholder": ("例：監督 委託先", "All of these, in Japanese"),
    "filter_topic": ("事項", "Topic"),
    "filter_strength": ("強さ", "Strength"),
    "filter_matter": ("種別", "Matter"),
    "strength_required": ("必須", "Required"),
    "strength_requested": ("要請", "Requested"),
    "strength_suggested": ("示唆", "Suggested"),
    "register_lead": (
        "誰が誰に何を求めたかを、原文のまま新しい順に並べています。"
        "必須は委員会としての指導・意見・審査記載事項など、要請と示唆は委員や事務局の発言です。",
        "What was asked of whom, verbatim, newest first. Required: acts of the Commission itself. "
        "Requested and suggested: words of a commissioner or the secretariat.",
    ),
    "precedents_lead": (
        "議題ごとに、確認した点、意見・条件、結論を原文のまま並べています。",
        "Each agenda item: what was checked, opinions and conditions, the outcome, verbatim.",
    ),
    "register_count": ("{count}件", "{count} entries"),
    "register_none": (
        "条件に合うものがありません（{filters}）。語を短くする、期間を広げる、"
        "又は絞り込みを一つずつ外してお試しください。",
        "Nothing fits ({filters}). Try shorter words, a longer period, or take the filters away one by one.",
    ),
    "register_empty": (
        "措置がまだ収録されていません。議事録や議事概要を senrei ingest で取り込んでください。",
        "No measure is held yet. Take in minutes or summaries of proceedings with senrei ingest.",
    ),
    "precedents_empty": (
        "先例がまだ収録されていません。議事録や議事概要を senrei ingest で取り込んでください。",
        "No precedent is held yet. Take in minutes or summaries of proceedings with senrei ingest.",
    ),
    "take_csv": ("CSVで保存", "Save as CSV"),
    "take_xlsx": ("Excelで保存", "Save for Excel"),
    "page_of": ("全{total}件のうち{first}〜{last}件", "{first} to {last} of {total}"),
    "column_when": ("回・日付", "Meeting, date"),
    "column_measure": ("求められた措置", "What was asked"),
    "column_who": ("求めた者 → 求められた者", "Asked by → of"),
    "column_strength": ("強さ", "Strength"),
    "column_topics": ("事項", "Topics"),
    "column_item": ("案件", "Matter decided"),
    "column_checked": ("確認した点・意見", "Checked, opinions"),
    "column_outcome": ("結論", "Outcome"),
    "open_short": ("資料で開く", "Open in place"),
    "replied_by": ("回答（{speaker}）", "Reply ({speaker})"),
    "replied_unnamed": ("発言者の記載なし", "speaker not named"),
    "source_link": ("出典", "source"),
    "nothing_told": ("記載なし", "Not stated"),
    "points_count": ("確認した点 {count}件", "{count} point(s) checked"),
    "conditions_count": ("意見・条件 {count}件", "{count} opinion(s), condition(s)"),
    "publication_count": ("公表の取扱い {count}件", "Publication ({count})"),
    "timeline_alt": (
        "先例{count}件を、日付と種別で並べた年表",
        "Timeline of {count} precedent(s) by date and matter",
    ),
    "view": ("見かた", "View"),
    "view_timeline": ("年表と一覧", "Timeline and table"),
    "view_compare": ("二つを比べる", "Compare two"),
    "compare_this": ("これと比べる", "Compare"),
    "compare_left": ("比べる元", "Earlier"),
    "compare_right": ("比べる先", "Later"),
    "compare_placeholder": ("先例を選んでください", "Choose a precedent"),
    "compare_choose": (
        "比べたい先例を二つ選ぶと、確認した点が一つずつ左右に並びます。",
        "Choose two precedents to see what was checked in each, point by point.",
    ),
    "compare_too_few": (
        "比べるには先例が二つ要ります。議事録や議事概要を取り込んでください。",
        "It takes two precedents to compare. Take in more minutes or summaries.",
    ),
    "compare_tally": ("確認した点：", "Points checked:"),
    "points": ("確認した点", "Points checked"),
    "conditions": ("意見・条件", "Opinions and conditions"),
    "compared": ("違い", "Change"),
    "compared_same": ("同じ", "Same"),
    "compared_changed": ("変わった", "Changed"),
    "compared_new": ("加わった", "New"),
    "compared_gone": ("なくなった", "Gone"),
    "compared_absent": ("対応する点はありません", "No such point"),
    # what goes wrong
    "trouble_unreachable": ("回答サーバーにつながりません", "The answering service cannot be reached"),
    "trouble_unreachable_advice": (
        "接続先は {api} です。senrei serve が動いているか、SENREI_API の設定が正しいかを確かめて、"
        "もう一度お試しください。",
        "It is expected at {api}. See whether senrei serve is running there and what SENREI_API says, "
        "then try again.",
    ),
    "trouble_slow": ("回答サーバーの返事に時間がかかりすぎています", "The answering service takes too long"),
    "trouble_slow_advice": (
        "少し待ってからもう一度お試しください。続くときは運用担当者にお知らせください。",
        "Wait a little and try again. If it goes on, tell whoever runs the service.",
    ),
    "trouble_cut_off": ("回答が途中で切れました", "The answer broke off"),
    "trouble_cut_off_advice": (
        "もう一度尋ねてください。続くときは運用担当者にお知らせください。",
        "Ask again. If it goes on, tell whoever runs the service.",
    ),
    "trouble_no_problem": (
        "回答サーバーが要求を受け付けませんでした（{status}）",
        "The answering service refused ({status})",
    ),
    "trouble_no_problem_advice": (
        "接続先 {api} が先例のAPIかどうかを確かめてください。",
        "See whether {api} is Senrei's API.",
    ),
    "trouble_not_understood": (
        "回答サーバーの返事を読み取れません",
        "The reply of the answering service cannot be read",
    ),
    "trouble_not_understood_advice": (
        "画面とAPIの版が違うおそれがあります。接続先 {api} と、それぞれの版を確かめてください。",
        "The page and the API may be of different versions. See what runs at {api}.",
    ),
    "trouble_unexpected": ("画面で予期しない誤りが起きました", "Something went wrong in this page"),
    "trouble_unexpected_advice": (
        "再読み込みしてください。続くときは運用担当者にお知らせください。",
        "Reload the page. If it goes on, tell whoever runs the service.",
    ),
    **briefings.WORDS,
    **comparing.WORDS,
    **intake.WORDS,
    **sheets.WORDS,
    **talks.WORDS,
}

EXAMPLES: tuple[str, ...] = (
    "再委託について過去の審査で何が述べられたか",
    "第330回の審査記載事項は何を求めましたか",
    "施行規則第6条第4号ニを見せてください",
    "LINEの実施未了の改善策は何ですか",
    "What did the Commission ask about storage media?",
)


def say(key: str, language: Language, **about: object) -> str:
    """The wording of that key in that language, filled in. Raises KeyError for a key that is not there."""
    japanese, english = WORDS[key]
    return (english if language == "en" else japanese).format(**about)


def kind_name(kind: str, language: Language) -> str:
    """What a kind of document is called; a kind that this page does not know keeps the API's name."""
    return say(f"kind_{kind}", language) if f"kind_{kind}" in WORDS else kind
