"""評価: the figures last accepted, as tables whose cells show how far they are, and how the store stands."""

from __future__ import annotations

import streamlit as st

from ui.intake_replies import Evaluation, Figures, GoldSet, Mean, Store
from ui.plain import as_html
from ui.wording import WORDS, Language, say

_FIGURES = {
    "search@2000": "figure_search",
    "first": "figure_first",
    "cited": "figure_cited",
    "on_point": "figure_on_point",
    "label": "figure_label",
    "answered": "figure_answered",
    "refused": "figure_refused",
    "verbatim": "figure_verbatim",
    "in_source": "figure_in_source",
}
_ALL = "ALL"


def draw(told: Evaluation, language: Language) -> None:
    """Figures and store."""
    st.html(_store(told.store, language))
    if told.figures is None:
        st.info(say("figures_none", language))
        return
    st.html(_figures(told.figures, language))


def _store(store: Store, language: Language) -> str:
    state = say(f"store_{store.status}", language)
    rows = {
        "store_generation": str(store.generation),
        "store_embedder": store.embedder,
    }
    listed = "".join(
        f"<dt>{as_html(say(name, language))}</dt><dd>{as_html(value)}</dd>"
        for name, value in rows.items()
        if value
    )
    heads = "".join(
        f'<th scope="col">{as_html(say(name, language))}</th>'
        for name in ("store_audience", "store_documents", "store_clauses")
    )
    body = "".join(
        f"<tr><td>{as_html(one.audience)}</td><td>{one.documents:,}</td><td>{one.clauses:,}</td></tr>"
        for one in store.partitions
    )
    return (
        f'<section class="figures"><h2 class="panel-title">{as_html(say("store_title", language))}</h2>'
        f'<p class="state {store.status}">{as_html(state)}</p><dl>{listed}</dl>'
        f'<table class="figure-table narrow"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></section>'
    )


def _figures(figures: Figures, language: Language) -> str:
    drawn = "".join(
        f"<h3>{as_html(_set_name(name, language))}</h3>"
        f'<p class="about">{as_html(say("figures_about", language, documents=figures.documents, items=one.items))}</p>'
        f"{_table(one, language)}"
        for name, one in figures.sets.items()
    )
    title = as_html(say("figures_title", language))
    return f'<section class="figures"><h2 class="panel-title">{title}</h2>{drawn}</section>'


def _table(one: GoldSet, language: Language) -> str:
    names = [name for name in _FIGURES if any(name in held for held in one.kinds.values())]
    heads = "".join(f'<th scope="col">{as_html(say(_FIGURES[name], language))}</th>' for name in names)
    kinds = sorted(one.kinds, key=lambda kind: (kind != _ALL, kind))
    rows = "".join(
        f'<tr{" class=all" if kind == _ALL else ""}><th scope="row">{as_html(_kind(kind, language))}</th>'
        f"{''.join(_cell(one.kinds[kind].get(name)) for name in names)}</tr>"
        for kind in kinds
    )
    first = as_html(say("figures_kind", language))
    return (
        f'<div class="figure-frame"><table class="figure-table"><thead><tr><th scope="col">{first}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(mean: Mean | None) -> str:
    if mean is None:
        return '<td class="about">–</td>'
    share = min(max(mean.mean, 0.0), 1.0) * 100
    return (
        f'<td title="n = {mean.items}"><span class="bar" style="width:{share:.0f}%"></span>'
        f'<span class="figure">{mean.mean:.2f}</span></td>'
    )


def _set_name(name: str, language: Language) -> str:
    key = f"figures_set_{name}"
    return say(key, language) if key in WORDS else name


def _kind(kind: str, language: Language) -> str:
    if kind == _ALL:
        return say("figures_all", language)
    key = f"asked_{kind.replace(' ', '_').lower()}"
    return say(key, language) if key in WORDS else kind
