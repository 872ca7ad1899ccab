"""What stands before and after a provision: 前条 of 第28条 is 第27条の2 where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from corpus.address import Address, Number

Unit = Literal["article", "paragraph", "item"]
UNITS: dict[str, Unit] = {"条": "article", "項": "paragraph", "号": "item"}
_BELOW: dict[Unit, dict[str, object]] = {
    "article": {"paragraph": None, "item": None, "subitems": ()},
    "paragraph": {"item": None, "subitems": ()},
    "item": {"subitems": ()},
}


class Numbering:
    """The numbers of the provisions of one law in one document."""

    def __init__(self, addresses: Iterable[Address] = ()) -> None:
        found: dict[tuple[str, Unit], set[Number]] = {}
        for address in addresses:
            for unit in UNITS.values():
                number = number_of(address, unit)
                if number is not None:
                    found.setdefault((_place(address, unit), unit), set()).add(number)
        self._numbers = {place: sorted(numbers) for place, numbers in found.items()}

    def beside(self, address: Address, unit: Unit, step: int) -> tuple[Address, ...]:
        """The ``step`` provisions after (or, below zero, before) the one of that unit; () if one is missing."""
        numbers, own = self._numbers.get((_place(address, unit), unit), []), number_of(address, unit)
        if own is None or own not in numbers:
            return ()
        at = numbers.index(own)
        chosen = numbers[at + 1 : at + 1 + step] if step > 0 else numbers[max(0, at + step) : at]
        line = [own, *chosen] if step > 0 else [*chosen, own]
        gaps = any(later[0] - earlier[0] > 1 for earlier, later in pairwise(line))
        if gaps or len(chosen) != abs(step):
            return ()  # of a law of which only parts are held, the one beside may be another
        return tuple(cut(address, unit).model_copy(update={unit: number}) for number in chosen)

    def all_before(self, address: Address, unit: Unit) -> tuple[Address, ...]:
        """前各号: all that precede it."""
        numbers, own = self._numbers.get((_place(address, unit), unit), []), number_of(address, unit)
        count = numbers.index(own) if own in numbers else 0
        return self.beside(address, unit, -count) if count else ()


def number_of(address: Address, unit: Unit) -> Number | None:
    """The number of the article, paragraph or item of an address."""
    return {"article": address.article, "paragraph": address.paragraph, "item": address.item}[unit]


def cut(address: Address, unit: Unit) -> Address:
    """The address down to that unit."""
    return address.model_copy(update=_BELOW[unit])


def _place(address: Address, unit: Unit) -> str:
    """Among which provisions it is numbered: the address above the unit."""
    above: dict[Unit, tuple[object, ...]] = {
        "article": (),
        "paragraph": (address.article,),
        "item": (address.article, address.paragraph),
    }
    return repr((address.suppl, address.amendment, *above[unit]))
