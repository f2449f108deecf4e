"""Plain text in lines of some width is joined to paragraphs; other text stays as it is."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from corpus import Document, read_library

PARAGRAPH = (
    "Een medewerker die door de opgave wordt gevraagd, werkt ten minste zestien uur per week voor "
    "die opgave. De opgavemanager bepaalt samen met de afdelingshoofden wie dat is, en zij leggen "
    "de afspraken vast in een opdrachtformulier van ten hoogste twee bladzijden."
)


def read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    [document] = read_library(tmp_path)
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
    return document


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_lines_of_a_paragraph_are_joined(tmp_path: Path, width: int, end: str) -> None:
    lines = [
        "NOTITIE OPGAVEN", "", "Van: de programmamanager", "Aan: de directie", "",
        *textwrap.wrap(PARAGRAPH, width), "", "Inzet", *textwrap.wrap(PARAGRAPH, width), "",
        "1. Vraag de laptop aan, want dat", "   duurt lang.", "2. Teken.",
    ]  # fmt: skip
    document = read(tmp_path, end.join(lines) + end)
    assert document.title == "NOTITIE OPGAVEN"
    assert [(block.kind, block.text) for block in document.blocks[1:]] == [
        ("paragraph", "Van: de programmamanager"),
        ("paragraph", "Aan: de directie"),
        ("paragraph", PARAGRAPH),
        ("heading", "Inzet"),
        ("paragraph", PARAGRAPH),
        ("list_item", "1. Vraag de laptop aan, want dat duurt lang."),
        ("list_item", "2. Teken."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "De molen\n\nDe molen draait op wind.\nDe wind waait.\nHet graan wordt gemalen.\n",
        "Namen\n\nde burgemeester van de gemeente Veenwoude\nde wethouder\nde griffier van de raad\n",
        f"Kop\n\n{PARAGRAPH}\n{PARAGRAPH} Klaar.\n",
        "De balie is op maandag geopend van negen tot vijf.\nOp dinsdag is de balie dicht.\n",
    ],
)
def test_lines_that_end_where_they_end_stay_as_they_are(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text)
    assert document.original == text
    assert len(document.blocks) == len([line for line in text.splitlines() if line])
