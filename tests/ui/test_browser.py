"""The whole stack in a real Chromium: bundled documents, API, page; a question typed, its source opened."""

from __future__ import annotations

import csv
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

QUESTION = "再委託について過去の審査で何が述べられたか"
FOLLOW_UP = "それに対する回答は？"
# A browser that hears of what the page answers only `late` milliseconds after it was sent.
LATE = """
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  set onmessage(told) { super.onmessage = (event) => setTimeout(told, window.late || 0, event); }
  addEventListener(kind, told, how) {
    const late = (event) => setTimeout(told, window.late || 0, event);
    super.addEventListener(kind, kind === "message" ? late : told, how);
  }
};
"""


def ask(tab: Page, question: str) -> None:
    box = tab.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def test_a_question_is_answered_its_source_opened_and_followed_up(tab: Page) -> None:
    expect(tab.get_by_role("heading", name="先例 Senrei")).to_be_visible()
    ask(tab, QUESTION)
    card = tab.locator(".card").first
    expect(card.locator(".label")).to_contain_text("個人情報保護委員会")
    quote = card.locator("blockquote").inner_text()
    assert len(quote) > 20

    tab.get_by_role("button", name="資料の中で開く").first.click()
    mark = tab.locator(".document .cited mark")
    expect(mark.first).to_be_in_viewport()
    shown = "".join(mark.all_inner_texts())
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", quote)
    assert "clause=" in tab.url

    tab.get_by_role("button", name="会話に戻る").click()
    expect(tab.locator(".question")).to_have_count(1)
    ask(tab, FOLLOW_UP)
    expect(tab.locator("#turn-2")).to_be_in_viewport()
    expect(tab.get_by_role("button", name="役に立った")).to_have_count(2)


def test_the_panel_stays_within_the_page_and_a_mark_leads_to_its_source(tab: Page) -> None:
    tab.get_by_test_id("stMainBlockContainer").get_by_role("button", name=QUESTION).click()
    expect(tab.locator(".card").nth(3)).to_be_attached()
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    tab.locator('a[href="#source-1-4"]').first.click()
    expect(tab.locator("#source-1-4")).to_be_in_viewport()


def test_a_link_opens_a_clause_for_whoever_gets_it(tab: Page, address: str) -> None:
    ask(tab, QUESTION)
    tab.get_by_role("button", name="資料の中で開く").first.click()
    expect(tab.locator(".document .cited")).to_be_in_viewport()
    other = tab.context.new_page()
    other.goto(tab.url)
    expect(other.locator(".document .cited")).to_be_in_viewport()
    other.get_by_role("button", name="会話に戻る").click()  # the address names the conversation, too
    expect(other.locator(".question")).to_contain_text(QUESTION)
    assert "clause=" not in other.url


def test_the_library_opens_a_document_and_comes_back(tab: Page) -> None:
    tab.get_by_role("link", name="資料").click()
    expect(tab.get_by_role("button", name="読む")).to_have_count(5)
    tab.get_by_role("button", name="読む").first.click()
    expect(tab.locator(".document section").first).to_be_visible()
    tab.locator(".contents a").last.click()
    tab.get_by_role("button", name="資料の一覧へ").click()
    expect(tab.get_by_role("button", name="読む")).to_have_count(5)


def test_english_leaves_no_japanese_of_the_page_s_own(tab: Page) -> None:
    tab.get_by_text("English", exact=True).click()
    expect(tab.get_by_role("button", name="New conversation")).to_be_visible()
    expect(tab.get_by_text("絞り込み")).to_have_count(0)
    expect(tab.get_by_role("link", name="Library")).to_be_visible()


def test_a_ministry_official_narrows_the_register_and_takes_it_along(tab: Page) -> None:
    tab.get_by_role("link", name="措置台帳").click()
    expect(tab.locator(".entry.measure").nth(5)).to_be_visible()
    tab.get_by_role("combobox", name="事項").click()
    tab.get_by_role("option", name="再委託", exact=True).click()
    expect(tab.get_by_text("絞り込み中：事項「再委託」")).to_be_visible()
    expect(tab.locator("article.entry .chips").filter(has_not_text="再委託")).to_have_count(0)
    shown = tab.locator("article.entry").count()
    assert shown > 0
    with tab.expect_download() as coming:
        tab.get_by_role("button", name="CSVで保存").click()
    with open(coming.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == shown
    assert all("再委託" in row["事項"] for row in rows)

    other = tab.context.new_page()  # the address is the filtered register, for whoever gets it
    other.goto(tab.url)
    expect(other.locator("article.entry")).to_have_count(shown)
    words = other.locator("article.entry .words").first.inner_text()
    other.get_by_role("button", name="資料で開く").first.click()
    expect(other.locator(".document .cited mark").first).to_be_in_viewport()
    marked = "".join(other.locator(".document .cited mark").all_inner_texts())
    assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", words)
    other.get_by_role("button", name="措置台帳に戻る").click()
    expect(other.locator("article.entry")).to_have_count(shown)


def test_choices_made_faster_than_the_address_changes_are_all_kept(tab: Page, address: str) -> None:
    tab.add_init_script(LATE)
    tab.goto(f"{address}/precedents?view=compare")
    expect(tab.get_by_role("combobox", name="比べる元")).to_be_visible()
    tab.evaluate("window.late = 2000")
    for box, option in (("比べる元", "第205回.*認定協議"), ("比べる先", "第330回.*認定協議")):
        tab.get_by_role("combobox", name=box).click()
        tab.get_by_role("option", name=re.compile(option)).click()
    expect(tab.locator(".compared tr[class^='is-']").first).to_be_visible()
    for side in ("left", "right"):
        expect(tab).to_have_url(re.compile(rf"[?&]{side}="))


def test_a_commissioner_compares_the_consultations_of_two_meetings(tab: Page) -> None:
    tab.get_by_role("link", name="先例年表").click()
    expect(tab.get_by_role("graphics-document").or_(tab.locator("canvas, svg.marks")).first).to_be_visible()
    row = tab.locator("[class*='st-key-precedent_']").filter(has_text="第330回").filter(has_text="認定協議")
    row.get_by_role("button", name="これと比べる").click()
    tab.get_by_role("combobox", name="比べる元").click()
    tab.get_by_role("option", name=re.compile("第205回.*認定協議")).click()
    points = tab.locator(".compared tr[class^='is-']")
    expect(points.first).to_be_visible()
    expect(points.filter(has_text="照合").filter(has_text="変わった")).to_have_count(1)
    assert points.filter(has_text="対応する点はありません").count() > 0
    with tab.context.expect_page() as coming:
        tab.locator(".compared .source").first.click()
    expect(coming.value.locator(".document .cited")).to_be_in_viewport()


# -- whole journeys: staff, a new commissioner, a ministry official ------------------------------------------


_TRIES = 20


def pressed(tab: Page, name: str, key: str = "Enter") -> None:
    """Reach the first button of that name by keyboard and press it; again where the page drew it anew meanwhile."""
    button = tab.get_by_role("button", name=name, exact=True).first
    for _ in range(_TRIES):
        button.focus()
        with suppress(AssertionError):
            expect(button).to_be_focused(timeout=3_000)
            break
    expect(button).to_be_focused(timeout=1_000)
    tab.keyboard.press(key)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def marked(tab: Page) -> str:
    mark = tab.locator(".document .cited mark")
    expect(mark.first).to_be_in_viewport()
    return squeezed("".join(mark.all_inner_texts()))


def saved(tab: Page, name: str, folder: Path) -> Path:
    """The file that a button of that name gives."""
    with tab.expect_download() as coming:
        tab.get_by_role("button", name=name).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_staff_ask_check_a_source_copy_it_and_take_the_conversation_along(tab: Page, tmp_path: Path) -> None:
    question = "再委託について過去の審査で何が述べられたか"
    box = tab.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    card = tab.locator(".card").first
    expect(card.locator(".label")).to_contain_text("個人情報保護委員会")
    quote, label = card.locator("blockquote").inner_text(), card.locator(".label").inner_text()
    expect(tab).to_have_url(re.compile(r"[?&]conversation="))

    tab.get_by_role("button", name="資料の中で開く").first.click()
    assert marked(tab) == squeezed(quote)
    tab.get_by_role("button", name="会話に戻る").click()
    expect(tab.locator(".document")).to_have_count(0)  # its own 引用をコピー goes with it
    expect(tab.get_by_role("button", name="引用をコピー", exact=True)).to_have_count(
        tab.locator(".card").count()
    )

    pressed(tab, "引用をコピー")
    expect(tab.get_by_role("button", name="コピーしました").first).to_be_visible()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert squeezed(copied) == squeezed(f"「{quote}」（{label.removeprefix('[1]').strip()}）")
    pressed(tab, "回答と引用をコピー", "Space")
    expect(tab.get_by_role("button", name="コピーしました").first).to_be_visible()
    whole = tab.evaluate("navigator.clipboard.readText()")
    assert whole.startswith(question)
    assert copied in whole

    tab.get_by_role("button", name="この会話").click()
    file = saved(tab, "Wordで保存", tmp_path)
    assert file.suffix == ".docx"
    assert question in "\n".join(one.text for one in docx.Document(str(file)).paragraphs)

    other = tab.context.new_page()  # the address is the conversation, for whoever has the key
    other.goto(tab.url)
    expect(other.locator(".question")).to_contain_text(question)
    expect(other.locator(".card blockquote").first).to_have_text(quote)


def test_a_commissioner_reads_a_briefing_takes_it_along_and_compares_precedents(
    tab: Page, tmp_path: Path
) -> None:
    tab.get_by_role("link", name="ブリーフィング").click()
    topic = tab.get_by_role("textbox", name="主題")
    topic.fill("認定")
    topic.press("Enter")
    article = tab.locator("article.briefing")
    expect(article.get_by_role("heading", name="先例の年表")).to_be_attached()
    article.locator("a.mark").first.click()
    expect(article.locator("#brief-source-1")).to_be_in_viewport()

    file = saved(tab, "Wordで保存", tmp_path)
    assert "認定" in docx.Document(str(file)).paragraphs[0].text
    assert "word/footnotes.xml" in zipfile.ZipFile(file).namelist()

    with tab.context.expect_page() as coming:
        tab.get_by_role("link", name="先例年表で二つを比べる").click()
    compared = coming.value
    for box, option in (("比べる元", "第205回.*認定協議"), ("比べる先", "第330回.*認定協議")):
        compared.get_by_role("combobox", name=box).click()
        compared.get_by_role("option", name=re.compile(option)).click()
    points = compared.locator(".compared tr[class^='is-']")
    expect(points.first).to_be_visible()
    assert points.filter(has_text="対応する点はありません").count() > 0


def test_a_ministry_official_narrows_the_register_takes_it_along_and_reads_a_clause(
    tab: Page, tmp_path: Path
) -> None:
    tab.get_by_role("link", name="措置台帳").click()
    box = tab.get_by_role("combobox", name="行政機関など")
    box.click()
    box.press_sequentially("国土交通")
    tab.get_by_role("option", name=re.compile("国土交通")).first.click()
    expect(tab.get_by_text("絞り込み中：")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"[?&]agency="))
    entries = tab.locator("article.entry.measure")
    expect(entries.first).to_be_visible()
    count = int(re.sub(r"\D", "", tab.locator(".st-key-register_head .count").inner_text()))
    assert count > 0

    sheet = openpyxl.load_workbook(saved(tab, "Excelで保存", tmp_path)).active
    assert sheet is not None
    assert sheet.max_row == count + 1

    words = entries.locator(".words").first.inner_text()
    tab.get_by_role("button", name="資料で開く").first.click()
    assert marked(tab) == squeezed(words)
    tab.get_by_role("button", name="措置台帳に戻る").click()
    expect(tab.get_by_text("絞り込み中：")).to_be_visible()
