"""The glossary below the sources: closed until the reader opens it.

Made at the start of the page, and anew for each new build of the index. It is a native ``details``, so it needs no script and works
with the keyboard; the search of the browser finds a term in it as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final

from corpus import Document, Language, other_language
from corpus.glossary import Term

_NO_LETTER: Final = "0-9"


def glossary_html(
    glossary: Sequence[Term],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    language: Language,
) -> str:
    """Return every term for a reader of ``language``, by letter; nothing without terms.

    :param documents: by id; holds the document of each term.
    :param texts: the interface texts of ``language``.
    """
    if not glossary:
        return ""
    letters = [
        (letter, list(terms))
        for letter, terms in groupby(
            sorted(glossary, key=lambda term: order_of(term, language)),
            key=lambda term: letter_of(term, language),
        )
    ]
    links = "".join(
        f'<li><a href="#{_letter_id(letter)}">{letter}</a></li>' for letter, _ in letters
    )
    return "".join(
        [
            f"<details><summary><h2>{escape(texts['page.glossary'])}</h2></summary>",
            f"<p>{escape(texts['page.glossary_intro'].format(count=len(glossary)))}</p>",
            f'<ul class="letters">{links}</ul>',
            *(
                f'<h3 id="{_letter_id(letter)}" tabindex="-1">{letter}</h3>'
                f"<dl>{_entries_html(terms, documents, texts, language)}</dl>"
                for letter, terms in letters
            ),
            "</details>",
        ]
    )


def _entries_html(
    terms: Iterable[Term],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    language: Language,
) -> str:
    other = other_language(language)
    label = escape(texts[f"page.name_in_{other}"])
    return "".join(
        f"<div><dt>{_text_html(term.term(language))} "
        f'<span class="other">{label} <span lang="{other}">{_text_html(term.term(other))}</span>'
        f"</span></dt><dd>{_text_html(term.explanation(language))}</dd>"
        f"<dd>{_source_html(term, documents[term.document], language)}</dd></div>"
        for term in terms
    )


def _source_html(term: Term, document: Document, language: Language) -> str:
    title = document.title_in(language)
    return (
        f"<q{_lang(document.language, language)}>{_text_html(term.quote)}</q> "
        f"<cite{_lang(_title_language(document, title, language), language)}>"
        f"{_text_html(title)}</cite>"
    )


def _title_language(document: Document, title: str, language: Language) -> Language:
    return document.language if title == document.title else language


def _lang(written_in: Language, language: Language) -> str:
    return "" if written_in == language else f' lang="{written_in}"'


def order_of(term: Term, language: Language) -> tuple[bool, str, str]:
    """Return what puts terms in the order of a dictionary; two may share a name ("purpose")."""
    return (
        letter_of(term, language) != _NO_LETTER,
        _folded(term.term(language)),
        _folded(term.term(other_language(language))),
    )


def letter_of(term: Term, language: Language) -> str:
    """Return the letter that a term stands under."""
    first = _folded(term.term(language))[:1]
    # Only these: a letter is also an id and stands in a link.
    return first.upper() if "a" <= first <= "z" else _NO_LETTER


def _letter_id(letter: str) -> str:
    return f"terms-{letter.lower()}"


def _folded(name: str) -> str:
    """Return only plain letters, figures and single spaces, so "(co-)creatie" stands under C."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = (mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join("".join(mark if mark.isalnum() else " " for mark in plain).split())


def _text_html(text: str) -> str:
    # On one line: Gradio reads HTML as Markdown, and an empty line would end it.
    return escape(" ".join(text.split()))
