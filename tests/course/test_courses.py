"""A course is made of every subject that the library covers, and every item can be checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from course_helpers import MakeCourse

from assistant import Assistant
from assistant.answer import Citation
from assistant.course.course import Course
from assistant.course.errors import KindsNotPossible, NoOtherItem, SubjectNotCovered, SubjectUnknown
from assistant.course.items import (
    Case,
    Exercise,
    Item,
    Lesson,
    OpenQuestion,
    ProgrammePart,
)
from assistant.course.programme import make_programme
from assistant.course.request import KINDS, CourseRequest
from assistant.course.sources import gather_sources
from assistant.course.subject import find_subject


def items_of(course: Course) -> list[Item]:
    """Return every item of a course."""
    return [item for items in course.items.values() for item in items]


def test_every_kind_is_made_of_every_element_document_and_question(
    courses: tuple[Course, ...],
) -> None:
    may_be_missing = {"cases", "exercises"}  # not written on every subject
    for course in courses:
        assert set(course.impossible) <= may_be_missing, course.subject.title
        assert set(course.items) >= set(KINDS) - may_be_missing, course.subject.title


def test_every_item_stands_on_quotations_that_are_in_their_documents(
    courses: tuple[Course, ...], assistant: Assistant
) -> None:
    def stands(one: Citation) -> bool:
        return assistant.documents[one.document].original[one.start : one.end] == one.quote

    checked = 0
    for course in courses:
        for item in items_of(course):
            is_pause = isinstance(item, ProgrammePart) and not item.trainer
            assert item.citations or is_pause, item.id
            assert all(stands(one) for one in item.citations), item.id
            checked += 1
    assert checked > 1500


def test_a_part_of_the_programme_that_stands_on_nothing_stops_the_course(
    make: MakeCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_citations(*given: Any) -> tuple[ProgrammePart, ...]:
        return tuple(replace(one, citations=()) for one in make_programme(*given))

    monkeypatch.setattr("assistant.course.course.make_programme", without_citations)
    with pytest.raises(AssertionError, match="does not stand in its documents"):
        make("element", "1", kinds=("slides", "programme"))


def test_quotations_in_another_language_come_with_a_working_translation(
    courses: tuple[Course, ...], assistant: Assistant
) -> None:
    for course in courses:
        for item in items_of(course):
            for one in item.citations:
                is_other = assistant.documents[one.document].language != course.request.language
                assert (one.translation is not None) is is_other


def test_the_same_request_makes_the_same_course(make: MakeCourse) -> None:
    assert make("element", "9", "nl", seed=4).items == make("element", "9", "nl", seed=4).items


def test_another_seed_makes_another_quiz(make: MakeCourse) -> None:
    first, second = (make(kinds=("quiz",), seed=seed).items["quiz"] for seed in (1, 2))
    assert {item.id for item in first} != {item.id for item in second}


def test_an_item_that_is_left_out_leaves_the_others_as_they_were(make: MakeCourse) -> None:
    whole = make("document", "tip-16-mandaat", kinds=("quiz", "handout"))
    gone = whole.items["quiz"][1].id
    rest = make("document", "tip-16-mandaat", kinds=("quiz", "handout"), without={gone})
    assert rest.items["handout"] == whole.items["handout"]
    assert rest.items["quiz"] == tuple(one for one in whole.items["quiz"] if one.id != gone)
    assert gone in rest.known_ids


@pytest.mark.parametrize("place", [0, 7, -1])
def test_an_item_that_is_drawn_anew_leaves_the_others_as_they_were(
    make: MakeCourse, place: int
) -> None:
    whole = make(kinds=("quiz",)).items["quiz"]
    changed = make(kinds=("quiz",), redrawn=(whole[place].id,)).items["quiz"]
    different = [one for one, other in zip(whole, changed, strict=True) if one != other]
    assert different == [whole[place]]


def test_an_item_can_be_drawn_anew_until_nothing_is_left(make: MakeCourse) -> None:
    subject = ("document", "tip-16-mandaat")
    first = make(*subject, kinds=("slides",), length="short")
    redrawn: list[str] = [first.items["slides"][0].id]
    for _ in range(2):
        course = make(*subject, kinds=("slides",), length="short", redrawn=tuple(redrawn))
        assert not set(redrawn) & {one.id for one in course.items["slides"]}
        redrawn.append(next(iter({one.id for one in course.items["slides"]} - first.known_ids)))
    with pytest.raises(NoOtherItem, match="kies andere onderdelen"):
        make("element", "7", kinds=("slides",), redrawn=tuple(make("element", "7").known_ids))


def test_leaving_everything_out_is_refused(make: MakeCourse) -> None:
    whole = make("element", "1", kinds=("cases",))
    with pytest.raises(KindsNotPossible):
        make("element", "1", kinds=("cases",), without=whole.known_ids)


@pytest.mark.parametrize(
    ("kind", "subject", "language", "said"),
    [
        ("question", "Hoe bak ik een appeltaart?", "nl", "staat te weinig in de bronnen"),
        ("question", "parking policy in Utrecht", "en", "say too little about"),
        ("role", "astronaut", "nl", "over de rol ‘astronaut’"),
    ],
)
def test_a_subject_that_the_library_does_not_cover_is_refused(
    make: MakeCourse, kind: str, subject: str, language: str, said: str
) -> None:
    with pytest.raises(SubjectNotCovered, match=said):
        make(kind, subject, language)


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("element", "13", "1 Bedoeling, visie"),
        ("element", "dienstverlening", "1 Bedoeling, visie"),
        ("dimension", "5", "1 Visie, leiderschap"),
        ("document", "tip-17", "tip-16-mandaat"),
        ("question", "  ", "Noem een onderwerp"),
        ("question", "?!", "woorden"),
        ("role", "x" * 301, "korter dan 300"),
    ],
)
def test_a_subject_that_does_not_exist_is_answered_with_those_that_do(
    make: MakeCourse, kind: str, subject: str, said: str
) -> None:
    with pytest.raises(SubjectUnknown, match=said):
        make(kind, subject)


def test_documents_with_a_bank_are_not_said_to_have_none(
    make: MakeCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.course.sources.find_aims", lambda *_: ())
    assert make("element", "1", kinds=("quiz",)).subject.note == ""


def test_an_element_is_found_by_its_name_in_either_language(make: MakeCourse) -> None:
    for name in ("Publieke verantwoording", "public accountability", "verantwoording"):
        assert make("element", name, kinds=("slides",)).subject.title == "Publieke verantwoording"


def test_an_element_with_two_numbers_is_called_by_its_name(make: MakeCourse) -> None:
    course = make("element", "2", "nl", length="long")
    assert "2 en 3" in course.subject.note
    quotes = [one.quote for item in items_of(course) for one in item.citations]
    assert any("Dit element vraagt van publieke dienstverleners" in quote for quote in quotes)
    assert make("element", "1", kinds=("slides",)).subject.note == ""


def test_what_a_speaker_says_is_cited_with_the_speaker_that_follows(make: MakeCourse) -> None:
    course = make("document", "tip-16-mandaat", length="long")
    quotes = [[one.quote for one in item.citations] for item in items_of(course)]
    mandate = [said for said in quotes if any("naar het KCC of ICT" in one for one in said)]
    assert mandate
    for said in mandate:
        assert any("Carolien Nicolai" in one for one in said)


def test_nothing_that_the_quiz_asks_is_told_in_a_lesson_or_on_a_card(
    courses: tuple[Course, ...],
) -> None:
    for course in courses:
        quiz = {one.label for one in course.items["quiz"]}
        told = {
            one.asked
            for kind in ("handout", "slides")
            for one in course.items[kind]  # type: ignore[index]
            if isinstance(one, Lesson)
        }
        cards = {one.label for one in course.items["flashcards"]}
        assert not quiz & (told | cards), course.subject.title


def test_a_lesson_has_every_point_of_its_question(
    courses: tuple[Course, ...], assistant: Assistant
) -> None:
    bank = {
        one.asked(language): one
        for document in assistant.documents.values()
        for one in document.items.open
        for language in ("nl", "en")
    }
    checked = 0
    for course in courses:
        for one in (*course.items["handout"], *course.items["slides"]):
            if isinstance(one, Lesson) and one.asked in bank:
                leads = [point.lead for point in one.points]
                points = bank[one.asked].points
                assert leads == [point.text(course.request.language) for point in points]
                checked += 1
    assert checked > 150


def test_the_first_lesson_on_a_question_is_its_answer(make: MakeCourse) -> None:
    course = make("question", "Wat is publieke verantwoording?", "nl", kinds=("handout", "quiz"))
    first = course.items["handout"][0]
    assert isinstance(first, Lesson)
    assert first.asked == "Wat is publieke verantwoording?"
    assert "verantwoording" in first.points[0].said.text
    assert any(isinstance(one, OpenQuestion) for one in course.items["quiz"])


def test_a_case_asks_what_it_means_for_the_audience(make: MakeCourse) -> None:
    (case, *_) = make(audience="nieuwe raadsleden", kinds=("cases",)).items["cases"]
    assert isinstance(case, Case)
    assert case.questions[-2] == "Wat betekent dit voor nieuwe raadsleden?"


@pytest.mark.parametrize(("length", "minutes"), [("short", 120), ("normal", 210), ("long", 420)])
def test_the_parts_of_a_programme_follow_each_other_and_fill_the_time(
    make: MakeCourse, length: str, minutes: int
) -> None:
    parts = make(length=length).items["programme"]
    clock = worked = 0
    for part in parts:
        assert isinstance(part, ProgrammePart)
        assert part.starts_at == clock
        assert part.minutes >= 5
        clock += part.minutes
        is_pause = not part.trainer
        assert bool(part.citations) is not is_pause
        worked = 0 if is_pause else worked + part.minutes
        # With a break as near as the parts allow to an hour and a half.
        assert worked <= 120, part.title
    assert clock == minutes


def test_a_part_of_the_programme_says_its_goal_form_and_material(make: MakeCourse) -> None:
    course = make(length="long")
    parts = {one.title: one for one in course.items["programme"] if isinstance(one, ProgrammePart)}
    for kind in (Case, Exercise):
        for item in (*course.items["cases"], *course.items["exercises"]):
            if isinstance(item, kind):
                part = next(one for title, one in parts.items() if item.title in title)
                assert part.goal == item.goal
                assert part.form
                assert part.material


def test_the_programme_has_no_part_for_what_was_not_made(make: MakeCourse) -> None:
    parts = make("element", "3", kinds=("handout", "programme")).items["programme"]
    titles = [part.title for part in parts if isinstance(part, ProgrammePart)]
    assert titles == ["Welkom", "Inleiding", "Pauze", "Afsluiting"]


def test_a_part_of_the_programme_for_the_whole_meeting_has_no_goal_of_one_case(
    make: MakeCourse,
) -> None:
    welcome, *_, closing = make(kinds=("cases", "programme")).items["programme"]
    assert (welcome.goal, closing.goal) == ("", "")


def test_time_that_is_left_goes_to_the_part_that_is_furthest_behind(
    make: MakeCourse, assistant: Assistant
) -> None:
    made = make(length="long").items
    request = CourseRequest("library", "", "nl", length="short")
    sources = gather_sources(assistant.quoting, request, find_subject(assistant.quoting, request))
    few = {"cases": made["cases"][:3], "flashcards": made["flashcards"], "quiz": made["quiz"][:8]}
    minutes = {one.title: one.minutes for one in make_programme(sources, few)}
    # The welcome wants 10 of them, as the terms do, and the quiz 16.
    assert (minutes["Welkom"], minutes["Quiz"]) == (10, 15)


def test_the_goals_of_a_product_are_those_of_its_items(make: MakeCourse) -> None:
    course = make(length="long")
    for kind, items in course.items.items():
        goals = course.goals(kind)
        assert goals
        if kind in ("quiz", "cases", "exercises"):
            assert set(goals) == {one.goal for one in items}
