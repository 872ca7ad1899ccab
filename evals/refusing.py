"""Fits when a question is refused: signs of questions with and without an answer, cross-validated, and the curve."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from pydantic import Field

from assistant.access import Principal
from assistant.answer.signs import NAMES, signs_of
from assistant.answer.support import Refusals, embedder_id, load_refusals, settled
from assistant.models import Turn
from assistant.service import Assistant
from corpus.models import Frozen
from evals.gold import GoldItem, GoldSet
from evals.logistic import Logistic, fit
from evals.matching import compact, without_markup

FOLDS = 10
RIDGE = 2.0
BARS = tuple(round(0.05 * step, 2) for step in range(4, 18))
# What an answer given up costs against one given to a question that has none, where the bar is set.
ANSWER_COUNTS = 2.0
_AS_GOOD = 0.01  # bars are alike when what they come to differs by less


class Case(Frozen):
    """A question put to a store: whether it is answerable there, and what was found."""

    store: str
    key: str  # gold set and id; the same question in another store has the same
    answerable: bool
    # answered or refused whatever the signs say: an address named, a thing not held
    settled: bool | None = None
    signs: dict[str, float] = Field(default_factory=dict)


class Point(Frozen):
    """A bar with the shares of questions answered and refused there."""

    bar: float
    answered: float
    refused: float


def cases_of(
    assistant: Assistant, principal: Principal, sets: Sequence[GoldSet], store: str
) -> tuple[list[Case], int]:
    """The cases of a store, and how many questions were left out: their evidence is not held there."""
    catalog = assistant.catalog
    documents = catalog.documents(principal.audiences)
    held = "\n".join(compact(without_markup(catalog.source(d.id, principal.audiences))) for d in documents)
    cases: list[Case] = []
    left_out = 0
    for gold in sets:
        for item in gold.items:
            if item.answerable and not _is_held(item, held):
                left_out += 1
            else:
                cases.append(_case(assistant, principal, f"{gold.name}/{item.id}", item, store))
    return cases, left_out


def _is_held(item: GoldItem, held: str) -> bool:
    return all(any(compact(text) in held for text in group) for group in item.evidence)


def _case(assistant: Assistant, principal: Principal, key: str, item: GoldItem, store: str) -> Case:
    history: list[Turn] = []
    for question in item.history:
        reply = assistant.ask(question, history=history, principal=principal)
        history += [Turn(role="user", content=question), Turn(role="assistant", content=reply.answer)]
    found = assistant.found(item.question, history=history, principal=principal)
    case = Case(store=store, key=key, answerable=item.answerable)
    if found.probe.understood.missing:
        return case.model_copy(update={"settled": False})
    if (plain := settled(found)) is not None:
        return case.model_copy(update={"settled": plain})
    return case.model_copy(update={"signs": signs_of(found)})


def fitted(cases: Sequence[Case]) -> Logistic:
    """The regression over the cases that the signs decide."""
    free = [case for case in cases if case.settled is None]
    return fit([case.signs for case in free], [case.answerable for case in free], NAMES, RIDGE)


def out_of_fold(cases: Sequence[Case], folds: int = FOLDS) -> dict[tuple[str, str], float]:
    """The chance of every case under a regression that has not seen its question, in any store."""
    keys = sorted({case.key for case in cases if case.settled is None})
    random.Random(0).shuffle(keys)
    fold = {key: place % folds for place, key in enumerate(keys)}
    chances: dict[tuple[str, str], float] = {}
    for number in range(folds):
        model = fitted([case for case in cases if case.settled is None and fold[case.key] != number])
        held = [case for case in cases if case.settled is None and fold[case.key] == number]
        for case, chance in zip(held, model.chances([one.signs for one in held]), strict=True):
            chances[case.store, case.key] = float(chance)
    return chances


def at(cases: Sequence[Case], chances: Mapping[tuple[str, str], float], bar: float) -> Point:
    """What is answered and refused at a bar."""
    told = [
        (case, case.settled if case.settled is not None else chances[case.store, case.key] >= bar)
        for case in cases
    ]
    answered = [answer for case, answer in told if case.answerable]
    refused = [not answer for case, answer in told if not case.answerable]
    return Point(
        bar=bar,
        answered=sum(answered) / max(len(answered), 1),
        refused=sum(refused) / max(len(refused), 1),
    )


def curve(cases: Sequence[Case], chances: Mapping[tuple[str, str], float]) -> list[Point]:
    """Answered against refused at each bar."""
    return [at(cases, chances, bar) for bar in BARS]


def best_bar(points: Sequence[Point]) -> float:
    """The bar at which most is answered and refused together; of those alike the middle one: an edge is chance."""
    most = max(ANSWER_COUNTS * point.answered + point.refused for point in points)
    alike = sorted(p.bar for p in points if ANSWER_COUNTS * p.answered + p.refused >= most - _AS_GOOD)
    return alike[(len(alike) - 1) // 2]


def refusals_of(
    cases: Sequence[Case], assistant: Assistant, sets: Sequence[GoldSet]
) -> tuple[Refusals, list[Point]]:
    """The model fitted on all cases, its bar and the curve taken from the folds that had not seen them."""
    chances = out_of_fold(cases)
    points = curve(cases, chances)
    bar = best_bar(points)
    model = fitted(cases)
    now = at(cases, chances, bar)
    told: dict[str, str | float | int] = {
        "by": "senrei tune",
        "questions": len({case.key for case in cases}),
        "cases": len(cases),
        "sets": ", ".join(f"{one.name}@{one.digest}" for one in sets),
        "folds": FOLDS,
        "ridge": RIDGE,
        "answered_out_of_fold": round(now.answered, 3),
        "refused_out_of_fold": round(now.refused, 3),
    }
    weights = {name: round(value, 4) for name, value in model.weights.items()}
    return (
        Refusals(
            bar=bar,
            bias=round(model.bias, 4),
            weights=weights,
            embedder=embedder_id(assistant.indexes.embedder),
            fitted=told,
        ),
        points,
    )


def by_store(cases: Sequence[Case]) -> list[list[Point]]:
    """The curve of each store, in the order in which they come, from one out-of-fold fit over all."""
    chances = out_of_fold(cases)
    stores = dict.fromkeys(case.store for case in cases)
    return [curve([case for case in cases if case.store == store], chances) for store in stores]


def present(cases: Sequence[Case], assistant: Assistant) -> list[Point]:
    """What the model in use answers and refuses, a point a store."""
    model = load_refusals(assistant.indexes.folder, embedder_id(assistant.indexes.embedder))
    chances = {(one.store, one.key): model.chance_of(one.signs) for one in cases if one.settled is None}
    stores = dict.fromkeys(case.store for case in cases)
    return [at([case for case in cases if case.store == store], chances, model.bar) for store in stores]
