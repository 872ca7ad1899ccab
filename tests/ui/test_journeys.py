"""Three whole journeys in a real Chromium: staff, a new commissioner, a ministry official."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def pressed(tab: Page, name: str, key: str = "Enter") -> None:
    """Reach the first button of that name by keyboard and press it."""
    button = tab.get_by_role("button", name=name, exact=True).first
    button.focus()
    expect(button).to_be_focused()
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
