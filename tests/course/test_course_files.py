"""The files of a course open in the programs that they are for, and hold what was made."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from course_helpers import MADE_AT, MakeCourse
from defusedxml import ElementTree
from odf import teletype
from odf import text as odf_text
from odf.opendocument import load
from pptx import Presentation
from pygiftparser import parser as gift

from assistant import Assistant
from assistant.course import KINDS, Course, FolderInUse, course_files, write_course
from assistant.course.items import Choice, Flashcard, Gap, Matching, OpenQuestion

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
    own = {"slides.pptx", "quiz.moodle.xml", "quiz.gift", "flashcards.apkg"}
    assert set(files) == wanted | own


def test_every_file_says_that_ai_made_it_when_and_with_what_settings(
    files: dict[str, bytes],
) -> None:
    for name, content in files.items():
        shown = content.decode(errors="ignore")
        if name.endswith((".docx", ".odt", ".pptx")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = [one for one in archive.namelist() if one.endswith(".xml")]
                shown = " ".join(archive.read(part).decode() for part in parts)
                meta = "meta.xml" if name.endswith(".odt") else "docProps/core.xml"
                assert "Gemaakt door AI op 21 november 2026" in archive.read(meta).decode()
        elif name.endswith(".apkg"):
            shown = json.dumps(anki_rows(content, "SELECT decks FROM col"), ensure_ascii=False)
        assert "Gemaakt door AI op 21 november 2026" in shown, name
        assert "Zaadgetal" in shown or "Zaadgetal" in json.loads(f'"{name}"'), name


def test_every_question_and_source_is_in_the_word_file(
    course: Course, files: dict[str, bytes]
) -> None:
    document = docx.Document(io.BytesIO(files["quiz.docx"]))
    text = "\n".join(one.text for one in document.paragraphs)
    for item in course.items["quiz"]:
        if isinstance(item, Choice):
            assert item.question in text
            assert all(option in text for option in item.options)
        for one in item.citations:
            assert f"(tekens {one.start}–{one.end})" in text
    before, after = text.split("Antwoorden en bronnen")
    assert "tekens" not in before
    assert "1. " in after


def test_a_slide_has_one_point_and_its_source_in_the_notes(
    course: Course, files: dict[str, bytes]
) -> None:
    slides = list(Presentation(io.BytesIO(files["slides.pptx"])).slides)
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) == len(titles) == len(course.items["slides"]) + 2
    for slide in slides[1:-1]:
        notes = slide.notes_slide.notes_text_frame.text
        point = slide.placeholders[1].text.split("\n")[0]
        assert f"“{point.strip('“”')}”" in notes
        assert re.search(r"\(tekens \d+–\d+\)", notes)


def test_opendocument_holds_the_cases_with_both_sides(files: dict[str, bytes]) -> None:
    body = load(io.BytesIO(files["cases.odt"])).text
    headings = [teletype.extractText(one) for one in body.getElementsByType(odf_text.H)]
    assert "Dit spreekt voor de stelling" in headings
    assert "Dit spreekt ertegen, of maakt het lastig" in headings


def test_moodle_reads_every_question_with_its_answers(
    course: Course, files: dict[str, bytes]
) -> None:
    quiz = ElementTree.fromstring(files["quiz.moodle.xml"])
    category, *questions = quiz.findall("question")
    assert "Quiz:" in category.findtext("category/text")
    assert [one.findtext("idnumber") for one in questions] == [
        item.id for item in course.items["quiz"]
    ]
    for question, item in zip(questions, course.items["quiz"], strict=True):
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
            case Matching():
                pairs = question.findall("subquestion")
                assert [one.findtext("answer/text") for one in pairs] == [
                    item.right[right] for right in item.pairs
                ]
            case Gap():
                assert answers == [("100", item.answer)]
                assert "__________" in question.findtext("questiontext/text")
            case OpenQuestion():
                assert question.get("type") == "essay"
                assert question.findtext("graderinfo/text")


def test_a_gift_parser_reads_every_question_with_its_answers(
    course: Course, files: dict[str, bytes]
) -> None:
    parsed = gift.parse(files["quiz.gift"].decode())
    assert len(parsed.questions) == len(course.items["quiz"])
    for question, item in zip(parsed.questions, course.items["quiz"], strict=True):
        assert question.name.endswith(item.id)
        options = [one.raw_text.strip() for one in question.answer.options or []]
        match item:
            case Choice():
                assert [one[0] for one in options] == [
                    "=" if place == item.right else "~" for place in range(len(item.options))
                ]
            case Matching():
                assert len(options) == len(item.left)
                assert all(" -> " in one for one in options)
            case Gap():
                assert options == [f"={item.answer}"]
            case OpenQuestion():
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
    assert all("(tekens " in fields for _, fields in rows)
    again = course_files(course, assistant.documents)["flashcards.apkg"]
    assert anki_rows(again, query) == rows


def test_libreoffice_makes_pdf_of_a_file_of_every_kind(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    chosen = [
        *(f"{kind}.docx" for kind in ("handout", "quiz", "flashcards")),
        *(f"{kind}.odt" for kind in ("cases", "glossary", "programme")),
        "slides.pptx",
    ]
    for name in chosen:
        (tmp_path / name).write_bytes(files[name])
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *(str(tmp_path / name) for name in chosen),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
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
