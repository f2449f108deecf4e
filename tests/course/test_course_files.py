"""The files of a course open in the programs that they are for, and hold what was made."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from html import unescape
from pathlib import Path

import docx
import pytest
from course_helpers import MADE_AT, MakeCourse
from defusedxml import ElementTree
from office_files import convert_all
from pptx import Presentation
from pygiftparser import parser as gift

from assistant import Assistant
from assistant.course.course import Course
from assistant.course.errors import FolderInUse
from assistant.course.files import course_files, write_course
from assistant.course.items import Case, Choice, Exercise, Flashcard, Lesson, OpenQuestion
from assistant.course.request import KINDS

SUBJECT = 'Wat doet de "wethouder" = {opgave} ~ # : <b>?'


@pytest.fixture(scope="module")
def course(make: MakeCourse) -> Course:
    """Make a course whose subject has every character that a format could trip over."""
    return make("question", SUBJECT, "nl", audience="raad & <griffie>", length="short")


@pytest.fixture(scope="module")
def files(course: Course, assistant: Assistant) -> dict[str, bytes]:
    """Return every file of that course."""
    return course_files(course, assistant.documents)


def test_there_is_a_file_of_every_kind_in_every_format(files: dict[str, bytes]) -> None:
    wanted = {
        f"{kind}.{end}" for kind in KINDS if kind != "slides" for end in ("docx", "odt", "md")
    }
    keys = {f"{kind}-key.{end}" for kind in ("quiz", "cases") for end in ("docx", "odt", "md")}
    own = {"slides.pptx", "quiz.moodle.xml", "quiz.gift", "flashcards.apkg"} | keys
    assert set(files) == wanted | own


def shown(name: str, content: bytes) -> str:
    """Return the text of a file."""
    if name.endswith((".docx", ".odt", ".pptx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [one for one in archive.namelist() if one.endswith(".xml")]
            return " ".join(archive.read(part).decode() for part in parts)
    if name.endswith(".apkg"):
        decks = json.loads(anki_rows(content, "SELECT decks FROM col")[0][0])
        cards = anki_rows(content, "SELECT flds FROM notes")
        return " ".join([*(one["desc"] for one in decks.values()), *(one[0] for one in cards)])
    return content.decode()


def test_every_file_says_that_ai_made_it_and_when(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        assert "Gemaakt door AI op 21 november 2026" in shown(name, content), name


def test_no_file_tells_a_learner_how_it_was_made(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        told = shown(name, content)
        assert not re.search(r"tekens \d|[Zz]aadgetal|[Ww]eggelaten", told), name


def test_the_goals_stand_first_in_every_file(course: Course, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        kind = re.split(r"[.-]", name)[0]
        told = unescape(shown(name, content))
        first = course.goals(kind)[0]  # type: ignore[arg-type]
        assert first in told, name
        if name.endswith(".md"):
            headings = re.findall(r"^## (.*)$", content.decode(), re.MULTILINE)
            assert headings[0] == "Leerdoelen", name


def test_questions_are_in_one_word_file_and_the_key_in_another(
    course: Course, files: dict[str, bytes]
) -> None:
    def text(name: str) -> str:
        document = docx.Document(io.BytesIO(files[name]))
        return "\n".join(one.text for one in document.paragraphs)

    questions, key = text("quiz.docx"), text("quiz-key.docx")
    for item in course.items["quiz"]:
        if isinstance(item, Choice):
            assert item.question in questions
            assert all(option in questions for option in item.options)
            assert all(reason in key and reason not in questions for reason in item.reasons)
        elif isinstance(item, OpenQuestion):
            assert all(one.lead in key and one.lead not in questions for one in item.points)
    cases, notes = text("cases.docx"), text("cases-key.docx")
    for item in course.items["cases"]:
        assert isinstance(item, Case)
        assert item.situation in cases
        assert item.notes in notes
        assert item.notes not in cases
        assert all(side.lead in notes for side in item.sides)


def test_a_source_is_named_by_its_short_title_and_section(files: dict[str, bytes]) -> None:
    assert "Artikel over gemeenten, De wethouder" in files["quiz.gift"].decode()


def test_a_speaker_is_named_behind_the_quotation_and_not_within_it(
    make: MakeCourse, assistant: Assistant
) -> None:
    course = make("document", "tip-16-mandaat", kinds=("quiz",), length="long")
    quiz = course_files(course, assistant.documents, ("md",))["quiz.moodle.xml"]
    sources = [one.text for one in ElementTree.fromstring(quiz).iter("text")]
    spoken = [one for one in map(str, sources) if "Carolien Nicolai" in one]
    assert spoken
    assert all("Carolien Nicolai" not in one.rpartition("”")[0] for one in spoken)


def test_a_slide_has_the_points_of_a_question_and_their_sources_in_the_notes(
    course: Course, files: dict[str, bytes]
) -> None:
    slides = list(Presentation(io.BytesIO(files["slides.pptx"])).slides)
    titles = [slide.shapes.title.text for slide in slides]
    made = [one for one in course.items["slides"] if isinstance(one, Lesson)]
    assert len(set(titles)) == len(titles) == len(made) + 4
    assert titles[1:3] == ["Na afloop kunt u:", "Programma"]
    for slide, item in zip(slides[3:-1], made, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        shown = slide.placeholders[1].text
        assert "Artikel over gemeenten" in shown
        for one in item.points:
            assert one.lead in shown
            assert one.said.text.strip("“”") in notes


def test_slides_are_numbered(files: dict[str, bytes]) -> None:
    slides = list(Presentation(io.BytesIO(files["slides.pptx"])).slides)
    for number, slide in enumerate(slides[1:], 2):
        (foot,) = (shape for shape in slide.shapes if shape.name == "Foot")
        assert foot.text_frame._txBody.findtext(".//{*}fld/{*}t") == str(number)


def test_a_handout_ends_with_questions_to_take_home(
    course: Course, files: dict[str, bytes]
) -> None:
    handout = files["handout.md"].decode()
    assert "## Vragen om mee te nemen" in handout
    for case in course.items["cases"]:
        assert isinstance(case, Case)
        assert case.questions[-1] in handout


def test_an_exercise_has_a_form_to_fill_in(course: Course, files: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(files["exercises.docx"]))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for item in course.items["exercises"]:
        if isinstance(item, Exercise) and item.form == "own_work":
            assert set(item.fields) <= cells


def test_moodle_reads_every_question_with_its_answers(
    course: Course, files: dict[str, bytes]
) -> None:
    quiz = ElementTree.fromstring(files["quiz.moodle.xml"])
    found = quiz.findall("question")
    goals = [one for one in found if one.get("type") == "category"]
    questions = {one.findtext("idnumber"): one for one in found if one not in goals}
    assert "Quiz:" in goals[0].findtext("category/text")
    assert [one.findtext("info/text") for one in goals[1:]] == list(course.goals("quiz"))
    assert set(questions) == {item.id for item in course.items["quiz"]}
    for item in course.items["quiz"]:
        question = questions[item.id]
        assert question.findtext("generalfeedback/text")
        answers = [
            (one.get("fraction"), one.findtext("text")) for one in question.findall("answer")
        ]
        match item:
            case Choice():
                assert question.get("type") == "multichoice"
                assert [place for place, (share, _) in enumerate(answers) if share == "100"] == [
                    item.right
                ]
                feedback = [one.findtext("feedback/text") for one in question.findall("answer")]
                assert [unescape(one) for one in feedback] == list(item.reasons)
            case OpenQuestion():
                assert question.get("type") == "essay"
                assert question.findtext("graderinfo/text")


def test_a_gift_parser_reads_every_question_with_its_answers(
    course: Course, files: dict[str, bytes]
) -> None:
    parsed = gift.parse(files["quiz.gift"].decode())
    found = {one.name.split()[-1]: one for one in parsed.questions}
    assert set(found) == {item.id for item in course.items["quiz"]}
    for goal in course.goals("quiz"):
        assert f"$CATEGORY: {goal}\n" in files["quiz.gift"].decode()
    for item in course.items["quiz"]:
        options = [one.raw_text.strip() for one in found[item.id].answer.options or []]
        if isinstance(item, Choice):
            assert [one[0] for one in options] == [
                "=" if place == item.right else "~" for place in range(len(item.options))
            ]
            feedback = [
                one.feedback.partition("####")[0].strip() for one in found[item.id].answer.options
            ]
            assert [re.sub(r"\\(.)", r"\1", one) for one in feedback] == list(item.reasons)
        else:
            assert options == []


def anki_rows(package: bytes, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query on the collection in an Anki package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        content = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_anki_gets_every_card_with_ids_that_stay(
    course: Course, files: dict[str, bytes], assistant: Assistant
) -> None:
    query = "SELECT guid, flds FROM notes ORDER BY id"
    cards = [one for one in course.items["flashcards"] if isinstance(one, Flashcard)]
    rows = anki_rows(files["flashcards.apkg"], query)
    assert [fields.split("\x1f")[0] for _, fields in rows] == [card.front for card in cards]
    again = course_files(course, assistant.documents)["flashcards.apkg"]
    assert anki_rows(again, query) == rows


def test_libreoffice_makes_pdf_of_a_file_of_every_kind(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    chosen = [
        *(f"{kind}.docx" for kind in ("handout", "quiz", "quiz-key", "flashcards")),
        *(f"{kind}.odt" for kind in ("cases", "exercises", "glossary", "programme")),
        "slides.pptx",
    ]
    for name in chosen:
        (tmp_path / name).write_bytes(files[name])
    convert_all((tmp_path / name for name in chosen), "pdf", tmp_path)
    for name in chosen:
        assert (tmp_path / name).with_suffix(".pdf").read_bytes().startswith(b"%PDF"), name


def test_files_are_written_all_or_none(
    course: Course, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    paths = write_course(course, assistant.documents, folder, ("md",))
    assert sorted(paths) == sorted(folder.iterdir())
    with pytest.raises(FolderInUse, match="staat al iets"):
        write_course(course, assistant.documents, folder, ("md",))
    other = tmp_path / "other"

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(FolderInUse, match="No space left"):
        write_course(course, assistant.documents, other, ("md",))
    assert [one.name for one in tmp_path.iterdir()] == ["course"]


def test_the_date_is_that_of_the_making(course: Course) -> None:
    assert course.made_at == MADE_AT
