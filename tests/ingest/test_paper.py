"""Discussion papers: their own sections, the annexes and the statutes quoted in them."""

from __future__ import annotations

from collections.abc import Callable

from corpus.models import Document, DocumentKind, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers import paper

SEED = Document(
    id="paper-sakusei-soshiki",
    title="資料3 5 作成組織の認定等、国の関与の在り方",
    kind=DocumentKind.PAPER,
    cite="資料3（5 作成組織の認定等、国の関与の在り方）",
)


def test_the_bundled_paper_reads_as_its_golden_file(
    seed: Callable[[str], Extracted],
    golden: Callable[[str, ParsedDocument], None],
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    parsed = paper.parse(SEED, seed("paper_sakusei-soshiki-nintei.txt"))
    nothing_lost(parsed)
    golden("paper-sakusei-soshiki", parsed)
