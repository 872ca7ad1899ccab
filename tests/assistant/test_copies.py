"""The same words in several documents are shown once, with a count."""

from __future__ import annotations

from assistant.copies import collapsed
from assistant.models import Hit
from corpus.models import Clause, ClauseKind, Document, DocumentKind

LONG = (
    "委託先は、受託した業務の全部又は一部を、あらかじめ書面による承認を得ずに第三者へ再び委託してはならない。"
)


def hit(document: str, text: str, score: float, kind: DocumentKind = DocumentKind.ASSESSMENT) -> Hit:
    clause_id = f"{document}.c{int(score * 100)}"
    return Hit(
        clause=Clause(id=clause_id, document_id=document, kind=ClauseKind.PLAIN, label=clause_id, text=text),
        document=Document(id=document, title=document, kind=kind, cite=document),
        score=score,
    )


def test_boilerplate_of_other_reports_is_counted_with_the_best() -> None:
    found = collapsed([hit("a", LONG, 0.9), hit("b", LONG, 0.8), hit("c", "別の文。", 0.7)])
    assert [one.document.id for one in found] == ["a", "c"]
    assert [same.id for same in found[0].same] == ["b.c80"]


def test_words_that_differ_in_figures_and_marks_only_are_the_same() -> None:
    found = collapsed([hit("a", "①" + LONG, 0.9), hit("b", "２　" + LONG.replace("、", "，"), 0.8)])
    assert len(found) == 1


def test_nearly_the_same_words_are_the_same() -> None:
    longer = LONG + "受託者は、承認を得るための書面に、再び委託する業務の範囲を明らかに記載する。"
    found = collapsed([hit("a", longer, 0.9), hit("b", longer.replace("受託者", "受託先"), 0.8)])
    assert len(found) == 1


def test_the_law_itself_stands_for_who_quotes_it() -> None:
    found = collapsed([hit("paper", LONG, 0.9), hit("law", LONG, 0.8, DocumentKind.STATUTE)])
    assert (found[0].document.id, found[0].score) == ("law", 0.9)
    assert [same.id for same in found[0].same] == ["paper.c90"]


def test_fields_of_one_form_and_short_values_stay_apart() -> None:
    one_form = [hit("a", LONG, 0.9), hit("a", LONG, 0.8)]
    short = [hit("a", "十分である", 0.9), hit("b", "十分である", 0.8)]
    assert len(collapsed(one_form)) == len(collapsed(short)) == 2
