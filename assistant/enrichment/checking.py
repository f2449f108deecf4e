"""From what a chat model wrote about a passage to the questions that hold."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from assistant.chat_model.quotation_search import find_quote
from assistant.enrichment.written import WrittenQuestion
from corpus import LANGUAGES, Language, detect_language
from corpus.open_questions import OpenQuestions
from index.machine_made import AnsweredQuestions, PassageQuestions, question_key
from index.passages import Passage

# In each language, of a passage.
ANSWERED_MAX: Final = 5
LEFT_OPEN_MAX: Final = 3
_CHARACTERS_MAX: Final = 200
# More is not what answers, but the passage.
_QUOTED_SENTENCES_MAX: Final = 3
_MARKUP: Final = frozenset("<>{}[]|")

Fault = Literal[
    "quote not in the passage", "wrong language", "no proper question", "duplicate", "too many"
]


@dataclass(slots=True)
class QuestionChecker:
    """Checks what is written about the passages of one document, which asks nothing twice.

    :param known: what is kept of it already.
    :param dropped: counts the questions that do not hold, by what is wrong with them.
    """

    known: Iterable[PassageQuestions]
    dropped: Counter[str]
    _asked: dict[Language, set[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        known = tuple(self.known)
        self._asked = {
            language: {
                question_key(question, language)
                for one in known
                for question in (*one.answered_in(language), *one.left_open.questions(language))
            }
            for language in LANGUAGES
        }

    def check(self, written: Iterable[WrittenQuestion], passage: Passage) -> PassageQuestions:
        """Return the questions that hold; all others are counted."""
        answered: dict[tuple[int, int], dict[Language, list[str]]] = {}
        left_open: dict[Language, list[str]] = {"nl": [], "en": []}
        taken: Counter[tuple[Language, bool]] = Counter()
        for question in written:
            is_open = question.quote is None
            place = None if is_open else _place(question.quote or "", passage)
            fault = self._fault(question, taken[question.language, is_open])
            if not is_open and place is None:
                fault = "quote not in the passage"
            if fault is not None:
                self.dropped[fault] += 1
                continue
            taken[question.language, is_open] += 1
            self._asked[question.language].add(question_key(question.text, question.language))
            if place is None:
                left_open[question.language].append(question.text)
            else:
                answered.setdefault(place, {"nl": [], "en": []})[question.language].append(
                    question.text
                )
        return PassageQuestions(
            document=passage.document,
            start=passage.start,
            end=passage.end,
            answered=tuple(
                AnsweredQuestions(start=start, end=end, nl=tuple(by["nl"]), en=tuple(by["en"]))
                for (start, end), by in answered.items()
            ),
            left_open=OpenQuestions(nl=tuple(left_open["nl"]), en=tuple(left_open["en"])),
        )

    def _fault(self, question: WrittenQuestion, taken: int) -> Fault | None:
        text, language = question.text, question.language
        if not _is_question(text):
            return "no proper question"
        if detect_language(text, is_question=True) != language:
            return "wrong language"
        key = question_key(text, language)
        if not key or key in self._asked[language]:
            return "duplicate" if key else "no proper question"
        most = LEFT_OPEN_MAX if question.quote is None else ANSWERED_MAX
        return "too many" if taken >= most else None


def _is_question(text: str) -> bool:
    return (
        text.endswith("?")
        and len(text) <= _CHARACTERS_MAX
        and not any(unicodedata.category(one).startswith("C") for one in text)
        and not _MARKUP.intersection(text)
    )


def _place(quote: str, passage: Passage) -> tuple[int, int] | None:
    """Return where the sentences of a quote stand in the original; headings answer nothing."""
    found = find_quote(quote, passage)
    if found is None or found.last < passage.headings:
        return None
    if len(found.sentences) > _QUOTED_SENTENCES_MAX:
        return None
    return found.sentences[0].start, found.sentences[-1].end
