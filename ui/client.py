"""The API as the page calls it: what is held, the registers, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from ui.briefing_replies import Briefing
from ui.calling import Calling, Trouble, segment, told
from ui.events import ServerEvent, events
from ui.register_replies import Comparison, MeasureCounts, MeasuresPage, PrecedentsPage, ReportComparison
from ui.replies import Answer, Boxes, Delta, Document, DocumentsPage, DocumentTree, PlacedClause, ProblemReply

__all__ = ["BriefingForm", "Client", "CountedBy", "Register", "Trouble", "Turn"]

_PAGE = 500  # documents a call; the most the API gives

BriefingForm = Literal["docx", "md"]
CountedBy = Literal["strength", "topic", "meeting", "agency"]
Register = Literal["measures", "precedents"]
Turn = Mapping[Literal["role", "content"], str]


class Client(Calling):
    """Calls to one API in one reader's language."""

    def documents(self) -> tuple[Document, ...]:
        """All documents held, newest first. Raises Trouble."""
        found: list[Document] = []
        while True:
            page = self._get("/v1/documents", DocumentsPage, {"limit": _PAGE, "offset": len(found)})
            found += page.documents
            if not page.documents or len(found) >= page.total:
                return tuple(found)

    def document(self, document_id: str) -> DocumentTree:
        """A document with its clauses. Raises Trouble."""
        return self._get(f"/v1/documents/{segment(document_id)}", DocumentTree)

    def clause(self, clause_id: str) -> PlacedClause:
        """A clause with its document. Raises Trouble."""
        return self._get(f"/v1/clauses/{segment(clause_id)}", PlacedClause)

    def boxes(self, clause_id: str, quote: str) -> Boxes:
        """Where a clause, or words of it, stand on the pages of its PDF. Raises Trouble."""
        return self._get(
            f"/v1/clauses/{segment(clause_id)}/boxes", Boxes, {"quote": quote} if quote else None
        )

    def page_picture(self, document_id: str, number: int, width: int) -> bytes:
        """A page as a PNG that many pixels wide. Raises Trouble."""
        path = f"/v1/documents/{segment(document_id)}/pages/{number}.png"
        return self._file("GET", path, query={"width": width})

    def measures(self, query: Mapping[str, str | int]) -> MeasuresPage:
        """One page of the register of measures. Raises Trouble."""
        return self._get("/v1/measures", MeasuresPage, query)

    def measure_counts(self, by: CountedBy, query: Mapping[str, str | int]) -> MeasureCounts:
        """The measures that pass the filters, counted. Raises Trouble."""
        return self._get("/v1/measures/counts", MeasureCounts, {"by": by, **query})

    def precedents(self, query: Mapping[str, str | int]) -> PrecedentsPage:
        """One page of the register of decisions. Raises Trouble."""
        return self._get("/v1/precedents", PrecedentsPage, query)

    def comparison(self, left: str, right: str) -> Comparison:
        """Two precedents, each named by its id or its meeting's number, side by side. Raises Trouble."""
        return self._get("/v1/precedents/compare", Comparison, {"left": left, "right": right})

    def reports_compared(self, left: str, right: str, topic: str) -> ReportComparison:
        """Two assessment reports, each named by its id, field by field. Raises Trouble."""
        query = {"left": left, "right": right, **({"topic": topic} if topic else {})}
        return self._get("/v1/assessments/compare", ReportComparison, query)

    def register_file(
        self, register: Register, form: Literal["csv", "xlsx"], query: Mapping[str, str | int]
    ) -> bytes:
        """All entries of a register that pass the filters, as a file. Raises Trouble."""
        return self._file("GET", f"/v1/{register}", query={**query, "format": form})

    def briefing(self, topic: str, filters: Mapping[str, str | int]) -> Briefing:
        """What is held on a topic. Raises Trouble."""
        return self._send("POST", "/v1/briefings", Briefing, {"topic": topic, "filters": dict(filters)})

    def briefing_file(self, topic: str, filters: Mapping[str, str | int], form: BriefingForm) -> bytes:
        """The same as a file. Raises Trouble."""
        body = {"topic": topic, "filters": dict(filters), "format": form}
        return self._file("POST", "/v1/briefings", body=body)

    def feedback(self, record_id: str, rating: Literal["up", "down"]) -> None:
        """Say whether an answer helped. Raises Trouble."""
        with self._calling() as http:
            self._checked(http.post("/v1/feedback", json={"record_id": record_id, "rating": rating}))

    def ask(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Mapping[str, str | int],
        on_text: Callable[[str], None],
        conversation_id: str = "",
    ) -> Answer:
        """The answer; ``on_text`` gets each piece of it while it comes. Raises Trouble.

        With a ``conversation_id`` the API keeps question and answer as that conversation's next turn.
        """
        body: dict[str, object] = {
            "question": question,
            "history": list(history),
            "filters": dict(filters),
            "stream": True,
        }
        if conversation_id:
            body["conversation_id"] = conversation_id
        with self._calling() as http, http.stream("POST", "/v1/ask", json=body) as response:
            if response.is_error:
                response.read()
            self._checked(response)
            for event in events(response.iter_lines()):
                answer = self._taken(event, on_text)
                if answer is not None:
                    return answer
        raise self._trouble("cut_off")

    def _taken(self, event: ServerEvent, on_text: Callable[[str], None]) -> Answer | None:
        if event.name == "delta":
            on_text(self._read(Delta, event.data).text)
        elif event.name == "error":
            raise told(self._read(ProblemReply, event.data))
        elif event.name == "done":
            return self._read(Answer, event.data)
        return None
