"""What a chat model wrote about a passage, and what of it holds."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.enrichment.checking import ANSWERED_MAX, LEFT_OPEN_MAX, QuestionChecker
from assistant.enrichment.written import WrittenQuestion, read_questions
from corpus import read_library
from index.machine_made import PassageQuestions
from index.passages import Passage, cut_passages

TEXT = (
    "Over de molen\n\nDe molen draait op wind. De molenaar maalt het graan tot meel. "
    "Hij woont ernaast. Zijn hond heet Bas.\n"
)
GOOD = "NL: Waar draait de molen op?\nEN: What drives the mill?\nQUOTE: De molen draait op wind.\n"


@pytest.fixture(scope="module")
def passage(tmp_path_factory: pytest.TempPathFactory) -> Passage:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "molen.txt").write_text(TEXT, encoding="utf-8")
    [document] = read_library(folder)
    [passage] = cut_passages(document)
    return passage


def check(said: str, passage: Passage) -> tuple[PassageQuestions, Counter[str]]:
    dropped: Counter[str] = Counter()
    return QuestionChecker((), dropped).check(read_questions(said), passage), dropped


def test_questions_are_read_with_their_quote_and_without() -> None:
    said = f"Sure!\n\n1. **NL:** Waar draait\n{GOOD}\nOPEN NL: Hoe heet hij?\nopen_en: Who is he?"
    assert read_questions(said) == (
        WrittenQuestion("Waar draait", "nl", ""),
        WrittenQuestion("Waar draait de molen op?", "nl", "De molen draait op wind."),
        WrittenQuestion("What drives the mill?", "en", "De molen draait op wind."),
        WrittenQuestion("Hoe heet hij?", "nl", None),
        WrittenQuestion("Who is he?", "en", None),
    )


def test_what_holds_stands_with_the_very_sentence_that_answers(passage: Passage) -> None:
    said = f"{GOOD}OPEN NL: Hoe oud is de molen?\nOPEN EN: How old is the mill?\n"
    questions, dropped = check(said, passage)
    [answered] = questions.answered
    assert TEXT[answered.start : answered.end] == "De molen draait op wind."
    assert (answered.nl, answered.en) == (
        ("Waar draait de molen op?",),
        ("What drives the mill?",),
    )
    assert questions.left_open.nl == ("Hoe oud is de molen?",)
    assert questions.left_open.en == ("How old is the mill?",)
    assert not dropped


@pytest.mark.parametrize(
    ("lie", "fault"),
    [
        ("NL: Wie is de bakker?\nQUOTE: De bakker draait op wind.", "quote not in the passage"),
        ("NL: Wie is de bakker?", "quote not in the passage"),
        ("NL: Waar gaat dit over?\nQUOTE: Over de molen", "quote not in the passage"),
        (
            "NL: Wat staat er allemaal in?\nQUOTE: De molen draait op wind. De molenaar maalt het "
            "graan tot meel. Hij woont ernaast. Zijn hond heet Bas.",
            "quote not in the passage",
        ),
        ("NL: What turns the mill?\nQUOTE: De molen draait op wind.", "wrong language"),
        ("OPEN EN: Hoe oud is de molen?", "wrong language"),
        ("NL: De molen draait op wind\nQUOTE: De molen draait op wind.", "no proper question"),
        (f"OPEN NL: Hoe {'heel ' * 50}oud is de molen?", "no proper question"),
        ("OPEN NL: Hoe oud is\x07 de molen?", "no proper question"),
        ("OPEN NL: Hoe oud\nis de molen?", "no proper question"),
        ("OPEN NL: Hoe oud is <b>de molen</b>?", "no proper question"),
        ("OPEN NL: Waar draait op de molen?", "duplicate"),
    ],
)
def test_what_does_not_hold_is_dropped_and_counted(lie: str, fault: str, passage: Passage) -> None:
    questions, dropped = check(f"{GOOD}{lie}", passage)
    assert dropped == {fault: 1}
    assert questions == check(GOOD, passage)[0]


def test_more_than_was_asked_for_is_dropped(passage: Passage) -> None:
    names = ("graan", "meel", "wind", "hond", "huis", "wiek", "zak", "brood", "paard")
    said = "\n".join(
        f"NL: Wat doet {name} daar?\nQUOTE: Hij woont ernaast.\nOPEN NL: Waarom is er {name}?"
        for name in names
    )
    questions, dropped = check(said, passage)
    assert len(questions.answered_in("nl")) == ANSWERED_MAX
    assert len(questions.left_open.nl) == LEFT_OPEN_MAX
    assert dropped == {"too many": 2 * len(names) - ANSWERED_MAX - LEFT_OPEN_MAX}


def test_what_was_kept_of_other_passages_is_not_asked_again(passage: Passage) -> None:
    kept, _ = check(GOOD, passage)
    dropped: Counter[str] = Counter()
    again = QuestionChecker((kept,), dropped).check(read_questions(GOOD), passage)
    assert again.count == 0
    assert dropped == {"duplicate": 2}


def test_the_quote_may_differ_in_what_only_looks_different(passage: Passage) -> None:
    said = GOOD.replace("QUOTE: De molen draait", "QUOTE: “De molen\u00a0draait")
    assert check(said, passage) == check(GOOD, passage)


@pytest.mark.parametrize("said", ["", "I cannot help with that.", "NL:", "QUOTE: De molen"])
def test_a_text_without_questions_holds_none(said: str, passage: Passage) -> None:
    assert check(said, passage)[0].count == 0
