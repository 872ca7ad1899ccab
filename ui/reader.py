"""Who reads: their language, their client, and what the page keeps of the API's replies for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from ui.briefing_replies import Briefing
from ui.client import Client, CountedBy, Trouble
from ui.connection import Connection, connection
from ui.intake_calls import IntakeCalls
from ui.intake_replies import Evaluation
from ui.register_replies import MeasureCount, Precedent
from ui.replies import Boxes, Document, DocumentTree
from ui.talk_calls import TalkCalls
from ui.wording import Language

_OFFERED = 1000  # newest entries of a register from which its filters' choices are made
_KEEP = 60  # seconds that lists and documents are kept: a newly ingested one shows within a minute


@dataclass(frozen=True)
class Reader:
    """One reader of the page."""

    language: Language
    connection: Connection

    @property
    def client(self) -> Client:
        """The API, in this reader's language."""
        return Client(self.connection, self.language)

    @property
    def talk_calls(self) -> TalkCalls:
        """The conversations that the API keeps."""
        return TalkCalls(self.connection, self.language)

    @property
    def intake_calls(self) -> IntakeCalls:
        """What only staff may do."""
        return IntakeCalls(self.connection, self.language)

    def evaluation(self) -> Evaluation:
        """Figures and the state of the store. Raises Trouble: 403 where the key is not a staff key."""
        return _evaluation(self.connection.api, self.connection.key, self.intake_calls)

    def is_staff(self) -> bool:
        """Whether the page's key is a staff key."""
        return bool(self.connection.key) and _is_staff(
            self.connection.api, self.connection.key, self.intake_calls
        )

    def forget(self) -> None:
        """Ask anew for what is held: it has changed."""
        st.cache_data.clear()

    def keeps_talks(self) -> bool:
        """Whether the API keeps conversations; an older one does not, and the page does without."""
        return _keeps_talks(self.connection.api, self.connection.key, self.talk_calls)

    def documents(self) -> tuple[Document, ...]:
        """All documents held. Raises Trouble."""
        return _documents(self.connection.api, self.connection.key, self.client)

    def document(self, document_id: str) -> DocumentTree:
        """One document with its clauses. Raises Trouble."""
        return _document(self.connection.api, self.connection.key, document_id, self.client)

    def briefing(self, topic: str, filters: Mapping[str, str | int]) -> Briefing:
        """What is held on a topic. Raises Trouble."""
        named = tuple(sorted(filters.items()))
        return _briefing(self.connection.api, self.connection.key, topic, named, self.client)

    def boxes(self, clause_id: str, quote: str) -> Boxes:
        """Where a clause stands on its pages. Raises Trouble."""
        return _boxes(self.connection.api, self.connection.key, clause_id, quote, self.client)

    def page_picture(self, document_id: str, number: int, width: int) -> bytes:
        """A page as a PNG. Raises Trouble."""
        return _picture(self.connection.api, self.connection.key, document_id, number, width, self.client)

    def measure_counts(
        self, by: CountedBy, filters: Mapping[str, str] | None = None
    ) -> tuple[MeasureCount, ...]:
        """How many measures there are under these filters of each topic, meeting or agency. Raises Trouble."""
        named = tuple(sorted((filters or {}).items()))
        return _measure_counts(self.connection.api, self.connection.key, by, named, self.client)

    def precedents(self) -> tuple[Precedent, ...]:
        """The newest precedents of all, from which filters are offered. Raises Trouble."""
        return _precedents(self.connection.api, self.connection.key, self.client)

    def documents_if_any(self) -> tuple[Document, ...]:
        """All documents held, none where they cannot be had (which the page says elsewhere)."""
        try:
            return self.documents()
        except Trouble:
            return ()


def reader() -> Reader:
    """The reader of this session; Japanese unless English was chosen or the address says ``lang=en``."""
    asked: Language = "en" if st.query_params.get("lang") == "en" else "ja"
    language: Language = st.session_state.get("language") or asked
    return Reader(language, connection())


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=8)
def _documents(api: str, key: str | None, _client: Client) -> tuple[Document, ...]:
    return _client.documents()


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=16)
def _document(api: str, key: str | None, document_id: str, _client: Client) -> DocumentTree:
    return _client.document(document_id)


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=64)
def _measure_counts(
    api: str, key: str | None, by: CountedBy, filters: tuple[tuple[str, str], ...], _client: Client
) -> tuple[MeasureCount, ...]:
    return _client.measure_counts(by, dict(filters)).counts


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=8)
def _precedents(api: str, key: str | None, _client: Client) -> tuple[Precedent, ...]:
    return _client.precedents({"limit": _OFFERED}).precedents


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=8)
def _keeps_talks(api: str, key: str | None, _calls: TalkCalls) -> bool:
    try:
        _calls.talks()
    except Trouble:
        return False
    return True


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=64)
def _boxes(api: str, key: str | None, clause_id: str, quote: str, _client: Client) -> Boxes:
    return _client.boxes(clause_id, quote)


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=64)
def _picture(api: str, key: str | None, document_id: str, number: int, width: int, _client: Client) -> bytes:
    return _client.page_picture(document_id, number, width)


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=16)
def _briefing(
    api: str, key: str | None, topic: str, filters: tuple[tuple[str, str | int], ...], _client: Client
) -> Briefing:
    return _client.briefing(topic, dict(filters))


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=8)
def _evaluation(api: str, key: str | None, _calls: IntakeCalls) -> Evaluation:
    return _calls.evaluation()


@st.cache_data(ttl=_KEEP, show_spinner=False, max_entries=8)
def _is_staff(api: str, key: str | None, _calls: IntakeCalls) -> bool:
    try:
        _calls.evaluation()
    except Trouble:
        return False
    return True
