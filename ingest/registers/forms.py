"""The forms of words in which Japanese officials require, request and suggest, and those that only look so.

A form counts where it is the predicate: at the end of its sentence, setting aside what is merely added there
(と考えます, 旨の発言があった), or before が、 where the sentence goes on to ask a question.
Which forms count in whose mouth is the business of ``measures``.
"""

from __future__ import annotations

import re

from corpus.models import Strength

# What officials add to a predicate without changing it.
_ADDED = re.compile(
    r"(?:(?:と|ものと|ように|に(?=存じ))?(?:考え|思い|思っ|思われ|存じ|感じ|見受けられ)"
    r"(?:る|ます|て(?:い|おり)ます|ており?ます|ている|ております)?(?:ので|が)?|と(?:考|思)う"
    r"|(?:と|(?:とい|と)うことを|旨を?)(?:申し?上げ|付言し|申し?添え)(?:て(?:おきます|おきたい|おく)|ます|たい|る)(?:です)?|(?:(?<=べき)|(?<=必要)|(?<=重要)|(?<=大切)|(?<=肝要)|(?<=適切)|(?<=適当)|(?<=望ましい)|(?<=の)|(?<=もの))か(?=$)(?<!のではないか)|ところ(?:である|です)?|次第(?:である|です)?|もの(?:である|です|と)|という(?:こと|点|趣旨)(?:である|です)?|[。．])$"
)
_REMARK_HEAD = re.compile(r"^(?:また、|さらに、|続けて、|加えて、)?[^「」。、]{1,30}(?:から|より)、?「")
_REMARK_TAIL = re.compile(
    r"」?(?:との|という|といった)?(?:旨の|趣旨の)?[^「」。]{0,12}(?:発言|意見|質問|指摘|要望)があった。?$"
)

_FIRMLY = r"(?:強く|重ねて|改めて|切に|引き続き|特に|是非)?"
_ASKING = (
    r"(?:いただ(?:き|け)|頂(?:き|け)|もらい|願い|お願いし|求め|お願い申し上げ|要望し|要請し)(?:たい(?:です)?|たく|ますよう)"
    r"|(?:いただ|頂|もら|願)(?:けれ?ば|けますと|けると|けたら|えれば|えますと|えると|えたら)(?:と|幸い(?:です|である|だ)?|あり(?:がた|難)い(?:です)?|助か(?:る|ります))?"
    r"|てほしい|て欲しい|[さら]れたい|(?:いただけ|頂け|もらえ|願え|お願いでき)ない(?:もの)?(?:か|でしょうか)|お願いできれば"
    r"|お願い(?:し|いたし)ておき(?:たい|ます)|(?:もらう|いただく|頂く)こと(?:と|に)し(?:たい|ます|てはどうか)"
    rf"|お願い(?:する|します|いたします|申し上げます|したい|いたしたい)|(?:を|よう(?:に)?|こと){_FIRMLY}求め(?:る|ます)|{_FIRMLY}(?:要請|要望)(?:する|します|いたします)"
    r"|(?:いただく|頂く|もらう|お願いする)こと(?:は|も)?でき(?:ない(?:もの)?(?:か|でしょうか)|ますか|ませんか)"
    r"|てください(?:ませ)?|て下さい|(?:願|望)(?:う|います)|を?求めておき(?:たい|ます)"
)
_OBLIGING = (
    r"必要(?:が|も|は)?(?:ある|あります|ございます|あろう|あるでしょう|出てくる|生じる)?(?:である|です|だ|不可欠(?:である|です)?)?|必要不可欠(?:である|です)?"
    r"|必要(?:と|に)な(?:る|ります|ろう|るでしょう|ってくる|ってきます)|必要(?:であろう|でしょう|だろう)"
    r"|不可欠(?:である|です|だ)?|欠かせ(?:ない|ません)(?:です)?|べき(?:である|です|だ|だろう|であろう|でしょう|もの(?:である|です)?|ところ(?:である|です)?)?"
    r"|(?:必須|急務|不可避)(?:である|です|だ)?|(?:なければ|なくては|ねば|ないと)(?:ならない|なりません|いけない|いけません|なるまい|困(?:る|ります))|(?<![はも]あっ)(?<!とあっ)[てで]は(?:ならない|なりません|いけない|いけません)"
    r"|(?:こと|措置|対応|姿勢|運用|取扱い|取り扱い|管理|配慮|注意|工夫|体制|徹底|整備|強化|確保|検証)(?:が|も)(?:強く|一層|より)?求められ(?:る|ます|よう)"
)
# 「原案は適切である」 judges; 「…することが適切である」 suggests.
_VALUING = (
    r"(?:(?:重要|肝要|肝心|大切|大事|望ましい?)|(?:こと|の|方|ほう)(?:が|は|も)(?:より|非常に|極めて|大変|最も)?(?:有効|有益|有用|適切|適当|妥当|効果的))"
    r"(?:である|です|だ|だろう|であろう|でしょう|なこと(?:である|です)|(?:に|と)な(?:る|ります|ろう|ってくる|ってきます))?"
    r"|のが筋(?:である|です|だ)?|ことが(?:鍵|要|前提|出発点)(?:である|です|だ|(?:に|と)な(?:る|ります|ろう|ってくる))|期待(?:する|します|したい|して(?:いる|います|おります|いきたい)|され(?:る|ます))|[ただる](?:ほう|方|の)が(?:より)?[よ良]い(?:です)?|望み(?:たい|ます)|望む|望まれ(?:る|ます)"
    r"|(?:検討|一考)(?:に値(?:する|します)|の余地(?:が|も)(?:ある|あります))|(?:一つ|ひとつ)の(?:方法|考え方?|案|手)(?:である|です|だ)"
    r"|(?:視野に入れ|念頭に置い|頭に入れ)て(?:おき|いき)?たい"
)
# A doubt that proposes something; 再委託先が担うのではないか supposes a fact and proposes nothing.
_PROPOSING = (
    r"(?:べき|必要(?:が?ある|なの)?|(?:一つ|ひとつ)の(?:方法|考え方?|案|手)|(?:ば|と|たら|なら|方が|ほうが|のが|ことが)[^。、]{0,14}(?:[よ良]い|やすい|高まる|進む|助かる)"
    r"|(?:考え|検討し)(?:られる|得る|うる)|あり得る|余地がある|[てで]も[よ良]い|[たる](?:ほう|方)が[よ良]い|"
    + r"(?:有効|重要|大切|適切|望ましい|有益|有用|妥当)(?:な)?)(?:もの|の|こと)?では(?:ない|ありません)(?:の)?(?:か|でしょうか|だろうか)"
    r"|(?:こと|工夫|取組|対応|措置|よう(?:に)?)(?:は|が|も)?でき(?:ない|ません)(?:もの)?(?:か|だろうか|でしょうか)"
    r"|てはどう(?:か|でしょうか|だろうか)|ては(?:いかが|如何)(?:か|でしょうか)?|ことも?(?:考えられる|一案である|一案です)"
)
_SUGGESTED = re.compile(rf"(?:{_PROPOSING}|{_VALUING})$")
_REQUESTED = re.compile(rf"(?:{_ASKING}|{_OBLIGING})$")
# What is asked for is to consider something: that is no more than a suggestion.
_CONSIDER = re.compile(
    r"検討(?:を|も)?(?:し|する|して|を?行う|を?お|すべ|され|が|い|頂|を?進め|することが?)[^。、]{0,14}$|検討(?:する|が)必要"
)
# Requests that only keep a meeting going, or ask for words and not for deeds.
_FOR_WORDS = re.compile(
    r"(?:教え|お教え|聞か|お聞か|お示し|示し|説明(?!に努|に留意|を尽|責任)|教示|回答|お答え|答え|紹介を|お伺い|確認さ)[^。、]{0,8}$"
)
_PROCEDURAL = re.compile(
    r"(?:(?:質問|意見|発言)[^。]{0,14}(?:ましたら|あれば)、?|資料[^。、]{0,12}御確認|説明(?!に努|に留意|を尽|責任)|進行|手続|準備|議題|よろしく|連絡"
    r"|御?(?:質問|意見|発言|審議|議論|承認|了承|了解|覧|出席|退席|退室|着席|異議)"
    r"|(?:委員長|委員|事務局|課長|参事官|審議官)(?:、|から|より)?)(?:を|の|に|のほど|など|、)*[^。、]{0,6}$"
)
# A judgment of what was done, however worded as a duty: 「重く見るべきである」.
_JUDGES = re.compile(
    r"(?:と|重く|高く|厳しく|深刻に)(?:見る|考える|評価する|言う|いう|捉える|認識する|受け止める)$"
)
# What is called indispensable or important here is no deed: 「信頼が不可欠」 gives a reason.
_NO_DEED = re.compile(
    r"(?:信頼|理解|納得|安心|観点|視点|論点|認識|存在|意義|役割|情報|制度)(?:こそ)?(?:が|は|も)(?:必要)?$"
)
_THEN_ASKS = re.compile(r"(?:が|ので|ため|から|(?<=か))、")
_QUESTION = re.compile(
    r"(?:教え|聞か|示し|説明|教示|回答|答え|伺|確認した|いかが|どうか|(?:の|です|ます|でしょう)か)[^。]*$"
)
_WRITTEN = re.compile(r"(?:記載|規定|明記|定め)(?:が?(?:され|られ)|して|を?いただ|があ)[^。]*。?$")
_HELD = re.compile(r"と(?:され|して)(?:いる|いま|おり)[^。]*。?$")


def inner(sentence: str) -> str:
    """The sentence of a remark without 清水委員から「 before it and 」旨の発言があった。 after it."""
    text = _REMARK_TAIL.sub("", _REMARK_HEAD.sub("", sentence)).strip()
    return (
        text[:-1] if text.endswith("。」") and "「" not in text else text
    )  # …いただきたい。」との意見があった。


def asked_in_remark(sentence: str) -> Strength | None:
    """How strongly a commissioner's sentence asks for something to be done; None if it does not."""
    predicate = bare(sentence)
    if (found := _strength(predicate)) is not None:
        return found
    if not _QUESTION.search(predicate):
        return None
    opinions = list(_THEN_ASKS.finditer(predicate))  # the question may come after an opinion
    return _strength(bare(predicate[: opinions[-1].start()])) if opinions else None


def obliges(sentence: str) -> bool:
    """Whether a sentence says, of its own and not of a document, that something must be done."""
    predicate = bare(sentence)
    return bool(re.search(rf"(?:{_OBLIGING})$", predicate)) and not (
        written_elsewhere(sentence) or _HELD.search(sentence)
    )


def written_elsewhere(sentence: str) -> bool:
    """Whether a sentence tells what stands in a document: 「…報告を求めることが記載されております」."""
    return bool(_WRITTEN.search(sentence))


def bare(sentence: str) -> str:
    """The sentence up to the end of its predicate."""
    held = sentence.strip().rstrip("」』")
    while (shorter := _ADDED.sub("", held)) != held:
        held = shorter
    return held


def _strength(predicate: str) -> Strength | None:
    asks = _REQUESTED.search(predicate)
    found = asks or _SUGGESTED.search(predicate)
    before = predicate[: found.start()] if found else ""
    if found is None or _NO_DEED.search(before) or _JUDGES.search(before):
        return None
    if asks is None:
        return Strength.SUGGESTED
    wanted = predicate[: asks.start()]
    # Words that are wanted by a day to come are a deed: 「次回までに示していただきたい」.
    for_words = _FOR_WORDS.search(wanted) and "までに" not in wanted
    if re.fullmatch(_ASKING, asks[0]) and (for_words or _PROCEDURAL.search(wanted)):
        return None
    return Strength.SUGGESTED if _CONSIDER.search(predicate) else Strength.REQUESTED
