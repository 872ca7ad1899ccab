"""A process that reads files for another one, each within its limits, until nobody wants anything of it any more.

It is started by ``workers`` and speaks over a pair of sockets: calls come pickled from there, replies go back as
plain bytes or as the name and words of an error, so that nothing a file may have done to this process is believed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from corpus import errors
from ingest.limits import Limits, bind_memory, too_large

READY, DONE, REFUSED, OUT_OF_MEMORY = b"!", b"d", b"r", b"m"
_GRACE_S = 5  # after which a process that nobody ends any more ends itself

Call = tuple[Callable[..., bytes], tuple[object, ...], dict[str, object]]


def main(place: int, limits: Limits) -> None:
    """Answer the calls that come through the socket of that number; return when the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    bind_memory(limits.memory)
    import ingest.reading  # noqa: F401 - before the time of the first file begins

    with Connection(place) as calls:
        calls.send_bytes(READY)
        while True:
            try:
                call: Call = pickle.loads(calls.recv_bytes())
            except EOFError:
                return
            kind, said = _answer(call, limits)
            try:
                calls.send_bytes(kind + said)
            except OSError:
                return
            if kind == OUT_OF_MEMORY:  # what it took is not given back piece by piece
                return


def _answer(call: Call, limits: Limits) -> tuple[bytes, bytes]:
    function, args, kwargs = call
    if hasattr(signal, "alarm"):
        signal.alarm(int(limits.seconds) + _GRACE_S)
    try:
        return DONE, function(*args, **kwargs)
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except errors.SenreiError as error:
        return REFUSED, f"{type(error).__name__}\n{error}".encode("utf-8", "replace")
    except Exception as error:
        fault = f"Reading the file failed ({type(error).__name__}: {error}). This is a defect of Senrei: please report it."
        return REFUSED, f"ParseFault\n{fault}".encode("utf-8", "replace")
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def result_of(reply: bytes, limits: Limits) -> bytes:
    """What the function gave, out of a reply. Raises the error that it tells of."""
    kind, said = reply[:1], reply[1:]
    if kind == DONE:
        return said
    if kind == OUT_OF_MEMORY:
        raise too_large(limits)
    name, _, message = said.decode("utf-8").partition("\n")
    error = getattr(errors, name, None)
    if isinstance(error, type) and issubclass(error, errors.SenreiError):
        raise error(message)
    raise errors.ParseFault(message)


if __name__ == "__main__":
    os.putenv("OPENBLAS_NUM_THREADS", "1")  # a thread of it takes memory that no file asked for
    os.putenv("OMP_THREAD_LIMIT", "1")  # of a text recognition engine: other readers run beside it
    main(int(sys.argv[1]), Limits(seconds=float(sys.argv[2]), memory=int(sys.argv[3])))
