"""Questions to begin with: for the shipped documents only, because they name what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Final

from assistant.texts import load_texts
from corpus import SHIPPED_DOCUMENTS, Document, Language, other_language

OWN_EXAMPLES: Final = ("page.example_1", "page.example_2", "page.example_3", "page.example_4")
OTHER_EXAMPLES: Final = ("page.example_1", "page.example_2")


def examples_in(language: Language, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return example questions in one language; none about documents that are not there."""
    if not _shipped_ids() <= documents.keys():
        return ()
    return tuple(load_texts(language)[key] for key in OWN_EXAMPLES)


def examples_html(language: Language, documents: Mapping[str, Document]) -> str:
    """Return the examples as buttons: those of the page's language, then some of the other.

    Empty without examples.
    """
    own = examples_in(language, documents)
    if not own:
        return ""
    other = other_language(language)
    buttons = [f"<li>{_button_html(one)}</li>" for one in own]
    buttons += [f"<li>{_button_html(load_texts(other)[key], other)}</li>" for key in OTHER_EXAMPLES]
    title = escape(load_texts(language)["page.examples"])
    return f"<div><h2>{title}</h2><ul>{''.join(buttons)}</ul></div>"


def _button_html(question: str, language: Language | None = None) -> str:
    lang = f' lang="{language}"' if language else ""
    return f'<button type="button" class="ask example"{lang}>{escape(question)}</button>'


@cache
def _shipped_ids() -> frozenset[str]:
    folders = (path.parent for path in SHIPPED_DOCUMENTS.glob("*/document.toml"))
    return frozenset(folder.name for folder in folders)
