"""Figures of many questions: means by kind, as a table, and kept in a file to compare with later."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import InputError
from corpus.models import Frozen
from evals.gold import GoldSet
from evals.scoring import ERROR, FIGURES, ItemResult

ALL = "ALL"
ENGLISH = "in English"  # of whatever kind


class Mean(Frozen):
    """The mean of one figure over the questions that have it."""

    mean: float
    items: int


Kinds = dict[str, dict[str, Mean]]  # kind -> figure -> mean; ALL is a kind too


class SetFigures(Frozen):
    """The figures of one gold set."""

    digest: str
    items: int
    kinds: Kinds


class Figures(Frozen):
    """What a run of the evaluation comes to; the form of the file that is kept."""

    documents: int
    sets: dict[str, SetFigures]


class SetResult(Frozen):
    """A gold set with what became of each of its questions."""

    gold: GoldSet
    results: tuple[ItemResult, ...]


def figures_of(sets: Sequence[SetResult], documents: int) -> Figures:
    """The means of a run over that many documents."""
    return Figures(
        documents=documents,
        sets={
            one.gold.name: SetFigures(
                digest=one.gold.digest, items=len(one.gold.items), kinds=means(one.results)
            )
            for one in sets
        },
    )


def means(results: Sequence[ItemResult]) -> Kinds:
    """Means by kind, kinds in alphabetical order, then those in English of all kinds, ALL last."""
    kinds = sorted({result.item.kind for result in results})
    chosen = {kind: [one for one in results if one.item.kind == kind] for kind in kinds}
    english = [one for one in results if one.item.lang == "en"]
    if 0 < len(english) < len(results):
        chosen[ENGLISH] = english
    return {kind: _means(group) for kind, group in [*chosen.items(), (ALL, list(results))]}


def questions(held: dict[str, Mean]) -> int:
    """How many questions the figures of a kind are of: each was answered, refused or failed."""
    if ERROR in held:
        return held[ERROR].items
    return sum(held[name].items for name in ("answered", "refused") if name in held)


def table(figures: SetFigures) -> str:
    """The figures as lines for a terminal, a kind a line."""
    names = [name for name in FIGURES if name != ERROR or name in figures.kinds[ALL]]
    lines = [f"{'kind':14}{'n':>4}" + "".join(f"{name:>13}" for name in names)]
    for kind, held in figures.kinds.items():
        cells = (f"{held[name].mean:13.2f}" if name in held else f"{'-':>13}" for name in names)
        lines.append(f"{kind:14}{questions(held):4}" + "".join(cells))
    return "\n".join(lines)


def speeds(results: Sequence[ItemResult]) -> str:
    """How long the calls took, as a line: p50 and p95 in milliseconds."""
    lines = []
    for name, taken in (
        ("ask", [one.ask_ms for one in results]),
        ("search", [one.search_ms for one in results]),
    ):
        if ranked := sorted(one for one in taken if one):
            middle, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
            lines.append(f"{name}: p50 {middle:.1f} ms, p95 {late:.1f} ms")
    return "; ".join(lines)


def read_figures(path: Path) -> Figures:
    """Figures that were kept. Raises InputError."""
    try:
        return Figures.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"The figures {path} cannot be read ({error.strerror}). senrei eval --compare {path} --accept "
            "writes those of now."
        ) from None
    except (ValidationError, UnicodeDecodeError):
        raise InputError(f"{path} holds no figures of senrei eval. Write them anew with --accept.") from None


def write_figures(figures: Figures, path: Path) -> None:
    """Keep figures, rounded so that a re-run changes no line without a reason. Raises InputError."""
    held = figures.model_dump()
    for one in held["sets"].values():
        one["kinds"] = {kind: _rounded(names) for kind, names in one["kinds"].items()}
    write_text(path, json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def write_results(sets: Sequence[SetResult], figures: Figures, path: Path) -> None:
    """The figures and those of every question, as JSON. Raises InputError."""
    items = [
        {"set": one.gold.name, "id": result.item.id, "kind": result.item.kind, "figures": result.figures}
        | ({"problem": result.problem} if result.problem else {})
        for one in sets
        for result in one.results
    ]
    held = {**figures.model_dump(), "items": items}
    write_text(path, json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file, its folder made where it is missing. Raises InputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}). Choose another place.") from None


def _means(results: Sequence[ItemResult]) -> dict[str, Mean]:
    held: dict[str, Mean] = {}
    for name in FIGURES:
        if values := [one.figures[name] for one in results if name in one.figures]:
            # An error is counted over all questions: only those that failed carry it.
            count = len(results) if name == ERROR else len(values)
            mean = sum(values) / count if name == ERROR else statistics.fmean(values)
            held[name] = Mean(mean=mean, items=count)
    return held


def _rounded(names: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {name: {"mean": round(one["mean"], 4), "items": one["items"]} for name, one in names.items()}
