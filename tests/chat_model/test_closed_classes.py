"""Words of grammar that change what is said, in both languages."""

from __future__ import annotations

import pytest

from assistant.chat_model.closed_classes import class_words
from assistant.chat_model.facts import numbers
from assistant.chat_model.qualification import keeps_qualifications, keeps_speaker
from corpus import Language


def strengths(text: str, language: Language) -> list[tuple[str, str]]:
    return [
        (word.kind, strength) for word in class_words(text, language) for strength in word.strengths
    ]


def test_the_longest_phrase_counts() -> None:
    assert strengths("De brug zou moeten sluiten", "nl") == [("modality", "advice")]
    assert strengths("De brug moet sluiten", "nl") == [("modality", "duty")]
    assert strengths("By no means always", "en") == [("frequency", "not_always")]


def test_zowel_als_is_no_condition() -> None:
    assert strengths("zowel de brug als de sluis", "nl") == []
    assert strengths("de brug als het regent", "nl") == [("condition", "if")]


@pytest.mark.parametrize(
    ("quote", "kept", "changed", "language"),
    [
        ("De bakker kan brood bezorgen.", "De bakker mag brood bezorgen.", "moet", "nl"),
        ("The baker should deliver bread.", "The baker ought to deliver bread.", "must", "en"),
        ("Sommige bakkers bezorgen brood.", "Enkele bakkers bezorgen brood.", "alle", "nl"),
        ("Most bakers deliver bread.", "The majority of bakers deliver bread.", "all", "en"),
        ("De bakker bezorgt vaak brood.", "De bakker bezorgt geregeld brood.", "altijd", "nl"),
        ("The baker rarely delivers bread.", "The baker seldom delivers bread.", "often", "en"),
        ("De bakker bezorgt vooraf brood.", "Eerst bezorgt de bakker brood.", "achteraf", "nl"),
        ("The baker delivers within two weeks.", "Within two weeks he delivers.", "months", "en"),
    ],
)
def test_a_word_of_a_class_is_met_by_one_of_its_strength(
    quote: str, kept: str, changed: str, language: Language
) -> None:
    assert keeps_qualifications(kept, [quote], "", language)
    assert not keeps_qualifications(f"{kept} {changed}", [quote], "", language)


@pytest.mark.parametrize(
    ("quote", "statement", "language"),
    [
        ("Slechts de bakker bezorgt brood.", "De bakker bezorgt brood.", "nl"),
        ("The baker could deliver bread.", "The baker delivers bread.", "en"),
        ("Als het regent, bezorgt de bakker brood.", "De bakker bezorgt brood.", "nl"),
        ("The baker delivers bread, unless it snows.", "The baker delivers bread.", "en"),
        ("I like fresh bread.", "Bakers like fresh bread.", "en"),
        (
            "Iedereen denkt verstand van brood te hebben.",
            "Iedereen heeft verstand van brood.",
            "nl",
        ),
    ],
)
def test_what_restricts_may_not_vanish(quote: str, statement: str, language: Language) -> None:
    assert not keeps_qualifications(statement, [quote], "", language)
    assert keeps_qualifications(quote, [quote], "", language)


def test_what_restricts_something_else_may_be_left_out() -> None:
    quote = "De bakker bezorgt brood, en de slager kan soms worst snijden."
    assert keeps_qualifications("De bakker bezorgt brood.", [quote], "", "nl")


def test_what_is_taken_back_later_is_not_said() -> None:
    quote = ["The baker knows all streets.", "But that is often not the case."]
    assert not keeps_qualifications("The baker knows all streets.", quote, "", "en")


def test_a_translation_meets_a_word_as_well() -> None:
    assert keeps_qualifications(
        "De bakker zou moeten bezorgen.", ["De bakker levert."], "The baker should deliver.", "nl"
    )


def test_an_opinion_stays_with_the_one_who_has_it() -> None:
    quote = "Jansen vindt dat bakkers brood bezorgen."
    assert keeps_speaker("Volgens Jansen bezorgen bakkers brood.", quote, "", "nl")
    assert not keeps_speaker("Bakkers vinden dat zij brood bezorgen.", quote, "", "nl")
    assert keeps_speaker("Jansen zegt: brood helpt.", "Brood helpt.", "Anna Jansen, bakker", "nl")


@pytest.mark.parametrize("text", ["drieëntachtig", "drieentachtig", "eighty-three", "83"])
def test_compound_numbers_are_the_same_in_words(text: str) -> None:
    assert numbers(text) == {"83"}
