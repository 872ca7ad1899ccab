"""Settings: where they come from, what they refuse, and that each is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.settings import PREFIX, Settings, child_environment, load_settings
from corpus.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "settings.md").read_text("utf-8")
VARIABLES = {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_setting_is_documented() -> None:
    assert set(re.findall(r"^\| `(SENREI_\w+)` \|", DOCUMENT, re.M)) == VARIABLES


def test_no_setting_is_named_that_is_none() -> None:
    assert set(re.findall(r"SENREI_\w+", DOCUMENT)) <= VARIABLES


def test_documented_defaults_are_the_defaults() -> None:
    table = dict(re.findall(r"^\| `SENREI_(\w+)` \| `([^`]+)` \|", DOCUMENT, re.M))
    defaults = Settings.model_construct()
    for name, told in table.items():
        value = getattr(defaults, name.lower())
        shown = ",".join(sorted(value)) if isinstance(value, frozenset) else str(value)
        assert told == (shown.lower() if isinstance(value, bool) else shown), name


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENREI_PORT", "9000")
    monkeypatch.setenv("SENREI_AUDIENCES", "public, commission")
    monkeypatch.setenv("SENREI_LLM", "")
    settings = load_settings()
    assert (settings.port, settings.audiences, settings.llm) == (9000, {"public", "commission"}, None)


def test_none_names_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENREI_LLM", "none")
    assert load_settings().llm is None


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENREI_PORT", "9000")
    assert load_settings(port=9001, host=None).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LLM", "a-model"),
        ("PORT", "many"),
        ("PORT", "70000"),
        ("AUDIENCES", "Public!"),
        ("LOG_LEVEL", "loud"),
        ("THREADS", "0"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InputError, match=PREFIX + name):
        load_settings()


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "0.0.0.0", "port": 80}, "http://127.0.0.1:80"),
        ({"host": "::1"}, "http://[::1]:8000"),
        ({"api": "https://api.example/"}, "https://api.example"),
    ],
)
def test_the_page_is_told_where_the_api_is(given: dict[str, object], url: str) -> None:
    assert child_environment(load_settings(**given))["SENREI_API"] == url


def test_only_the_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.environ|getenv")
    rooms = [path for name in ("assistant", "corpus", "ingest") for path in (ROOT / name).rglob("*.py")]
    readers = {path.relative_to(ROOT).as_posix() for path in rooms if reading.search(path.read_text("utf-8"))}
    assert readers <= {"assistant/settings.py"}
