"""The parts of a question that asks for several things."""

from __future__ import annotations

import pytest

from assistant.evidence.retrieval import interleave
from assistant.understanding.query_decomposition import split_facets
from index.passages import Passage
from index.ranking import RankedPassage


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Vergelijk de taak van de raad met die van de wethouder.",
         ("de taak van de raad", "de taak van de wethouder")),
        ("Compare the alderman with the tribelead", ("the alderman", "the tribelead")),
        ("Wat is het verschil tussen gezag en mandaat?", ("gezag", "mandaat")),
        ("What is the difference between trust and control?", ("trust", "control")),
        ("Wat doet de raad, en wat doet de wethouder?",
         ("Wat doet de raad", "wat doet de wethouder")),
        ("Who leads the team, and where does it meet?", ("Who leads the team", "where does it meet")),
        ("Waar zit de kennis over klachten, en hoe in een gemeente?",
         ("Waar zit de kennis over klachten", "Waar zit de kennis in een gemeente")),
        ("Wat vraagt dit van ons? Denk aan geld, mensen en tijd.",
         ("Wat vraagt dit van ons? (geld)", "Wat vraagt dit van ons? (mensen)",
          "Wat vraagt dit van ons? (tijd)")),
        ("What does it take? Look at money and trust", ("What does it take? (money)",
                                                        "What does it take? (trust)")),
    ],
)  # fmt: skip
def test_a_question_for_several_things_is_taken_apart(
    question: str, parts: tuple[str, ...]
) -> None:
    assert split_facets(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Wat is mandaat?",
        "Wat zeggen burgers en bedrijven hierover?",
        "Welke rol hebben raad en wethouder?",
        "wat is een opgave, en wie?",
        "",
        "   ",
    ],
)
def test_a_question_for_one_thing_stays_whole(question: str) -> None:
    assert split_facets(question) == (question,)


@pytest.mark.parametrize(
    "question",
    ["Vergelijk mandaat met dat", "Wat is mandaat? Kijk naar .", "Wat is mandaat? Kijk naar , , ."],
)
def test_no_part_is_empty(question: str) -> None:
    assert split_facets(question) == (question,)


def test_a_question_of_very_many_parts_is_asked_as_one() -> None:
    # Every part is a search of its own.
    question = "Wat is mandaat? Kijk naar " + ", ".join(["geld", "tijd"] * 50)
    assert split_facets(question) == (question,)
    question = "Wat is mandaat" + " en wat is dat" * 100
    assert split_facets(question) == (question,)


def ranked(identifier: str) -> RankedPassage:
    """Return a passage of which only the id matters."""
    passage = Passage.__new__(Passage)
    object.__setattr__(passage, "id", identifier)
    return RankedPassage(passage, 1.0)


def test_rankings_are_merged_by_taking_turns_and_each_passage_once() -> None:
    first, second = [ranked("a"), ranked("b"), ranked("c")], [ranked("b"), ranked("d")]
    merged = [one.passage.id for one in interleave([first, second])]
    assert merged == ["a", "b", "d", "c"]
    assert interleave([]) == ()
