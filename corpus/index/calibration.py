"""What cosines mean under a model of which nobody has said it: measured on a few pairs of texts.

Models differ: under one, unrelated texts have a cosine of .05, under another of .75. The fusion of the two legs
needs both ends (``corpus.index.fusion``). Where no fusion.json tells them, they are measured once, when an index
is made, on questions with their answers, in both languages and in the wording of such records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.models import Frozen

if TYPE_CHECKING:
    from corpus.index.embedder import Embedder

# (question, a passage that answers it); ours.
PAIRS = (
    (
        "委託先はどのように監督しますか",
        "委託する者は、契約で定めた措置が守られているかを、立入りや報告により定期に確かめる。",
    ),
    (
        "漏えいが起きたら何日以内に報告しますか",
        "漏えい等の事態を知ったときは、三日から五日を目安に速報を行い、三十日以内に確報を行う。",
    ),
    (
        "USBメモリを持ち出すときの決まりは",
        "電子記録媒体を庁舎の外へ運ぶときは、内容を暗号化し、管理簿に記録しなければならない。",
    ),
    (
        "本人は自分の記録を見せてもらえますか",
        "何人も、自己に関する保有情報の開示を、書面により請求することができる。",
    ),
    ("次の会合はいつですか", "次回は九月三日水曜日、午後二時から第一会議室で開く予定です。"),
    (
        "職員の教育は行っていますか",
        "取扱担当者には、着任時と毎年一回、安全管理に関する研修を受けさせている。",
    ),
    ("罰則はありますか", "前項の規定に違反した者は、一年以下の拘禁刑又は五十万円以下の罰金に処する。"),
    ("古い書類はどう捨てますか", "保存期間を過ぎた帳票は、復元できないように裁断又は溶解して廃棄する。"),
    ("誰がシステムに入れますか", "利用者ごとに識別符号を割り当て、業務に要る範囲に限って権限を与える。"),
    ("手数料はいくらですか", "請求一件につき三百円を、収入印紙により納める。"),
    (
        "How is access to the system logged?",
        "アクセスの記録は七年間保存し、月に一度、不審な操作がないか分析する。",
    ),
    ("Who chairs the committee?", "委員長は会務を総理し、委員会を代表する。"),
    ("When does the Act come into force?", "この法律は、公布の日から起算して二年を超えない日から施行する。"),
    ("Is the line between the sites protected?", "拠点の間は専用回線で結び、通信を暗号化している。"),
    (
        "May the data be given to another company?",
        "本人の同意を得ないで、第三者に個人データを提供してはならない。",
    ),
    (
        "What is a pseudonym here?",
        "この指針で仮名とは、他の情報と照合しない限り個人を識別できないようにした符号をいう。",
    ),
)
# Of cosines of texts that have nothing to do with one another, and of questions with their answers.
_UNRELATED, _RELATED = 75, 80  # percentiles
_LEAST_SPAN = 0.05


class Bounds(Frozen):
    """The cosine up to which texts are unrelated, and that from which one answers the other."""

    floor: float
    ceiling: float


def bounds_of(embedder: Embedder) -> Bounds:
    """The bounds of a model, measured by encoding ``PAIRS``. Raises EmbedderError."""
    questions = embedder.encode_queries([question for question, _ in PAIRS])
    answers = embedder.encode_passages([answer for _, answer in PAIRS])
    cosines = questions @ answers.T
    others = cosines[~np.eye(len(PAIRS), dtype=bool)]
    floor = float(np.percentile(others, _UNRELATED))
    ceiling = float(np.percentile(np.diag(cosines), _RELATED))
    floor = min(max(floor, -1.0), 1.0 - _LEAST_SPAN)
    return Bounds(floor=floor, ceiling=min(1.0, max(ceiling, floor + _LEAST_SPAN)))
