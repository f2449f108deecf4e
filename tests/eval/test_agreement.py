"""Agreement between the answers to a question in two languages, by hand."""

from __future__ import annotations

import pytest

from eval.evidence import Span
from eval.metrics.agreement import citation_agreement, main_source_agrees


def test_the_same_places_agree_fully() -> None:
    first = [Span("a", 0, 10), Span("b", 5, 9)]
    second = [Span("b", 8, 20), Span("a", 9, 12)]
    assert citation_agreement(first, second) == 1.0
    assert main_source_agrees(first, second)


def test_a_source_that_only_one_answer_has_lowers_the_share() -> None:
    first = [Span("a", 0, 10)]
    second = [Span("a", 3, 6), Span("b", 0, 4)]
    assert citation_agreement(first, second) == pytest.approx(2 / 3)
    assert main_source_agrees(first, second)


def test_places_that_only_touch_do_not_agree() -> None:
    assert citation_agreement([Span("a", 0, 10)], [Span("a", 10, 20)]) == 0.0


def test_two_refusals_agree_and_a_refusal_with_an_answer_does_not() -> None:
    assert citation_agreement([], []) == 1.0
    assert main_source_agrees([], [])
    assert citation_agreement([], [Span("a", 0, 1)]) == 0.0
    assert not main_source_agrees([], [Span("a", 0, 1)])
