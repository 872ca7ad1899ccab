"""The evaluation as one HTML page with nothing beside it: figures, and what came of each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from corpus.text import find_verbatim
from evals.compare import Comparison
from evals.figures import ALL, Kinds, SetResult, means, questions
from evals.gold import GoldItem
from evals.scoring import BUDGET, FIGURES, ItemResult
from evals.targets import SeenAnswer, SeenHit

_HERE = Path(__file__).parent
_LONGEST = 400  # characters of a hit that are shown
_BEYOND = 4  # hits shown that the budget does not reach


def page(sets: Sequence[SetResult], target: str, comparison: Comparison | None = None) -> str:
    """The whole page."""
    kinds = sorted({one.item.kind for held in sets for one in held.results})
    parts = [
        "<!doctype html><html lang=ja><head><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'><title>先例 Senrei 評価</title>",
        f"<style>{(_HERE / 'report.css').read_text('utf-8')}</style></head><body>",
        "<h1>先例 Senrei 評価 <span class=quiet>evaluation</span></h1>",
        f"<p class=quiet>対象 target: {escape(target)}</p>",
        *([_compared(comparison)] if comparison else []),
        *(f"<h2>{escape(held.gold.name)}</h2>{_figures(means(held.results))}" for held in sets),
        "<h2>質問ごと <span class=quiet>each question</span></h2>",
        _tools(kinds),
        *(_item(held.gold.name, one) for held in sets for one in held.results),
        f"<script>{(_HERE / 'report.js').read_text('utf-8')}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _tools(kinds: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(kind)}</option>" for kind in kinds)
    return (
        "<div class=tools><label>種類 <select id=kind><option value=''>すべて</option>"
        f"{options}</select></label>"
        "<label><input type=checkbox id=only> 不足のあるものだけ</label>"
        "<label>語 <input id=words type=search></label>"
        "<span class=quiet><span id=count></span>問</span></div>"
    )


def _figures(kinds: Kinds) -> str:
    names = [name for name in FIGURES if name in kinds[ALL]]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = []
    for kind, held in kinds.items():
        cells = "".join(f"<td>{held[name].mean:.2f}</td>" if name in held else "<td>–</td>" for name in names)
        rows.append(f"<tr><td>{escape(kind)}</td><td>{questions(held)}</td>{cells}</tr>")
    return f"<table><tr><th>種類</th><th>n</th>{head}</tr>{''.join(rows)}</table>"


def _compared(comparison: Comparison) -> str:
    lines = [f"<li class=bad>{escape(str(change))}</li>" for change in comparison.drops]
    lines += [f"<li class=good>{escape(str(change))}</li>" for change in comparison.rises]
    lines += [f"<li>{escape(note)}</li>" for note in comparison.notes]
    body = f"<ul>{''.join(lines)}</ul>" if lines else "<p>変化なし no real change</p>"
    return f"<h2>前の値との比較 <span class=quiet>against the kept figures</span></h2>{body}"


def _item(gold: str, result: ItemResult) -> str:
    item, short = result.item, result.short
    chips = " ".join(f"<span class=bad>{escape(name)} {value:.2f}</span>" for name, value in short.items())
    return (
        f"<details class='item{' short' if short else ''}' data-kind='{escape(item.kind, quote=True)}'>"
        f"<summary><span class=quiet>{escape(gold)} {escape(item.id)} {escape(item.kind)}</span> "
        f"{escape(item.question)}<span class=chips>{chips or '<span class=good>✓</span>'}</span></summary>"
        f"{_asked(item)}{_wanted(result)}{_answer(result)}{_hits(result)}</details>"
    )


def _asked(item: GoldItem) -> str:
    earlier = "".join(f"<li>{escape(question)}</li>" for question in item.history)
    return f"<h3>前の質問 earlier questions</h3><ul>{earlier}</ul>" if earlier else ""


def _wanted(result: ItemResult) -> str:
    item = result.item
    if not item.answerable:
        return "<h3>求めるもの wanted</h3><p>記録にない旨の回答 a refusal</p>"
    found = result.found or (False,) * len(item.evidence)
    quoted = result.quoted or (False,) * len(item.evidence)
    rows = "".join(
        f"<tr><td class=text>{' / '.join(map(escape, group))}</td>"
        f"<td>{_tick(here)}</td><td>{_tick(there)}</td></tr>"
        for group, here, there in zip(item.evidence, found, quoted, strict=True)
    )
    label = f"<p>出典の表示 label: {escape('、'.join(item.label))}</p>" if item.label else ""
    return (
        f"<h3>求めるもの wanted</h3><table class=hits><tr><th>根拠 evidence</th><th>検索 {BUDGET:,}字</th>"
        f"<th>引用</th></tr>{rows}</table>{label}"
    )


def _answer(result: ItemResult) -> str:
    if result.answer is None:
        return f"<h3>失敗 error</h3><p class=bad>{escape(result.problem)}</p>"
    figures = ", ".join(f"{name} {value:.2f}" for name, value in result.figures.items())
    return (
        f"<h3>回答 answer: {result.answer.status} <span class=quiet>{result.ask_ms:.0f} ms; "
        f"{escape(figures)}</span></h3><pre>{escape(result.answer.answer)}</pre>"
        f"{_citations(result.item, result.answer)}"
    )


def _citations(item: GoldItem, answer: SeenAnswer) -> str:
    rows = "".join(
        f"<tr><td>[{one.number}]</td><td class=text>{escape(one.clause.label)}<br>"
        f"「{_marked(one.quote, item)}」<br><span class=quiet>{escape(one.clause.id)}</span></td></tr>"
        for one in answer.citations
    )
    return f"<h3>引用 citations</h3><table class=hits>{rows}</table>" if rows else ""


def _hits(result: ItemResult) -> str:
    if not result.hits:
        return ""
    shown = result.hits[: result.within + _BEYOND]
    rows = "".join(_hit(rank, hit, result) for rank, hit in enumerate(shown, 1))
    return (
        f"<h3>検索 search <span class=quiet>{result.search_ms:.0f} ms; "
        f"{result.within}件が{BUDGET:,}字の内</span></h3>"
        "<table class=hits><tr><th>#</th><th>score</th><th>lexical</th><th>dense</th>"
        "<th class=text>箇条</th></tr>"
        f"{rows}</table>"
    )


def _hit(rank: int, hit: SeenHit, result: ItemResult) -> str:
    return (
        f"<tr{'' if rank <= result.within else ' class=beyond'}><td>{rank}</td><td>{hit.score:.3f}</td>"
        f"<td>{hit.lexical:.3f}</td><td>{hit.dense:.3f}</td><td class=text><span class=quiet>"
        f"{escape(hit.clause.label)}</span><br>{_marked(hit.clause.text, result.item)}</td></tr>"
    )


def _marked(text: str, item: GoldItem) -> str:
    """The text, escaped, the evidence in it marked; a long one is cut, never before a mark."""
    spans = sorted(
        (span.start, span.end)
        for group in item.evidence
        for evidence in group
        if (span := find_verbatim(evidence, text)) is not None
    )
    shown = max([_LONGEST, *(end for _, end in spans)])
    cut = "…" if len(text) > shown else ""
    return "".join(_pieces(text[:shown], spans)) + cut


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterable[str]:
    at = 0
    for start, end in spans:
        if start >= at:  # evidence within evidence is marked already
            yield escape(text[at:start]) + f"<mark>{escape(text[start:end])}</mark>"
            at = end
    yield escape(text[at:])


def _tick(met: bool) -> str:
    return "<span class=good>✓</span>" if met else "<span class=bad>✗</span>"
