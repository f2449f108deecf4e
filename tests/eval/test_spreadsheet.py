"""Question sets as spreadsheets and back, and drafts of new sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import UsageProblem
from corpus import SHIPPED_DOCUMENTS, Document, read_library
from eval import SHIPPED_QUESTIONS
from eval.commands import app
from eval.draft import draft_questions
from eval.errors import EvaluationError, QuestionsInvalid
from eval.question_files import question_set_bytes, read_question_set
from eval.questions import Evidence, Question, read_questions
from eval.spreadsheet import rows_of, xlsx_bytes

Documents = dict[str, Document]


@pytest.fixture(scope="module")
def library() -> Documents:
    """The shipped documents by id."""
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl"])
def test_the_shipped_set_comes_back_as_it_was(
    suffix: str, library: Documents, tmp_path: Path
) -> None:
    questions = read_questions(SHIPPED_QUESTIONS, library)
    path = tmp_path / f"set{suffix}"
    path.write_bytes(question_set_bytes(questions, path))
    assert read_question_set(path, library) == questions


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "+31 6", "@molen", "-", 'a"b;c\nd,e', "'t is"])
def test_no_text_is_taken_for_a_formula_or_lost(
    suffix: str, text: str, documents: Documents, tmp_path: Path
) -> None:
    question = Question("q1", "nl", "fact", text, (), (), False)
    path = tmp_path / f"set{suffix}"
    path.write_bytes(question_set_bytes([question], path))
    assert read_question_set(path, documents) == (question,)
    if suffix == ".csv":
        cells = path.read_text(encoding="utf-8-sig").splitlines()[1].split(";")
        assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_sheet_with_the_least_columns_is_read(
    separator: str, documents: Documents, tmp_path: Path
) -> None:
    heads = ["id", "lang", "kind", "question", "answerable", "facts", "evidence_1_doc"]
    heads.append("evidence_1_quote")
    row = ["q1", "nl", "fact", "Waar draait hij op?", "Ja", '"wind | de wind\nmolen"', "molen"]
    row.append("De molen draait op wind.")
    path = tmp_path / "set.csv"
    path.write_text(f"{separator.join(heads)}\n{separator.join(row)}\n", encoding="utf-8")
    (question,) = read_question_set(path, documents)
    assert question.facts == (("wind", "de wind"), ("molen",))
    assert question.evidence == (Evidence("molen", "De molen draait op wind."),)
    assert question.is_answerable


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["id;vraag"], ', row 1: there is no column "question"'),
        (["id;question;fact"], ', row 1: "fact" is not a column of a question'),
        (["id;question"], " holds no questions"),
        (["question;answerable", "Wat?;soms"], ", row 2: \"answerable\" is 'soms'; write yes or no."),
        (["question;answerable", "Wat?;no"], ', row 2: "id" is missing; add it.'),
        (
            ["id;lang;kind;question;answerable;history_1", "q;nl;k;Wat?;no;Hallo"],
            ', row 2: "history_1" must begin with "user:" or "assistant:".',
        ),
        (
            ["id;lang;kind;question;answerable;evidence_2_doc;evidence_2_quote",
             "q;nl;k;Wat?;yes;molen;De bakker"],
            ', row 2: "evidence[0].quote" does not stand in molen',
        ),
        (
            ["id;lang;kind;question;answerable", "q;nl;k;Wat?;no", ";;;;", "q;nl;k;Hoe?;no"],
            ", row 4: the id 'q' was used on row 2; give each question an id of its own.",
        ),
        (['id;question', '"q;Wat?'], " is not CSV"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_sheet_is_named_with_its_row(
    lines: list[str], problem: str, documents: Documents, tmp_path: Path
) -> None:
    path = tmp_path / "set.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(QuestionsInvalid) as caught:
        read_question_set(path, documents)
    assert any(one.startswith(f"{path}{problem}") for one in caught.value.problems), caught.value


def test_a_file_that_is_no_workbook_is_one_line(documents: Documents, tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    path.write_bytes(b"id;question")
    with pytest.raises(QuestionsInvalid, match="is not an Excel workbook"):
        read_question_set(path, documents)


def test_what_does_not_fit_in_a_cell_is_refused() -> None:
    def question(text: str) -> Question:
        return Question("q1", "nl", "fact", text, (), (), False)

    with pytest.raises(EvaluationError, match="Row 2: a text is too long"):
        xlsx_bytes(rows_of([question("a" * 40_000)]))
    with pytest.raises(EvaluationError, match="Row 2: a text holds a control character"):
        xlsx_bytes(rows_of([question("a\x07b")]))


def test_a_file_of_another_kind_is_wrong_use(documents: Documents) -> None:
    with pytest.raises(UsageProblem, match=r"use \.jsonl, \.csv or \.xlsx"):
        read_question_set(Path("set.ods"), documents)


def test_a_draft_asks_what_the_catalogue_says_in_both_languages(library: Documents) -> None:
    questions = draft_questions(tuple(library.values()))
    assert {question.language for question in questions} == {"nl", "en"}
    assert {one.document for question in questions for one in question.evidence} == set(library)
    assert len({question.id for question in questions}) == len(questions) >= 50
    for question in questions:
        assert question.text.endswith("?")
        assert question.translated_text
        (evidence,) = question.evidence
        assert evidence.quote in library[evidence.document].original


def test_a_drafted_set_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "draft.xlsx"
    drafted = CliRunner().invoke(app, ["draft", str(path), "--per-passage", "2"])
    assert drafted.exit_code == 0, drafted.output
    checked = CliRunner().invoke(app, ["check", str(path)])
    assert "is in order" in checked.stdout, checked.output


def test_a_library_without_catalogue_gives_no_draft(tmp_path: Path) -> None:
    (tmp_path / "molen.txt").write_text("De molen draait op wind.", encoding="utf-8")
    target = str(tmp_path / "draft.jsonl")
    result = CliRunner().invoke(app, ["draft", target, "--documents", str(tmp_path)])
    assert isinstance(result.exception, UsageProblem)
    assert "have no catalogue" in str(result.exception)


def test_the_command_makes_a_sheet_of_a_set(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    result = CliRunner().invoke(app, ["convert", str(SHIPPED_QUESTIONS), str(path)])
    assert result.exit_code == 0, result.output
    assert path.read_text(encoding="utf-8-sig").startswith("id;lang;kind;question;")
