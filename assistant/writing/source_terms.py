"""The source's own term beside its translation, where readers know it by that too.

A working translation says "opgave-eigenaar" where the English source says "purpose owner", and
people in Dutch town halls use both. The first time such a term is said, the source's own stands
behind it in square brackets, as editors mark what they add to a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.writing.statement import Statement
from corpus import Language
from corpus.glossary import Term


def with_source_terms(
    statements: Sequence[Statement], language: Language, glossary: Sequence[Term]
) -> list[Statement]:
    """Return the statements with the source's terms added, each once, to what is translated."""
    said: set[str] = set()
    return [_with_terms(statement, language, glossary, said) for statement in statements]


def _with_terms(
    statement: Statement, language: Language, glossary: Sequence[Term], said: set[str]
) -> Statement:
    if statement.quotation.translation is None:
        return statement
    text, answering = statement.text, statement.answering
    for term in sorted(glossary, key=lambda one: -len(one.term(language))):
        own = term.term(statement.quotation.source.language)
        known = own.lower() in (name.lower() for name in term.also(language))
        is_alike = _bare(own) == _bare(term.term(language))
        if not known or is_alike or term.nl in said or own.lower() in text.lower():
            continue
        # A longer term may hold a shorter one: "opgave" is not said in "opgave-eigenaar".
        found = re.search(
            rf"(?<![\w-]){re.escape(term.term(language))}(?:s|en|n)?(?![\w-])", text, re.IGNORECASE
        )
        if found and len(own.split()) > 1:
            place = found.end() - max(text.find(answering), 0)
            text = f"{text[: found.end()]} [{own}]{text[found.end() :]}"
            if 0 < place <= len(answering):
                answering = f"{answering[:place]} [{own}]{answering[place:]}"
            said.add(term.nl)
    return replace(statement, text=text, answering=answering)


def _bare(name: str) -> str:
    return re.sub(r"[\s-]", "", name).lower()
