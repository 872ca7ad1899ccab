"""How a briefing's pages look in Word: A4, Japanese fonts by name, head and foot of each page."""

from __future__ import annotations

import datetime as dt

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# Fonts that Word for Windows and Mac bring along, and what an older or another system takes in their place.
TEXT_FONT, HEADING_FONT = "Yu Mincho", "Yu Gothic"
SUBSTITUTES = {TEXT_FONT: "MS Mincho", HEADING_FONT: "MS Gothic"}
_LATIN = {TEXT_FONT: "Times New Roman", HEADING_FONT: "Arial"}
_SIZES = {"Title": 20, "Heading 1": 14, "Heading 2": 11.5}
_TAGS = {"ja": "ja-JP", "en": "en-GB"}
_INK = RGBColor(0x1F, 0x2A, 0x44)
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def dress(document: Document, title: str, particulars: str, made_on: dt.date, language: str = "ja") -> None:
    """Give an empty document its page, fonts, head, foot and properties."""
    _page(document)
    _styles(document)
    _substitutes(document)
    _newest_layout(document)
    _head_and_foot(document, title, particulars)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "先例 Senrei", _TAGS[language]
    properties.comments = particulars
    properties.created = properties.modified = dt.datetime.combine(made_on, dt.time())
    properties.last_modified_by = properties.author


def set_font(style: ParagraphStyle, name: str) -> None:
    """Name a style's font for Latin and for Japanese characters, in place of the theme's."""
    style.font.name = _LATIN[name]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for themed in _THEMED:
        fonts.attrib.pop(qn(f"w:{themed}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(27), Mm(22)


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    set_font(normal, TEXT_FONT)
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.2
    _language(normal)
    for name, size in _SIZES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_font(style, HEADING_FONT)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, _INK
        style.paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.space_before = Pt(16)


def _language(style: ParagraphStyle) -> None:
    """Japanese, so that Word breaks lines and checks words as Japanese."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "ja-JP")
    style.element.get_or_add_rPr().append(language)


def _substitutes(document: Document) -> None:
    """Tell Word which font to take where one of ours is not installed (w:altName of the font table)."""
    for part in (one.target_part for one in document.part.rels.values() if one.reltype == _FONT_TABLE):
        entries = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="80"/></w:font>'
            for name, other in SUBSTITUTES.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


_FONT_TABLE = RELATIONSHIP_TYPE.FONT_TABLE


def _newest_layout(document: Document) -> None:
    """Laid out as Word of today does, not in the compatibility mode of python-docx's template."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _head_and_foot(document: Document, title: str, particulars: str) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _small(head.add_run(f"先例 Senrei　{title}"))
    second = section.header.add_paragraph()
    second.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _small(second.add_run(particulars))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    _small(foot.add_run(" / "))
    _field(foot, "NUMPAGES")


def _small(run: Run) -> None:
    run.font.size = Pt(8.5)


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    _small(run)
    field.append(run._r)
    paragraph._p.append(field)
