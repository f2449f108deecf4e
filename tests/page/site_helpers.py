"""What the tests of the pages beside the chat share: a small library, and following its links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Settings
from assistant.page.editions import Edition
from assistant.page.site.routes import add_site
from corpus import Document
from corpus.glossary import Term

PAGES = {
    "nl": {
        "library": "/bibliotheek",
        "search": "/zoeken",
        "glossary": "/begrippen",
        "model": "/model",
        "about": "/over",
        "accessibility": "/toegankelijkheid",
    },
    "en": {
        "library": "/en/library",
        "search": "/en/search",
        "glossary": "/en/glossary",
        "model": "/en/model",
        "about": "/en/about",
        "accessibility": "/en/accessibility",
    },
}


@dataclass(frozen=True)
class Library:
    """An assistant that has documents, and whatever is given as its search."""

    documents: Mapping[str, Document]
    glossary: tuple[Term, ...] = ()
    retriever: object = None


def site_client(library: object, root_path: str = "", **settings: object) -> TestClient:
    """Return a client of the pages alone, without the chat."""
    app = FastAPI()
    set_to = Settings(**settings)  # type: ignore[arg-type]
    edition = Edition.of(library, set_to)  # type: ignore[arg-type]
    add_site(app, lambda: edition, set_to)
    return TestClient(app, root_path=root_path)


class Reader(HTMLParser):
    """Notes the links, the ids and the text of each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.elements.append((tag, values))
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag in ("a", "link") and values.get("href"):
            self.links.append(values["href"] or "")
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data


def follow(client: TestClient, start: str) -> Iterator[tuple[str, Reader]]:
    """Yield every page that links lead to from ``start``, checking that each is there."""
    base = "http://testserver"
    todo, seen, pages = [urljoin(base, start)], set(), {}
    wanted: list[tuple[str, str, str]] = []
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if not response.headers["content-type"].startswith("text/html"):
            continue
        reader = Reader(response.text)
        pages[address] = reader
        for link in reader.links:
            target, anchor = urldefrag(urljoin(address, link))
            if not target.startswith(base):
                assert urlsplit(target).scheme in ("https", "mailto"), link
                continue
            if anchor:
                wanted.append((address, target, anchor))
            todo.append(target)
    for source, target, anchor in wanted:
        if target in pages:
            assert anchor in pages[target].ids, f"{source} links to {anchor} in {target}"
    yield from pages.items()
