"""Sentences that make a point by themselves, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import groupby
from typing import Final

from assistant.course.drawing import alternated, generator
from assistant.course.excerpt import Excerpt, Place
from assistant.course.request import CourseRequest
from assistant.course.wording import content_words
from corpus import Language
from corpus.description_check import OPENING_MARKS
from corpus.glossary import Term, mentioned_terms

_WORDS_MIN: Final = 7
_WORDS_MAX: Final = 48
_TERMS_COUNTED: Final = 3
# How far the seed may carry a sentence past a better one: the worth of one term of the glossary.
_CHANCE: Final = 0.5
_CORE: Final = 3.0

# Words that a sentence begins with when it leans on the one before it; a document.toml adds the
# openings of its own text.
_LEANS: Final[Mapping[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"^(?:dit|deze|dat|die|zij|ze|hij|hen|hun|daarnaast|daarbij|daarvoor|daarom|daar|daaronder|dan|"
        r"bovendien|ook|toch|maar|echter|hierdoor|hierop|hiermee|en|want|dus|kortom|nee|ja|wat|wel|"
        r"het (?:zijn|geeft|kan)|allereerst|op basis van deze|wij|we|ik|je|u)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"^(?:this|these|that|those|it|they|he|she|you|we|i|but|and|also|however|so|therefore|then|such|"
        r"of course|in other words|here|for example|in addition|what|that's|one example|similarly|"
        r"during these|together|to begin with|previously|certainly|first|below|the above)\b",
        re.IGNORECASE,
    ),
}
_FIRST_PERSON: Final = re.compile(r"\b(?:I|ik|my|mijn)\b")
_REFERS_OUT: Final = re.compile(r"\b(?:see the|see also|zie ook)\b", re.IGNORECASE)


def rank_points(
    excerpts: Sequence[Excerpt],
    request: CourseRequest,
    glossary: Sequence[Term],
    core: Set[Place] = frozenset(),
) -> tuple[Excerpt, ...]:
    """Return the sentences that stand alone, the best first, each section in turn.

    A sentence is better if it names terms of the field or the audience, or opens its paragraph.
    Of sentences that lean on others the best follow at the end, so that a small subject has some.

    :param core: places that go before all others.
    """
    random = generator(request, "points")
    audience = content_words(request.audience, request.language)
    scores = {
        one.place: _score(one, glossary, audience, request.language)
        + _CHANCE * random.random()
        + _CORE * (one.place in core)
        for one in excerpts
    }
    alone = [one for one in excerpts if stands_alone(one)]
    leaning = [one for one in excerpts if not stands_alone(one) and _is_statement(one)]
    return (*_by_section(alone, scores), *_by_section(leaning, scores))


def stands_alone(excerpt: Excerpt) -> bool:
    """Tell whether a sentence can be read without the one before it."""
    text = excerpt.sentence.text.strip(OPENING_MARKS)
    is_open_item = excerpt.block.kind == "list_item" and (
        excerpt.sentence.text.lstrip(" •").lstrip()[:1].islower()
    )
    return (
        _is_statement(excerpt)
        and not is_open_item
        and not _LEANS[excerpt.document.language].match(text)
        and not text.startswith(excerpt.document.leaning)
        and not _FIRST_PERSON.search(text)
        and not _REFERS_OUT.search(text)
    )


def _is_statement(excerpt: Excerpt) -> bool:
    text = excerpt.sentence.text.strip()
    is_whole = text.rstrip("”\"'’)")[-1:] in ("." if excerpt.block.kind == "paragraph" else ".;")
    return is_whole and _WORDS_MIN <= len(text.split()) <= _WORDS_MAX and "..." not in text


def _score(
    excerpt: Excerpt, glossary: Sequence[Term], audience: frozenset[str], language: Language
) -> float:
    text, own = excerpt.sentence.text, excerpt.document.language
    terms = min(len(mentioned_terms(text, own, glossary)), _TERMS_COUNTED)
    is_opening = excerpt.block.sentences[0] == excerpt.sentence
    said = excerpt.wording(language)
    is_for_audience = bool(audience & content_words(said.text, said.language))
    return 0.5 * terms + 0.5 * is_opening + is_for_audience


def _by_section(excerpts: Sequence[Excerpt], scores: Mapping[Place, float]) -> list[Excerpt]:
    ordered = sorted(
        excerpts, key=lambda one: (one.document.id, one.block.section, -scores[one.place])
    )
    sections = [
        list(group)
        for _, group in groupby(ordered, key=lambda one: (one.document.id, one.block.section))
    ]
    sections.sort(key=lambda group: -scores[group[0].place])
    return list(alternated(*sections))
