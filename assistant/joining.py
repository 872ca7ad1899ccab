"""One answer out of the answers to a question's parts: a heading a part, citations numbered once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer.compose import escaped
from assistant.generation import together
from assistant.models import Answer, AnsweredPart, Citation, Hit, Part, Understood

_MARK = re.compile(r"(?<!\\)\[(\d+)\]")
_NEAREST = 3  # a part that is refused


class Joined:
    """Grows part by part; the pieces of text, put together, are the text of the whole."""

    def __init__(self, understood: Understood) -> None:
        """``understood`` is of the question as a whole."""
        self._understood = understood
        self._answers: list[Answer] = []
        self._parts: list[AnsweredPart] = []
        self._pieces: list[str] = []
        self._citations: dict[tuple[str, str], Citation] = {}
        self._planned_by = ""
        # Of the part that is told: its numbers -> those of the whole, its text so far, what of it is told.
        self._numbers: dict[int, int] = {}
        self._raw = self._told = ""

    def piece(
        self, part: Part, text: str, citations: tuple[Citation, ...]
    ) -> tuple[str, tuple[Citation, ...]]:
        """A piece of the part's answer as it comes, under its heading, and the citations that are new with it.

        Blank space at its end waits for what follows, because an answer ends without any.
        """
        before = len(self._citations)
        self._number(citations)
        self._raw += _MARK.sub(lambda mark: _renumbered(mark, self._numbers), text)
        whole = self._headed(part, self._raw.strip())
        new, self._told = whole.removeprefix(self._told), whole
        return new, tuple(self._citations.values())[before:]

    def add(self, part: Part, answer: Answer) -> tuple[str, tuple[Citation, ...]]:
        """What of the part's text is not yet told, its heading first, and the citations that are new with it."""
        before = len(self._citations)
        self._number(answer.citations)
        numbers, told = self._numbers, self._told
        text = _MARK.sub(lambda mark: _renumbered(mark, numbers), answer.answer).strip()
        piece = f"{self._headed(part, text)}\n"
        self._numbers, self._raw, self._told = {}, "", ""
        self._planned_by = self._planned_by or part.planned_by
        self._pieces.append(piece)
        self._answers.append(answer)
        self._parts.append(
            AnsweredPart(
                question=part.question,
                standalone=answer.understood.standalone,
                status=answer.status,
                citations=tuple(dict.fromkeys(numbers.values())),
            )
        )
        return piece.removeprefix(told), tuple(self._citations.values())[before:]

    def answer(self) -> Answer:
        """The whole: answered as soon as one part is."""
        answered = any(one.status == "answered" for one in self._answers)
        missing = dict.fromkeys(missing for one in self._answers for missing in one.understood.missing)
        modes = dict.fromkeys(one.mode for one in self._answers)
        return Answer(
            status="answered" if answered else "not_found",
            answer="".join(self._pieces),
            citations=tuple(self._citations.values()),
            nearest=() if answered else self._nearest(),
            understood=self._understood.model_copy(update={"missing": tuple(missing)}),
            parts=tuple(self._parts),
            mode="+".join(modes),
            withheld=sum(one.withheld for one in self._answers),
            generation=together([one.generation for one in self._answers if one.generation]),
            note=" ".join(dict.fromkeys(one.note for one in self._answers if one.note)),
            provenance={
                **{name: value for one in reversed(self._answers) for name, value in one.provenance.items()},
                "mode": "+".join(modes),
                **({"plan": self._planned_by} if self._planned_by else {}),
            },
        )

    def _number(self, citations: Iterable[Citation]) -> None:
        """Give each its number in the whole; one that is known keeps it, as it stands now."""
        for one in citations:
            place = (one.clause.id, one.quote)
            known = self._citations.get(place)
            number = known.number if known else len(self._citations) + 1
            self._citations[place] = one.model_copy(update={"number": number})
            self._numbers[one.number] = number

    def _headed(self, part: Part, text: str) -> str:
        """The part's text under its heading."""
        between = "\n" if self._pieces else ""
        return f"{between}### {escaped(' '.join(part.question.split()))}\n\n{text}"

    def _nearest(self) -> tuple[Hit, ...]:
        hits = [hit for one in self._answers for hit in one.nearest[:_NEAREST]]
        return tuple({hit.clause.id: hit for hit in hits}.values())


def _renumbered(mark: re.Match[str], numbers: dict[int, int]) -> str:
    number = numbers.get(int(mark[1]))
    return mark[0] if number is None else f"[{number}]"
