"""Why a model's reply cannot be used; each has a sentence for the reader (``assistant.answer.wording``)."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What went wrong with a call; the value ends the key of its sentence."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"  # the server says no: key, model name, request
    FAILED = "failed"  # the server failed
    BROKEN_OFF = "broken_off"  # the connection dropped while it spoke
    TRUNCATED = "truncated"
    FILTERED = "filtered"
    ENDLESS = "endless"
    MALFORMED = "malformed"
    PAUSED = "paused"  # it failed a moment ago and is left alone for a while


class ModelTrouble(Exception):  # noqa: N818 (it tells what is the case, as the tree of errors does)
    """A call to the model that came to nothing, or to less than a whole reply. Caught where answers are made."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        """``detail`` is for the log; it never holds a key."""
        super().__init__(f"{trouble.value}: {detail}" if detail else trouble.value)
        self.trouble = trouble


_LASTING = {
    Trouble.UNREACHABLE: 60.0,
    Trouble.SLOW: 60.0,
    Trouble.RATE_LIMITED: 15.0,
    Trouble.REFUSED: 60.0,
    Trouble.FAILED: 30.0,
}


def pause_after(trouble: Trouble) -> float:
    """Seconds for which a model is left alone after this trouble; 0 where the next question may fare better."""
    return _LASTING.get(trouble, 0.0)


def trouble_of(error: BaseException, *, begun: bool) -> Trouble:
    """What an exception of a model's client means, told by its names: clients share no tree of errors.

    ``begun``: whether part of the reply had come.
    """
    names = {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    status = next(
        (code for one in _chain(error) if isinstance(code := getattr(one, "status_code", None), int)), None
    )
    if any("Timeout" in name for name in names):
        return Trouble.SLOW
    if status == 429 or any("RateLimit" in name for name in names):
        return Trouble.RATE_LIMITED
    if any(name.startswith("ContentFilter") for name in names):
        return Trouble.FILTERED
    if any(name.startswith("LengthFinish") for name in names):
        return Trouble.TRUNCATED
    if status is not None:
        return Trouble.FAILED if status >= 500 else Trouble.REFUSED
    if any("Connect" in name or "Protocol" in name or "ReadError" in name for name in names):
        return Trouble.BROKEN_OFF if begun else Trouble.UNREACHABLE
    return Trouble.BROKEN_OFF if begun else Trouble.FAILED


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found
