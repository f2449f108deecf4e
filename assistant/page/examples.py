"""Questions to begin with: for the shipped documents only, because they name what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Final

from assistant.page.site import Links
from assistant.texts import load_texts
from corpus import SHIPPED_DOCUMENTS, Document, Language

OWN_EXAMPLES: Final = ("page.example_1", "page.example_2", "page.example_3", "page.example_4")


def holds_shipped(documents: Mapping[str, Document]) -> bool:
    """Tell whether a library holds the shipped documents, of which the page speaks by name."""
    return _shipped_ids() <= documents.keys()


def examples_in(language: Language, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return example questions in one language; none about documents that are not there."""
    if not holds_shipped(documents):
        return ()
    return tuple(load_texts(language)[key] for key in OWN_EXAMPLES)


def examples_html(language: Language, documents: Mapping[str, Document], links: Links) -> str:
    """Return what to begin with: examples as buttons, course material, a conversation of before."""
    texts = load_texts(language)
    items = [
        f'<li><button type="button" class="ask example">{escape(one)}</button></li>'
        for one in examples_in(language, documents)
    ]
    heading = f"<h2>{escape(texts['page.examples'])}</h2>" if items else ""
    if items:
        course = escape(texts["page.example_course"])
        address = escape(links.page("course", language))
        items.append(f'<li><a class="example" href="{address}">{course}</a></li>')
    load = escape(texts["page.load"])
    items.append(f'<li><button type="button" class="load example">{load}</button></li>')
    return f"<div>{heading}<ul>{''.join(items)}</ul></div>"


@cache
def _shipped_ids() -> frozenset[str]:
    folders = (path.parent for path in SHIPPED_DOCUMENTS.glob("*/document.toml"))
    return frozenset(folder.name for folder in folders)
