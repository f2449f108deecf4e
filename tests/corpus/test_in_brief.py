"""A document in brief: sentences of it, word for word, that can be read by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, read_library
from corpus.in_brief import in_brief

WORDS_MAX = 150


def written(folder: Path, text: str) -> Document:
    """Return a document that was read from a file with this text."""
    (folder / "beleid.md").write_text(text, encoding="utf-8")
    return read_library(folder)[0]


def said(document: Document, words_max: int = WORDS_MAX) -> list[str]:
    """Return what tells a document in brief."""
    return [one.text for one in in_brief(document, words_max)]


def test_every_shipped_document_is_told_from_several_places_in_order(
    library: dict[str, Document],
) -> None:
    for document in library.values():
        chosen = in_brief(document, WORDS_MAX)
        assert len(chosen) >= 3, document.id
        assert [one.start for one in chosen] == sorted({one.start for one in chosen})
        assert all(document.original[one.start : one.end] == one.text for one in chosen)
        assert sum(len(one.text.split()) for one in chosen) <= WORDS_MAX


def test_each_section_gives_its_first_sentence(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "# Parkeren\n\nDe gemeente regelt het parkeren in de binnenstad met vergunningen voor bewoners.\n\n"
        "## Kosten\n\nEen vergunning voor de eerste auto kost veertig euro per jaar per adres. Meer niet.\n\n"
        "## Bezwaar\n\nWie het niet eens is met een besluit kan binnen zes weken bezwaar maken.\n",
    )
    assert said(document) == [
        "De gemeente regelt het parkeren in de binnenstad met vergunningen voor bewoners.",
        "Een vergunning voor de eerste auto kost veertig euro per jaar per adres.",
        "Wie het niet eens is met een besluit kan binnen zes weken bezwaar maken.",
    ]


@pytest.mark.parametrize(
    "opening",
    ["Dat geldt niet voor de bewoners van de straten rond het nieuwe station.",
     "Wat betekent dat voor de bewoners van de straten rond het nieuwe station?",
     "De bewoners van de straten rond het nieuwe station krijgen het volgende:",
     "Kort gezegd: parkeren."],
)  # fmt: skip
def test_what_says_little_by_itself_is_passed_over(tmp_path: Path, opening: str) -> None:
    whole = "Een vergunning voor de eerste auto kost veertig euro per jaar per adres."
    parts = "".join(
        f"## Deel {letter}\n\n{opening}\n\n{whole[:-1]} in deel {letter}.\n\n" for letter in "ABC"
    )
    assert said(written(tmp_path, parts)) == [f"{whole[:-1]} in deel {one}." for one in "ABC"]


def test_the_words_of_a_long_text_go_to_its_opening_and_its_longest_parts(tmp_path: Path) -> None:
    first = "De gemeente legt in dit hoofdstuk uit wat zij doet met onderwerp {}."
    more = "Daarover staat hier nog veel meer dan in de andere delen van dit stuk. "
    parts = [
        f"## Hoofdstuk {number}\n\n{first.format(number)} {more * (number % 2)}\n\n"
        for number in range(6)
    ]
    chosen = said(written(tmp_path, "".join(parts)), 55)
    assert chosen == [first.format(number) for number in (0, 1, 3, 5)]


def test_a_text_without_a_readable_sentence_has_no_gist(tmp_path: Path) -> None:
    assert said(written(tmp_path, "# Lijst\n\n- appels\n- peren\n\nTot slot: kersen.\n")) == []
