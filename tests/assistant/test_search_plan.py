"""One question, one or several searches."""

from __future__ import annotations

from assistant import Assistant
from assistant.understanding.search_plan import Search, plan_searches


def plan(
    assistant: Assistant, question: str, *, piecewise: bool = False, compares: bool = False
) -> tuple[Search, ...]:
    return plan_searches(
        question,
        "nl",
        assistant.documents,
        assistant.glossary,
        piecewise=piecewise,
        compares=compares,
    )


def test_each_number_is_a_search_that_says_the_name_of_its_element(assistant: Assistant) -> None:
    fourth, ninth = plan(assistant, "Wat is het verschil tussen element 4 en element 9?")
    assert (fourth.number, ninth.number) == (4, 9)
    assert fourth.question.endswith("4 Publieke service excellence cultuur")
    assert ninth.question.endswith("9 Publiek service innovatiemanagement")


def test_a_number_does_not_keep_a_second_question_from_being_asked_by_itself(
    assistant: Assistant,
) -> None:
    question = "Wat houdt element 9 in, en wie is budgethouder van een opgaveteam?"
    assert [one.number for one in plan(assistant, question)] == [9]
    element, budget = plan(assistant, question, piecewise=True)
    assert (element.number, budget.number) == (9, None)
    assert budget.question == "wie is budgethouder van een opgaveteam?"


def test_who_is_named_beside_two_sources_is_no_speaker_of_both(assistant: Assistant) -> None:
    question = (
        "Carolien Nicolai noemt bereik. Wat staat daarover in het verslag van de Leiden Leadership "
        "Lunch en in Alle mens aan dek?"
    )
    sides = plan(assistant, question)
    assert {one.document for one in sides} == {
        "leiden-leadership-lunch",
        "alle-mens-aan-dek",
    }
    assert {one.speaker for one in sides} == {None}


def test_a_term_that_is_also_another_name_of_a_second_one_is_explained(
    assistant: Assistant,
) -> None:
    (asked,) = plan(assistant, "Wat is werken vanuit de bedoeling?")
    assert asked.term is not None
    assert asked.term.names("nl")[0] == "werken vanuit de bedoeling"


def test_each_of_two_terms_that_are_compared_is_explained(assistant: Assistant) -> None:
    question = "Wat is het verschil tussen een tribelead en een wethouder?"
    sides = plan(assistant, question, compares=True)
    assert [one.about for one in sides] == ["tribelead", "wethouder"]
    assert all(one.term for one in sides)
    answer = assistant.ask(question).answer
    assert answer.text.startswith("Dit zeggen de bronnen over elk: tribelead, wethouder.")
    assert len(answer.citations) >= 2


def test_a_comparison_in_more_words_is_searched_for_as_it_is(assistant: Assistant) -> None:
    question = (
        "Vergelijk wat een tribelead en een wethouder doen als een team te veel geld uitgeeft"
    )
    (whole,) = plan(assistant, question, compares=True)
    assert (whole.question, whole.term) == (question, None)
