"""Questions over documents of other habits than the bundled ones: who said what, who answered whom, a chapter named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.access import ANYONE
from assistant.models import Answer
from assistant.service import Assistant
from assistant.settings import Settings
from ingest.pipeline import ingest

BUNDLED = Path(__file__).resolve().parents[2] / "corpus" / "documents"
MINUTES = """第９５１回個人情報保護委員会議事録
日時：令和６年４月３日（水）１０：００～
場所：個人情報保護委員会 委員会室
出席者：青木委員長、石倉委員、江口委員、小松原課長

○青木委員長　それでは、議題（１）「特定個人情報保護評価書（全項目評価書）の承認について」、説明をお願いします。
○小松原課長　　資料１を御覧ください。審査記載事項として次の２点を記載しております。
　（１）通信回線を庁内の他の回線から切り離すこと。
　（２）消去の記録を毎月点検すること。
○青木委員長　御質問をお願いします。
○石倉委員　　窓口の職員への研修を年何回行うのか伺います。
○小松原課長　　４月と１０月に行います。
○江口委員　　利用者への説明を尽くしていただきたいと思います。
○小松原課長　　説明の資料を改めます。
○青木委員長　続いて、議題（２）「監視・監督について」です。会議を非公開とします。
　（内容については非公表）
"""
PAPER = """資料５

データ利活用に係る中間整理

第１章　経緯
　昨年の秋から検討している。

第２章　今後
　来年の春に案を示す。
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("record")
    (folder / "a.txt").write_text(MINUTES, "utf-8")
    (folder / "b.txt").write_text(PAPER, "utf-8")
    ingest([BUNDLED, folder], data)  # beside the bundled ones, as they would be
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def ask(record: Assistant, question: str) -> Answer:
    return record.ask(question, principal=ANYONE)


ASKED = [
    ("江口委員はどんな意見を述べましたか", ["利用者への説明を尽くして"], "all of a speaker, and of no other"),
    ("石倉委員の質問に対して小松原課長は何と答えましたか", ["４月と１０月"], "a reply that shares no word"),
    ("第951回で、審査記載事項として何を記載しましたか", ["切り離すこと", "毎月点検"], "announced points"),
    ("第951回の議題（２）の内容を教えてください", ["非公開", "非公表"], "an item in brackets, withheld"),
    ("中間整理の第２章には何が書かれていますか", ["来年の春に案を示す"], "a chapter named"),
]


@pytest.mark.parametrize(("question", "told", "why"), ASKED, ids=[row[2] for row in ASKED])
def test_documents_of_another_hand_answer(
    record: Assistant, question: str, told: list[str], why: str
) -> None:
    answer = ask(record, question)
    cited = [citation.quote for citation in answer.citations]
    assert all(any(words in quote for quote in cited) for words in told), answer.answer


def test_only_the_speaker_named_is_cited(record: Assistant) -> None:
    answer = ask(record, "江口委員はどんな意見を述べましたか")
    assert {citation.clause.speaker for citation in answer.citations} == {"江口委員"}
