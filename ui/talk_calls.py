"""The API's conversations as the page calls them."""

from __future__ import annotations

from typing import Literal

from ui.calling import Calling, segment
from ui.talk_replies import KeptTalk, TalkHead, TalksPage

TalkForm = Literal["md", "docx"]
_PATH = "/v1/conversations"


class TalkCalls(Calling):
    """Conversations that the API keeps for whoever holds the key."""

    def talks(self) -> tuple[TalkHead, ...]:
        """All that are kept, the newest first. Raises Trouble (404, 405: this API keeps none)."""
        return self._get(_PATH, TalksPage).conversations

    def talk(self, talk_id: str) -> KeptTalk:
        """One with its turns. Raises Trouble."""
        return self._get(f"{_PATH}/{segment(talk_id)}", KeptTalk)

    def begin(self) -> TalkHead:
        """A new one without turns; the API names it after its first question. Raises Trouble."""
        return self._send("POST", _PATH, TalkHead, {})

    def rename(self, talk_id: str, title: str) -> TalkHead:
        """Call it something else. Raises Trouble."""
        return self._send("PATCH", f"{_PATH}/{segment(talk_id)}", TalkHead, {"title": title})

    def delete(self, talk_id: str) -> None:
        """Remove it for good. Raises Trouble."""
        self._file("DELETE", f"{_PATH}/{segment(talk_id)}")

    def export(self, talk_id: str, form: TalkForm) -> bytes:
        """It as a file to keep. Raises Trouble."""
        return self._file("GET", f"{_PATH}/{segment(talk_id)}/export", query={"format": form})
