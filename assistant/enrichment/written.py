"""Reading the questions out of what a chat model wrote; nothing about them has been checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus import Language

_LABEL: Final = re.compile(
    r"^[ \t>*_#-]*(?:\d+[.)][ \t*_]*)?(OPEN[ _]NL|OPEN[ _]EN|NL|EN|QUOTE)[ \t*_]*:[ \t*_]*",
    re.MULTILINE | re.IGNORECASE,
)
_AROUND: Final = "\"'“”„‘’«»`* \t\r\n"


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question in the language that it is said to be in.

    ``quote``: what is said to answer it; ``None`` for one that is said to be left open.
    """

    text: str
    language: Language
    quote: str | None


def read_questions(text: str) -> tuple[WrittenQuestion, ...]:
    """Return the questions in what a model wrote, in their order."""
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    questions: list[WrittenQuestion] = []
    waiting: list[tuple[str, Language]] = []
    for label, end in zip(labels, ends, strict=False):  # a text may hold no label at all
        name = label[1].upper().replace("_", " ")
        said = text[label.end() : end].strip(_AROUND)
        language: Language = "nl" if name.endswith("NL") else "en"
        if name.startswith("OPEN"):
            questions.append(WrittenQuestion(said, language, None))
        elif name != "QUOTE":
            # Questions to one quote come before it, one in each language.
            if any(spoken == language for _, spoken in waiting):
                questions.extend(WrittenQuestion(one, spoken, "") for one, spoken in waiting)
                waiting = []
            waiting.append((said, language))
        else:
            questions.extend(WrittenQuestion(one, spoken, said) for one, spoken in waiting)
            waiting = []
    questions.extend(WrittenQuestion(one, spoken, "") for one, spoken in waiting)
    return tuple(questions)
