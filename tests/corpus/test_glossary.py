"""The glossary: what is read from it, and how it widens a question."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Document, Language, read_library
from corpus.errors import DescriptionInvalid, DocumentUnreadable
from corpus.glossary import SHIPPED_GLOSSARY, Term, expand_terms, read_glossary

WORDS_MAX = 20

MOLEN = Document(
    id="molen",
    title="De molen",
    language="nl",
    original="De molenaar maalt. De wieken draaien. De wieken draaien.",
    blocks=(),
)

ROW = {
    "nl": '"molenaar"',
    "en": '"miller"',
    "also_nl": '["mulder"]',
    "also_en": "[]",
    "explanation_nl": '"Iemand die maalt."',
    "explanation_en": '"Someone who grinds."',
    "document": '"molen"',
    "quote": '"De molenaar maalt."',
}


def term(nl: str, *also_nl: str, en: str = "", also_en: tuple[str, ...] = ()) -> Term:
    return Term(nl, en or nl, also_nl, also_en, "…", "…", "molen", 0, 2, "De")


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "glossary.toml"
    path.write_text(
        "\n".join(
            "[[term]]\n" + "\n".join(f"{key} = {value}" for key, value in row.items())
            for row in rows
        ),
        encoding="utf-8",
    )
    return path


def read(path: Path) -> tuple[Term, ...]:
    return read_glossary(path, {"molen": MOLEN})


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}


@pytest.fixture(scope="module")
def glossary(documents: dict[str, Document]) -> tuple[Term, ...]:
    return read_glossary(SHIPPED_GLOSSARY, documents)


def test_a_term_is_read_with_its_place_in_the_original(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, ROW | {"quote": '"De wieken draaien."'}))
    assert (found.start, found.end) == (19, 37)
    assert MOLEN.original[found.start : found.end] == found.quote
    assert (found.term("nl"), found.term("en")) == ("molenaar", "miller")
    assert (found.also("nl"), found.also("en")) == (("mulder",), ())
    assert found.names("nl") == ("molenaar", "mulder")
    assert found.explanation("nl") == "Iemand die maalt."
    assert found.explanation("en") == "Someone who grinds."


def test_a_quote_that_is_not_verbatim_is_refused_by_its_term(tmp_path: Path) -> None:
    path = write(tmp_path, ROW | {"quote": '"de molenaar maalt."'})
    with pytest.raises(DescriptionInvalid, match=r"glossary\.toml.*'molenaar'.*molen"):
        read(path)


def test_an_unknown_document_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = write(tmp_path, ROW | {"document": '"mill"'})
    with pytest.raises(DescriptionInvalid, match=r"'molenaar'.*'mill'.*name one of molen"):
        read(path)


def test_a_term_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ROW, ROW | {"nl": '"Molenaar"', "en": '"grinder"'})
    with pytest.raises(DescriptionInvalid, match=r"glossary\.toml.*'Molenaar'.*twice"):
        read(path)


def test_two_dutch_terms_may_have_one_english_term(tmp_path: Path) -> None:
    assert len(read(write(tmp_path, ROW, ROW | {"nl": '"maler"'}))) == 2


def test_a_name_that_stands_twice_in_a_term_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ROW | {"also_en": '["Miller"]'})
    with pytest.raises(DescriptionInvalid, match=r"'molenaar'.*twice among miller, Miller"):
        read(path)


@pytest.mark.parametrize("key", sorted(ROW.keys() - {"nl"}))
def test_a_missing_field_is_refused_by_entry_and_name(tmp_path: Path, key: str) -> None:
    incomplete = {name: value for name, value in ROW.items() if name != key}
    path = write(tmp_path, ROW | {"nl": '"bakker"'}, incomplete)
    with pytest.raises(DescriptionInvalid, match=rf"term 2 \('molenaar'\)\.{key}: Field required"):
        read(path)


def test_an_entry_without_its_dutch_term_is_named_by_number(tmp_path: Path) -> None:
    path = write(tmp_path, {name: value for name, value in ROW.items() if name != "nl"})
    with pytest.raises(DescriptionInvalid, match=r"term 1\.nl: Field required"):
        read(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"synonyms": "[]"}, "Extra inputs"),
        ({"en": '""'}, r"\('molenaar'\)\.en"),
        ({"also_nl": '"mulder"'}, r"\('molenaar'\)\.also_nl"),
        ({"explanation_nl": r'"Twee\nregels."'}, r"\('molenaar'\)\.explanation_nl"),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(
    tmp_path: Path, change: dict[str, str], message: str
) -> None:
    with pytest.raises(DescriptionInvalid, match=message):
        read(write(tmp_path, ROW | change))


def test_terms_that_are_not_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text('term = "molenaar"', encoding="utf-8")
    with pytest.raises(DescriptionInvalid, match=r"glossary\.toml: term: "):
        read(path)


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text("[[term", encoding="utf-8")
    with pytest.raises(DescriptionInvalid, match="not valid TOML"):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=r"glossary\.toml cannot be opened"):
        read(tmp_path / "glossary.toml")


def test_a_loanword_leads_to_the_dutch_term_and_back() -> None:
    terms = [term("opgaveteam", "purpose team")]
    assert expand_terms("Wat doet een purpose team?", "nl", terms) == ["opgaveteam"]
    assert expand_terms("Wat doet een opgaveteam?", "nl", terms) == ["purpose team"]


def test_only_names_of_the_language_of_the_question_count() -> None:
    terms = [term("raadslid", "raadsleden", en="council member", also_en=("councillor",))]
    assert expand_terms("What does a councillor do?", "en", terms) == ["council member"]
    assert expand_terms("What does a councillor do?", "nl", terms) == []


def test_a_question_without_a_term_is_not_widened() -> None:
    assert expand_terms("Hoe laat is het?", "nl", [term("sprint", "iteratie")]) == []
    assert expand_terms("", "nl", [term("sprint", "iteratie")]) == []


def test_part_of_a_word_is_not_a_mention() -> None:
    terms = [term("raad", "gemeenteraad"), term("sprint", "iteratie")]
    assert expand_terms("Wat is een participatieraad? En een sprintreview?", "nl", terms) == []


def test_part_of_a_longer_term_is_not_a_mention() -> None:
    terms = [term("opgave", "vraagstuk"), term("opgave-eigenaar", "product owner")]
    assert expand_terms("Wie is opgave-eigenaar?", "nl", terms) == ["product owner"]
    assert expand_terms("Welke opgave heeft de opgave-eigenaar?", "nl", terms) == [
        "vraagstuk",
        "product owner",
    ]


def test_of_two_overlapping_names_the_longer_counts() -> None:
    terms = [
        term("gemeenteraad", en="municipal council", also_en=("the council",)),
        term("raadslid", en="council member", also_en=("councillor",)),
    ]
    assert expand_terms("May the council member join?", "en", terms) == ["councillor"]


def test_a_name_that_two_terms_share_leads_to_both() -> None:
    terms = [term("bedoeling", "purpose"), term("opgave", "purpose")]
    assert expand_terms("Wat is een purpose?", "nl", terms) == ["bedoeling", "opgave"]


def test_names_that_the_question_has_already_are_left_out() -> None:
    terms = [term("opgaveteam", "purpose team", "purposeteam")]
    question = "Is een purpose team hetzelfde als een Opgaveteam?"
    assert expand_terms(question, "nl", terms) == ["purposeteam"]


def test_names_come_once_and_in_the_order_of_the_question() -> None:
    terms = [term("sprint", "iteratie"), term("wethouder", "alderman")]
    question = "Komt de wethouder na een sprint, of elke wethouder?"
    assert expand_terms(question, "nl", terms) == ["alderman", "iteratie"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("WETHOUDERS?", "nl"),
        ("de wethouder’s agenda", "nl"),
        ("twee opgave eigenaren", "nl"),
        ("alle hefbomen", "nl"),
        ("hierarchie van competentie", "nl"),
        ("Hie\u0308rarchie van competenties", "nl"),
        ("multidisciplinaire teams", "nl"),
        ("the process-owners", "en"),
        ("a process owner's day", "en"),
    ],
)
def test_case_accents_hyphens_and_regular_plurals_do_not_matter(
    question: str, language: Language
) -> None:
    terms = [
        term("wethouder", "found"),
        term("opgave-eigenaar", "found"),
        term("hefboom", "found"),
        term("hiërarchie van competenties", "hiërarchie van competentie", "found"),
        term("multidisciplinair team", "found"),
        term("proceseigenaar", en="process owner", also_en=("found",)),
    ]
    assert "found" in expand_terms(question, language, terms)


@pytest.mark.parametrize("question", ["Wat bedoelt u?", "Wie is verantwoordelijk?"])
def test_a_word_of_the_same_stem_is_not_a_mention(question: str) -> None:
    terms = [term("bedoeling", "purpose"), term("verantwoording", "rekenschap")]
    assert expand_terms(question, "nl", terms) == []


def test_a_name_with_signs_is_taken_literally() -> None:
    assert expand_terms("Is C++ nodig?", "nl", [term("C++", "cpp")]) == ["cpp"]
    assert expand_terms("Is CCC nodig?", "nl", [term("C++", "cpp")]) == []


def test_every_shipped_quote_stands_in_its_original(
    glossary: tuple[Term, ...], documents: dict[str, Document]
) -> None:
    assert 45 <= len(glossary) <= 70
    for entry in glossary:
        assert documents[entry.document].original[entry.start : entry.end] == entry.quote


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_term_occurs_in_the_documents(
    glossary: tuple[Term, ...], documents: dict[str, Document], language: Language
) -> None:
    texts = "\n".join(
        (document.original if document.language == language else document.translation) or ""
        for document in documents.values()
    )
    for entry in glossary:
        # With its other names: of "klantreis" the documents have the plural, which it lists.
        probe = term(*entry.names("nl"), "probe", en=entry.en, also_en=(*entry.also_en, "probe"))
        assert "probe" in expand_terms(texts, language, [probe]), entry.term(language)


def test_shipped_explanations_are_short_sentences(glossary: tuple[Term, ...]) -> None:
    for entry, language in itertools.product(glossary, LANGUAGES):
        explanation = entry.explanation(language)
        assert len(explanation.split()) <= WORDS_MAX, explanation
        assert explanation.endswith("."), explanation


def test_shipped_terms_share_only_the_names_of_one_approach(glossary: tuple[Term, ...]) -> None:
    shared = {
        (language, name)
        for language in LANGUAGES
        for one, other in itertools.combinations(glossary, 2)
        for name in set(one.names(language)) & set(other.names(language))
    }
    assert shared == {
        ("nl", "purpose"),
        ("en", "purpose"),
        ("nl", "werken vanuit de bedoeling"),
        ("en", "purpose-driven work"),
        ("en", "purpose-driven working"),
    }


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("Wat is een purpose team?", "nl", "opgaveteam"),
        ("Wat doen afdelingsmanagers?", "nl", "tribelead"),
        ("Welke rol heeft de raad?", "nl", "gemeenteraad"),
        ("Bij wie ligt het klantcontactcentrum?", "nl", "KCC"),
        ("Wat betekent opgavegericht werken voor wethouders?", "nl", "werken vanuit de bedoeling"),
        ("Can a councillor join a team?", "en", "council member"),
        ("How do residents take part?", "en", "inhabitant"),
        ("What does a wethouder do?", "en", "alderman"),
        ("Which partner organisations take part?", "en", "partner organization"),
    ],
)
def test_what_people_type_leads_to_the_words_of_the_documents(
    glossary: tuple[Term, ...], question: str, language: Language, name: str
) -> None:
    assert name in expand_terms(question, language, glossary)
