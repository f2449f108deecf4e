"""Questions that name documents."""

from __future__ import annotations

import pytest

from assistant.understanding.names import without_names
from corpus import Document


def document(identifier: str, title: str, nl: tuple[str, ...], en: tuple[str, ...]) -> Document:
    """Return a document with names and without a text."""
    return Document(identifier, title, "nl", "", (), names_nl=nl, names_en=en)


DOCUMENTS = (
    document("lunch", "Creating added value", ("Leidse lunch",), ("Leiden lunch",)),
    document("boek", "Alle mens aan dek", ("Alle mens aan dek",), ("All hands on deck",)),
    document("tip", "Tip 16: Geef mandaat", ("Tip 16",), ("Tip 16",)),
    document("mandaat", "Geef mandaat", (), ()),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Wat moet het bestuur volgens Tip 16 eerst regelen?", ["tip"]),
        ("Wat zegt het verslag van de leidse lunch over vrije ruimte?", ["lunch"]),
        ("According to All hands on the deck, who decides on the work?", ["boek"]),
        ("Welke organisaties staan in ‘alle mens aan dek’?", ["boek"]),
        ("Wat zeggen Tip 16 en de Leiden lunch over leiderschap?", ["lunch", "tip"]),
        ("Wat is mandaat?", []),
        ("Tip 160 is er niet", []),
        ("Alle mensen zijn aan dek", []),
        ("", []),
    ],
)
def test_documents_are_found_by_their_names(question: str, named: list[str]) -> None:
    assert [one.id for one in without_names(question, DOCUMENTS)[1]] == named


def test_a_name_within_a_name_names_nothing_else() -> None:
    assert [one.id for one in without_names("Wie schreef Tip 16: Geef mandaat?", DOCUMENTS)[1]] == [
        "tip"
    ]
