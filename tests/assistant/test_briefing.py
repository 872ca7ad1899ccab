"""Briefings over the bundled record: what each section holds, that every word is proven, and the forms it takes."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from fastapi.testclient import TestClient
from lxml import etree
from pydantic import BaseModel
from typer.testing import CliRunner

from assistant.access import ANYONE, Keyring, Principal
from assistant.api.app import create_app
from assistant.briefing import Briefing, briefing
from assistant.briefing.markdown import markdown_of
from assistant.briefing.models import Excerpts, Source, Statement
from assistant.briefing.numbering import Numbering
from assistant.briefing.open_points import open_points
from assistant.briefing.topic import topic_of
from assistant.briefing.word import docx_of
from assistant.briefing.wording import word
from assistant.cli import app
from assistant.export import DOCX_TYPE
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import InvalidQuery
from corpus.models import DocumentKind, Filters
from ingest.pipeline import ingest

BUNDLED = Path(__file__).resolve().parents[2] / "corpus" / "documents"
TOPICS = ("再委託", "認定協議", "暗号化")
TODAY = dt.date(2026, 11, 21)
runner = CliRunner()


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data = tmp_path_factory.mktemp("briefing")
    ingest([BUNDLED], data)
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def made(record: Assistant) -> dict[str, Briefing]:
    return {topic: briefing(topic, record, principal=ANYONE, today=TODAY) for topic in TOPICS}


@pytest.fixture
def client(record: Assistant, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, record)) as client:
        yield client


def statements(value: object) -> list[Statement]:
    """All statements within a briefing, however deep."""
    if isinstance(value, Statement):
        return [value]
    if isinstance(value, BaseModel):
        return [one for name in type(value).model_fields for one in statements(getattr(value, name))]
    return [one for part in value for one in statements(part)] if isinstance(value, tuple) else []


def clause_ids(held: Briefing, section: object) -> set[str]:
    sources = {source.number: source.clause_id for source in held.sources}
    return {sources[one.source] for one in statements(section)}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_statement_stands_in_the_clause_of_its_source(
    record: Assistant, made: dict[str, Briefing], topic: str
) -> None:
    held = made[topic]
    sources = {source.number: source for source in held.sources}
    said = statements(held)
    assert len(said) > 5
    for one in said:
        clause = record.catalog.clause(sources[one.source].clause_id, ANYONE.audiences)
        assert one.text.strip()
        assert one.text in clause.text
        assert clause.label == sources[one.source].label
    assert {one.source for one in said} == set(sources) == set(range(1, len(sources) + 1))
    assert len({source.clause_id for source in held.sources}) == len(sources)


def test_entrustment_to_others_tells_requests_with_their_replies_and_what_reports_say(
    made: dict[str, Briefing],
) -> None:
    held = made["再委託"]
    assert [(one.asked_by, one.asked_of) for one in held.requests] == [("清水委員", "国土交通大臣")] * 3
    assert [one.reply.place.split("（")[0] for one in held.requests if one.reply] == [
        "議題1 木村専門官の回答"
    ] * 3
    report = clause_ids(held, held.assessments)
    fields = {name.partition("p2.s4.")[2] for name in report if "p2.s4." in name}
    assert {"entrustment1.f4", "entrustment1.f5.n1", "entrustment1.f6", "entrustment2.f4"} <= fields
    chosen = {one.text for one in statements(held.assessments) if one.place.endswith("再委託の有無")}
    assert chosen == {"再委託する", "再委託しない"}
    assert not held.criteria


def test_what_was_to_be_considered_later_is_an_open_point(made: dict[str, Briefing]) -> None:
    [group] = made["再委託"].open_points
    assert group.document_id == "summary-300"
    assert ["検討する予定である" in one.text or "検討したい" in one.text for one in group.statements] == [
        True,
        True,
    ]
    assert made["暗号化"].open_points == ()


def test_consultations_stand_in_order_of_time_with_points_opinion_and_outcome(
    made: dict[str, Briefing],
) -> None:
    held = made["認定協議"]
    assert [(one.meeting, len(one.points), one.matter) for one in held.precedents] == [
        (205, 6, "認定協議"),
        (330, 7, "認定協議"),
    ]
    assert "意見を付した上で了承" in held.precedents[0].outcome[0].text
    assert "原案のとおり決定" in held.precedents[1].outcome[0].text
    explained = clause_ids(held, held.explained)
    assert {"minutes-330.g1.s1.p2", "minutes-330.g1.s2.p2"} & explained
    assert any(group.cite.startswith("次世代医療基盤法施行規則") for group in held.criteria)


def test_encryption_tells_entry_4_and_the_provision(made: dict[str, Briefing]) -> None:
    held = made["暗号化"]
    assert clause_ids(held, held.requests) == {"minutes-330.g2.s2.pt4"}
    assert held.requests[0].strength == "required"
    [provision] = statements(held.criteria)
    assert provision.place == "次世代医療基盤法施行規則 第6条第4号ニ(4)"
    assert clause_ids(held, held.remarks) == {"minutes-330.g2.s2.p7"}


def test_a_decision_on_another_matter_gives_only_what_speaks_of_the_topic(
    made: dict[str, Briefing],
) -> None:
    [precedent] = made["暗号化"].precedents
    assert [one.text.count("暗号化") > 0 for one in precedent.conditions] == [True]
    assert precedent.points == ()


def test_what_the_record_does_not_hold_is_a_result(record: Assistant) -> None:
    held = briefing("量子コンピュータ", record, principal=ANYONE, today=TODAY)
    assert (held.status, held.sources, statements(held)) == ("not_found", (), [])
    assert markdown_of(held).count(word("nothing", "ja")) == 9


def test_an_english_topic_finds_the_same_clauses(record: Assistant, made: dict[str, Briefing]) -> None:
    english = briefing("encryption", record, principal=ANYONE, today=TODAY)
    assert {source.clause_id for source in english.sources} == {
        source.clause_id for source in made["暗号化"].sources
    }


def test_an_english_briefing_says_nothing_of_its_own_in_japanese(record: Assistant) -> None:
    for topic in ("re-entrustment", "certification consultation"):
        held = briefing(topic, record, principal=ANYONE, today=TODAY)
        assert held.language == "en"
        text = re.sub(r"「(?:[^「」]|「[^「」]*」)*」", "", markdown_of(held))  # the record's words
        ours = [
            line for line in text.split("\n") if not line.startswith(("### ", "- [", "- **", "  - ", "| "))
        ]
        assert not re.search(r"[ぁ-んァ-ヶ一-龥]", "\n".join(ours))
        assert "## 3. Precedents, oldest first" in text
        assert "(requested)" in text
        document = docx.Document(io.BytesIO(docx_of(held)))
        assert document.core_properties.language == "en-GB"
        assert document.tables[0].rows[0].cells[0].text == "Date"


def test_a_reply_is_quoted_in_its_own_words_under_who_gave_it(made: dict[str, Briefing]) -> None:
    replied = [request for request in made["再委託"].requests if request.reply]
    assert {request.replied_by for request in replied} == {"木村専門官"}
    assert all(not request.reply.text.startswith("これに対し") for request in replied if request.reply)
    assert "**回答（木村専門官）** 「現在デジタル庁" in markdown_of(made["再委託"])


def test_a_briefing_begins_with_how_much_is_held(made: dict[str, Briefing]) -> None:
    text = markdown_of(made["再委託"])
    glance = text[text.index("## 1　要点") : text.index("## 2")]
    assert "先例は1件です（令和6年9月11日）。" in glance
    assert (
        "求められた措置は3件です（要請3）。うち発言によるものは3件、そのうち回答の記録があるものは3件です。"
        in glance
    )
    assert "今後の検討とされた点が2件あります（直近は令和6年9月11日）。" in glance
    assert "今後の検討とされた点は、記録に見当たりません。" in markdown_of(made["暗号化"])


def test_where_no_definition_is_held_the_provisions_headed_by_the_topic_stand_for_it(
    tmp_path: Path,
) -> None:
    law = tmp_path / "law.txt"
    law.write_text(
        "灯台記録法\n\n（記録の預け入れ）\n第一条　灯台守は、記録を預け入れることができる。\n"
        "（雑則）\n第二条　記録の預け入れに要する費用は、別に定める。\n",
        "utf-8",
    )
    manifest = (
        "documents:\n  - file: law.txt\n    id: law-lighthouse\n    title: 灯台記録法\n    kind: statute\n"
    )
    (tmp_path / "manifest.yaml").write_text(manifest, "utf-8")
    ingest([tmp_path], tmp_path / "data")
    assistant = Assistant.open(Settings(data=tmp_path / "data"))
    held = briefing("記録の預け入れ", assistant, principal=ANYONE, today=TODAY)
    assistant.close()
    assert held.by_caption
    assert clause_ids(held, held.explained) == {"law-lighthouse.a1.p1"}
    assert "law-lighthouse.a1.p1" not in clause_ids(held, held.criteria)


def test_a_document_held_under_two_names_is_quoted_once(
    record: Assistant, made: dict[str, Briefing], tmp_path: Path
) -> None:
    [paper] = BUNDLED.glob("paper_*.txt")
    copy = tmp_path / "copy.txt"
    copy.write_text(paper.read_text("utf-8") + "\n", "utf-8")
    ingest([BUNDLED, copy], tmp_path / "data")
    twice = Assistant.open(Settings(data=tmp_path / "data"))
    try:
        held = briefing("暗号化", twice, principal=ANYONE)
    finally:
        twice.close()
    assert held.documents == made["暗号化"].documents + 1
    assert [one.label for one in held.sources] == [one.label for one in made["暗号化"].sources]


def test_a_clause_with_some_words_of_a_topic_does_not_speak_of_it(record: Assistant) -> None:
    understood, _ = record.search("委託先の監督", principal=ANYONE)
    topic = topic_of(understood)
    assert topic.in_text("委託先に対する必要かつ適切な監督を行う。")
    assert not topic.in_text("再委託先の情報セキュリティに関する方針")
    assert not topic.in_text("委託先を定める。監督は行わない。")


def test_a_definition_is_told_from_a_mention(record: Assistant) -> None:
    understood, _ = record.search("再委託", principal=ANYONE)
    topic = topic_of(understood)
    for text in (
        "「再委託」とは、",
        "再委託は、委託先が更に委託することをいう。",
        "更に委託すること（以下「再委託」という。）",
    ):
        assert topic.defined_in(text), text
    assert not topic.defined_in("再委託は行わない。")


def test_filters_bound_what_is_briefed_on(record: Assistant) -> None:
    of_330 = briefing("認定協議", record, filters=Filters(meeting=330), principal=ANYONE)
    assert [one.meeting for one in of_330.precedents] == [330]
    assert of_330.criteria, "the law applied is of no meeting"
    named = briefing("第330回の認定協議", record, principal=ANYONE)
    assert [one.id for one in named.precedents] == ["minutes-330.g1"]
    reports = briefing("再委託", record, filters=Filters(kind=DocumentKind.ASSESSMENT), principal=ANYONE)
    assert {source.kind for source in reports.sources} == {DocumentKind.ASSESSMENT}


def test_a_reader_without_the_audience_is_told_nothing(record: Assistant) -> None:
    stranger = Principal(name="stranger", audiences=frozenset({"commission"}))
    held = briefing("再委託", record, principal=stranger)
    assert (held.status, held.documents, held.sources) == ("not_found", 0, ())


def test_an_empty_topic_is_refused(record: Assistant) -> None:
    with pytest.raises(InvalidQuery):
        briefing("  ", record, principal=ANYONE)


def test_a_quote_that_does_not_stand_in_its_clause_is_withheld(record: Assistant) -> None:
    audiences = ANYONE.audiences
    documents = {one.id: one for one in record.catalog.documents(audiences)}
    numbering = Numbering(record.catalog, audiences, documents, ())
    clause = record.catalog.clause("summary-300.g1.r5", audiences)
    assert numbering.of_quotes(clause, ["再委託を禁止する"]) == ()
    assert numbering.sources() == ()
    [kept] = numbering.of_quotes(clause, ["再委託を禁止する", "検討する予定である"])
    assert (kept.text, kept.source) == ("検討する予定である", 1)


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("この点については、関係省庁と協議を進めているところである。", 1, "under way"),
        ("課題を整理した上で、改めて御報告する予定です。", 1, "announced"),
        ("今後、ガイドラインの改定を検討してまいります。", 1, "announced"),
        ("Ａ課長から「手順は現在調整中である」旨の回答があった。", 1, "in reported speech"),
        ("早急に検討いただきたい。", 0, "asked of another"),
        ("どのような対応を予定しているか教えていただきたい。", 0, "a question"),
        ("通信は暗号化している。", 0, "a fact"),
        ("操作ログを確認し、不正の発生を調査することとしている。", 0, "settled"),
        ("資料については、準備が整い次第、公表したいと考えております。", 0, "settled, and of the papers"),
        ("今後の確実な対応が確認された。", 0, "past"),
        ("御指摘の点は、次回までに見直しを行い、改めて説明したいと思います。", 1, "announced"),
    ],
)
def test_what_is_put_off_is_told_from_what_is_asked(text: str, count: int, why: str) -> None:
    found = open_points(text)
    assert len(found) == count, why
    assert all(one in text for one in found)


@pytest.mark.parametrize("topic", TOPICS)
def test_markdown_marks_and_sources_agree(made: dict[str, Briefing], topic: str) -> None:
    text = markdown_of(made[topic])
    body, _, sources = text.partition("## 9　出典")
    marks = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", body)}
    listed = [int(number) for number in re.findall(r"^- \[(\d+)\]", sources, re.M)]
    assert listed == sorted(marks) == [source.number for source in made[topic].sources]
    assert text.startswith(f"# ブリーフィング「{topic}」\n\n作成 令和8年11月21日")
    assert len(re.findall(r"^## ", text, re.M)) == 9


def test_the_words_of_a_document_are_no_markup(made: dict[str, Briefing]) -> None:
    statement = Statement(text="<b>|[1]*\n# x\x0b", source=1, place="[2](http://x)")
    source = Source(
        number=1, clause_id="a.b", label="甲<乙>", document_id="a", title="甲", kind=DocumentKind.OTHER
    )
    group = Excerpts(document_id="a", cite="甲|乙", statements=(statement,))
    held = made["暗号化"].model_copy(
        update={"remarks": (group,), "sources": (source,), "precedents": (), "requests": ()}
    )
    held = held.model_copy(update={"assessments": (), "criteria": ()})
    text = markdown_of(held)
    assert r"「\<b\>\|\[1\]\* \# x」 [1]" in text
    assert r"\[2\](http://x)" in text
    assert docx.Document(io.BytesIO(docx_of(held))).core_properties.title == "ブリーフィング「暗号化」"


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("topic", TOPICS)
def test_word_has_headings_a_table_and_a_footnote_a_source(made: dict[str, Briefing], topic: str) -> None:
    held, content = made[topic], docx_of(made[topic])
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert (styles[0], styles.count("Heading 1")) == ("Title", 9)
    [table] = document.tables
    assert len(table.rows) == 1 + len(held.precedents)
    body = part(content, "word/document.xml")
    numbers = [source.number for source in held.sources]
    marks = [int(mark.get(qn("w:id"), "")) for mark in body.iter(qn("w:footnoteReference"))]
    assert marks == numbers, "Word counts notes as they come: their numbers must be the sources'"
    notes = {
        int(note.get(qn("w:id"), "")): "".join(note.itertext()).strip()
        for note in part(content, "word/footnotes.xml")
    }
    assert notes == {-1: "", 0: "", **{source.number: source.label for source in held.sources}}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert anchors <= {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}


def test_word_names_japanese_fonts_and_says_when_and_of_what_it_was_made(made: dict[str, Briefing]) -> None:
    content = docx_of(made["再委託"])
    styles = part(content, "word/styles.xml")
    fonts = {
        style.find(qn("w:name")).get(qn("w:val")): style.find(f".//{qn('w:rFonts')}")
        for style in styles.iter(qn("w:style"))
        if style.find(f".//{qn('w:rFonts')}") is not None
    }
    assert fonts["Normal"].get(qn("w:eastAsia")) == "Yu Mincho"
    assert fonts["heading 1"].get(qn("w:eastAsia")) == "Yu Gothic"
    assert not any("Theme" in name for name in fonts["heading 1"].attrib)
    table = part(content, "word/fontTable.xml")
    others = {
        font.get(qn("w:name")): name.get(qn("w:val"))
        for font in table
        if (name := font.find(qn("w:altName"))) is not None
    }
    assert others["Yu Mincho"] == "MS Mincho"
    head = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).sections[0].header.paragraphs)
    assert "作成 令和8年11月21日" in head
    assert f"索引の世代 {made['再委託'].generation}" in head


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file(made: dict[str, Briefing], tmp_path: Path) -> None:
    (tmp_path / "b.docx").write_bytes(docx_of(made["認定協議"]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "b.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "b.txt").read_text("utf-8-sig")
    assert "先例の年表" in text
    assert made["認定協議"].precedents[0].points[0].text in text


def test_the_api_gives_each_form(client: TestClient, made: dict[str, Briefing]) -> None:
    replies = {
        form: client.post("/v1/briefings", json={"topic": "再委託", "format": form})
        for form in ("json", "md", "docx")
    }
    assert {reply.status_code for reply in replies.values()} == {200}
    held = Briefing.model_validate(replies["json"].json())
    assert held.model_copy(update={"made_on": TODAY}) == made["再委託"]
    assert replies["md"].headers["content-type"] == "text/markdown; charset=utf-8"
    assert replies["md"].text == markdown_of(held)
    assert replies["docx"].headers["content-type"] == DOCX_TYPE
    assert (
        replies["docx"]
        .headers["content-disposition"]
        .startswith("attachment; filename=\"briefing.docx\"; filename*=UTF-8''%E3%83%96")
    )
    assert docx.Document(io.BytesIO(replies["docx"].content)).tables


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "topic"),
        ({"topic": " "}, "topic"),
        ({"topic": "長" * 51}, "topic"),
        ({"topic": "再委託", "format": "pdf"}, "format"),
        ({"topic": "再委託", "filters": {"meetings": 3}}, "meetings"),
    ],
)
def test_what_cannot_be_briefed_on_is_said(client: TestClient, body: dict[str, object], says: str) -> None:
    reply = client.post("/v1/briefings", json=body)
    assert reply.status_code == 422
    assert says in reply.json()["detail"]


def test_the_api_asks_for_a_key_where_keys_are_needed(
    record: Assistant, settings: Settings, keyring: Keyring
) -> None:
    with TestClient(create_app(settings, record, keyring)) as locked:
        assert locked.post("/v1/briefings", json={"topic": "再委託"}).status_code == 401


def run(record: Assistant, *words: str) -> tuple[int, str, str]:
    data = str(record._settings.data)
    result = runner.invoke(app, ["briefing", *words, "--data", data])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_writes_and_gives_json(record: Assistant, tmp_path: Path) -> None:
    status, said, _ = run(record, "暗号化")
    assert status == 0
    assert said.startswith("# ブリーフィング「暗号化」")
    for name in ("b.docx", "b.md"):
        status, said, _ = run(record, "暗号化", "-o", str(tmp_path / name))
        assert (status, said.endswith("6 件の出典\n")) == (0, True)
    assert docx.Document(str(tmp_path / "b.docx")).tables
    assert (tmp_path / "b.md").read_text("utf-8").startswith("# ブリーフィング")
    status, said, _ = run(record, "暗号化", "--json")
    assert Briefing.model_validate(json.loads(said)).topic == "暗号化"


def test_the_command_says_what_is_wrong(record: Assistant, tmp_path: Path) -> None:
    assert run(record, "量子コンピュータ")[0] == 1
    for name, says in (("b.pdf", "neither .docx nor .md"), ("none/b.docx", "no folder")):
        status, _, said = run(record, "暗号化", "-o", str(tmp_path / name))
        assert status == 2
        assert says in said
