"""One answer out of the answers to a question's parts: a heading a part, citations numbered once."""

from __future__ import annotations

import re

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

    def add(self, part: Part, answer: Answer) -> tuple[str, tuple[Citation, ...]]:
        """The part's text under its heading, and the citations that are new with it."""
        before = len(self._citations)
        numbers: dict[int, int] = {}
        for one in answer.citations:
            place = (one.clause.id, one.quote)
            own = one.model_copy(update={"number": len(self._citations) + 1})
            numbers[one.number] = self._citations.setdefault(place, own).number
        text = _MARK.sub(lambda mark: _renumbered(mark, numbers), answer.answer).strip()
        piece = f"### {escaped(' '.join(part.question.split()))}\n\n{text}\n"
        self._pieces.append(f"\n{piece}" if self._pieces else piece)
        self._answers.append(answer)
        self._parts.append(
            AnsweredPart(
                question=part.question,
                standalone=answer.understood.standalone,
                status=answer.status,
                citations=tuple(dict.fromkeys(numbers.values())),
            )
        )
        return self._pieces[-1], tuple(self._citations.values())[before:]

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
            },
        )

    def _nearest(self) -> tuple[Hit, ...]:
        hits = [hit for one in self._answers for hit in one.nearest[:_NEAREST]]
        return tuple({hit.clause.id: hit for hit in hits}.values())


def _renumbered(mark: re.Match[str], numbers: dict[int, int]) -> str:
    number = numbers.get(int(mark[1]))
    return mark[0] if number is None else f"[{number}]"
