"""The registers: read from the bundled documents as a reader read them, and from documents nobody had seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.catalog import Registers
from corpus.models import Clause, Decision, Measure, ParsedDocument, Strength
from corpus.subjects import OTHER_MATTER, matter_of, topics_of
from ingest.registers import registers_of, rules_digest
from ingest.registers.acts import Act, act_in
from ingest.registers.forms import asked_in_remark, inner
from ingest.registers.items import Place, organisations
from tests.drafts import drafts_in

HERE = Path(__file__).parent
BUNDLED = HERE.parents[1] / "corpus" / "documents"
PARTS = ("points", "conditions", "outcome", "publication", "withheld")


@cache
def parsed(path: Path) -> dict[str, ParsedDocument]:
    """The documents of a file or folder as ingestion reads them, by id."""
    return {draft.parsed.document.id: draft.parsed for draft in drafts_in(path).values()}


@cache
def read(path: Path) -> dict[str, Registers]:
    """Their registers."""
    return {name: registers_of(one.document, one.clauses) for name, one in parsed(path).items()}


def golden(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / "golden" / f"{name}.yaml").read_text("utf-8"))


def expected(half: str) -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load((HERE / "unseen" / "expected.yaml").read_text("utf-8"))[half]


def told(measure: Measure) -> dict[str, object]:
    """A measure as the golden register tells it."""
    fields = {
        "clause": measure.clause_id,
        "text": measure.text,
        "asked_by": measure.asked_by,
        "asked_of": measure.asked_of,
        "about": measure.about,
        "strength": measure.strength.value,
        "topics": set(measure.topics),
    }
    return {**fields, **({"reply": measure.reply_id} if measure.reply_id else {})}


@pytest.mark.parametrize("document_id", sorted(golden("measures")))
def test_the_measures_of_a_bundled_document_are_those_that_a_reader_found(document_id: str) -> None:
    wanted = [{**entry, "topics": set(entry["topics"])} for entry in golden("measures")[document_id]]
    assert [told(measure) for measure in read(BUNDLED)[document_id].measures] == wanted


@pytest.mark.parametrize("decision_id", sorted(golden("decisions")))
def test_the_decision_on_a_bundled_item_is_what_a_reader_found(decision_id: str) -> None:
    decision = decisions()[decision_id]
    found = {"matter": decision.matter, "parties": list(decision.parties)}
    found |= {part: [passage.clause_id for passage in getattr(decision, part)] for part in PARTS}
    assert found == golden("decisions")[decision_id]


def test_every_agenda_item_has_one_decision_and_no_other_has() -> None:
    assert decisions().keys() == golden("decisions").keys()


def decisions() -> dict[str, Decision]:
    return {decision.id: decision for held in read(BUNDLED).values() for decision in held.decisions}


READ = ("tuned", "kept", "later", "last", "phrased", "fresh")  # looked at entry by entry, once read
ASIDE = "aside"  # only ever scored as a whole


@pytest.mark.parametrize("half", [*READ, ASIDE])
def test_measures_of_documents_never_seen_are_found(half: str) -> None:
    """What each part gave when it was first read, before any rule knew it: unseen/README.md."""
    right = found = wanted = 0
    for document_id, entries in expected(half).items():
        measures = read(HERE / "unseen" / f"{document_id}.txt")[document_id].measures
        right += sum(any(m.text.startswith(entry["begins"]) for m in measures) for entry in entries)
        found += len(measures)
        wanted += len(entries)
    assert right / found >= 0.95
    assert right / wanted >= 0.95


@pytest.mark.parametrize(
    ("document_id", "entry"),
    [
        pytest.param(document_id, entry, id=f"{document_id}-{entry['begins']}")
        for half in READ
        for document_id, entries in expected(half).items()
        for entry in entries
    ],
)
def test_who_asked_whom_and_how_strongly_is_told_for_documents_never_seen(
    document_id: str, entry: dict[str, Any]
) -> None:
    measures = read(HERE / "unseen" / f"{document_id}.txt")[document_id].measures
    [measure] = [m for m in measures if m.text.startswith(entry["begins"])]
    assert {name: getattr(measure, name) for name in ("strength", "asked_by", "asked_of")} == {
        name: entry[name] for name in ("strength", "asked_by", "asked_of")
    }


def test_what_was_kept_aside_is_told_as_well_as_what_was_read() -> None:
    right = wanted = 0
    for document_id, entries in expected(ASIDE).items():
        measures = read(HERE / "unseen" / f"{document_id}.txt")[document_id].measures
        for entry in entries:
            names = ("strength", "asked_by", "asked_of")
            told = [m for m in measures if m.text.startswith(entry["begins"])]
            right += any(all(getattr(m, name) == entry[name] for name in names) for m in told)
            wanted += 1
    assert right / wanted >= 0.95


@pytest.mark.parametrize("path", [BUNDLED, *sorted((HERE / "unseen").glob("*.txt"))], ids=lambda p: p.stem)
def test_what_stands_in_a_register_stands_verbatim_in_its_clause(path: Path) -> None:
    for document_id, held in read(path).items():
        clauses: dict[str, Clause] = {clause.id: clause for clause in parsed(path)[document_id].clauses}
        for measure in held.measures:
            assert measure.text in clauses[measure.clause_id].text
            assert measure.label == clauses[measure.clause_id].label
            assert measure.reply_id is None or measure.reply_id in clauses
        for decision in held.decisions:
            assert decision.id in clauses
            for part in PARTS:
                for passage in getattr(decision, part):
                    assert passage.text in clauses[passage.clause_id].text
        assert len({measure.id for measure in held.measures}) == len(held.measures)


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("再委託先の管理を十分に実施いただきたい。", Strength.REQUESTED),
        ("暗号化を徹底していただきたいと思います。", Strength.REQUESTED),
        ("職員へ十分な研修を行う必要があると考える。", Strength.REQUESTED),
        ("規程を見直すべきである。", Strength.REQUESTED),
        ("記録を残すようお願いします。", Strength.REQUESTED),
        ("手順を逸脱することがあってはならず、直ちに改めなければならない。", Strength.REQUESTED),
        ("監視の仕組みをあらかじめ検討する必要がある。", Strength.SUGGESTED),
        ("監視の仕組みを検討いただきたい。", Strength.SUGGESTED),
        ("保存期間を短くすることも考えられるのではないか。", Strength.SUGGESTED),
        ("保存期間を短くしてはどうか。", Strength.SUGGESTED),
        ("責任の所在を明らかにしておくことが望ましいと考えます。", Strength.SUGGESTED),
        ("監査部門との連携も重要と考えるが、どう対応するのか教えていただきたい。", Strength.SUGGESTED),
        ("どのような頻度で実施するのか教えていただきたい。", None),
        ("御質問、御意見がございましたら、お願いいたします。", None),
        ("それでは、事務局から説明をお願いいたします。", None),
        ("事務局においては所要の手続を進めてください。", None),
        ("実際の業務は再委託先が担うことになるのではないか。", None),
        ("原案のとおり決定したいと思いますが、よろしいでしょうか。", None),
        ("評価書に記載いただいている。", None),
        ("制度に対する信頼が不可欠と考えております。", None),
        ("原案は適切であると考えます。", None),
        ("早急に改めるよう強く求める。", Strength.REQUESTED),
        ("二重の確認を行うことを要望する。", Strength.REQUESTED),
        ("規程の整備が急務である。", Strength.REQUESTED),
        ("油断することがあってはならない。", Strength.REQUESTED),
        ("手順を図に整理していただけるとありがたいです。", Strength.REQUESTED),
        ("監査人を置いてもらわなければ困ります。", Strength.REQUESTED),
        ("丁寧な説明に努められたい。", Strength.REQUESTED),
        ("慎重な運用が求められる。", Strength.REQUESTED),
        ("担当者を増やすことを検討してはどうかと考えます。", Strength.SUGGESTED),
        ("外部の専門家の力を借りることも一つの方法ではないか。", Strength.SUGGESTED),
        ("第三者の目で確かめることも検討に値すると考えます。", Strength.SUGGESTED),
        ("例を添えると分かりやすいのではないでしょうか。", Strength.SUGGESTED),
        ("利用者に分かるように表示する工夫ができないだろうか。", Strength.SUGGESTED),
        ("漏れなく対応することが望まれる。", Strength.SUGGESTED),
        ("切替えの時期を、次回の評価までには示していただければと思います。", Strength.REQUESTED),
        ("本人に早く知らせるのが筋だと思います。", Strength.SUGGESTED),
        ("漏えいはあってはならない。", None),  # a judgment
        ("３年も気付かなかったことは重く見るべきである。", None),
        ("証明書を必ず取っていただきたいということです。", Strength.REQUESTED),
        ("記録に残すことが必要と考えるが、どうか。", Strength.REQUESTED),
        ("訓練は年に一度行った方がよいのではないでしょうか。", Strength.SUGGESTED),
        ("細断を当日中に行うのは難しい日もあるのではないかと思います。", None),
    ],
)
def test_a_form_of_words_counts_by_what_it_asks_for(sentence: str, strength: Strength | None) -> None:
    assert asked_in_remark(sentence) is strength


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("同社に対し、点検の体制を整えるよう指導を行うこととしたい。", Act.ORDER),
        ("同社に対し、停止するよう勧告しました。", Act.ORDER),
        ("同社に対し、消去することを命ずることとしたい。", Act.ORDER),
        ("適切に運用するよう意見を付すことについて、御了承いただきたい。", Act.OPINION),
        ("評価書に記載すべき旨を通知いたします。", Act.NOTICE),
        ("年度末までに報告するよう求めることとしたい。", Act.REPORT),
        ("原案のとおり、意見を付した上で了承したいと思います。", None),
        ("そのように決定し、主務大臣に通知することといたします。", None),
        ("当委員会からの指導に対し、事業者において対応がなされた。", None),
        ("事業者団体に対し、会員への周知を依頼したいと考えております。", Act.REQUEST),
        ("同社に対し、報告書の提出を命じました。", Act.ORDER),
        ("同社から、法第146条に基づき報告を徴収しました。", Act.REPORT),
        ("同社からは、毎月報告を受けることといたします。", Act.REPORT),
        ("同社から報告を受けております。", None),
        ("本件については、命令を行った後に公表することとしたい。", None),
        ("必要な監督を行わなければならないとされています。", None),
        ("委託先に対し、記録を提出するよう求めることが記載されております。", None),
        ("同社に対し、掲載を取りやめるよう指導しておりましたが、改善が見られません。", Act.ORDER),
        ("結果を書面で報告させることとしたい。", Act.REPORT),
    ],
)
def test_an_act_is_told_by_its_words_and_its_content(sentence: str, act: Act | None) -> None:
    assert act_in(sentence, Place.EXPLANATION) is act
    assert act_in(sentence, Place.REMARK) is None, "a commissioner may speak of acts"


def test_a_remark_is_read_without_what_stands_around_it() -> None:
    assert (
        inner("清水委員から「監督を十分にしていただきたい」旨の発言があった。")
        == "監督を十分にしていただきたい"
    )
    assert inner("また、清水委員から「対策を講じるべきである。") == "対策を講じるべきである。"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("再委託先の管理", ("再委託",)),
        ("委託先の監督", ("委託先の監督",)),
        ("電子媒体を管理区域から持ち出す際の暗号化", ("暗号化", "媒体の持出し")),
        ("ログイン画面", ()),
        ("操作ログの確認", ("ログ",)),
        ("カタログ", ()),
    ],
)
def test_topics_are_told_by_words_of_the_table(text: str, topics: tuple[str, ...]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("heading", "matter"),
    [
        ("国土交通大臣（免状の交付に関する事務）の全項目評価書について", "評価書審査"),
        ("認定仮名加工医療情報利用事業者の認定に係る協議について", "認定協議"),
        ("監視・監督について", "監督"),
        ("個人情報の保護に関する法律施行規則の一部改正案について", "規則・指針"),
        ("その他", OTHER_MATTER),
    ],
)
def test_a_matter_is_told_by_its_heading(heading: str, matter: str) -> None:
    assert matter_of(heading) == matter


def test_organisations_are_named_whole() -> None:
    text = "国立大学法人海辺大学及び学校法人山の上学園より、また浜辺株式会社から申請があった。"
    assert organisations("株式会社こがね就職支援がその後、") == ("株式会社こがね就職支援",)
    assert organisations(text) == ("国立大学法人海辺大学", "学校法人山の上学園", "浜辺株式会社")


def test_proceedings_on_one_matter_that_has_no_number_are_one_item(tmp_path: Path) -> None:
    source = (HERE / "unseen" / "minutes-901.txt").read_text("utf-8")
    alone = source[: source.index("それでは、次の議題に")].replace("議題１「", "議題「")
    path = tmp_path / "minutes-901.txt"
    path.write_text(alone.replace("議題は二つ", "議題は一つ"), "utf-8")
    held = read(path)["minutes-901"]
    [decision] = held.decisions
    assert decision.heading == "株式会社みなと配送における漏えい等事案への対応"
    assert decision.parties == ("株式会社みなと配送",)
    assert [measure.strength.value for measure in held.measures] == [
        *("required", "required", "requested", "suggested"),
    ]


@pytest.mark.parametrize(
    "introduced", ["続いて、審査記載事項の案でございます。", "最後に、審査記載事項です。３点ございます。"]
)
def test_entries_are_known_by_the_words_that_introduce_them(introduced: str, tmp_path: Path) -> None:
    source = (HERE / "unseen" / "minutes-911.txt").read_text("utf-8")
    first, rest = source.index("次に、「個人情報"), source.index("（１）では")
    path = tmp_path / "minutes-911.txt"
    path.write_text(f"{source[:first]}{introduced} \n\n {source[rest:]}", "utf-8")
    entries = [m for m in read(path)["minutes-911"].measures if m.text.startswith("（")]
    assert [(m.strength, m.asked_by) for m in entries] == [(Strength.REQUIRED, "個人情報保護委員会")] * 3


def test_documents_that_are_no_proceedings_have_no_registers() -> None:
    for document_id in ("assessment-anma-massage", "paper-sakusei-soshiki"):
        held = read(BUNDLED)[document_id]
        assert held == Registers(rules=rules_digest(), abbreviations=held.abbreviations)


OF_ANOTHER_HAND = """日時：令和６年４月３日（水）１０：００～
場所：委員会室
出席者：甲田委員長、乙川委員、丙山委員

○甲田委員長　それでは、議題（１）「特定個人情報保護評価書（全項目評価書）の承認について」、説明をお願いします。
○丁野企画官　総務大臣から提出された「名簿の調製に関する事務全項目評価書」について御説明します。
○甲田委員長　御質問をお願いします。
○乙川委員　　利用者への説明を尽くしていただきたい。
○丙山委員　　訓練を年２回としていただきたい。
○丁野企画官　乙川委員の御意見については、説明の資料を改めます。
　丙山委員の御意見については、検討します。
○甲田委員長　それでは、本件は原案のとおり承認したいと思いますが、御異議ありませんか。
　（「異議なし」の声あり）
○甲田委員長　御異議がないようですので、そのように決定いたします。
"""


@pytest.fixture
def of_another_hand(tmp_path: Path) -> Registers:
    path = tmp_path / "minutes.txt"
    path.write_text(OF_ANOTHER_HAND, "utf-8")
    return next(iter(read(path).values()))


def test_a_reply_that_names_its_commissioner_is_found_behind_another_remark(
    of_another_hand: Registers,
) -> None:
    replied = {one.asked_by: one.reply_id is not None for one in of_another_hand.measures}
    assert replied == {"乙川委員": True, "丙山委員": True}
    assert {one.asked_of for one in of_another_hand.measures} == {"総務大臣"}


def test_a_motion_that_asks_for_objections_decides(of_another_hand: Registers) -> None:
    decision = of_another_hand.decisions[0]
    assert (decision.agenda_item, decision.parties) == ("議題1", ("総務大臣",))
    assert [passage.text[:7] for passage in decision.outcome] == ["それでは、本件", "御異議がないよ"]


def test_what_is_asked_ends_with_its_sentence_not_with_the_quotation(tmp_path: Path) -> None:
    path = tmp_path / "summary.txt"
    path.write_text(
        "個人情報保護委員会（第２７３回）議事概要\n１ 日 時：令和６年２月２１日（水）\n２ 場 所：委員会室\n４ 議事の概要\n"
        "（１）議題１：状況について\n石倉委員から、「件数が増えている。要因を分析していただきたい。」との意見があった。\n",
        "utf-8",
    )
    assert [one.text for one in next(iter(read(path).values())).measures] == ["要因を分析していただきたい。"]


def test_words_that_carry_a_motion_are_of_the_decision(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        OF_ANOTHER_HAND.replace("御異議がないようですので、そのように決定いたします", "案のとおり決定します"),
        "utf-8",
    )
    decision = next(iter(read(path).values())).decisions[0]
    assert decision.outcome[-1].text == "案のとおり決定します。"
