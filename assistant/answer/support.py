"""Whether the clauses found carry an answer at all: a fitted chance, and the bar from which a question is answered.

The chance is a logistic regression over the signs of ``assistant.answer.signs``. Its coefficients are data
(``refusals.json``, made by ``senrei tune``) with how they were fitted; a store may have its own in its index
folder. How many are answered and refused at each bar stands in docs/decisions/011.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.answer.doubts import doubts, no_event
from assistant.answer.signs import signs_of
from assistant.models import Intent
from assistant.ranking import says
from assistant.retrieve import EXACT, Found
from corpus.errors import StoreDamaged
from corpus.index.embedder import Embedder
from corpus.models import Frozen

FILE_NAME = "refusals.json"
_BEST = 3  # hits looked at for the matter of a survey
_DEEP = 10  # and where the best are provisions
_SHIPPED = Path(__file__).with_name(FILE_NAME)


class Refusals(Frozen):
    """A fitted model of whether a question is answered."""

    bar: float = Field(ge=0, le=1)  # of the chance; what lies below is refused
    bias: float
    weights: dict[str, float]  # by sign; a sign without a weight counts nothing
    embedder: str  # under which it was fitted: name@revision
    fitted: dict[str, str | float | int] = Field(default_factory=dict)  # on what, by whom, with which figures

    def chance(self, found: Found) -> float:
        """The chance, 0..1, that the clauses found carry an answer."""
        plain = settled(found)
        return self.chance_of(signs_of(found)) if plain is None else float(plain)

    def chance_of(self, signs: dict[str, float]) -> float:
        """The chance for given signs."""
        total = self.bias + sum(weight * signs.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def settled(found: Found) -> bool | None:
    """What needs no weighing: nothing found; a provision found by its address; a question of a place and no more.

    第300回の議題2は? asks nothing that a clause could hold or not: it is answered unless something is taken for
    granted that is not there. What came to pass is not told by provisions. A survey of a matter that is held is
    answered. None where the signs decide.
    """
    if not found.hits:
        return False
    if found.hits[0].score >= EXACT:
        return True
    if all(concept.scope for concept in found.probe.concepts):
        place = found.probe.concepts or found.probe.understood.agenda_items
        return bool(place) and not doubts(found)
    laid_down = no_event(found)
    if _surveyed(found, laid_down=laid_down):
        return True
    return False if laid_down else None


def _surveyed(found: Found, *, laid_down: bool) -> bool:
    """Whether all that is said of a matter is asked for, and one of the best clauses has the matter in its own words.

    再委託について何が述べられましたか seeks nothing but the matter: there is nothing else that could be missing. Where the best
    are provisions and it is asked what came to pass (``laid_down``), what is no provision must have it.
    """
    probe = found.probe
    asked = [concept for concept in probe.concepts if not concept.scope]
    if probe.understood.intent is not Intent.SURVEY or not asked or probe.wanted is not None:
        return False
    hits = found.hits[:_BEST]
    if laid_down:
        hits = tuple(hit for hit in found.hits[:_DEEP] if hit.clause.address is None)
    held = any(all(says(concept, hit.clause) for concept in asked) for hit in hits)
    return held and not doubts(found)


def support(found: Found, refusals: Refusals | None = None) -> float:
    """The chance, 0..1, that the clauses found carry an answer."""
    return (refusals or shipped()).chance(found)


def supported(found: Found, refusals: Refusals | None = None) -> bool:
    """Whether the question is to be answered from what was found."""
    model = refusals or shipped()
    return model.chance(found) >= model.bar


@cache
def shipped() -> Refusals:
    """The model that comes with Senrei."""
    return read_refusals(_SHIPPED)


def embedder_id(embedder: Embedder) -> str:
    """How a fitted model names the embedding model that it was fitted under."""
    return f"{embedder.name}@{embedder.revision}"


def load_refusals(folder: Path, embedder: str) -> Refusals:
    """The store's own model where its index folder has one fitted under this embedder, else the shipped one.

    Raises:
        StoreDamaged: a refusals.json that is not what Senrei writes.
    """
    path = folder / FILE_NAME
    if path.exists():
        own = read_refusals(path)
        if own.embedder == embedder:
            return own
    return shipped()


def read_refusals(path: Path) -> Refusals:
    """A model from its file. Raises StoreDamaged."""
    try:
        return Refusals.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise StoreDamaged(
            f"{path} is not what Senrei writes ({error}). Remove it, or make it anew with senrei tune."
        ) from error
