"""Citation recall, by hand."""

from __future__ import annotations

from assistant import Citation
from eval.metrics.citation_recall import citation_recall


def _citation(number: int, quote: str, translation: str | None = None) -> Citation:
    return Citation(number, "stuk", "Het stuk", "nl", (), quote, 0, len(quote), translation)


def test_a_statement_that_stands_in_its_quotation_is_carried() -> None:
    text = "“De raad beslist. Het college voert uit.” [1]\n\nBron: *Het stuk*"
    assert citation_recall(text, [_citation(1, "De raad beslist.\nHet college voert uit.")]) == 1.0


def test_a_translated_statement_is_carried_by_the_translation_with_additions_left_out() -> None:
    text = (
        "“Het opgaveteam \\[purpose team\\] beslist.” [1]\n\n"
        "Bron: *Het stuk*, vertaald uit het Engels"
    )
    citation = _citation(1, "The purpose team decides.", "Het opgaveteam beslist.")
    assert citation_recall(text, [citation]) == 1.0


def test_an_invented_sentence_or_one_without_a_marker_is_not_carried() -> None:
    text = "“De raad beslist.” [1]\n\n“De raad beslist alles.” [1]\n\n- Het college voert uit"
    assert citation_recall(text, [_citation(1, "De raad beslist.")]) == 1 / 3


def test_the_quotation_of_another_number_carries_nothing() -> None:
    citations = [_citation(1, "De raad beslist."), _citation(2, "Het college voert uit.")]
    assert (
        citation_recall("“Het college voert uit.” [1]\n\n“De raad beslist.” [1]", citations) == 0.5
    )


def test_a_labelled_item_is_carried_by_its_heading() -> None:
    text = (
        "De bron geeft dit element niet overal hetzelfde nummer.\n\n- nummer 5: 5 Integriteit [1]"
    )
    assert citation_recall(text, [_citation(1, "5 Integriteit")]) == 1.0


def test_an_answer_without_citations_has_no_citation_recall() -> None:
    assert citation_recall("Dit staat niet in de bronnen die ik ken.", []) is None
