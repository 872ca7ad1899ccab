"""Assessment reports: the bundled one, the forms in other flattenings, choices, random forms."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Clause, ClauseKind, Document, DocumentKind, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.assessment import parse

SEED = "assessment_anma-massage_2023-04-26.txt"
CITE = "あん摩マッサージ指圧師の免許に関する事務 重点項目評価書（厚生労働大臣、令和5年4月26日公表）"
DOCUMENT = Document(
    id="assessment-anma-massage", title="重点項目評価書", kind=DocumentKind.ASSESSMENT, cite=CITE
)
ANOTHER = Document(id="assessment-x", title="評価書", kind=DocumentKind.ASSESSMENT, cite="評価書")


def parsed(text: str, document: Document = ANOTHER) -> ParsedDocument:
    return parse(document, Extracted(text=text, media="text/plain"))


@pytest.fixture(scope="module")
def bundled(seed: Callable[[str], Extracted]) -> ParsedDocument:
    return parse(DOCUMENT, seed(SEED))


def leaves(document: ParsedDocument) -> list[Clause]:
    return [clause for clause in document.clauses if clause.leaf]


def field(document: ParsedDocument, label: str) -> Clause:
    """The only clause whose label ends so."""
    found = [clause for clause in document.clauses if clause.label.endswith(label)]
    named = [clause for clause in found if clause.kind is ClauseKind.FIELD] or found
    assert len(named) == 1, [clause.label for clause in found]
    return named[0]


# -- the bundled report


def test_bundled_report_is_as_reviewed(
    bundled: ParsedDocument, golden: Callable[[str, ParsedDocument], None]
) -> None:
    golden("assessment-anma-massage", bundled)


def test_bundled_report_loses_nothing(
    bundled: ParsedDocument, nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    nothing_lost(bundled)


def test_bundled_report_has_nothing_that_no_rule_knows(bundled: ParsedDocument) -> None:
    assert bundled.notices == ()
    assert not [clause for clause in bundled.clauses if clause.kind is ClauseKind.PLAIN]


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("Ⅱ 4. 委託事項1 ④再委託の有無", "再委託する", "再委託\t④再委託の有無 ※\t[再委託する]"),
        ("Ⅱ 4. 委託事項2 ④再委託の有無", "再委託しない", "再委託\t④再委託の有無 ※\t[再委託しない]"),
        ("Ⅱ 4. 委託の有無", "委託する", "委託の有無 ※\t[委託する] (2) 件"),
        ("Ⅱ 5. 提供・移転の有無", "行っていない", "提供・移転の有無\t行っていない"),
        ("Ⅱ 3. ④使用の主体 使用者数", "10人未満", "使用者数\t[10人未満]"),
        ("Ⅱ 3. ②入手方法", "紙、専用線、情報提供ネットワークシステム", None),
        ("Ⅲ 8. 実施の有無", "自己点検", "実施の有無\t自己点検"),
        ("Ⅲ 3. リスク2 リスクへの対策は十分か", "十分である", "リスクへの対策は十分か\t[十分である]"),
        ("Ⅰ 5. ①実施の有無", "実施する", "①実施の有無\t[実施する]"),
    ],
)
def test_choice_field_knows_what_was_chosen(
    bundled: ParsedDocument, label: str, value: str, text: str | None
) -> None:
    clause = field(bundled, CITE + label)
    assert clause.value == value
    assert len(clause.options) > 1
    if text is not None:
        assert clause.text == text


def test_label_is_a_complete_citation(bundled: ParsedDocument) -> None:
    clause = field(bundled, "⑤再委託の許諾方法")
    assert clause.label == f"{CITE}Ⅱ 4. 委託事項1 ⑤再委託の許諾方法"
    assert clause.field == "再委託の許諾方法"
    assert clause.path[-2] == "委託事項1 システムの運用等業務"


def test_lower_field_is_cited_with_the_field_it_belongs_to(bundled: ParsedDocument) -> None:
    clause = next(clause for clause in leaves(bundled) if clause.field == "再発防止策の内容")
    assert "Ⅲ 7. ②過去3年以内に" in clause.label
    assert clause.label.endswith("発生したか 再発防止策の内容")


def test_text_written_into_an_option_without_a_mark_is_kept(bundled: ParsedDocument) -> None:
    clause = field(bundled, "Ⅰ 2. システム1 ③他のシステムとの接続")
    assert clause.value is None
    assert "その他（「e-Gov」、「マイナポータル」、「免許取得者検索システム」）" in clause.text
    assert "税務システム" not in clause.text
    assert clause.note


def test_round_boxes_among_square_ones_are_marks(bundled: ParsedDocument) -> None:
    clause = next(clause for clause in leaves(bundled) if clause.field == "主な記録項目")
    assert clause.value is not None
    assert clause.value.startswith("個人番号、その他識別情報(内部番号)、4情報")
    assert "個人番号対応符号" not in clause.text
    assert clause.note


def test_blank_blocks_and_fields_are_no_clauses(bundled: ParsedDocument) -> None:
    names = {name for clause in bundled.clauses for name in clause.path}
    assert not {"提供先1", "システム5", "2. 国民・住民等からの意見の聴取【任意】"} & names
    blank = "".join(
        bundled.source[piece.span.start : piece.span.end]
        for piece in bundled.furniture
        if piece.reason is FurnitureReason.FORM
    )
    assert "委託事項6～10" in blank
    assert "③主な意見の内容" in blank


def test_no_markup_stands_in_a_clause(bundled: ParsedDocument) -> None:
    assert not [clause.id for clause in bundled.clauses if re.search(r"</?[a-z]|選択肢", clause.text)]


@pytest.mark.parametrize("flattening", ["markdown", "html", "lines"])
def test_other_flattenings_give_the_same_clauses(seed: Callable[[str], Extracted], flattening: str) -> None:
    source = seed(SEED).text
    rows = [line.split("\t") for line in source.split("\n")]
    if flattening == "markdown":
        text = "\n".join("| " + " | ".join(row) + " |" if len(row) > 1 else row[0] for row in rows)
    elif flattening == "html":
        cells = ["".join(f"<td>{cell}</td>" for cell in row) if len(row) > 1 else "" for row in rows]
        text = "\n".join(
            f"<table><tr>{cell}</tr></table>" if cell else row[0]
            for cell, row in zip(cells, rows, strict=True)
        )
    else:
        text = "\n".join("\n".join(cell for cell in row if cell.strip()) for row in rows)
    expected = {(clause.label, clause.value) for clause in leaves(parsed(source))}
    found = {(clause.label, clause.value) for clause in leaves(parsed(text))}
    lost = expected - found
    assert all("表紙" in label for label, _ in lost), lost


# -- choices, one by one

SECTION = "Ⅱ 特定個人情報ファイルの概要\n3. 特定個人情報の入手・使用\n"


@pytest.mark.parametrize(
    ("value", "chosen", "why"),
    [
        ("[○] 紙 [ ] 専用線", "紙", "plain boxes"),
        ("[ ○ ] 紙 [　] 専用線", "紙", "boxes with blanks in them"),
        ("［〇］紙 ［　］専用線", "紙", "full-width boxes, a figure zero for a circle"),
        ("☑ 紙 ☐ 専用線", "紙", "box characters"),
        ("■ 紙 □ 専用線", "紙", "filled and empty squares"),
        ("<input checked/> 紙 <input/> 専用線", "紙", "HTML boxes"),
        (
            '[<input checked="" type="checkbox"/>] 紙 [<input type="checkbox"/>] 専用線',
            "紙",
            "boxes in boxes",
        ),
        ("[紙] <選択肢> 1) 紙 2) 専用線", "紙", "a list of options"),
        ("[ 紙 ] ＜選択肢＞ １）紙 ２）専用線", "紙", "full-width list"),
        ("[<input checked/> 紙] <選択肢> 1) 紙 2) 専用線", "紙", "a ticked choice"),
        ("[紙] 1) 紙 2) 専用線", "紙", "a list without its heading"),
        ("紙 <選択肢> 1) 紙 2) 専用線", "紙", "a choice without brackets"),
        ("[紙]\t<選択肢> 1) 紙\t2) 専用線", "紙", "a list in cells of its own"),
        (
            "[紙] <table><tr><td><選択肢></td></tr><tr><td>1) 紙</td><td>2) 専用線</td></tr></table>",
            "紙",
            "HTML",
        ),
        ("[紙]\n<選択肢>\t\n1) 紙\t2) 専用線\t", "紙", "a list on rows of its own"),
        ("[○] 紙 [○] 専用線 [ ] 電子メール", "紙、専用線", "several"),
    ],
)
def test_chosen_value_is_read_from(
    value: str, chosen: str, why: str, nothing_lost: Callable[[ParsedDocument], None]
) -> None:
    document = parsed(f"{SECTION}②入手方法\t{value}\n③使用目的\t管理のため。\n")
    nothing_lost(document)
    clause = field(document, "②入手方法")
    assert clause.value == chosen, why
    assert "電子メール" not in clause.text
    if "専用線" not in chosen:
        assert not [leaf.id for leaf in leaves(document) if "専用線" in leaf.text], why
    assert field(document, "③使用目的").text == "③使用目的\t管理のため。"


@pytest.mark.parametrize(
    "value",
    ["[ ] 紙 [] 専用線", "[] <選択肢> 1) 紙 2) 専用線", "☐ 紙 ☐ 専用線", "<input/> 紙 <input/> 専用線"],
)
def test_choice_left_open_is_no_clause(value: str) -> None:
    document = parsed(f"{SECTION}②入手方法\t{value}\n③使用目的\t管理のため。\n")
    assert [clause.field for clause in leaves(document) if clause.kind is ClauseKind.FIELD] == ["使用目的"]


def test_brackets_in_prose_are_no_choice() -> None:
    text = "③使用目的\t[注] 次の目的に使用する。[1]管理のため。\n"
    assert field(parsed(SECTION + text), "③使用目的").text == text.strip()


def test_words_below_a_finished_choice_are_kept_and_reported() -> None:
    document = parsed(
        f"{SECTION}②入手方法\n[ ] 紙 [○] 専用線\n説明だけの行である。\n③使用目的\n管理のため。\n"
    )
    assert field(document, "②入手方法").value == "専用線"
    assert any(clause.text == "説明だけの行である。" for clause in leaves(document))
    assert any("説明だけの行である。" in notice.message for notice in document.notices)


def test_choice_beside_a_section_title() -> None:
    document = parsed("Ⅲ リスク対策\n4. 特定個人情報ファイルの取扱いの委託 [○] 委託しない\n")
    clause = next(clause for clause in leaves(document) if clause.kind is ClauseKind.FIELD)
    assert (clause.field, clause.value) == ("特定個人情報ファイルの取扱いの委託", "委託しない")


# -- the other forms

BASIC = """特定個人情報保護評価書（基礎項目評価書）
評価書名
予防接種に関する事務 基礎項目評価書
公表日：令和6年10月1日
Ⅰ 関連情報
１．特定個人情報ファイルを取り扱う事務
①事務の名称 予防接種に関する事務
②事務の概要
予防接種法に基づき、次の事務を行う。
①予防接種の実施に関する事務
②給付の支給に関する事務
２．特定個人情報ファイル名
予防接種ファイル
Ⅱ しきい値判断項目
１．対象人数
評価対象の事務の対象人数は何人か [ 1万人以上 ] ＜選択肢＞ 1) 1万人未満 2) 1万人以上
いつ時点の計数か 令和6年4月1日 時点
Ⅳ リスク対策
２．特定個人情報の入手（情報提供ネットワークシス
テムを通じた入手を除く。）
目的外の入手が行われるリスクへの対策は十分か
[ 十分である ]
＜選択肢＞
1) 特に力を入れている
2) 十分である
変更箇所
変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明
令和3年4月1日\tⅠ 1. ②事務の概要\t旧い記載\t新しい記載\t事後\t軽微な変更
"""


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("評価書 表紙 公表日", "公表日：令和6年10月1日"),
        ("評価書 Ⅰ 1. ①事務の名称", "①事務の名称 予防接種に関する事務"),
        ("評価書 Ⅰ 2. 特定個人情報ファイル名", "２．特定個人情報ファイル名\n予防接種ファイル"),
        ("Ⅱ 1. 評価対象の事務の対象人数は何人か いつ時点の計数か", "いつ時点の計数か 令和6年4月1日 時点"),
        ("Ⅳ 2. 目的外の入手が行われるリスクへの対策は十分か", None),
    ],
)
def test_basic_items_report_in_plain_lines(label: str, text: str | None) -> None:
    clause = field(parsed(BASIC), label)
    assert text is None or clause.text == text


def test_enumeration_within_a_value_is_no_row_of_labels() -> None:
    assert field(parsed(BASIC), "②事務の概要").text.endswith("②給付の支給に関する事務")


def test_change_table_gives_a_clause_a_row() -> None:
    rows = [clause for clause in leaves(parsed(BASIC)) if "新しい記載" in clause.text]
    assert len(rows) == 1
    assert "旧い記載" in rows[0].text
    assert "変更箇所" in rows[0].label


ALL_ITEMS = """特定個人情報保護評価書（全項目評価書）
Ⅱ 特定個人情報ファイルの概要
1. 特定個人情報ファイル名
(1)住民基本台帳ファイル
6. 特定個人情報の保管・消去
②保管期間\t期間\t[ 20年以上 ]\t<選択肢>
\t\t\t1) 1年未満\t2) 20年以上
\tその妥当性\t住民基本台帳法による。
Ⅱ 特定個人情報ファイルの概要
1. 特定個人情報ファイル名
(2)本人確認情報ファイル
2. 基本情報
⑥事務担当部署\t市民課
Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策 ※(7. リスク1⑨を除く。)
2. 特定個人情報の入手 （情報提供ネットワークシステムを通じた入手を除く。）
リスク2： 不適切な方法で入手が行われるリスク
リスクに対する措置の内容\t届出は様式による。
9. 独自の章
⑧独自の項目\t独自の内容がある。
"""


def test_all_items_report_with_two_files_and_a_section_of_its_own(
    nothing_lost: Callable[[ParsedDocument], None],
) -> None:
    document = parsed(ALL_ITEMS)
    nothing_lost(document)
    assert field(document, "Ⅱ 6. ②保管期間 期間").value == "20年以上"
    assert field(document, "Ⅱ 6. ②保管期間 その妥当性").text == "その妥当性\t住民基本台帳法による。"
    assert field(document, "Ⅱ（(2)本人確認情報ファイル） 2. ⑥事務担当部署").text == "⑥事務担当部署\t市民課"
    assert field(document, "Ⅲ 2. リスク2 リスクに対する措置の内容").text.endswith("届出は様式による。")
    assert field(document, "Ⅲ 9. ⑧独自の項目").text == "⑧独自の項目\t独自の内容がある。"
    assert any("独自の章" in notice.message for notice in document.notices)


def test_long_field_is_split_under_its_headings() -> None:
    point = "・システムへのアクセスを行う前に操作者の認証を行い、権限のない者による操作を制御している。"
    other = "【乙に係る部分】 次の措置を講じる。 (1)記録する。 (2)確認する。"
    value = f"【甲に係る部分】 {' '.join([point] * 6)} {other}"
    document = parsed(f"Ⅲ リスク対策\n3. 特定個人情報の使用\nリスク1： 目的外\nその他の措置の内容\t{value}\n")
    points = [clause for clause in leaves(document) if clause.text == point]
    assert len(points) == 6
    assert all("【甲に係る部分】" in clause.path for clause in points)
    assert points[0].label == "評価書 Ⅲ 3. リスク1 その他の措置の内容【甲に係る部分】"
    assert any(
        clause.text == "【乙に係る部分】 次の措置を講じる。 (1)記録する。 (2)確認する。"
        for clause in leaves(document)
    )


# -- random forms

LABELS = ["①入手元 ※", "②入手方法", "③使用目的 ※", "⑥使用開始日", "⑨独自の項目"]
OPTION = st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=3, max_size=6)
WORDS = st.text(
    alphabet=st.sampled_from("あいうえお漢字項目。、・()（）「」【】①②■※<>[]|&;/-12 \u3000\ue002"),
    max_size=60,
)
TAG = st.sampled_from(["<p>", "</p>", "<ul style='x'>", "<li>", "<br/>", "<td>", "<b>", "\t", " ", "\n", ""])


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """The text of a choice, its chosen options and the others."""
    options = draw(st.lists(OPTION, min_size=2, max_size=6, unique=True))
    options = [
        option for option in options if not any(option in other for other in options if other != option)
    ]
    chosen = draw(st.lists(st.sampled_from(options), max_size=2, unique=True)) if options else []
    chosen = [option for option in options if option in chosen]
    others = [option for option in options if option not in chosen]
    style = draw(st.sampled_from(["list", "boxes", "html", "squares"]))
    if style == "list":
        chosen, others = chosen[:1], [option for option in options if option not in chosen[:1]]
        listed = draw(TAG.filter(lambda tag: "\n" not in tag)).join(
            ["<選択肢> ", *(f" {number}) {option} " for number, option in enumerate(options, 1))]
        )
        return f"[{''.join(chosen)}] {listed}", chosen, others
    marks = {
        "boxes": ("[○]", "[ ]"),
        "html": ('<input checked="" type="checkbox"/>', '<input type="checkbox"/>'),
        "squares": ("☑", "☐"),
    }[style]
    parts = [f"{marks[0] if option in chosen else marks[1]} {option}" for option in options]
    return draw(st.sampled_from([" ", "　", " <b>", "</p> <p>"])).join(parts), chosen, others


@settings(max_examples=60)
@given(st.lists(choices(), min_size=1, max_size=len(LABELS)), st.sampled_from(["\t", "\n", " | "]))
def test_generated_choices_are_read_right(
    fields: list[tuple[str, list[str], list[str]]], parting: str
) -> None:
    rows = [
        f"| {label}{parting}{value} |" if "|" in parting else f"{label}{parting}{value}"
        for label, (value, _, _) in zip(LABELS, fields, strict=False)
    ]
    document = parsed(SECTION + "\n".join(rows) + "\n")
    for label, (_, chosen, others) in zip(LABELS, fields, strict=False):
        name = label.removesuffix(" ※")
        if name == "⑨独自の項目" and parting == "\n":
            continue  # a label of no form on a line of its own cannot be told from a value
        found = [clause for clause in leaves(document) if clause.label.endswith(name)]
        assert [clause.value for clause in found] == (["、".join(chosen)] if chosen else [])
        assert not [other for clause in found for other in others if other in clause.text]


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Ⅰ 基本情報",
                    "II 特定個人情報ファイルの概要",
                    "Ⅲ リスク対策",
                    "(別添1) 特定個人情報ファイル記録項目",
                    "（別添２） 変更箇所",
                    "項目一覧",
                    "2. 基本情報",
                    "3. 特定個人情報の使用",
                    "4. 特定個人情報ファイルの取扱いの委託 [ ] 委託しない",
                    "10. その他のリスク対策",
                    "12. 知らない章",
                    "委託事項1\t運用",
                    "委託事項2～5",
                    "リスク1： 目的外のリスク",
                    "\tその妥当性\t必要なため。",
                    "評価書番号\t評価書名",
                    "| --- | --- |",
                    "変更日\t項目",
                    "- 3 登録番号",
                ]
            ),
            st.tuples(st.sampled_from(LABELS), TAG, WORDS, TAG, WORDS).map("".join),
            choices().map(lambda choice: "②入手方法\t" + choice[0]),
            WORDS,
        ),
        max_size=14,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_generated_forms_lose_nothing(
    nothing_lost: Callable[[ParsedDocument], None], rows: list[str], feed: str
) -> None:
    nothing_lost(parsed(feed.join(rows)))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "<p></p>", "項目一覧", "①", "| | |", "[○]", "リスク：", "\ue002\ue000"]
)
def test_odd_sources_lose_nothing(text: str, nothing_lost: Callable[[ParsedDocument], None]) -> None:
    nothing_lost(parsed(text))
