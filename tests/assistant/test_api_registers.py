"""The registers over HTTP and on the command line, over the bundled minutes and summary."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant.access import Keyring
from assistant.api import replies
from assistant.api.app import create_app
from assistant.cli import app
from assistant.settings import Settings
from corpus.catalog import Catalog
from corpus.catalog.models import Draft
from tests.drafts import drafts_in

BUNDLED = Path(__file__).resolve().parents[2] / "corpus" / "documents"
ENTRY_4 = "minutes-330.g2.s2.pt4"
runner = CliRunner()


class Holder:
    """As much of an assistant as the registers need."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of the bundled meetings; the 205th is for the commission alone."""
    folder = tmp_path_factory.mktemp("registers")
    with Catalog.open(folder, create=True) as catalog:
        for name, draft in drafts_in(BUNDLED).items():
            if name.startswith(("minutes", "summary")):
                catalog.publish(catalog.put([_closed(draft) if "205" in name else draft]))
    return folder


def _closed(draft: Draft) -> Draft:
    """The draft for the audience `commission`."""
    only = {"audience": "commission"}
    clauses = tuple(clause.model_copy(update=only) for clause in draft.parsed.clauses)
    document = draft.parsed.document.model_copy(update=only)
    parsed = draft.parsed.model_copy(update={"document": document, "clauses": clauses})
    return draft.model_copy(update={"parsed": parsed})


@pytest.fixture
def catalog(data: Path) -> Iterator[Catalog]:
    with Catalog.open(data) as catalog:
        yield catalog


@pytest.fixture
def registers(catalog: Catalog, settings: Settings) -> Iterator[TestClient]:
    """A server without keys over that catalog."""
    with TestClient(create_app(settings, Holder(catalog))) as client:  # type: ignore[arg-type]
        yield client


@pytest.fixture
def keyed(catalog: Catalog, settings: Settings, keyring: Keyring) -> Iterator[TestClient]:
    """A server with keys over that catalog."""
    with TestClient(create_app(settings, Holder(catalog), keyring)) as client:  # type: ignore[arg-type]
        yield client


def test_measures_are_a_page_of_the_register(registers: TestClient) -> None:
    reply = registers.get("/v1/measures", params={"topic": "暗号化"}).json()
    replies.MeasuresReply.model_validate(reply)
    [measure] = reply["measures"]
    assert (measure["clause_id"], measure["strength"]) == (ENTRY_4, "required")
    assert (measure["asked_by"], measure["asked_of"]) == ("個人情報保護委員会", "国土交通大臣")
    assert measure["topics"] == ["暗号化", "媒体の持出し", "通信回線"]


def test_a_measure_comes_with_its_reply(registers: TestClient) -> None:
    reply = registers.get("/v1/measures", params={"topic": "再委託", "limit": 1}).json()
    assert (reply["total"], reply["limit"]) == (3, 1)
    assert reply["measures"][0]["reply"]["clause_id"] == "summary-300.g1.r5"
    assert reply["measures"][0]["reply"]["speaker"] == "木村専門官"


@pytest.mark.parametrize(
    ("params", "total"),
    [
        ({}, 18),
        ({"agency": "国土交通省", "strength": "required"}, 4),
        ({"meeting": 300}, 12),
        ({"date_from": "2025-01-01"}, 6),
        ({"q": "教育 研修"}, 1),
        ({"document_id": "summary-300", "agency": "デジタル庁"}, 1),
        ({"q": "罰金"}, 0),
        ({"agency": "", "q": "", "topic": "", "meeting": ""}, 18),
    ],
)
def test_measures_are_filtered(registers: TestClient, params: dict[str, str], total: int) -> None:
    reply = registers.get("/v1/measures", params=params)
    assert reply.status_code == 200
    assert reply.json()["total"] == total


@pytest.mark.parametrize(
    ("by", "params"),
    [("topic", {}), ("meeting", {"q": "再委託"}), ("strength", {"meeting": 300}), ("agency", {})],
)
def test_counts_are_those_of_the_register_itself(
    registers: TestClient, by: str, params: dict[str, str]
) -> None:
    told = registers.get("/v1/measures/counts", params={"by": by, **params}).json()
    replies.MeasureCountsReply.model_validate(told)
    assert told["total"] == registers.get("/v1/measures", params=params).json()["total"] > 0
    for one in told["counts"]:
        assert one["total"] == one["required"] + one["requested"] + one["suggested"]
        if (
            by != "agency" and "value" in one
        ):  # an agency's filter takes part of a name, and whom was asked too
            found = registers.get("/v1/measures", params={**params, by: one["value"]}).json()
            assert found["total"] == one["total"]


def test_precedents_tell_points_outcome_and_publication(registers: TestClient) -> None:
    reply = registers.get("/v1/precedents", params={"matter": "認定協議"}).json()
    replies.PrecedentsReply.model_validate(reply)
    [precedent] = reply["precedents"]
    assert [point["mark"] for point in precedent["points"]] == list("①②③④⑤⑥⑦")
    assert precedent["parties"] == ["国立大学法人九州大学", "学校法人東北医科薬科大学"]
    assert "原案のとおり決定" in precedent["outcome"][0]["text"]
    assert "公表する" in precedent["publication"][0]["text"]


@pytest.mark.parametrize("call", ["/v1/measures", "/v1/precedents"])
def test_csv_and_xlsx_hold_the_whole_register(registers: TestClient, call: str) -> None:
    total = registers.get(call).json()["total"]
    as_csv = registers.get(call, params={"format": "csv"})
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert as_csv.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(
        io.BytesIO(registers.get(call, params={"format": "xlsx"}).content)
    ).worksheets[0]
    assert len(rows) - 1 == sheet.max_row - 1 == total == int(as_csv.headers["x-total-count"])
    assert rows[0] == [cell.value for cell in sheet[1]]


def test_what_a_key_may_not_read_stands_in_no_register(keyed: TestClient) -> None:
    def totals(key: str) -> list[int]:
        headers = {"Authorization": f"Bearer {key}"}
        return [
            keyed.get(call, headers=headers, params={"meeting": 205}).json()["total"]
            for call in ("/v1/measures", "/v1/precedents")
        ]

    assert totals("reader-key") == [0, 0]
    assert totals("commission-key") == [5, 3]
    assert keyed.get("/v1/measures").status_code == 401


def test_what_a_key_may_not_read_is_not_counted(keyed: TestClient) -> None:
    def meetings(key: str) -> set[str]:
        told = keyed.get(
            "/v1/measures/counts", headers={"Authorization": f"Bearer {key}"}, params={"by": "meeting"}
        )
        return {one["value"] for one in told.json()["counts"]}

    assert meetings("commission-key") - meetings("reader-key") == {"205"}
    assert keyed.get("/v1/measures/counts?by=meeting").status_code == 401


def test_two_consultations_are_compared_by_id_and_by_meeting(keyed: TestClient) -> None:
    headers = {"Authorization": "Bearer commission-key"}
    by_id = {"left": "minutes-205.g1", "right": "minutes-330.g1"}
    by_meeting = {"left": "205", "right": "330"}
    found = [
        keyed.get("/v1/precedents/compare", params=params, headers=headers).json()
        for params in (by_id, by_meeting)
    ]
    replies.ComparisonReply.model_validate(found[0])
    assert found[0] == found[1]
    assert {point["status"] for point in found[0]["points"]} == {"changed", "new", "gone"}
    closed = keyed.get("/v1/precedents/compare", params=by_id, headers={"Authorization": "Bearer reader-key"})
    assert closed.status_code == 404


@pytest.mark.parametrize(
    ("call", "params", "status", "says"),
    [
        ("/v1/measures", {"strength": "strong"}, 422, "strength"),
        ("/v1/measures", {"date_from": "2025-01-02", "date_to": "2025-01-01"}, 422, "date_from"),
        ("/v1/measures", {"matter": "監督"}, 422, "topic"),
        ("/v1/precedents", {"strength": "required"}, 422, "matter"),
        ("/v1/precedents", {"format": "pdf"}, 422, "format"),
        ("/v1/precedents", {"limit": "0"}, 422, "limit"),
        (
            "/v1/precedents/compare",
            {"left": "minutes-330.g1", "right": "minutes-999.g1"},
            404,
            "minutes-999.g1",
        ),
        ("/v1/precedents/compare", {"left": "330", "right": "999"}, 404, "999"),
        ("/v1/precedents/compare", {"left": "330"}, 422, "right"),
    ],
)
def test_what_cannot_be_asked_is_said(
    registers: TestClient, call: str, params: dict[str, str], status: int, says: str
) -> None:
    reply = registers.get(call, params=params)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert says in reply.json()["detail"]


def test_meetings_without_a_common_matter_cannot_be_compared(registers: TestClient, catalog: Catalog) -> None:
    reply = registers.get("/v1/precedents/compare", params={"left": "330", "right": "330"})
    assert reply.status_code == 422
    assert reply.json()["type"] == "/docs#problem-nothing-to-compare"


def run(data: Path, *words: str) -> tuple[int, str]:
    result = runner.invoke(app, [*words, "--data", str(data)])
    return result.exit_code, result.stdout


def test_measures_are_printed_with_who_whom_and_where(data: Path) -> None:
    status, said = run(data, "measures", "--topic", "媒体の持出し")
    assert status == 0
    lines = said.splitlines()
    assert lines[0] == "1. [必須] 個人情報保護委員会 → 国土交通大臣（暗号化、媒体の持出し、通信回線）"
    assert lines[-2:] == [f"    {ENTRY_4}", "1 件"]


def test_measures_are_counted_on_the_command_line(data: Path, registers: TestClient) -> None:
    status, said = run(data, "measures", "--meeting", "300", "--counts", "strength")
    assert status == 0
    assert said.splitlines()[-1] == "全12件 / 12 in all"
    assert sum(int(line.split()[0]) for line in said.splitlines()[:-1]) == 12
    _, said = run(data, "measures", "--counts", "topic", "--json")
    assert json.loads(said) == registers.get("/v1/measures/counts", params={"by": "topic"}).json()
    assert run(data, "measures", "--counts", "topic", "--words", "存在しない語")[0] == 1


def test_precedents_are_printed_part_by_part(data: Path) -> None:
    status, said = run(data, "precedents", "--matter", "認定協議")
    assert status == 0
    assert [line.strip() for line in said.splitlines() if line.endswith(":")] == [
        "確認した点:",
        "意見・条件:",
        "結論:",
        "公表の取扱い:",
    ]


def test_the_command_line_gives_what_the_api_gives(data: Path, registers: TestClient) -> None:
    params = {"meeting": 300, "limit": 12}
    _, said = run(data, "measures", "--meeting", "300", "--limit", "12", "--json")
    assert json.loads(said) == registers.get("/v1/measures", params=params).json()
    assert (
        runner.invoke(app, ["precedents", "--csv", "--data", str(data)]).stdout_bytes
        == registers.get("/v1/precedents", params={"format": "csv"}).content
    )


def test_an_empty_result_says_what_to_try_and_ends_with_status_1(data: Path) -> None:
    for command in ("measures", "precedents"):
        status, said = run(data, command, "--words", "存在しない語")
        assert status == 1
        assert "条件を減らして" in said


def test_dates_the_wrong_way_round_are_wrong_use(data: Path) -> None:
    assert run(data, "measures", "--from", "2025-01-02", "--to", "2025-01-01")[0] == 2
