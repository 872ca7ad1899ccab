"""取込み: files dropped, what would be understood of each, their ingestion and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui import trouble
from ui.client import Trouble
from ui.dates import day
from ui.intake_replies import Job, JobFile, Preview
from ui.plain import as_html
from ui.reader import Reader
from ui.wording import WORDS, Language, kind_name, say

_SEEN, _BEGUN = "intake_previews", "intake_begun"  # in the session: previews by file; jobs begun here
_ABSENT = (404, 405)  # a server that has no such call
_OFTEN = 1.0  # seconds between two looks at jobs under way
_SAID = 5  # of what was not understood, shown in words
# Streamlit's own words in its box for files are English ones: ours stand in their place.
_CHOOSER = """<style>
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{words}"; font-size: 0.9375rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
</style>"""
_COLUMNS = (
    "intake_column_file",
    "kind",
    "intake_column_clauses",
    "intake_column_furniture",
    "intake_column_notices",
    "intake_column_unresolved",
)


def draw(audiences: Sequence[str], reader: Reader) -> None:
    """Files in, previews, jobs."""
    language = reader.language
    files = st.file_uploader(
        say("intake_drop", language),
        accept_multiple_files=True,
        key="intake_files",
        help=say("intake_drop_help", language),
    )
    st.html(_CHOOSER.format(words=say("intake_choose_files", language)))
    # Public first, where the key may write it: most of the record is.
    offered = sorted(audiences, key=lambda one: (one != "public", one)) or ["public"]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        audience = st.selectbox(say("intake_audience", language), offered, key="intake_audience", width=240)
        looked = st.button(
            say("intake_preview", language),
            key="intake_preview",
            icon=":material/search:",
            disabled=not files,
        )
        begun = st.button(
            say("intake_start", language),
            key="intake_start",
            icon=":material/upload:",
            type="primary",
            disabled=not files,
        )
    if looked:
        _preview(files, audience, reader)
    if begun:
        _hand_in(files, audience, reader)
    _previews({one.name for one in files}, language)
    _jobs(reader)


def _preview(files: Sequence[UploadedFile], audience: str, reader: Reader) -> None:
    language, seen = reader.language, dict[str, Preview | Trouble]()
    place = st.empty()
    for done, file in enumerate(files):
        text = say("intake_previewing", language, file=as_html(file.name), done=done + 1, total=len(files))
        place.progress(done / len(files), text=text)
        try:
            seen[file.name] = reader.intake_calls.preview(file.name, file.getvalue(), audience)
        except Trouble as failed:
            if failed.status in _ABSENT:
                st.info(say("intake_no_preview", language))
                break
            seen[file.name] = failed
    place.empty()
    st.session_state[_SEEN] = seen


def _hand_in(files: Sequence[UploadedFile], audience: str, reader: Reader) -> None:
    language, begun = reader.language, list[str](st.session_state.get(_BEGUN, []))
    place = st.empty()
    for done, file in enumerate(files):
        text = say("intake_sending", language, file=as_html(file.name), done=done + 1, total=len(files))
        place.progress(done / len(files), text=text)
        try:
            begun.append(reader.intake_calls.hand_in(file.name, file.getvalue(), audience).id)
        except Trouble as failed:
            trouble.show(failed)
    place.empty()
    st.session_state[_BEGUN] = begun
    st.session_state[_SEEN] = {}


def _previews(names: set[str], language: Language) -> None:
    held: dict[str, Preview | Trouble] = st.session_state.get(_SEEN, {})
    shown = {name: one for name, one in held.items() if name in names}
    if not shown:
        return
    st.caption(say("intake_nothing_stored", language))
    heads = "".join(f'<th scope="col">{as_html(say(name, language))}</th>' for name in _COLUMNS)
    rows = "".join(_previewed(name, one, language) for name, one in shown.items())
    st.html(
        f'<table class="figure-table intake"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _previewed(name: str, one: Preview | Trouble, language: Language) -> str:
    file = f'<td><span class="label">{as_html(name)}</span>'
    if isinstance(one, Trouble):
        told = as_html(f"{one.title} {one.advice}")
        return f'<tr>{file}</td><td colspan="{len(_COLUMNS) - 1}" class="failed">{told}</td></tr>'
    document = one.document
    about = [document.title, day(document.date, language) if document.date else None, document.agency]
    described = " ・ ".join(as_html(part) for part in about if part)
    held = f'<br><span class="about">{as_html(say("intake_held", language))}</span>' if one.held else ""
    unresolved = one.references.found - one.references.resolved
    return (
        f'<tr>{file}<br><span class="about">{described}</span>{held}</td><td>{_kind(one, language)}</td>'
        f"<td>{one.clauses:,}</td><td>{_share(one.furniture)}</td><td>{_notices(one.notices)}</td>"
        f"<td>{unresolved} / {one.references.found}</td></tr>"
    )


def _kind(one: Preview, language: Language) -> str:
    named = as_html(kind_name(one.document.kind, language))
    if one.confidence is not None:
        sure = say("intake_confidence", language, percent=round(100 * one.confidence))
        named += f'<br><span class="about">{as_html(sure)}</span>'
    if one.evidence:
        listed = "".join(f"<li>{as_html(why)}</li>" for why in one.evidence)
        title = as_html(say("intake_evidence", language))
        named += f"<details><summary>{title}</summary><ul>{listed}</ul></details>"
    return named


def _notices(notices: Sequence[str]) -> str:
    if not notices:
        return "0"
    listed = "".join(f"<li>{as_html(one)}</li>" for one in notices[:_SAID])
    return f"<details><summary>{len(notices)}</summary><ul>{listed}</ul></details>"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


def _jobs(reader: Reader) -> None:
    st.html(f'<h2 class="panel-title">{as_html(say("intake_jobs", reader.language))}</h2>')
    jobs = _known(reader)
    under_way = any(not one.ended for one in jobs)

    @st.fragment(run_every=_OFTEN if under_way else None)
    def watched() -> None:
        now = _known(reader) if under_way else jobs
        _table(now, reader.language)
        if under_way and all(one.ended for one in now):
            reader.forget()
            st.rerun()

    watched()


def _known(reader: Reader) -> tuple[Job, ...]:
    """The jobs of the API; of one that lists none, those that were begun here."""
    try:
        return reader.intake_calls.jobs()
    except Trouble as failed:
        if failed.status not in _ABSENT:
            raise
    begun: list[str] = st.session_state.get(_BEGUN, [])
    return tuple(reader.intake_calls.job(one) for one in reversed(begun))


def _table(jobs: Sequence[Job], language: Language) -> None:
    if not jobs:
        st.caption(say("intake_jobs_none", language))
        return
    names = ("intake_column_file", "intake_column_outcome", "intake_column_clauses", "intake_column_note")
    heads = "".join(f'<th scope="col">{as_html(say(name, language))}</th>' for name in names)
    rows = "".join(_job(one, language) for one in jobs)
    st.html(
        f'<table class="figure-table intake"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _job(job: Job, language: Language) -> str:
    state = as_html(say(f"intake_job_{job.status}", language))
    if not job.ended:
        stage = f"intake_stage_{job.stage}"
        told = say(stage, language) if stage in WORDS else ""
        share = 100 * job.done / job.total if job.total else 0
        state += (
            f' <span class="about">{as_html(told)} {job.done}/{job.total}</span>'
            f'<span class="meter"><span style="width:{share:.0f}%"></span></span>'
        )
    clauses = job.clauses or sum(one.clauses for one in job.files)
    links = " ".join(
        f'<a href="library?document={as_html(one)}" target="_blank">{as_html(one)}</a>'
        for one in job.documents
    )
    notes = "<br>".join(part for part in (links, as_html(job.detail), *map(_file, job.files)) if part)
    return (
        f'<tr class="is-{job.status}"><td>{as_html(job.file_name or job.id)}</td><td>{state}</td>'
        f"<td>{clauses:,}</td><td>{notes}</td></tr>"
    )


def _file(one: JobFile) -> str:
    return as_html(f"{one.file}: {one.message}") if one.message else ""
