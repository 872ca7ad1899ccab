"""Proof of what a model states: shown only if its quotations stand in the record and carry all that it says.

The rules are written down in docs/decisions/012. They err on the side of withholding.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence

from assistant.answer.proving import english, names, quoting, specifics
from assistant.answer.proving.force import WISHES, Force, agree, marks, unmarked
from assistant.answer.proving.markup import fault_of
from assistant.answer.proving.models import Doubt, Offered, Proof, Statement, Support, Verdict
from assistant.answer.proving.reading import Said, Sentence, read
from assistant.answer.proving.vocabulary import FRAME, LEADS_IF, Carried, dropped
from assistant.answer.wording import Language
from corpus.text import sentences, squash

__all__ = ["Doubt", "Offered", "Proof", "Statement", "Support", "Verdict", "prove"]

_log = logging.getLogger(__name__)
_ADOPTED = re.compile(
    r"(?:その|この)(?:よう|とおり)(?:に)?(?:決定(?:いた|し(?!たい))|取り?扱(?:う|い)|いたしま)|原案のとおり[、]?(?:決定|承認|了承)(?:いたしま|しました|した(?!い)|することとなった|されま)"
)


def prove(statement: Statement, offered: Mapping[str, Offered], language: Language) -> Verdict:
    """The verdict on one statement of a model, against the clauses it was offered under their keys."""
    fault = fault_of(statement.text, language)
    if fault is not None:
        return Verdict(statement=statement, doubt=fault)
    doubt, proofs = quoting.located(statement, offered)
    if doubt is not None:
        return Verdict(statement=statement, doubt=doubt)
    if _repeats(statement.text, proofs):
        return Verdict(statement=statement, proofs=proofs)
    try:
        found = _disagreement(statement.text, proofs, language)
    except Exception:  # a rule that breaks proves nothing, and may not take the answer with it
        _log.exception("a statement could not be judged")
        found = Doubt.UNJUDGED, ""
    if found is not None:
        return Verdict(statement=statement, doubt=found[0], detail=found[1])
    return Verdict(statement=statement, proofs=proofs)


def _repeats(text: str, proofs: Sequence[Proof]) -> bool:
    """Whether a statement is a whole sentence of its quotations, word for word."""
    said = squash(text).rstrip("。")
    return any(
        said == squash(proof.quote[span.start : span.end]).rstrip("。")
        for proof in proofs
        for span in sentences(proof.quote)
    )


def _disagreement(text: str, proofs: Sequence[Proof], language: Language) -> tuple[Doubt, str] | None:
    """The first thing in which a statement says other than its quotations."""
    evidence = quoting.evidence(proofs)
    sources = [(proof.clause, proof.document) for proof in proofs]
    written = english.figures(text) if language == "en" else text
    for doubt, wrong in (
        (Doubt.DATE, specifics.wrong_date(text, evidence, sources)),
        (Doubt.PROVISION, specifics.wrong_provision(text, evidence, sources)),
        (Doubt.NUMBER, specifics.wrong_number(written, evidence, sources)),
        (Doubt.SPEAKER, names.wrong_speaker(text, proofs)),
        (Doubt.NAME, names.wrong_part(text, proofs)),
    ):
        if wrong is not None:
            return doubt, wrong
    carried = Carried(proofs)
    held = [sentence for proof in proofs for sentence in read(proof.quote)]
    adopted = bool(_ADOPTED.search(squash(evidence)))
    if language == "en":
        return _english(text, carried, held, adopted=adopted)
    lost = dropped(squash(text), [proof.quote for proof in proofs])
    return _japanese(text, carried, held, adopted=adopted) or ((Doubt.RESTRICTION, lost) if lost else None)


def _english(
    text: str, carried: Carried, held: Sequence[Sentence], *, adopted: bool
) -> tuple[Doubt, str] | None:
    strange = english.strange_word(text, carried)
    if strange is not None:
        return Doubt.WORDS, strange
    differs = english.force_differs(text, held, adopted=adopted)
    return (Doubt.MODALITY, differs) if differs else None


def _japanese(
    text: str, carried: Carried, held: Sequence[Sentence], *, adopted: bool
) -> tuple[Doubt, str] | None:
    said = read(text)
    marked = unmarked(squash(text), squash("\n".join(sentence.text for sentence in held)))
    if marked is not None:
        return Doubt.MODALITY, marked
    for sentence in said:
        strange = carried.stranger(sentence)
        if strange is not None:
            return Doubt.WORDS, strange
    for sentence in said:
        for predicate in sentence.said:
            doubt = _predicate(predicate, sentence, carried, held, adopted=adopted)
            if doubt is not None:
                return doubt, predicate.word.surface
        if _bare(sentence, carried, held):
            return Doubt.MODALITY, sentence.text[-12:]
        unbound = _unbound(sentence, carried, held)
        if unbound is not None:
            return Doubt.BINDING, unbound
    return None


def _predicate(
    predicate: Said, sentence: Sentence, carried: Carried, held: Sequence[Sentence], *, adopted: bool
) -> Doubt | None:
    """Whether a predicate has the force that it has in the quotations."""
    if _leads(predicate):
        return _denies(predicate, held)
    there = _closest(predicate, sentence, carried, held)
    if not there:
        return Doubt.BINDING if predicate.finite and not predicate.noun else None
    claimed = predicate.weights[-1]
    given = [(weight, one.lasts) for one in there for weight in one.weights]
    if any(agree(claimed, weight, adopted=adopted, lasts=lasts) for weight, lasts in given):
        return None
    if all(weight.denied != claimed.denied for weight, _ in given):
        return Doubt.NEGATION
    if not predicate.finite and any(weight.denied == claimed.denied for weight, _ in given):
        return None
    return Doubt.TENSE if claimed.done and not claimed.kinds - {Force.PLAN} else Doubt.MODALITY


def _denies(predicate: Said, held: Sequence[Sentence]) -> Doubt | None:
    """A statement that something is not recorded or said is carried only by words that say so."""
    if not predicate.weights[-1].denied:
        return None
    there = [one for other in held for one in other.said if one.word.form == predicate.word.form]
    return None if any(weight.denied for one in there for weight in one.weights) else Doubt.NEGATION


def _leads(predicate: Said) -> bool:
    """Whether a predicate only leads to what is said."""
    word = predicate.word
    return word.form in FRAME or word.surface in FRAME or word.surface in LEADS_IF


def _bare(sentence: Sentence, carried: Carried, held: Sequence[Sentence]) -> bool:
    """Whether a sentence says plainly, in words such as 行う, what all its quotations only wish, plan or owe."""
    if marks(sentence.text) - {Force.PLAN}:
        return False
    own = [one for one in sentence.said if one.finite and not _leads(one)]
    if any(carried.same(one.word, other.word) for one in own for s in held for other in s.said):
        return False
    if "含" in sentence.text and "含" in carried.quoted:
        return False
    return all(marks(one.text) & WISHES for one in held)


def _closest(predicate: Said, sentence: Sentence, carried: Carried, held: Sequence[Sentence]) -> list[Said]:
    """The predicates of the quotations that are the same; of several, those said of the same thing."""
    own = sentence.before(predicate)
    there = [
        (other.before(one), one)
        for other in held
        for one in other.said
        if carried.same(predicate.word, one.word)
    ]
    if len(there) < 2 or not own:
        return [one for _, one in there]
    near = [sum(form in before for form in own) for before, _ in there]
    return [one for (_, one), score in zip(there, near, strict=True) if score == max(near)]


def _unbound(sentence: Sentence, carried: Carried, held: Sequence[Sentence]) -> str | None:
    """A date or number that the quotations have beside something else than what the statement puts it beside."""
    for value, end in specifics.specific(sentence.text):
        there = [one for one in held if value in {v for v, _ in specifics.specific(one.text)}]
        if not there:
            continue
        following = next(
            (
                one
                for one in sentence.said
                if one.word.start >= end and one.finite and not one.noun and not _leads(one)
            ),
            None,
        )
        if following is None:
            continue
        if not any(carried.same(following.word, one.word) for s in there for one in s.said):
            return value
    return None
