"""Names and codes that the library does not have."""

from __future__ import annotations

import pytest

from assistant.unknown_names import unknown_names

VOCABULARY = ["nicolai", "rotterdam", "iso", "11367", "holst", "tribelead"]


def found(question: str) -> tuple[str, ...]:
    """Return the unknown names, in a library that has the words above."""
    return unknown_names(question, lambda word: word.lower() in VOCABULARY, lambda: VOCABULARY)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wat zegt ISO 9001 hierover?", ("9001",)),
        ("Wat zegt ISO 11367 hierover?", ()),
        ("What does EFQM say on this?", ("EFQM",)),
        ("Wat vindt Jansen hiervan?", ("Jansen",)),
        ("Wat vindt Holst hiervan?", ()),
        ("Hoe werkt het volgens Laloux en Bregman?", ("Laloux", "Bregman")),
    ],
)
def test_a_name_or_code_that_no_document_has_is_unknown(
    question: str, names: tuple[str, ...]
) -> None:
    assert found(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "Wat zei Nicolay hierover?",
        "Wat zei nicolai hierover?",
        "Jansen is een naam aan het begin.",
        "Klopt dit? Jansen denkt van niet.",
        "Ik werk bij de gemeente Utrecht, wat kan ik doen?",
        "I work in the Hague, what can we do?",
        "",
    ],
)
def test_misspelt_names_first_words_and_the_askers_own_place_do_not_count(question: str) -> None:
    assert found(question) == ()


def test_a_list_of_names_is_compared_no_further_than_needed() -> None:
    assert 0 < len(found(" ".join(["wat zeggen Xqzwv"] * 500))) <= 20


def test_capitals_throughout_mark_no_names() -> None:
    assert unknown_names("WAT IS EEN ZOETWATERKREEFT?", lambda _: False, list) == ()
    assert unknown_names("What Is A Freshwater Crayfish?", lambda _: False, list) == ()


def test_a_word_that_carries_grammar_is_no_name() -> None:
    assert unknown_names("vertel mij WAT er over klachten staat", lambda _: False, list) == ()
