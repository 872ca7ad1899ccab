"""The command that fits: tune. With eval, the only part of the assistant that knows the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AudienceOption, DataOption, settings_of
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.answer.support import Refusals
    from assistant.service import Assistant
    from evals.fusing import Fusing
    from evals.gold import GoldSet
    from evals.refusing import Case, Point

_KEPT = "kept"  # gold sets whose name ends so are for checking, never for fitting
_LEAST = 40  # questions
_LEAST_EACH = 15  # with an answer, and without


def tune(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD...",
            help="Gold sets (JSON lines) or folders of them; none: those shipped that are not kept for checking.",
        ),
    ] = None,
    data: DataOption = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option("--beside", metavar="DIR", help="Fit refusals over this store too; may be repeated."),
    ] = None,
    audience: AudienceOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fit and show; keep nothing.")] = False,
    refusals_to: Annotated[
        Path | None,
        typer.Option("--refusals-to", metavar="FILE", help="Keep the refusals there, not with the store."),
    ] = None,
) -> None:
    """Fit the weights of both legs and the refusals to a gold set, cross-validated, and keep them with the index."""
    from assistant.access import Principal
    from assistant.service import Assistant
    from evals import fusing, refusing

    sets = _sets(gold or [])
    first = settings_of(data, audience)
    principal = Principal(name="tuning", audiences=first.audiences)
    folders = [first.data, *(beside or [])]
    cases: list[Case] = []
    with ExitStack() as opened:
        stores: list[Assistant] = []
        for folder in folders:
            stores.append(Assistant.open(settings_of(folder, audience)))
            opened.callback(stores[-1].close)
            found, left_out = refusing.cases_of(stores[-1], principal, sets, str(folder))
            cases += found
            print(f"{folder}: {len(found)} questions; {left_out} left out, their evidence is not held there")
        _enough(cases)
        before = refusing.present(cases, stores[0])
        refusals, points = refusing.refusals_of(cases, stores[0], sets)
        fused = fusing.fuse(stores[0], principal, sets)
        _print_fusion(fused)
        _print_refusals(cases, before, refusals, points)
        if not dry_run:
            _keep(stores[0].indexes.folder, fused, refusals, refusals_to)


def _sets(paths: Sequence[Path]) -> list[GoldSet]:
    from evals.gold import SHIPPED, read_all

    if paths:
        return read_all(paths)
    return [one for one in read_all([SHIPPED, SHIPPED / "materials"]) if not one.name.endswith(_KEPT)]


def _enough(cases: Sequence[Case]) -> None:
    """Raises InputError where a fit would be chance."""
    keys = {case.key: case.answerable for case in cases}
    answerable = sum(keys.values())
    if len(keys) < _LEAST or min(answerable, len(keys) - answerable) < _LEAST_EACH:
        raise InputError(
            f"{answerable} questions with an answer in the store and {len(keys) - answerable} without are too few "
            f"to fit anything: give gold sets of {_LEAST} at least, {_LEAST_EACH} of each sort."
        )


def _print_fusion(fused: Fusing) -> None:
    print("\nshare of the dense leg and mean reciprocal rank of the evidence")
    print("  ".join(f"{share:.1f}: {rank:.3f}" for share, rank in fused.by_share.items()))
    kept = "no gain out of sample: the weights stay" if fused.kept else f"dense {fused.share:.1f} is taken"
    print(f"before {fused.before:.3f}, after (out of sample) {fused.after:.3f}; {kept}")


def _print_refusals(
    cases: Sequence[Case], before: Sequence[Point], refusals: Refusals, points: Sequence[Point]
) -> None:
    from evals.refusing import by_store

    stores = list(dict.fromkeys(case.store for case in cases))
    print("\nanswered / refused, out of sample, by bar")
    print(f"{'bar':>8}" + "".join(f"{store[-24:]:>26}" for store in stores))
    curves = by_store(cases)
    for place, point in enumerate(points):
        cells = "".join(f"{c[place].answered:14.3f} / {c[place].refused:.3f}    " for c in curves)
        print(f"{point.bar:8.2f}{cells}" + ("<- taken" if point.bar == refusals.bar else ""))
    print(f"{'before':>8}" + "".join(f"{p.answered:14.3f} / {p.refused:.3f}    " for p in before))


def _keep(folder: Path, fused: Fusing, refusals: Refusals, refusals_to: Path | None) -> None:
    from assistant.answer.support import FILE_NAME
    from corpus.index import fusion
    from evals.figures import write_text

    place = refusals_to or folder / FILE_NAME
    write_text(place, refusals.model_dump_json(indent=1) + "\n")
    print(f"\n{place}: when questions are refused")
    if not fused.kept and refusals_to is None:
        write_text(folder / fusion.FILE_NAME, fused.fusion.model_dump_json(indent=1) + "\n")
        print(f"{folder / fusion.FILE_NAME}: how much each leg counts")
    print("An API that runs over this store reads them when it starts next.")
