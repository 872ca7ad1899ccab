"""Examples for the reference page and OpenAPI, one a call; a test holds them against the models."""

from __future__ import annotations

from typing import Any

from assistant.api.replies import ProblemReply
from assistant.api.wording import WORDINGS
from assistant.export import CSV_TYPE, XLSX_TYPE
from assistant.rendering import Json

OpenApi = dict[str, Any]  # a piece of an OpenAPI document, as FastAPI takes it

DOCUMENT_BRIEF: Json = {
    "id": "minutes-330",
    "title": "第330回個人情報保護委員会 議事録",
    "kind": "minutes",
    "date": "2025-07-30",
    "meeting": 330,
    "agency": "国土交通大臣",
    "audience": "public",
}
DOCUMENT: Json = {
    **DOCUMENT_BRIEF,
    "cite": "第330回個人情報保護委員会 議事録（令和7年7月30日）",
    "origin": "個人情報保護委員会ホームページ（公表資料）",
    "sha256": "33522a4f6f16a11b3ea6b024baa6e9fb20b13f49f13f46ed75e8d10913a1f162",
    "file_name": "minutes-330_2025-07-30.txt",
}
BARE_CLAUSE: Json = {
    "id": "minutes-330.g2.s2.pt4",
    "document_id": "minutes-330",
    "parent_id": "minutes-330.g2.s2",
    "order": 58,
    "kind": "point",
    "label": "第330回個人情報保護委員会 議事録（令和7年7月30日）議題2 事務局説明「審査記載事項（4）」",
    "path": [
        "議題2 国土交通大臣（給水装置工事主任技術者の免状の交付に関する事務）の全項目評価書について",
        "事務局説明",
        "「審査記載事項（4）」",
    ],
    "text": (
        "まずは（４）として、国家資格等情報連携・活用システムとの接続回線をVPN等とするとともに、"
        "各システム間の通信については暗号化等を行うこと、また、電子記録媒体についても情報の暗号化を行うほか、"
        "管理区域内から持ち出す際は施錠可能な衝撃防止ケースに入れて持ち運びを行うこと等、"
        "特定個人情報保護評価書に記載されているとおり確実に実行する必要があることを記載しております。"
    ),
    "leaf": True,
    "speaker": "事務局",
    "role": "事務局",
    "agenda_item": "議題2",
    "audience": "public",
}
CLAUSE: Json = {**BARE_CLAUSE, "document": DOCUMENT_BRIEF}
UNDERSTOOD: Json = {
    "question": "給水装置の評価書の審査で、通信回線についてどんな対策を求めましたか",
    "standalone": "給水装置の評価書の審査で、通信回線についてどんな対策を求めましたか",
    "language": "ja",
    "intent": "lookup",
}
FILTERS: Json = {"kind": "minutes", "date_from": "2025-01-01"}
SEARCH_REQUEST: Json = {"query": "接続回線 VPN", "limit": 10, "filters": FILTERS}
SEARCH_REPLY: Json = {
    "hits": [{"clause": CLAUSE, "score": 0.81, "lexical": 0.77, "dense": 0.64}],
    "understood": UNDERSTOOD,
    "took_ms": 7.4,
}
ASK_REQUEST: Json = {
    "question": "給水装置の評価書の審査で、通信回線についてどんな対策を求めましたか",
    "history": [],
    "filters": {},
    "stream": False,
}
ASK_REPLY: Json = {
    "status": "answered",
    "answer": "記録には次の記載があります。\n\n- 議題2 事務局説明「審査記載事項（4）」 [1]",
    "citations": [{"number": 1, "quote": BARE_CLAUSE["text"], "clause": CLAUSE}],
    "nearest": [],
    "understood": UNDERSTOOD,
    "parts": [],
    "mode": "extractive",
    "record_id": "0c6e8f0a4b7d",
    "provenance": {"index_generation": "1"},
}
ASK_STREAM = (
    'event: understood\ndata: {"question": "…"}\n\n'
    'event: delta\ndata: {"text": "…"}\n\n'
    "event: done\ndata: {…}\n\n"
)
REVISION: Json = {
    "revision": 1,
    "status": "current",
    "sha256": str(DOCUMENT["sha256"]),
    "clauses": 76,
    "ingested_at": "2026-11-21T09:00:00Z",
}
CLAUSE_REPLY: Json = {
    **CLAUSE,
    "parent": None,
    "neighbours": {"before": [], "after": []},
    "children": [],
    "references": [],
    "mentions": [],
    "revisions": [REVISION],
}
DOCUMENTS_REPLY: Json = {"total": 1, "limit": 50, "offset": 0, "documents": [DOCUMENT]}
DOCUMENT_TREE: Json = {
    **DOCUMENT,
    "tree": [{**BARE_CLAUSE, "children": []}],
    "counts": {"clauses": 76, "leaves": 63, "furniture": 193, "notices": 0},
    "revisions": [REVISION],
}
MEASURE: Json = {
    "id": "minutes-330.g2.s2.pt4",
    "document_id": "minutes-330",
    "clause_id": "minutes-330.g2.s2.pt4",
    "label": str(BARE_CLAUSE["label"]),
    "text": str(BARE_CLAUSE["text"]),
    "meeting": 330,
    "date": "2025-07-30",
    "agenda_item": "議題2",
    "asked_by": "個人情報保護委員会",
    "asked_of": "国土交通大臣",
    "about": "国土交通大臣（給水装置工事主任技術者の免状の交付に関する事務）の全項目評価書",
    "agency": "国土交通大臣",
    "strength": "required",
    "topics": ["暗号化", "媒体の持出し", "通信回線"],
    "audience": "public",
}
MEASURES_REPLY: Json = {"total": 1, "limit": 50, "offset": 0, "measures": [MEASURE]}
MEASURE_COUNTS: Json = {
    "by": "topic",
    "total": 4,
    "counts": [
        {"value": "暗号化", "total": 3, "required": 1, "requested": 2, "suggested": 0},
        {"value": "媒体の持出し", "total": 1, "required": 1, "requested": 0, "suggested": 0},
        {"total": 1, "required": 0, "requested": 0, "suggested": 1},
    ],
}
POINT: Json = {
    "clause_id": "minutes-330.g1.s2.pt1",
    "label": "第330回個人情報保護委員会 議事録（令和7年7月30日）議題1 松嶋企画官説明「検討内容」①",
    "text": "①提供された仮名加工医療情報の性質及び規模を踏まえ、適切な安全管理措置を講じていること",
    "mark": "①",
}
DECISION: Json = {
    "id": "minutes-330.g1",
    "document_id": "minutes-330",
    "label": "第330回個人情報保護委員会 議事録（令和7年7月30日）議題1",
    "meeting": 330,
    "date": "2025-07-30",
    "agenda_item": "議題1",
    "heading": "「認定仮名加工医療情報利用事業者」の認定に係る協議",
    "matter": "認定協議",
    "parties": ["国立大学法人九州大学", "学校法人東北医科薬科大学"],
    "points": [POINT],
    "conditions": [],
    "outcome": [],
    "publication": [],
    "withheld": [],
    "topics": ["安全管理措置"],
    "audience": "public",
}
PRECEDENTS_REPLY: Json = {"total": 1, "limit": 50, "offset": 0, "precedents": [DECISION]}
COMPARISON: Json = {
    "left": {**DECISION, "id": "minutes-205.g1", "document_id": "minutes-205", "meeting": 205},
    "right": DECISION,
    "points": [{"status": "new", "right": POINT, "likeness": 0.0}],
    "conditions": [],
}
BRIEFING_REQUEST: Json = {"topic": "暗号化", "filters": {"meeting": 330}, "format": "json"}
STATEMENT: Json = {
    "text": str(BARE_CLAUSE["text"]),
    "source": 1,
    "place": "議題2 事務局説明「審査記載事項（4）」",
}
BRIEFING: Json = {
    "topic": "暗号化",
    "status": "answered",
    "made_on": "2026-11-21",
    "generation": 1,
    "filters": {"meeting": 330},
    "documents": 1,
    "missing": [],
    "explained": [],
    "precedents": [],
    "requests": [
        {
            "date": "2025-07-30",
            "meeting": 330,
            "agenda_item": "議題2",
            "asked_by": "個人情報保護委員会",
            "asked_of": "国土交通大臣",
            "strength": "required",
            "about": str(MEASURE["about"]),
            "words": STATEMENT,
        }
    ],
    "remarks": [],
    "assessments": [],
    "criteria": [],
    "open_points": [],
    "sources": [
        {
            "number": 1,
            "clause_id": "minutes-330.g2.s2.pt4",
            "label": str(BARE_CLAUSE["label"]),
            "document_id": "minutes-330",
            "title": "第330回個人情報保護委員会 議事録",
            "kind": "minutes",
            "date": "2025-07-30",
            "superseded": False,
        }
    ],
}
HEALTH: Json = {"status": "ok", "documents": 5, "clauses": 681, "index_generation": 1}
FEEDBACK_REQUEST: Json = {"record_id": "0c6e8f0a4b7d", "rating": "up", "comment": "探していた箇条でした"}
FEEDBACK_REPLY: Json = {"status": "recorded"}
UPLOAD: Json = {
    "file": "minutes-331.txt",
    "audience": "public",
    "title": "第331回個人情報保護委員会 議事録",
    "kind": "minutes",
    "date": "2025-08-27",
    "meeting": "331",
    "agency": "",
    "url": "",
}


def body(example: Json) -> OpenApi:
    """The example of a JSON body, for ``openapi_extra``."""
    return {"requestBody": {"content": {"application/json": {"example": example}}}}


def form(example: Json) -> OpenApi:
    """The example of a form, for ``openapi_extra``."""
    return {"requestBody": {"content": {"multipart/form-data": {"example": example}}}}


def table(example: Json) -> OpenApi:
    """The example of a register as JSON, beside the files it can come as."""
    return with_files(example, CSV_TYPE, XLSX_TYPE)


def with_files(example: Json, *media_types: str) -> OpenApi:
    """The example of a reply as JSON, beside the kinds of file it can come as."""
    content: OpenApi = {"application/json": {"example": example}}
    for media_type in media_types:
        content[media_type] = {"schema": {"type": "string", "format": "binary"}}
    return {"content": content}


def reply(example: Json, stream: str | None = None) -> OpenApi:
    """The example of a reply, and of its server-sent events where it has them."""
    content: OpenApi = {"application/json": {"example": example}}
    if stream is not None:
        content["text/event-stream"] = {"schema": {"type": "string"}, "example": stream}
    return {"content": content}


def problems(*statuses: int) -> dict[int | str, OpenApi]:
    """The problems a call may report, beside those that any may (401, 500), by status."""
    return {str(status): _problem(status) for status in (*statuses, 401, 500)}


def _problem(status: int) -> OpenApi:
    codes = {code: wording for code, wording in WORDINGS.items() if wording.status == status}
    shown = {
        code: {
            "value": {
                "type": f"/docs#problem-{code}",
                "title": wording.title["ja"],
                "status": status,
                "detail": wording.detail["ja"],
            }
        }
        for code, wording in codes.items()
    }
    return {
        "description": " / ".join(wording.title["ja"] for wording in codes.values()),
        "content": {
            "application/problem+json": {
                "schema": ProblemReply.model_json_schema(),
                "examples": shown,
            }
        },
    }
