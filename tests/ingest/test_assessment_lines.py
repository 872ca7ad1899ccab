"""Reports that came out as plain lines, as the text of a PDF has them: what stood side by side, above or between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Clause, Document, DocumentKind, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.assessment import parse

Check = Callable[[ParsedDocument], None]
HEAD = "特定個人情報保護評価書（{}評価書）\n"
ENTRUSTED = (
    "Ⅱ 特定個人情報ファイルの概要\n４．特定個人情報ファイルの取扱いの委託\n委託事項１ 台帳の入力業務\n"
)


@pytest.fixture
def read(nothing_lost: Check) -> Callable[..., ParsedDocument]:
    def reader(body: str, form: str = "全項目") -> ParsedDocument:
        document = Document(id="assessment-x", title="評価書", kind=DocumentKind.ASSESSMENT, cite="評価書")
        parsed = parse(document, Extracted(text=HEAD.format(form) + body, media="text/plain"))
        nothing_lost(parsed)
        return parsed

    return reader


def field(parsed: ParsedDocument, name: str) -> Clause:
    """The only leaf of a field."""
    found = [clause for clause in parsed.clauses if clause.leaf and clause.field == name]
    assert len(found) == 1, [clause.label for clause in parsed.clauses if clause.leaf]
    return found[0]


def test_two_labels_on_one_line_share_out_the_line_below(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "評価書番号 評価書名\n7 霧原市 就学援助に関する事務 全項目評価書\n公表日\n令和６年５月１日\n"
    )
    assert field(parsed, "評価書番号").text == "評価書番号 7"
    assert field(parsed, "評価書名").text == "評価書名\n霧原市 就学援助に関する事務 全項目評価書"
    assert field(parsed, "公表日").text.endswith("令和６年５月１日")


def test_a_label_right_behind_another_keeps_its_choice(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        ENTRUSTED + "⑥委託先名 株式会社ソラマメ\n再委託 ⑦再委託の有無 ※ ＜選択肢＞\n"
        "［ 再委託する ］ 1) 再委託する 2) 再委託しない\n⑨再委託事項 夜間の監視\n"
    )
    assert field(parsed, "委託先名").text == "⑥委託先名 株式会社ソラマメ"
    chosen = field(parsed, "再委託の有無")
    assert (chosen.value, chosen.label.split("委託事項1 ")[1]) == ("再委託する", "⑦再委託の有無")


def test_the_department_that_uses_a_file_is_a_field_of_its_own(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "Ⅱ 特定個人情報ファイルの概要\n３．特定個人情報の入手・使用\n⑦使用の主体 使用部署 ※ 学務課\n"
        "使用者数 ＜選択肢＞\n［ 10人未満 ］ 1) 10人未満 2) 10人以上50人未満\n"
    )
    assert field(parsed, "使用部署").text == "⑦使用の主体 使用部署 ※ 学務課"
    assert field(parsed, "使用者数").value == "10人未満"


def test_what_was_chosen_is_kept_though_no_option_says_it(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "Ⅱ 特定個人情報ファイルの概要\n６．特定個人情報の保管・消去\n②保管期間 期間 ＜選択肢＞\n"
        "［ 8年 ］ 1) 1年未満 2) 1年\n3) 6年以上10年未満\nその妥当性 条例の定めによる。\n"
    )
    assert field(parsed, "期間").value == "8年"
    assert field(parsed, "その妥当性").text == "その妥当性 条例の定めによる。"


def test_boxes_go_on_under_the_next_kind_of_information(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "Ⅱ 特定個人情報ファイルの概要\n２．基本情報\n主な記録項目 ※ ・識別情報\n［○］個人番号 ［ ］個人番号対応符号\n"
        "・連絡先等情報\n［○］連絡先（電話番号等）\n・業務関係情報\n［ ］国税関係情報 ［○］学校・教育関係情報\n"
    )
    chosen = field(parsed, "主な記録項目")
    assert chosen.value == "個人番号、連絡先（電話番号等）、学校・教育関係情報"
    assert parsed.notices == ()


def test_a_list_of_options_above_its_label_is_no_text(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "Ⅰ 基本情報\n６．情報提供ネットワークシステムによる情報連携 ※\n＜選択肢＞\n"
        "①実施の有無 ［ 実施する ］ 1) 実施する 2) 実施しない\n"
    )
    assert field(parsed, "実施の有無").value == "実施する"
    assert not any("選択肢" in clause.text for clause in parsed.clauses)


def test_values_that_stand_before_their_labels_go_to_them(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "Ⅰ 関連情報\n4.情報提供ネットワークシステムによる情報連携\n[ 実施しない ]\n<選択肢>\n1) 実施する\n2) 実施しない\n"
        "①実施の有無\n番号法第19条第8号\n②法令上の根拠\n5.評価実施機関における担当部署\n①部署\n学務課\n②所属長\n学務課長\n",
        "基礎項目",
    )
    assert field(parsed, "実施の有無").value == "実施しない"
    assert field(parsed, "法令上の根拠").text == "②法令上の根拠\n番号法第19条第8号"
    assert field(parsed, "所属長").text == "②所属長\n学務課長"


def test_the_upper_half_of_a_tall_cell_goes_to_the_label_at_its_middle(
    read: Callable[..., ParsedDocument],
) -> None:
    long = "この事務では学校教育法に基づき就学に要する費用を援助し申請の受付から支給までを教育委員会が行う"
    parsed = read(
        f"Ⅰ 関連情報\n1.特定個人情報ファイルを取り扱う事務\n①事務の名称\n就学援助事務\n{long}\n"
        f"②事務の概要\n{long}\n{long}\n{long}\n{long}\n{long}\n{long}\n{long}\n{long}\n",
        "基礎項目",
    )
    assert field(parsed, "事務の名称").text == "①事務の名称\n就学援助事務"
    told = "".join(c.text for c in parsed.clauses if c.leaf and c.field == "事務の概要")
    assert told.count(long) == 9


def test_a_line_too_short_to_be_wrapped_keeps_its_end(read: Callable[..., ParsedDocument]) -> None:
    full = "この行は折り返しの幅まで続く文であって次の行とひとつながりに読まれるべきものであり途"
    parsed = read(
        "Ⅰ 関連情報\n3.個人番号の利用\n法令上の根拠\n番号法第7条\n住基法第5条\n"
        + "8.特定個人情報ファイルの取扱いに関する問合せ\n連絡先\n"
        + f"{full}\n" * 11
        + "中で終わる。\n",
        "基礎項目",
    )
    assert field(parsed, "法令上の根拠").text == "法令上の根拠\n番号法第7条\n住基法第5条"
    assert "途この行は" in "".join(c.text for c in parsed.clauses if c.field == "連絡先")


def test_page_numbers_and_running_heads_of_a_text_without_pages_are_furniture(
    read: Callable[..., ParsedDocument],
) -> None:
    page = "就学援助事務\n{} / 40\n教育委員会学務課\n"
    parsed = read(
        "評価書番号\n1\n" + page.format(1) + "Ⅰ 基本情報\n８．他の評価実施機関\nなし\n" + page.format(2)
        + "Ⅱ 特定個人情報ファイルの概要\n７．備考\n特になし\n" + page.format(3)
    )  # fmt: skip
    assert field(parsed, "評価書番号").text == "評価書番号\n1"
    assert field(parsed, "備考").text.endswith("特になし")
    numbers = [f for f in parsed.furniture if f.reason is FurnitureReason.PAGE_NUMBER]
    assert len(numbers) == 9


def test_bare_figures_that_rise_are_page_numbers_and_a_lone_one_is_not(
    read: Callable[..., ParsedDocument],
) -> None:
    body = "Ⅰ 基本情報\n８．他の評価実施機関\nなし\n{}\nⅡ 特定個人情報ファイルの概要\n７．備考\n特になし\n{}\nⅥ 評価実施手続\n{}\n"
    risen = read(body.format(1, 2, 3))
    assert field(risen, "他の評価実施機関").text.endswith("なし")
    alone = read(body.format(31, "", ""))
    assert "31" in "".join(clause.text for clause in alone.clauses if clause.leaf)


def test_a_label_that_no_form_has_is_one_before_a_list_of_options(
    read: Callable[..., ParsedDocument],
) -> None:
    parsed = read(
        "Ⅳ その他のリスク対策\n１．監査\n外部の専門家による確認 ＜選択肢＞\n"
        "［ 行っている ］ 1) 行っている 2) 行っていない\n"
    )
    assert field(parsed, "外部の専門家による確認").value == "行っている"


def test_a_row_of_changes_stays_one_row(read: Callable[..., ParsedDocument]) -> None:
    parsed = read(
        "（別添３） 変更箇所\n変更日　項目　変更前の記載　変更後の記載　提出時期　提出時期に係る説明\n"
        "令和６年４月１日　Ⅰ－７　②所属長の役職名　庶務係長　学務課長　事後　組織改正による\n"
    )
    rows = [clause for clause in parsed.clauses if clause.leaf and "学務課長" in clause.text]
    assert len(rows) == 1
    assert rows[0].text.startswith("令和６年４月１日")
    assert rows[0].text.endswith("組織改正による")


def test_an_option_behind_a_box_is_no_label_though_another_form_has_one_of_its_name(
    read: Callable[..., ParsedDocument],
) -> None:
    parsed = read(
        "Ⅲ リスク対策\n８．監査\n実施の有無\t[ ○ ]\t自己点検\t[  ]\t内部監査\t[ ○ ]\t外部監査\n", "重点項目"
    )
    assert field(parsed, "実施の有無").value == "自己点検、外部監査"
