"""Web pages: the text that a reader of the page sees, line by line, and what the markup says of it.

What counts as text. Scripts, styles and comments are none. Of a page that marks its content (``main``) only
the content and the page's heading (``h1``) are taken; of any other page, all but what HTML itself declares to
be beside the content: ``nav``, ``header`` and ``footer`` of the page, form controls. What is left out is
counted in ``left_out``. Pictures have no text; numbers that a style sheet puts before list items are not
characters of the page, so they are told in the blocks. The title comes first unless a heading repeats it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from corpus.errors import UnreadableSource
from corpus.text import squash
from ingest.extract import Block, Extracted, txt
from ingest.extract.html_text import PageWriter

MEDIA = "text/html"

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([^"']{2,40})""",
    re.I,
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WHERE_DECLARED = 4096  # bytes; HTML asks for the declaration within the first 1024
_AS_BROWSERS_READ = {
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "ms_kanji": "cp932",
    "iso-8859-1": "cp1252",
}
_NOT_TEXT = {"script", "style", "template", "noscript", "head", "object", "svg", "iframe", "canvas"}
_CONTROLS = {"button", "select", "option", "input", "textarea", "datalist", "form"}
_BESIDE = {"nav", "header", "footer"}
_ROLES = {"navigation", "banner", "contentinfo", "search"}
_LARGEST_CUT = 3  # bytes of a character that a truncated file may end in


def extract(data: bytes) -> Extracted:
    """The text of a page. Raises UnreadableSource if it holds none or is in no known encoding."""
    if not data.strip():
        raise UnreadableSource("The file is empty. Save the page again and try again.")
    page, encoding = decoded(data)
    root = _parsed(page)
    text, blocks, left_out = _written(root)
    if not text.strip():
        raise UnreadableSource(
            "The page holds no text: its content may be loaded by a script. "
            "Save what the browser shows as text (.txt, UTF-8) or as PDF instead."
        )
    return Extracted(
        text=text, media=MEDIA, encoding=encoding, blocks=blocks, left_out=left_out, wrapped=False
    )


def decoded(data: bytes) -> tuple[str, str]:
    """A page's characters and encoding: by its mark, else as it declares, else as for plain text."""
    declared = _DECLARED.search(data[:_WHERE_DECLARED])
    if declared is not None and not data.startswith(_MARKS):
        name = (declared[1] or declared[2]).decode("ascii").lower()
        try:
            encoding = codecs.lookup(_AS_BROWSERS_READ.get(name, name)).name
        except LookupError:
            encoding = "utf-8"
        if encoding.startswith("utf-16"):  # a page that can be read so far is none
            encoding = "utf-8"
        for cut in range(_LARGEST_CUT + 1):
            try:
                return data[: len(data) - cut].decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return txt.decoded(data)


def _parsed(page: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True, huge_tree=True
    )
    try:
        root = etree.fromstring(page.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(
            "The page cannot be read as HTML. Open it in a browser and save it again."
        ) from error
    if root is None:
        raise UnreadableSource("The page holds no text. Save the page again and try again.")
    if any("depth" in entry.message for entry in parser.error_log):  # what lies deeper was dropped
        raise UnreadableSource(
            "The page's elements stand in one another too deep to be read whole (over 2,000). "
            "Save what the browser shows as text (.txt, UTF-8) or as PDF instead."
        )
    return root


def _written(root: etree._Element) -> tuple[str, tuple[Block, ...], tuple[str, ...]]:
    mains = root.xpath("boolean(//main[normalize-space()] | //*[@role='main'][normalize-space()])")
    walk = _Walk(root, bool(mains))
    if not walk.writer.holds_text():
        walk = _Walk(root, False, whole=True)
    text, blocks = walk.writer.result()
    return text, blocks, tuple(f"<{tag}>: {count} characters" for tag, count in walk.left_out.items())


class _Walk:
    """One way through a page, writing what is content."""

    def __init__(self, root: etree._Element, main_only: bool, *, whole: bool = False) -> None:
        self.writer = PageWriter()
        self.left_out: dict[str, int] = {}
        self._main_only = main_only
        self._whole = whole
        self._within = 0  # elements open that are content: main, or an h1 outside it
        self._title(root)
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if not self._start(element):
                    walker.skip_subtree()
            else:
                self._end(element)

    def _title(self, root: etree._Element) -> None:
        title = " ".join((root.findtext(".//title") or "").split())
        headings = [squash("".join(h1.itertext())) for h1 in root.iter("h1")]
        if title and not any(heading and heading in squash(title) for heading in headings):
            self.writer.line(title)

    def _start(self, element: etree._Element) -> bool:
        """Begin an element; False if it is left out with all below it."""
        tag = str(element.tag)
        if tag in _NOT_TEXT:
            return False
        if self._is_beside(element, tag):
            if tag == "header" and element.find(".//h1") is not None:
                return self._begin(element, tag)
            self._leave_out(tag, "".join(element.itertext()))
            return False
        return self._begin(element, tag)

    def _begin(self, element: etree._Element, tag: str) -> bool:
        if self._is_content(element, tag):
            self._within += 1
        if self._taken():
            self.writer.start(element, tag)
        self._text(tag, element.text)
        return True

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if self._taken() and self.writer.is_open(element):
            self.writer.end(element, tag)
        if self._is_content(element, tag) and self._within:
            self._within -= 1
        self._text(tag, element.tail)

    def _text(self, tag: str, text: str | None) -> None:
        if not text:
            return
        if self._taken():
            self.writer.text(text)
        else:
            self._leave_out("body", text)

    def _leave_out(self, tag: str, text: str) -> None:
        count = len("".join(text.split()))
        if count:
            self.left_out[tag] = self.left_out.get(tag, 0) + count

    def _taken(self) -> bool:
        return not self._main_only or self._within > 0

    def _is_content(self, element: etree._Element, tag: str) -> bool:
        return self._main_only and (tag in ("main", "h1") or element.get("role") == "main")

    def _is_beside(self, element: etree._Element, tag: str) -> bool:
        if self._whole:
            return tag in _CONTROLS and tag != "form"
        if tag in _CONTROLS or tag == "nav" or element.get("role") in _ROLES:
            return tag != "form" or not _holds_prose(element)
        return tag in _BESIDE and not any(
            above.tag in ("main", "article", "section") for above in element.iterancestors()
        )


def _holds_prose(form: etree._Element) -> bool:
    """Whether a form wraps a page's content, as some servers have it do."""
    return sum(1 for _ in _paragraphs(form)) > 2


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    return (p for p in element.iter("p", "h2", "h3", "td") if len("".join(p.itertext()).strip()) > 20)
