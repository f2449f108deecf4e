"""The messages that a chat model gets. Their words are in the files of ``prompts/``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

from assistant.answer import Turn
from corpus import Document, Language
from index.passages import Passage

Form = Literal["structured", "delimited"]
Message = tuple[Literal["system", "human"], str]

_FOLDER: Final = Path(__file__).parent / "prompts"
_LANGUAGE_NAMES: Final[dict[Language, str]] = {"nl": "Dutch (Nederlands)", "en": "English"}
# A source or question that writes our tags itself would end its own place in the prompt.
_TAG: Final = re.compile(r"</?\s*source\b[^>]*>?", re.IGNORECASE)
# What the last turns of a conversation say of a follow-up stands at their beginning.
_TURNS: Final = 4
_TURN_CHARACTERS: Final = 600
# Characters before and after a passage, from which a model sees what its document leaves open.
_AROUND: Final = 3000


def source_ids(count: int) -> list[str]:
    """Return ids for sources, by letter: a number could be taken for that of a list or element."""
    return [f"source-{chr(ord('a') + place)}" for place in range(count)]


def answer_messages(
    question: str, sources: Mapping[str, Passage], language: Language, form: Form
) -> list[Message]:
    """Return the messages that ask for an answer in ``language``.

    :param sources: the passages to answer from, by the id that the model cites them by.
    """
    name = _LANGUAGE_NAMES[language]
    system = _prompt("answer").format(
        language=name, form=_prompt(f"form_{form}").format(language=name)
    )
    shown = "\n\n".join(
        _source(identifier, passage, language) for identifier, passage in sources.items()
    )
    return [
        ("system", system),
        (
            "human",
            _prompt("question").format(sources=shown, question=_as_data(question), language=name),
        ),
    ]


def rewrite_messages(question: str, history: Sequence[Turn], language: Language) -> list[Message]:
    """Return the messages that ask for a question that stands on its own."""
    turns = "\n".join(
        f"{turn.role}: {_as_data(turn.content[:_TURN_CHARACTERS])}" for turn in history[-_TURNS:]
    )
    return [
        ("system", _prompt("rewrite").format(language=_LANGUAGE_NAMES[language])),
        ("human", _prompt("conversation").format(conversation=turns, question=_as_data(question))),
    ]


def judge_messages(statement: str, quote: str) -> list[Message]:
    """Return the messages that ask whether a quote carries a statement."""
    return [
        ("system", _prompt("judge")),
        ("human", _prompt("claim").format(quote=_as_data(quote), statement=_as_data(statement))),
    ]


def enrichment_messages(
    document: Document, passage: Passage, answered: int, left_open: int
) -> list[Message]:
    """Return the messages that ask for questions about a passage.

    :param answered: how many that the passage answers, at most.
    :param left_open: how many that the document leaves open, at most.
    """
    start, end = max(0, passage.start - _AROUND), passage.end + _AROUND
    if len(document.original) <= 2 * _AROUND:
        # The same beginning for every passage: a server that keeps what it has read reads it once.
        start, end = 0, len(document.original)
    around = _as_data(document.original[start:end])
    title = _as_data(document.title.replace('"', "'"))
    sources = f'<source id="document" title="{title}">\n{around}\n</source>\n\n' + _source(
        "passage", passage, passage.language
    )
    return [
        ("system", _prompt("enrich").format(answered=answered, left_open=left_open)),
        ("human", _prompt("passage").format(sources=sources)),
    ]


def _source(identifier: str, passage: Passage, language: Language) -> str:
    """Return a passage as the model reads it: in the answer's language where it exists in that."""
    text = passage.text_in(language) or passage.text
    headings = passage.headings_in(language if passage.text_in(language) else passage.language)
    title = " – ".join(headings).replace('"', "'")
    return f'<source id="{identifier}" title="{_as_data(title)}">\n{_as_data(text)}\n</source>'


def _as_data(text: str) -> str:
    return _TAG.sub("", text)


@cache
def _prompt(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()
