"""A regulation of some pages as PDF, with what makes a quotation hard to find on its page again."""

from __future__ import annotations

from pathlib import Path

from docx import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from office_files import convert

# What is quoted of it, by what is hard about it.
QUOTED = {
    "one line": "Een medewerker werkt ten hoogste drie dagen per week thuis.",
    "soft hyphens": "De leidinggevende beoordeelt de werkplekvoorzieningen en de "
    "arbeidsomstandighedenmaatregelen samen met de preventiemedewerker.",
    "ligatures": "Het college fixeert de financiële afspraken over koffie in een officiële brief.",
    "note": "De vergoeding bedraagt 2,40 euro voor elke dag die iemand thuis werkt.",
    "list": "een stoel die te verstellen is;",
    "columns": "De bedrijfsarts adviseert over stoelen, schermen en verlichting, en komt op verzoek "
    "bij de medewerker thuis kijken.",
    "landscape": "Voor de buitendienst gelden andere roosters dan voor het stadhuis.",
}
TWICE = "De griffier bewaart het verslag."
_GENERAL = (
    "De gemeente en haar medewerkers weten van elkaar wat zij mogen verwachten wanneer het werk "
    "niet op kantoor wordt gedaan, en bij wie zij met vragen terechtkunnen."
)
_RULES = (
    "de koffie op kantoor",
    "de sleutel van de kast",
    "het vergaderen op afstand",
    "de stilte in de zaal",
    "het lenen van een fiets",
    "de post op vrijdag",
    "het afsluiten van de ramen",
    "de planten in de hal",
    "het reserveren van een bureau",
    "de lunch met bezoek",
    "het ophalen van pakketten",
    "de eerste week van een stagiair",
)


def write_regulation(folder: Path, name: str = "regeling") -> Path:
    """Write the regulation into a folder as PDF, by LibreOffice; return the file."""
    word = WordDocument()
    word.styles["Normal"].font.name = "DejaVu Serif"
    word.styles["Normal"].font.size = Pt(10.5)
    word.sections[0].page_width, word.sections[0].page_height = Mm(210), Mm(297)
    word.sections[0].header.paragraphs[0].text = "Gemeente Veenwoude – Regeling hybride werken"
    word.sections[0].footer.paragraphs[0].text = "Vastgesteld door het college"
    word.add_heading("Regeling hybride werken", 0)
    word.add_heading("1 Thuis werken", 1)
    word.add_paragraph(f"{_GENERAL} {QUOTED['one line']} Elk half jaar spreken zij daarover.")
    cut = (
        QUOTED["soft hyphens"].replace("voorz", "\u00advoorz").replace("heden", "\u00adheden\u00ad")
    )
    word.add_paragraph(cut).paragraph_format.right_indent = Pt(180)
    word.add_paragraph(f"{TWICE} {QUOTED['ligatures']}")
    _with_note(word.add_paragraph(), QUOTED["note"])
    word.add_paragraph("Voor de werkplek thuis geeft de gemeente in bruikleen:")
    for text in ("een bureau;", QUOTED["list"], "een beeldscherm."):
        word.add_paragraph(text, style="List Bullet")
    word.add_heading("2 Verslag", 1)
    word.add_paragraph(f"{TWICE} Na tien jaar gaat het naar het archief.")
    word.add_heading("3 Huisregels", 1)
    word.add_paragraph(
        " ".join(
            f"Over {rule} maakt ieder team zelf afspraken, die de teamleider opschrijft en die na "
            f"{months} maanden opnieuw worden besproken."
            for months in (2, 4, 6)
            for rule in _RULES
        )
    )
    columns = word.add_section(WD_SECTION.CONTINUOUS)
    columns._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="560"/>'))
    word.add_heading("4 Gezond werken", 1)
    word.add_paragraph(f"{QUOTED['columns']} {_GENERAL}")
    word.add_paragraph("De arbocoördinator meet elk jaar hoe droog de lucht in de werkkamers is.")
    wide = word.add_section(WD_SECTION.NEW_PAGE)
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = wide.page_height, wide.page_width
    word.add_heading("5 Roosters", 1)
    word.add_paragraph(QUOTED["landscape"])
    path = folder / f"{name}.docx"
    word.save(str(path))
    return convert(path, "pdf", folder)


def write_sideways(path: Path, lines: list[str]) -> None:
    """Write a PDF of one page whose lines go up the paper; it is turned, so that they are upright."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 0 1 -1 0 100 72 Tm {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 "
        "/Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>",
    ]
    content, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    path.write_text(
        f"{content}xref\n0 6\n0000000000 65535 f \n{table}"
        f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF",
        encoding="ascii",
    )


def _with_note(paragraph: Paragraph, text: str) -> None:
    """Write a text with the small raised number of a note in it."""
    before, behind = text.split(" voor elke", 1)
    paragraph.add_run(before)
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(f" voor elke{behind}")
