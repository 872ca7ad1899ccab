"""The figures of one question, each for its own reason; and all of them against the task's own scorer."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from evals.scoring import BUDGET, Scorer, first_characters
from evals.targets import Target

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold" / "score.py"


@pytest.fixture
def figures(world) -> Callable[..., dict[str, float]]:
    """The figures of a target's answer to a question with these groups of evidence."""

    def scored(target: Target, *groups: list[str], **more: object) -> dict[str, float]:
        return Scorer(target).score(world.item(*groups, **more)).figures

    return scored


def test_a_perfect_answer_has_all_figures_whole(figures, world) -> None:
    target = world.told(world.answer(("再委託先の管理", world.who)), [world.who])
    got = figures(target, ["再委託先の管理"], label=["300", "清水"])
    assert set(got) == {
        "search@2000", "first", "cited", "on_point", "label", "answered", "verbatim", "in_source",
    }  # fmt: skip
    assert set(got.values()) == {1.0}


def test_first_looks_at_the_first_citation_and_on_point_at_all(figures, world) -> None:
    got = figures(
        world.told(world.answer(("会議", world.other), ("再委託先の管理", world.who))), ["再委託先の管理"]
    )
    assert (got["first"], got["on_point"], got["cited"]) == (0.0, 0.5, 1.0)


def test_cited_counts_what_is_quoted_not_what_the_clause_holds(figures, world) -> None:
    got = figures(world.told(world.answer(("清水委員", world.who))), ["再委託先"], ["清水"])
    assert (got["cited"], got["first"]) == (0.5, 1.0)


def test_evidence_does_not_run_across_two_quotations_or_two_hits(figures, world) -> None:
    parts = world.clause("a", "再委託"), world.clause("b", "先の管理")
    got = figures(world.told(world.answer(("再委託", parts[0]), ("先の管理", parts[1])), parts), ["再委託先"])
    assert (got["cited"], got["search@2000"]) == (0.0, 0.0)


def test_search_counts_hits_that_fit_into_the_budget_whole(figures, world) -> None:
    long = world.clause("long", "長" * (BUDGET - 100))
    late = world.clause("late", "さらに" * 40 + "再委託先の管理")
    assert figures(world.told(world.answer(), [long, late]), ["再委託先"])["search@2000"] == 0.0
    assert figures(world.told(world.answer(), [late, long]), ["再委託先"])["search@2000"] == 1.0


def test_a_first_hit_longer_than_the_budget_is_cut_to_it() -> None:
    seen, within = first_characters(["甲" * 3 * BUDGET, "乙"])
    assert (len(seen), within, "乙" in seen) == (BUDGET, 1, False)


def test_the_label_is_that_of_a_citation_with_the_first_evidence(figures, world) -> None:
    wrong = world.clause("p3", "再委託先の管理。", "第330回 事務局")
    assert figures(world.told(world.answer(("再委託先", wrong))), ["再委託先"], label=["300"])["label"] == 0.0
    assert (
        figures(
            world.told(world.answer(("再委託先", wrong), ("再委託先", world.who))),
            ["再委託先"],
            label=["300"],
        )["label"]
        == 1.0
    )


def test_what_is_not_in_the_clause_or_not_in_the_source_is_seen(figures, world) -> None:
    assert figures(world.told(world.answer(("書き換えた引用", world.who))), ["清水"])["verbatim"] == 0.0
    assert figures(world.told(world.answer(("", world.who))), ["清水"])["verbatim"] == 0.0
    assert (
        figures(world.told(world.answer(("清水委員", world.who)), source="別の資料"), ["清水"])["in_source"]
        == 0.0
    )
    shown_otherwise = world.told(world.answer(("清水委員", world.who)))
    shown_otherwise.held[world.who.id] = "いま保存されている別の本文。清水委員"
    assert figures(shown_otherwise, ["清水"])["verbatim"] == 0.0


def test_an_unanswerable_question_is_refused_or_not(figures, world) -> None:
    assert figures(world.told(world.answer(), [world.who])) == {"refused": 1.0}
    assert figures(world.told(world.answer(("清水委員", world.who)))) == {
        "refused": 0.0,
        "verbatim": 1.0,
        "in_source": 1.0,
    }


def test_a_refusal_of_an_answerable_question_costs_all_that_it_should(figures, world) -> None:
    got = figures(world.told(world.answer(), [world.who]), ["再委託先"])
    assert got == {"search@2000": 1.0, "first": 0.0, "cited": 0.0, "on_point": 0.0, "answered": 0.0}


def test_earlier_questions_are_asked_for_real_and_handed_on(world) -> None:
    target = world.told(world.answer(("清水委員", world.who)))
    Scorer(target).score(world.item(["清水"], question="では？", history=["一つ目", "二つ目"]))
    questions = [question for question, _ in target.asked]
    assert questions == ["一つ目", "二つ目", "では？"]
    assert [turn.content for turn in target.asked[-1][1]] == ["一つ目", "清水委員", "二つ目", "清水委員"]


def test_a_question_that_cannot_be_put_is_an_error_and_the_run_goes_on(world) -> None:
    result = Scorer(world.told(world.answer())).score(world.item(["清水"], question="空"))
    assert (result.figures, result.problem) == ({"error": 1.0}, "質問が空です。")
    assert result.short == {"error": 1.0}


def test_a_low_on_point_alone_is_no_shortcoming(world) -> None:
    result = Scorer(
        world.told(world.answer(("再委託先", world.who), ("会議", world.other)), [world.who])
    ).score(world.item(["再委託先"]))
    assert (result.figures["on_point"], result.short) == (0.5, {})


@pytest.mark.skipif(not SHARED.exists(), reason="the task's own scorer is not part of the project")
def test_figures_are_those_of_the_tasks_own_scorer(world) -> None:
    spec = importlib.util.spec_from_file_location("score_of_the_task", SHARED)
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    chance = random.Random(300)
    for _ in range(200):
        target, question = made_up(world, chance)
        assert figures_by(theirs, target, question) == pytest.approx(Scorer(target).score(question).figures)


def made_up(world, chance: random.Random):
    """A random small world and question."""
    words = ["再委託", "先の管理", "清水委員", "VPN等", "第六条", "暗号化" * 150]
    texts = ["".join(chance.choices(words, k=chance.randint(1, 4))) for _ in range(8)]
    labels = ["第6条第3号", "第六条第四号ニ", "第300回 清水委員"]
    held = [world.clause(f"p{n}", text, chance.choice(labels)) for n, text in enumerate(texts)]
    quoted = chance.sample(held, chance.randint(0, 4))
    source = "\n".join(texts[: chance.choice([7, 8])])
    reply = world.answer(*((one.text[: chance.randint(0, 12)], one) for one in quoted))
    target = world.told(reply, chance.sample(held, chance.randint(0, 8)), source)
    for one in held:
        target.held[one.id] = one.text + chance.choice(["", "", "", "後から"])
    groups = [chance.sample(words, chance.randint(1, 2)) for _ in range(chance.randint(0, 3))]
    label = chance.choice([[], ["6条"], ["6条", "4号"], ["清水"]]) if groups else []
    return target, world.item(*groups, label=label, history=chance.choice([[], ["前の質問"]]))


def figures_by(theirs: ModuleType, target, question) -> Mapping[str, float]:
    class Api:
        def call(self, method: str, path: str, body: dict | None = None) -> dict:
            if path == "/v1/ask":
                return target.reply.model_dump()
            if path == "/v1/search":
                return {"hits": [hit.model_dump() for hit in target.hits]}
            return {"text": target.held[path.rsplit("/", 1)[1]]}

    sources: list[str] = [theirs.norm(theirs.plain(target.source))]
    score: Callable[..., dict[str, float]] = theirs.score
    return score(question.model_dump(mode="json"), Api(), sources)
