"""What the command line prints of records, and of what became of their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.generation import Generation
from assistant.recording.models import Kept, PartTrace
from assistant.rendering import Json
from assistant.replaying import Outcome, Replayed

_OUTCOMES = {
    Outcome.REFUSED: "いまは回答されない / now refused",
    Outcome.ANSWERED: "いまは回答される / now answered",
    Outcome.SUPERSEDED: "引用した箇条が改まった / a cited clause has changed",
    Outcome.OTHER_CLAUSES: "引用が変わった / other quotations",
    Outcome.REWORDED: "文面だけ変わった / reworded",
    Outcome.SAME: "同じ / same",
    Outcome.NO_CONTENT: "内容の記録なし / kept without content",
}
_LISTS = (
    ("改正・差替え / changed", "superseded"),
    ("所蔵なし / gone", "gone"),
    ("－", "dropped"),
    ("＋", "added"),
)
_SHOWN = 5  # candidates of a part


def print_records(found: Sequence[Kept]) -> None:
    """One line a record: when, its id, how it ended, what was asked."""
    if not found:
        print("回答の記録はありません。/ No answer is recorded.")
    for kept in found:
        status = kept.trace.status if kept.trace else kept.answer.status if kept.answer else ""
        asked = " ".join(kept.question.split()) or "（内容の記録なし / no content）"
        print(f"{kept.created_at:%Y-%m-%d %H:%M:%S}  {kept.record_id}  {status:9}  {asked}")


def print_record(kept: Kept) -> None:
    """One record in full."""
    print_records([kept])
    if kept.answer is not None:
        print(f"\n{kept.answer.answer}")
    if kept.trace is None:
        return
    for statement in kept.trace.statements:
        print(f"[{statement.number}] {statement.clause_id}  {statement.text_sha}  {statement.verdict}")
    for part in kept.trace.parts:
        _print_part(part)
    timings = "  ".join(f"{name} {ms:.1f} ms" for name, ms in kept.trace.timings.items())
    ground = "  ".join(f"{name}={value}" for name, value in kept.trace.provenance.items())
    print(f"\n{timings}\n{ground}")


def print_replayed(replayed: Replayed) -> None:
    """What became of one answer: a line, and under it what changed."""
    asked = " ".join(replayed.question.split())
    print(f"{replayed.record_id}  {_OUTCOMES[replayed.outcome]}  {asked}")
    for heading, name in _LISTS:
        for clause_id in getattr(replayed, name):
            print(f"    {heading} {clause_id}")
    for heading, texts in (("－文 / statement", replayed.unsaid), ("＋文 / statement", replayed.said)):
        for text in texts:
            print(f"    {heading} {' '.join(text.split())}")
    for one in replayed.rejudged:
        then, now = (_verdict(*pair) for pair in ((one.then, one.reason_then), (one.now, one.reason_now)))
        print(f"    {then} → {now}  {' '.join(one.text.split())}")
    if replayed.changed:
        for name, (then, now) in replayed.ground.items():
            print(f"    {name}: {then or '-'} → {now or '-'}")


def print_counts(counts: Mapping[Outcome, int]) -> None:
    """How many answers came out how."""
    print("、".join(f"{_OUTCOMES[outcome]}: {counts[outcome]}" for outcome in Outcome if counts.get(outcome)))


def replayed_json(replayed: Replayed) -> Json:
    """What became of one answer, for other programs; today's answer is left out."""
    dumped: Json = replayed.model_dump(mode="json", exclude={"now"})
    return dumped


def _print_part(part: PartTrace) -> None:
    if part.understood is not None:
        print(f"\n{part.status}  {part.understood.standalone}")
    if part.generation is not None:
        _print_generation(part.generation)
    for candidate in part.candidates[:_SHOWN]:
        print(
            f"    {candidate.score:.3f} (lexical {candidate.lexical:.3f}, dense {candidate.dense:.3f})"
            f"  {candidate.clause_id}"
        )


def _print_generation(generation: Generation) -> None:
    """What a model was asked with, and each statement with its verdict, its clauses and their words."""
    first = "" if generation.first_ms is None else f"  first {generation.first_ms:.0f} ms"
    print(
        f"    {generation.model}  {generation.prompt}  calls {generation.calls}  offered {len(generation.offered)}"
        f"  model {generation.model_ms:.0f} ms{first}  proving {generation.proving_ms:.1f} ms  {generation.trouble}".rstrip()
    )
    for one in generation.statements:
        detail = f" ({one.detail})" if one.detail else ""
        print(f"    {_verdict(one.verdict, one.reason)}{detail}  {' '.join(one.text.split())}".rstrip())
        for support in one.supports:
            quote = f"「{' '.join(support.quote.split())}」" if support.quote else ""
            print(f"        [{support.key}] {support.clause_id or '-'} {quote}".rstrip())


def _verdict(verdict: str, reason: str) -> str:
    return f"{verdict}: {reason}" if reason else verdict
