"""What a document's numbered headings are called, as its document.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, read_library
from corpus.numbering import asked_numbers, numberings, without_number

TEXT = """Regels voor inkoop

1 Wie koopt in

De teamleider koopt in. Zie het 3e artikel ‘Wie betaalt de rekening’.

2 Wie betaalt de rekening

De afdeling betaalt.

Wie betaalt de rekening artikel 4

Dat is hier uitgelegd.
"""


@pytest.fixture
def regulation(tmp_path: Path) -> Document:
    """Return a document of somebody's own, whose numbered headings are articles."""
    folder = tmp_path / "inkoop"
    folder.mkdir()
    (folder / "original.txt").write_text(TEXT, encoding="utf-8")
    (folder / "document.toml").write_text(
        'title = "Regels"\nlanguage = "nl"\nrights = "none"\nnumbered_as = ["artikel", "article"]\n',
        encoding="utf-8",
    )
    return read_library(tmp_path)[0]


def test_every_place_that_numbers_is_found(regulation: Document) -> None:
    assert [(one.number, one.name) for one in numberings(regulation)] == [
        (1, "Wie koopt in"),
        (3, "Wie betaalt de rekening"),
        (2, "Wie betaalt de rekening"),
        (4, "Wie betaalt de rekening"),
    ]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Wat staat er in artikel 2?", (2,)),
        ("What is article number 1 about?", (1,)),
        ("Wat zegt het 2e artikel?", (2,)),
        ("Wat is het verschil tussen artikel 2 en artikel 4?", (2, 4)),
        ("Vergelijk artikelen 1, 2 en 4", (1, 2, 4)),
        ("articles 4 vs 2", (4, 2)),
        ("Zegt artikel 2 hetzelfde als het 2e artikel?", (2,)),
        ("Wat staat er in artikel 2 C?", ()),
        ("Waar gaat element 2 over?", ()),
    ],
)
def test_a_number_is_asked_for_by_the_name_that_the_document_gives(
    regulation: Document, question: str, numbers: tuple[int, ...]
) -> None:
    assert asked_numbers(question, [regulation]) == numbers


def test_a_name_has_no_number(regulation: Document) -> None:
    assert without_number("2 Wie betaalt de rekening", regulation) == "Wie betaalt de rekening"
    assert without_number("Who pays the bill article 4", regulation) == "Who pays the bill"
