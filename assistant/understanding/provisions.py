"""Laws and the addresses of their provisions that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.understanding.holding import HeldNames
from assistant.understanding.mentions import Mention
from corpus.address import Address, AddressMention, find
from corpus.laws import common_name, find_laws


@dataclass(frozen=True)
class Provision:
    """An address named and the laws it may belong to: held names where any fits, else as written."""

    address: Address
    written: str
    laws: tuple[str, ...] = ()
    law_named: bool = False


@dataclass(frozen=True)
class NamedProvisions:
    """What a question names of the law."""

    laws: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    mentions: tuple[Mention[str], ...] = ()  # the places, laws and addresses both


def find_provisions(text: str, names: HeldNames, base: Address | None = None) -> NamedProvisions:
    """Laws by official, common or short name (施行規則, 法), and addresses, partial ones after ``base``."""
    laws: dict[str, None] = {}
    places: list[Mention[str]] = []
    for named in find_laws(text):
        laws.update(dict.fromkeys(_held_as(named.law, names)))
        places.append(Mention(named.start, named.end, named.law))
    provisions: list[Provision] = []
    for mention in find(text):
        provision = _provision(mention, text, names, base)
        places.append(Mention(mention.start, mention.end, text[mention.start : mention.end]))
        if provision is not None:
            provisions.append(provision)
            laws.update(dict.fromkeys(provision.laws if provision.law_named else ()))
    if not laws:
        laws.update(dict.fromkeys(_bare_orders(text, names)))
        if laws:  # Article 6 of the Enforcement Regulation: the law stands elsewhere in the sentence
            provisions = [
                p if p.law_named else replace(p, laws=tuple(laws), law_named=True) for p in provisions
            ]
    return NamedProvisions(tuple(laws), tuple(provisions), tuple(places))


def _provision(
    mention: AddressMention, text: str, names: HeldNames, base: Address | None
) -> Provision | None:
    address = mention.resolved or mention.address
    if address.partial:
        if base is None:
            return None
        address = address.under(base)
    law = mention.resolved_law or mention.law
    laws = _held_as(law, names) if law else ()
    return Provision(address, text[mention.start : mention.end], laws, law is not None)


def _held_as(law: str, names: HeldNames) -> tuple[str, ...]:
    """The held laws that a name means: 施行規則 any that ends so, 法 any Act; an unknown law its own name."""
    known = common_name(law)
    if known in names.articles:
        return (known,)
    if known in ("法", "同法", "本法"):
        return tuple(name for name in names.articles if name.endswith("法")) or (known,)
    if known in ("規則", "施行規則", "省令", "施行令", "政令"):
        ending = {"省令": "規則", "政令": "令"}.get(known, known)
        return tuple(name for name in names.articles if name.endswith(ending)) or (known,)
    return (known,)


_ORDERS = (
    (
        "施行規則",
        re.compile(
            r"施行規則|\benforcement (?:regulation|rule|ordinance)|\b(?:regulation"
            r"|ordinance)s? for enforcement",
            re.I,
        ),
    ),
    ("施行令", re.compile(r"施行令|\benforcement order|\border for enforcement", re.I)),
)


def _bare_orders(text: str, names: HeldNames) -> list[str]:
    """The held orders named without an Act: 施行規則, the Enforcement Regulation."""
    return [
        law for order, named in _ORDERS if named.search(text) for law in names.articles if law.endswith(order)
    ]


def held_form(provision: Provision, names: HeldNames) -> str | None:
    """The address as the record writes it (第1項 named or left out); None where no law in question has it."""
    laws = [law for law in provision.laws if law in names.articles] or (
        [] if provision.law_named else list(names.articles)
    )
    for candidate in provision.address.candidates():
        if any(str(candidate) in names.articles[law] for law in laws):
            return str(candidate)
    return None
