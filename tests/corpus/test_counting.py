"""Numbers of things in a text."""

from __future__ import annotations

import pytest

from corpus.counting import Count, counts_in


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("de vier dimensies", (Count(4, "dimensies"),)),
        ("twaalf elementen en 4 hefbomen", (Count(12, "elementen"), Count(4, "hefbomen"))),
        ("all seven organisations", (Count(7, "organisations"),)),
        ("What is element 9 about?", ()),
        ("Waar gaat element 12 precies over?", ()),
        ("Wat zegt tip 16 over digitaal werken?", ()),
        ("geen getal", ()),
    ],
)
def test_numbers_of_things_are_counted_and_numbers_that_name_are_not(
    text: str, counts: tuple[Count, ...]
) -> None:
    assert counts_in(text) == counts
