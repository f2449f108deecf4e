"""Telling Dutch from English, also in a few words."""

from __future__ import annotations

import pytest

from corpus import Document, Language, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wat is publieke verantwoording?", "nl"),
        ("What is public accountability?", "en"),
        ("Wie is Carolien Nicolai?", "nl"),
        ("Who is Carolien Nicolai?", "en"),
        # Borrowed words do not decide, grammar words do.
        ("Wat is een purpose owner?", "nl"),
        ("Wat doet de tribelead bij agile werken?", "nl"),
        ("What is 'Integriteits- en conflictmanagement'?", "en"),
        ("What does “werken vanuit de bedoeling” mean?", "en"),
        ("Wat betekent 'working according to the spirit of the issue'?", "nl"),
        ("is een purpose owner ook budget holder", "nl"),
        # Follow-ups.
        ("en voor de wethouder?", "nl"),
        ("and for the alderman?", "en"),
        ("de vierde?", "nl"),
        ("the last one", "en"),
        ("waarom?", "nl"),
        ("why?", "en"),
        # Spelling, capitals, no question mark.
        ("HOEVEEL TIJD KOST VERANTWOORDING", "nl"),
        ("hoeveel tyd kost verantwoordng", "nl"),
        ("how much time does acountability take", "en"),
        # Without grammar words, statistics decide.
        ("opgavegericht werken", "nl"),
        ("psychological safety", "en"),
        ("gemeenteraad begroting", "nl"),
        ("municipal council budget", "en"),
    ],
)
def test_the_language_of_a_question_is_known(text: str, language: Language) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["ISO 11367", "element 9", "12", "???", ""])
@pytest.mark.parametrize("before", ["nl", "en"])
def test_what_could_be_either_follows_the_conversation(text: str, before: Language) -> None:
    assert detect_language(text, before) == before


def test_a_clear_question_does_not_follow_the_conversation() -> None:
    assert detect_language("What is the purpose?", "nl") == "en"
    assert detect_language("Wat is de bedoeling?", "en") == "nl"


def test_every_shipped_paragraph_is_recognised(library: dict[str, Document]) -> None:
    for document in library.values():
        for block in document.blocks:
            if block.kind == "paragraph":
                assert detect_language(block.text) == document.language, block.text
