"""The reader of replies, the circuit, the prompts, the names of troubles: each by itself."""

from __future__ import annotations

import json

import pytest

import prompts
from assistant.answer.statements import Reader
from assistant.llm.circuit import Circuit
from assistant.llm.trouble import Trouble, trouble_of

ONE = {"text": "文[1]}", "support": [{"key": "kabcdef", "quote": '原"文'}]}
WHOLE = json.dumps({"statements": [ONE, {**ONE, "text": "次"}]}, ensure_ascii=False)


def read(reply: str, size: int) -> tuple[list[str], Reader]:
    reader = Reader()
    said = [s.text for at in range(0, len(reply), size) for s in reader.feed(reply[at : at + size])]
    return [*said, *(s.text for s in reader.end())], reader


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    "reply",
    [
        WHOLE,
        f"```json\n{WHOLE}\n```",
        f"<think>まず {{考え}}</think>\n{WHOLE}",
        '{"note": 1, ' + WHOLE[1:],
        WHOLE[15:-1],
    ],
    ids=["bare", "fenced", "thought", "more", "array"],
)
def test_statements_are_read_however_they_come(reply: str, size: int) -> None:
    said, reader = read(reply, size)
    assert (said, reader.malformed) == (["文[1]}", "次"], 0)


def test_a_statement_is_read_as_soon_as_it_is_whole() -> None:
    reader = Reader()
    at = WHOLE.index("}, {") + 1
    assert [one.text for one in reader.feed(WHOLE[:at])] == ["文[1]}"]


@pytest.mark.parametrize("size", [1, 1000])
def test_lines_are_read(size: int) -> None:
    reply = '- 一つ目の文\n  [kabcdef] 「原文「引用」のまま」\n  [kbcdefg] 「別」\n- 二つ目\n  [kabcdef] "words"\n'
    reader = Reader()
    found = [s for at in range(0, len(reply), size) for s in reader.feed(reply[at : at + size])]
    found += reader.end()
    assert [(s.text, [x.quote for x in s.supports]) for s in found] == [
        ("一つ目の文", ["原文「引用」のまま", "別"]),
        ("二つ目", ["words"]),
    ]


@pytest.mark.parametrize("reply", ["なし", "none.", '{"statements": []}', '{"statements": [ ] }'])
def test_no_answer_is_told_from_an_unreadable_one(reply: str) -> None:
    _, reader = read(reply, 3)
    assert reader.said_nothing


@pytest.mark.parametrize("reply", ["承認します。", '{"answer": "はい"}', "{", "", '{"statements": "承認"}'])
def test_what_has_no_form_is_not_guessed(reply: str) -> None:
    said, reader = read(reply, 3)
    assert (said, reader.readable) == ([], False)


@pytest.mark.parametrize(
    "row", ['{"text": 3}', '{"support": []}', '{"text": "x", "support": "y"}', '"x"', "3"]
)
def test_a_row_that_is_no_statement_is_counted(row: str) -> None:
    said, reader = read(f'{{"statements": [{row}]}}', 4)
    assert (said, reader.malformed) == ([], 1)


def test_a_circuit_is_open_for_a_while() -> None:
    now = [0.0]
    circuit = Circuit(lambda: now[0])
    assert not circuit.open
    circuit.failed(60)
    assert circuit.open
    now[0] = 61
    assert not circuit.open
    circuit.failed(60)
    circuit.worked()
    assert not circuit.open


@pytest.mark.parametrize(
    ("error", "begun", "trouble"),
    [
        (TimeoutError(), False, Trouble.FAILED),
        (type("APITimeoutError", (Exception,), {})(), False, Trouble.SLOW),
        (type("APIConnectionError", (Exception,), {})(), False, Trouble.UNREACHABLE),
        (type("APIConnectionError", (Exception,), {})(), True, Trouble.BROKEN_OFF),
        (type("APIStatusError", (Exception,), {"status_code": 503})(), False, Trouble.FAILED),
        (type("APIStatusError", (Exception,), {"status_code": 404})(), False, Trouble.REFUSED),
        (type("Other", (Exception,), {"status_code": 429})(), False, Trouble.RATE_LIMITED),
    ],
)
def test_troubles_are_told_apart(error: Exception, begun: bool, trouble: Trouble) -> None:
    expected = Trouble.SLOW if isinstance(error, TimeoutError) else trouble
    assert trouble_of(error, begun=begun) is expected


def test_every_prompt_is_there_in_both_languages_and_has_a_hash_of_its_own() -> None:
    held = prompts.all_prompts()
    assert {(one.name, one.language) for one in held} == {
        (name, language) for name in ("answer", "rewrite", "plan", "briefing") for language in ("ja", "en")
    }
    assert len({one.hash for one in held}) == len(held)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_prompt_of_answers_says_that_clauses_are_data(language: prompts.Language) -> None:
    text = prompts.load("answer", language).text
    assert all(word in text for word in ("statements", "support", "key", "quote", "withheld"))
    assert ("データです" in text) or ("that is, data" in text)
