"""Everyday questions over the two Acts: does a reader's own wording reach the provision?

A question a line: ``id, lang, question, law`` and ``provisions``, addresses within the law (a27.p1) of which each is
an answer; a provision counts with all that stands below it. The questions are part of the project, in two halves
of which the kept one is looked at by nobody who tunes; the Acts are not, and come by ``senrei sync egov`` or a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from assistant.access import Principal
from assistant.service import Assistant
from corpus.errors import InputError
from corpus.models import Clause, Frozen

SHIPPED = Path(__file__).parent / "gold" / "everyday"
_DEPTH = 10


class Everyday(Frozen):
    """A question and the provisions of which each answers it."""

    id: str = Field(min_length=1)
    lang: Literal["ja", "en"]
    question: str = Field(min_length=1)
    law: str = Field(min_length=1)
    provisions: tuple[str, ...] = Field(min_length=1)

    def answered_by(self, clause: Clause) -> bool:
        """Whether a clause is one of the provisions, or stands in one."""
        address = clause.address or ""
        return clause.law == self.law and any(
            address == wanted or address.startswith(f"{wanted}.") for wanted in self.provisions
        )


class Reached(Frozen):
    """What became of a question: the place of a right clause among those found, and that of the first citation."""

    question: Everyday
    place: int | None  # 0 for the first
    first: bool  # the first citation is right
    cited: bool  # one of the citations is


class Shares(Frozen):
    """Of so many questions, the share whose provision is first found, among ten, cited first, cited."""

    questions: int
    found_first: float
    ten: float
    first: float
    cited: float


def read(path: Path) -> list[Everyday]:
    """The questions of a file. Raises InputError naming the line that is wrong."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Everyday.model_validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]
            raise InputError(f"{path}:{number}: {fault['loc']}: {fault['msg']}. Correct the line.") from None
    return found


def reached(questions: Iterable[Everyday], assistant: Assistant, principal: Principal) -> list[Reached]:
    """Each question put to search and to ask. Raises SenreiError."""
    return [_reached(question, assistant, principal) for question in questions]


def shares(results: Sequence[Reached]) -> Shares:
    """The figures of some questions, of one at least."""
    count = len(results)
    return Shares(
        questions=count,
        found_first=sum(one.place == 0 for one in results) / count,
        ten=sum(one.place is not None for one in results) / count,
        first=sum(one.first for one in results) / count,
        cited=sum(one.cited for one in results) / count,
    )


def _reached(question: Everyday, assistant: Assistant, principal: Principal) -> Reached:
    _, hits = assistant.search(question.question, principal=principal, limit=_DEPTH)
    places = [place for place, hit in enumerate(hits) if question.answered_by(hit.clause)]
    answer = assistant.ask(question.question, principal=principal)
    right = [question.answered_by(citation.clause) for citation in answer.citations]
    return Reached(
        question=question,
        place=places[0] if places else None,
        first=bool(right) and right[0],
        cited=any(right),
    )
