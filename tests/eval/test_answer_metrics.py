"""Each metric of answers against an example worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation
from corpus import Document
from eval.evidence import Span
from eval.metrics.answer_language import is_in_language
from eval.metrics.citations import citation_hit, citation_precision, citations_are_verbatim
from eval.metrics.correct import is_correct
from eval.metrics.facts import fact_recall
from eval.metrics.refusals import refusal_precision, refusal_recall
from eval.metrics.words import word_count

FACTS = (("veertig", "40"), ("zestig", "60"), ("week",))


def cited(start: int, end: int, document: str = "molen") -> Citation:
    return Citation(1, document, "", "nl", (), "", start, end)


def test_fact_recall_needs_one_alternative_of_each_fact_in_lower_case() -> None:
    # "Veertig" and "60" are there, "week" is not: 2 of 3.
    assert fact_recall("Veertig tot 60 procent.", FACTS) == pytest.approx(2 / 3)
    assert fact_recall("", FACTS) == 0


def test_fact_recall_does_not_apply_to_a_question_without_facts() -> None:
    assert fact_recall("Veertig.", ()) is None


def test_a_citation_hits_when_it_shares_a_character_with_the_evidence() -> None:
    evidence = [Span("molen", 10, 20)]
    assert citation_hit([cited(19, 30)], evidence)
    assert not citation_hit([cited(20, 30)], evidence)
    assert not citation_hit([cited(0, 10)], evidence)
    assert not citation_hit([cited(10, 20, "mill")], evidence)
    assert not citation_hit([], evidence)


def test_citation_precision_is_the_share_of_citations_on_evidence() -> None:
    evidence = [Span("molen", 10, 20), Span("mill", 0, 5)]
    citations = [cited(12, 14), cited(30, 40), cited(0, 3, "mill"), cited(6, 9, "mill")]
    assert citation_precision(citations, evidence) == pytest.approx(2 / 4)
    assert citation_precision([], evidence) is None


def test_citations_are_verbatim_when_quotes_stand_and_markers_match(
    documents: dict[str, Document], cite: Callable[..., Citation]
) -> None:
    originals = {name: document.original for name, document in documents.items()}
    first, second = cite("molen", "op wind", 1), cite("mill", "The mill runs", 2)
    assert citations_are_verbatim("Op wind [1], zie ook [2] en [1].", [first, second], originals)
    assert citations_are_verbatim("Niets.", [], originals)

    def fails(text: str, *citations: Citation) -> bool:
        return not citations_are_verbatim(text, citations, originals)

    assert fails("Op wind [1].", first, second), "a citation without its marker"
    assert fails("Op wind [1] [2].", first), "a marker without its citation"
    assert fails("Op wind [1].", first, first), "two citations with one number"
    assert fails("[1]", replace(first, quote="Op wind")), "another quote than stands there"
    assert fails("[1]", replace(first, start=first.start - 1)), "another place"
    assert fails("[1]", replace(first, document="elders")), "an unknown document"
    assert fails("[1]", replace(first, start=-3, end=-1, quote="l.")), "counted from the end"


def test_a_correct_answer_has_all_facts_and_a_citation() -> None:
    answer = Answer("40 tot 60 per week [1].", "nl", "answered", "quotes", (cited(0, 5),))
    assert is_correct(answer, FACTS, is_answerable=True)
    assert not is_correct(replace(answer, text="40 tot 60 [1]."), FACTS, is_answerable=True)
    assert not is_correct(replace(answer, citations=()), FACTS, is_answerable=True)
    assert not is_correct(replace(answer, outcome="not_in_sources"), FACTS, is_answerable=True)


def test_the_correct_answer_to_an_unanswerable_question_is_a_refusal() -> None:
    refusal = Answer("Dat staat hier niet.", "nl", "outside_subject", "quotes")
    assert is_correct(refusal, (), is_answerable=False)
    assert not is_correct(replace(refusal, outcome="partly_answered"), (), is_answerable=False)


def test_refusal_precision_and_recall_are_means_over_the_questions_they_apply_to() -> None:
    # (refused, answerable): 3 refusals of which 2 due; 4 unanswerable of which 2 refused.
    seen = [(True, False), (True, False), (True, True)]
    seen += [(False, False), (False, False), (False, True)]
    precisions = [value for one in seen if (value := refusal_precision(*one)) is not None]
    recalls = [value for one in seen if (value := refusal_recall(*one)) is not None]
    assert sum(precisions) / len(precisions) == pytest.approx(2 / 3)
    assert sum(recalls) / len(recalls) == pytest.approx(2 / 4)


def test_the_language_of_an_answer_is_that_of_its_text_outside_quotations() -> None:
    quoting = "Volgens het stuk is dat zo: “the team is responsible and nobody else” [1]."
    assert is_in_language(quoting, "nl")
    assert not is_in_language(quoting, "en")
    block = "Dit staat er over het team [1]:\n> The team is responsible and nobody else!"
    assert is_in_language(block, "nl")
    assert is_in_language("The team is responsible and nobody else [1].", "en")


def test_an_answer_of_nothing_but_a_quotation_is_judged_by_it() -> None:
    assert is_in_language("> Het team is verantwoordelijk en niemand anders. [1]", "nl")
    assert not is_in_language("“The team is responsible and nobody else!” [1]", "nl")


def test_an_answer_that_could_be_either_language_counts_for_both() -> None:
    assert is_in_language("28 september [1]", "nl")
    assert is_in_language("28 september [1]", "en")


def test_words_are_counted_without_markers_and_signs() -> None:
    # Co-creatie / betrekt / 12,5 / van / de / it'ers: six words.
    assert word_count("**Co-creatie** betrekt 12,5% van de it'ers [1] [12].") == 6
    assert word_count("") == 0
