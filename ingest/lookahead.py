"""Files read ahead of the writer: so many at once as there are readers, so much in memory and no more, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

from corpus.catalog.models import Draft
from corpus.errors import InputError, ParseFault, ReadersMissing
from ingest.looking import Looked, ToRead
from ingest.reading import read
from ingest.sources.files import SourceFile

_AHEAD = 2  # files a reader has before it
_BYTES = 128 * 2**20  # of files that are read or wait for the writer
Found = Looked | Draft | InputError | ParseFault
T = TypeVar("T")


def read_ahead(
    files: Iterable[SourceFile],
    executor: Executor,
    look: Callable[[SourceFile], Looked],
    wait: Callable[[Future[bytes]], None],
) -> Iterator[tuple[SourceFile, Looked | None, Draft | InputError | ParseFault | None]]:
    """Each file with what it looked like, and its draft or what is wrong with it, in the order given.

    ``wait`` is called with what a file is waited for by, before it is. Raises ReadersMissing.
    """
    ahead: deque[tuple[SourceFile, Looked | InputError, Future[bytes] | None]] = deque()
    width = _AHEAD * int(getattr(executor, "width", 1)) + 1
    held = reading = 0
    coming = iter(files)
    more = True
    while more or ahead:
        while more and reading < width and held < _BYTES:
            file = next(coming, None)
            if file is None:
                more = False
                break
            looked = _looked(look, file)
            if isinstance(looked, ToRead):
                ahead.append((file, looked, executor.submit(read, looked.task)))
                reading, held = reading + 1, held + len(looked.task.data)
            else:
                ahead.append((file, looked, None))
                if len(ahead) == 1:
                    break
        if ahead:
            file, looked, future = ahead.popleft()
            if future is None:
                yield (file, None, looked) if isinstance(looked, InputError) else (file, looked, None)
                continue
            assert isinstance(looked, ToRead)
            wait(future)
            yield file, looked, _result(future)
            reading, held = reading - 1, held - len(looked.task.data)


def _looked(look: Callable[[SourceFile], Looked], file: SourceFile) -> Looked | InputError:
    try:
        return look(file)
    except InputError as error:
        return error


def _result(future: Future[bytes]) -> Draft | InputError | ParseFault:
    """The draft, or what is wrong with the file. Whatever else went wrong in reading is a fault of ours."""
    try:
        return Draft.model_validate_json(future.result())
    except (InputError, ParseFault) as error:
        return error
    except ReadersMissing:
        raise
    except Exception as error:
        return ParseFault(
            f"The file was given up: whoever read it failed ({type(error).__name__}: {error}). Try it again alone."
        )
