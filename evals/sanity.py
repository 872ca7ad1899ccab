"""Is the model any good beyond the record? General data, and everyday questions over the two Acts.

    python -m evals.sanity [--general DIR] [--acts PATH... | --data DIR] [--model DIR] [--misses] [--json FILE]

``--general`` is a folder of public data (``evals.general`` says which files). ``--acts`` are files and folders that are taken
into a store made for the purpose, beside the bundled documents; ``--data`` is a store that holds the Acts already.
``--misses`` lists the questions of the tuning half that fall short, never those of the kept half. Status 1 where a goal
is not reached.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field

from assistant.access import Principal
from assistant.service import Assistant
from assistant.settings import load_settings
from corpus.errors import SenreiError
from corpus.index.embedder import Embedder, load_embedder
from corpus.models import PUBLIC, Frozen
from evals import everyday, general
from evals.everyday import Shares
from evals.figures import write_text

DOCUMENTS = Path(__file__).resolve().parents[1] / "corpus" / "documents"
# (figure, goal): what a model that ships has to reach.
GOALS = {"JSQuAD fused @1": 0.90, "JSQuAD fused @10": 0.98, "Tanaka en-ja dense @1": 0.95}


class Sanity(Frozen):
    """Everything measured in a run."""

    model: str
    megabytes: float
    load_ms: float
    texts_per_second: float = 0.0
    figures: dict[str, float] = Field(default_factory=dict)  # on the general data
    acts: dict[str, Shares] = Field(default_factory=dict)  # of everyday questions, by half and language


def main(words: list[str] | None = None) -> int:
    """Measure what is asked for; 1 where a goal is missed, 2 for wrong use."""
    given = _arguments(words)
    if not (given.general or given.acts or given.data):
        print("Nothing to measure: give --general DIR, --acts PATH... or --data DIR.", file=sys.stderr)
        return 2
    try:
        found = _measured(given)
    except SenreiError as error:
        print(f"sanity: {error}", file=sys.stderr)
        return 2
    missed = [name for name, goal in GOALS.items() if found.figures.get(name, 1.0) < goal]
    _show(found, missed)
    if given.json is not None:
        write_text(given.json, found.model_dump_json(indent=1) + "\n")
    return 1 if missed else 0


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals.sanity",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--general", type=Path, help="folder of JSQuAD and Tanaka data")
    parser.add_argument("--acts", type=Path, nargs="+", help="files and folders with the two Acts")
    parser.add_argument("--data", type=Path, help="a store that holds the Acts")
    parser.add_argument("--model", help="embedding model; none: as the settings say")
    parser.add_argument("--misses", action="store_true", help="list what the tuning half misses")
    parser.add_argument("--json", type=Path, help="write the figures")
    return parser.parse_args(words)


def _measured(given: argparse.Namespace) -> Sanity:
    choice = load_settings(embedder=given.model).embedding()
    began = time.perf_counter()
    embedder = load_embedder(choice)
    embedder.encode_queries(["読込"])
    loaded = (time.perf_counter() - began) * 1000
    found = Sanity(
        model=f"{embedder.name}@{embedder.revision}", megabytes=_megabytes(embedder), load_ms=loaded
    )
    if given.general:
        held = general.read(given.general)
        found = found.model_copy(
            update={
                "figures": _general_figures(held, embedder),
                "texts_per_second": general.rate(embedder, held.paragraphs),
            }
        )
    if given.acts or given.data:
        with _assistant(given) as assistant:
            found = found.model_copy(update={"acts": _everyday_figures(assistant, misses=given.misses)})
    return found


def _general_figures(held: general.General, embedder: Embedder) -> dict[str, float]:
    paragraphs, pairs = general.paragraphs_found(held, embedder), general.sentences_found(held, embedder)
    values = (paragraphs.first, paragraphs.ten, pairs.first)
    return dict(zip(GOALS, values, strict=True)) | {"Tanaka en-ja dense @10": pairs.ten}


def _everyday_figures(assistant: Assistant, *, misses: bool) -> dict[str, Shares]:
    reader = Principal(name="evaluation", audiences=frozenset({PUBLIC}))
    figures: dict[str, Shares] = {}
    for path in sorted(everyday.SHIPPED.glob("*.jsonl"), reverse=True):
        results = everyday.reached(everyday.read(path), assistant, reader)
        figures[path.stem] = everyday.shares(results)
        for lang in ("ja", "en"):
            figures[f"{path.stem} {lang}"] = everyday.shares([r for r in results if r.question.lang == lang])
        if misses and path.stem.endswith("tune"):
            for one in results:
                if one.place is None or not one.first:
                    print(
                        f"{one.question.id} found at {one.place}, first {one.first}: {one.question.question}"
                    )
    return figures


@contextmanager
def _assistant(given: argparse.Namespace) -> Iterator[Assistant]:
    """The store given, or one made of the bundled documents and the Acts."""
    with tempfile.TemporaryDirectory(prefix="senrei-sanity-") as folder:
        settings = load_settings(data=given.data or Path(folder) / "data", embedder=given.model)
        if given.acts:
            from ingest import pipeline

            pipeline.ingest(
                [DOCUMENTS, *given.acts], settings.data, embedder=load_embedder(settings.embedding())
            )
        assistant = Assistant.open(settings)
        try:
            yield assistant
        finally:
            assistant.close()


def _megabytes(embedder: Embedder) -> float:
    files = embedder.folder.rglob("*") if embedder.folder is not None else iter(())
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


def _show(found: Sanity, missed: list[str]) -> None:
    print(f"{found.model}: {found.megabytes:.1f} MB, loaded in {found.load_ms:.0f} ms", end="")
    print(f", {found.texts_per_second:,.0f} paragraphs a second" if found.texts_per_second else "")
    for name, value in found.figures.items():
        goal = f"  (goal {GOALS[name]:.2f}{', MISSED' if name in missed else ''})" if name in GOALS else ""
        print(f"{name:24} {value:.3f}{goal}")
    if found.acts:
        print(
            f"{'everyday questions':24} {'n':>3} {'found 1st':>10} {'found 10':>9} {'first':>6} {'cited':>6}"
        )
    for name, one in found.acts.items():
        print(
            f"{name:24} {one.questions:3} {one.found_first:10.2f} {one.ten:9.2f} {one.first:6.2f} {one.cited:6.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())
