from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ManifestError
from corpus.models import Document, DocumentKind
from ingest.extract import Extracted
from ingest.recognise import document_from, recognise

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "corpus" / "documents"
SHARED = ROOT.parent / "shared"
MANIFEST = yaml.safe_load((DOCUMENTS / "manifest.yaml").read_text(encoding="utf-8"))["documents"]

CITES = {
    "minutes-330": "第330回個人情報保護委員会 議事録（令和7年7月30日）",
    "minutes-205": "第205回個人情報保護委員会 議事録（令和4年4月13日）",
    "summary-300": "第300回個人情報保護委員会 議事概要（令和6年9月11日）",
    "assessment-anma-massage": (
        "あん摩マッサージ指圧師の免許に関する事務 重点項目評価書（厚生労働大臣、令和5年4月26日公表）"
    ),
    "paper-sakusei-soshiki": "資料3（5 作成組織の認定等、国の関与の在り方）",
}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["id"])
def test_a_bundled_document_is_recognised_as_its_manifest_says(
    entry: dict[str, object], seed: Callable[[str], Extracted]
) -> None:
    found = recognise(seed(str(entry["file"])).text, "unnamed.txt")
    expected = {key: entry.get(key) for key in ("title", "kind", "date", "meeting", "agency")}
    assert {key: getattr(found, key) for key in expected} == expected
    assert found.cite == CITES[str(entry["id"])]
    assert found.confidence >= 0.75
    assert len(found.evidence) >= 2
    if entry["kind"] in ("minutes", "summary"):
        assert found.id == entry["id"]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["id"])
def test_a_manifest_entry_makes_the_document_with_the_citation_that_follows(
    entry: dict[str, object], seed: Callable[[str], Extracted]
) -> None:
    found = recognise(seed(str(entry["file"])).text, str(entry["file"]))
    document = document_from(found, entry, "ab" * 32, str(entry["file"]))
    assert document.id == entry["id"]
    assert document.cite == CITES[str(entry["id"])]
    assert document.aliases == tuple(entry.get("aliases", ()))  # type: ignore[arg-type]
    assert document.sha256 == "ab" * 32


MINUTES = """日時：令和６年１０月２日（水）１０：３０～
場所：個人情報保護委員会 委員会室
出席者：藤原委員長、小川委員

○事務局 定刻になりましたので、会議を始めます。
○藤原委員長 それでは、第３０２回個人情報保護委員会を開会いたします。
○事務局 警察庁長官から「運転免許に関する事務 全項目評価書」が提出されました。
"""
SUMMARY = """個人情報保護委員会（第２９９回）議事概要
１ 日 時：令和６年９月４日（水）１３：００～
２ 場 所：個人情報保護委員会 委員会室
４ 議事の概要
（１）議題１：厚生労働大臣（医師法による免許に関する事務（登録））の全項目評価書について
小川委員から「伺いたい」旨の発言があった。
"""
ASSESSMENT = """特定個人情報保護評価書（全項目評価書）
評価書番号\t評価書名
3\t医師法による医師の免許に関する事務 全項目評価書
評価実施機関名
厚生労働大臣
公表日
令和6年4月1日
Ⅰ 基本情報
"""
BASIC = """特定個人情報保護評価書（基礎項目評価書）
評価書番号\t5
評価書名\t住民基本台帳に関する事務
個人のプライバシー等の権利利益の保護の宣言
評価実施機関名\t青葉市長
公表日\t令和5年12月20日
"""
PAPER = """資料１－２
令和6年9月11日
個人情報保護委員会事務局
認定個人情報保護団体の活動に係る論点について
１ 検討の趣旨
（１）現状について、次のとおりである。
（２）課題については、別紙１のとおりとしてはどうか。
"""
STATUTE = """電子記録の保存に関する法律（令和四年法律第十二号）
目次
第一条 この法律は、電子記録の保存について定める。
第二条 この法律において「電子記録」とは、記録をいう。
第三条の二 国は、必要な措置を講ずる。
"""
GUIDELINE = """電子記録の保存についてのガイドライン（通則編）
1-1 目的（法第1条関係）
本ガイドラインは、保存について定める。
2-1 定義（法第2条関係）
2-2 適用（法第3条関係）
"""
KINDS = [
    (MINUTES, "minutes", "minutes-302", "第302回個人情報保護委員会 議事録（令和6年10月2日）", "警察庁長官"),
    (
        SUMMARY,
        "summary",
        "summary-299",
        "第299回個人情報保護委員会 議事概要（令和6年9月4日）",
        "厚生労働大臣",
    ),
    (
        ASSESSMENT,
        "assessment",
        None,
        "医師の免許に関する事務 全項目評価書（厚生労働大臣、令和6年4月1日公表）",
        "厚生労働大臣",
    ),
    (
        BASIC,
        "assessment",
        None,
        "住民基本台帳に関する事務 基礎項目評価書（青葉市長、令和5年12月20日公表）",
        "青葉市長",
    ),
    (PAPER, "paper", None, "資料1-2（認定個人情報保護団体の活動に係る論点について）", None),
    (STATUTE, "statute", None, "電子記録の保存に関する法律", None),
    (GUIDELINE, "guideline", None, "電子記録の保存についてのガイドライン（通則編）", None),
]


@pytest.mark.parametrize(
    ("text", "kind", "doc_id", "cite", "agency"), KINDS, ids=[k[1] + k[3][:6] for k in KINDS]
)
def test_each_kind_is_recognised_by_its_form(
    text: str, kind: str, doc_id: str | None, cite: str, agency: str | None
) -> None:
    found = recognise(text, "x.txt")
    assert (found.kind, found.cite, found.agency) == (kind, cite, agency)
    assert found.id == doc_id if doc_id else found.id.startswith(f"{kind}-")


NAMES = [
    (
        "評価書番号\t評価書名\n10\t医師法による医師の免許に関する事務 全項目評価書",
        "a table, as in a spreadsheet",
    ),
    ("評価書番号 評価書名\n10 医師法による医師の免許に関する事務 全項目評価書", "columns parted by spaces"),
    ("評価書番号\n評価書名\n10\n医師法による医師の免許に関する事務 全項目評価書", "each cell on its line"),
    ("評価書番号\t評価書名\n10\t医師法による医師の\n免許に関する事務 全項目評価書", "a wrapped name"),
    ("評価書名\t医師法による医師の免許に関する事務", "without the form, which the head names"),
]


@pytest.mark.parametrize(("field", "reason"), NAMES, ids=[reason for _, reason in NAMES])
def test_the_name_of_an_assessment_is_read_from_its_field(field: str, reason: str) -> None:
    text = ASSESSMENT.replace(
        "評価書番号\t評価書名\n3\t医師法による医師の免許に関する事務 全項目評価書", field
    )
    assert field in text
    assert recognise(text, "x.txt").title == "医師法による医師の免許に関する事務 全項目評価書", reason


def test_the_title_of_a_page_is_without_the_name_of_its_site() -> None:
    page = GUIDELINE.replace("（通則編）", "（通則編） ｜個人情報保護委員会", 1)
    assert recognise(page, "x.html").title == "電子記録の保存についてのガイドライン（通則編）"


def test_the_date_of_a_paper_is_the_one_on_its_cover() -> None:
    assert recognise(PAPER, "x.txt").date == dt.date(2024, 9, 11)
    assert recognise(STATUTE, "x.txt").date is None


def test_minutes_of_another_body_are_minutes_but_not_the_commissions() -> None:
    text = MINUTES.replace("第３０２回個人情報保護委員会", "第5回 電子記録検討会").replace(
        "個人情報保護委員会 委員会室", "会議室"
    )
    found = recognise(text, "x.txt")
    assert found.kind is DocumentKind.MINUTES
    assert found.cite == "第5回電子記録検討会 議事録（令和6年10月2日）"
    assert found.id not in ("minutes-5", "minutes-302")


def test_bullets_with_the_same_circle_are_no_speakers() -> None:
    text = "報告\n○委員会の活動について\n○委員の任期について\n○事務局からの報告について\n○事務局体制の強化\n"
    assert recognise(text, "x.txt").kind is DocumentKind.OTHER


def test_a_text_of_no_kind_is_other_with_its_first_line_as_title() -> None:
    found = recognise("お知らせ\n\n本日は休館です。\n", "notice_2024-05-01.txt")
    assert (found.kind, found.title, found.confidence) == (DocumentKind.OTHER, "お知らせ", 0.0)
    assert found.date == dt.date(2024, 5, 1)
    assert found.id.startswith("other-")


def test_the_file_name_is_asked_for_what_the_text_does_not_say() -> None:
    text = "\n".join(line for line in MINUTES.splitlines() if "日時" not in line and "302" not in line)
    text = text.replace("第３０２回個人情報保護委員会を開会", "個人情報保護委員会を開会")
    found = recognise(text, "minutes-302_2024-10-02.txt")
    assert (found.id, found.meeting, found.date) == ("minutes-302", 302, dt.date(2024, 10, 2))


def test_a_changed_title_or_date_changes_the_citation_and_a_given_one_stands() -> None:
    found = recognise(MINUTES, "x.txt")
    moved = document_from(
        found,
        {"date": "2024-10-03", "meeting": 303, "title": "第303回個人情報保護委員会 議事録"},
        "",
        "x.txt",
    )
    assert moved.cite == "第303回個人情報保護委員会 議事録（令和6年10月3日）"
    assert moved.id == "minutes-303"
    assert document_from(found, {"cite": "私の呼び方"}, "", "x.txt").cite == "私の呼び方"
    assert document_from(found, {"kind": "other"}, "", "x.txt").id.startswith("other-")


@pytest.mark.parametrize(
    ("overrides", "named"),
    [
        ({"kind": "letter"}, "kind"),
        ({"id": "Bad Id"}, "id"),
        ({"colour": "red"}, "colour"),
        ({"date": "soon"}, "date"),
    ],
)
def test_an_override_that_does_not_fit_names_the_key(overrides: dict[str, object], named: str) -> None:
    with pytest.raises(ManifestError, match=rf"x\.txt: .*`{named}`.*manifest"):
        document_from(recognise(MINUTES, "x.txt"), overrides, "", "x.txt")


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [*MINUTES.splitlines(), *PAPER.splitlines(), *ASSESSMENT.splitlines(), *STATUTE.splitlines()]
        )
        | st.text(max_size=20),
        max_size=12,
    ),
    st.text(max_size=20),
)
def test_any_text_makes_a_valid_document(lines: list[str], file_name: str) -> None:
    found = recognise("\n".join(lines), file_name)
    assert isinstance(document_from(found, {}, "", file_name), Document)
    assert recognise("\n".join(lines), file_name) == found


@pytest.mark.skipif(not (SHARED / "robustness").is_dir(), reason="the robustness texts are not here")
def test_all_diet_minutes_are_minutes_with_a_date_and_ids_of_their_own() -> None:
    found = [
        recognise(path.read_text(encoding="utf-8"), "x.txt")
        for path in (SHARED / "robustness" / "diet-minutes").iterdir()
    ]
    assert {one.kind for one in found} == {DocumentKind.MINUTES}
    assert all(one.date for one in found)
    assert len({one.id for one in found}) == len(found)


NAMED = [
    (
        "a paper whose body opens with a chapter",
        "資料３\n表示の在り方に係る論点について（案）\n令和６年３月１日\n"
        "第１　経緯\n　昨年から検討している。\n論点１　時期\n○　してはどうか。\n",
        (DocumentKind.PAPER, "資料3 表示の在り方に係る論点について（案）"),
    ),
    (
        "an outline of a reform that begins with the name of the Act",
        "1\n個人情報保護法\n見直しの\n制度改正大綱\n令和元年12月13日\n個人情報保護委員会\n目次 第1章 総論\n"
        "第1章 総論\n〇 述べる。\n1.基本\n2.要件\n3.方法\n",
        (DocumentKind.PAPER, "個人情報保護法見直しの制度改正大綱"),
    ),
    (
        "what was made public of an act of supervision",
        "報道発表資料\n令和６年５月１０日\n個人情報保護委員会\n株式会社アサギリに対する行政上の対応について\n"
        "　委員会は勧告を行った。\n１．概要\n　漏えいした。\n２．内容\n（１）見直すこと。\n",
        (DocumentKind.PAPER, "株式会社アサギリに対する行政上の対応について"),
    ),
    (
        "a report that is a draft",
        "特定個人情報保護評価書(全項目評価書)\n評価書番号\n1\n評価書名\n霧原市 就学援助事務 全項目評価書(素案)\n"
        "個人のプライバシー等の権利利益の保護の宣言\n評価実施機関名\n霧原市長\n",
        (DocumentKind.ASSESSMENT, "霧原市 就学援助事務 全項目評価書"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED])
def test_papers_and_reports_go_by_their_own_title(text: str, expected: tuple[DocumentKind, str]) -> None:
    found = recognise(text, "unnamed.txt")
    assert (found.kind, found.title) == expected


def test_the_agency_is_read_from_a_report_told_to_have_been_submitted() -> None:
    text = MINUTES + "○事務局 総務大臣から提出された「名簿の調製に関する事務全項目評価書」を精査しました。\n"
    assert "総務大臣" in (recognise(text, "unnamed.txt").agency or "").split("、")
