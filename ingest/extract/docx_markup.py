"""The elements of a Word document by their short names, and the text of a paragraph as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict edition
)
_NOT_PRINTED = {  # deleted or moved away, notes of the reviewers, the reading above a word, a second drawing
    "del",
    "moveFrom",
    "rt",
    "Fallback",
    "instrText",
    "delText",
    "pPr",
    "rPr",
    "sectPr",
}
_APART = {"txbxContent", "tbl"}  # text that stands in a frame of its own
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def name_of(element: etree._Element) -> str:
    """The name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name; none of None."""
    if element is not None:
        yield from (below for below in element if name_of(below) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that name, or its child by the next name ...; None if there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: etree._Element | None, name: str) -> str:
    """The value of ``w:name``; empty if it is not there."""
    if element is None:
        return ""
    return next((value for space in _SPACES if (value := element.get(f"{{{space}}}{name}"))), "")


def number_of(element: etree._Element | None, name: str) -> int:
    """``w:name`` as a number; 0 if it is none."""
    value = attribute(element, name)
    return int(value) if value.isdecimal() else 0


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch (``w:vanish``) stands and is not turned off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def text_of(element: etree._Element) -> str:
    """The printed text of a paragraph, frames in it left aside."""
    return "".join(_printed(element))


def frames_of(element: etree._Element) -> Iterator[etree._Element]:
    """The frames and text boxes that hang on a paragraph, each once."""
    for below in element:
        name = name_of(below)
        if name == "txbxContent":
            yield below
        elif name not in _NOT_PRINTED:
            yield from frames_of(below)


def _printed(element: etree._Element) -> Iterator[str]:
    for below in element:
        name = name_of(below)
        if name == "t":
            yield below.text or ""
        elif name in _SIGNS:
            yield "" if attribute(below, "type") in ("page", "column") else _SIGNS[name]
        elif name not in _NOT_PRINTED and name not in _APART and not _is_hidden(below, name):
            yield from _printed(below)


def _is_hidden(element: etree._Element, name: str) -> bool:
    return name == "r" and is_on(child(element, "rPr", "vanish"))
