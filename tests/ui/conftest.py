"""A small API to hold the page against: a real HTTP server on this machine with canned replies."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest, app_test

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Json = dict[str, Any]
APP = Path(__file__).resolve().parents[2] / "ui" / "app.py"

DOCUMENT: Json = {
    "id": "minutes-330",
    "title": "第330回個人情報保護委員会 議事録",
    "kind": "minutes",
    "date": "2025-07-30",
    "meeting": 330,
    "agency": "国土交通大臣",
    "audience": "public",
}
OTHER: Json = {
    "id": "assessment-1",
    "title": "免許に関する事務 <b>重点</b>項目評価書",
    "kind": "assessment",
    "date": "2023-04-26",
    "agency": "厚生労働大臣",
    "audience": "public",
}


def _clause(id_: str, order: int, name: str, text: str, leaf: bool = True, **more: Any) -> Json:
    return {
        "id": f"minutes-330.{id_}",
        "document_id": "minutes-330",
        "order": order,
        "kind": "paragraph" if leaf else "speech",
        "label": f"第330回個人情報保護委員会 議事録（令和7年7月30日）議題2 {name}",
        "path": ["議題2 評価書について", name],
        "text": text,
        "leaf": leaf,
        "audience": "public",
        **more,
    }


BEFORE = _clause("g2.s2.p17", 2, "第17段落", "最後に、審査記載事項を御覧ください。")
CITED = _clause(
    "g2.s2.pt4",
    3,
    "審査記載事項（4）",
    "まずは（４）として、接続回線をVPN等とすること。<script>alert(1)</script>実行する必要があります。",
    speaker="事務局",
    page=2,
)
AFTER = _clause("g2.s2.p18", 4, "第18段落", "精査結果の概要は以上です。")
SPEECH = _clause(
    "g2.s2", 1, "事務局説明", "\n".join(one["text"] for one in (BEFORE, CITED, AFTER)), leaf=False
)
TREE: Json = {
    **DOCUMENT,
    "cite": "第330回個人情報保護委員会 議事録（令和7年7月30日）",
    "tree": [{**SPEECH, "children": [{**one, "children": []} for one in (BEFORE, CITED, AFTER)]}],
    "counts": {"clauses": 4, "leaves": 3, "furniture": 0, "notices": 0},
    "revisions": [],
}
QUOTE = "接続回線をVPN等とすること。<script>alert(1)</script>"
ANSWER: Json = {
    "status": "answered",
    "answer": "記録には次の記載があります。\n\n- 事務局「…接続回線をVPN等とすること。…」[1]",
    "citations": [{"number": 1, "quote": QUOTE, "clause": {**CITED, "document": DOCUMENT}}],
    "nearest": [],
    "understood": {
        "question": "通信回線は",
        "standalone": "通信回線は",
        "language": "ja",
        "intent": "lookup",
        "meetings": [330],
        "speakers": ["清水委員"],
        "dates": [{"first": "2025-01-01", "last": "2025-12-31"}],
    },
    "mode": "extractive",
    "record_id": "rec1",
    "provenance": {"index_generation": "1"},
}
NOT_FOUND: Json = {
    **ANSWER,
    "status": "not_found",
    "answer": "お尋ねの事項は、保有している資料からは確認できませんでした。",
    "citations": [],
    "nearest": [
        {"clause": {**AFTER, "document": DOCUMENT}, "score": 0.4, "lexical": 0.3, "dense": 0.4},
    ],
    "understood": {
        "question": "第101回は",
        "standalone": "第101回は",
        "meetings": [101],
        "missing": [{"what": "meeting", "name": "第101回委員会", "detail": ""}],
    },
    "record_id": "rec2",
}
PROBLEM: Json = {
    "type": "/docs#problem-question-too-long",
    "title": "質問が長すぎます",
    "status": 422,
    "detail": "question は2000文字までです（今回は2500文字）。要点に絞ってください。",
}

MEASURE: Json = {
    "id": "minutes-330.g2.s2.pt4",
    "document_id": "minutes-330",
    "clause_id": "minutes-330.g2.s2.pt4",
    "label": CITED["label"],
    "text": QUOTE,
    "meeting": 330,
    "date": "2025-07-30",
    "agenda_item": "議題2",
    "asked_by": "個人情報保護委員会",
    "asked_of": "国土交通大臣",
    "about": "給水装置の評価書",
    "agency": "国土交通大臣",
    "strength": "required",
    "topics": ["通信回線"],
    "audience": "public",
}
REMARK: Json = {
    **MEASURE,
    "id": "minutes-300.g1.q1",
    "clause_id": "minutes-300.g1.q1",
    "label": "第300回 議事概要 議題1 清水委員の質問",
    "text": "再委託先の管理も行っていただきたい。",
    "meeting": 300,
    "date": "2024-09-11",
    "asked_by": "清水委員",
    "strength": "requested",
    "topics": ["再委託"],
    "reply": {
        "clause_id": "minutes-300.g1.r1",
        "label": "第300回 議事概要 議題1 木村専門官の回答",
        "text": "検討する<i>予定</i>である。",
        "speaker": "木村専門官",
    },
}


def _precedent(meeting: int, date: str, **more: Any) -> Json:
    label = f"第{meeting}回 議事録 議題1"
    nothing: Json = {part: [] for part in ("conditions", "outcome", "publication", "withheld")}
    point = {"clause_id": f"minutes-{meeting}.g1.pt1", "label": f"{label}①", "mark": "①"}
    return {
        "id": f"minutes-{meeting}.g1",
        "document_id": f"minutes-{meeting}",
        "label": label,
        "meeting": meeting,
        "date": date,
        "agenda_item": "議題1",
        "heading": f"第{meeting}回の<b>認定</b>に係る協議",
        "matter": "認定協議",
        "parties": ["九州大学"],
        "points": [{**point, "text": f"①第{meeting}回の安全管理措置"}],
        **nothing,
        "topics": ["安全管理措置"],
        "audience": "public",
        **more,
    }


FORMER = _precedent(205, "2022-04-13")
LATER = _precedent(
    330,
    "2025-07-30",
    outcome=[{"clause_id": "minutes-330.g1.p9", "label": "第330回 議題1", "text": "決定いたします。"}],
)
COMPARISON: Json = {
    "left": FORMER,
    "right": LATER,
    "points": [
        {"status": "changed", "left": FORMER["points"][0], "right": LATER["points"][0], "likeness": 0.8},
        {"status": "new", "right": {**LATER["points"][0], "text": "②消去<u>する</u>"}, "likeness": 0.0},
    ],
    "conditions": [{"status": "gone", "left": FORMER["points"][0], "likeness": 0.0}],
}


BOXES: Json = {
    "clause_id": CITED["id"],
    "document_id": "minutes-330",
    "page_count": 3,
    "pages": [
        {
            "page": 2,
            "width": 600,
            "height": 800,
            "boxes": [{"left": 60, "top": 80, "right": 300, "bottom": 100}],
        }
    ],
}


BRIEFING: Json = {
    "topic": "認定",
    "status": "answered",
    "made_on": "2026-11-21",
    "generation": 1,
    "documents": 2,
    "missing": ["第101回委員会"],
    "explained": [
        {
            "document_id": "minutes-330",
            "cite": "第330回個人情報保護委員会 議事録",
            "statements": [{"text": "認定とは<b>これ</b>である。", "source": 1, "place": "議題1 趣旨"}],
            "more": 3,
        }
    ],
    "precedents": [
        {
            **_precedent(330, "2025-07-30"),
            "points": [{"text": "①安全管理措置", "source": 2}],
            "outcome": [{"text": "決定いたします。", "source": 2}],
        }
    ],
    "requests": [
        {
            "date": "2024-09-11",
            "meeting": 300,
            "agenda_item": "議題1",
            "asked_by": "清水委員",
            "asked_of": "国土交通大臣",
            "strength": "requested",
            "about": "評価書",
            "words": {"text": "監督いただきたい。", "source": 3},
        }
    ],
    "sources": [
        {"number": 1, "clause_id": CITED["id"], "label": CITED["label"], "page": 2},
        {"number": 2, "clause_id": "minutes-330.g1.p1", "label": "議題1①", "superseded": True},
        {"number": 3, "clause_id": "minutes-300.g1.q1", "label": "議題1 清水委員"},
    ],
}


EVALUATION: Json = {
    "figures": {
        "documents": 5,
        "sets": {
            "kept": {
                "digest": "x",
                "items": 181,
                "kinds": {
                    "lookup": {"cited": {"mean": 0.5, "items": 9}},
                    "ALL": {"cited": {"mean": 0.91, "items": 150}, "refused": {"mean": 1, "items": 9}},
                },
            }
        },
    },
    "store": {
        "status": "unsettled",
        "generation": 3,
        "embedder": "small (1)",
        "partitions": [
            {"audience": "commission", "documents": 1, "clauses": 12},
            {"audience": "public", "documents": 5, "clauses": 1681},
        ],
    },
}


SECOND: Json = {**OTHER, "id": "assessment-2", "title": "免許に関する事務（改） 重点項目評価書"}


def _field(status: str, left: Json | None, right: Json | None) -> Json:
    place = {"part": "Ⅱ ファイルの概要", "place": "委託事項1", "field": "再委託の有無"}
    return {**place, "status": status, "left": left, "right": right}


def _written(text: str, **more: Any) -> Json:
    return {"clause_id": "assessment-1.p2.f4", "label": "評価書 Ⅱ 4.", "text": text, **more}


REPORTS: Json = {
    "left": OTHER,
    "right": SECOND,
    "rows": [
        _field("same", _written("[再委託する]", value="再委託する"), _written("x", value="再委託する")),
        _field("changed", _written("共通。<i>左。", differs=["<i>左。"]), _written("共通。右。")),
        _field("left_only", _written("左にある。"), None),
    ],
}


class Request(NamedTuple):
    """A call as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    query: dict[str, str]


class FakeTalks:
    """The conversations that the server keeps; None of them where it is an API without any."""

    def __init__(self) -> None:
        self.held: dict[str, Json] | None = {}

    def listed(self) -> list[Json]:
        return [{**one, "turns": len(one["turns"])} for one in reversed((self.held or {}).values())]

    def begin(self) -> Json:
        assert self.held is not None
        id_ = f"talk{len(self.held) + 1}"
        self.held[id_] = {
            "id": id_,
            "title": "",
            "created_at": "2026-11-21T00:00:00Z",
            "updated_at": "2026-11-21T00:00:00Z",
            "turns": [],
        }
        return self.held[id_]

    def asked(self, body: Json, reply: Json) -> None:
        if talk := (self.held or {}).get(body.get("conversation_id", "")):
            talk["title"] = talk["title"] or body["question"]
            turn = {"question": body["question"], "filters": body["filters"], "reply": reply}
            talk["turns"].append({**turn, "asked_at": "2026-11-21T00:00:00Z"})


class FakeApi:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Json = ANSWER
        self.problem: Json | None = None  # answered to /v1/ask with its status
        self.breaks: Json | None = None  # sent as an event after the first piece of the answer
        self.cut = False  # the stream ends after the first piece
        self.documents: list[Json] = [DOCUMENT, OTHER]
        self.measures: list[Json] = [MEASURE, REMARK]
        self.precedents: list[Json] = [LATER, FORMER]
        self.fitting: list[Json] | None = None  # of a register, where a filter is sent; all if None
        self.url = ""
        self.staff = False
        self.lists_jobs = True
        self.jobs: list[Json] = []
        self.retired: list[Json] = []
        self.preview: Json | None = None  # None: an API without previews
        self.briefing = BRIEFING
        self.pictures = False  # the file of the document is kept
        self.talks = FakeTalks()

    def asked(self) -> list[Json]:
        """The bodies of the questions, in order."""
        return [one.body for one in self.requests if one.path == "/v1/ask"]

    def events(self) -> Iterator[tuple[str, Json]]:
        yield "understood", self.answer["understood"]
        yield "hits", {"hits": []}
        yield "delta", {"text": self.answer["answer"][:10]}
        if self.cut:
            return
        if self.breaks:
            yield "error", self.breaks
            return
        yield "delta", {"text": self.answer["answer"][10:]}
        for citation in self.answer["citations"]:
            yield "citation", citation
        yield "done", self.answer

    def queries(self, path: str) -> list[Json]:
        """What a register was asked with, in order."""
        return [one.query for one in self.requests if one.path == path]

    def narrowed(self, held: list[Json], query: dict[str, str]) -> list[Json]:
        narrowed = self.fitting is not None and set(query) - {"limit", "offset", "by"}
        return (self.fitting or []) if narrowed else held

    def counted(self, query: dict[str, str]) -> Json:
        fitting, by = self.narrowed(self.measures, query), query["by"]
        counted: dict[str, Counter[str]] = {}
        for one in fitting:
            for value in one["topics"] if by == "topic" else [str(one[by])]:
                counted.setdefault(value, Counter())[one["strength"]] += 1
        strengths = ("required", "requested", "suggested")
        counts = [
            {"value": value, "total": tally.total(), **{name: tally[name] for name in strengths}}
            for value, tally in counted.items()
        ]
        return {"by": by, "total": len(fitting), "counts": counts}

    def register(self, name: str, held: list[Json], query: dict[str, str]) -> Json:
        fitting = self.narrowed(held, query)
        limit, offset = int(query.get("limit", 50)), int(query.get("offset", 0))
        page = fitting[offset : offset + limit]
        return {"total": len(fitting), "limit": limit, "offset": offset, name: page}

    def got_intake(self, path: str, query: dict[str, str]) -> Json | None:
        if not self.staff:
            return None
        if path == "/v1/evaluation":
            return EVALUATION
        if path == "/v1/jobs" and self.lists_jobs:
            return {"jobs": self.jobs}
        if query.get("retired") == "true":
            return {"total": len(self.retired), "documents": self.retired}
        return next((one for one in self.jobs if path == f"/v1/jobs/{one['id']}"), None)

    def got_talk(self, path: str) -> Json | None:
        if self.talks.held is None:
            return None
        if path == "/v1/conversations":
            return {"conversations": self.talks.listed()}
        return self.talks.held.get(path.removeprefix("/v1/conversations/").removesuffix("/export"))

    def got(self, path: str, query: dict[str, str]) -> Json | None:
        if path.startswith("/v1/conversations"):
            return self.got_talk(path)
        if path.startswith(("/v1/evaluation", "/v1/jobs")) or "retired" in query:
            return self.got_intake(path, query)
        if path == "/v1/measures":
            return self.register("measures", self.measures, query)
        if path == "/v1/measures/counts":
            return self.counted(query)
        if path == "/v1/precedents":
            return self.register("precedents", self.precedents, query)
        if path == "/v1/assessments/compare":
            return REPORTS
        if path == "/v1/precedents/compare" and query["left"] != "1":
            return COMPARISON
        if path == "/v1/documents":
            return {
                "total": len(self.documents),
                "limit": 500,
                "offset": 0,
                "documents": [{**one, "cite": one["title"]} for one in self.documents],
            }
        if path == "/v1/documents/minutes-330":
            return TREE
        if path == f"/v1/clauses/{CITED['id']}/boxes" and self.pictures:
            return BOXES
        held = {one["id"]: one for one in (SPEECH, BEFORE, CITED, AFTER)}
        name = path.removeprefix("/v1/clauses/")
        if name not in held:
            return None
        beside = {"before": [], "after": []}
        references = [{**BEFORE, "document": DOCUMENT}] if name == CITED["id"] else []
        more = {
            "parent": None,
            "neighbours": beside,
            "children": [],
            "references": references,
            "mentions": [],
            "revisions": [],
        }
        return {**held[name], "document": DOCUMENT, **more}


def _handler(fake: FakeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
            fake.requests.append(Request("GET", path, dict(self.headers), {}, query))
            if path.endswith(".png"):
                self._sent(b"\x89PNG picture", 200, "image/png")
                return
            found = fake.got(path, query)
            if found is None and path == "/v1/evaluation":
                refused = {"type": "x", "title": "職員用のキーが要ります", "status": 403, "detail": "。"}
                self._json(refused, 403, "application/problem+json")
            elif found is None:
                gone = {
                    "type": "x",
                    "title": "該当する箇条がありません",
                    "status": 404,
                    "detail": "所蔵していません。",
                }
                self._json(gone, 404, "application/problem+json")
            else:
                self._json(found)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.startswith("/v1/documents"):
                self._intake(sent)
                return
            body = json.loads(sent)
            fake.requests.append(Request("POST", self.path, dict(self.headers), body, {}))
            if self.path == "/v1/feedback":
                self._json({"status": "recorded"})
            elif self.path == "/v1/conversations":
                self._json(fake.talks.begin(), 201)
            elif self.path == "/v1/briefings":
                if body.get("format", "json") == "json":
                    self._json(fake.briefing)
                else:
                    self._sent(b"PK file", 200, "application/octet-stream")
            elif fake.problem is not None:
                self._json(fake.problem, fake.problem["status"], "application/problem+json")
            else:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                fake.talks.asked(body, fake.answer)
                for name, data in fake.events():
                    self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

        def _intake(self, sent: bytes) -> None:
            fake.requests.append(Request("POST", self.path, dict(self.headers), {"sent": sent}, {}))
            if self.path.endswith("/preview") and fake.preview is None:
                absent = {"type": "x", "title": "ありません", "status": 405, "detail": "。"}
                self._json(absent, 405, "application/problem+json")
            elif self.path.endswith("/preview"):
                self._json(fake.preview or {})
            elif self.path.endswith("/restore"):
                fake.documents += fake.retired
                fake.retired = []
                self._json({})
            else:
                job = {"id": f"j{len(fake.jobs)}", "status": "done", "file_name": "m.pdf", "done": 1}
                fake.jobs.insert(0, {**job, "total": 1, "documents": ["minutes-331"]})
                self._json({**fake.jobs[0], "status": "waiting"}, 202)

        def do_PATCH(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(Request("PATCH", self.path, dict(self.headers), body, {}))
            talk = (fake.talks.held or {})[self.path.rsplit("/", 1)[1]]
            talk.update(body)
            self._json(talk)

        def do_DELETE(self) -> None:
            fake.requests.append(Request("DELETE", self.path, dict(self.headers), {}, {}))
            name = self.path.rsplit("/", 1)[1]
            if self.path.startswith("/v1/documents/"):
                fake.retired = [one for one in fake.documents if one["id"] == name]
                fake.documents = [one for one in fake.documents if one["id"] != name]
                self.send_response(204)
                self.end_headers()
                return
            del (fake.talks.held or {})[self.path.rsplit("/", 1)[1]]
            self.send_response(204)
            self.end_headers()

        def _json(self, body: Json, status: int = 200, media: str = "application/json") -> None:
            self._sent(json.dumps(body).encode(), status, media)

        def _sent(self, sent: bytes, status: int, media: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def pytest_sessionfinish() -> None:
    """Remove the folder that Streamlit makes for tests when imported: left to the interpreter, that warns of it."""
    app_test.TMP_DIR.cleanup()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    """An API that answers as ``ANSWER``; the page is pointed at it."""
    api = FakeApi()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("SENREI_API", api.url)
    monkeypatch.delenv("SENREI_API_KEY", raising=False)
    st.cache_data.clear()
    yield api
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page() -> Callable[..., AppTest]:
    """``page(clause="...")`` is the page as first opened, with that in its address."""

    def opened(**address: str) -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            at.query_params[name] = value
        return at.run()

    return opened


@pytest.fixture
def not_found() -> Json:
    """A refusal with what comes nearest."""
    return NOT_FOUND


@pytest.fixture
def problem() -> Json:
    """A problem as the API reports it."""
    return PROBLEM


# The whole stack for the tests in a real Chromium: one API and one page over the bundled documents for all of
# them, started when the first asks.
ROOT = APP.parents[1]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # milliseconds; a busy machine


def senrei(*words: str) -> list[str]:
    return [sys.executable, "-u", "-m", "assistant.cli", *words]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is: the real API and page, processes of their own over a store of their own."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    folder = tmp_path_factory.mktemp("stack")
    data = str(folder / "data")
    subprocess.run(
        senrei("ingest", str(ROOT / "corpus" / "documents"), "--data", data),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    api = Served(folder / "api.log", "serve", "--data", data, "--port", "0")
    page = None
    try:
        page = Served(folder / "ui.log", "ui", "--port", "0", "--api", api.address())
        yield page.address()
    finally:
        for one in filter(None, (page, api)):
            one.stop()


class Served:
    """A command that serves, its output in a log whose first address is where it listens."""

    def __init__(self, log: Path, *words: str) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                senrei(*words), cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
            )

    def address(self) -> str:
        for _ in range(600):
            told = re.search(r"http://127\.0\.0\.1:\d+", self._log.read_text("utf-8"))
            if told:
                return told[0]
            assert self._process.poll() is None, self._log.read_text("utf-8")
            time.sleep(0.1)
        raise AssertionError(f"no address in: {self._log.read_text('utf-8')}")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def browser(address: str) -> Iterator[Browser]:
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """The page just opened, by a Japanese reader on a common screen; nothing is fetched from elsewhere."""
    from playwright.sync_api import expect

    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    foreign: list[str] = []
    page = context.new_page()
    page.on("request", lambda call: _note(call.url, address, foreign))
    for attempt in range(100):  # the page's process has its address before it listens there
        try:
            page.goto(address)
            break
        except Exception:
            if attempt == 99:
                raise
            time.sleep(0.2)
    yield page
    context.close()
    assert foreign == []


def _note(url: str, address: str, foreign: list[str]) -> None:
    if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:", "chrome-extension:")):
        foreign.append(url)
