"""A first question set for a library, drafted from its catalogue, for a person to finish.

The catalogue says which questions a passage answers. Each becomes a question of the set with, as
evidence, the sentence of that passage that shares most words with it. What the answer must hold
is left to the person who knows: a set without facts measures searching, not answering. And since
the index holds the questions of the catalogue, they are found more easily than a reader's own
would be: they are to be put in other words before the figures mean anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from corpus import LANGUAGES, Document, Language, Sentence, other_language
from corpus.catalogue import CatalogueEntry
from corpus.words import tokens
from eval.questions import Evidence, Question

DRAFT_KIND: Final = "draft"
_WORDS_MIN: Final = 4


def draft_questions(documents: Sequence[Document], per_passage: int = 1) -> tuple[Question, ...]:
    """Return questions from the catalogues, every second one in the other language.

    :param per_passage: how many of each passage's questions.
    :return: none for a library without catalogues.
    """
    found: list[Question] = []
    for document in documents:
        for entry in document.catalogue:
            if entry.is_stale or entry.is_outline:
                continue
            for dutch, english in _questions(entry, per_passage):
                language = LANGUAGES[len(found) % 2]
                texts: dict[Language, str] = {"nl": dutch, "en": english}
                sentence = _nearest(document, entry, texts)
                if sentence is None:
                    continue
                quote = document.original[sentence.start : sentence.end]
                found.append(
                    Question(
                        id=f"d{len(found) + 1:03}",
                        language=language,
                        kind=DRAFT_KIND,
                        text=texts[language],
                        evidence=(Evidence(document.id, quote),),
                        facts=(),
                        is_answerable=True,
                        translated_text=texts[other_language(language)],
                    )
                )
    return tuple(found)


def _questions(entry: CatalogueEntry, count: int) -> Iterator[tuple[str, str]]:
    """Yield the first whole questions of an entry in both languages; the rest are keywords."""
    pairs = zip(entry.questions_nl, entry.questions_en, strict=False)
    whole = [pair for pair in pairs if all(text.endswith("?") for text in pair)]
    yield from whole[:count]


def _nearest(
    document: Document, entry: CatalogueEntry, question: dict[Language, str]
) -> Sentence | None:
    """Return the sentence of an entry's stretch that shares most words with its question."""
    sentences = [
        sentence
        for block in document.blocks
        for sentence in block.sentences
        if entry.start <= sentence.start and sentence.end <= entry.end
    ]
    asked = {language: set(tokens(text, language)) for language, text in question.items()}

    def shared(sentence: Sentence) -> int:
        own = set(tokens(sentence.text, document.language)) & asked[document.language]
        other = other_language(document.language)
        translated = set(tokens(sentence.translation or "", other)) & asked[other]
        return len(own) + len(translated)

    long_enough = [one for one in sentences if len(one.text.split()) >= _WORDS_MIN]
    return max(long_enough or sentences, key=shared, default=None)
