"""The sentences of every problem the API reports, in Japanese and English, with its HTTP status.

One table, so that the two languages stay side by side and the reference page can list them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]


@dataclass(frozen=True)
class Wording:
    """A kind of problem: its status, and what it is called and how it is explained in each language.

    The details are templates; a route fills in what the problem is about.
    """

    status: int
    title: dict[Language, str]
    detail: dict[Language, str]


def _wording(status: int, ja: tuple[str, str], en: tuple[str, str]) -> Wording:
    return Wording(status, {"ja": ja[0], "en": en[0]}, {"ja": ja[1], "en": en[1]})


WORDINGS: dict[str, Wording] = {
    "malformed-json": _wording(
        400,
        (
            "JSONとして読めません",
            "本文がJSONとして読めません（{place}文字目付近）。引用符や括弧の閉じ忘れを確認してください。",
        ),
        ("Not JSON", "The body is not JSON (near character {place}). Look for an unclosed quote or bracket."),
    ),
    "invalid-request": _wording(
        422,
        ("要求の内容が正しくありません", "{faults} 詳しくは /docs をご覧ください。"),
        ("The request cannot be used", "{faults} See /docs."),
    ),
    "invalid-query": _wording(
        422,
        ("この問合せは処理できません", "{reason}"),
        ("This query cannot be used", "{reason}"),
    ),
    "empty-question": _wording(
        422,
        ("質問が空です", "{field} に質問又は検索語を入れてください。"),
        ("The question is empty", "Put a question or search words into {field}."),
    ),
    "question-too-long": _wording(
        422,
        ("質問が長すぎます", "{field} は{limit}文字までです（今回は{length}文字）。要点に絞ってください。"),
        (
            "The question is too long",
            "{field} takes up to {limit} characters; this has {length}. Keep to the point.",
        ),
    ),
    "no-user-message": _wording(
        422,
        ("質問がありません", "messages に role が user の発言を入れてください。最後のものが質問になります。"),
        ("There is no question", "Put a message with the role user into messages; the last one is asked."),
    ),
    "file-not-text": _wording(
        422,
        (
            "テキストとして読めません",
            "「{name}」を読めません。UTF-8のテキストをbase64で送るか、inputs.question に質問を入れてください。",
        ),
        (
            "Not a text",
            "{name} cannot be read. Send UTF-8 text in base64, or put the question into inputs.question.",
        ),
    ),
    "no-such-model": _wording(
        404,
        ("該当するモデルがありません", "「{name}」というモデルはありません。{known} を指定してください。"),
        ("No such model", "There is no model {name}. Name {known}."),
    ),
    "unknown-filter": _wording(
        422,
        ("知らない絞り込み条件です", "「{names}」という条件はありません。使えるのは {allowed} です。"),
        ("Unknown filter", "There is no filter {names}. There are: {allowed}."),
    ),
    "unknown-audience": _wording(
        422,
        ("知らない公開範囲です", "公開範囲「{name}」はこのキーでは使えません。使えるのは {allowed} です。"),
        ("Unknown audience", "The audience {name} is not one of this key's. There are: {allowed}."),
    ),
    "unreadable-source": _wording(
        422,
        ("ファイルを取り込めません", "{reason}"),
        ("The file cannot be taken in", "{reason}"),
    ),
    "body-too-large": _wording(
        413,
        (
            "要求が大きすぎます",
            "要求の本文は{limit}バイトまでです。これまでのやりとり（history）を短くしてください。",
        ),
        ("The request is too large", "A body may have up to {limit} bytes. Send less history."),
    ),
    "upload-too-large": _wording(
        413,
        (
            "ファイルが大きすぎます",
            "ファイルは{limit}バイトまでです。senrei ingest でなら取り込めます。",
        ),
        (
            "The file is too large",
            "A file may have up to {limit} bytes. The command senrei ingest takes larger ones.",
        ),
    ),
    "key-missing": _wording(
        401,
        (
            "キーが必要です",
            "Authorization: Bearer に続けてキーを送ってください。キーは運用担当者にお尋ねください。",
        ),
        (
            "A key is needed",
            "Send Authorization: Bearer and your key. Whoever runs this server hands them out.",
        ),
    ),
    "api-key-missing": _wording(
        401,
        ("キーが必要です", "x-api-key にキーを入れてください。キーは運用担当者にお尋ねください。"),
        ("A key is needed", "Put your key into x-api-key. Whoever runs this server hands them out."),
    ),
    "key-unknown": _wording(
        401,
        (
            "キーが正しくありません",
            "このキーは登録されていません。写し間違いがないか確認し、運用担当者にお尋ねください。",
        ),
        (
            "The key is not known",
            "This key is not registered. Check for a slip in copying, or ask whoever runs this server.",
        ),
    ),
    "staff-only": _wording(
        403,
        ("職員用のキーが必要です", "資料の取込みと取下げは、職員用（staff）のキーを持つ利用者に限られます。"),
        ("A staff key is needed", "Only holders of a staff key may hand in or retire documents."),
    ),
    "clause-not-held": _wording(
        404,
        (
            "該当する箇条がありません",
            "「{id}」という箇条は所蔵していません。/v1/search で探してください。",
        ),
        (
            "No such clause",
            "There is no clause {id} here. Look for it with /v1/search.",
        ),
    ),
    "state-not-held": _wording(
        404,
        (
            "その時点の規定がありません",
            "「{id}」は{day}時点の状態を所蔵していません。所蔵しているのは次の日からの状態です：{days}",
        ),
        (
            "No such clause as of that day",
            "No state of {id} as of {day} is held. Those held begin on: {days}",
        ),
    ),
    "document-not-held": _wording(
        404,
        (
            "該当する資料がありません",
            "「{id}」という資料は所蔵していません。/v1/documents で所蔵を確認してください。",
        ),
        ("No such document", "There is no document {id} here. See /v1/documents for what is held."),
    ),
    "no-picture": _wording(
        404,
        (
            "頁の画像はありません",
            "資料「{id}」の原本（PDF）は保存されていません。PDFから取り込み直すと、頁を画像で見られます。",
        ),
        (
            "No picture of its pages",
            "The file of document {id} is not kept, or is no PDF. Take the PDF in again to see its pages.",
        ),
    ),
    "page-not-held": _wording(
        404,
        ("その頁はありません", "資料「{id}」に{number}頁はありません。"),
        ("No such page", "Document {id} has no page {number}."),
    ),
    "precedent-not-held": _wording(
        404,
        (
            "該当する先例がありません",
            "「{id}」に当たる先例は所蔵していません。/v1/precedents にある id か、委員会の回を送ってください。",
        ),
        (
            "No such precedent",
            "Nothing here goes by {id}. Send an id of /v1/precedents, or a meeting's number.",
        ),
    ),
    "nothing-to-compare": _wording(
        422,
        (
            "比べられる議題がありません",
            "「{left}」と「{right}」に同じ種別の議題がありません。/v1/precedents で id を選んでください。",
        ),
        (
            "Nothing to compare",
            "{left} and {right} have no agenda items of one matter. Choose two ids of /v1/precedents.",
        ),
    ),
    "not-an-assessment": _wording(
        422,
        (
            "評価書ではありません",
            "「{id}」は特定個人情報保護評価書ではありません。/v1/documents?kind=assessment で id を選んでください。",
        ),
        (
            "Not an assessment report",
            "{id} is no assessment report. Choose ids of /v1/documents?kind=assessment.",
        ),
    ),
    "record-not-held": _wording(
        404,
        (
            "該当する回答の記録がありません",
            "記録「{id}」はありません。/v1/ask の返答にある record_id を送ってください。",
        ),
        ("No such record", "There is no record {id}. Send the record_id of a reply of /v1/ask."),
    ),
    "conversation-not-held": _wording(
        404,
        (
            "該当する会話がありません",
            "「{id}」という会話はありません。/v1/conversations で確認するか、新しく始めてください。",
        ),
        (
            "No such conversation",
            "You have no conversation {id}. See /v1/conversations, or begin a new one.",
        ),
    ),
    "request-not-held": _wording(
        404,
        (
            "該当する要求がありません",
            "要求「{id}」はありません。サーバーの再起動後や、新しい要求が続いた後は、もう一度お尋ねください。",
        ),
        ("No such request", "There is no request {id}. Those of a former run are forgotten: ask again."),
    ),
    "document-not-retired": _wording(
        404,
        (
            "該当する取り下げた資料がありません",
            "「{id}」という取り下げた資料はありません。/v1/documents?retired=true で確認してください。",
        ),
        ("No such retired document", "No retired document {id} is kept. See /v1/documents?retired=true."),
    ),
    "job-not-held": _wording(
        404,
        (
            "該当する取込みがありません",
            "取込み「{id}」はありません。/v1/jobs に一覧があります。",
        ),
        ("No such job", "There is no job {id}. /v1/jobs lists those that are kept."),
    ),
    "not-found": _wording(
        404,
        ("その住所には何もありません", "「{path}」という呼出しはありません。一覧は /docs にあります。"),
        ("Nothing at this address", "There is no call {path}. /docs lists them all."),
    ),
    "method-not-allowed": _wording(
        405,
        (
            "この方法では呼び出せません",
            "「{path}」は {method} では呼び出せません。使えるのは {allowed} です。",
        ),
        ("Not with this method", "{path} cannot be called with {method}. It takes: {allowed}."),
    ),
    "store-busy": _wording(
        409,
        ("ほかの取込みが進行中です", "資料の取込みが既に進行中です。終わってからもう一度お試しください。"),
        (
            "Another ingestion is under way",
            "Documents are being taken in already. Try again when that has ended.",
        ),
    ),
    "too-busy": _wording(
        503,
        ("混み合っています", "回答を待つ質問が多すぎます。しばらくしてからもう一度お試しください。"),
        ("Too busy", "Too many questions wait to be answered. Try again in a while."),
    ),
    "store-unavailable": _wording(
        503,
        (
            "資料庫を開けません",
            "資料庫に問題があります。senrei check で調べてください。（{reason}）",
        ),
        (
            "The store is unavailable",
            "Something is wrong with the store. Look into it with senrei check. ({reason})",
        ),
    ),
    "refused": _wording(
        400,
        (
            "要求を受け付けられません",
            "サーバーがこの要求を受け付けませんでした。使い方は /docs をご覧ください。",
        ),
        ("The request was refused", "The server did not accept this request. See /docs for how to call it."),
    ),
    "unexpected": _wording(
        500,
        (
            "内部で誤りが起きました",
            "予期しない誤りが起き、記録されました。続くときは運用担当者にお知らせください。",
        ),
        (
            "Something went wrong inside",
            "An unexpected error happened and was logged. If it goes on, tell whoever runs this server.",
        ),
    ),
}


def language_of(accept_language: str | None) -> Language:
    """The language for a reader with this Accept-Language header: Japanese unless English comes first."""
    best: tuple[float, Language] = (0.0, "ja")
    for part in (accept_language or "").split(","):
        name, _, quality = part.partition(";")
        weight = _weight(quality)
        for language in ("ja", "en"):
            if name.strip().lower().split("-")[0] == language and weight > best[0]:
                best = (weight, language)
    return best[1]


def _weight(quality: str) -> float:
    """The number of ``q=0.8``; 1 without one, 0 for one that is not a number."""
    _, equals, figure = quality.strip().partition("=")
    if not equals:
        return 1.0
    try:
        return float(figure)
    except ValueError:
        return 0.0
