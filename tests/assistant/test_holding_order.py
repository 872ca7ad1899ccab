"""The laws that an answer names as held come in one order, whatever the process."""

from __future__ import annotations

import random

from assistant.understanding.holding import names_of
from corpus.models import Holdings


def test_laws_come_in_an_order_that_no_hash_decides() -> None:
    laws = [f"第{number}号法" for number in range(40)]
    for seed in range(3):
        random.Random(seed).shuffle(laws)
        held = Holdings(addresses=frozenset((law, "a1") for law in laws), generation=seed + 1)
        assert list(names_of(held).articles) == sorted(laws)
