"""A library from which a part was left out, and what that part is worth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Assistant, Settings, open_assistant
from corpus import SHIPPED_DOCUMENTS
from eval import SHIPPED_QUESTIONS
from eval.compare import compare
from eval.conditions import conditions
from eval.errors import EvaluationError
from eval.questions import read_questions
from eval.run import Run, ask_questions
from eval.without import LibraryPart, library_without
from index.builds import IndexDirectory, read_manifest


@pytest.fixture(scope="module")
def own_settings(
    make_data: Callable[[Path, Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The shipped documents with a data folder of their own."""
    data = tmp_path_factory.mktemp("without") / "data"
    make_data(data, SHIPPED_DOCUMENTS)
    return Settings(data=data)


@pytest.fixture(scope="module")
def without_catalogue(own_settings: Settings) -> Settings:
    """The same without the catalogue."""
    return library_without([LibraryPart.CATALOGUE], own_settings)


def test_only_that_part_is_gone(own_settings: Settings, without_catalogue: Settings) -> None:
    def names(folder: Path) -> set[str]:
        return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}

    gone = names(own_settings.documents) - names(without_catalogue.documents)
    assert {Path(name).name for name in gone} == {"catalogue.toml"}
    assert len(gone) == 5
    directory = IndexDirectory(without_catalogue.indexes_directory, without_catalogue.documents)
    manifest = read_manifest(directory.current())
    assert manifest.library == "plain"
    assert manifest.entries["questions_nl"] == 0
    assert manifest.entries["sentences_nl"] > 0


def test_it_is_not_made_again_while_nothing_changed(
    own_settings: Settings, without_catalogue: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object) -> None:
        raise AssertionError("the index was built again")

    monkeypatch.setattr("eval.without.build_index", build)
    again = library_without([LibraryPart.CATALOGUE], own_settings)
    assert again.documents == without_catalogue.documents


def test_a_part_that_is_not_there_cannot_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "molen.txt").write_text("De molen draait op wind.", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"holds no glossary\.toml; leave --without glossary"):
        library_without([LibraryPart.GLOSSARY], Settings(documents=tmp_path, data=tmp_path))


def test_what_the_catalogue_is_worth_is_compared_question_by_question(
    assistant: Assistant, without_catalogue: Settings
) -> None:
    questions = read_questions(SHIPPED_QUESTIONS, assistant.documents)
    whole = Run("whole", "", conditions(assistant, questions), ask_questions(assistant, questions))
    with open_assistant(without_catalogue) as poorer:
        made_with = conditions(poorer, questions, ["catalogue"])
        left = Run("without", "", made_with, ask_questions(poorer, questions))
    assert whole.conditions["corpus_hash"] == left.conditions["corpus_hash"]
    assert whole.conditions["library"] != left.conditions["library"]
    found = {one.measure.name: one for one in compare(whole, left).differences}
    assert found["correct"].count == len(questions)
    assert found["citation_hit"].count == sum(question.is_answerable for question in questions)
