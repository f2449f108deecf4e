"""Electronic books (.epub): an archive of pages of HTML, read in the order of the book."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from corpus.reading.html import language_of, read_tree
from corpus.reading.office import LOCKED, UNREADABLE, check_archive
from corpus.reading.parts import FileUnreadable, Part, Reading

_CONTAINER: Final = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE: Final = "{http://www.idpf.org/2007/opf}"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
# It comes with a book that only the program it was bought for can open.
_RIGHTS: Final = "META-INF/rights.xml"


def read_epub(path: Path) -> Reading:
    """Read a book, without its table of contents.

    :raises FileUnreadable: it is none, or is locked.
    """
    from lxml import etree

    check_archive(path)
    try:
        with ZipFile(path) as archive:
            if _RIGHTS in archive.namelist():
                raise FileUnreadable(LOCKED)
            container = _parsed(archive, "META-INF/container.xml")
            [name, *_] = [one.get("full-path") for one in container.iter(f"{_CONTAINER}rootfile")]
            package = _parsed(archive, name)
            pages = _pages(package, posixpath.dirname(name))
            parts = tuple(part for page in pages for part in _chapter(archive.read(page)))
    except (BadZipFile, KeyError, OSError, ValueError, etree.LxmlError) as error:
        raise FileUnreadable(UNREADABLE) from error
    title, language, date = (
        " ".join((package.findtext(f".//{_DUBLIN_CORE}{one}") or "").split())
        for one in ("title", "language", "date")
    )
    return Reading(parts, title or None, language_of(language), date[:10] or None)


def _pages(package: Any, folder: str) -> Iterator[str]:
    """Yield the names of the pages that are read one after the other."""
    items = {one.get("id"): one for one in package.iter(f"{_PACKAGE}item")}
    for reference in package.iter(f"{_PACKAGE}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _chapter(page: bytes) -> tuple[Part, ...]:
    from lxml import html

    # Not as XML: pages of books name entities that are known in HTML only.
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    for note in root.iter("aside"):
        note.tag = "div"
        note.set("class", "note")
    return read_tree(root).parts


def _parsed(archive: ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)
