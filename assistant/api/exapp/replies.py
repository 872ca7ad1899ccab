"""What 源内 is replied: an answer as Markdown, or where to ask for it later."""

from __future__ import annotations

import base64
import re
from typing import Literal

from pydantic import BaseModel

from assistant.api.footnotes import with_footnotes
from assistant.api.problems import problem_of
from assistant.api.wording import Language
from assistant.briefing import Briefing
from assistant.briefing.markdown import markdown_of
from assistant.models import Answer
from assistant.rendering import Json

_UNREAD: dict[Language, str] = {
    "ja": "※ 添付ファイル（{names}）は回答に用いていません。回答は所蔵する記録だけに基づきます。",
    "en": "Note: the files handed in ({names}) have no part in this answer. It rests on the record alone.",
}
_WORKING: dict[Language, str] = {
    "ja": "回答を作成しています。",
    "en": "The answer is being worked on.",
}


# Characters that a file's name may not have on one system or another.
_UNNAMEABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Artifact(BaseModel):
    """A file beside the answer, its bytes in base64."""

    display_name: str
    content: str


class OutputsReply(BaseModel):
    """POST /exapp: the answer as Markdown."""

    outputs: str
    artifacts: list[Artifact]


class PendingReply(BaseModel):
    """POST /exapp, 202: the answer is asked for at ``status_url``, from the same server."""

    outputs: str
    request_id: str
    status: Literal["PENDING", "IN_PROGRESS"]
    status_url: str


class StatusReply(BaseModel):
    """GET /exapp/status/{id}: ``outputs`` is the answer once the status is COMPLETED."""

    outputs: str
    request_id: str
    status: Literal["PENDING", "IN_PROGRESS", "COMPLETED", "ERROR"]
    status_url: str
    artifacts: list[Artifact] = []
    error: str | None = None


class ExappError(BaseModel):
    """What went wrong."""

    error: str


def outputs_json(answer: Answer, note: str) -> Json:
    """An answer, its sources, and a note below where there is one."""
    text = with_footnotes(answer)
    return {"outputs": f"{text.rstrip()}\n\n{note}\n" if note else text, "artifacts": []}


def briefing_json(made: Briefing, note: str) -> Json:
    """A briefing as Markdown, and the same as a Word file beside it; none where the record holds nothing of it."""
    from assistant.briefing.word import docx_of

    text = markdown_of(made)
    shown = f"{text.rstrip()}\n\n{note}\n" if note else text
    if made.status == "not_found":
        return {"outputs": shown, "artifacts": []}
    name = _UNNAMEABLE.sub("_", f"ブリーフィング_{made.topic}"[:80])
    content = base64.b64encode(docx_of(made)).decode("ascii")
    return {"outputs": shown, "artifacts": [{"display_name": f"{name}.docx", "content": content}]}


def unread_note(names: list[str], language: Language) -> str:
    """What is said of files that were handed in and not read; empty where there are none."""
    shown = ", ".join(" ".join(name.split())[:100] for name in names)
    return _UNREAD[language].format(names=shown.replace("[", r"\[")) if names else ""


def working_json(request_id: str, status: str, language: Language) -> Json:
    """Where the answer is to be asked for."""
    return {
        "outputs": _WORKING[language],
        "request_id": request_id,
        "status": status,
        "status_url": f"/status/{request_id}",
    }


def failed_json(request_id: str, error: BaseException, language: Language) -> Json:
    """An answer that could not be given, with the reason in the reader's language."""
    known = error if isinstance(error, Exception) else RuntimeError("cancelled")
    detail = problem_of(known).fields(language)["detail"]
    return {**working_json(request_id, "ERROR", language), "outputs": detail, "error": detail}
