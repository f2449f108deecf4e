"""The catalogue: bound to the text it was written for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, read_library
from eval import COMPARISONS, SHIPPED_QUESTIONS, TEST_QUESTIONS, TRAIN_QUESTIONS
from eval.question_files import read_question_set
from index.entries import catalogue_of
from index.passages import cut_passages


def test_no_shipped_entry_is_stale(library: dict[str, Document]) -> None:
    for document in library.values():
        assert document.catalogue
        assert [entry.start for entry in document.catalogue if entry.is_stale] == []


def test_every_entry_has_questions(library: dict[str, Document]) -> None:
    for document in library.values():
        for entry in document.catalogue:
            questions = (*entry.questions_nl, *entry.questions_en)
            assert questions
            assert all(question.strip() for question in questions)


def test_no_question_is_both_answered_and_left_open(library: dict[str, Document]) -> None:
    for language in LANGUAGES:
        answered = {
            question.lower()
            for document in library.values()
            for entry in document.catalogue
            for question in entry.questions(language)
        }
        for document in library.values():
            left_open = document.open_questions.questions(language)
            assert left_open
            assert not answered & {question.lower() for question in left_open}


@pytest.mark.parametrize("path", [SHIPPED_QUESTIONS, TRAIN_QUESTIONS, TEST_QUESTIONS, COMPARISONS])
def test_no_question_that_measures_is_in_the_library(
    library: dict[str, Document], path: Path
) -> None:
    """Word for word; what measures must not be what is known."""
    known = {
        _bare(question)
        for document in library.values()
        for language in LANGUAGES
        for question in (
            *document.open_questions.questions(language),
            *(one for entry in document.catalogue for one in entry.questions(language)),
        )
    }
    asked = {_bare(question.text) for question in read_question_set(path, library)}
    assert not asked & known


def _bare(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


def test_nearly_every_sentence_has_questions_of_its_own(library: dict[str, Document]) -> None:
    """The others answer nothing: a lead-in, a question of the author's."""
    for document in library.values():
        spans = {(entry.start, entry.end) for entry in document.catalogue}
        said = [
            sentence
            for block in document.blocks
            if block.kind in ("paragraph", "list_item")
            for sentence in block.sentences
        ]
        asked = [one for one in said if (one.start, one.end) in spans]
        assert len(asked) >= 0.85 * len(said), document.id


def test_every_passage_has_an_entry_that_was_written_for_it(library: dict[str, Document]) -> None:
    for document in library.values():
        for passage in cut_passages(document):
            assert catalogue_of(passage, document), passage.id


def test_a_changed_text_makes_its_entries_stale_and_they_are_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "tip-16-mandaat"
    shutil.copytree(SHIPPED_DOCUMENTS / folder.name, folder)
    path = folder / "original.txt"
    changed = path.read_bytes().replace(b"Carolien Nicolai", b"Caroline Nicolai")
    path.write_bytes(changed)
    [document] = read_library(tmp_path)
    stale = [entry for entry in document.catalogue if entry.is_stale]
    assert stale
    fitting = [entry for entry in document.catalogue if not entry.is_stale]
    assert fitting
    assert all("Caroline" not in document.original[entry.start : entry.end] for entry in fitting)
    [passage] = [
        passage
        for passage in cut_passages(document)
        if "Caroline Nicolai" in passage.text and passage.kind == "quotation"
    ]
    assert not set(catalogue_of(passage, document)) & set(stale)


def test_what_a_button_shows_is_one_question_with_its_capital(
    library: dict[str, Document],
) -> None:
    """A catalogue also holds keywords in a row, typing errors and stories, to be found by."""
    for document in library.values():
        for entry in document.catalogue:
            for language in LANGUAGES:
                shown = entry.shown_questions(language)
                assert set(shown) <= set(entry.questions(language))
                assert all(one[0].isupper() and one.count("?") == 1 for one in shown)
                assert not any(". " in one for one in shown)
    entries = [entry for document in library.values() for entry in document.catalogue]
    assert sum(bool(entry.shown_questions("nl")) for entry in entries) > 0.9 * len(entries)
