"""The house rules of a town hall, written as a file of each kind that is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docx import Document as WordDocument
from markdown_it import MarkdownIt
from office_files import convert
from pptx import Presentation
from pptx.util import Inches
from test_slides_and_books import page, write_book

TITLE = "Huisregels van het stadhuis"
# Heading, paragraphs, items of a list, rows of a table.
RULES: list[tuple[str, list[str], list[str], list[list[str]]]] = [
    ("Toegang",
     ["Bezoekers melden zich bij de balie in de hal. De portier geeft elke bezoeker een blauwe "
      "badge, die zichtbaar gedragen wordt.",
      "Wie zijn badge verliest, betaalt vijftien euro aan de receptie."], [], []),
    ("Openingstijden",
     ["Het stadhuis is op zaterdag gesloten. Op koopavonden blijft de balie open tot half negen."],
     [], []),
    ("Vergaderzalen",
     ["Een vergaderzaal wordt gereserveerd door het secretariaat. Een reservering vervalt als een "
      "kwartier na het begin niemand aanwezig is."], [],
     [["Zaal", "Stoelen", "Verdieping"], ["Beukenzaal", "24", "tweede"], ["Eikenzaal", "60", "eerste"]]),
    ("Meenemen", ["Niet toegestaan in het gebouw zijn:"],
     ["huisdieren, met uitzondering van hulphonden;", "fietsen en elektrische steps;",
      "open vuur en kaarsen."], []),
    ("Brand",
     ["Bij brandalarm verlaat iedereen het gebouw via de dichtstbijzijnde nooduitgang. De "
      "verzamelplaats is het plein voor de bibliotheek."], [], []),
    ("Gevonden voorwerpen",
     ["Gevonden voorwerpen worden dertig dagen bewaard in de kluis van de facilitaire dienst. "
      "Daarna gaan zij naar de kringloopwinkel."], [], []),
]  # fmt: skip


def as_markdown() -> str:
    lines = [f"# {TITLE}"]
    for heading, paragraphs, items, rows in RULES:
        lines += [f"## {heading}", *paragraphs]
        if items:
            lines.append("\n".join(f"- {one}" for one in items))
        if rows:
            head, *rest = (f"| {' | '.join(row)} |" for row in rows)
            lines.append("\n".join((head, "|---|---|---|", *rest)))
    return "\n\n".join(lines) + "\n"


def write_markdown(path: Path) -> None:
    path.write_text(as_markdown(), encoding="utf-8")


def write_html(path: Path) -> None:
    body = MarkdownIt().enable("table").render(as_markdown())
    path.write_text(f'<html lang="nl"><body><main>{body}</main></body></html>', encoding="utf-8")


def write_epub(path: Path) -> None:
    body = MarkdownIt(options_update={"xhtmlOut": True}).enable("table").render(as_markdown())
    chapters = {"een": page(f"<body>{body}</body>"), "twee ": page("<body><p></p></body>")}
    write_book(path, **{f"boek/tekst/{name}.xhtml": text for name, text in chapters.items()})


def write_text(path: Path) -> None:
    parts = [TITLE]
    for heading, paragraphs, items, rows in RULES:
        parts += [heading, *paragraphs, "\n".join(f"- {one}" for one in items)]
        for row in rows[1:]:
            parts.append(
                f"{row[0]}, "
                + "; ".join(
                    f"{name}: {one}" for name, one in zip(rows[0][1:], row[1:], strict=True)
                )
                + "."
            )
    path.write_text("\n\n".join(one for one in parts if one), encoding="cp1252")


def write_word(path: Path) -> None:
    word = WordDocument()
    word.add_heading(TITLE, 0)
    for heading, paragraphs, items, rows in RULES:
        word.add_heading(heading, 1)
        for one in paragraphs:
            word.add_paragraph(one)
        for one in items:
            word.add_paragraph(one, style="List Bullet")
        if rows:
            table = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for line, row in enumerate(rows):
                for column, text in enumerate(row):
                    table.cell(line, column).text = text
        word.add_page_break()
    word.save(str(path))


def write_slides(path: Path) -> None:
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = TITLE
    for heading, paragraphs, items, rows in RULES:
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join((*paragraphs, *items))
        if rows:
            shape = slide.shapes.add_table(
                len(rows), len(rows[0]), Inches(1), Inches(5), Inches(6), Inches(1)
            )
            for line, row in enumerate(rows):
                for column, text in enumerate(row):
                    shape.table.cell(line, column).text = text
    slides.save(str(path))


def _converted(kind: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        word = path.with_name("bron") / f"{path.stem}.docx"
        word.parent.mkdir()
        write_word(word)
        convert(word, kind, word.parent).rename(path)
        word.unlink()
        word.parent.rmdir()

    return write


WRITERS: dict[str, Callable[[Path], None]] = {
    "md": write_markdown, "html": write_html, "txt": write_text, "docx": write_word,
    "odt": _converted("odt"), "epub": write_epub, "pdf": _converted("pdf"),
    "pptx": write_slides,
}  # fmt: skip
