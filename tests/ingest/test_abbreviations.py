"""Short forms out of clauses: where the long form begins, what is a name, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from corpus.models import Clause, ClauseKind
from ingest.registers.abbreviations import abbreviations_of, is_name, pairs_in
from tests.drafts import drafts_in

BUNDLED = Path(corpus.__file__).parent / "documents"
MEDICAL = "医療分野の研究開発に資するための匿名加工医療情報及び仮名加工医療情報に関する法律"
NUMBERS = "行政手続における特定の個人を識別するための番号の利用等に関する法律"
PRIVACY = "個人情報の保護に関する法律"

# text, long form, short form, why it is cut there
SURE = [
    (f"{MEDICAL}（以下「次世代医療基盤法」という。）に基づく", MEDICAL, "次世代医療基盤法", "及び inside one title"),
    (f"事務局は、{MEDICAL}（以下「次世代医療基盤法」という。）の", MEDICAL, "次世代医療基盤法", "behind a comma"),
    (f"申請は{NUMBERS}（以下「番号法」という。）による。", NUMBERS, "番号法", "behind は; における is of the title"),
    (f"{PRIVACY}（平成15年法律第57号。以下「法」という。）", PRIVACY, "法", "the law's number in the same bracket"),
    (f"{PRIVACY}（平成15年法律第57号）（以下「法」という。）", PRIVACY, "法", "the law's number in a bracket of its own"),
    (f"{PRIVACY}施行令（以下「令」という。）", f"{PRIVACY}施行令", "令", "the ordinance of a law"),
    (f"第２条{PRIVACY}（以下「法」という。）", PRIVACY, "法", "a table's cell before it"),
    (f"令和７年６月５日に{PRIVACY}（以下「法」という。）が", PRIVACY, "法", "behind a date"),
    (f"番号法及び{PRIVACY}（以下「個情法」という。）", PRIVACY, "個情法", "及び behind a law parts two laws"),
    (f"公布された{PRIVACY}（以下「個情法」という。）", PRIVACY, "個情法", "behind a verb in the past"),
    ("雇用分野における労働安全衛生法（以下「安衛法」という。）", "労働安全衛生法", "安衛法", "a law of one noun"),
    (f"（{NUMBERS}（平成二十五年法律第二十七号。以下「番号利用法」という。）", NUMBERS, "番号利用法", "用法 is no word here"),
    ("健康保険法（大正11年法律第70号。以下「健保法」という。）", "健康保険法", "健保法", "a law of one noun"),
    ("第七条中精神保健及び精神障害者福祉に関する法律（以下「精神保健福祉法」という。）",
     "精神保健及び精神障害者福祉に関する法律", "精神保健福祉法", "behind 第七条中"),
    ("児童手当又は国民年金法等の一部を改正する法律（以下「改正法」という。）",
     "国民年金法等の一部を改正する法律", "改正法", "又は parts"),
    ("保有個人情報（行政機関の保有する情報の公開に関する法律（平成十一年法律第四十二号。以下この章において「行政機関情報公開法」という。）第二条",
     "行政機関の保有する情報の公開に関する法律", "行政機関情報公開法", "a bracket within a bracket; この章において"),
    (f"「{PRIVACY}についてのガイドライン（通則編）」（以下「通則ガイドライン」という。）",
     f"{PRIVACY}についてのガイドライン(通則編)", "通則ガイドライン", "quoted, a bracket in the quotation"),
    ("『試験運用の手引』（以下『手引』という。）", "試験運用の手引", "手引", "double quotation marks"),
    ("国家資格等情報連携・活用システム（以下「本システム」という。）の", "国家資格等情報連携・活用システム", "本システム",
     "a noun with a middle dot"),
    ("厚生労働省の国家資格等情報連携・活用システム（以下「資格システム」という。）",
     "国家資格等情報連携・活用システム", "資格システム", "not over の: it has all the characters"),
    ("地方公共団体情報システム機構（以下「機構」という。）", "地方公共団体情報システム機構", "機構", "a whole name"),
    ("その利用の目的（以下単に「利用目的」という。）", "利用の目的", "利用目的", "over の, as all characters ask for"),
    ("前項の規定による開示の請求（以下この節において「開示請求」という。）", "開示の請求", "開示請求", "over one の only"),
    ("施行の日（以下、「施行日」という。）", "施行の日", "施行日", "a comma behind 以下"),
    ("内閣サイバーセキュリティセンター（以下「ＮＩＳＣ」という。）", "内閣サイバーセキュリティセンター", "NISC", "full-width letters"),
    ("内閣サイバーセキュリティセンター（以下「NISC」）", "内閣サイバーセキュリティセンター", "NISC", "without という"),
    ("国家資格等情報連携\n　・活用システム（以下「活用システム」という。）", "国家資格等情報連携・活用システム", "活用システム",
     "over a line's end"),
    ("a Privacy Impact Assessment (hereinafter \"PIA\") is", "Privacy Impact Assessment", "PIA", "initials"),
    ("the Japan Privacy Impact Assessment (hereinafter referred to as “PIA”)", "Privacy Impact Assessment", "PIA",
     "no more than its initials"),
    ("the Act on the Protection of Personal Information (hereinafter \"the Act\")",
     "Act on the Protection of Personal Information", "Act", "capitals and the small words between"),
]  # fmt: skip
# text, why nothing is learned of it
UNSURE = [
    ("株式会社かもめ商店（以下「かもめ社」と略す。）が", "社 does not stand behind かもめ"),
    ("漏えい、滅失又は毀損（以下「漏えい等」という。）", "several things under one name"),
    ("個人番号及び特定個人情報（以下「特定個人情報等」という。）", "several things under one name"),
    ("代理人（以下「親権者と代理人」と総称する。）", "several things under one name"),
    ("個人番号（マイナンバー）を", "nothing says that it is a short form"),
    ("労働者の健康に関する個人情報（以下「健康情報」という。）", "a phrase, and where it begins nobody can tell"),
    (f"改正後の{PRIVACY}（以下「新個人情報保護法」という。）", "one law at two times"),
    (f"改正前の{PRIVACY}（以下「旧法」という。）", "one law at two times"),
    ("全項目評価書（以下「特定個人情報保護評価書」という。）", "the short form is the longer one"),
    ("当該システム（以下「シス」という。）", "which one only its place tells"),
    ("政府のための評価制度（以下「ＩＳＭＡＰ」という。）", "letters, and a phrase that began earlier"),
    ("政令で定めるもの（以下同じ。）", "no form at all"),
    ("次に掲げる方法（以下「方法」という。）", "the same word"),
    ("その職員等（以下「職員」という。）", "only 等 less"),
    ("以下「委託先」という。", "no bracket, no long form"),
    ("impact assessment (hereinafter \"PIA\")", "no capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "long", "short"), [(t, lo, s) for t, lo, s, _ in SURE])
def test_the_long_form_begins_where_its_name_begins(text: str, long: str, short: str) -> None:
    assert list(pairs_in(text)) == [(short, long)]


@pytest.mark.parametrize("text", [text for text, _ in UNSURE])
def test_what_is_not_sure_is_left_out(text: str) -> None:
    assert list(pairs_in(text)) == []


@pytest.mark.parametrize(
    ("short", "long", "name"),
    [
        ("次世代医療基盤法", MEDICAL, True),
        ("番号法", NUMBERS, True),
        ("NISC", "内閣サイバーセキュリティセンター", True),
        ("公的部門ガイドライン", f"{PRIVACY}についてのガイドライン(行政機関等編)", True),
        ("資格連携システム", "国家資格等情報連携・活用システム", True),
        ("法", PRIVACY, False),
        ("令", f"{PRIVACY}施行令", False),
        ("同法", PRIVACY, False),
        ("本システム", "国家資格等情報連携・活用システム", False),
        ("当社", "株式会社かもめ商店", False),
        ("機構", "地方公共団体情報システム機構", False),
        ("ガイドライン", f"{PRIVACY}についてのガイドライン(通則編)", False),
        ("施行日", "施行の日", False),
        ("Act", "Act on the Protection of Personal Information", False),
    ],
)
def test_only_names_mean_the_same_everywhere(short: str, long: str, name: bool) -> None:
    assert is_name(short, long) is name


def test_a_pair_is_kept_once_with_the_clause_that_says_so_first() -> None:
    text = f"{NUMBERS}（以下「番号法」という。）"
    clauses = [
        Clause(id=f"minutes-911.s{n}", document_id="minutes-911", kind=ClauseKind.SPEECH, label="", text=text)
        for n in (1, 2)
    ]
    assert [(one.short, one.clause_id) for one in abbreviations_of(clauses)] == [("番号法", "minutes-911.s1")]


def test_the_bundled_documents_define_one_short_form_that_is_sure() -> None:
    learned = [one for draft in drafts_in(BUNDLED).values() for one in draft.registers.abbreviations]
    assert [(one.short, one.long, one.name) for one in learned] == [
        (
            "委託先事業者",
            "国家資格等情報連携・活用システム運用環境に係るシステムの運用保守等業務の委託先事業者",
            False,
        )
    ]
