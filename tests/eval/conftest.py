"""Small documents and replies, made by hand, so that figures can be worked out on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Outcome, Reply, Turn
from corpus import Document, Language, read_library
from eval.questions import Evidence, Question
from index.passages import cut_passages
from index.ranking import RankedPassage

DUTCH = "Een rapport\n\nDe molen draait op wind.\n\nDe molenaar maalt het graan tot meel.\n"
ENGLISH = "A report\n\nThe mill runs on wind.\n\nThe baker buys the flour from the mill.\n"


class ScriptedAssistant:
    """Gives prepared replies, by question, and remembers what it was asked."""

    def __init__(self, documents: Mapping[str, Document], replies: Mapping[str, Reply]) -> None:
        self.documents = documents
        self.replies = replies
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Reply:
        """Return the prepared reply; it is in the question's language, so ``language`` is None."""
        assert language is None
        self.asked.append((question, tuple(history)))
        return self.replies[question]


@pytest.fixture
def documents(tmp_path: Path) -> dict[str, Document]:
    """A Dutch and an English document of two sentences each."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "molen.txt").write_text(DUTCH, encoding="utf-8")
    (folder / "mill.txt").write_text(ENGLISH, encoding="utf-8")
    return {document.id: document for document in read_library(folder)}


@pytest.fixture
def cite(documents: dict[str, Document]) -> Callable[..., Citation]:
    """Make a citation of a quote at the place where it stands."""

    def make(document: str, quote: str, number: int = 1) -> Citation:
        start = documents[document].original.index(quote)
        return Citation(
            number=number,
            document=document,
            title=documents[document].title,
            language=documents[document].language,
            section=(),
            quote=quote,
            start=start,
            end=start + len(quote),
        )

    return make


@pytest.fixture
def reply_with(documents: dict[str, Document]) -> Callable[..., Reply]:
    """Make a reply with an answer and with the passages of some documents, in that order."""

    def make(
        text: str,
        *citations: Citation,
        language: Language = "nl",
        outcome: Outcome = "answered",
        found: Sequence[str] = (),
    ) -> Reply:
        passages = [passage for name in found for passage in cut_passages(documents[name])]
        return Reply(
            question="",
            standalone_question="",
            answer=Answer(text, language, outcome, "quotes", citations),
            passages=tuple(
                RankedPassage(passage, 1 / place) for place, passage in enumerate(passages, 1)
            ),
            timings_ms={"total": 1.0},
        )

    return make


@pytest.fixture
def mill_questions() -> tuple[Question, ...]:
    """Four questions: two directions, evidence in both languages, and one without an answer."""
    wind = Evidence("molen", "De molen draait op wind.")
    flour = Evidence("mill", "The baker buys the flour from the mill.")
    return (
        Question("q1", "nl", "fact", "Waar draait de molen op?", (wind,), (("wind",),), True),
        Question("q2", "nl", "cross_lingual", "Wie koopt meel?", (flour,), (("bakker",),), True),
        Question("q3", "en", "synthesis", "Who does what?", (wind, flour), (("wind",),), True),
        Question("q4", "en", "unanswerable", "How old is the mill?", (), (), False),
    )


@pytest.fixture
def scripted(documents: dict[str, Document]) -> Callable[[Mapping[str, Reply]], ScriptedAssistant]:
    """Make an assistant with prepared replies over the two documents."""
    return lambda replies: ScriptedAssistant(documents, replies)
