"""Intake and evaluation as the page calls them: for staff."""

from __future__ import annotations

from ui.calling import Calling, Query, Shape, segment
from ui.intake_replies import Evaluation, Job, JobsPage, Preview, RetiredPage
from ui.replies import Document

_LISTED = 50  # jobs and retired documents a call


class IntakeCalls(Calling):
    """What only staff may do."""

    def evaluation(self) -> Evaluation:
        """Figures and the state of the store. Raises Trouble (403: the key is not a staff key)."""
        return self._get("/v1/evaluation", Evaluation)

    def preview(self, name: str, content: bytes, audience: str) -> Preview:
        """What would be understood of a file; nothing is stored. Raises Trouble."""
        return self._upload("/v1/documents/preview", Preview, name, content, audience)

    def hand_in(self, name: str, content: bytes, audience: str) -> Job:
        """Begin to take a file in. Raises Trouble."""
        return self._upload("/v1/documents", Job, name, content, audience)

    def job(self, job_id: str) -> Job:
        """How one stands. Raises Trouble."""
        return self._get(f"/v1/jobs/{segment(job_id)}", Job)

    def jobs(self) -> tuple[Job, ...]:
        """The last ones, newest first. Raises Trouble."""
        return self._get("/v1/jobs", JobsPage, {"limit": _LISTED}).jobs

    def retired(self) -> tuple[Document, ...]:
        """The documents that were taken out. Raises Trouble."""
        query: Query = {"retired": "true", "limit": _LISTED}
        return self._get("/v1/documents", RetiredPage, query).documents

    def retire(self, document_id: str) -> None:
        """Take a document out. Raises Trouble."""
        self._file("DELETE", f"/v1/documents/{segment(document_id)}")

    def restore(self, document_id: str) -> None:
        """Bring a document back. Raises Trouble."""
        self._file("POST", f"/v1/documents/{segment(document_id)}/restore")

    def _upload(self, path: str, shape: type[Shape], name: str, content: bytes, audience: str) -> Shape:
        with self._calling() as http:
            sent = http.post(path, files={"file": (name, content)}, data={"audience": audience})
            return self._read(shape, self._checked(sent).text)
