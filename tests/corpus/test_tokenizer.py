import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index.tokenizer import words


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("サーバ", "サーバー", "long vowel marks are optional in officialese"),
        ("受渡し", "受け渡し", "okurigana vary"),
        ("附属", "付属", "statutes keep the older character"),
        ("ＶＰＮ", "vpn", "full-width and plain letters"),
        ("ＬＩＮＥ", "line", "a name that Sudachi knows as a proper noun"),
        ("３３０", "330", "full-width figures"),
        ("子ども", "子供", "variant writings"),
    ],
)
def test_variants_of_a_word_are_one_word(one: str, other: str, why: str) -> None:
    assert words(one) == words(other), why
    assert words(one)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("委託", "再委託先の管理"),
        ("保護", "個人情報保護委員会"),
        ("委員会", "個人情報保護委員会"),
        ("評価", "特定個人情報保護評価書"),
        ("暗号化", "通信を暗号化する"),
        ("330", "第330回個人情報保護委員会"),
    ],
)
def test_a_part_of_a_compound_is_among_its_words(part: str, whole: str) -> None:
    assert set(words(part)) & set(words(whole))


def test_english_words_pass_in_small_letters() -> None:
    assert words("Which security controls does the Commission require?") == [
        "security",
        "controls",
        "commission",
        "require",
    ]


def test_particles_and_marks_are_no_words() -> None:
    assert words("は、が。（を）　です・ます！") == []


def test_text_longer_than_sudachi_takes_is_cut_without_loss() -> None:
    assert words("再委託先の管理を徹底する。" * 6000).count("管理") == 6000
    assert words("委託" * 30_000)


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_becomes_words_without_white_space(text: str) -> None:
    for word in words(text):
        assert word
        assert not any(char.isspace() for char in word)


def test_threads_do_not_disturb_one_another() -> None:
    expected = words("特定個人情報ファイルの取扱いの委託")
    results: list[bool] = []

    def work() -> None:
        results.extend(words("特定個人情報ファイルの取扱いの委託") == expected for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 200
    assert all(results)
