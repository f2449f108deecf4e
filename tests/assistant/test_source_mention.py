"""Questions that name their source."""

from __future__ import annotations

import pytest

from assistant.understanding.source_mention import find_source_mention
from corpus import Document, Language


def document(identifier: str, title: str, nl: tuple[str, ...], en: tuple[str, ...]) -> Document:
    """Return a document with names and without a text."""
    return Document(identifier, title, "nl", "", (), names_nl=nl, names_en=en)


DOCUMENTS = (
    document("lunch", "Creating added value", ("Leidse lunch",), ("Leiden lunch",)),
    document("boek", "Alle mens aan dek", ("Alle mens aan dek",), ("All hands on deck",)),
    document("tip", "Tip 16: Geef mandaat", ("Tip 16",), ("Tip 16",)),
)


@pytest.mark.parametrize(
    ("question", "language", "documents", "rest"),
    [
        ("Wat moet het bestuur volgens Tip 16 eerst regelen?", "nl", ("tip",),
         "Wat moet het bestuur eerst regelen?"),
        ("Wat zegt het verslag van de Leidse lunch over vrije ruimte?", "nl", ("lunch",),
         "Wat zegt over vrije ruimte?"),
        ("According to All hands on deck, who decides on the work?", "en", ("boek",),
         "who decides on the work?"),
        ("Welke organisaties staan in ‘alle mens aan dek’?", "nl", ("boek",),
         "Welke organisaties staan?"),
    ],
)  # fmt: skip
def test_the_name_of_a_source_is_taken_out_and_led_to(
    question: str, language: Language, documents: tuple[str, ...], rest: str
) -> None:
    mention = find_source_mention(question, language, DOCUMENTS)
    assert mention.documents == documents
    assert mention.question == rest
    assert not mention.is_joined


def test_a_question_about_the_source_itself_is_unchanged() -> None:
    mention = find_source_mention("Waar gaat Alle mens aan dek over?", "nl", DOCUMENTS)
    assert mention.documents == ("boek",)
    assert mention.question == "Waar gaat Alle mens aan dek over?"


def test_two_sources_are_both_found() -> None:
    question = "Wat zeggen Tip 16 en de Leidse lunch over leiderschap en ruimte?"
    mention = find_source_mention(question, "nl", DOCUMENTS)
    assert set(mention.documents) == {"tip", "lunch"}
    assert not mention.is_joined
    assert "leiderschap" in mention.question


def test_a_source_joined_with_something_else_is_asked_apart() -> None:
    question = "Wat zeggen Tip 16 en de wethouders over mandaat en vertrouwen?"
    mention = find_source_mention(question, "nl", DOCUMENTS)
    assert mention.is_joined
    assert "wethouders" in mention.question
    assert "wethouders" not in mention.question_of_source


@pytest.mark.parametrize(
    "question", ["Wat is mandaat?", "Tip 160 is er niet", "Alle mensen zijn aan dek", ""]
)
def test_a_question_that_names_no_source_is_unchanged(question: str) -> None:
    mention = find_source_mention(question, "nl", DOCUMENTS)
    assert mention.documents == ()
    assert mention.question == question
