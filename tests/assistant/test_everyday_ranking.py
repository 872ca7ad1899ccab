"""What ranks provisions for everyday questions: the Article around them, their sort, terms for everyday names."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from assistant.concepts import concepts_of
from assistant.models import Understood
from assistant.provision_sorts import sort_of_provision, wants_duty
from assistant.ranking import ALIKE, Probe, phrase_shares
from assistant.retrieve import EXACT
from assistant.wanted import Wanted, wanted_by
from assistant.weights import WEIGHTS
from corpus.models import Clause, ClauseKind, Span


def _rare(tokens: Collection[str]) -> dict[str, float]:
    return {token: 9.0 if token == "\0" else 2.0 for token in tokens}


def _names(question: str) -> set[str]:
    return {one.name for one in concepts_of(Understood(question=question, standalone=question), (), _rare)}


def _provision(text: str, address: str = "a5.p1", path: tuple[str, ...] = ()) -> Clause:
    return Clause(
        id=f"law-9.{address}",
        document_id="law-9",
        kind=ClauseKind.STATUTE_PARAGRAPH,
        text=text,
        label="第5条",
        path=path,
        order=1,
        spans=(Span(start=0, end=len(text)),),
        law="個人情報保護法",
        address=address,
    )


@pytest.mark.parametrize(
    ("question", "helping"),
    [
        ("帳簿を見せてもらいたい", "もらい"),
        ("帳簿を捨ててくれますか", "呉れる"),
        ("名簿を消してほしい", "欲しい"),
        ("訓練をしなければいけないですか", "行く"),
    ],
)
def test_a_verb_that_only_helps_another_is_not_asked_about(question: str, helping: str) -> None:
    assert helping not in _names(question)


def test_the_same_verb_by_itself_is() -> None:
    assert "もらい" in _names("名簿を外からもらい、使う")


def test_an_embedded_who_wants_nobody() -> None:
    assert wanted_by("誰のことか分からないようにした名簿") is not Wanted.SOMEBODY
    assert wanted_by("名簿を見たのは誰ですか") is Wanted.SOMEBODY


@pytest.mark.parametrize(
    ("question", "clause", "sort", "value"),
    [
        ("名簿は誰が直すの", _provision("第五条　この法律は", "s.a5"), "supplement", 1.0),
        ("附則では誰が直すの", _provision("第五条　この法律は", "s.a5"), "supplement", 0.0),
        ("名簿は誰が直すの", _provision("第五条　処する。", path=("第八章　罰則",)), "penalty", 1.0),
        ("直さないと罰があるの", _provision("第五条　処する。", path=("第八章　罰則",)), "penalty", 0.0),
        ("名簿は誰が直すの", _provision("「名簿」とは、帳面をいう。"), "meaning", 1.0),
        ("名簿とは何", _provision("「名簿」とは、帳面をいう。"), "meaning", 0.0),
        ("名簿を直さないといけないの", _provision("直さなければならない。"), "duty", 1.0),
        ("名簿はいつ直したの", _provision("直さなければならない。"), "duty", 0.0),
    ],
)
def test_a_provision_of_another_sort_than_asked_for_is_told(
    question: str, clause: Clause, sort: str, value: float
) -> None:
    assert sort_of_provision(Understood(question=question, standalone=question), clause)[sort] == value


def test_what_is_no_provision_has_no_sort() -> None:
    plain = _provision("直さなければならない。").model_copy(update={"address": None, "law": None})
    assert sort_of_provision(Understood(question="?", standalone="?"), plain) == {}
    assert wants_duty(Understood(question="?", standalone="届けなければいけませんか"))


def test_a_law_has_a_fixed_expression_in_another_term() -> None:
    question = "マイナンバーの帳面"
    understood = Understood(question=question, standalone=question)
    probe = Probe(understood, concepts_of(understood, (), _rare), ("マイナンバー", "帳面"), None)
    assert "個人番号" in probe.alike["マイナンバー"]
    law = _provision("個人番号を利用する。")
    assert phrase_shares(probe.phrases, law, probe.alike)[0] == pytest.approx(ALIKE * 6 / 8)
    assert phrase_shares(probe.phrases, law, {})[0] == 0.0


def test_no_clause_reaches_the_score_of_a_provision_found_by_its_address() -> None:
    # Every feature lies within 0..1 (length counts against a clause only).
    assert sum(weight for weight in WEIGHTS.values() if weight > 0) < EXACT


def test_the_words_of_a_long_name_weigh_little_more_than_one() -> None:
    question = "免許取得者検索システムはどのようなネットワークに置かれていますか"
    found = {
        c.name: c.weight for c in concepts_of(Understood(question=question, standalone=question), (), _rare)
    }
    name = [weight for word, weight in found.items() if word in "免許取得者検索システム"]
    assert len(name) >= 3
    assert sum(name) <= 1.5 * found["ネットワーク"]
