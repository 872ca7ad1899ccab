"""Law XML of e-Gov: a bare ``Law``, or within the envelope of the law API, version 1 (``DataRoot``) or 2.

Version 2 answers in XML or in JSON, where the law stands as a tree of ``{tag, attr, children}`` or as the XML
itself in Base64; the file of a law may also be that tree alone. Nothing outside the file is read, and a file
that declares entities, as no law does, is refused before it is parsed.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re

from lxml import etree

from corpus.errors import UnreadableSource
from ingest.extract import Extracted
from ingest.extract.law_text import LawText, name_of, written

MEDIA = "application/x-e-gov-law"

_DEEPEST = 200  # levels of elements; the schema needs some 30
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_FULL_TEXT = "law_full_text"
_WRONG = "Fetch the law again from e-Gov's law API, or save its text as .txt (UTF-8) instead."

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def extract(data: bytes) -> Extracted:
    """The text of a law and its elements. Raises UnreadableSource."""
    if not data.strip():
        raise UnreadableSource(f"The file is empty. {_WRONG}")
    try:
        law, facts = _from_json(data) if _plain(data[:64]).lstrip().startswith(b"{") else _from_xml(data)
        text, root = written(law)
    except RecursionError as error:
        raise UnreadableSource(f"The elements of the file stand too deep in one another. {_WRONG}") from error
    if not text.strip():
        raise UnreadableSource(f"The law holds no text. {_WRONG}")
    return LawText(text=text, media=MEDIA, encoding="utf-8", root=root, facts=facts)


def _plain(head: bytes) -> bytes:
    """Bytes in which ASCII can be found, whatever the encoding."""
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"")


def _from_xml(data: bytes) -> tuple[etree._Element, dict[str, str]]:
    root = _parsed(data)
    law = root if name_of(root) == "Law" else next(root.iter("{*}Law"), None)
    if law is None:
        raise UnreadableSource(_no_law(root))
    facts: dict[str, str] = {}
    for element in _outside(root, law):
        value = (element.text or "").strip()
        if value and not len(element):
            facts.setdefault(name_of(element).lower(), value)
    return law, facts


def _outside(root: etree._Element, law: etree._Element) -> list[etree._Element]:
    """The elements of the envelope, without the law."""
    if root is law:
        return []
    inner = [found for child in root if isinstance(child.tag, str) for found in _outside(child, law)]
    return [root, *inner]


def _no_law(root: etree._Element) -> str:
    """What to say of XML without a law: the message of the API, if there is one."""
    said = next((found.text for tag in ("Message", "message") for found in root.iter(f"{{*}}{tag}")), None)
    reason = f": e-Gov answered 「{said.strip()}」" if said and said.strip() else ""
    return f"The file is XML without a law (no element Law){reason}. {_WRONG}"


def _parsed(data: bytes) -> etree._Element:
    if _DECLARES.search(_plain(data)):
        raise UnreadableSource(f"The file declares a document type or entities, as no law does. {_WRONG}")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"The file is not whole XML ({error}). {_WRONG}") from error


def _from_json(data: bytes) -> tuple[etree._Element, dict[str, str]]:
    try:
        answer: Json = json.loads(data)
    except (ValueError, UnicodeDecodeError) as error:
        raise UnreadableSource(f"The file is not whole JSON ({error}). {_WRONG}") from error
    if not isinstance(answer, dict):
        raise UnreadableSource(f"The file is JSON without a law. {_WRONG}")
    full = answer.get(_FULL_TEXT, answer if "tag" in answer else None)
    facts: dict[str, str] = {}
    _gather({key: value for key, value in answer.items() if key != _FULL_TEXT}, facts, 0)
    if isinstance(full, str):
        law, more = _from_xml(_decoded(full))
        return law, {**more, **facts}
    root = _built(full, 0)
    found = root if name_of(root) == "Law" else next(root.iter("Law"), None)
    if found is None:
        raise UnreadableSource(f"The file is JSON without a law (no tag Law). {_WRONG}")
    return found, facts


def _decoded(full: str) -> bytes:
    if full.lstrip().startswith("<"):
        return full.encode()
    try:
        return base64.b64decode(full, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableSource(
            f"The law in the file is neither XML nor Base64 ({error}). {_WRONG}"
        ) from error


def _gather(value: Json, facts: dict[str, str], depth: int) -> None:
    """Take the named strings of an envelope; of names that come again the first counts."""
    if not isinstance(value, dict) or depth > _DEEPEST or "tag" in value:
        return
    for key, inner in value.items():
        if isinstance(inner, str) and inner.strip():
            facts.setdefault(key.lower(), inner.strip())
        _gather(inner, facts, depth + 1)


def _built(value: Json, depth: int) -> etree._Element:
    """The element of a ``{tag, attr, children}``; what stands in ``children`` as a string is its text."""
    if not isinstance(value, dict) or not isinstance(tag := value.get("tag"), str) or depth > _DEEPEST:
        raise UnreadableSource(f"The law in the file is no tree of tag, attr and children. {_WRONG}")
    attributes = value.get("attr") or {}
    children = value.get("children") or []
    if not isinstance(attributes, dict) or not isinstance(children, list):
        raise UnreadableSource(f"The law in the file is no tree of tag, attr and children. {_WRONG}")
    try:
        element = etree.Element(tag, {key: str(inner) for key, inner in attributes.items()})
        for child in children:
            if isinstance(child, str):
                _add_text(element, child)
            else:
                element.append(_built(child, depth + 1))
    except ValueError as error:  # a name or a character that XML does not know
        raise UnreadableSource(
            f"The law in the file holds what XML does not allow ({error}). {_WRONG}"
        ) from error
    return element


def _add_text(element: etree._Element, text: str) -> None:
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
