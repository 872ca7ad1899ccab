"""One ingestion: files to drafts, drafts into the catalog and the indexes, batch by batch.

Files are looked at here, read wherever the executor does it, and taken in order. What of them is new goes into a
``batch``. At the end what a folder no longer has is retired.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path

from corpus.catalog import Catalog, Draft
from corpus.catalog.models import KnownFile
from corpus.catalog.states import state_name
from corpus.errors import InputError, ManifestError, ParseFault
from corpus.index import Indexes
from corpus.models import Audience
from ingest.batch import Batch
from ingest.lookahead import read_ahead
from ingest.looking import Looked, Print, Retired, Skipped, ToRead, Unchanged, look, place_of
from ingest.past import Past
from ingest.report import FileOutcome, Outcome, Progress, Report, Stage, furniture_share
from ingest.sources.files import SourceFile
from ingest.vanished import Missing, vanished

_TAKEN_OUT = "Somebody took this document out; it stays out. `senrei restore {id}` brings it back."


class Run:
    """What one ingestion has found, and what became of each file."""

    def __init__(
        self,
        catalog: Catalog,
        indexes: Indexes,
        audience: Audience,
        largest: int,
        today: dt.date | None = None,
        remember: bool = True,
        ocr: str | None = None,
    ) -> None:
        """A run over an open store; the caller holds the writer's lock. ``today`` is what laws are in force on."""
        self._ocr = ocr
        self._catalog = catalog
        self._audience = audience
        self._largest = largest
        self._today = today or dt.date.today()
        self._past = Past(catalog)
        self._remember = remember
        self._batch = Batch(catalog, indexes)
        self._claimed: dict[str, tuple[str, SourceFile]] = {}  # document or state -> sha256, file of this run
        self._outcomes: list[FileOutcome | None] = []
        self._found: dict[str, str] = {}  # path -> document
        self._fresh: dict[str, KnownFile] = {}  # to be remembered once their documents are shown
        self._forgotten: list[str] = []  # paths of files that were moved
        self._unread: list[str] = []  # paths that are there, of which nothing is known this time
        self._progress: Callable[[Progress], None] = lambda _: None
        self._total = 0

    def over(
        self,
        files: Sequence[SourceFile],
        executor: Executor,
        progress: Callable[[Progress], None],
        folders: Iterable[Path] = (),
        missing: Missing = Missing.KEEP,
    ) -> Report:
        """Ingest the files; what ``folders`` lost since they were last walked is retired or not, as ``missing`` says."""
        self._progress, self._total = progress, len(files)
        ahead = read_ahead(files, executor, self._look, self._wait)
        for file, looked, result in ahead:
            self._tell(Stage.READING, file)
            self._take(file, looked, result)
            if self._batch.full:
                self._flush()
        self._flush()
        warnings = self._retire(folders, missing)
        self._batch.end()
        self._tell(Stage.READING)
        outcomes = tuple(outcome for outcome in self._outcomes if outcome is not None)
        return Report(files=outcomes, generation=self._catalog.generation, warnings=warnings)

    def _look(self, file: SourceFile) -> Looked:
        return look(file, self._audience, self._largest, self._past, self._ocr)

    def _wait(self, future: Future[bytes]) -> None:
        """Before a file is waited for: those that were read before it do not wait with it for long."""
        self._tell(Stage.PARSING)
        if self._batch.waiting:
            try:
                future.exception(timeout=self._batch.patience)
            except TimeoutError:
                self._flush()
            except CancelledError:
                return

    def _tell(self, stage: Stage, file: SourceFile | None = None) -> None:
        done = len(self._outcomes)
        name = str(file.path) if file is not None else ""
        self._progress(
            Progress(done=done, total=self._total, file=name, clauses=self._batch.written, stage=stage)
        )

    def _take(
        self, file: SourceFile, looked: Looked | None, result: Draft | InputError | ParseFault | None
    ) -> None:
        """One file: into the batch, or an outcome at once."""
        place = len(self._outcomes)
        self._outcomes.append(None)
        try:
            if isinstance(result, (InputError, ParseFault)):
                raise result
            if isinstance(looked, ToRead) and isinstance(result, Draft):
                self._accept(place, file, looked.found, result)
            elif isinstance(looked, Unchanged):
                self._unchanged(place, file, looked)
            elif isinstance(looked, Retired):
                self._retired(place, file, looked)
            elif isinstance(looked, Skipped):
                self._leave(place, file, Outcome.SKIPPED, looked.reason)
        except (InputError, ParseFault) as error:
            self._leave(place, file, Outcome.FAILED, str(error))

    def _leave(self, place: int, file: SourceFile, outcome: Outcome, message: str) -> None:
        """The file is not taken in; what came from it before stays as it is."""
        self._outcomes[place] = FileOutcome(file=str(file.path), outcome=outcome, message=message)
        if (where := place_of(file.path)) is not None:
            self._unread.append(where)

    def _accept(self, place: int, file: SourceFile, found: Print, draft: Draft) -> None:
        document = draft.parsed.document
        if file.walked and self._past.taken_out(document.id):
            self._note(file, found, document.id)
            self._outcomes[place] = FileOutcome(
                file=str(file.path),
                outcome=Outcome.RETIRED,
                document_id=document.id,
                message=_TAKEN_OUT.format(id=document.id),
            )
        elif (first := self._claim(state_name(document), document.sha256, file)) is not None:
            self._note(file, found, document.id)
            message = f"The same document as {first.path}."
            self._outcomes[place] = _outcome(file, Outcome.UNCHANGED, draft, message)
        elif self._catalog.same_result(draft):
            self._note(file, found, document.id)
            self._outcomes[place] = _outcome(file, Outcome.UNCHANGED, draft)
        else:
            if self._batch.holds(document.id):
                self._flush()  # another state of the law: which is in force shows when the first is written
            self._note(file, found, document.id)
            if self._catalog.takes_effect(document, self._today):
                self._batch.add(place, draft)
                self._outcomes[place] = _outcome(file, Outcome.ADDED, draft)
            else:
                self._outcomes[place] = self._kept(file, draft)

    def _kept(self, file: SourceFile, draft: Draft) -> FileOutcome:
        """Keep a state of a law that is not the one in force."""
        new = self._catalog.shelve(draft) is not None
        message = f"The state of {draft.parsed.document.date}; another one is in force, and answers."
        return _outcome(file, Outcome.ADDED if new else Outcome.UNCHANGED, draft, message)

    def _unchanged(self, place: int, file: SourceFile, looked: Unchanged) -> None:
        made, found = looked.made, looked.found
        self._claim(made.state, found.sha256, file)
        self._note(file, found, made.document_id)
        self._outcomes[place] = FileOutcome(
            file=str(file.path),
            outcome=Outcome.UNCHANGED,
            document_id=made.document_id,
            clauses=made.clauses,
            message=f"Known before as {found.moved_from}." if found.moved_from else "",
        )

    def _retired(self, place: int, file: SourceFile, looked: Retired) -> None:
        """The file of a retired document: brought back, unless somebody took it out and nobody named it since."""
        document = looked.document.document
        self._claim(document.id, document.sha256, file)
        self._note(file, looked.found, document.id)
        stays = file.walked and looked.document.reason == "asked"
        self._outcomes[place] = FileOutcome(
            file=str(file.path),
            outcome=Outcome.RETIRED if stays else Outcome.RESTORED,
            document_id=document.id,
            kind=document.kind,
            clauses=looked.document.rows.end - looked.document.rows.first,
            message=_TAKEN_OUT.format(id=document.id) if stays else "",
        )
        if not stays:
            self._batch.bring_back(place, looked.document)

    def _note(self, file: SourceFile, found: Print, document_id: str) -> None:
        """Remember the file as one of the document."""
        if found.place is not None and self._remember:
            before = self._past.at(found.place)
            if found.moved_from is not None:
                self._forgotten.append(found.moved_from)
            self._found[found.place] = document_id
            self._fresh[found.place] = KnownFile(
                path=found.place,
                document_id=document_id,
                name=found.name,
                sha256=found.sha256,
                stamp=found.stamp,
                walked=file.walked or (before is not None and before.walked),
            )

    def _claim(self, state: str, sha256: str, file: SourceFile) -> SourceFile | None:
        """Note that a file is that document, or state of a law (``state_name``).

        Gives the file of the same content that was it before, if any.
        Raises ManifestError if a file of other content was it before.
        """
        claimed, first = self._claimed.setdefault(state, (sha256, file))
        if claimed != sha256:
            raise ManifestError(
                f"{file.path.name} and {first.path.name} are both taken for the document 「{state}」 "
                "but differ. Give each an `id` of its own in manifest.yaml, or leave one out."
            )
        return None if first is file else first

    def _flush(self) -> None:
        """Write the batch, then remember the files whose documents it shows."""
        if self._batch.waiting:
            self._tell(Stage.WRITING)
        for place, outcome in self._batch.flush().items():
            former = self._outcomes[place]
            if former is not None:
                self._outcomes[place] = former.model_copy(update={"outcome": outcome})
        fresh = [file for file in self._fresh.values() if self._past.at(file.path) != file]
        self._catalog.remember_files(fresh, self._forgotten)
        self._fresh = {}

    def _retire(self, folders: Iterable[Path], missing: Missing) -> tuple[str, ...]:
        """Take out the documents that lost their last file; what was not done, and why."""
        before = self._past.before
        held = self._catalog.requests().values() if missing is not Missing.KEEP else ()
        shown = [made.document_id for made in held]
        lost = vanished(folders, before, self._found, self._unread, shown, missing)
        self._batch.retire(list(lost.documents))
        for document_id, path in lost.documents.items():
            message = f"Its file is gone. `senrei restore {document_id}` brings it back."
            self._outcomes.append(
                FileOutcome(file=path, outcome=Outcome.RETIRED, document_id=document_id, message=message)
            )
        gone = [path for path in lost.gone if path not in self._forgotten]
        self._catalog.remember_files([before[path].model_copy(update={"gone": True}) for path in gone])
        return lost.warnings


def _outcome(file: SourceFile, outcome: Outcome, draft: Draft, message: str = "") -> FileOutcome:
    """What became of a file that was read."""
    parsed = draft.parsed
    return FileOutcome(
        file=str(file.path),
        outcome=outcome,
        document_id=parsed.document.id,
        kind=parsed.document.kind,
        clauses=len(parsed.clauses),
        furniture=round(furniture_share(parsed), 4),
        notices=len(parsed.notices),
        confidence=draft.confidence,
        evidence=draft.evidence,
        message=" ".join(part for part in (message, draft.told) if part),
    )
