"""The bank of course items: in both languages, and bound to the text that it rests on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus import Document
from corpus.errors import DescriptionInvalid
from corpus.items import read_items

GOAL = '[[goal]]\nid = "a-g"\nlevel = "apply"\ntext_nl = "kiezen"\ntext_en = "choose"\n'
EXERCISE = """
[[exercise]]
id = "{id}"
goal = "{goal}"
form = "icebreaker"
minutes = 5
title_nl = "Begin"
title_en = "Start"
instruction_nl = "Vertel."
instruction_en = "Tell."
quote = "{quote}"
{more}
"""


def written(folder: Path, **changed: str) -> Path:
    """Write a file with a goal and an exercise."""
    values = {"id": "a-x", "goal": "a-g", "quote": "Een zin.", "more": "", **changed}
    path = folder / "items.toml"
    path.write_text(GOAL + EXERCISE.format(**values), encoding="utf-8")
    return path


def test_every_shipped_item_rests_on_sentences_of_its_document(
    library: dict[str, Document],
) -> None:
    ids = [one.id for document in library.values() for one in document.items.usable]
    assert len(ids) > 200
    assert len(set(ids)) == len(ids)
    for document in library.values():
        assert document.items.stale == ()
        for one in document.items.usable:
            assert all(quote in document.original for quote in one.quotes)


def test_every_goal_is_served_by_two_items_or_more(library: dict[str, Document]) -> None:
    for document in library.values():
        served = Counter(one.goal for one in document.items.usable)
        assert [one.id for one in document.items.goal if served[one.id] < 2] == []


def test_an_item_whose_sentence_is_gone_is_stale_and_not_used(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert [one.id for one in read_items(path, "Een zin. Nog een.").usable] == ["a-x"]
    changed = read_items(path, "Een andere zin.")
    assert changed.usable == ()
    assert changed.stale == ("a-x",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "a-g"}, "two have the id a-g"),
        ({"id": "A X"}, "id: String should match"),
        ({"goal": "a-h"}, "a-x names the goal a-h"),
        ({"more": "weight = 3"}, "weight"),
        ({"more": 'stale = ["y"]'}, "stale"),
    ],
)
def test_a_mistake_is_refused_with_its_place(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(DescriptionInvalid, match=said):
        read_items(written(tmp_path, **changed), "Een zin.")
