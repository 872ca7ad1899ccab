"""How fast the registers answer at many measures: a page, filtered pages, the whole as a workbook and as CSV.

    python benchmarks/register_speed.py [--measures 10000] [--rounds 15]

Measures are those of the bundled documents, given again and again to made-up meetings; what is timed is what the API does
for a page of 50: the query, the replies, the JSON. Medians in milliseconds, the slowest in brackets; then the
processor's own time, which other programs on the machine do not lengthen as much.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.export import csv_pieces, xlsx_pieces
from assistant.registers import json_page, measure_json, measure_table, replies_to
from corpus.catalog import Catalog, Draft
from corpus.catalog.registers import Registers
from corpus.models import Measure, RegisterFilters, Strength
from ingest.reading import Task, draft_of
from ingest.sources.files import SourceFile, find_files

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
PUBLIC = frozenset({"public"})
PAGE = 50
PER_MEETING = 10
FILTERS = {
    "no filter": RegisterFilters(),
    "a strength": RegisterFilters(strength=Strength.REQUIRED),
    "a topic": RegisterFilters(topic="再委託"),
    "an agency": RegisterFilters(agency="国土交通省"),
    "words": RegisterFilters(words="電子記録媒体 暗号化"),
    "a year": RegisterFilters(date_from=dt.date(2001, 1, 1), date_to=dt.date(2001, 12, 31)),
    "one meeting": RegisterFilters(meeting=77),
    "nothing fits": RegisterFilters(words="ドローン"),
}


def made_up(count: int) -> Iterator[Draft]:
    """Meetings of ten measures each, one after another, until there are so many measures."""
    drafts = [_draft(file) for file in find_files([DOCUMENTS], None)]
    bundled = [draft for draft in drafts if draft.registers.measures]
    measures = [measure for draft in bundled for measure in draft.registers.measures]
    pattern = min(bundled, key=lambda draft: len(draft.parsed.clauses))
    for number in range(1, count // PER_MEETING + 1):
        name, day = f"minutes-m{number}", dt.date(1990, 1, 1) + dt.timedelta(days=number * 7)
        document = pattern.parsed.document.model_copy(update={"id": name, "meeting": number, "date": day})
        clauses = tuple(
            clause.model_copy(
                update={
                    "id": clause.id.replace(pattern.parsed.document.id, name, 1),
                    "document_id": name,
                    "parent_id": clause.parent_id
                    and clause.parent_id.replace(pattern.parsed.document.id, name, 1),
                    "replies_to": None,
                }
            )
            for clause in pattern.parsed.clauses[:3]
        )
        held = [
            _copy(measures[(number * PER_MEETING + at) % len(measures)], at, document.id, number, day)
            for at in range(PER_MEETING)
        ]
        parsed = pattern.parsed.model_copy(update={"document": document, "clauses": clauses})
        yield Draft(parsed=parsed, request=name, registers=Registers(measures=tuple(held)))


def _draft(file: SourceFile) -> Draft:
    told = {"audience": "public", **(file.entry.overrides() if file.entry else {})}
    data = file.path.read_bytes()
    return draft_of(Task(name=file.path.name, data=data, sha256="", overrides=told, request=""))


def _copy(measure: Measure, at: int, document: str, meeting: int, day: dt.date) -> Measure:
    update = {"id": f"{document}.g1~{at}", "document_id": document, "meeting": meeting, "date": day}
    return measure.model_copy(update={**update, "reply_id": None})


def main() -> None:
    """Make the store, time the pages, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--measures", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Catalog.open(Path(folder), create=True) as catalog:
        drafts = made_up(asked.measures)
        while batch := list(islice(drafts, 200)):
            catalog.publish(catalog.put(batch))
        print(f"{asked.measures:,} measures of {asked.measures // PER_MEETING:,} meetings")
        for name, filters in FILTERS.items():
            for offset in (0, asked.measures // 2) if name == "no filter" else (0,):
                told = _timed(lambda f=filters, o=offset: _page(catalog, f, o), asked.rounds)  # type: ignore[misc]
                print(f"  page of {PAGE}, {name}, from {offset:,}: {told}")
        for name, pieces in (("XLSX", xlsx_pieces), ("CSV", csv_pieces)):
            print(f"  the whole as {name}: {_export(catalog, pieces)}")


def _page(catalog: Catalog, filters: RegisterFilters, offset: int) -> str:
    page = catalog.measures(PUBLIC, filters, limit=PAGE, offset=offset)
    replies = replies_to(page.measures, catalog, PUBLIC)
    entries = [measure_json(measure, replies) for measure in page.measures]
    return json.dumps(json_page("measures", entries, page.total, PAGE, offset), ensure_ascii=False)


def _export(catalog: Catalog, pieces: Callable[..., Iterator[bytes]]) -> str:
    start = time.perf_counter()
    table = measure_table(catalog.measures(PUBLIC).measures, {})
    size = sum(len(piece) for piece in pieces(table))
    took = time.perf_counter() - start
    tracemalloc.start()  # once more, for what writing it holds in memory beside the table
    for _ in pieces(table):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{size / 2**20:.1f} MiB in {took:.1f} s, {most / 2**20:.1f} MiB held beside the rows"


def _timed(call: Callable[[], object], rounds: int) -> str:
    call()
    took, worked = [], []
    for _ in range(rounds):
        start, begun = time.perf_counter(), time.process_time()
        call()
        took.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    work = statistics.median(worked)
    return f"{statistics.median(took):.1f} ms ({max(took):.1f}), {work:.1f} ms of them at work"


if __name__ == "__main__":
    main()
