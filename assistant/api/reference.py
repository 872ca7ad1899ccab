"""The reference page at /docs, made from the OpenAPI description and whole in itself.

The usual page fetches its scripts from another host and stays blank on a closed network. This one holds its
own style and script, and a policy that forbids the browser to fetch from anywhere else.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.api.wording import WORDINGS

router = APIRouter(include_in_schema=False)

Piece = dict[str, Any]  # a piece of the OpenAPI description

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_INTRO = (
    "すべての呼出しを、この頁から試せます。機械向けは "
    "<a href='/openapi.json'>/openapi.json</a> です。<br>"
    "Every call can be tried here. For machines: <a href='/openapi.json'>/openapi.json</a>."
)


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """The page."""
    page = page_of(request.app.openapi())
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


@router.get("/")
def entrance() -> RedirectResponse:
    """A person who opens the server's address in a browser is shown the reference page."""
    return RedirectResponse("/docs", status_code=307)


def page_of(openapi: Piece) -> str:
    """The whole page for an OpenAPI description."""
    title = html.escape(f"{openapi['info']['title']} {openapi['info']['version']}")
    style, script = (_HERE.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    calls = "".join(_call(*one) for one in _calls(openapi))
    return (
        f"<!doctype html><html lang='ja'><head><meta charset='utf-8'><title>{title}</title>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<style>{style}</style></head><body><h1>{title}</h1><p>{_INTRO}</p>"
        "<label>キー / key <input id='key' type='password' autocomplete='off' "
        "placeholder='SENREI_KEYS のあるサーバーだけ / only where keys are set'></label>"
        f"<h2>呼出し / Calls</h2>{calls}<h2>問題 / Problems</h2>{_problems()}"
        f"<script>{script}</script></body></html>"
    )


def _calls(openapi: Piece) -> Iterator[tuple[str, str, Piece]]:
    for path, methods in openapi["paths"].items():
        for method, call in methods.items():
            yield method.upper(), path, call


def _call(method: str, path: str, call: Piece) -> str:
    content: Piece = call.get("requestBody", {}).get("content", {})
    replies: Piece = call["responses"].get("200", call["responses"].get("202", {})).get("content", {})
    parts = "multipart/form-data" in content
    return (
        f"<section><details><summary><span class='method'>{method}</span> <code>{html.escape(path)}</code> "
        f"{html.escape(call['summary'])}</summary><div class='inside'>"
        f"<p>{html.escape(call.get('description', ''))}</p>"
        f"<form data-method='{method}' data-path='{html.escape(path)}'{' data-parts=1' if parts else ''}>"
        f"{_parameters(call.get('parameters', []))}{_body(content)}"
        f"<button>試す / Try</button><output></output></form>"
        f"{''.join(_example(media, piece) for media, piece in replies.items())}</div></details></section>"
    )


def _parameters(parameters: list[Piece]) -> str:
    rows = "".join(
        f"<tr><td><code>{one['name']}</code></td><td>{html.escape(one.get('description', ''))}</td>"
        f"<td><input name='{one['in']}:{one['name']}' aria-label='{one['name']}' "
        f"{'required' if one.get('required') else ''}></td></tr>"
        for one in parameters
        if one["in"] in ("path", "query")
    )
    return f"<table>{rows}</table>" if rows else ""


def _body(content: Piece) -> str:
    if "application/json" in content:
        example = json.dumps(content["application/json"].get("example", {}), ensure_ascii=False, indent=2)
        return f"<textarea name='body' rows='8' aria-label='body'>{html.escape(example)}</textarea>"
    fields: Piece = content.get("multipart/form-data", {}).get("example", {})
    return "".join(
        f"<label><code>{name}</code> <input name='part:{name}' type='{'file' if name == 'file' else 'text'}' "
        f"placeholder='{html.escape(str(value))}'></label>"
        for name, value in fields.items()
    )


def _example(media: str, piece: Piece) -> str:
    example = piece.get("example")
    if example is None:
        return ""
    shown = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    return f"<p>返答の例 / example of a reply (<code>{media}</code>)</p><pre>{html.escape(shown)}</pre>"


def _problems() -> str:
    rows = "".join(
        f"<tr id='problem-{code}'><td>{wording.status}</td><td><code>{code}</code></td>"
        f"<td>{html.escape(wording.title['ja'])}<br>{html.escape(wording.title['en'])}</td></tr>"
        for code, wording in WORDINGS.items()
    )
    return f"<table>{rows}</table>"
