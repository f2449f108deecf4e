"""The quiz comes from the bank: on the subject, balanced, and never the same item twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest
from course_helpers import MakeCourse

from assistant import Assistant
from assistant.course.bank import find_aims, gives_away
from assistant.course.course import Course
from assistant.course.excerpt import excerpts_of
from assistant.course.items import Choice, OpenQuestion
from assistant.course.request import CourseRequest
from assistant.course.subject import Subject
from corpus import Document
from corpus.items import ChoiceItem, OpenItem


def choices(course: Course) -> list[Choice]:
    """Return the multiple-choice questions of a course."""
    return [one for one in course.items["quiz"] if isinstance(one, Choice)]


def test_every_question_is_of_the_bank_with_its_own_right_answer_and_reasons(
    courses: tuple[Course, ...], assistant: Assistant
) -> None:
    bank = {one.id: one for doc in assistant.documents.values() for one in doc.items.usable}
    for course in courses:
        language = course.request.language
        for item in course.items["quiz"]:
            source = bank[item.id]
            if isinstance(item, Choice):
                assert isinstance(source, ChoiceItem)
                given = dict(zip(item.options, item.reasons, strict=True))
                told = {one.text(language): one.why(language) for one in source.options}
                assert given == told
                assert item.options[item.right] == source.options[0].text(language)
            else:
                assert isinstance(item, OpenQuestion)
                assert isinstance(source, OpenItem)
                assert len(item.points) == len(source.points)


def test_an_item_that_quotes_a_line_which_is_left_out_is_not_used(assistant: Assistant) -> None:
    document = assistant.documents["leiden-leadership-lunch"]
    first, *others = document.items.choice
    gone = first.model_copy(update={"quote": "This website uses cookies."})
    assert gone.quote in document.original
    items = document.items.model_copy(update={"choice": (gone, *others)})
    changed = replace(document, items=items)
    subject = Subject("document", "", excerpts_of(changed))
    request = CourseRequest("document", document.id, "nl")
    used = {one.id for aim in find_aims(assistant, request, subject) for one in aim.items}
    assert used == {one.id for one in items.usable} - {gone.id}


def test_no_item_comes_twice_and_choices_come_first(courses: tuple[Course, ...]) -> None:
    for course in courses:
        ids = [one.id for one in course.items["quiz"]]
        assert len(set(ids)) == len(ids)
        sorts = [isinstance(one, Choice) for one in course.items["quiz"]]
        assert sorts == sorted(sorts, reverse=True)


@pytest.fixture(scope="module")
def by_id(assistant: Assistant) -> dict[str, tuple[Document, ChoiceItem | OpenItem]]:
    """Return the questions of every bank with their documents."""
    return {
        item.id: (document, item)
        for document in assistant.documents.values()
        for item in (*document.items.choice, *document.items.open)
    }


def test_one_question_gives_another_away_by_the_words_that_tell_its_answer(
    by_id: dict[str, tuple[Document, ChoiceItem | OpenItem]],
) -> None:
    (document, praised), (_, assessed) = by_id["iso-a-c-e6-thanks"], by_id["iso-a-c-e6-appraisal"]
    (_, served), (_, tested) = by_id["iso-a-c-e4-aim"], by_id["iso-a-c-e1-paper"]
    assert isinstance(assessed, ChoiceItem)
    assert isinstance(praised, ChoiceItem)
    assert isinstance(tested, ChoiceItem)
    assert gives_away(praised, assessed, document)
    assert not gives_away(assessed, praised, document)
    # Half of the words, but on another sentence.
    assert not gives_away(served, tested, document)


def test_in_no_quiz_does_one_question_give_another_away(
    courses: tuple[Course, ...],
    make: MakeCourse,
    by_id: dict[str, tuple[Document, ChoiceItem | OpenItem]],
) -> None:
    long = [make(kinds=("quiz",), length="long", seed=seed) for seed in range(6)]
    roles = [make("role", name, kinds=("quiz",)) for name in ("wethouder", "manager")]
    for course in (*courses, *long, *roles):
        for one, other in permutations(course.items["quiz"], 2):
            (its, item), (told, said) = by_id[one.id], by_id[other.id]
            if isinstance(item, ChoiceItem) and its is told:
                assert not gives_away(said, item, its), (one.id, other.id)


@pytest.mark.parametrize("role", ["wethouder", "gemeenteraad"])
def test_another_seed_chooses_other_goals_for_a_role_and_keeps_the_nearest(
    make: MakeCourse, role: str
) -> None:
    goals = [set(make("role", role, kinds=("quiz",), seed=seed).goals("quiz")) for seed in range(4)]
    assert len(set(map(frozenset, goals))) > 1
    assert len(set.intersection(*goals)) >= 2


def test_the_audience_decides_which_goals_come_first(make: MakeCourse) -> None:
    def about_the_council(audience: str) -> int:
        subject = ("document", "purpose-driven-municipality")
        quiz = make(*subject, kinds=("quiz",), length="short", audience=audience).items["quiz"]
        return sum("raad" in f"{one.goal} {one.label}" for one in quiz)

    assert about_the_council("raadsleden") > about_the_council("medewerkers van welzijn")


def test_the_two_languages_have_the_same_items(make: MakeCourse) -> None:
    ids = [[one.id for one in make(language=one).items["quiz"]] for one in ("nl", "en")]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("length", ["normal", "long"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_of_the_whole_library_every_document_has_its_share(
    make: MakeCourse, length: str, seed: int, assistant: Assistant
) -> None:
    quiz = make(kinds=("quiz",), length=length, seed=seed).items["quiz"]
    counted = Counter(one.citations[0].document for one in quiz)
    assert all(counted[document] >= 0.15 * len(quiz) for document in assistant.documents), counted


def test_levels_are_mixed(make: MakeCourse, assistant: Assistant) -> None:
    levels = {
        one.id: one.level
        for doc in assistant.documents.values()
        for one in (*doc.items.choice, *doc.items.open)
    }
    for seed in range(4):
        quiz = make(kinds=("quiz",), length="long", seed=seed).items["quiz"]
        counted = Counter(levels[one.id] for one in quiz)
        assert len(counted) >= 3
        # Of the whole bank two in three are to apply.
        assert max(counted.values()) <= 0.6 * len(quiz), counted


def test_a_role_is_asked_about_where_the_sources_write_about_it(make: MakeCourse) -> None:
    course = make("role", "wethouder", "nl", kinds=("quiz",))
    told = [
        f"{one.question} {one.options if isinstance(one, Choice) else one.points}".casefold()
        for one in course.items["quiz"]
        if isinstance(one, Choice | OpenQuestion)
    ]
    about = [one for one in told if "wethouder" in one or "opgave" in one or "raad" in one]
    assert len(about) >= 0.9 * len(told)


def test_right_answers_are_spread_evenly_over_the_places(make: MakeCourse) -> None:
    for seed in range(3):
        made = choices(make(kinds=("quiz",), length="long", seed=seed))
        places = Counter(one.right for one in made)
        assert max(places.values()) - min(places[place] for place in range(4)) <= 1


def test_another_seed_puts_the_options_in_another_order(make: MakeCourse) -> None:
    seen: dict[str, set[tuple[str, ...]]] = {}
    for seed in range(6):
        for one in choices(make("document", "tip-16-mandaat", kinds=("quiz",), seed=seed)):
            seen.setdefault(one.id, set()).add(one.options)
    assert any(len(orders) > 1 for orders in seen.values())
