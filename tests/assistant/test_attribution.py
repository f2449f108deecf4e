"""Whose words they are: each quotation of Tip 16 is followed by its speaker."""

from __future__ import annotations

import pytest

from assistant import Assistant

SPEAKERS = {
    "Charlotte Holst": "Adviseur dienstverlening & online media, Gemeente Haarlemmermeer",
    "Carolien Nicolai": "Beleidsmedewerker Digitale dienstverlening Gemeente Zeewolde",
    "Michael Rave": "Programmamanager Dienstverlening, Gemeente Montferland",
    "Esmeralde Marsman": "Gemeente Rotterdam",
}


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("Wie spreekt er over de omarming door bestuur en directie in Haarlemmermeer?",
         "Charlotte Holst"),
        ("Van wie is de uitspraak dat het online kanaal vaak het domein van de afdeling "
         "Communicatie is?", "Carolien Nicolai"),
        ("Wie vertelt over een telefoontje waarin iemand een document zou krijgen om te printen?",
         "Michael Rave"),
        ("Wie zegt dat het formulier ook moet landen in een systeem?", "Esmeralde Marsman"),
        ("Wat vertelt Michael Rave over het flex-concept?", "Michael Rave"),
    ],
)  # fmt: skip
def test_words_are_given_with_speaker_office_and_municipality(
    assistant: Assistant, question: str, speaker: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "answered"
    assert f"— {speaker}, {SPEAKERS[speaker]}" in answer.text
    assert any(one.document == "tip-16-mandaat" for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is Charlotte Holst?", "Municipality of Haarlemmermeer"),
        ("Who is Carolien Nicolai?", "Municipality of Zeewolde"),
        ("Where does Michael Rave work?", "Municipality of Montferland"),
        ("What is said by Esmeralde Marsman?", "Municipality of Rotterdam"),
    ],
)
def test_an_english_reader_gets_the_office_in_english(
    assistant: Assistant, question: str, office: str
) -> None:
    assert office in assistant.ask(question).answer.text


def test_a_name_that_the_source_spells_in_two_ways_is_found_by_both(assistant: Assistant) -> None:
    for name in ("Michel Rave", "Michael Rave"):
        answer = assistant.ask(f"Bij welke organisatie werkt {name}?").answer
        assert "Gemeente Montferland" in answer.text


@pytest.mark.parametrize(
    ("question", "speaker", "other"),
    [
        ("Zei Charlotte Holst dat de verantwoordelijkheid bij de proceseigenaren ligt?",
         "Esmeralde Marsman", "Charlotte Holst"),
        ("Did Charlotte Holst say that the responsibility lies with the process owners?",
         "Esmeralde Marsman", "Charlotte Holst"),
    ],
)  # fmt: skip
def test_words_of_somebody_else_are_given_to_who_said_them(
    assistant: Assistant, question: str, speaker: str, other: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.text.startswith(
        f"Dit zijn woorden van {speaker}, niet van {other}."
        if answer.language == "nl"
        else f"These are the words of {speaker}, not of {other}."
    )


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("Zei Charlotte Holst dat de verantwoordelijkheid bij de proceseigenaren ligt?",
         "Esmeralde Marsman"),
        ("Wat zegt Michael Rave over proceseigenaren?", "Esmeralde Marsman"),
    ],
)  # fmt: skip
def test_a_quotation_is_never_without_its_own_speaker(
    assistant: Assistant, question: str, speaker: str
) -> None:
    answer = assistant.ask(question).answer
    assert f"— {speaker}" in answer.text
