"""Faults of disk and libraries turned into errors that say what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import SenreiError, StoreDamaged, StoreError

REINDEX = "Run `senrei reindex` to build the indexes again from the catalog."
_FULL = ("no space left", "disk is full", "disk full", "database or disk is full", "quota exceeded")


def is_full(error: BaseException) -> bool:
    """Whether an error, or one it came from, says that the disk is full."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if any(words in str(seen).casefold() for words in _FULL):
            return True
        seen = seen.__cause__
    return False


@contextmanager
def writing(what: str, folder: Path) -> Iterator[None]:
    """Turn what the libraries raise into a StoreError that names the way out.

    Raises:
        StoreError: the disk is full, or the folder may not be written to.
        StoreDamaged: anything else that a library cannot cope with.
    """
    try:
        yield
    except SenreiError:
        raise
    except Exception as error:
        if is_full(error):
            raise StoreError(
                f"The disk is full: the {what} in {folder} could not be written. Free some space, then run "
                "`senrei check`."
            ) from error
        if isinstance(error, PermissionError):
            raise StoreError(f"The {what} in {folder} may not be written to by this user.") from error
        raise StoreDamaged(f"The {what} in {folder} cannot be used ({error}). {REINDEX}") from error
