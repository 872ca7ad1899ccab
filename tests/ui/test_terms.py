"""The registers' terms in English."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corpus.subjects import OTHER_MATTER
from ui import terms

LISTS = Path(__file__).resolve().parents[2] / "corpus" / "subjects"


def named(file: str) -> list[str]:
    return list(yaml.safe_load((LISTS / file).read_text("utf-8")))


@pytest.mark.parametrize("topic", named("topics.yaml"))
def test_every_topic_of_the_registers_has_an_english_name(topic) -> None:
    assert terms.topic_name(topic, "en").isascii()
    assert terms.topic_name(topic, "ja") == topic


@pytest.mark.parametrize("matter", [*named("matters.yaml"), OTHER_MATTER])
def test_every_matter_of_the_registers_has_an_english_name(matter) -> None:
    assert terms.matter_name(matter, "en").isascii()
    assert terms.matter_name(matter, "ja") == matter


def test_what_is_not_known_keeps_its_name() -> None:
    assert terms.topic_name("新しい事項", "en") == "新しい事項"
    assert terms.matter_name("新しい種別", "en") == "新しい種別"


def test_numbered_agenda_items_are_named_in_both_languages() -> None:
    assert terms.agenda_name("議題2", "en") == "Agenda item 2"
    assert terms.agenda_name("議題2", "ja") == "議題2"
    assert terms.agenda_name("その他", "en") == "その他"
