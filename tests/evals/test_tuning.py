"""senrei tune: what it fits, what it keeps, when it refuses to fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.answer.support import load_refusals, shipped
from assistant.cli import app
from evals.logistic import fit
from evals.refusing import Case, at, best_bar, curve, out_of_fold
from ingest import pipeline

SUMMARY = Path(__file__).resolve().parents[2] / "corpus" / "documents" / "summary-300_2024-09-11.txt"

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def tuned_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("tuned")
    bundled = SUMMARY.parent
    pipeline.ingest(
        [SUMMARY, bundled / "minutes-205_2022-04-13.txt"], data, manifest=bundled / "manifest.yaml"
    )
    return data


def test_a_regression_finds_the_feature_that_tells() -> None:
    rows = [{"tells": float(n % 2), "noise": float(n % 3)} for n in range(60)]
    model = fit(rows, [n % 2 == 1 for n in range(60)], ("tells", "noise"))
    assert model.weights["tells"] > 2 > abs(model.weights["noise"])
    assert (model.chances(rows)[1::2] > 0.8).all()


def test_a_feature_that_never_varies_weighs_nothing() -> None:
    model = fit([{"same": 1.0}, {"same": 1.0}], [True, False], ("same",))
    assert model.weights["same"] == pytest.approx(0.0)


def _cases() -> list[Case]:
    names = dict.fromkeys(shipped().weights, 0.0)
    return [
        Case(store="s", key=f"k{n}", answerable=n % 2 == 0, signs={**names, "share": float(n % 2 == 0)})
        for n in range(40)
    ]


def test_the_bar_parts_what_the_signs_part() -> None:
    cases = _cases()
    chances = out_of_fold(cases)
    bar = best_bar(curve(cases, chances))
    assert (at(cases, chances, bar).answered, at(cases, chances, bar).refused) == (1.0, 1.0)


def test_what_is_settled_counts_whatever_the_bar() -> None:
    cases = [
        Case(store="s", key="a", answerable=True, settled=True),
        Case(store="s", key="b", answerable=False, settled=False),
    ]
    assert at(cases, {}, 0.99).answered == at(cases, {}, 0.0).refused == 1.0


def test_too_small_a_set_is_refused(tuned_store: Path, tmp_path: Path) -> None:
    gold = tmp_path / "few.jsonl"
    gold.write_text('{"id": "a", "kind": "unanswerable", "question": "カレーの作り方は"}\n', "utf-8")
    result = RUNNER.invoke(app, ["tune", str(gold), "--data", str(tuned_store), "--dry-run"])
    assert result.exit_code == 2
    assert "too few" in result.stderr


def test_tune_keeps_with_the_index_what_it_fitted(tuned_store: Path, tmp_path: Path) -> None:
    gold = tmp_path / "own.jsonl"
    gold.write_text("\n".join(map(json.dumps, _questions())) + "\n", "utf-8")
    dry = RUNNER.invoke(app, ["tune", str(gold), "--data", str(tuned_store), "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert not (tuned_store / "index" / "refusals.json").exists()
    done = RUNNER.invoke(app, ["tune", str(gold), "--data", str(tuned_store)])
    assert done.exit_code == 0, done.output
    assert "<- taken" in done.output
    own = json.loads((tuned_store / "index" / "refusals.json").read_text("utf-8"))
    assert load_refusals(tuned_store / "index", own["embedder"]).bar == own["bar"]
    assert load_refusals(tuned_store / "index", "another@model") == shipped()


def _questions() -> list[dict[str, object]]:
    matters = (
        "LINE",
        "清水委員",
        "再委託",
        "暗号化",
        "研修",
        "責任分界点",
        "課徴金",
        "多要素認証",
        "匿名加工",
    )
    known = [
        (m, w)
        for m in matters
        for w in ("について何が述べられましたか", "とはどのようなものですか", "の扱いは")
    ]
    absent = ("ドローン", "カレー", "野球", "地震", "選挙", "サッカー", "宇宙", "ワイン", "温泉")
    return [
        {"id": f"a{n}", "kind": "lookup", "question": m + w, "evidence": [[m.replace("LINE", "ＬＩＮＥ")]]}
        for n, (m, w) in enumerate(known)
    ] + [
        {"id": f"u{n}", "kind": "unanswerable", "question": m + w}
        for n, (m, w) in enumerate(
            (m, w) for m in absent for w in ("の値段は", "の歴史を教えて", "はどこですか")
        )
    ]
