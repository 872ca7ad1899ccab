"""取込・評価: for staff only; files seen before and after, documents retired and restored, the figures."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

PREVIEW = {
    "document": {
        "id": "minutes-331",
        "title": "第331回<b>議事録</b>",
        "kind": "minutes",
        "date": "2025-08-27",
    },
    "held": True,
    "clauses": 1234,
    "leaves": 1000,
    "characters": 9000,
    "furniture": 0.056,
    "notices": ["［様式］", "unknown <i>mark"],
    "references": {"found": 9, "resolved": 7, "unresolved": {"not_held": 2}},
    "confidence": 0.93,
    "evidence": ["「議事録」で始まる"],
}


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


def button(at: AppTest, key: str):
    return next(one for one in at.button if one.key == key)


@pytest.fixture
def staff(fake, monkeypatch):
    """The API answers to a staff key."""
    monkeypatch.setenv("SENREI_API_KEY", "k1")
    fake.staff = True
    return fake


def opened(**address: str) -> AppTest:
    """The page alone: AppTest does not go to pages made by functions."""

    def script() -> None:
        from ui import intake
        from ui.reader import reader

        intake.page(reader())

    at = AppTest.from_function(script, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def dropped(at: AppTest) -> AppTest:
    return at.file_uploader(key="intake_files").set_value(("m.pdf", b"%PDF-", "application/pdf")).run()


def posted(fake, path: str) -> list[bytes]:
    return [one.body["sent"] for one in fake.requests if (one.method, one.path) == ("POST", path)]


def test_who_is_not_staff_is_told_so(fake, monkeypatch) -> None:
    monkeypatch.setenv("SENREI_API_KEY", "k1")
    at = opened()
    assert "職員用のキー" in at.info[0].value
    assert not at.file_uploader


def test_a_file_is_seen_before_it_is_taken_in(staff) -> None:
    staff.preview = PREVIEW
    at = button(dropped(opened()), "intake_preview").click().run()
    [sent] = posted(staff, "/v1/documents/preview")
    assert b'name="audience"\r\n\r\npublic' in sent
    assert b'filename="m.pdf"' in sent
    shown = html(at)
    for said in ("第331回&lt;b&gt;議事録&lt;/b&gt;", "1,234", "5.6%", "確からしさ 93%", "「議事録」で始まる"):
        assert said in shown
    for said in ("unknown &lt;i&gt;mark", "2 / 9", "新しい版になります"):
        assert said in shown
    assert posted(staff, "/v1/documents") == []


def test_a_server_without_previews_says_so(staff) -> None:
    at = button(dropped(opened()), "intake_preview").click().run()
    assert "事前の確認に対応していません" in at.info[0].value


def test_a_file_is_taken_in_and_its_job_listed(staff) -> None:
    at = button(dropped(opened()), "intake_start").click().run()
    assert len(posted(staff, "/v1/documents")) == 1
    shown = html(at)
    assert "完了" in shown
    assert 'href="library?document=minutes-331"' in shown


def test_the_jobs_begun_here_are_shown_where_the_server_lists_none(staff) -> None:
    staff.lists_jobs = False
    at = button(dropped(opened()), "intake_start").click().run()
    assert "完了" in html(at)


def test_a_job_under_way_shows_how_far_it_is(staff) -> None:
    running = {
        "id": "j1",
        "status": "running",
        "file_name": "a.pdf",
        "stage": "parsing",
        "done": 3,
        "total": 4,
    }
    staff.jobs = [running, {"id": "j0", "status": "failed", "file_name": "b.pdf", "detail": "<i>壊れている"}]
    shown = html(opened())
    assert "解析 3/4" in shown
    assert "width:75%" in shown
    assert "&lt;i&gt;壊れている" in shown


def test_a_document_is_retired_only_when_that_is_confirmed_and_can_be_brought_back(staff) -> None:
    at = opened(view="held")
    at.selectbox(key="holding_chosen").set_value("minutes-330").run()
    at.checkbox(key="holding_sure_minutes-330").check().run()
    at = button(at, "retire_yes").click().run()
    assert [one["id"] for one in staff.retired] == ["minutes-330"]
    assert "第330回個人情報保護委員会 議事録" in html(at)
    at = button(at, "restore_minutes-330").click().run()
    assert staff.retired == []
    assert "外した資料はありません。" in [one.value for one in at.caption]


def test_figures_and_store_stand_on_a_view_of_their_own(staff) -> None:
    shown = html(opened(view="figures"))
    for said in ("0.91", "0.50", "5件の資料に対する181問", "1,681", "前回の取込みが途中で終わりました"):
        assert said in shown
    assert shown.index("全体") < shown.index("一点の確認")


def test_the_page_is_among_the_others_for_staff_only(staff, page) -> None:
    asked = len([one for one in staff.requests if one.path == "/v1/evaluation"])
    page()
    assert len([one for one in staff.requests if one.path == "/v1/evaluation"]) == asked + 1
