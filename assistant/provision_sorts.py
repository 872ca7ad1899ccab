"""What sort of provision a question asks for: a duty, the meaning of a word, a penalty, what applies for a time."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.models import Understood
from corpus.models import Clause

# What somebody must, may or must not do, which a law says and a guideline repeats.
_ASKS_DUTY = re.compile(
    r"(?:なければ|ないと|なくては)(?:なら|いけ)|べき|義務|必要(?:が|は)?(?:あり|です|でしょう|か|$)|[てで]も?(?:よい|いい|良い)"
    r"|(?:して|は)(?:なら|いけ)な|(?:駄目|だめ)(?:です|か|$)|許され|禁止|何をし|どうし(?:なければ|たら|ます)"
    r"|\b(?:must|have to|has to|oblig|required?|allowed|permitted|may|can i|should)\b",
    re.I,
)
_DUTY = re.compile(r"なければならない|てはならない|ことができ(?:る|ない)|するものとする|努め")
# What is asked for where what is said once the law has begun to apply, or of those who break it, may answer.
_ASKS_SUPPLEMENT = re.compile(
    r"附則|付則|施行|経過措置|改正|従前|\b(?:supplementary|transitional|enforce|amend)", re.I
)
_ASKS_PENALTY = re.compile(
    r"罰|刑|処せ|処す|罪|過料|いくら|捕ま|逮捕|破っ|違反|\b(?:penal|punish|fine|crim|imprison|violat|sanction|break)",
    re.I,
)
_ASKS_MEANING = re.compile(
    r"とは|意味|定義|呼(?:び|ぶ|ば)|何です|なんです|って何|って、?何|\b(?:mean|defin|what is|what are|called)",
    re.I,
)
_SUPPLEMENT = re.compile(r"^s[.\-]")
_MEANING = re.compile(r"」とは、.*をいう", re.S)


@lru_cache(maxsize=1_000)
def _asked_of_law(question: str) -> tuple[bool, bool, bool, bool]:
    """Whether a question asks for a duty, supplementary provisions, penalties, the meaning of a word."""
    patterns = (_ASKS_DUTY, _ASKS_SUPPLEMENT, _ASKS_PENALTY, _ASKS_MEANING)
    return tuple(pattern.search(question) is not None for pattern in patterns)  # type: ignore[return-value]


def wants_duty(understood: Understood) -> bool:
    """Whether it is asked what somebody must, may or must not do."""
    return _asked_of_law(understood.standalone)[0]


def sort_of_provision(understood: Understood, clause: Clause) -> dict[str, float]:
    """What sort of provision a clause of a law is, where the question asks for another sort."""
    if clause.address is None:
        return {}
    duty, supplement, penalty, meaning = _asked_of_law(understood.standalone)
    return {
        "supplement": float(not supplement and _SUPPLEMENT.match(clause.address) is not None),
        "penalty": float(not penalty and any("罰則" in part for part in clause.path)),
        "meaning": float(not meaning and _MEANING.search(clause.text) is not None),
        "duty": float(duty and _DUTY.search(clause.text) is not None),
    }
