"""What of a web page is no part of the document on it."""

from __future__ import annotations

import pytest

from corpus.furniture import without_link

LINKS = ("Meer tips van",)


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Adviseur, Gemeente X Meer tips van Carolien", "Adviseur, Gemeente X"),
     ("Adviseur\nGemeente X\nMeer tips van Carolien", "Adviseur\nGemeente X"),
     ("Geeft er Meer tips vanaf morgen", "Geeft er Meer tips vanaf morgen"),
     ("Adviseur", "Adviseur")],
)  # fmt: skip
def test_a_link_behind_an_office_is_left_out(line: str, kept: str) -> None:
    assert without_link(line, LINKS) == kept
