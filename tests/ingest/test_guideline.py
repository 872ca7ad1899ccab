"""Guidelines: sections and the Article they explain, quoted provisions, cases, notes, frames; page and PDF alike."""

from __future__ import annotations

import datetime as dt
import re
import runpy
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, FurnitureReason, ParsedDocument
from ingest.extract import Extracted, html, pdf
from ingest.parsers import guideline
from ingest.recognise import Recognition, document_from, recognise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "materials" / "guidelines"
PAGES = sorted(SHARED.glob("*.html"))
PRINTED = sorted(SHARED.glob("*.pdf"))
Check = Callable[[ParsedDocument], None]

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
# Read here and not within an example: Hypothesis lets no settings be registered there.
_NOTHING_LOST: Check = runpy.run_path(str(Path(__file__).resolve().parents[1] / "conftest.py"))[
    "assert_nothing_lost"
]

PAGE = """<html><head><title>個人情報の保護に関する法律についてのガイドライン（見本編）</title></head><body><main>
<h1>個人情報の保護に関する法律についてのガイドライン（見本編）</h1>
<p>平成28年11月<br>（令和7年6月一部改正）<br>個人情報保護委員会</p>
<h2>目次</h2><ul><li>1 <a href="#a1">目的</a></li><li>3-4 <a href="#a3-4">委託先の監督（法第25条関係）</a></li></ul>
<dl><dt>【凡例】</dt><dd>「法」　個人情報の保護に関する法律（平成15年法律第57号）</dd></dl>
<h2 id="a1">1　目的</h2><p>本ガイドラインは、事業者を支援する。</p>
<h3 id="a3-4">3-4　委託先の監督（法第25条関係）</h3>
<div class="b-box"><dl><dt>法第25条</dt><dd>必要かつ適切な監督を行わなければならない。</dd>
<dt>法第27条（第5項）</dt><dd><ol style="counter-reset: number 4"><li>次に掲げる場合は、該当しない。
<ul class="num-list"><li>委託する場合</li><li>承継する場合</li></ul></li></ol></dd></dl></div>
<p>監督を行わなければならない（※1）。</p><p>1-1（目的）を参照のこと。</p>
<ul class="num-list"><li>委託先の選定<p>選定に当たって確認する。</p><p>また、規程を設ける。</p></li><li>契約の締結</li></ul>
<dl><dt>【適切でない事例】</dt><dd>事例1）状況を把握しなかった場合</dd><dd>事例2）指示を行わなかった場合</dd></dl>
<ul><li>（※1）監督とは、選定等をいう。</li></ul>
</main></body></html>"""


def parse(text: str | Extracted) -> ParsedDocument:
    extracted = text if isinstance(text, Extracted) else Extracted(text=text, media="text/plain")
    cite = "ガイドライン（見本編）"
    title = "個人情報の保護に関する法律についてのガイドライン（見本編）"
    return guideline.parse(Document(id="g", title=title, kind=DocumentKind.GUIDELINE, cite=cite), extracted)


@pytest.fixture(scope="module")
def page() -> dict[str, Clause]:
    """The clauses of the sample page by id."""
    return {clause.id: clause for clause in parse(html.extract(PAGE.encode())).clauses}


def test_a_section_is_cited_by_its_number_and_the_article_it_explains(page: dict[str, Clause]) -> None:
    assert page["g.s3-4"].label == "ガイドライン（見本編）3-4（法第25条関係）"
    assert page["g.s3-4.p1"].label == "ガイドライン（見本編）3-4（法第25条関係）第1段落"
    assert page["g.s3-4"].path == ("3-4　委託先の監督（法第25条関係）",)


def test_a_quoted_provision_has_its_address_in_its_law(page: dict[str, Clause]) -> None:
    found = {c.text: (c.law, c.address, c.kind) for c in page.values() if c.leaf and c.address}
    law = "個人情報保護法"
    assert found == {
        "法第25条\n必要かつ適切な監督を行わなければならない。": (law, "a25", ClauseKind.STATUTE_PARAGRAPH),
        "次に掲げる場合は、該当しない。": (law, "a27.p5", ClauseKind.CHAPEAU),
        "委託する場合": (law, "a27.p5.i1", ClauseKind.ITEM),
        "承継する場合": (law, "a27.p5.i2", ClauseKind.ITEM),
    }


def test_cases_stand_in_their_group_and_notes_beside_it(page: dict[str, Clause]) -> None:
    labels = {
        c.text: c.label.removeprefix("ガイドライン（見本編）3-4（法第25条関係）") for c in page.values()
    }
    assert labels["事例2）指示を行わなかった場合"] == "【適切でない事例】事例2"
    assert labels["（※1）監督とは、選定等をいう。"] == "（※1）"


def test_points_that_a_style_sheet_numbers_are_cited_by_that_number(page: dict[str, Clause]) -> None:
    assert page["g.s3-4.n1.p2"].label.endswith("(1) 第2段落")
    assert page["g.s3-4.n1.p2"].text == "また、規程を設ける。"
    assert page["g.s3-4.n2"].text == "契約の締結"


def test_the_contents_are_furniture_and_a_reference_is_no_heading(page: dict[str, Clause]) -> None:
    parsed = parse(html.extract(PAGE.encode()))
    dropped = [
        parsed.source[f.span.start : f.span.end]
        for f in parsed.furniture
        if f.reason is FurnitureReason.CONTENTS
    ]
    assert dropped == ["目次", "1 目的", "3-4 委託先の監督（法第25条関係）"]
    assert page["g.s3-4.p2"].text == "1-1（目的）を参照のこと。"


def test_plain_text_reads_like_the_page() -> None:
    text = (
        "第１　趣旨\n　本指針は、事業者を支援する。\n"
        "第２　監督\n第２－１　委託先（法第25条関係）\n監督を行う（※１）。\n"
        "【該当する事例】\n事例１）把握しない場合\n（※１）監督とは、選定をいう。\n"
    )
    labels = {c.text: c.label for c in parse(text).clauses if c.leaf}
    assert labels["本指針は、事業者を支援する。"] == "ガイドライン（見本編）第1"
    assert labels["【該当する事例】\n事例１）把握しない場合"].endswith(
        "第2-1（法第25条関係）【該当する事例】"
    )
    assert labels["（※１）監督とは、選定をいう。"] == "ガイドライン（見本編）第2-1（法第25条関係）（※1）"


def test_numbers_printed_as_pictures_are_counted_and_checked_by_those_in_text() -> None:
    lines = _WRITER["lines"]
    contents = lines("目次", "1 総則........ 1", "目的.......... 1", "適用.......... 1")
    body = lines(
        "1 総則",
        "目的",
        "この章は、目的を定める。",
        "適用",
        "1-2-1 対象の範囲",
        "事業者に適用する。",
        "1-3-1 例外の範囲",
    )
    marks = [(60.0, 741.0, 15.0, 9.0), (60.0, 705.0, 15.0, 9.0)]
    parsed = parse(pdf.extract(_WRITER["pdf"]([contents, body], pictures=marks)))
    sections = {c.id: c.path[-1] for c in parsed.clauses if c.kind is ClauseKind.SECTION}
    assert sections == {
        "g.s1": "1 総則",
        "g.s1-1": "1-1 目的",
        "g.s1-2": "1-2 適用",
        "g.s1-2-1": "1-2-1 対象の範囲",
    }
    assert (
        next(c.note for c in parsed.clauses if c.id == "g.s1-2")
        == "節の番号「1-2」は原本では画像で印刷されている。"
    )
    assert {c.page for c in parsed.clauses if c.id.startswith("g.s")} == {2}


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "1　目的",
                "1-1　趣旨",
                "1-2　定義（法第2条関係）",
                "（別添）",
                "目次",
                "【事例】",
                "事例1）甲の場合",
                "（※1）乙をいう。",
                "法第25条",
                "法第27条（第5項）",
                "1　次の場合",
                "(1) 甲",
                "①　乙",
                "・丙",
                "本文である。",
                "本文は続くが",
                "5",
                "",
                "ａ　丁",
            ]
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_nothing_is_lost_whatever_the_order(lines: list[str], marked_up: bool) -> None:
    check = _NOTHING_LOST
    if marked_up:
        body = "".join(f"<li>{line}</li>" if n % 3 else f"<h2>{line}</h2>" for n, line in enumerate(lines))
        check(parse(html.extract(f"<p>初</p>{body}".encode())))
    else:
        check(parse("\n".join(lines)))


_ACT = "個人情報の保護に関する法律についてのガイドライン"
_NUMBER = "特定個人情報の適正な取扱いに関するガイドライン"


@pytest.mark.parametrize(
    ("text", "cite", "id_", "date"),
    [
        (
            f"{_ACT}\n（通則編）\n平成28年11月\n（令和8年6月一部改正）\n",
            "ガイドライン（通則編）",
            "guideline-tsusoku",
            dt.date(2026, 6, 1),
        ),
        (
            f"{_ACT}（外国にある第三者への提供編）\n",
            "ガイドライン（外国第三者提供編）",
            "guideline-offshore",
            None,
        ),
        (
            f"{_NUMBER}（事業者編）\n平成26年12月11日\n（令和7年6月一部改正）\n",
            "番号法ガイドライン（事業者編）",
            "guideline-mynumber-jigyosha",
            dt.date(2025, 6, 1),
        ),
        (
            "業務の運用ガイドライン（見本編）\n令和5年4月1日策定\n",
            "業務の運用ガイドライン（見本編）",
            None,
            dt.date(2023, 4, 1),
        ),
    ],
)
def test_a_guideline_is_known_by_its_title_and_dated_by_its_last_revision(
    text: str, cite: str, id_: str | None, date: dt.date | None
) -> None:
    found = recognise(text + "本ガイドラインは、次のとおりとする。\n" * 6, "x.txt")
    assert (found.kind, found.cite, found.date) == (DocumentKind.GUIDELINE, cite, date)
    assert found.id == id_ if id_ else re.fullmatch(r"guideline-[0-9a-f]{8}", found.id)


@cache
def known(path: Path) -> tuple[Recognition, ParsedDocument]:
    """A guideline of the Commission as it was served."""
    extracted = (pdf if path.suffix == ".pdf" else html).extract(path.read_bytes())
    recognition = recognise(extracted.text, path.name)
    return recognition, guideline.parse(document_from(recognition, {}, "", path.name), extracted)


@pytest.mark.skipif(not PAGES, reason="the Commission's pages are not here")
@pytest.mark.parametrize("path", [*PAGES, *PRINTED], ids=lambda path: path.name)
def test_the_commission_s_guidelines_are_read_whole(path: Path, nothing_lost: Check) -> None:
    recognition, parsed = known(path)
    nothing_lost(parsed)
    assert recognition.kind is DocumentKind.GUIDELINE
    assert not parsed.notices
    assert not any(clause.kind is ClauseKind.PLAIN for clause in parsed.clauses)
    assert (
        sum(clause.kind is ClauseKind.SECTION and clause.id.count(".") == 1 for clause in parsed.clauses) > 2
    )


@pytest.mark.skipif(not PRINTED, reason="the Commission's files are not here")
def test_page_and_print_of_one_guideline_name_the_same_sections() -> None:
    (page, web), (printed, paper) = known(SHARED / "guideline.html"), known(PRINTED[0])
    assert page.id == printed.id
    assert page.date is not None
    assert printed.date is not None
    assert page.date < printed.date
    ours = [
        {c.id: _title(c) for c in parsed.clauses if re.search(r"\.s[0-9-]+$", c.id)}
        for parsed in (web, paper)
    ]
    assert ours[0].keys() == ours[1].keys()
    same = sum(ours[0][key] == ours[1][key] for key in ours[0])
    assert same >= 0.97 * len(ours[0])  # a revision may rename a section
    assert all(clause.page is not None for clause in paper.clauses)


def _title(section: Clause) -> str:
    return re.sub(r"^[0-9０-９-]+|\s", "", section.path[-1])
