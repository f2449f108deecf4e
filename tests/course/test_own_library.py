"""A library without catalogue, glossary or course items says what cannot be made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from course_helpers import MADE_AT

from assistant import Assistant, Settings, open_assistant
from assistant.course.course import make_course
from assistant.course.errors import KindsNotPossible, SubjectNotCovered
from assistant.course.files import course_files
from assistant.course.request import CourseRequest
from assistant.verification import is_verbatim
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

WINDMILL = """De molen van Adriaan

Bouw van de molen

De molen aan de rivier werd gebouwd door een rijke koopman uit de stad Haarlem.
Het hout voor de wieken kwam met schepen over de Oostzee naar de werkplaats.
De eerste molenaar woonde met zijn gezin op de zolder van de stellingmolen.

Onderhoud van de molen

Elke winter controleert een timmerman de wieken en de kap op scheuren en rot.
De vereniging betaalt het onderhoud uit de verkoop van meel en rondleidingen. \
Maar een grote herstelling kan de vereniging zonder subsidie niet betalen.
"""
BREAD = """Brood bakken

Een bakker kneedt het deeg van meel, water, zout en gist tot het glad is.
Het deeg rijst een uur lang onder een vochtige doek op een warme plaats.
De oven moet heet zijn voordat het brood erin gaat en stoom geeft een korst.
"""


@pytest.fixture(scope="module")
def own(
    tmp_path_factory: pytest.TempPathFactory,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
) -> Iterator[Assistant]:
    """Open the assistant over two plain texts."""
    folder = tmp_path_factory.mktemp("own")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "molen.txt").write_text(WINDMILL, encoding="utf-8")
    (documents / "brood.txt").write_text(BREAD, encoding="utf-8")
    data = folder / "data"
    make_data(data, documents)
    build_index(
        IndexDirectory(data / "indexes", documents), load_embedding_model(None, models_directory)
    )
    with open_assistant(Settings(documents=documents, data=data)) as assistant:
        yield assistant


def test_what_can_be_made_is_made_and_the_rest_has_a_reason(own: Assistant) -> None:
    course = make_course(own, CourseRequest("document", "molen", "nl"), MADE_AT)
    assert set(course.items) == {"handout", "quiz", "flashcards", "programme", "slides"}
    assert "items.toml" in course.subject.note
    assert "items.toml" in course.impossible["cases"]
    assert "glossary.toml" in course.impossible["glossary"]
    for items in course.items.values():
        assert all(is_verbatim(one, own.documents) for item in items for one in item.citations)
    assert len(course_files(course, own.documents)) > 12


def test_a_reader_of_another_language_gets_the_original_without_a_translation(
    own: Assistant,
) -> None:
    course = make_course(own, CourseRequest("document", "molen", "en"), MADE_AT)
    citations = [one for items in course.items.values() for item in items for one in item.citations]
    assert {one.translation for one in citations} == {None}


def test_a_kind_that_cannot_be_made_is_refused_when_it_is_all_that_was_asked(
    own: Assistant,
) -> None:
    with pytest.raises(KindsNotPossible, match=r"glossary\.toml"):
        make_course(own, CourseRequest("document", "molen", "nl", kinds=("glossary",)), MADE_AT)


def test_there_are_no_elements_to_choose(own: Assistant) -> None:
    with pytest.raises(SubjectNotCovered, match="geen genummerde elementen"):
        make_course(own, CourseRequest("element", "1", "nl"), MADE_AT)
