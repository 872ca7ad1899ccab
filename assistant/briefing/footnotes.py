"""Footnotes of a Word file, which python-docx has no call for: the part they stand in, and marks that lead to them.

After ECMA-376, part 1, 17.11: a part footnotes.xml with two separators and one entry a note, named in the settings.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

_TEXT, _MARK = "footnote text", "footnote reference"
_SIZE = Pt(8.5)
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """The notes of one document; ``close`` writes them once all are there."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in _SEPARATORS:
            note = _element("w:footnote", {"w:type": kind, "w:id": str(number)})
            _chain(note, "w:p", "w:r").append(OxmlElement(f"w:{kind}"))
            self._root.append(note)
        text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = document.styles["Normal"]
        text.font.size = _SIZE
        text.paragraph_format.space_after = Pt(0)
        text.paragraph_format.line_spacing = 1.0
        mark = document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        self._styles = (text.style_id, mark.style_id)

    def add(self, paragraph: Paragraph, number: int, text: str) -> None:
        """A mark at the end of the paragraph, and the note that it leads to. Word counts the notes itself."""
        run = paragraph.add_run()
        run.style = self._document.styles[_MARK]
        run._r.append(_element("w:footnoteReference", {"w:id": str(number)}))
        self._root.append(self._note(number, text))

    def close(self) -> None:
        """Put the part into the package and name the separators in the settings."""
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, self._document.part.package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = OxmlElement("w:footnotePr")
        for number, _ in _SEPARATORS:
            named.append(_element("w:footnote", {"w:id": str(number)}))
        settings = self._document.settings.element
        # The schema has an order: before w:compat.
        before = settings.find(qn("w:compat"))
        if before is not None:
            before.addprevious(named)
        else:
            settings.append(named)

    def _note(self, number: int, text: str) -> etree._Element:
        note = _element("w:footnote", {"w:id": str(number)})
        paragraph = _chain(note, "w:p")
        _chain(paragraph, "w:pPr").append(_element("w:pStyle", {"w:val": self._styles[0]}))
        mark = _chain(paragraph, "w:r")
        _chain(mark, "w:rPr").append(_element("w:rStyle", {"w:val": self._styles[1]}))
        mark.append(OxmlElement("w:footnoteRef"))
        words = _element("w:t", {"xml:space": "preserve"})
        words.text = f" {text}"
        _chain(paragraph, "w:r").append(words)
        return note


def _element(tag: str, attributes: dict[str, str]) -> etree._Element:
    made: etree._Element = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(_XML_SPACE if name == "xml:space" else qn(name), value)
    return made


_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _chain(parent: etree._Element, *tags: str) -> etree._Element:
    """New elements, each in the one before; the innermost."""
    for tag in tags:
        child = OxmlElement(tag)
        parent.append(child)
        parent = child
    return parent
