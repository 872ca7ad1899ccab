"""What a run knows from before: which files there were, what was made of them, which documents somebody took out."""

from __future__ import annotations

import os

from corpus.catalog import Catalog
from corpus.catalog.models import KnownFile, Made, RetiredDocument


class Past:
    """Files and documents as they were when the run began, read once; what the run adds is asked of the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """The past of an open catalog."""
        self._catalog = catalog
        self._made = catalog.requests()
        self._taken_out = catalog.retired_when_asked()
        self.before = {file.path: file for file in catalog.known_files()}
        self._by_content: dict[str, list[KnownFile]] = {}
        for file in self.before.values():
            self._by_content.setdefault(file.sha256, []).append(file)

    def at(self, place: str) -> KnownFile | None:
        """The file at a place, as it was the last time."""
        return self.before.get(place)

    def moved(self, sha256: str) -> KnownFile | None:
        """A file of that content that is no longer where it was."""
        return next(
            (file for file in self._by_content.get(sha256, ()) if not os.path.lexists(file.path)), None
        )

    def made_from(self, request: str) -> Made | None:
        """The document, or state of a law, that was made from just that and is shown."""
        if (found := self._made.get(request)) is not None:
            return found
        if (document_id := self._catalog.same_request(request)) is None:
            return None
        size = self._catalog.size(document_id)
        return Made(document_id, size, self._catalog.state_made_from(request) or document_id)

    def retired_from(self, request: str) -> RetiredDocument | None:
        """The document that was made from just that and is retired."""
        return self._catalog.retired_from(request)

    def taken_out(self, document_id: str) -> bool:
        """Whether somebody asked for the document to be taken out, and nobody for it since."""
        return document_id in self._taken_out
