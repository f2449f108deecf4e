"""Markdown: what is text and what is not, and that what is quoted stands in what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document
from corpus.library import read_folder
from index.passages import cut_passages


def read(tmp_path: Path, text: str) -> Document:
    """Return the document that a Markdown text is; every part stands at its place."""
    (tmp_path / "a-b.md").write_text(text, encoding="utf-8")
    [document] = read_folder(tmp_path, is_strict=True).documents
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
        for sentence in block.sentences:
            assert document.original[sentence.start : sentence.end] == sentence.text
    return document


def texts(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(tmp_path, text).blocks]


def test_the_front_matter_tells_and_is_not_read(tmp_path: Path) -> None:
    front = '---\r\ntitle: "Klachten"\r\ndate: 2026-02-01\r\nlang: nl-NL\r\ntags:\r\n  - geheim\r\n---\r\n'
    document = read(tmp_path, f"{front}\r\nAn English text about the complaints of the town.\r\n")
    assert (document.title, document.date, document.language) == ("Klachten", "2026-02-01", "nl")
    assert document.original == "An English text about the complaints of the town."
    assert read(tmp_path, '+++\ntitle = "Wind"\n+++\nTekst.\n').title == "Wind"


@pytest.mark.parametrize("front", ["---\nNiets: [\n---\n\nTekst.\n", "---\n\nTekst.\n\n---\n"])
def test_text_between_two_lines_is_text(tmp_path: Path, front: str) -> None:
    assert "Tekst." in read(tmp_path, front).original


def test_sections_follow_the_levels_of_the_headings(tmp_path: Path) -> None:
    document = read(tmp_path, "# Titel\n\n## A\n\na\n\n### B\n\nb\n\nC\n---\n\nc\n")
    assert document.title == "Titel"
    found = [block.section for block in document.blocks if block.kind == "paragraph"]
    assert found == [("A",), ("A", "B"), ("C",)]


def test_a_document_with_chapters_on_the_first_level_is_called_after_its_file(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, "# Een\n\nx\n\n# Twee\n\ny\n").title == "a b"


def test_what_is_not_said_is_not_read(tmp_path: Path) -> None:
    text = (
        "Een **vet** [woord](https://example.nl \"x\"){:target=\"_blank\"} &eacute;n `code`,<br>\n"
        "op twee regels. <!-- geheim -->\n\n"
        "<!-- geheim -->\n<div class=\"x\">In <em>HTML</em>.</div>\n<script>geheim</script>\n\n"
        "??? note \"Vraag\"\n    Antwoord.[^1]\n\n[^1]: Noot.\n"
    )  # fmt: skip
    assert texts(tmp_path, text) == [
        ("paragraph", "Een vet woord én code, op twee regels."),
        ("paragraph", "In HTML."),
        ("heading", "Vraag"),
        ("paragraph", "Antwoord."),
        ("note", "Noot."),
    ]


def test_a_list_stays_whole_with_the_line_that_leads_to_it(tmp_path: Path) -> None:
    text = "Nodig zijn:\n\n- een team\n  van vijf;\n  - met een wethouder;\n- [ ] geld.\n\nDan:\n\n3) rust\n"
    document = read(tmp_path, text)
    assert [block.text for block in document.blocks] == [
        "Nodig zijn:",
        "• een team van vijf;",
        "• met een wethouder;",
        "• ☐ geld.",
        "Dan:",
        "3. rust",
    ]
    passages = [passage for passage in cut_passages(document) if passage.kind == "list"]
    assert [len(passage.sentences) for passage in passages] == [4, 2]


@pytest.mark.parametrize(
    "table",
    [
        "| Onderwerp | 2025 | 2026 |\n|---|--:|--:|\n| Aantal opgaven | 14 | 16 |\n| Formatie | | 9 fte |\n",
        "<table><tr><th>Onderwerp<th>2025<th>2026<tr><td>Aantal opgaven<td>14<td>16"
        "<tr><td>Formatie<td><td>9 fte</table>\n",
    ],
)
def test_a_row_of_a_table_says_what_stands_under_which_heading(tmp_path: Path, table: str) -> None:
    assert texts(tmp_path, table) == [
        ("list_item", "Aantal opgaven, 2025: 14; 2026: 16"),
        ("list_item", "Formatie, 2026: 9 fte"),
    ]


def test_cells_that_span_others_count_for_each(tmp_path: Path) -> None:
    table = (
        "<table><thead><tr><th rowspan=2>Soort<th colspan=2>Tarief<tr><th>jong<th>oud</thead>"
        "<tr><td rowspan=2>Pas<td>€ 1<td>€ 2<tr><td colspan=2>gratis</table>"
    )
    assert [text for _, text in texts(tmp_path, table)] == [
        "Pas, Tarief – jong: € 1; Tarief – oud: € 2",
        "Pas, Tarief – jong: gratis; Tarief – oud: gratis",
    ]


def test_code_is_no_heading_and_keeps_its_lines(tmp_path: Path) -> None:
    document = read(
        tmp_path, "# A\n\n```bash\n# Stop eerst\nstop dienst\n```\n\nBewaar de kopie.\n"
    )
    assert [block.text for block in document.blocks] == [
        "A",
        "# Stop eerst\nstop dienst",
        "Bewaar de kopie.",
    ]
    assert document.blocks[-1].section == ()
    assert [passage.text for passage in cut_passages(document)] == [
        "# Stop eerst\nstop dienst",
        "Bewaar de kopie.",
    ]


def test_what_a_program_is_told_is_not_read(tmp_path: Path) -> None:
    read_as = texts(
        tmp_path,
        "# Loket { data-search-exclude }\n\n## Bezoek {#bezoek .groot}\n\n"
        "Wie komt, krijgt koffie.\n{: .intro}\n\n* een pas\n* een foto\n{:.lijst}\n\n"
        ":material-arrow-right: Neem het [verslag](stukken/verslag mei.pdf){ .knop } mee.\n\n"
        "Vul {naam} in en bel om 10:30:15.\n\n    {: .code}\n",
    )
    assert read_as == [
        ("title", "Loket"),
        ("heading", "Bezoek"),
        ("paragraph", "Wie komt, krijgt koffie."),
        ("list_item", "• een pas"),
        ("list_item", "• een foto"),
        ("paragraph", "Neem het verslag mee."),
        ("paragraph", "Vul {naam} in en bel om 10:30:15."),
        ("code", "{: .code}"),
    ]


@pytest.mark.parametrize("inset", ["\t", "    ", "\t "])
def test_a_box_is_text_whatever_it_is_set_in_by(tmp_path: Path, inset: str) -> None:
    box = f'!!! example "Veenwoude"\n\n\n{inset}De gemeente belt *eerst*.\n\n{inset}Bron: [krant](k.md)\n'
    text = f"# Bellen\n\nZo gaat het.\n\n{box}\nEn zo niet.\n"
    blocks = [(one.kind, one.text, one.section) for one in read(tmp_path, text).blocks]
    assert blocks == [
        ("title", "Bellen", ()),
        ("paragraph", "Zo gaat het.", ()),
        ("heading", "Veenwoude", ()),
        ("paragraph", "De gemeente belt eerst.", ("Veenwoude",)),
        ("paragraph", "Bron: krant", ("Veenwoude",)),
        ("paragraph", "En zo niet.", ()),
    ]


def test_a_list_of_abbreviations_is_a_list(tmp_path: Path) -> None:
    text = "*[AVG]: Algemene verordening gegevensbescherming.\n*[BSN]: Burgerservicenummer.\n"
    assert texts(tmp_path, text) == [
        ("list_item", "• AVG: Algemene verordening gegevensbescherming."),
        ("list_item", "• BSN: Burgerservicenummer."),
    ]


def test_the_marks_in_the_words_for_a_picture_are_not_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "![Een <lang=en>dashboard</lang=en> met < 3 cijfers](a.png)\n") == [
        ("paragraph", "Een dashboard met < 3 cijfers")
    ]


def test_a_glossary_is_read_by_row_however_long_it_explains(tmp_path: Path) -> None:
    long = "Wie een systeem ontwikkelt of laat ontwikkelen en het in de handel brengt. " * 8
    text = f"| Begrip | Definitie |\n|---|---|\n| aanbieder | {long}|\n| raad | Het bestuur. |\n"
    assert texts(tmp_path, text) == [
        ("list_item", f"aanbieder, Definitie: {long.strip()}"),
        ("list_item", "raad, Definitie: Het bestuur."),
    ]
