"""The words in shapes and text boxes drawn on the sheets of a workbook: the flow charts of assessment reports."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def shapes_of(archive: zipfile.ZipFile) -> dict[str, tuple[str, ...]]:
    """The texts of the shapes on each sheet, by the sheet's name, in the order in which they were drawn."""
    names = set(archive.namelist())
    found: dict[str, tuple[str, ...]] = {}
    targets = dict(_related(archive, names, "xl/workbook.xml"))
    for sheet in _local(_tree(archive, "xl/workbook.xml"), "sheet"):
        part = next((targets.get(sheet.get(f"{{{space}}}id", "")) for space in _IDS), None)
        if part is None or part not in names:
            continue
        drawings = [to for _, to in _related(archive, names, part) if re.search(r"/drawings/[^/]+\.xml$", to)]
        texts = [text for drawing in drawings if drawing in names for text in _texts(_tree(archive, drawing))]
        if texts:
            found[sheet.get("name", "")] = tuple(texts)
    return found


def _texts(root: etree._Element) -> Iterator[str]:
    """The text of each shape, its paragraphs as lines; of two drawings of one shape the first."""
    for fallback in list(_local(root, "Fallback")):
        fallback.clear()
    for body in _local(root, "txBody"):
        lines = ["".join(run.text or "" for run in _local(line, "t")) for line in _local(body, "p")]
        if any(line.strip() for line in lines):
            yield "\n".join(lines)


def _related(archive: zipfile.ZipFile, names: set[str], part: str) -> Iterator[tuple[str, str]]:
    """Id and target of each relation of a part."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in names:
        return
    for relation in _tree(archive, relations).iter(f"{{{_RELATIONS}}}Relationship"):
        target = relation.get("Target", "")
        yield relation.get("Id", ""), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _local(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of that name whatever their namespace: the strict and the usual edition have two."""
    yield from root.iter(f"{{*}}{name}")
