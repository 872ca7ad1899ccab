"""Where documents came from: the files of the folders that were taken in, so that one that is gone is noticed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from corpus.catalog.models import KnownFile, Made
from corpus.catalog.opening import guarded, writing
from corpus.catalog.states import state_name
from corpus.catalog.tables import CURRENT, STATED, files, revisions
from corpus.models import Document

_AT_ONCE = 400


class Files:
    """The part of ``Catalog`` that remembers files. Those who write hold the store's writer lock."""

    _engine: sa.Engine

    def known_files(self) -> list[KnownFile]:
        """Every file that a document came from."""
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(sa.select(files)).mappings()
            return [KnownFile.model_validate(dict(values)) for values in found]

    def remember_files(self, known: Sequence[KnownFile], forgotten: Iterable[str] = ()) -> None:
        """Keep how files were found, each in place of what was kept of its path; forget other paths."""
        paths = [*dict.fromkeys([*(file.path for file in known), *forgotten])]
        if not paths:
            return
        with guarded(), writing(self._engine).begin() as connection:
            for start in range(0, len(paths), _AT_ONCE):
                some = paths[start : start + _AT_ONCE]
                connection.execute(sa.delete(files).where(files.c.path.in_(some)))
            rows = {file.path: file.model_dump() for file in known}
            if rows:
                connection.execute(sa.insert(files), list(rows.values()))

    def requests(self) -> dict[str, Made]:
        """Each document that is shown, by the request it was made from."""
        columns = revisions.c
        wanted = sa.select(columns.request, columns.document_id, columns.clause_count, columns.document)
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(wanted.where(columns.status == CURRENT))
            return {request: Made(i, count, _state(i, text)) for request, i, count, text in found}


def _state(document_id: str, text: str) -> str:
    """Only what is revised on a day has to be read for its name."""
    if not any(f'"kind":"{kind.value}"' in text for kind in STATED):
        return document_id
    return state_name(Document.model_validate_json(text))


def below(folder: str, path: str) -> bool:
    """Whether a path lies in a folder or in one below it."""
    return path.startswith(folder.rstrip(os.sep) + os.sep)
