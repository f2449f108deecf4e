"""Lists that a document gives by its headings, and the numbers of its elements."""

from __future__ import annotations

import re

import pytest

from assistant import Assistant, Reply, Turn

ELEMENTS = "iso-11367-elementen"


def items(reply: Reply) -> list[str]:
    """Return the items of the list in an answer, without their markers."""
    return [
        re.sub(r" \[\d+\]$", "", line[2:]).replace("\\", "")
        for line in reply.answer.text.splitlines()
        if line.startswith("- ")
    ]


def numbers(reply: Reply) -> list[str]:
    """Return the number that each item begins with."""
    return [item.split()[0] for item in items(reply)]


@pytest.mark.parametrize(
    "question",
    ["Som alle twaalf elementen van het model op", "Noem de elementen van ISO 11367",
     "List the twelve elements of the model", "What are the elements of the ISO standard?"],
)  # fmt: skip
def test_the_twelve_elements_are_all_given_in_order(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)
    assert reply.answer.outcome == "answered"
    assert numbers(reply) == [str(number) for number in range(1, 13)]
    assert len(reply.answer.citations) == 12
    assert {one.document for one in reply.answer.citations} == {ELEMENTS}


@pytest.mark.parametrize(
    ("question", "dimensions"),
    [
        ("Noem alle dimensies van dit model",
         ["VISIE, LEIDERSCHAP & BESTURING", "CULTUUR & MEDEWERKERSBETROKKENHEID",
          "(CO)CREËREN VAN UITZONDERLIJKE DIENSTVERLENING", "OPERATIONELE SERVICE EXCELLENCE"]),
        ("Which dimensions does the model have?",
         ["VISION, LEADERSHIP & GOVERNANCE", "CULTURE & EMPLOYEE ENGAGEMENT",
          "(CO-)CREATING EXCEPTIONAL SERVICE DELIVERY", "OPERATIONAL SERVICE EXCELLENCE"]),
    ],
)  # fmt: skip
def test_the_four_dimensions_are_all_given(
    assistant: Assistant, question: str, dimensions: list[str]
) -> None:
    assert items(assistant.ask(question)) == dimensions


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Welke elementen vallen onder visie, leiderschap en besturing?", ["1", "2", "3"]),
        ("Which elements are part of vision, leadership and governance?", ["1", "2", "3"]),
        ("Noem de elementen van de dimensie cultuur en medewerkersbetrokkenheid",
         ["4", "5", "6"]),
        ("Which elements belong to culture and employee engagement?", ["4", "5", "6"]),
        ("Welke elementen vallen onder het (co)creëren van uitzonderlijke dienstverlening?",
         ["7", "8", "9"]),
        ("Which elements are part of (co-)creating exceptional service delivery?",
         ["7", "8", "9"]),
        ("Wat zijn de elementen van operationele service excellence?", ["10", "11", "12"]),
        ("Which elements belong to operational service excellence?", ["10", "11", "12"]),
    ],
)  # fmt: skip
def test_a_dimension_has_its_own_elements(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    assert numbers(assistant.ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Welk nummer heeft het element publieke verantwoording?", 2, 3),
        ("What is the number of the element on public accountability?", 2, 3),
        ("Wat is het nummer van ‘Eisen voor leiderschap en management in de publieke "
         "dienstverlening’?", 3, 2),
        ("What number do the requirements for leadership and management in public service "
         "delivery have?", 3, 2),
        ("Het hoeveelste element is integriteits- en conflictmanagement?", 5, 6),
        ("What number does integrity and conflict management have?", 5, 6),
    ],
)  # fmt: skip
def test_two_numbers_for_one_element_are_both_given_and_it_is_said(
    assistant: Assistant, question: str, first: int, second: int
) -> None:
    reply = assistant.ask(question)
    assert reply.answer.outcome == "answered"
    label = "nummer" if reply.answer.language == "nl" else "number"
    assert [item.split(":")[0] for item in items(reply)] == [
        f"{label} {first}",
        f"{label} {second}",
    ]
    assert reply.answer.text.startswith(
        "De bron geeft dit element niet overal hetzelfde nummer."
        if reply.answer.language == "nl"
        else "The source does not give this element the same number everywhere."
    )
    assert len(reply.answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Welk nummer heeft het element over betrokkenheid van medewerkers?", 6),
        ("What is the number of public service innovation management?", 9),
        ("Welk nummer heeft ‘Managen van gelijkheid, eerlijkheid, transparantie en "
         "toegankelijkheid’?", 11),
    ],
)  # fmt: skip
def test_a_number_that_is_the_same_everywhere_is_just_given(
    assistant: Assistant, question: str, number: int
) -> None:
    reply = assistant.ask(question)
    assert "niet overal" not in reply.answer.text
    assert "everywhere" not in reply.answer.text
    assert {item.split(":")[0].split()[-1] for item in items(reply)} == {str(number)}


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Wat houdt element 9 in?", "9 Publiek service innovatiemanagement"),
        ("What is element 9 about?", "9 Publiek service innovatiemanagement"),
        ("Waar gaat het 4e element over?", "4 Publieke service excellence cultuur"),
        ("What does element 12 ask?", "12 Monitoring van service excellence activiteiten en "
         "resultaten"),
    ],
)  # fmt: skip
def test_an_element_is_found_by_its_number(
    assistant: Assistant, question: str, section: str
) -> None:
    reply = assistant.ask(question)
    assert reply.answer.outcome == "answered"
    assert section in {one.section[-1] for one in reply.answer.citations if one.section}


@pytest.mark.parametrize(
    "question",
    [
        "Wat is het verschil tussen element 4 en element 9?",
        "Vergelijk de elementen 4 en 9",
        "How do elements 4 and 9 differ?",
    ],
)
def test_elements_that_are_asked_for_together_are_each_quoted(
    assistant: Assistant, question: str
) -> None:
    reply = assistant.ask(question)
    assert reply.answer.outcome == "answered"
    quoted = {one.section[-1] for one in reply.answer.citations if one.section}
    assert quoted >= {
        "4 Publieke service excellence cultuur",
        "9 Publiek service innovatiemanagement",
    }


def test_of_two_elements_the_one_that_does_not_exist_is_named(assistant: Assistant) -> None:
    reply = assistant.ask("Vergelijk element 4 en element 14")
    assert reply.answer.outcome == "partly_answered"
    assert "Over 14 heb ik" in reply.answer.text


def test_an_element_that_two_places_number_is_answered_from_both(assistant: Assistant) -> None:
    reply = assistant.ask("Waar gaat element 3 over?")
    sections = {one.section[-1] for one in reply.answer.citations if one.section}
    assert sections & {
        "3 Eisen voor leiderschap en management in de publieke dienstverlening",
        "Publieke verantwoording element 3",
    }


def test_an_element_that_is_asked_for_next_is_answered_alone(assistant: Assistant) -> None:
    before = "Wat houdt element 7 in?"
    history = (Turn("user", before), Turn("assistant", assistant.ask(before).answer.text))
    reply = assistant.ask("En element 9?", history)
    numbers = {one.section[-1].split()[0] for one in reply.answer.citations if one.section}
    assert numbers == {"9"}


@pytest.mark.parametrize("question", ["Wat is element 13?", "What is element 14 about?"])
def test_an_element_that_does_not_exist_is_not_answered(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).answer.is_refusal


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Noem de hefbomen voor sociale innovatie op een rij",
         ["Slimmer werken", "Dynamisch managen", "Flexibel organiseren", "co creatie"]),
        ("Welke behoeften onderscheiden Hackman en Oldham bij een taak?",
         ["Autonomie", "Variatie", "inzicht", "Taakbelang", "Taakidentiteit"]),
    ],
)  # fmt: skip
def test_a_list_in_a_text_is_given_whole(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    given = items(assistant.ask(question))
    assert len(given) == len(expected)
    assert all(word in item for word, item in zip(expected, given, strict=True))
