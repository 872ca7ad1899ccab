"""Laws from law XML: every provision at its address, nothing lost, whatever envelope it comes in."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from corpus.models import Clause, ClauseKind, Document, DocumentKind, ParsedDocument
from ingest.extract import dispatch
from ingest.extract.law_text import LawText
from ingest.extract.law_xml import extract
from ingest.parsers import statute
from ingest.recognise_law import recognise_law

Check = Callable[[ParsedDocument], None]
SENTENCE = "<{0}Sentence><Sentence>{1}</Sentence></{0}Sentence>"


def paragraph(number: int, text: str, inner: str = "", mark: str = "") -> str:
    sentence = SENTENCE.format("Paragraph", text)
    return f'<Paragraph Num="{number}"><ParagraphNum>{mark}</ParagraphNum>{sentence}{inner}</Paragraph>'


def item(number: str, mark: str, text: str, inner: str = "", tag: str = "Item") -> str:
    return f'<{tag} Num="{number}"><{tag}Title>{mark}</{tag}Title>{SENTENCE.format(tag, text)}{inner}</{tag}>'


def article(number: str, title: str, body: str, caption: str = "") -> str:
    caption = f"<ArticleCaption>（{caption}）</ArticleCaption>" if caption else ""
    return f'<Article Num="{number}">{caption}<ArticleTitle>{title}</ArticleTitle>{body}</Article>'


def row(*cells: str) -> str:
    return (
        "<TableRow>"
        + "".join(f"<TableColumn><Sentence>{c}</Sentence></TableColumn>" for c in cells)
        + "</TableRow>"
    )


TABLE = (
    f"<TableStruct><Table>{row('第一項', '本人', '代理人')}{row('', '通知', '公表')}</Table></TableStruct>"
)
DEEP = item("1", "（１）", "住所", item("1", "（ｉ）", "番地", tag="Subitem3"), tag="Subitem2")
SUBITEMS = item("1", "イ", "生年月日", tag="Subitem1") + item("2", "ロ", "次のもの", DEEP, tag="Subitem1")
ITEMS = (
    item("1", "一", "氏名") + item("2", "二", "次に掲げるもの", SUBITEMS) + item("2_2", "二の二", "その他")
)
COLUMNS = (
    '<Item Num="1"><ItemTitle>一</ItemTitle><ItemSentence><Column Num="1"><Sentence>開示</Sentence></Column>'
    '<Column Num="2"><Sentence>知らせること</Sentence></Column></ItemSentence></Item>'
)
PROVISO = (
    '<Paragraph Num="1"><ParagraphNum/><ParagraphSentence><Sentence Function="main">国は、<Ruby>毀<Rt>き</Rt></Ruby>損'
    'を防ぐ。</Sentence><Sentence Function="proviso">ただし、この限りでない。</Sentence></ParagraphSentence></Paragraph>'
)
CHAPTER_ONE = (
    '<Chapter Num="1"><ChapterTitle>第一章　総則</ChapterTitle>'
    + article("1", "第一条", paragraph(1, "この法律は、権利利益を保護する。"), "目的")
    + article(
        "2",
        "第二条",
        paragraph(1, "次のものをいう。", ITEMS) + paragraph(2, "前項は、国に適用しない。", mark="２"),
        "定義",
    )
    + "</Chapter>"
)
CHAPTER_TWO = (
    '<Chapter Num="2"><ChapterTitle>第二章　義務</ChapterTitle><Section Num="1"><SectionTitle>第一節　通則</SectionTitle>'
    + article("3:5", "第三条から第五条まで", paragraph(1, "削除"))
    + article("27_2", "第二十七条の二", PROVISO)
    + article("28", "第二十八条", paragraph(1, "次の各号による。", COLUMNS))
    + article("29", "第二十九条", paragraph(1, "次の表による。", TABLE))
    + "</Section></Chapter>"
)
BODY = (
    '<LawTitle Abbrev="見本法、見法">見本の保護に関する法律</LawTitle>'
    "<TOC><TOCLabel>目次</TOCLabel><TOCChapter><ChapterTitle>第一章　総則</ChapterTitle>"
    "<ArticleRange>（第一条・第二条）</ArticleRange></TOCChapter></TOC>"
    f"<MainProvision>{CHAPTER_ONE}{CHAPTER_TWO}</MainProvision>"
    "<SupplProvision><SupplProvisionLabel>附　則</SupplProvisionLabel>"
    + article("1", "第一条", paragraph(1, "この法律は、公布の日から施行する。"), "施行期日")
    + '</SupplProvision><SupplProvision AmendLawNum="平成一五年五月三〇日法律第六一号" Extract="true">'
    "<SupplProvisionLabel>附　則</SupplProvisionLabel>"
    + article("1", "第一条", paragraph(1, "この法律は、十月一日から施行する。"), "施行期日")
    + '</SupplProvision><SupplProvision AmendLawNum="平成一六年一月七日政令第一号">'
    "<SupplProvisionLabel>附　則</SupplProvisionLabel>"
    + paragraph(1, "この政令は、公布の日から施行する。")
    + "</SupplProvision>"
    '<AppdxTable Num="1"><AppdxTableTitle>別表第一</AppdxTableTitle><RelatedArticleNum>（第二条関係）</RelatedArticleNum>'
    f"<TableStruct><Table>{row('名称', '根拠法')}{row('見本機構', '見本機構法')}</Table></TableStruct></AppdxTable>"
    '<AppdxTable Num="2"><AppdxTableTitle>別表第二</AppdxTableTitle>'
    + item("1", "一", "測定器", item("1", "イ", "はかり", tag="Subitem1"))
    + "</AppdxTable><AppdxStyle><AppdxStyleTitle>別記様式</AppdxStyleTitle><StyleStruct><Style>"
    '<Fig src="./pict/1.pdf"/></Style></StyleStruct></AppdxStyle>'
)
LAW = (
    '<Law Era="Heisei" Year="15" Num="057" PromulgateMonth="05" PromulgateDay="30" LawType="Act" Lang="ja">'
    f"<LawNum>平成十五年法律第五十七号</LawNum><LawBody>{BODY}</LawBody></Law>"
)


def read(xml: str, file_name: str = "law.xml") -> ParsedDocument:
    extracted = extract(xml.encode())
    known = recognise_law(extracted, file_name)
    assert known is not None
    document = Document(id="law-1", title=known.title, kind=known.kind, cite=known.cite)
    return statute.parse(document, extracted)


def law(body: str) -> str:
    return (
        f"<Law><LawNum>令和元年法律第一号</LawNum><LawBody><LawTitle>見本法</LawTitle>{body}</LawBody></Law>"
    )


@pytest.fixture(scope="module")
def clauses() -> dict[str, Clause]:
    return {clause.id.removeprefix("law-1."): clause for clause in read(LAW).clauses}


def test_clauses_of_a_small_law(golden: Callable[[str, ParsedDocument], None], nothing_lost: Check) -> None:
    parsed = read(LAW)
    nothing_lost(parsed)
    golden("law-xml", parsed)


@pytest.mark.parametrize(
    ("key", "label", "address", "kind"),
    [
        ("a1", "見本の保護に関する法律 第1条", "a1", ClauseKind.ARTICLE),
        ("a2.p1.c", "見本の保護に関する法律 第2条第1項柱書", "a2.p1", ClauseKind.CHAPEAU),
        ("a2.p1.i2-2", "見本の保護に関する法律 第2条第1項第2号の2", "a2.p1.i2-2", ClauseKind.ITEM),
        (
            "a2.p1.i2.ro.1.r1",
            "見本の保護に関する法律 第2条第1項第2号ロ(1)(i)",
            "a2.p1.i2.ro.1.r1",
            ClauseKind.SUBITEM,
        ),
        ("a3", "見本の保護に関する法律 第3条から第5条まで", "a3", ClauseKind.ARTICLE),
        ("a27-2", "見本の保護に関する法律 第27条の2", "a27-2", ClauseKind.ARTICLE),
        ("a29.t.r2", "見本の保護に関する法律 第29条の表「第一項」の項", "a29", ClauseKind.POINT),
        ("s.a1", "見本の保護に関する法律 附則第1条", "s.a1", ClauseKind.ARTICLE),
        (
            "s-h15-61.a1",
            "見本の保護に関する法律 附則（平成一五年五月三〇日法律第六一号）第1条",
            "s-h15-61.a1",
            ClauseKind.ARTICLE,
        ),
        (
            "s-h16-seirei-1.p1",
            "見本の保護に関する法律 附則（平成一六年一月七日政令第一号）",
            "s-h16-seirei-1.p1",
            ClauseKind.STATUTE_PARAGRAPH,
        ),
        ("hyo1.r2", "見本の保護に関する法律 別表第一（第二条関係）「見本機構」の項", None, ClauseKind.POINT),
        ("hyo2.k1.k1", "見本の保護に関する法律 別表第二 一 イ", None, ClauseKind.POINT),
    ],
)
def test_each_provision_stands_at_its_address(
    clauses: dict[str, Clause], key: str, label: str, address: str | None, kind: ClauseKind
) -> None:
    clause = clauses[key]
    assert (clause.label, clause.address, clause.kind) == (label, address, kind)


def test_a_proviso_stays_with_its_paragraph_and_readings_stand_beside(clauses: dict[str, Clause]) -> None:
    assert clauses["a27-2"].text == "第二十七条の二　国は、毀損を防ぐ。ただし、この限りでない。"


def test_columns_and_cells_are_parted(clauses: dict[str, Clause]) -> None:
    assert clauses["a28.i1"].text == "一　開示　知らせること"
    assert clauses["a29.t.r1"].text == "第一項\t本人\t代理人"


def test_the_path_names_chapter_section_and_caption(clauses: dict[str, Clause]) -> None:
    assert clauses["a2.p1.i1"].path == ("第一章　総則", "第2条（定義）", "第1項", "第1号")
    assert clauses["a28.i1"].path[:2] == ("第二章　義務", "第一節　通則")
    assert clauses["s-h15-61.a1"].path[0] == "附則（平成一五年五月三〇日法律第六一号）"


def test_a_picture_is_reported_and_noted(clauses: dict[str, Clause]) -> None:
    assert "画像" in (clauses["yoshiki1"].note or "")
    assert any("./pict/1.pdf" in notice.message for notice in read(LAW).notices)


def test_the_printed_text_read_without_elements_gives_the_same_provisions() -> None:
    marked = read(LAW)
    plain = statute.parse(
        marked.document, dispatch.extract(Path("law.txt"), marked.source.replace("き損", "損").encode())
    )
    kinds = (
        ClauseKind.ARTICLE,
        ClauseKind.STATUTE_PARAGRAPH,
        ClauseKind.ITEM,
        ClauseKind.SUBITEM,
        ClauseKind.CHAPEAU,
    )

    def provisions(parsed: ParsedDocument) -> dict[str, tuple[str, tuple[str, ...], str | None]]:
        return {
            clause.id: (clause.label, clause.path, clause.address)
            for clause in parsed.clauses
            if clause.kind in kinds
            and not re.search(r"a29|hyo|seirei", clause.id)  # tables; an only paragraph
        }

    assert provisions(plain) == provisions(marked)


def test_an_unknown_element_is_kept_as_plain_text_and_reported(nothing_lost: Check) -> None:
    body = f"<MainProvision>{article('1', '第一条', paragraph(1, '次による。', '<Novel>新しい<b>字句</b></Novel>'))}</MainProvision>"
    parsed = read(law(body + "<Annex>別に置く</Annex>"))
    nothing_lost(parsed)
    plain = {clause.text: clause.label for clause in parsed.clauses if clause.kind is ClauseKind.PLAIN}
    assert plain == {
        "新しい": "見本法 第1条 記載（1）",
        "字句": "見本法 第1条 記載（2）",
        "別に置く": "見本法 記載",
    }
    assert [notice.message.split(";")[0] for notice in parsed.notices] == [
        "no rule knows the element Novel",
        "no rule knows the element Annex",
    ]


@pytest.mark.parametrize(
    ("mark", "key"),
    [("ア", "a"), ("（ア）", "b-a"), ("①", "c1"), ("（イ）", "b-i"), ("ａ", "7"), ("イからハまで", "i")],
)
def test_sub_items_of_other_styles_have_addresses(mark: str, key: str) -> None:
    inner = item("7", mark, "事項", tag="Subitem1")
    body = f"<MainProvision>{article('1', '第一条', paragraph(1, '次による。', item('1', '一', '次のもの', inner)))}</MainProvision>"
    addresses = [clause.address for clause in read(law(body)).clauses if clause.kind is ClauseKind.SUBITEM]
    assert addresses == [f"a1.i1.{key}"]


def tree(element: ElementTree.Element) -> dict[str, Any]:
    """An element as the law API's JSON has it."""
    children: list[Any] = [element.text] if element.text else []
    for child in element:
        children.append(tree(child))
        if child.tail:
            children.append(child.tail)
    return {"tag": element.tag, "attr": dict(element.attrib), "children": children}


STATE = "415AC0000000057_20260624_508AC0000000046"
TREE = tree(ElementTree.fromstring(LAW))
INFO = {"law_info": {"law_id": "415AC0000000057"}, "revision_info": {"law_revision_id": STATE}}
ENVELOPES = {
    "version 1": f"<?xml version='1.0'?><DataRoot><Result><Code>0</Code><Message/></Result><ApplData>"
    f"<LawId>415AC0000000057</LawId><LawFullText>{LAW}</LawFullText></ApplData></DataRoot>",
    "version 2": "<law_data_response><law_info><law_id>415AC0000000057</law_id></law_info><revision_info>"
    f"<law_revision_id>{STATE}</law_revision_id></revision_info><law_full_text>{LAW}</law_full_text></law_data_response>",
    "version 2 in JSON": json.dumps({**INFO, "law_full_text": TREE}, ensure_ascii=False),
    "version 2 in JSON, Base64": json.dumps(
        {**INFO, "law_full_text": base64.b64encode(LAW.encode()).decode()}
    ),
}


@pytest.mark.parametrize("name", ENVELOPES)
def test_every_envelope_holds_the_same_law(name: str) -> None:
    envelope = ENVELOPES[name].encode()
    extracted = dispatch.extract(Path("answer"), envelope)
    assert extracted.text == extract(LAW.encode()).text
    known = recognise_law(extracted, "answer.json")
    assert known is not None
    assert known.id == "law-415ac0000000057"
    assert str(known.date) == ("2004-01-07" if name == "version 1" else "2026-06-24")


def test_a_bare_tree_in_json_and_other_encodings_are_read() -> None:
    expected = extract(LAW.encode()).text
    assert extract(json.dumps(TREE).encode()).text == expected
    for encoding in ("utf-16", "shift_jis"):
        data = f'<?xml version="1.0" encoding="{encoding}"?>{LAW}'.encode(encoding)
        assert dispatch.extract(Path("law.xml"), data).text == expected


@pytest.mark.parametrize(
    ("file_name", "date", "law_id"),
    [
        (f"{STATE}.xml", "2026-06-24", "law-415ac0000000057"),
        ("415AC0000000057_fetched-2025-09-24.xml", "2025-09-24", "law-415ac0000000057"),
        ("415AC0000000057.xml", "2004-01-07", "law-415ac0000000057"),
        ("law.xml", "2004-01-07", "law-heisei-15-act-057"),
    ],
)
def test_the_day_in_force_and_the_id_come_from_e_gov(file_name: str, date: str, law_id: str) -> None:
    known = recognise_law(extract(LAW.encode()), file_name)
    assert known is not None
    assert (str(known.date), known.id, known.kind) == (date, law_id, DocumentKind.STATUTE)
    assert known.aliases == ("見本法", "見法", "平成十五年法律第五十七号")


LAUGHS = '<!DOCTYPE Law [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Law><LawNum>&b;</LawNum></Law>'
BAD = [
    (b"", "empty"),
    (LAUGHS.encode(), "declares"),
    (LAUGHS.encode("utf-16"), "declares"),
    (b'<!DOCTYPE Law SYSTEM "file:///etc/passwd"><Law/>', "declares"),
    (LAW.encode()[:-9], "not whole XML"),
    (b"<Law/>", "no text"),
    ("<DataRoot><Result><Code>1</Code><Message>該当なし</Message></Result></DataRoot>".encode(), "該当なし"),
    (b'{"law_full_text": {"tag": "Law"', "not whole JSON"),
    (b'{"law_full_text": "?"}', "neither XML nor Base64"),
    (b'{"law_full_text": {"tag": "Chapter"}}', "no tag Law"),
    (b'{"law_full_text": {"tag": "La w"}}', "does not allow"),
    (b'{"law_full_text": {"tag": 7}}', "no tree"),
    (b'{"tag":"Law","children":[' * 5000, "too deep"),
    (('{"tag":"Law","children":[' * 300 + "]}" * 300).encode(), "no tree"),
    (("<Law>" + "<a>" * 2000 + "x" + "</a>" * 2000 + "</Law>").encode(), "not whole XML"),
]


@pytest.mark.parametrize(("data", "words"), BAD)
def test_what_is_no_law_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        extract(data)


@pytest.mark.parametrize("head", [b"<?xml version='1.0'?><rss/>", b'{"name": 1}', b"<Lawyer/>"])
def test_other_xml_and_json_is_not_taken_for_a_law(head: bytes) -> None:
    assert dispatch.media_of(Path("a.xml"), head) == "application/xml"


TAGS = [
    *(
        "Law",
        "LawBody",
        "LawTitle",
        "TOC",
        "MainProvision",
        "Chapter",
        "ChapterTitle",
        "Article",
        "ArticleTitle",
    ),
    *("ArticleCaption", "Paragraph", "ParagraphNum", "ParagraphSentence", "Sentence", "Item", "ItemTitle"),
    *(
        "ItemSentence",
        "Column",
        "Subitem1",
        "Subitem1Title",
        "Subitem1Sentence",
        "TableStruct",
        "Table",
        "TableRow",
    ),
    *(
        "TableColumn",
        "SupplProvision",
        "SupplProvisionLabel",
        "AppdxTable",
        "AppdxTableTitle",
        "Ruby",
        "Rt",
        "List",
    ),
    *("ListSentence", "Fig", "Remarks", "Preamble", "Unknown"),
]
WORDS = st.sampled_from(
    ["", "第一条", "（目的）", "次の事項", "イ", "（１）", "二の三", "\n  ", "附　則", "A b"]
)
NUMS = st.sampled_from(
    [{}, {"Num": "1"}, {"Num": "2_2"}, {"Num": "3:5"}, {"Num": "0"}, {"AmendLawNum": "平成一年法律第一号"}]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> ElementTree.Element:
    element = ElementTree.Element(draw(st.sampled_from(TAGS)), draw(NUMS))
    element.text = draw(WORDS)
    for _ in range(draw(st.integers(0, 3 if depth < 5 else 0))):
        child = draw(elements(depth=depth + 1))
        child.tail = draw(WORDS)
        element.append(child)
    return element


@settings(max_examples=120)
@given(body=st.lists(elements(), min_size=1, max_size=4))
def test_nothing_is_lost_of_any_nesting_of_elements(
    body: list[ElementTree.Element], nothing_lost: Check
) -> None:
    root = ElementTree.Element("Law")
    root.extend(body)
    if not "".join(root.itertext()).strip():
        return
    xml = ElementTree.tostring(root, encoding="unicode")
    parsed = read(xml)
    nothing_lost(parsed)
    assert _squash("".join(root.itertext())) == _squash(re.sub("（平成一年法律第一号）", "", parsed.source))


def _squash(text: str) -> str:
    return re.sub(r"\s", "", text)


SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = sorted([*SHARED.glob("materials/statutes/*.xml"), *SHARED.glob("robustness/statute-xml/*.xml")])


@pytest.mark.skipif(not REAL, reason="the statutes of the shared folder are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_nothing_is_lost_of_real_laws(path: Path, nothing_lost: Check) -> None:
    extracted = dispatch.extract(path, path.read_bytes())
    assert isinstance(extracted, LawText)
    known = recognise_law(extracted, path.name)
    assert known is not None
    document = Document(id=known.id, title=known.title, kind=known.kind, cite=known.cite)
    parsed = statute.parse(document, extracted)
    nothing_lost(parsed)
    root = ElementTree.fromstring(path.read_bytes())
    found = root if root.tag == "Law" else next(root.iter("Law"))
    assert len([c for c in parsed.clauses if c.kind is ClauseKind.ARTICLE]) == len(
        list(found.iter("Article"))
    )
    expected = "".join("".join(found.itertext()).split())
    printed = parsed.source
    for suppl in found.iter("SupplProvision"):
        beside = f"　（{suppl.get('AmendLawNum')}）" if suppl.get("AmendLawNum") else ""
        beside += "　抄" if suppl.get("Extract") == "true" else ""
        printed = printed.replace(f"附　則{beside}\n", "附　則\n", 1)
    assert "".join(printed.split()) == expected
    assert [notice for notice in parsed.notices if "picture" not in notice.message] == []
