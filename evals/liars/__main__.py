"""``python -m evals.liars [--data STORE] [--misses]``: the table of what is shown and what is withheld, by kind of lie."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.liars.cases import FAITHFUL
from evals.liars.running import Outcome, run


def table(outcomes: Sequence[Outcome]) -> str:
    """Shown and withheld by kind, the tuned half and the kept half apart."""
    kinds = sorted({one.said.kind for one in outcomes}, key=lambda kind: (kind != FAITHFUL, kind))
    lines = [f"{'kind':26} {'cases':>5} {'shown':>6}   {'kept half':>9} {'shown':>6}"]
    for kind in [*kinds, "all lies"]:
        those = [
            one
            for one in outcomes
            if one.said.kind == kind or (kind == "all lies" and one.said.kind != FAITHFUL)
        ]
        kept = [one for one in those if one.said.kept]
        lines.append(
            f"{kind:26} {len(those):5} {sum(one.shown for one in those):6}   {len(kept):9} {sum(one.shown for one in kept):6}"
        )
    times = [one.proving_ms for one in outcomes if one.proving_ms]
    lines.append(f"proving a statement: median {statistics.median(times):.1f} ms" if times else "")
    return "\n".join(lines)


def main() -> int:
    """Run the cases and print the table; 1 where a lie is shown."""
    parser = argparse.ArgumentParser(prog="python -m evals.liars", description=__doc__)
    parser.add_argument("--data", type=Path, help="a store of the bundled documents; made anew without it")
    parser.add_argument(
        "--misses", action="store_true", help="list what went wrong in the half that is tuned on"
    )
    parser.add_argument("--all-misses", action="store_true", help="and in the half that is kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or _made(Path(folder) / "data")
        outcomes = run(data)
    print(table(outcomes))
    for one in outcomes:
        wrong = one.shown != (one.said.kind == FAITHFUL)
        if (given.all_misses or (given.misses and not one.said.kept)) and (wrong or not one.offered):
            state = "not offered" if not one.offered else "shown" if one.shown else "withheld"
            print(f"{state:11} {one.said.id:24} {one.said.text}")
    return int(any(one.shown for one in outcomes if one.said.kind != FAITHFUL))


def _made(data: Path) -> Path:
    """A store of the bundled documents."""
    import corpus
    from ingest import pipeline

    pipeline.ingest([Path(corpus.__file__).parent / "documents"], data)
    return data


if __name__ == "__main__":
    sys.exit(main())
