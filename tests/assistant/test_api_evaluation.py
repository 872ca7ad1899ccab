"""Figures and the state of the store over HTTP: for staff, as far as their audiences go."""

from __future__ import annotations

import json
from importlib import resources

from fastapi.testclient import TestClient

from assistant.api import evaluation

STAFF = {"Authorization": "Bearer staff-key"}


def test_the_figures_are_those_that_stand_in_the_project(locked: TestClient) -> None:
    told = locked.get("/v1/evaluation", headers=STAFF).json()["figures"]
    assert told == json.loads(resources.files("evals").joinpath("figures.json").read_text("utf-8"))


def test_the_store_is_counted_by_audience(locked: TestClient) -> None:
    store = locked.get("/v1/evaluation", headers=STAFF).json()["store"]
    assert [one["audience"] for one in store["partitions"]] == ["commission", "public"]
    assert [one["documents"] for one in store["partitions"]] == [1, 1]
    assert store["status"] == "settled"


def test_an_interrupted_writer_shows(locked: TestClient, store) -> None:
    store.begin_writing("model", "1")
    told = locked.get("/v1/evaluation", headers=STAFF).json()["store"]
    assert (told["status"], told["embedder"]) == ("unsettled", "model (1)")


def test_only_staff_are_told(locked: TestClient, client: TestClient) -> None:
    reader = {"Authorization": "Bearer reader-key"}
    assert locked.get("/v1/evaluation", headers=reader).status_code == 403
    assert client.get("/v1/evaluation").status_code == 403


def test_a_server_without_the_figures_does_without(locked: TestClient, monkeypatch) -> None:
    monkeypatch.setattr(evaluation, "_FIGURES", ("evals", "absent.json"))
    evaluation._figures.cache_clear()
    try:
        told = locked.get("/v1/evaluation", headers=STAFF).json()
    finally:
        evaluation._figures.cache_clear()
    assert told["figures"] is None
    assert told["store"]["partitions"]
