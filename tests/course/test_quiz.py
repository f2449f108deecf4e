"""Every quiz question has one right answer, which the sources hold, and its wording hides it."""

from __future__ import annotations

from collections import Counter

import pytest
import source_facts as facts
from course_helpers import MakeCourse

from assistant.course import Course
from assistant.course.items import Choice, Gap, Matching, OpenQuestion, Question
from assistant.course.wording import is_given_away, shared_words
from assistant.texts import load_texts

Asked = tuple[str, Question]


@pytest.fixture(scope="module")
def questions(courses: tuple[Course, ...], make: MakeCourse) -> list[Asked]:
    """Return at least 200 different questions with the language they are in."""
    more = [
        make(kind, subject, language, kinds=("quiz",), length="long", seed=seed)
        for seed in (11, 12)
        for kind, subject in (("library", ""), ("document", "tip-16-mandaat"))
        for language in ("nl", "en")
    ]
    found: dict[tuple[str, str], Asked] = {}
    for course in (*courses, *more):
        language = course.request.language
        for item in course.items["quiz"]:
            assert isinstance(item, Question)
            found[item.id, language] = (language, item)
    assert len(found) >= 200
    return list(found.values())


def right_options(language: str, item: Choice) -> list[int]:
    """Return the options that the sources say are right."""
    texts = load_texts("nl" if language == "nl" else "en")
    model = facts.elements(language)
    quote = item.given.text if item.given else ""
    options = [facts.plain(option) for option in item.options]

    def those(names: set[str]) -> list[int]:
        return [place for place, option in enumerate(options) if option in names]

    if item.question == texts["course.choice_element"]:
        return those(facts.elements_that_say(quote, language))
    if item.question == texts["course.choice_speaker"]:
        return those({facts.plain(name) for name in facts.speakers_of(quote, language)})
    if item.question == texts["course.choice_term"]:
        return those(facts.terms(language)[quote][1])
    if item.question == texts["course.choice_document"]:
        return [0] if facts.documents_that_say(quote) else []
    named = [facts.plain(part) for part in item.question.split("‘")[1:]]
    for name, (dimension, _) in model.items():
        if named[0].startswith(name) and item.question.startswith(
            texts["course.choice_dimension"].split("{")[0]
        ):
            return those({dimension})
        if named[0].startswith(name) and item.question.startswith(
            texts["course.choice_quotation"].split("{")[0]
        ):
            return [
                place
                for place, option in enumerate(item.options)
                if name in facts.elements_that_say(option, language)
            ]
    if item.question.startswith(texts["course.choice_element_of"].split("{")[0]):
        return those(
            {name for name, (dimension, _) in model.items() if named[0].startswith(dimension)}
        )
    return [item.right] if item.question.startswith(_section_question(texts)) else []


def _section_question(texts: object) -> str:
    return texts["course.choice_section"].split("{")[0]  # type: ignore[index]


def test_every_choice_has_one_right_answer_by_the_sources(questions: list[Asked]) -> None:
    choices = [(language, item) for language, item in questions if isinstance(item, Choice)]
    assert len(choices) >= 80
    for language, item in choices:
        assert right_options(language, item) == [item.right], (item.id, item.question, item.options)


def test_options_are_different_and_three_or_four(questions: list[Asked]) -> None:
    for _, item in questions:
        if isinstance(item, Choice):
            assert len(set(item.options)) == len(item.options)
            assert 3 <= len(item.options) <= 4


def beginnings(text: str) -> set[str]:
    """Return the first six letters of every word that has them."""
    return {word[:6] for word in facts.plain(text).split() if len(word) > 5}


def test_no_choice_is_given_away_by_its_wording(questions: list[Asked]) -> None:
    for _, item in questions:
        if isinstance(item, Choice):
            stem = f"{item.question} {item.given.text if item.given else ''}"
            shared = beginnings(stem) & beginnings(item.options[item.right])
            for option in item.options:
                assert shared <= beginnings(option), (item.id, stem, item.options, shared)


@pytest.mark.parametrize(
    ("stem", "right", "wrong", "is_given"),
    [
        ("Wat is innoveren?", "innovatiecultuur", "klantreis", True),
        ("Bij welke dimensie hoort cultuur?", "medewerkerscultuur", "besturing", True),
        (
            "Waar staat verantwoording?",
            "verantwoording afleggen",
            "omstandigheden veranderen",
            True,
        ),
        (
            "Waar staat verantwoording?",
            "verantwoording afleggen",
            "een verantwoordingsplicht",
            False,
        ),
        ("Wie zegt dit?", "Charlotte Holst", "Michael Rave", False),
    ],
)
def test_a_likeness_with_the_right_answer_gives_it_away(
    stem: str, right: str, wrong: str, is_given: bool
) -> None:
    assert is_given_away(stem, right, [wrong], "nl") is is_given


def test_what_is_matched_belongs_together_by_the_sources(questions: list[Asked]) -> None:
    matchings = [(language, item) for language, item in questions if isinstance(item, Matching)]
    assert len(matchings) >= 20
    for language, item in matchings:
        texts = load_texts("nl" if language == "nl" else "en")
        assert sorted(item.pairs) == list(range(len(item.right)))
        for left, right in zip(item.left, item.pairs, strict=True):
            answer = facts.plain(item.right[right])
            if item.question == texts["course.match_dimension"]:
                assert facts.elements(language)[facts.plain(left.text)][0] == answer
            elif item.question == texts["course.match_speaker"]:
                said_by = {facts.plain(name) for name in facts.speakers_of(left.text, language)}
                assert said_by == {answer}
            else:
                assert facts.terms(language)[left.text][0] == answer
            assert not shared_words(item.right[right], left.text, language)


def test_a_gap_hides_a_word_that_is_nowhere_else_in_its_sentence(questions: list[Asked]) -> None:
    gaps = [(language, item) for language, item in questions if isinstance(item, Gap)]
    assert len(gaps) >= 40
    for language, item in gaps:
        assert facts.documents_that_say(f"{item.before}{item.answer}{item.after}")
        assert not shared_words(item.answer, f"{item.before} … {item.after}", language)
        assert item.hint.startswith(f"({item.answer[0]}…, {len(item.answer)} ")


def test_a_model_answer_stands_in_the_sources(questions: list[Asked]) -> None:
    open_questions = [item for _, item in questions if isinstance(item, OpenQuestion)]
    assert len(open_questions) >= 30
    for item in open_questions:
        assert all(facts.documents_that_say(said.text) for said in item.model_answer)


def test_right_answers_are_spread_evenly_over_the_places(make: MakeCourse) -> None:
    places = Counter(
        item.right
        for seed in range(8)
        for item in make("document", "iso-11367-elementen", kinds=("quiz",), seed=seed).items[
            "quiz"
        ]
        if isinstance(item, Choice) and len(item.options) == 4
    )
    total = sum(places.values())
    assert total >= 40
    # Four standard deviations of a fair die with four sides.
    spread = 4 * (total * 0.25 * 0.75) ** 0.5
    assert all(abs(places[place] - total / 4) < spread for place in range(4)), places


def test_right_answers_of_one_quiz_are_at_different_places(make: MakeCourse) -> None:
    quiz = make("document", "iso-11367-elementen", kinds=("quiz",), length="long").items["quiz"]
    places = Counter(
        item.right for item in quiz if isinstance(item, Choice) and len(item.options) == 4
    )
    assert max(places.values()) - min(places[place] for place in range(4)) <= 1
