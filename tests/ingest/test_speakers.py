"""The marks that open speeches, and the names and roles read out of them."""

from __future__ import annotations

import pytest

from ingest.parsers.speakers import SpeechMarks, speaker_of

MARKS = [
    ("○手塚委員長 それでは、始めます。", "手塚委員長", "委員長", "それでは、始めます。"),
    ("○戸梶総務課長\u3000それでは", "戸梶総務課長", "課長", "それでは"),
    ("○ 事務局 御説明します。", "事務局", "事務局", "御説明します。"),
    ("○事務局今般、評価書が提出されました。", "事務局", "事務局", "今般、評価書が提出されました。"),
    ("○事務局（山田参事官） 御説明します。", "山田参事官", "事務局", "御説明します。"),
    ("○国土交通省（後藤課長） 御説明します。", "後藤課長", "課長", "御説明します。"),
    ("○議長（甲野太郎君） これより会議を開きます。", "甲野太郎議長", "議長", "これより会議を開きます。"),
    ("○国務大臣（乙野花子君）\u3000お答えします。", "乙野花子国務大臣", "国務大臣", "お答えします。"),
    ("○山田委員（オンライン） 質問します。", "山田委員", "委員", "質問します。"),
    ("○甲野委員長これより会議を開きます。", "甲野委員長", "委員長", "これより会議を開きます。"),
    ("○甲野（太）委員終わります。", "甲野（太）委員", "委員", "終わります。"),
    ("○乙野政府参考人もちろんです。", "乙野政府参考人", "政府参考人", "もちろんです。"),
    ("○丙野次郎君\u3000質問します。", "丙野次郎君", "議員", "質問します。"),
    ("○国土交通省 御説明します。", "国土交通省", None, "御説明します。"),
    ("【丁野委員】 質問します。", "丁野委員", "委員", "質問します。"),
]


@pytest.mark.parametrize(("line", "name", "role", "speech"), MARKS)
def test_mark_gives_speaker_role_and_where_the_speech_begins(
    line: str, name: str, role: str | None, speech: str
) -> None:
    found = SpeechMarks([line]).read(line)
    assert found is not None
    assert (found[0].name, found[0].role, line[found[1] :]) == (name, role, speech)


@pytest.mark.parametrize(
    "line",
    [
        "○政府参考人の出席要求に関する件",
        "○事務局からの説明",
        "○ 個人情報の取扱いについては、別紙のとおり",
        "手塚委員長は言った",
        "○",
    ],
)
def test_line_that_opens_no_speech_is_left_alone(line: str) -> None:
    assert SpeechMarks([line]).read(line) is None


def test_chair_is_told_from_members_and_from_those_who_report() -> None:
    assert speaker_of("小川委員長代理").chairs
    assert not speaker_of("清水委員").reports
    assert speaker_of("木村専門官").reports
