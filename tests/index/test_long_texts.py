"""Texts without the ends that texts have: still passages and quotations of ordinary size."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, read_library
from index.passages import cut_passages

LINES = 3000
LONG = 200_000


def only_document(folder: Path, text: str) -> Document:
    """Write a text and read it as the only document of a folder."""
    (folder / "lang.md").write_text(text, encoding="utf-8")
    [document] = read_library(folder)
    return document


@pytest.mark.parametrize(
    "text",
    [
        "de molen en de wind " * (LONG // 20),
        "x" * LONG,
        "- " + "x" * LONG,
        "# " + "x " * (LONG // 2),
        "a. b. " * (LONG // 6),
        "De lijst:\n" + "- de molen draait op wind\n" * LINES,
        "".join(f"de molen {number}\n" for number in range(LINES)),
        "".join(f"# de molen {number}\nHij draait.\n" for number in range(LINES)),
        "De molen draait.\n" * LINES + "Jan de Wit\nJan de Wit\nmolenaar\n",
        "." * LONG + "x",
    ],
    ids=lambda text: text[:12].strip(),
)
def test_every_passage_and_every_quotation_can_be_read(tmp_path: Path, text: str) -> None:
    document = only_document(tmp_path, text)
    passages = cut_passages(document)
    assert len({passage.id for passage in passages}) == len(passages) > 1
    for passage in passages:
        assert len(passage.text) <= 6000
        for sentence in passage.sentences:
            assert len(sentence.text) <= 600
            assert document.original[sentence.start : sentence.end] == sentence.text


def test_each_part_of_a_long_list_keeps_the_line_that_introduces_it(tmp_path: Path) -> None:
    items = "".join(f"- de molen van dorp {number} draait\n" for number in range(100))
    passages = cut_passages(only_document(tmp_path, f"Op zaterdag kan men kiezen:\n{items}"))
    assert len(passages) > 3
    for passage in passages:
        assert passage.sentences[0].text == "Op zaterdag kan men kiezen:"
        assert len(passage.sentences) > 2
