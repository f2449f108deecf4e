"""The structure of the shipped documents: what is read, and what is made of it."""

from __future__ import annotations

import itertools

import pytest

from corpus import SHIPPED_DOCUMENTS, Block, Document, read_library
from index.passages import Passage, cut_passages

IDS = (
    "alle-mens-aan-dek",
    "iso-11367-elementen",
    "leiden-leadership-lunch",
    "purpose-driven-municipality",
    "tip-16-mandaat",
)

DIMENSIONS = (
    "VISIE, LEIDERSCHAP & BESTURING",
    "CULTUUR & MEDEWERKERSBETROKKENHEID",
    "(CO)CREËREN VAN UITZONDERLIJKE DIENSTVERLENING",
    "OPERATIONELE SERVICE EXCELLENCE",
)


def body(document: Document) -> list[Passage]:
    """Return the passages that hold text, not the outlines."""
    return [passage for passage in cut_passages(document) if passage.kind != "outline"]


def holding(document: Document, words: str) -> list[Passage]:
    """Return the passages that hold these words."""
    return [passage for passage in cut_passages(document) if words in passage.text]


def headings(document: Document) -> list[Block]:
    """Return the headings of a document."""
    return [block for block in document.blocks if block.kind == "heading"]


def test_the_library_holds_its_five_documents(library: dict[str, Document]) -> None:
    assert tuple(library) == IDS
    assert [library[name].language for name in IDS] == ["nl", "nl", "en", "en", "nl"]


@pytest.mark.parametrize("name", IDS)
def test_the_original_is_the_file_character_for_character(
    library: dict[str, Document], name: str
) -> None:
    stored = (SHIPPED_DOCUMENTS / name / "original.txt").read_bytes()
    assert library[name].original.encode("utf-8") == stored


@pytest.mark.parametrize("name", IDS)
def test_every_block_and_sentence_stands_at_its_offsets(
    library: dict[str, Document], name: str
) -> None:
    document = library[name]
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
        for sentence in block.sentences:
            assert block.start <= sentence.start < sentence.end <= block.end
            assert document.original[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()


@pytest.mark.parametrize("name", IDS)
def test_blocks_follow_each_other_without_overlap(library: dict[str, Document], name: str) -> None:
    blocks = library[name].blocks
    for before, after in itertools.pairwise(blocks):
        assert before.end <= after.start


@pytest.mark.parametrize("name", IDS)
def test_every_sentence_has_a_translation(library: dict[str, Document], name: str) -> None:
    for block in library[name].blocks:
        for sentence in block.sentences:
            assert sentence.translation is not None, sentence.text
            assert sentence.translation.strip() == sentence.translation != ""


@pytest.mark.parametrize("name", IDS)
def test_section_paths_have_the_same_depth_in_both_languages(
    library: dict[str, Document], name: str
) -> None:
    for block in library[name].blocks:
        assert len(block.section) == len(block.translated_section)


@pytest.mark.parametrize("name", IDS)
def test_every_sentence_belongs_to_a_passage(library: dict[str, Document], name: str) -> None:
    """Nothing of a document is out of reach, save a heading without text of its own."""
    document = library[name]
    found = {
        (sentence.start, sentence.end)
        for passage in cut_passages(document)
        for sentence in passage.sentences
    }
    everything = {
        (sentence.start, sentence.end)
        for block in document.blocks
        if block.kind not in ("heading", "title")
        for sentence in block.sentences
    }
    assert everything <= found


@pytest.mark.parametrize(
    "furniture",
    [
        "cookie",
        "nl en",
        "More information.",
        "Post a Comment",
        "No comments",
    ],
)
def test_furniture_of_the_web_page_is_in_no_passage(
    library: dict[str, Document], furniture: str
) -> None:
    for document in library.values():
        for passage in cut_passages(document):
            assert furniture not in passage.text
            assert furniture not in (passage.translation or "")


@pytest.mark.parametrize("line", ["Universiteit Leiden", "commitment", "Service Excellence"])
def test_furniture_that_document_toml_names_is_no_block(
    library: dict[str, Document], line: str
) -> None:
    assert any(
        line in [one.strip() for one in document.original.split("\n")]
        for document in library.values()
    )
    for document in library.values():
        assert line not in [block.text for block in document.blocks]


def test_a_paragraph_that_the_source_repeats_occurs_once(library: dict[str, Document]) -> None:
    lunch = library["leiden-leadership-lunch"]
    first = "One of the most problematic issues when working according to the spirit of the issue"
    assert lunch.original.count(first) == 2
    assert sum(first in passage.text for passage in cut_passages(lunch)) == 1
    last = "Leadership has to strike a constant balance"
    assert len(holding(lunch, last)) == 1
    for passage in body(lunch):
        assert passage.section != ("Offering tailored solutions",)


@pytest.mark.parametrize(
    ("words", "speaker", "office"),
    [
        ("kun je ook bij inhoudelijke collega’s aankloppen", "Charlotte Holst", "Haarlemmermeer"),
        ("Ik akker daar vrij horizontaal doorheen.", "Carolien Nicolai", "Gemeente Zeewolde"),
        ("We hebben een flex-concept", "Michael Rave", "Gemeente Montferland"),
        ("pakken we het totale proces op", "Esmeralde Marsman", "Gemeente Rotterdam"),
    ],
)
def test_a_quotation_its_speaker_and_office_are_one_passage(
    library: dict[str, Document], words: str, speaker: str, office: str
) -> None:
    [passage] = [
        passage
        for passage in holding(library["tip-16-mandaat"], words)
        if passage.kind != "outline"
    ]
    assert passage.kind == "quotation"
    assert passage.section[0] == "Voorbeelden"
    byline = passage.sentences[-1]
    assert speaker in byline.text
    assert office in byline.text
    others = {"Charlotte", "Carolien", "Michael", "Esmeralde"} - {speaker.split()[0]}
    assert not any(other in passage.text for other in others)


def test_a_name_that_is_spelt_in_two_ways_is_kept_as_printed(library: dict[str, Document]) -> None:
    [passage] = [
        passage
        for passage in holding(library["tip-16-mandaat"], "We hebben een flex-concept")
        if passage.kind != "outline"
    ]
    assert passage.sentences[-1].text.startswith("Michel Rave\n\nMichael Rave\n\nProgrammamanager")


def test_a_name_that_is_printed_twice_alike_is_quoted_once(library: dict[str, Document]) -> None:
    [byline] = [
        block
        for block in library["tip-16-mandaat"].blocks
        if block.kind == "byline" and "Nicolai" in block.text
    ]
    [sentence] = byline.sentences
    assert sentence.text.count("Carolien Nicolai") == 1
    assert sentence.text.endswith("Gemeente Zeewolde")


@pytest.mark.parametrize(
    ("name", "introduction", "items"),
    [
        (
            "alle-mens-aan-dek",
            "4 hefbomen voor sociale innovatie:",
            ("Slimmer werken;", "Dynamisch managen;", "Flexibel organiseren;", "En co creatie;"),
        ),
        (
            "tip-16-mandaat",
            "vijf psychologische basisbehoeften",
            ("1. Autonomie", "2. Variatie", "3. Een hoge mate", "4. Taakbelang", "5. Taakiden"),
        ),
        (
            "iso-11367-elementen",
            "ervoor zorgt dat:",
            (
                "• alle processen",
                "publiek belang, rechtvaardige",
                "responsiviteit",
                "verbeteracties",
            ),
        ),
        (
            "alle-mens-aan-dek",
            "door ons bezochte, publieke organisaties",
            ("JBRA", "UWV", "RWS", "Hollands Kroon", "Zwolle", "DUO", "Lumens"),
        ),
    ],
)
def test_a_list_and_the_line_that_introduces_it_are_one_passage(
    library: dict[str, Document], name: str, introduction: str, items: tuple[str, ...]
) -> None:
    whole = [
        passage
        for passage in holding(library[name], introduction)
        if all(item in passage.text for item in items)
    ]
    assert whole


def test_the_outline_of_a_dimension_names_its_elements(library: dict[str, Document]) -> None:
    iso = library["iso-11367-elementen"]
    outlines = [passage for passage in cut_passages(iso) if passage.kind == "outline"]
    for dimension in DIMENSIONS:
        outline = [one for one in outlines if one.text.startswith(f"{dimension}\n")][-1]
        elements = [block.text for block in headings(iso) if block.section == (dimension,)]
        assert len(elements) == 3
        assert outline.text.split("\n") == [dimension, *elements]
    whole = outlines[0].text
    assert all(dimension in whole for dimension in DIMENSIONS)


def test_the_twelve_elements_keep_their_numbers_and_their_dimension(
    library: dict[str, Document],
) -> None:
    elements = [
        block
        for block in headings(library["iso-11367-elementen"])
        if block.section and block.section[0] in DIMENSIONS
    ]
    assert [int(block.text.split()[0]) for block in elements] == list(range(1, 13))
    assert [DIMENSIONS.index(block.section[0]) for block in elements] == [
        *(0, 0, 0),
        *(1, 1, 1),
        *(2, 2, 2),
        *(3, 3, 3),
    ]
    for block in elements:
        assert block.sentences[0].text == block.text


def test_the_numbers_that_contradict_each_other_are_kept_as_the_source_has_them(
    library: dict[str, Document],
) -> None:
    """002 counts differently in its list and in its explanation; both must be there to be told."""
    found = [block.text for block in headings(library["iso-11367-elementen"])]
    for heading in (
        "2 Publieke verantwoording",
        "Publieke verantwoording element 3",
        "5 Integriteits- en conflictmanagement",
        "Integriteits- en conflictmanagement element 6",
        "3 Eisen voor leiderschap en management in de publieke dienstverlening",
    ):
        assert heading in found
    [governance] = holding(library["iso-11367-elementen"], "onderdeel van het 2e element")
    assert governance.section == (
        "Toelichting op de extra elementen",
        "Governance subelement 2 C",
    )


@pytest.mark.parametrize(
    ("name", "words", "section"),
    [
        (
            "iso-11367-elementen",
            "zorgvuldig omgaan met publieke middelen",
            ("VISIE, LEIDERSCHAP & BESTURING", "2 Publieke verantwoording"),
        ),
        (
            "purpose-driven-municipality",
            "The department manager, also known as the tribelead",
            (
                "Governance and interactions between actors",
                "Tribelead (department- or team manager)",
            ),
        ),
        ("leiden-leadership-lunch", "Professor Sandra Groeneveld", ("Observations",)),
        (
            "tip-16-mandaat",
            "de psychologen Hackman en Oldham",
            ("Waarom werkt dit?",),
        ),
        ("alle-mens-aan-dek", "Investeer in sociale innovatie.", ()),
    ],
)
def test_a_passage_knows_the_headings_above_it(
    library: dict[str, Document], name: str, words: str, section: tuple[str, ...]
) -> None:
    [passage] = holding(library[name], words)
    assert passage.section == section


@pytest.mark.parametrize("name", IDS)
def test_no_two_passages_have_the_same_id(library: dict[str, Document], name: str) -> None:
    identifiers = [passage.id for passage in cut_passages(library[name])]
    assert len(set(identifiers)) == len(identifiers)


def test_reading_twice_gives_the_same(library: dict[str, Document]) -> None:
    assert {document.id: document for document in read_library(SHIPPED_DOCUMENTS)} == library
