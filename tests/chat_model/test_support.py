"""The rules by which a statement must agree with its quotation, one by one."""

from __future__ import annotations

import pytest

from assistant.chat_model.facts import holds_markup, names, numbers
from assistant.chat_model.negation import agrees_in_negation
from assistant.chat_model.places import changes_places
from assistant.chat_model.quotation_search import find_quote, normalise
from corpus import Document, Language, read_library
from corpus.library import SHIPPED_DOCUMENTS
from index.passages import Passage, cut_passages


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}


@pytest.fixture(scope="module")
def passages(documents: dict[str, Document]) -> list[Passage]:
    return [passage for document in documents.values() for passage in cut_passages(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vier dimensies, twaalf elementen", {"4", "12"}),
        ("four dimensions, twelve elements", {"4", "12"}),
        ("1.500 euro is 3,5%", {"1500", "3.5"}),
        ("op 3 maart 2020", {"3", "2020"}),
        ("in januari, het tweede jaar", {"m1", "2e"}),
        ("een team dat iets wil", set()),
        ("25 miljoen en de helft", {"25", "1000000", "1/2"}),
    ],
)
def test_numbers_are_the_same_in_digits_and_words(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_names_are_words_with_a_capital_within_a_sentence() -> None:
    assert names("De wethouder van Leiden zegt: Nee. HR helpt.") == ("leiden", "hr")
    assert names("Zeewolde werkt zo.", frozenset(["zeewolde"])) == ("zeewolde",)


QUOTE = "Nee, het opgaveteam is verantwoordelijk voor de resultaten, niet de wethouder."


@pytest.mark.parametrize(
    ("statement", "agrees"),
    [
        ("Het opgaveteam is verantwoordelijk voor de resultaten.", True),
        ("De wethouder is verantwoordelijk voor de resultaten.", False),
        ("De wethouder is niet verantwoordelijk voor de resultaten.", True),
        ("Het opgaveteam is niet verantwoordelijk voor de resultaten.", False),
        ("Het opgaveteam is nooit verantwoordelijk voor resultaten.", False),
    ],
)
def test_what_is_denied_stays_denied(statement: str, agrees: bool) -> None:
    assert agrees_in_negation(statement, QUOTE, "nl") is agrees


@pytest.mark.parametrize(
    ("statement", "quote", "language", "agrees"),
    [
        ("Het gaat om de bedoeling", "Het gaat niet om regels maar om de bedoeling", "nl", True),
        ("Het gaat om regels", "Het gaat niet om regels maar om de bedoeling", "nl", False),
        ("It is about purpose", "It is about purpose rather than rules", "en", True),
        ("It is about rules", "It is about purpose rather than rules", "en", False),
        ("Teams need trust", "Teams need not only trust but also time", "en", True),
        ("Teams don't need time", "Teams need time", "en", False),
    ],
)
def test_denial_is_read_clause_by_clause(
    statement: str, quote: str, language: Language, agrees: bool
) -> None:
    assert agrees_in_negation(statement, quote, language) is agrees


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("Het team legt verantwoording af aan de raad.", False),
        ("De raad legt verantwoording af aan het team.", True),
        ("Aan de raad legt het team verantwoording af.", False),
        ("De raad legt aan het team verantwoording af.", True),
    ],
)
def test_who_reports_to_whom_stays_so(statement: str, changes: bool) -> None:
    quote = "Het team legt verantwoording af aan de raad."
    assert changes_places(statement, quote, "nl", frozenset()) is changes


def test_names_that_trade_places_are_seen() -> None:
    quote = "Anna Bos leidt het team en Piet Vos doet de planning."
    known = frozenset(["anna", "bos", "piet", "vos"])
    assert changes_places("Piet Vos leidt het team, Anna Bos plant.", quote, "nl", known)
    assert not changes_places("Anna Bos leidt, Piet Vos plant.", quote, "nl", known)


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "![a](b)", "zie www.x.nl", "a](http://x)", "&lt;p&gt;"]
)
def test_markup_and_links_are_seen(text: str) -> None:
    assert holds_markup(text)
    assert not holds_markup("Resultaat > inzet, 3 < 4 & [purpose team]")


def test_a_quote_is_compared_after_one_normalisation() -> None:
    assert normalise("“de\u00adze  opga‑ve”\n– ﬁjn") == "'deze opga-ve' - fijn"
    assert normalise("Deze") != normalise("deze")


def test_every_sentence_is_found_where_it_stands(
    passages: list[Passage], documents: dict[str, Document]
) -> None:
    for passage in passages:
        for place, sentence in enumerate(passage.sentences):
            for text in (sentence.text, sentence.translation):
                if not text or len(text.split()) < 4:
                    continue
                found = find_quote(text.replace("'", "’").replace(" ", "\n", 1), passage)
                assert found is not None
                original = documents[passage.document].original
                assert normalise(sentence.text) in normalise(
                    original[found.sentences[0].start : found.sentences[-1].end]
                ), (passage.id, place)


def test_a_quote_with_one_word_changed_is_found_nowhere(passages: list[Passage]) -> None:
    for passage in passages:
        sentence = passage.sentences[-1].text
        words = sentence.split()
        if len(words) < 6:
            continue
        changed = " ".join([*words[:3], "olifant", *words[4:]])
        assert find_quote(changed, passage) is None
