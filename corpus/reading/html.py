"""HTML: the text of a page, without what stands around it on every page of a site.

Markdown and Word come here too, as the HTML that their libraries make of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from corpus.document import BlockKind
from corpus.language import LANGUAGES, Language
from corpus.reading.parts import FileUnreadable, Part, Reading
from corpus.reading.tables import inside_table, table_rows

_NOT_READ: Final = frozenset(
    "script style template noscript svg iframe object form nav footer aside button select textarea "
    "head audio video canvas map".split()
)
_BLOCKS: Final = frozenset(
    "p div section article main header blockquote figure figcaption address details summary center "
    "fieldset hr body html hgroup dl dt dd".split()
)
_HEADING: Final = re.compile(r"h([1-6])$")
_FOOTNOTE_LINK: Final = re.compile(r"#?(?:foot|end)note-|#?fnref")
_FOOTNOTE: Final = re.compile(r"(?:foot|end)note-|fn\d")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_BOX: Final = re.compile(r"^\[([ xX])\]\s+")
_DATES: Final = ("date", "dcterms.date", "dcterms.modified", "article:modified_time")


def read_html(markup: str) -> Reading:
    """Read a page.

    :raises FileUnreadable: there is nothing in it.
    """
    from lxml import etree, html

    # A declaration of an encoding is of no use in a text that has been decoded.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.lstrip("\ufeff"))
    try:
        return read_tree(html.document_fromstring(markup))
    except (etree.ParserError, ValueError) as error:
        raise FileUnreadable("no_text") from error


def read_tree(root: Any) -> Reading:
    """Read the elements of a page."""
    main = [*root.iter("main"), *root.xpath("//*[@role='main']")][:1]
    walk = _Walk()
    for element in main or root.xpath("//article[not(ancestor::article)]") or [root]:
        walk.read(element)
    has_heading = any(part.level == 1 for part in walk.parts)
    return Reading(
        parts=tuple(walk.parts),
        title=None if has_heading else _tidy(root.findtext(".//title") or "") or None,
        language=language_of(root.get("lang") or ""),
        date=_date(root),
    )


class _Walk:
    """Goes through the elements of a page and gathers the parts."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._words: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._mark = ""
        self._level = 0

    def read(self, element: Any) -> None:
        """Read an element that stands on lines of its own."""
        self._flush()
        self._inside(element)
        self._flush()

    def _inside(self, element: Any) -> None:
        self._words.append(element.text or "")
        for child in element:
            if is_shown(child):
                self._element(child)
            self._words.append(child.tail or "")

    def _element(self, element: Any) -> None:
        tag = element.tag
        is_title = tag in ("h1", "p") and "title" in element.get("class", "").split()
        heading = _HEADING.match(tag)
        if heading or is_title:
            self._flush()
            level = int(heading[1]) if heading and not is_title else 0
            self._level = level
            if text := plain(element):
                self.parts.append(Part("heading", text, level))
        elif tag in ("ul", "ol"):
            self._list(element)
        elif tag == "dl":
            self._terms(element)
        elif tag == "table":
            self._table(element)
        elif tag == "pre":
            self._flush()
            if text := element.text_content().strip("\n").rstrip():
                self.parts.append(Part("code", text))
        elif tag in ("br", "img"):
            self._words.append(f" {_described(element)} ")
        elif (title := _title_of_box(element)) is not None:
            self._box(element, title)
        elif tag in _BLOCKS:
            self._flush()
            kind = self._kind
            if element.get("class") == "note":
                self._kind = "note"
            self.read(element)
            self._kind = kind
        else:
            self._inside(element)

    def _box(self, element: Any, title: Any) -> None:
        """Read a box with a title, or an answer that opens below its question: a section."""
        self._flush()
        # Below the title of the page, which may stand further on.
        above, begin = self._level, len(self.parts)
        level = max(above, 1) + 1
        heading = Part("heading", plain(title), level)
        title.tag = "template"
        self._level = level
        self.read(element)
        self._level = above
        if heading.text and len(self.parts) > begin:
            self.parts[begin:begin] = [heading]
            # What follows is no part of it any more.
            self.parts.append(Part("heading", "", level))

    def _list(self, element: Any) -> None:
        self._flush()
        items = shown_inside(element)
        is_notes = any(_FOOTNOTE.match(item.get("id", "")) for item in items)
        kind, self._kind = self._kind, "note" if is_notes else "list_item"
        number = int(start) if (start := element.get("start", "1")).isdecimal() else 1
        for item in items:
            if item.tag != "li":
                # A list that stands in a list, and not in one of its items.
                self._element(item)
                continue
            self._mark = "" if is_notes else _mark(element, number)
            self.read(item)
            self._mark = ""
            number += 1
        self._kind = kind

    def _terms(self, element: Any) -> None:
        self._flush()
        terms: list[str] = []
        is_told = False
        for one in element.iter("dt", "dd"):
            if next(one.iterancestors("dl")) is not element:
                # The words of a list within a list are those of its "dd".
                continue
            if one.tag == "dt":
                terms = [plain(one)] if is_told else [*terms, plain(one)]
            elif text := plain(one):
                self.parts.append(
                    Part("list_item", ": ".join(filter(None, (", ".join(terms), text))))
                )
            is_told = one.tag == "dd"

    def _table(self, element: Any) -> None:
        self._flush()
        for caption in inside_table(element, "caption"):
            self.read(caption)
        rows = table_rows(element)
        if rows is None:
            for cell in inside_table(element, "td", "th"):
                self.read(cell)
            return
        self.parts.extend(Part("list_item", row) for row in rows)

    def _flush(self) -> None:
        text = _tidy("".join(self._words))
        self._words.clear()
        if not text:
            return
        if self._kind == "list_item":
            text = _BOX.sub(lambda box: "☐ " if box[1] == " " else "☑ ", text)
        self.parts.append(Part(self._kind, self._mark + text))
        self._mark = ""


def plain(element: Any) -> str:
    """Return the words of an element on one line."""
    return _tidy("".join(_words(element)))


def _words(element: Any) -> Iterator[str]:
    yield element.text or _described(element)
    for child in element:
        if is_shown(child):
            is_apart = child.tag in _BLOCKS or child.tag in ("br", "li", "td", "th")
            yield from (" ", *_words(child), " ") if is_apart else _words(child)
        yield child.tail or ""


def _described(picture: Any) -> str:
    """Return the words for a picture; marks that were typed in them are none."""
    return _TAG.sub("", picture.get("alt", ""))


def _title_of_box(element: Any) -> Any:
    """Return the element that names a box, ``None`` where there is none."""
    inside = shown_inside(element) if element.tag in ("details", "div") else []
    if not inside:
        return None
    is_answer = element.tag == "details" and inside[0].tag == "summary"
    is_box = "admonition-title" in inside[0].get("class", "").split()
    return inside[0] if is_answer or is_box else None


def shown_inside(element: Any) -> list[Any]:
    """Return the elements directly within one, without comments and what is left out."""
    return [one for one in element if is_shown(one)]


def is_shown(element: Any) -> bool:
    """Tell whether an element is read."""
    # A comment or an instruction has no name.
    return isinstance(element.tag, str) and not _is_left_out(element)


def _is_left_out(element: Any) -> bool:
    if element.tag in _NOT_READ or element.get("hidden") is not None:
        return True
    # How LibreOffice writes running heads.
    is_head = element.tag == "div" and element.get("title") in ("header", "footer")
    if is_head or element.get("aria-hidden") == "true":
        return True
    # The number that leads to a footnote, and the arrow back.
    marks = (element.get("href", ""), element.get("id", ""), element.get("class", ""))
    return element.tag == "a" and any(_FOOTNOTE_LINK.match(mark) for mark in marks)


def _mark(element: Any, number: int) -> str:
    if element.tag == "ul":
        return "• "
    if element.get("type") == "a" and number <= 26:
        return f"{chr(ord('a') + number - 1)}. "
    return f"{number}. "


def _tidy(text: str) -> str:
    # A soft hyphen says where a word may be cut, and is no part of it.
    return " ".join(text.replace("\u00ad", "").split())


def language_of(tag: str) -> Language | None:
    """Return the language that a tag such as "nl-NL" names; ``None`` for one that is not read."""
    return next((one for one in LANGUAGES if tag.lower().split("-")[0] == one), None)


def _date(root: Any) -> str | None:
    for name in _DATES:
        for found in root.xpath("//meta[@name=$name or @property=$name]/@content", name=name):
            return str(found)[:10]
    return None
