"""Questions of several parts with a model: planned by it where the rules leave them whole, and told as they come."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import httpx
import pytest

import prompts
from assistant.llm.trouble import ModelTrouble, Trouble
from assistant.models import Part, Understood
from assistant.planning.by_model import PlannedByModel, holds, may_be_several, parts_of
from evals.liars.server import Clause, Reply, Scripted
from tests.assistant.generation.conftest import QUESTION, TRUE, WORDS, Api, ask, faithful, key_of, statements

WHOLE = "第300回の再委託先の監督及び職員研修について木村専門官の回答を教えてください"
PLAN = [
    "第300回の再委託先の監督について木村専門官の回答を教えてください",
    "第300回の職員研修について木村専門官の回答を教えてください",
]
RULED = QUESTION + "。第300回委員会の議事は何でしたか。"


def planned(*parts: str) -> Reply:
    return Reply(pieces=[json.dumps({"parts": parts}, ensure_ascii=False)])


class Model:
    """Says one thing, counts how often."""

    name = "test:model"

    def __init__(self, *pieces: str, trouble: Trouble | None = None) -> None:
        self.pieces, self.trouble, self.calls = pieces, trouble, 0

    def speak(self, messages: object, schema: object = None) -> Iterator[str]:
        self.calls += 1
        yield from self.pieces
        if self.trouble:
            raise ModelTrouble(self.trouble)


def plan_by(model: Model, question: str = WHOLE, patience: float = 5.0) -> tuple[Part, ...]:
    understood = Understood(question=question, standalone=question)
    return PlannedByModel(model, patience)(question, (), understood)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (PLAN[:1], "one part is none"),
        ([PLAN[0], PLAN[0]], "twice the same"),
        ([PLAN[0], PLAN[1].replace("300", "330")], "another meeting"),
        ([PLAN[0], PLAN[1] + "課徴金も"], "a word that nobody said"),
        ([PLAN[0], "木村専門官の回答を教えてください"], "職員研修 is lost"),
        ([*PLAN, "なぜですか"], "a part without a word of the question"),
        ([*PLAN, *(f"{'再委託先' * n}の監督" for n in range(1, 5))], "too many"),
        ([PLAN[0], PLAN[1].replace("回答を教え", "回答はないと教え")], "denied"),
    ],
)
def test_a_plan_that_is_not_made_of_the_questions_words_is_not_taken(parts: list[str], why: str) -> None:
    assert holds(PLAN, WHOLE, ())
    assert not holds(parts, WHOLE, ()), why
    assert plan_by(Model(json.dumps({"parts": parts}))) == (Part(question=WHOLE),)


def test_words_of_the_turns_before_may_supply_what_is_left_out() -> None:
    question = "監督及び職員研修について木村専門官の回答を教えてください"
    assert not holds(PLAN, question, ())
    assert holds(PLAN, question, ["第300回の再委託先について"])


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "再委託とは何ですか",
        "第205回と第330回の認定協議で確認事項はどう違いますか",
        "第330回委員会の欠席者は誰ですか。議題は何でしたか。",
    ],
)
def test_a_plain_question_and_one_that_the_rules_part_cost_no_call(question: str) -> None:
    model = Model(json.dumps({"parts": PLAN}))
    plan_by(model, question)
    assert model.calls == 0


def test_what_looks_like_several_costs_one_call() -> None:
    assert may_be_several(WHOLE)
    model = Model(json.dumps({"parts": PLAN}))
    parts = plan_by(model)
    assert [part.question for part in parts] == PLAN
    assert {part.planned_by for part in parts} == {prompts.load("plan", "ja").reference}
    assert model.calls == 1


@pytest.mark.parametrize(
    "model",
    [
        Model(trouble=Trouble.UNREACHABLE),
        Model('{"parts": ["', trouble=Trouble.BROKEN_OFF),
        Model("一つ目は…"),
        Model("[]"),
        Model('{"parts": [1, 2]}'),
        Model('{"parts": "x"}'),
        Model("x" * 5000),
    ],
)
def test_a_model_that_fails_leaves_the_rules_plan(model: Model) -> None:
    assert plan_by(model) == (Part(question=WHOLE),)
    assert model.calls == 1


def test_a_plan_is_waited_for_no_longer_than_it_is_worth() -> None:
    assert plan_by(Model(*[""] * 9, json.dumps({"parts": PLAN})), patience=-1) == (Part(question=WHOLE),)


def test_thoughts_and_fences_around_a_plan_are_passed_over() -> None:
    assert parts_of('<think>{"parts": []}</think>```json\n{"parts": ["一", " 二 "]}\n```') == ("一", "二")


def test_a_planned_question_is_answered_part_by_part_and_says_by_which_prompt(
    api: Api, model: Scripted
) -> None:
    model.script, model.planned = faithful, lambda question: planned(*PLAN)
    with api() as client:
        reply = ask(client, WHOLE)
    assert [part["question"] for part in reply["parts"]] == PLAN  # type: ignore[attr-defined]
    assert reply["provenance"]["plan"] == prompts.load("plan", "ja").reference  # type: ignore[index]
    assert sum("before" in str(one["messages"]) for one in model.asked) == 1


def events(reply: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    name = ""
    for line in reply.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_each_part_is_told_as_it_is_proven_and_the_pieces_are_the_whole(api: Api, model: Scripted) -> None:
    """The model ends its first reply only once its first statement was shown."""
    go = threading.Event()

    def script(question: str, clauses: list[Clause]) -> Reply:
        if not any(WORDS in clause["text"] for clause in clauses):  # those of the second part
            return Reply(pieces=[statements()])
        key = key_of(clauses)
        whole = statements((TRUE, key, WORDS))

        def pieces() -> Iterator[str]:
            yield whole.removesuffix("]}")
            assert go.wait(60), "the first statement was not shown before the reply had ended"
            yield "]}"

        return Reply(pieces=pieces())  # type: ignore[arg-type]

    model.script = script
    told, cited, done = "", [], {}
    with api() as client, client.stream("POST", "/v1/ask", json={"question": RULED, "stream": True}) as reply:
        for name, data in events(reply):
            if name == "delta":
                told += str(data["text"])
            if TRUE in told:
                go.set()
            if name == "citation":
                cited.append(data["number"])
            if name == "done":
                done = data
    assert len(done["parts"]) == 2  # type: ignore[arg-type]
    assert told.strip() == str(done["answer"]).strip()
    assert cited == [one["number"] for one in done["citations"]]  # type: ignore[attr-defined]


def test_whoever_hangs_up_in_the_first_of_several_parts_ends_the_call(api: Api, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(pieces=["{"] * 1000, pause=0.1)
    with api() as client:
        with client.stream("POST", "/v1/ask", json={"question": RULED, "stream": True}) as reply:
            next(line for line in reply.iter_lines() if model.asked)
        assert model.hung_up.wait(60)
    assert len(model.asked) == 1
