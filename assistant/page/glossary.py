"""The glossary letter by letter, and below the sources: closed until the reader opens it.

There it is made at the start of the page, and anew for each new build of the index. It is a native
``details``, so it needs no script and works with the keyboard; the search of the browser finds a
term in it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from assistant.page.source_card import Reader, written_in_html
from corpus import Document, Language, other_language
from corpus.glossary import Term
from corpus.words import without_accents

_NO_LETTER: Final = "0-9"


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms under one letter, or under the figures."""

    name: str
    terms: tuple[Term, ...]


def by_letter(glossary: Sequence[Term], language: Language) -> tuple[Letter, ...]:
    """Return the terms in the order of a dictionary in ``language``."""

    def place(term: Term) -> tuple[bool, str, str]:
        # Two may share a name ("purpose").
        name, other = (_folded(term.term(each)) for each in (language, other_language(language)))
        return _letter_of(term, language) != _NO_LETTER, name, other

    return tuple(
        Letter(name, tuple(terms))
        for name, terms in groupby(
            sorted(glossary, key=place), key=lambda term: _letter_of(term, language)
        )
    )


def glossary_html(
    glossary: Sequence[Term], documents: Mapping[str, Document], reader: Reader
) -> str:
    """Return every term for a reader, by letter; nothing without terms.

    :param documents: by id; holds the document of each term.
    """
    if not glossary:
        return ""
    texts = reader.texts
    letters = by_letter(glossary, reader.language)
    links = "".join(
        f'<li><a href="#{_letter_id(letter.name)}">{letter.name}</a></li>' for letter in letters
    )
    return "".join(
        [
            f"<details><summary><h2>{escape(texts['page.glossary'])}</h2></summary>",
            f"<p>{escape(texts['page.glossary_intro'].format(count=len(glossary)))}</p>",
            f'<div class="letters"><ul>{links}</ul></div>',
            *(
                f'<h3 id="{_letter_id(letter.name)}" tabindex="-1">{letter.name}</h3>'
                f'<dl class="terms">{_entries_html(letter.terms, documents, reader)}</dl>'
                for letter in letters
            ),
            "</details>",
        ]
    )


def _entries_html(terms: Iterable[Term], documents: Mapping[str, Document], reader: Reader) -> str:
    language, other = reader.language, other_language(reader.language)
    label = escape(reader.texts[f"page.name_in_{other}"])
    return "".join(
        f"<div><dt>{_text_html(term.term(language))} "
        f'<span class="other">{label} <span lang="{other}">{_text_html(term.term(other))}</span>'
        f"</span></dt><dd>{_text_html(term.explanation(language))}</dd>"
        f'<dd class="said">{_source_html(term, documents[term.document], reader)}</dd></div>'
        for term in terms
    )


def _source_html(term: Term, document: Document, reader: Reader) -> str:
    title = document.title_in(reader.language)
    written_in = document.language if title == document.title else reader.language
    return (
        f"<q{reader.lang(document.language)}>{_text_html(term.quote)}</q>"
        f"{written_in_html(document, reader)} <cite{reader.lang(written_in)}>{_text_html(title)}</cite>"
    )


def _letter_of(term: Term, language: Language) -> str:
    """Return the letter that a term stands under."""
    first = _folded(term.term(language))[:1]
    # Only these: a letter is also an id and stands in a link.
    return first.upper() if "a" <= first <= "z" else _NO_LETTER


def _letter_id(letter: str) -> str:
    return f"terms-{letter.lower()}"


def _folded(name: str) -> str:
    """Return only plain letters, figures and single spaces, so "(co-)creatie" stands under C."""
    plain = without_accents(name.casefold())
    return " ".join("".join(mark if mark.isalnum() else " " for mark in plain).split())


def _text_html(text: str) -> str:
    # On one line: Gradio reads HTML as Markdown, and an empty line would end it.
    return escape(" ".join(text.split()))
