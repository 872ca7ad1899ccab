"""What becomes of a command's errors: a sentence on the error stream and an exit status, never a traceback.

Exit status: 0 done, 1 not found or partly failed, 2 wrong use.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from assistant.settings import load_settings
from corpus.errors import AccessDenied, EmbedderError, InputError, SenreiError, StoreMissing

P = ParamSpec("P")

PARTLY_FAILED = 1
WRONG_USE = 2
_WRONG_USE = (InputError, AccessDenied, EmbedderError, StoreMissing)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command, its errors turned into what a person at a terminal can act on."""

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        from assistant.printing import print_error

        try:
            command(*args, **options)
        except SenreiError as error:
            print_error(str(error))
            raise typer.Exit(WRONG_USE if isinstance(error, _WRONG_USE) else PARTLY_FAILED) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if _debugging():
                raise
            print_error(f"unexpected error: {type(error).__name__}: {error}\nSENREI_DEBUG=1 shows where.")
            raise typer.Exit(PARTLY_FAILED) from None

    return run


def _debugging() -> bool:
    try:
        return load_settings().debug
    except InputError:
        return False
