"""Small documents and replies, made by hand, so that figures can be worked out on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Outcome, Reply, Turn
from corpus import Document, Language, read_library
from eval.questions import Evidence, Question
from eval.run import Run, ask_questions
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


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """A Dutch and an English document of two sentences each."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "molen.txt").write_text(DUTCH, encoding="utf-8")
    (folder / "mill.txt").write_text(ENGLISH, encoding="utf-8")
    return {document.id: document for document in read_library(folder)}


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def scripted(documents: dict[str, Document]) -> Callable[[Mapping[str, Reply]], ScriptedAssistant]:
    """Make an assistant with prepared replies over the two documents."""
    return lambda replies: ScriptedAssistant(documents, replies)


@pytest.fixture(scope="session")
def replies(
    mill_questions: tuple[Question, ...],
    cite: Callable[..., Citation],
    reply_with: Callable[..., Reply],
) -> dict[str, Reply]:
    """q1 right; q2 wrong and with the evidence second; q3 half; q4 refused."""
    wind = cite("molen", "De molen draait op wind.", 1)
    mill = cite("mill", "The mill runs on wind.", 2)
    prepared = (
        reply_with("De molen draait op de wind [1].", wind, found=("molen",)),
        reply_with("De molenaar van het dorp [2].", mill, found=("molen", "mill")),
        reply_with("It all runs on the wind [1] [2].", wind, mill, language="en", found=("molen",)),
        reply_with("That is not in these sources.", language="en", outcome="not_in_sources"),
    )
    return {question.text: reply for question, reply in zip(mill_questions, prepared, strict=True)}


@pytest.fixture(scope="session")
def conditions() -> dict[str, Any]:
    """What the run of the four questions was made with, as plain values."""
    return {
        "settings": {"documents": "documents", "chat_model": None},
        "without": [],
        "versions": {"python": "3"},
        "library": {"documents": 2, "passages": 4},
        "calibration": {
            "library": "plain",
            "intercept": 0.0,
            "weights": [1.0, 0.0, 0.0, 0.0],
            "threshold": 0.6,
        },
    }


@pytest.fixture(scope="session")
def mill_run(
    scripted: Callable[[Mapping[str, Reply]], ScriptedAssistant],
    replies: dict[str, Reply],
    mill_questions: tuple[Question, ...],
    conditions: dict[str, Any],
) -> Run:
    """The run of the four questions."""
    results = ask_questions(scripted(replies), mill_questions)
    return Run("mill", "2026-01-02T03:04:05Z", conditions, results)
