"""What a model states, what it was offered to state it from, and the verdict on it."""

from __future__ import annotations

from enum import StrEnum

from corpus.models import Clause, Document, Frozen


class Support(Frozen):
    """Words that a statement relies on, and the key of the clause they are said to stand in."""

    key: str
    quote: str


class Statement(Frozen):
    """One statement of a model, as it came."""

    text: str
    supports: tuple[Support, ...] = ()


class Offered(Frozen):
    """A clause that the model was shown, under a key that means nothing outside of one request."""

    key: str
    clause: Clause
    document: Document
    pieces: tuple[
        str, ...
    ] = ()  # of the clause, where its source has other things between; none: it is whole


class Doubt(StrEnum):
    """Why a statement is withheld."""

    EMPTY = "empty"  # no words, or too many of them
    NO_CITATION = "no_citation"
    UNKNOWN_KEY = "unknown_key"  # a clause that was not offered
    NOT_VERBATIM = "not_verbatim"  # the quotation does not stand in that clause
    HIDDEN = "hidden"  # the words relied on hold characters that no reader sees
    MARKUP = "markup"  # a link, an image, an address, HTML
    LANGUAGE = "language"  # another language than the question's
    NUMBER = "number"
    DATE = "date"
    PROVISION = "provision"
    NAME = "name"
    SPEAKER = "speaker"  # said by somebody else, or in no such capacity
    MODALITY = "modality"  # must, may, is to be considered ...
    NEGATION = "negation"
    TENSE = "tense"  # told as done what is planned or proposed
    BINDING = "binding"  # true words put together into something that is not said
    WORDS = "words"  # words that neither the quotation nor the name of its source has
    RESTRICTION = "restriction"  # an "as a rule" or "only" was dropped
    UNJUDGED = "unjudged"  # the rules could not be applied: a defect of ours, logged


class Proof(Frozen):
    """A clause and the words of it that support a statement, verbatim."""

    clause: Clause
    document: Document
    quote: str


class Verdict(Frozen):
    """A statement proven (``doubt`` is None), with what proves it; or the reason to withhold it."""

    statement: Statement
    doubt: Doubt | None = None
    detail: str = ""
    proofs: tuple[Proof, ...] = ()
