"""PDFs as programs write them: what stands on their pages is read as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import HELVETICA, write_drawn, write_pdf

from corpus.errors import DocumentNotText
from corpus.library import read_folder
from corpus.reading.contents_list import without_contents
from corpus.reading.cut_words import CutWords
from corpus.reading.pdf import pdf_parts, read_pdf
from corpus.reading.pdf_lines import Line
from corpus.reading.running_heads import without_running_heads


def texts(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of what was read of a PDF."""
    return [(part.kind, part.text) for part in read_pdf(path).parts]


def lines(*told: tuple[str, float]) -> list[Line]:
    return [Line(text, 11, False, 60, 60 + 5 * len(text), bottom, 500) for text, bottom in told]


def test_words_with_room_for_spaces_are_words_of_one_size(tmp_path: Path) -> None:
    # No space is drawn: each word is set at its own place, as many programs write it.
    rows = [["Bewoners", "bespreken"], ["met", "hun"], ["eigen", "leden"], ["het", "plan."]]
    drawn = " ".join(
        f"1 0 0 1 {72 + 60 * place} {700 - 14 * number} Tm ({word}) Tj"
        for number, row in enumerate(rows)
        for place, word in enumerate(row)
    )
    write_drawn(tmp_path / "a.pdf", [f"/F1 10 Tf {drawn}"])
    assert texts(tmp_path / "a.pdf") == [
        ("paragraph", "Bewoners bespreken met hun eigen leden het plan.")
    ]


def test_a_paragraph_with_a_cut_word_is_one(tmp_path: Path) -> None:
    write_pdf(
        tmp_path / "a.pdf",
        [
            [
                "De voorwaarden voor zelfstandigen staan in een besluit van de gemeenteraad van",
                "Veenwoude, dat op de eerste dag van het jaar ingaat voor iedereen in de stad.",
                "Een zelfstandige krijgt van het college een lening met een beperktere looptijd",
                "voor de doelgroep, een beperktere omvang van de lening en een beper-",
                "king van de rente. De raad stelt elk jaar in november bij de begroting de rente",
                "opnieuw vast.",
            ]
        ],
    )
    [(kind, text)] = texts(tmp_path / "a.pdf")
    assert kind == "paragraph"
    assert "een beperking van de rente. De raad" in text


def test_the_number_of_a_note_that_is_drawn_apart_is_not_read(tmp_path: Path) -> None:
    drawn = (
        "/F1 12 Tf 1 0 0 1 72 700 Tm (De gemeente betaalt kleine bedrijven een bijdrage, die met minder) "
        "Tj /F1 7 Tf 1 0 0 1 540 712 Tm (1) Tj /F1 12 Tf 1 0 0 1 72 686 Tm "
        "(dan tien mensen werken.) Tj"
    )
    write_drawn(tmp_path / "a.pdf", [drawn])
    assert texts(tmp_path / "a.pdf") == [
        (
            "paragraph",
            "De gemeente betaalt kleine bedrijven een bijdrage, die met minder dan tien mensen werken.",
        )
    ]


def test_a_page_that_is_set_backwards_costs_no_file(tmp_path: Path) -> None:
    write_drawn(
        tmp_path / "a.pdf", ["/F1 12 Tf -1 0 0 1 300 700 Tm (Spiegelbeeld van het blad) Tj"]
    )
    assert len(read_folder(tmp_path).documents) == 1


def test_a_hyphen_that_is_seen_is_read(tmp_path: Path) -> None:
    # Programs that write a hyphen as one that shows where a word may be cut.
    named = "<< /BaseEncoding /WinAnsiEncoding /Differences [126 /softhyphen] >>"
    font = HELVETICA.replace("/WinAnsiEncoding", named)
    drawn = "/F1 12 Tf 72 700 Td (Het loket is een low~cost dienst.) Tj"
    write_drawn(tmp_path / "a.pdf", [drawn], [font])
    assert texts(tmp_path / "a.pdf") == [("paragraph", "Het loket is een low-cost dienst.")]


@pytest.mark.parametrize(
    ("line", "following", "read"),
    [
        ("De AI-", "verordening geldt.", "De AI-verordening geldt."),
        ("De gemeen-", "teraad stemt.", "De gemeenteraad stemt."),
        ("Het doe-het-zelf-", "loket opent.", "Het doe-het-zelf-loket opent."),
        ("Het e-mail-", "adres klopt.", "Het e-mailadres klopt."),
        ("De onderwijs-", "en jeugdraad.", "De onderwijs- en jeugdraad."),
        ("De raad", "stemt.", "De raad stemt."),
    ],
)
def test_a_word_is_whole_as_the_rest_of_its_document_has_it(
    line: str, following: str, read: str
) -> None:
    words = CutWords(["Wie zelf klust gaat naar het doe-het-zelf-loket.", line, following])
    assert words.join(line, following) == read


def test_a_heading_of_some_lines_is_one() -> None:
    told = [
        Line("Hoe zijn de taken verdeeld bij het", 14, False, 60, 300, 700, 300),
        Line("bouwen van een", 14, False, 60, 290, 676, 300),
        Line("Digitaal loket?", 14, False, 60, 160, 652, 300),
        *lines(
            *((f"De gemeente bouwt het loket met de inwoners {n}.", 600 - 12 * n) for n in range(4))
        ),
    ]
    assert (
        pdf_parts([told])[0].text
        == "Hoe zijn de taken verdeeld bij het bouwen van een Digitaal loket?"
    )


def test_a_slanted_line_is_no_heading(tmp_path: Path) -> None:
    slanted = (
        "<< /Type /Font /Subtype /TrueType /BaseFont /Veen-Italic /Encoding /WinAnsiEncoding "
        "/FirstChar 32 /LastChar 122 /Widths [" + "500 " * 91 + "] /FontDescriptor << "
        "/Type /FontDescriptor /FontName /Veen-Italic /Flags 96 /ItalicAngle -12 /Ascent 718 "
        "/Descent -207 /CapHeight 700 /StemV 240 /FontBBox [0 -200 1000 800] >> >>"
    )
    upright = "De wethouder bezoekt elke wijk van de gemeente en spreekt daar met bewoners."
    write_drawn(
        tmp_path / "a.pdf",
        [f"14 TL 72 700 Td /F1 12 Tf ({upright}) Tj T* /F2 12 Tf (Elke woensdag in de hal) Tj"],
        [HELVETICA, slanted],
    )
    assert {kind for kind, _ in texts(tmp_path / "a.pdf")} == {"paragraph"}


def test_a_dash_in_a_sentence_is_no_list(tmp_path: Path) -> None:
    write_pdf(
        tmp_path / "a.pdf",
        [
            [
                "Alle bedrijven in de gemeente staan in het register van de Kamer van Koophandel",
                "- een dienst van het Rijk - en betalen daar elk jaar een bijdrage voor.",
                "Nodig zijn:",
                "- een formulier",
                "- een handtekening",
            ]
        ],
    )
    assert [kind for kind, _ in texts(tmp_path / "a.pdf")] == [
        "paragraph", "paragraph", "list_item", "list_item",
    ]  # fmt: skip


def test_a_typed_bullet_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Nodig:</p><p>● een pas</p><p>∙ een foto</p>")
    [document] = read_folder(tmp_path).documents
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "Nodig:"), ("list_item", "• een pas"), ("list_item", "• een foto"),
    ]  # fmt: skip


def test_letters_that_nobody_named_are_no_text(tmp_path: Path) -> None:
    told = "Inwoners van de gemeente staan op de eerste dag aan het loket met hun pas. "
    drawn = "".join(chr(ord(one) - 29) if one.isalpha() else one for one in told)
    escaped = drawn.translate({ord(one): f"\\{one}" for one in "()\\"})
    write_pdf(tmp_path / "a.pdf", [[escaped] * 8, ["Een blad dat te lezen is."]])
    assert read_pdf(tmp_path / "a.pdf").blank_pages == (1,)
    write_pdf(tmp_path / "a.pdf", [[escaped] * 8])
    with pytest.raises(DocumentNotText, match="holds no text"):
        read_folder(tmp_path, is_strict=True)


def test_a_foot_with_more_beside_it_on_one_page_is_left_out() -> None:
    foot = "Raad van Veenwoude, vergaderjaar 2025-2026, nr. 12"
    first = lines(("De raad vergadert.", 700), (f"Veenwoude 2025 {foot} 1", 60))
    others = [
        lines((text, 700), (f"{foot} {number}", 60))
        for number, text in ((2, "De vraag."), (3, "Het antwoord."))
    ]
    assert [[line.text for line in page] for page in without_running_heads([first, *others])] == [
        ["De raad vergadert."], ["De vraag."], ["Het antwoord."],
    ]  # fmt: skip


def test_a_table_of_contents_is_left_out() -> None:
    first = lines(
        ("Nota opgaven", 750),
        ("Inhoudsopgave", 700),
        ("Inleiding 3", 680),
        ("Hoe de raad en het college samen met bewoners", 660),
        ("aan opgaven werken 4", 640),
        ("Geld ........ 9", 620),
    )
    second = lines(("Bijlagen 12", 750), ("De raad koos in 2026 voor opgaven.", 700))
    third = lines(("De begroting is", 750), ("vastgesteld in 2025", 730))
    assert [[line.text for line in page] for page in without_contents([first, second, third])] == [
        ["Nota opgaven"],
        ["De raad koos in 2026 voor opgaven."],
        ["De begroting is", "vastgesteld in 2025"],
    ]


def test_a_chapter_about_the_contents_is_read() -> None:
    page = lines(("Inhoud", 700), ("De nota telt drie delen.", 680), ("Zij gaat over 2026", 660))
    assert without_contents([page]) == [page]
