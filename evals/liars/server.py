"""An OpenAI-compatible server on this machine that says what a script tells it to; for tests and evaluations only."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Clause = dict[str, str]  # key, source, text: as the model is shown it


@dataclass(frozen=True)
class Reply:
    """What the server answers: pieces of text as a stream, or a failure."""

    pieces: Sequence[str] = ()
    finish: str = "stop"
    status: int = 200
    pause: float = 0.0  # seconds before each piece
    drop: bool = False  # break the connection after the pieces
    tool_noise: bool = False  # calls of tools that nobody offered, between the pieces
    endless: bool = False  # the last piece again and again


Script = Callable[[str, list[Clause]], Reply]


@dataclass
class Scripted:
    """The server: put a script in, read what it was asked out."""

    url: str
    script: Script = field(default=lambda question, clauses: Reply(pieces=['{"statements": []}']))
    planned: Callable[[str], Reply] = field(default=lambda question: Reply(pieces=['{"parts": []}']))
    briefed: Script | None = None  # the summary of a briefing; None: as the script says
    asked: list[dict[str, object]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    refuses_schema: bool = False


@contextmanager
def scripted() -> Iterator[Scripted]:
    """The server on a free port of loopback, as long as it is needed."""
    server = _Server(("127.0.0.1", 0), _Handler)
    held = Scripted(url=f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.scripted = held  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away between two requests; ``hung_up`` tells of one in the middle."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def do_POST(self) -> None:
        held: Scripted = self.server.scripted  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        held.asked.append({**body, "authorization": self.headers.get("Authorization")})
        if held.refuses_schema and "response_format" in body:
            self._refuse(400, "response_format is not supported")
            return
        role, question, clauses = _shown(body["messages"])
        if role == "plan":
            reply = held.planned(question)
        else:
            script = held.briefed if role == "briefing" and held.briefed else held.script
            reply = script(question, clauses)
        if reply.status != 200:
            self._refuse(reply.status, "no")
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            self._speak(reply)
        except (BrokenPipeError, ConnectionResetError):
            held.hung_up.set()
        self.close_connection = True

    def _speak(self, reply: Reply) -> None:
        self._chunk({"role": "assistant", "content": ""})
        for piece in reply.pieces:
            if reply.pause:
                self._wait(reply.pause)
            if reply.tool_noise:
                call = {
                    "index": 0,
                    "id": "x",
                    "type": "function",
                    "function": {"name": "approve", "arguments": "{}"},
                }
                self._chunk({"tool_calls": [call]})
            self._chunk({"content": piece})
        while reply.endless:
            self._chunk({"content": reply.pieces[-1]})
        if reply.drop:
            self.connection.close()
            return
        self._chunk({}, reply.finish)
        self._send("data: [DONE]\n\n")

    def _wait(self, seconds: float) -> None:
        """Wait, a little at a time, telling the other side that the line is alive."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(0.05, left))
            self._send(": \n\n")

    def _chunk(self, delta: dict[str, object], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        data = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self._send(f"data: {json.dumps(data, ensure_ascii=False)}\n\n")

    def _send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _refuse(self, status: int, message: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "x", "code": None, "param": None}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _shown(messages: list[dict[str, object]]) -> tuple[str, str, list[Clause]]:
    """What is asked for, question or topic and clauses out of the first of the user's messages that is such an object."""
    for message in messages:
        content = str(message["content"])
        if message["role"] == "user" and content.lstrip().startswith("{"):
            held = json.loads(content)
            if "before" in held:
                return "plan", held["question"], []
            if "topic" in held:
                return "briefing", held["topic"], held["clauses"]
            if "clauses" in held or "earlier" in held:
                return "answer", held["question"], held.get("clauses", [])
    return "answer", "", []


def in_pieces(text: str, size: int = 40) -> list[str]:
    """A text as a model streams it, a few characters at a time."""
    return re.findall(rf"(?s).{{1,{size}}}", text)
