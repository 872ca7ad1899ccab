"""Two assessment reports side by side: the bundled one and two made up for these tests, one of another form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant.access import Principal
from assistant.api.app import create_app
from assistant.api.assessments import AssessmentsReply
from assistant.assessment_fields import fields_of
from assistant.cli import app
from assistant.comparing_assessments import (
    AssessmentComparison,
    FieldRow,
    compare_assessments,
    shown,
    wordings_of,
)
from assistant.models import Answer
from assistant.service import Assistant
from assistant.settings import Settings
from ingest.pipeline import ingest

HERE = Path(__file__).parent
BUNDLED = HERE.parents[1] / "corpus" / "documents"
ANYONE = Principal(name="anyone", audiences=frozenset({"public"}))
MASSAGE, LIGHTHOUSE, FERRY = "assessment-anma-massage", "report-lighthouse", "report-ferry"
runner = CliRunner()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    report = ingest([BUNDLED, HERE / "reports"], folder)
    assert report.ok
    return folder


@pytest.fixture(scope="module")
def record(data: Path) -> Iterator[Assistant]:
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def client(record: Assistant, data: Path) -> TestClient:
    return TestClient(create_app(Settings(data=data), record))


def compared(record: Assistant, left: str, right: str, *wordings: str) -> AssessmentComparison:
    catalog, public = record.catalog, ANYONE.audiences
    documents = [catalog.document(one, public) for one in (left, right)]
    ours, theirs = (catalog.tree(one, public) for one in (left, right))
    return compare_assessments(documents[0], documents[1], ours, theirs, wordings)


def row(comparison: AssessmentComparison, field: str, place: str = "") -> FieldRow:
    [found] = [one for one in comparison.rows if one.field == field and place in one.place]
    return found


def test_every_field_says_what_was_chosen_or_written_without_its_label(record: Assistant) -> None:
    tree = record.catalog.tree(MASSAGE, ANYONE.audiences)
    clauses = {clause.id: clause for clause in tree}
    fields = fields_of(tree)
    assert len({field.clause_id for field in fields}) == len(fields)
    for field in fields:
        assert field.text in clauses[field.clause_id].text
        assert not re.match(r"[①-⑳]", field.name)
    told = {field.name: field for field in fields}
    assert told["再委託の許諾方法"].text.startswith("委託先は、受託業務の全部又は一部を")
    assert told["使用の主体 使用者数"].value == "10人未満"
    assert told["公表日"].text == "令和5年4月26日"


@pytest.mark.parametrize(
    ("field", "place", "status"),
    [
        ("ファイルの種類", "", "same"),
        ("対象となる本人の数", "", "changed"),
        ("再委託の有無", "委託事項1", "same"),
        ("再委託の許諾方法", "委託事項1", "changed"),
        ("再委託の有無", "委託事項2", "left_only"),
        ("システムの機能", "システム2", "left_only"),  # the one system both have is another's number
        ("ユーザ認証の管理", "", "same"),
        ("実施の有無", "監査", "changed"),
        ("その他のリスク対策", "", "changed"),
    ],
)
def test_fields_of_one_form_are_aligned(record: Assistant, field: str, place: str, status: str) -> None:
    assert row(compared(record, MASSAGE, LIGHTHOUSE), field, place).status == status


def test_a_block_is_found_by_its_name_whatever_its_number(record: Assistant) -> None:
    rows = compared(record, MASSAGE, LIGHTHOUSE, "システムの名称").rows
    [(left, right)] = [(one.left, one.right) for one in rows if one.status == "same"]
    assert left
    assert left.clause_id.endswith("system1.f1")
    assert right
    assert right.clause_id.endswith("system2.f1")


@pytest.mark.parametrize(
    ("field", "place", "status", "right"),
    [
        ("再委託の有無", "委託事項1", "changed", "再委託しない"),  # ④ of the one form is ⑦ of the other
        ("再委託先による特定個人情報ファイルの適切な取扱いの担保", "", "changed", "再委託していない"),
        ("ユーザ認証の管理", "", "same", "行っている"),
        ("その他のリスク対策", "", "changed", "災害に備えて記録を別の場所に保管する。"),  # Ⅲ 10. and Ⅳ 3.
        ("保管期間 期間", "", "right_only", "20年以上"),
        ("連絡先", "", "changed", "みなと年金機構記録部"),
    ],
)
def test_fields_of_two_forms_are_aligned_by_their_words(
    record: Assistant, field: str, place: str, status: str, right: str
) -> None:
    found = row(compared(record, LIGHTHOUSE, FERRY), field, place)
    assert (found.status, shown(found.right)) == (status, right)


def test_a_report_is_the_same_as_itself(record: Assistant) -> None:
    rows = compared(record, MASSAGE, MASSAGE).rows
    assert len(rows) == len(fields_of(record.catalog.tree(MASSAGE, ANYONE.audiences)))
    assert {one.status for one in rows} == {"same"}


def test_sides_changed_about_give_the_same_pairs(record: Assistant) -> None:
    there, back = compared(record, LIGHTHOUSE, FERRY), compared(record, FERRY, LIGHTHOUSE)
    pairs = {(one.left.clause_id, one.right.clause_id) for one in there.rows if one.left and one.right}
    assert pairs == {(one.right.clause_id, one.left.clause_id) for one in back.rows if one.left and one.right}
    assert len(there.rows) == len(back.rows)


def test_a_topic_takes_the_fields_named_after_it_else_those_that_speak_of_it(record: Assistant) -> None:
    fields = [one.field for one in compared(record, MASSAGE, LIGHTHOUSE, "再委託").rows]
    assert fields[:3] == ["再委託の有無", "再委託の許諾方法", "再委託事項"]
    assert all("再委託" in field for field in fields)
    [only] = compared(record, LIGHTHOUSE, FERRY, "立入検査").rows
    assert only.field.endswith("具体的な方法")
    assert compared(record, LIGHTHOUSE, FERRY, "ドローン").rows == ()
    assert "再委託" in wordings_of("re-entrustment")


def test_texts_that_share_sentences_show_those_that_differ(record: Assistant) -> None:
    catalog = record.catalog
    document, tree = (
        catalog.document(LIGHTHOUSE, ANYONE.audiences),
        catalog.tree(LIGHTHOUSE, ANYONE.audiences),
    )
    altered = [
        clause.model_copy(
            update={"text": clause.text.replace("権限のない者はアクセスできない。", "常に記録する。")}
        )
        for clause in tree
    ]
    found = row(compare_assessments(document, document, tree, altered), "リスクに対する措置の内容", "リスク1")
    assert found.status == "changed"
    sides = [side.differs for side in (found.left, found.right) if side]
    assert sides == [("権限のない者はアクセスできない。",), ("常に記録する。",)]


def test_the_call_compares_reports_and_gives_files(client: TestClient) -> None:
    asked = {"left": LIGHTHOUSE, "right": FERRY, "topic": "再委託"}
    reply = client.get("/v1/assessments/compare", params=asked)
    assert reply.status_code == 200
    held = AssessmentsReply.model_validate(reply.json())
    assert held.rows[0].field == "再委託の有無"
    text = client.get("/v1/assessments/compare", params={**asked, "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert len(list(csv.reader(io.StringIO(text)))) == len(held.rows) + 1
    book = client.get("/v1/assessments/compare", params={**asked, "format": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0].title == "評価書の対照"


@pytest.mark.parametrize(
    ("left", "status", "code"),
    [("report-nobody", 404, "document-not-held"), ("minutes-330", 422, "not-an-assessment")],
)
def test_what_cannot_be_compared_is_told(client: TestClient, left: str, status: int, code: str) -> None:
    reply = client.get("/v1/assessments/compare", params={"left": left, "right": FERRY})
    assert reply.status_code == status
    assert code in reply.json()["type"]


def test_the_command_compares_reports_and_meetings(data: Path, tmp_path: Path) -> None:
    store = ["--data", str(data)]
    plain = runner.invoke(app, ["compare", LIGHTHOUSE, FERRY, "--topic", "再委託", *store])
    assert plain.exit_code == 0
    assert (
        "[違う] 特定個人情報ファイルの概要 特定個人情報ファイルの取扱いの委託 委託事項1 再委託の有無"
        in plain.output
    )
    told = runner.invoke(app, ["compare", LIGHTHOUSE, FERRY, "--json", *store])
    assert AssessmentComparison.model_validate(json.loads(told.output)).rows
    book = tmp_path / "reports.xlsx"
    assert runner.invoke(app, ["compare", LIGHTHOUSE, FERRY, "-o", str(book), *store]).exit_code == 0
    assert openpyxl.load_workbook(book).worksheets[0].max_row > 20
    meetings = runner.invoke(app, ["compare", "205", "330", *store])
    assert "[新規] 確認した点" in meetings.output
    assert runner.invoke(app, ["compare", "205", FERRY, *store]).exit_code != 0
    assert runner.invoke(app, ["compare", LIGHTHOUSE, FERRY, "--topic", "ドローン", *store]).exit_code == 1


def ask(record: Assistant, question: str) -> Answer:
    return record.ask(question, principal=ANYONE)


def test_a_question_that_compares_two_reports_gets_a_table_with_a_citation_in_every_cell(
    record: Assistant,
) -> None:
    answer = ask(record, "厚生労働大臣とあかり大臣の評価書の再委託の許諾方法を比べて")
    assert (answer.status, answer.mode, len(answer.citations)) == ("answered", "registers", 2)
    [table] = [line for line in answer.answer.split("\n") if "再委託の許諾方法 |" in line]
    assert "「委託先は、受託業務の全部" in table
    assert re.search(r"」\[1\] \| .*」\[2\] \| 違う", table)
    assert all(citation.quote in citation.clause.text for citation in answer.citations)


def test_reports_of_two_forms_are_compared_in_the_order_of_the_question(record: Assistant) -> None:
    answer = ask(record, "渡し守年金の評価書と灯台守の評価書の再委託を比較して")
    assert answer.answer.startswith("みなと年金機構とあかり大臣を並べると、")
    assert "「再委託しない」[1] | 「再委託する」[2] | 違う |" in answer.answer


def test_of_more_than_two_reports_the_question_must_name_two(record: Assistant) -> None:
    answer = ask(record, "二つの評価書の再委託の許諾方法を比べて")
    assert answer.status == "not_found"
    assert "灯台守" in answer.answer
    assert "渡し守" in answer.answer
