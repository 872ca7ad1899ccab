"""Every reference of a text: provisions of laws, named or relative (前項第1号), and parts of documents."""

from __future__ import annotations

import re
from functools import partial

from corpus.address import Address, AddressMention
from corpus.address_mentions import joined, mentions
from corpus.numerals import NUMBER, to_int
from corpus.references.models import Context, Reason, Reference
from corpus.references.naming import OTHER_STATE, law_meant, laws_named
from corpus.references.numbering import UNITS, Unit, cut, number_of
from corpus.references.parts import find_parts

_RELATIVE = re.compile(
    rf"(?P<way>前各|[前次同本])(?P<count>(?:{NUMBER})?)"
    r"(?:(?P<article>条)(?![件約例文項])|(?P<paragraph>項)(?![目番])|(?P<item>号)(?![機棟室館車線店俸砲]))"
)
# 「第十条」とあるのは「第十一条」と; 「第二十六条」を「第三十二条」に改める; 「第四条」の下に
_REPLACED = re.compile(
    r"「(?P<words>[^「」]*)」(?=とあ[るり]|と、|と読み替|とする|を「|に改め|の下に|を削|を加え|中「)|"
    r"(?<=とあるのは)「(?P<instead>[^「」]*)」|(?<=とあるのは、)「(?P<instead2>[^「」]*)」"
)
_AMENDED = re.compile(r"(?:(?:改正|廃止|施行)[前後]の?|[旧新])$")  # 改正前の個人情報保護法第2条
_SENTENCE_END = re.compile(r"[。\n]")


def find(text: str, context: Context) -> list[Reference]:
    """The references of a clause's text, in order, without overlap."""
    found = _Provisions(text, context).found
    parts = find_parts(text, context)
    free = [part for part in parts if all(part.end <= one.start or part.start >= one.end for one in found)]
    return sorted([*found, *free], key=lambda one: one.start)


class _Provisions:
    """One reading of a text for provisions: later mentions lean on earlier ones."""

    def __init__(self, text: str, context: Context) -> None:
        self.text, self.context = text, context
        self.found: list[Reference] = []
        self._laws = laws_named(text, context)
        replaced = [(match.start(), match.end()) for match in _REPLACED.finditer(text)]
        named = [one for one in mentions(text) if not _names_rules(text, one)]
        starts = {mention.start: mention for mention in named if mention.partial}
        taken: set[int] = set()
        relatives: list[tuple[int, re.Match[str], AddressMention | None]] = []
        for match in _RELATIVE.finditer(text):
            follower = starts.get(match.end()) or (
                starts.get(match.end() + 1) if text[match.end() : match.end() + 1] == "の" else None
            )
            if follower is not None:
                taken.add(follower.start)
            relatives.append((match.start(), match, follower))
        plain = [mention for mention in named if mention.start not in taken]
        readings = [(start, partial(self._relative, match, follower)) for start, match, follower in relatives]
        readings += [(mention.start, partial(self._named, mention)) for mention in plain]
        for _, reading in sorted(readings, key=lambda entry: entry[0]):
            read = reading()
            if any(start < read.start < end for start, end in replaced):
                read = self._reference(read.start, read.end, reason=Reason.QUOTED)
            if self._is_quoted_in_table():
                read = self._reference(read.start, read.end, reason=Reason.QUOTED)
            self.found.append(read)
        self.found = [one for one in self.found if not self._is_own_heading(one)]

    def _is_quoted_in_table(self) -> bool:
        """Within a law, a row of a table tells which words of a provision are to be read as which."""
        within = self.context.law is not None and self.context.address is not None
        return within and "\t" in self.text

    def _is_own_heading(self, one: Reference) -> bool:
        """第八十六条　開示請求に…: the number of the provision itself, no reference."""
        own, before = self.context.address, self.text[: one.start]
        alone = not before.strip() or before.endswith(("条（", "条("))
        follows = self.text[one.end : one.end + 1]
        if own is None or not alone or (follows and follows not in " \t\n\u3000（()）"):
            return False
        named = [mention.address.article for mention in mentions(one.text)]
        other_law = one.law is not None and one.law != self.context.law
        if one.addresses:
            return not other_law and own.within(one.addresses[0])
        return bool(named) and named[0] == own.article

    def _reference(
        self,
        start: int,
        end: int,
        law: str | None = None,
        addresses: tuple[Address, ...] = (),
        *,
        here: bool = False,
        reason: Reason | None = None,
    ) -> Reference:
        text = self.text[start:end]
        return Reference(
            start=start, end=end, text=text, law=law, addresses=addresses, here=here, reason=reason
        )

    def _named(self, mention: AddressMention) -> Reference:
        """第8条第3項, of the law named before it, of that of the list it is in, or of this one."""
        start = mention.start
        if mention.law is not None:
            end_of_law = self.text.rfind(mention.law, 0, start) + len(mention.law)
            start -= len(mention.law) if end_of_law == start else 0
            written = self._defined_before(end_of_law, mention.law)
            law = law_meant(written, self.context, self._last_law(end_of_law - len(mention.law)))
            if mention.law == "法律" and not self.text[:end_of_law].endswith("この法律"):
                return self._reference(start, mention.end, reason=Reason.NOT_HELD)  # a name not read whole
            reason = {None: Reason.UNCLEAR, OTHER_STATE: Reason.OTHER_STATE}.get(law)
            if _AMENDED.search(self.text, 0, end_of_law - len(mention.law)) or self._amends(law, mention):
                reason = Reason.OTHER_STATE
            addresses = () if reason else (mention.address,)
            return self._reference(start, mention.end, law or None, addresses, reason=reason)
        before = self._listed_before(start)
        if before is not None:
            return self._continued(mention, before)
        return self._own(mention)

    def _defined_before(self, end: int, law: str) -> str:
        """The law's name, or a longer one that the document defines: 番号法第十九条第九号規則."""
        names = [name for name in self.context.names if self.text.endswith(name, 0, end)]
        return max([law, *names], key=len)

    def _amends(self, law: str | None, mention: AddressMention) -> bool:
        """Whether an amending law speaks of the law that it amends, whose numbers were those of its day."""
        own = self.context.address
        amends = own is not None and own.amendment != "" and law == self.context.law
        return amends and not mention.address.suppl

    def _continued(self, mention: AddressMention, before: Reference) -> Reference:
        """第2項 of 法第8条第1項又は第2項."""
        if not before.addresses:
            reason = before.reason or Reason.UNCLEAR
            return self._reference(mention.start, mention.end, before.law, reason=reason)
        base, address = before.addresses[-1], mention.address
        if base.suppl and address.article is not None:  # 附則第8条、第10条: 附則 holds for the whole list
            address = address.model_copy(update={"suppl": True, "amendment": base.amendment})
        address = address.under(base)
        return self._reference(mention.start, mention.end, before.law, (address,), here=before.here)

    def _own(self, mention: AddressMention) -> Reference:
        """A provision without a law's name: of the law at hand, else of the one the sentence speaks of."""
        context, address = self.context, mention.address
        if context.law is not None and context.address is not None:
            if context.address.amendment and not (address.suppl or address.partial):
                return self._reference(mention.start, mention.end, reason=Reason.OTHER_STATE)
            if context.address.amendment and address.suppl and not address.amendment:
                address = address.model_copy(update={"amendment": context.address.amendment})
            address = address.under(context.address)
            return self._reference(mention.start, mention.end, context.law, (address,), here=True)
        said = self._said_before(mention.start)
        if context.law is not None and not address.partial:
            return self._reference(mention.start, mention.end, context.law, (address,), here=True)
        if said is None or address.partial:
            return self._reference(mention.start, mention.end, reason=Reason.UNCLEAR)
        return self._reference(mention.start, mention.end, said.law, (address,))

    def _relative(self, match: re.Match[str], follower: AddressMention | None) -> Reference:
        """前項, 同条第2項, 次条第1号: from where the text stands, or from what it named last."""
        start, end = match.start(), match.end() if follower is None else follower.end
        unit = UNITS[match["article"] or match["paragraph"] or match["item"]]
        if match["way"] == "同":
            last = self.found[-1] if self.found else None
            if last is None or not last.addresses or match["count"]:
                reason = Reason.UNCLEAR if last is None or last.reason is None else last.reason
                return self._reference(start, end, reason=reason)
            law, here = last.law, last.here
            bases: tuple[Address, ...] = (cut(last.addresses[-1], unit),)
        else:
            law, here, bases = self.context.law, True, self._beside(match, unit)
            if not bases:
                known = law is not None and self.context.address is not None
                return self._reference(start, end, reason=Reason.NOT_HELD if known else Reason.UNCLEAR)
        if follower is not None:
            bases = (follower.address.under(bases[-1]),)
        return self._reference(start, end, law, bases, here=here)

    def _beside(self, match: re.Match[str], unit: Unit) -> tuple[Address, ...]:
        own = self.context.address
        if own is None or self.context.law is None or number_of(own, unit) is None:
            return ()
        if match["way"] == "本":
            return (cut(own, unit),)
        if match["way"] == "前各":
            return self.context.numbering.all_before(own, unit)
        count = (to_int(match["count"]) or 0) if match["count"] else 1
        return self.context.numbering.beside(own, unit, -count if match["way"] == "前" else count)

    def _listed_before(self, start: int) -> Reference | None:
        """The reference that a list goes on from, looking past those within brackets."""
        return next(
            (
                one
                for one in reversed(self.found[-6:])
                if joined(self.text, one.end, start) or self.text[one.end : start] in ("（", "(")
            ),
            None,
        )

    def _said_before(self, start: int) -> Reference | None:
        """The last provision of a known law in the same sentence."""
        last = next((one for one in reversed(self.found) if one.law is not None), None)
        if last is None or _SENTENCE_END.search(self.text, last.end, start):
            return None
        return last

    def _last_law(self, start: int) -> str | None:
        """The law named last before ``start``: what 同法 means."""
        named = [(end, law) for end, law in self._laws if end <= start]
        named += [(one.start, one.law) for one in self.found if one.law is not None and not one.here]
        return max(named)[1] if named else None


def _names_rules(text: str, mention: AddressMention) -> bool:
    """Whether the mention is part of a name: 番号法第十九条第九号規則 are rules under that provision."""
    return re.match(r"(?:規則|政令|[府省]令|告示)(?!で)", text[mention.end :]) is not None
