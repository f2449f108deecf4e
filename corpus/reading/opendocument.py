"""OpenDocument text (.odt): its elements are renamed to those of HTML, which is read as such."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from corpus.reading.html import read_tree
from corpus.reading.office import LOCKED, UNREADABLE, check_archive
from corpus.reading.parts import FileUnreadable, Reading

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NAMES: Final = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list-item": "li",
    f"{_TEXT}list-header": "li",
    f"{_TEXT}line-break": "br",
    f"{_TEXT}section": "div",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
}
_NOT_READ: Final = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}table-of-content",
        f"{_TEXT}note-citation",
        f"{_TEXT}sequence-decls",
        f"{_TABLE}covered-table-cell",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
    }
)


def read_opendocument(path: Path) -> Reading:
    """Read an OpenDocument text.

    :raises FileUnreadable: it is none, or is protected with a password.
    """
    from lxml import etree

    check_archive(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with ZipFile(path) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise FileUnreadable(LOCKED)
            root = etree.fromstring(archive.read("content.xml"), parser)
            styles = etree.fromstring(archive.read("styles.xml"), parser)
    except (BadZipFile, KeyError, OSError, etree.XMLSyntaxError) as error:
        raise FileUnreadable(UNREADABLE) from error
    body = root.find(f".//{_OFFICE}text")
    if body is None:
        raise FileUnreadable(UNREADABLE)
    titles = {"Title"} | {
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}parent-style-name") == "Title"
    }
    numbered = {
        str(style.get(f"{_STYLE}name"))
        for tree in (root, styles)
        for style in tree.iter(f"{_TEXT}list-style")
        if any(
            level.get(f"{_TEXT}level") == "1"
            for level in style.iter(f"{_TEXT}list-level-style-number")
        )
    }
    _notes_last(body)
    for element in list(body.iter("*")):
        _rename(element, titles, numbered)
    body.tag = "main"
    return read_tree(body)


def _notes_last(body: Any) -> None:
    """Move the text of each note out of the sentence that it is a note to."""
    for note in list(body.iter(f"{_TEXT}note-body")):
        body.append(note)
        note.tag = "div"
        note.set("class", "note")
        note.tail = None


def _rename(element: Any, titles: Set[str], numbered: Set[str]) -> None:
    tag = element.tag
    style = element.get(f"{_TEXT}style-name")
    if tag in _NOT_READ:
        element.tag = "template"
    elif tag == f"{_TEXT}h":
        level = element.get(f"{_TEXT}outline-level", "1")
        element.tag = f"h{min(int(level), 6) if level.isdecimal() else 1}"
    elif tag == f"{_TEXT}p" and style in titles:
        element.tag = "h1"
        element.set("class", "title")
    elif tag == f"{_TEXT}list":
        above = next(element.iterancestors("ol", "ul"), None)
        is_numbered = style in numbered or (
            style is None and above is not None and above.tag == "ol"
        )
        element.tag = "ol" if is_numbered else "ul"
    elif tag in (f"{_TEXT}s", f"{_TEXT}tab"):
        element.tag = "span"
        element.text = " "
    else:
        element.tag = _NAMES.get(
            tag, "div" if tag.endswith("}text-box") else "span" if "}" in tag else tag
        )
    for ours, name in (("columns", "colspan"), ("rows", "rowspan")):
        if spanned := element.get(f"{_TABLE}number-{ours}-spanned"):
            element.set(name, spanned)
