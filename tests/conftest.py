"""What tests share: golden files of clauses, the nothing-is-lost check, the bundled documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from corpus.models import Clause, FurnitureReason, ParsedDocument
from ingest.extract import Extracted

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "ingest" / "golden"
_SHORT = 20  # bytes that are read more easily than a name
_EXTRAS = (
    "agenda_item",
    "speaker",
    "role",
    "field",
    "value",
    "options",
    "replies_to",
    "law",
    "address",
    "page",
    "note",
)


# How long an example takes says more of what else the machine is at than of the code.
hypothesis.settings.register_profile(
    "any machine",
    hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden", action="store_true", help="write the golden files anew; review them by eye"
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files are named by their place: their bytes may hold the second in which they were packed.

    Processes that share the tests out between them must call each by the same name.
    """
    return argname if isinstance(val, bytes) and len(val) > _SHORT else None


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[str, ParsedDocument], None]:
    """``golden(name, parsed)`` compares with golden/<name>.txt, or writes it under --refresh-golden."""
    refresh = bool(request.config.getoption("--refresh-golden"))

    def check(name: str, parsed: ParsedDocument) -> None:
        path = GOLDEN / f"{name}.txt"
        lines = golden_lines(parsed)
        if refresh:
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            return
        assert path.exists(), f"{path.name} is missing: run pytest --refresh-golden and review it by eye"
        assert lines == path.read_text(encoding="utf-8").splitlines()

    return check


@pytest.fixture(scope="session")
def nothing_lost() -> Callable[[ParsedDocument], None]:
    """``nothing_lost(parsed)`` asserts that each character is in exactly one leaf or piece of furniture."""
    return assert_nothing_lost


@pytest.fixture(scope="session")
def seed() -> Callable[[str], Extracted]:
    """``seed("minutes-330_2025-07-30.txt")`` is the extracted text of a bundled document."""

    def read(file_name: str) -> Extracted:
        data = (ROOT / "corpus" / "documents" / file_name).read_bytes()
        return Extracted(text=data.decode("utf-8"), media="text/plain", encoding="utf-8")

    return read


def golden_lines(parsed: ParsedDocument) -> list[str]:
    """One line a clause (indented by depth), then the furniture that is not white space, then the notices."""
    lines = [_clause_line(clause) for clause in parsed.clauses]
    lines += [
        f"- {piece.reason.value}: {parsed.source[piece.span.start : piece.span.end]!r}"
        for piece in parsed.furniture
        if piece.reason is not FurnitureReason.WHITESPACE
    ]
    return [*lines, *(f"! {notice.message!r}" for notice in parsed.notices)]


def _clause_line(clause: Clause) -> str:
    extras = [f"{name}={value}" for name in _EXTRAS if (value := getattr(clause, name)) not in (None, ())]
    extras += ["withheld"] if clause.withheld else []
    body = repr(clause.text) if clause.leaf else "[…]"
    indent = "  " * (len(clause.path) - 1)
    return " | ".join([f"{indent}{clause.id}", clause.kind.value, clause.label, *extras, body])


def assert_nothing_lost(parsed: ParsedDocument) -> None:
    source = parsed.source
    assert len({clause.id for clause in parsed.clauses}) == len(parsed.clauses), "ids clash"
    leaves = [clause for clause in parsed.clauses if clause.leaf]
    pieces = [span for leaf in leaves for span in leaf.spans] + [piece.span for piece in parsed.furniture]
    at = 0
    for span in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        assert span.start >= at, f"claimed twice: {source[span.start : at]!r}"
        assert span.start == at, f"lost: {source[at : span.start]!r}"
        at = span.end
    assert at == len(source), f"lost at the end: {source[at:]!r}"
    for leaf in leaves:
        assert leaf.text == "".join(source[span.start : span.end] for span in leaf.spans)
        assert leaf.text.strip(), f"{leaf.id} is blank"
    for piece in parsed.furniture:
        if piece.reason is FurnitureReason.WHITESPACE:
            assert not source[piece.span.start : piece.span.end].strip()
    _assert_tree(parsed)


def _assert_tree(parsed: ParsedDocument) -> None:
    below: dict[str, list[str]] = {}
    known: set[str] = set()
    for order, clause in enumerate(parsed.clauses):
        assert clause.order == order
        assert clause.parent_id is None or clause.parent_id in known, f"{clause.id} stands before its parent"
        assert clause.replies_to is None or clause.replies_to in known, f"{clause.id}: remark not known"
        known.add(clause.id)
    parents = {clause.id: clause.parent_id for clause in parsed.clauses}
    for clause in parsed.clauses:
        at: str | None = clause.id if clause.leaf else None
        while at is not None:
            below.setdefault(at, []).append(clause.text)
            at = parents[at]
    for clause in parsed.clauses:
        assert clause.text == "\n".join(below[clause.id]), f"{clause.id}: text is not that of its leaves"
