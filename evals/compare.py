"""Figures of now against those that were kept: what really dropped, what rose, what cannot be compared.

A mean over few questions moves with a single one. A drop is real when it is larger than the tolerance and
larger than one question and a half of those that the figure is the mean of. What must always be whole
(verbatim, in_source) may not drop at all, and errors may not appear.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.models import Frozen
from evals.figures import Figures, SetFigures
from evals.scoring import ERROR

TOLERANCE = 0.01
_WHOLE = frozenset({"verbatim", "in_source", ERROR})
_QUESTIONS = 1.5
_ROUNDING = 0.0001  # kept figures have four digits


class Change(Frozen):
    """A figure that is not what it was."""

    gold: str
    kind: str
    figure: str
    before: float
    now: float
    real: bool

    @property
    def dropped(self) -> bool:
        """Whether it is a real drop; of errors, more is worse."""
        worse = self.now > self.before if self.figure == ERROR else self.now < self.before
        return self.real and worse

    def __str__(self) -> str:
        return f"{self.gold} {self.kind} {self.figure}: {self.before:.3f} -> {self.now:.3f}"


class Comparison(Frozen):
    """What has changed; ``notes`` say what could not be compared and why."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    @property
    def drops(self) -> tuple[Change, ...]:
        """The real drops."""
        return tuple(change for change in self.changes if change.dropped)

    @property
    def rises(self) -> tuple[Change, ...]:
        """The figures that really rose."""
        return tuple(change for change in self.changes if change.real and not change.dropped)


def compare(kept: Figures, now: Figures, tolerance: float = TOLERANCE) -> Comparison:
    """The figures of now against those that were kept."""
    changes: list[Change] = []
    notes: list[str] = []
    if kept.documents != now.documents:
        notes.append(
            f"the kept figures are of {kept.documents} documents, these of {now.documents}: not the same task"
        )
    for name, figures in now.sets.items():
        before = kept.sets.get(name)
        if before is None:
            notes.append(f"no figures are kept of {name}; --accept keeps them")
        elif before.digest != figures.digest:
            notes.append(f"{name} is not what it was when its figures were kept; --accept keeps those of now")
        else:
            changes += _changes(name, before, figures, tolerance)
    return Comparison(changes=tuple(changes), notes=tuple(notes))


def _changes(name: str, before: SetFigures, now: SetFigures, tolerance: float) -> Iterator[Change]:
    for kind in before.kinds.keys() | now.kinds.keys():
        old, new = before.kinds.get(kind, {}), now.kinds.get(kind, {})
        for figure in old.keys() | new.keys():
            items = min(held[figure].items for held in (old, new) if figure in held)
            # No error is no entry, and a figure that nothing has any more is as good as none.
            first = old[figure].mean if figure in old else 0.0
            last = new[figure].mean if figure in new else 0.0
            if abs(last - first) <= _ROUNDING:
                continue
            allowed = 0.0 if figure in _WHOLE else max(tolerance, _QUESTIONS / items)
            real = abs(last - first) > allowed + _ROUNDING
            yield Change(gold=name, kind=kind, figure=figure, before=first, now=last, real=real)
