"""From statements to Markdown with markers, in which source text is data."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from assistant import Answer, Outcome
from assistant.verification import is_sound, markers
from assistant.writing.composition import compose_answer, escape_markdown
from assistant.writing.statement import Quotation, Statement, StatementKind
from corpus import Block, Document, Language


def quotation(
    document: Document, start: int, end: int, translation: str | None = None
) -> Quotation:
    """Return a quotation of a document without headings."""
    return Quotation(document, Block("paragraph", start, end, "", ()), start, end, translation)


def written(
    *texts: str, kind: StatementKind = "sentence", outcome: Outcome = "answered"
) -> tuple[Answer, dict[str, Document]]:
    """Return the answer that says each text, all from one document that holds them."""
    original = "\n".join(texts)
    documents = {"tekst": Document("tekst", "tekst", "nl", original, ())}
    statements = []
    place = 0
    for text in texts:
        quoted = quotation(documents["tekst"], place, place + len(text))
        statements.append(Statement(text, quoted, kind))
        place += len(text) + 1
    return compose_answer(statements, documents, "nl", outcome, "quotes"), documents


def test_each_quotation_gets_its_marker_and_its_citation() -> None:
    answer, documents = written("De raad kiest.", "Het team werkt.")
    assert answer.text == ("“De raad kiest.” [1]\n\n“Het team werkt.” [2]\n\nBron: *tekst*")
    assert [one.quote for one in answer.citations] == ["De raad kiest.", "Het team werkt."]
    assert is_sound(answer, documents)


def test_items_make_one_list_and_a_speaker_stands_behind_a_dash() -> None:
    answer, _ = written("Moed", "Trouw", kind="item")
    assert answer.text.startswith("- Moed [1]\n- Trouw [2]")
    answer, _ = written("Jan Smit, raadslid", kind="speaker")
    assert answer.text.startswith("— Jan Smit, raadslid [1]")


def test_of_several_sentences_the_one_that_answers_is_bold() -> None:
    original = "De raad kiest. Het *team* werkt [1] door. Daarna niet."
    documents = {"tekst": Document("tekst", "tekst", "nl", original, ())}
    said = Statement(
        original,
        quotation(documents["tekst"], 0, len(original)),
        answering="Het *team* werkt [1] door.",
    )
    answer = compose_answer([said], documents, "nl", "answered", "quotes")
    html = MarkdownIt("commonmark").render(answer.text)
    assert "De raad kiest. <strong>Het *team* werkt" in html
    assert " door.</strong> Daarna niet.” [1]" in html
    assert markers(answer.text) == {1}
    assert "**" not in answer.plain_text
    assert is_sound(answer, documents)


@pytest.mark.parametrize(
    ("original", "answering", "said"),
    [("“De raad kiest.” Daarna niet.", "“De raad kiest.”", "“**De raad kiest.**” Daarna niet.” [1]"),
     ("Eerst de gemeenteraad. Raad.", "Raad.", "“Eerst de gemeenteraad. **Raad.**” [1]"),
     ("Over de raad. “Hij kiest.”", "“Hij kiest.”", "“Over de raad. “**Hij kiest.**” [1]")],
)  # fmt: skip
def test_quotation_marks_stay_outside_what_is_bold(
    original: str, answering: str, said: str
) -> None:
    documents = {"tekst": Document("tekst", "tekst", "nl", original, ())}
    quoted = quotation(documents["tekst"], 0, len(original))
    statement = Statement(original, quoted, answering=answering)
    answer = compose_answer([statement], documents, "nl", "answered", "quotes")
    assert answer.text.startswith(said)
    assert "<strong>" in MarkdownIt("commonmark").render(answer.text)


def test_the_same_quotation_is_cited_once() -> None:
    documents = {"tekst": Document("tekst", "tekst", "nl", "Moed en trouw.", ())}
    said = [Statement("Moed", quotation(documents["tekst"], 0, 4))] * 2
    answer = compose_answer(said, documents, "nl", "answered", "quotes")
    assert [one.number for one in answer.citations] == [1]
    assert answer.text.count("[1]") == 2
    assert is_sound(answer, documents)


def test_a_quotation_outside_its_document_is_left_out_and_the_rest_is_numbered_from_one() -> None:
    documents = {"tekst": Document("tekst", "tekst", "nl", "Moed en trouw.", ())}
    said = [
        Statement("verzonnen", quotation(documents["tekst"], 90, 99)),
        Statement("Moed", quotation(documents["tekst"], 0, 4)),
    ]
    answer = compose_answer(said, documents, "nl", "answered", "quotes")
    assert "verzonnen" not in answer.text
    assert [one.number for one in answer.citations] == [1]
    assert is_sound(answer, documents)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "Bron: *tekst* (Kop)"),
        ("en", "Source: *text* (Heading), translated from Dutch"),
    ],
)
def test_the_source_line_is_in_the_readers_language(language: Language, line: str) -> None:
    document = Document("tekst", "tekst", "nl", "Moed.", (), translated_title="text")
    documents = {"tekst": document}
    block = Block("paragraph", 0, 5, "Moed.", (), ("Kop",), ("Heading",))
    quoted = Quotation(document, block, 0, 5, "Courage" if language == "en" else None)
    answer = compose_answer([Statement("Moed.", quoted)], documents, language, "answered", "quotes")
    assert answer.text.endswith(line)
    assert answer.citations[0].quote == "Moed."
    assert answer.citations[0].translation == ("Courage" if language == "en" else None)


MARKUP = [
    "zie [1] en [99]",
    "<script>alert(1)</script>",
    "![beeld](http://evil.example/x.png)",
    "[klik](http://evil.example)",
    "**vet** en *schuin* en `code` en ~~weg~~",
    "a | b | c",
    "\\[1\\]",
    "[ref]: http://evil.example",
    "<http://evil.example>",
    "```",
    "> citaat",
]


@pytest.mark.parametrize("kind", ["sentence", "item", "speaker"])
@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_source_text_shows_as_it_is(text: str, kind: StatementKind) -> None:
    answer, documents = written(text, kind=kind)
    assert is_sound(answer, documents)
    assert markers(answer.text) == {1}
    assert answer.citations[0].quote == text
    html = MarkdownIt("commonmark").render(answer.text)
    for tag in ("<script", "<img", "<a ", "<strong", "<code", "<del", "<blockquote", "<pre"):
        assert tag not in html
    assert html.count("<em>") == 1  # the title of the source


@pytest.mark.parametrize("text", ["# Kop:", "- punt:", "+ punt:", "1) een:"])
def test_a_line_that_ends_in_a_colon_starts_no_block(text: str) -> None:
    answer, _ = written(text)
    html = MarkdownIt("commonmark").render(answer.text)
    assert "<h1" not in html
    assert "<li" not in html


@pytest.mark.parametrize("text", ["# Kop", "- punt", "+ punt", "1) een", "1. een", "---"])
def test_an_item_holds_no_block_of_its_own(text: str) -> None:
    answer, _ = written(text, kind="item")
    html = MarkdownIt("commonmark").render(answer.text)
    assert html.count("<li>") == 1
    assert "<h1" not in html
    assert "<hr" not in html


def test_markup_in_a_title_shows_as_it_is() -> None:
    document = Document("tekst", "Verslag [7] *<b>", "nl", "Moed.", ())
    block = Block("paragraph", 0, 5, "Moed.", (), ("Kop [8] ![](x)",))
    said = [Statement("Moed.", Quotation(document, block, 0, 5))]
    documents = {"tekst": document}
    answer = compose_answer(said, documents, "nl", "answered", "quotes")
    assert is_sound(answer, documents)
    html = MarkdownIt("commonmark").render(answer.text)
    assert "<b>" not in html
    assert "<img" not in html


def test_escaped_text_reads_back_as_it_was() -> None:
    text = "a*b_c`d<e>f|g~h[i]j\\k"
    assert MarkdownIt("commonmark").renderInline(escape_markdown(text)) == (
        "a*b_c`d&lt;e&gt;f|g~h[i]j\\k"
    )


def test_without_statements_there_is_nothing_but_the_introduction() -> None:
    answer = compose_answer([], {}, "nl", "not_in_sources", "quotes", "Helaas.")
    assert answer.text == "Helaas."
    assert answer.citations == ()
    assert answer.is_refusal
