"""Where sentences begin and end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences


def cut(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        # Plain.
        ["De molen draait.", "De wind waait."],
        ["Zijn het dan allemaal mooie verhalen?", "Nee!", "Bij elke organisatie niet."],
        ["The team decides.", "Who else?", "Nobody!"],
        # Abbreviations, Dutch and English.
        ["Neem bijv. De Molen als voorbeeld.", "Daarna niet."],
        ["Het gaat o.a. Over wind, m.b.t. Meel en d.w.z. Brood.", "Klaar."],
        ["Zie art. 12 en blz. 34.", "Zie ook nr. 5."],
        ["Dhr. Jansen en mevr. De Vries kwamen.", "Ook drs. Bakker."],
        ["Ask e.g. Dr. Smith or Mrs. Jones.", "They know, i.e. They were there."],
        ["Tonkens et al. Wrote about it.", "So did others."],
        [
            "Professional development is natural (see also Tonkens, et al. 2018).",
            "The team learns.",
        ],
        # Initials.
        ["Het boek van J. Jansen en M. de Vries is uit.", "Koop het."],
        ["The study by G. Hamel is known.", "Read it."],
        # Quotations and brackets.
        ["“Wij doen het.”", "Dat zei zij."],
        ["“Zij zei: het kan.", "En het kon.”", "Zo ging het."],
        ['"Is it possible and allowed?"', "The municipality is often the client."],
        ["Hij vroeg: ‘Mag dat?’", "Het mocht."],
        ["(Dat was vroeger.)", "Nu niet meer."],
        # An ellipsis ends a sentence only when another one begins.
        ["Dat blijkt een goede insteek (…).", "We zijn een grote organisatie."],
        ["The councilors did not ... it does not get much wackier than that!", "So it is."],
        ["Hij dacht na…", "Toen wist hij het."],
        # Numbers, versions and clauses are not ends.
        ["De norm kost 3.5 euro.", "Dat is weinig."],
        ["Zie iso.org of nen.nl voor meer.", "Of bel."],
        ["75% van het succes.", "4 hefbomen zijn er."],
        # Names that begin with an apostrophe or a diacritic.
        ["Dat was het.", "Één ding nog."],
        ["De punt.", "• Een opsomming."],
        ["Geen punt aan het eind"],
    ],
)
def test_sentences_are_cut_where_a_reader_would(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    assert cut("De molen draait\nop wind. Klaar.") == ["De molen draait\nop wind.", "Klaar."]


def test_an_empty_line_after_a_full_stop_ends_a_sentence_whatever_follows() -> None:
    assert cut("Het eind.\n\nen verder") == ["Het eind.", "en verder"]


def test_a_part_of_a_text_is_cut_with_offsets_into_the_whole() -> None:
    text = "Een. Twee. Drie."
    assert [text[start:end] for start, end in split_sentences(text, 5, 10)] == ["Twee."]


def test_nothing_but_white_space_has_no_sentences() -> None:
    assert cut(" \n\t ") == []


@given(st.text(alphabet='Aa1 .!?…\n"“”’()•bijv', max_size=80))
def test_sentences_hold_every_character_that_is_not_white_space(text: str) -> None:
    spans = split_sentences(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


def test_what_has_no_end_is_cut_behind_a_clause() -> None:
    clause = "de raad verzoekt het college om samen met de inwoners van elke wijk een plan te maken"
    parts = cut("; ".join([clause] * 9) + ".")
    assert [part[-1] for part in parts] == [";", "."]
    assert all(part.startswith("de raad") for part in parts)
