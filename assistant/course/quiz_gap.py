"""Fill-in questions: a quotation with one word left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from assistant.course.excerpt import Wording, excerpts_of
from assistant.course.items import Gap, item_id
from assistant.course.points import stands_alone
from assistant.course.sources import Sources
from assistant.course.wording import content_words, shared_words
from corpus import Language

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS_MIN: Final = 6
_SENTENCE_WORDS_MIN: Final = 9
_SENTENCE_WORDS_MAX: Final = 40
# Endings that make nouns: what a sentence is about is a noun more often than not.
_NOUN: Final[Mapping[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"(?:ing|ingen|heid|heden|tie|ties|schap|teit|ment|menten|nis|isme|age|atie)$"
    ),
    "en": re.compile(r"(?:ions?|ments?|ness|ship|ity|ities|ances?|ences?|ures?|ism)$"),
}
_WORTH_MIN: Final = 1.0
_OFTEN: Final = 9


def gaps(sources: Sources) -> Iterator[Gap]:
    """Yield quotations of the subject with a word that matters left out.

    The word stands once in the sentence and not in the title, no other word of it has the same
    stem, and its first letter and length are given, so that only one word fits.
    """
    known = _known_words(sources)
    for one in sources.points:
        words = len(one.sentence.text.split())
        if not stands_alone(one) or not _SENTENCE_WORDS_MIN <= words <= _SENTENCE_WORDS_MAX:
            continue
        wording = one.wording(sources.language)
        found = _best_word(wording, known, sources.subject.title)
        if found is None:
            continue
        answer = found[0]
        yield Gap(
            id=item_id("gap", *one.place),
            citations=sources.cite(one),
            before=wording.text[: found.start()],
            after=wording.text[found.end() :],
            answer=answer,
            hint=sources.text("gap_hint", letter=answer[0], count=len(answer)),
            text=wording,
        )


def _best_word(wording: Wording, known: Mapping[str, float], title: str) -> re.Match[str] | None:
    best: tuple[float, re.Match[str]] | None = None
    for found in _WORD.finditer(wording.text):
        word = found[0]
        if len(word) < _LETTERS_MIN or not word.islower():
            continue
        rest = f"{wording.text[: found.start()]} … {wording.text[found.end() :]}"
        if shared_words(word, f"{title} {rest}", wording.language):
            continue
        stems = content_words(word, wording.language)
        worth = max((known.get(stem, 0.0) for stem in stems), default=0.0)
        worth += bool(_NOUN[wording.language].search(word))
        if stems and worth >= _WORTH_MIN and (best is None or worth > best[0]):
            best = worth, found
    return best[1] if best else None


def _known_words(sources: Sources) -> dict[str, float]:
    """Return what a word is worth: much if it is in a term, some if the sources use it often."""
    language = sources.language
    counts = Counter(
        stem
        for document in sources.documents
        for one in excerpts_of(document)
        for stem in content_words(one.wording(language).text, language)
    )
    # A word that the sources use all the time ("organisatie") asks nothing.
    worth = {stem: 0.5 for stem, count in counts.items() if 2 <= count <= _OFTEN}
    for term in sources.assistant.glossary:
        stems = content_words(term.term(language), language)
        value = 2.0 if len(stems) == 1 else 0.5
        for stem in stems:
            worth[stem] = max(value, worth.get(stem, 0.0))
    return {
        stem: -2.0 if counts[stem] > _OFTEN and value < 2.0 else value
        for stem, value in {**dict.fromkeys(counts, 0.0), **worth}.items()
    }
