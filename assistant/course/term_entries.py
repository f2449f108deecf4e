"""The terms of a subject in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.items import Item, TermEntry, item_id
from assistant.course.sources import Sources, term_excerpt

_TERMS_MAX = {"short": 12, "normal": 25, "long": 100}


def make_glossary(sources: Sources) -> tuple[Item, ...]:
    """Return the terms of the subject, in the order of the alphabet."""
    entries = sources.draw(_TERMS_MAX[sources.request.length], term_entries(sources)).items()
    return tuple(
        sorted(entries, key=lambda one: (one.nl if sources.language == "nl" else one.en).casefold())
    )


def term_entries(sources: Sources) -> Iterator[TermEntry]:
    """Yield the terms of the subject: those that it explains, then those that it mentions."""
    for term in sources.terms:
        excerpt = term_excerpt(term, sources.documents)
        if excerpt is not None:
            yield TermEntry(
                id=item_id("term", term.nl),
                citations=sources.cite(excerpt),
                goal="",
                nl=term.nl,
                en=term.en,
                explanation=term.explanation(sources.language),
            )
