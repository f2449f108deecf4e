"""Questions with a question that follows up on their answer: ``follow_ups.txt``.

A line: ``nl | document | 12 | question || document | 13,14 | follow-up``, with the numbers of the
sentences that answer each; ``-`` where no document does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.evidence.follow_up import FollowUp
from corpus import Document, Language, Sentence

CONVERSATIONS: Final = Path(__file__).parent / "follow_ups.txt"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A question, the follow-up, and document, start and end of what answers the latter."""

    language: Language
    question: str
    follow_up: FollowUp
    answers: tuple[tuple[str, int, int], ...]


def read_conversations(documents: Mapping[str, Document]) -> Iterator[Conversation]:
    """Yield every conversation whose follow-up is answered; the first answer is a quotation."""
    for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines():
        first, second = line.split("||")
        spoken, document, numbers, question = (one.strip() for one in first.split("|", 3))
        other, found, follow_up = (one.strip() for one in second.split("|", 2))
        language: Language = "nl" if spoken == "nl" else "en"
        said = " ".join(
            one.text if language == documents[document].language else one.translation or one.text
            for one in _sentences(documents[document], numbers)
        )
        answers = [(other, one.start, one.end) for one in _sentences(documents[other], found)]
        if answers:
            yield Conversation(language, question, FollowUp(follow_up, said), tuple(answers))


def _sentences(document: Document, numbers: str) -> list[Sentence]:
    everything = [sentence for block in document.blocks for sentence in block.sentences]
    return [everything[int(number) - 1] for number in re.findall(r"\d+", numbers)]
