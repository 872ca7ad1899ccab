"""Files to text with positions, one module a format."""

from __future__ import annotations

from corpus.models import Frozen


class Extracted(Frozen):
    """The text of one file, and where its pages begin.

    ``text`` keeps every character of the decoded source, line ends included. ``pages`` holds the offset in
    ``text`` at which each page begins; empty where the format has no pages.
    """

    text: str
    media: str  # text/plain, application/pdf ...
    encoding: str | None = None
    pages: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds the character at ``offset``; None without pages."""
        if not self.pages:
            return None
        return sum(1 for begin in self.pages if begin <= offset)
