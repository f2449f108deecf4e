"""What may be asked: checking and tidying a question before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Final

from assistant.answer import Turn
from assistant.errors import QuestionError, QuestionProblem
from assistant.texts import load_texts
from corpus import LANGUAGES, Language, detect_language
from corpus.glossary import Term, mentioned_terms
from corpus.words import visible_text

_SPACE: Final = re.compile(r"\s+")
# In a library of hundreds, the first of them show what an id looks like.
_NAMED_MAX: Final = 20


def tidy_question(text: str, maximum: int, language: Language | None = None) -> str:
    """Return the question without control characters and superfluous white space.

    :param maximum: the longest question that is accepted, in characters.
    :param language: the language of the message to the asker; default: that of the question.
    :raises QuestionError: it is empty, too long, or holds no word.
    """
    if len(text) > maximum:
        language = language or detect_language(text)
        raise _problem("question_too_long", language, characters=len(text), maximum=maximum)
    question = _SPACE.sub(" ", visible_text(text)).strip()
    if not question:
        raise _problem("question_empty", language or "nl")
    if not any(mark.isalnum() for mark in question):
        raise _problem("question_without_words", language or "nl")
    return question


def question_language(
    question: str, history: Sequence[Turn], glossary: Sequence[Term] = ()
) -> Language:
    """Return the language of a question.

    One that could be either follows the conversation; without one, the only language in which it
    mentions a term of the glossary: "servicebelofte?"
    """
    before = next((turn.content for turn in reversed(history) if turn.role == "user"), None)
    if before is not None:
        likely = [detect_language(before, is_question=True)]
    else:
        likely = [one for one in LANGUAGES if mentioned_terms(question, one, glossary)]
    return detect_language(question, likely[0] if len(likely) == 1 else None, is_question=True)


def choose_documents(chosen: Iterable[str], documents: Collection[str]) -> frozenset[str]:
    """Return the ids of the documents that are searched in; none if it is all of them.

    :param documents: the ids that there are.
    :raises QuestionError: one of those chosen is not there; the message names those that are.
    """
    within = frozenset(chosen)
    unknown = sorted(one for one in within if one not in documents)
    if unknown:
        there = ", ".join(islice(documents, _NAMED_MAX))
        more = len(documents) - _NAMED_MAX
        rest = f", and {more} more" if more > 0 else ""
        raise QuestionError(
            "document_unknown", f"There is no document {unknown[0]!r}; there are: {there}{rest}."
        )
    return within


def _problem(code: QuestionProblem, language: Language, **values: int) -> QuestionError:
    return QuestionError(code, load_texts(language)[f"question.{code}"].format(**values))
