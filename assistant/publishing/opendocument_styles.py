"""How an OpenDocument text looks: type, colours, page, language."""

from __future__ import annotations

from typing import Any, Final

from odf import style, text  # type: ignore[import-untyped]

from assistant.publishing.publication import Run
from corpus import Language

_FONT: Final = "Arial"
_INK: Final = "#1a1a1a"
_HEADING: Final = "#154273"  # 9.9 : 1 on white
_QUIET: Final = "#4a4a4a"  # 8.9 : 1 on white
_RULE: Final = "#8fa6bf"
_COUNTRIES: Final[dict[Language, str]] = {"nl": "NL", "en": "GB"}
_HEADING_SIZES: Final = {1: "17pt", 2: "13.5pt", 3: "11.5pt"}


def span_style(run: Run) -> str | None:
    """Return the name of the style of a run, ``None`` for plain text."""
    parts = [
        *(["Bold"] if run.is_bold else []),
        *(["Italic"] if run.is_italic else []),
        *([f"Language_{run.language}"] if run.language else []),
    ]
    return "_".join(parts) or None


def add_styles(document: Any, language: Language, mark: str) -> None:
    """Add the page with ``mark`` at its foot, and every style that the writer uses."""
    _add_defaults(document, language)
    _add_paragraph_styles(document)
    _add_span_styles(document)
    _add_lists(document)
    _add_table_styles(document)
    _add_page(document, mark)


def _add_defaults(document: Any, language: Language) -> None:
    default = style.DefaultStyle(family="paragraph")
    default.addElement(style.ParagraphProperties(marginbottom="0.25cm", lineheight="115%"))
    default.addElement(
        style.TextProperties(
            fontfamily=_FONT,
            fontsize="11pt",
            color=_INK,
            language=language,
            country=_COUNTRIES[language],
        )
    )
    document.styles.addElement(default)


def _add_paragraph_styles(document: Any) -> None:
    quiet = {"fontsize": "9.5pt", "color": _QUIET}
    quoted = {"marginleft": "0.8cm"}
    rule = {"borderleft": f"0.08cm solid {_RULE}", "paddingleft": "0.25cm"}
    _paragraph(document, "Standard", {}, {}, parent=None)
    _paragraph(
        document,
        "Title",
        {"marginbottom": "0.2cm", "keepwithnext": "always"},
        {"fontsize": "24pt", "fontweight": "bold", "color": _HEADING},
    )
    for level, size in _HEADING_SIZES.items():
        name = f"Heading_20_{level}"
        heading = style.Style(
            name=name,
            displayname=f"Heading {level}",
            family="paragraph",
            parentstylename="Standard",
            defaultoutlinelevel=str(level),
        )
        heading.addElement(
            style.ParagraphProperties(
                margintop="0.5cm", marginbottom="0.2cm", keepwithnext="always"
            )
        )
        heading.addElement(style.TextProperties(fontsize=size, fontweight="bold", color=_HEADING))
        document.styles.addElement(heading)
    _paragraph(document, "Lead", {"keepwithnext": "always"}, {})
    _paragraph(document, "Notice", {"marginbottom": "0.35cm"}, quiet)
    _paragraph(
        document,
        "Quotations",
        {
            **quoted,
            **rule,
            "margintop": "0.15cm",
            "marginbottom": "0.08cm",
            "keepwithnext": "always",
        },
        {},
    )
    _paragraph(
        document, "Quotation_20_Source", {"marginleft": "1.05cm", "marginbottom": "0.35cm"}, quiet
    )
    _paragraph(document, "List_20_Text", {"marginbottom": "0.1cm"}, {})
    _paragraph(document, "Page_20_Break", {"breakbefore": "page"}, {"fontsize": "2pt"})
    _paragraph(document, "Footer", {}, {"fontsize": "9pt", "color": _QUIET})
    _paragraph(document, "Table_20_Text", {"marginbottom": "0cm"}, {"fontsize": "10pt"})
    _paragraph(
        document,
        "Table_20_Heading",
        {"marginbottom": "0cm", "keepwithnext": "always"},
        {"fontsize": "10pt", "fontweight": "bold"},
    )


def _paragraph(
    document: Any,
    name: str,
    paragraph: dict[str, str],
    characters: dict[str, str],
    parent: str | None = "Standard",
) -> None:
    added = style.Style(
        name=name,
        displayname=name.replace("_20_", " "),
        family="paragraph",
        **({"parentstylename": parent} if parent else {}),
    )
    if paragraph:
        added.addElement(style.ParagraphProperties(**paragraph))
    if characters:
        added.addElement(style.TextProperties(**characters))
    document.styles.addElement(added)


def _add_span_styles(document: Any) -> None:
    languages: tuple[Language | None, ...] = (None, "nl", "en")
    for is_bold in (False, True):
        for is_italic in (False, True):
            for language in languages:
                run = Run("", is_bold, is_italic, language)
                name = span_style(run)
                if name is None:
                    continue
                properties = {
                    **({"fontweight": "bold"} if is_bold else {}),
                    **({"fontstyle": "italic"} if is_italic else {}),
                    **({"language": language, "country": _COUNTRIES[language]} if language else {}),
                }
                added = style.Style(name=name, family="text")
                added.addElement(style.TextProperties(**properties))
                document.automaticstyles.addElement(added)


def _add_lists(document: Any) -> None:
    indent = {"spacebefore": "0.2cm", "minlabelwidth": "0.7cm"}
    bullets = text.ListStyle(name="List_bullet")
    bullet = text.ListLevelStyleBullet(level=1, bulletchar="•")
    bullet.addElement(style.ListLevelProperties(**indent))
    bullets.addElement(bullet)
    document.automaticstyles.addElement(bullets)
    for name, number_format in (("List_number", "1"), ("List_letter", "A")):
        numbers = text.ListStyle(name=name)
        number = text.ListLevelStyleNumber(level=1, numformat=number_format, numsuffix=".")
        number.addElement(style.ListLevelProperties(**indent))
        numbers.addElement(number)
        document.automaticstyles.addElement(numbers)


def _add_table_styles(document: Any) -> None:
    whole = style.Style(name="Table", family="table")
    whole.addElement(
        style.TableProperties(
            width="16cm", align="margins", marginbottom="0.4cm", bordermodel="collapsing"
        )
    )
    row = style.Style(name="Table_20_Row", family="table-row")
    row.addElement(style.TableRowProperties(keeptogether="always"))
    cell = style.Style(name="Table_20_Cell", family="table-cell")
    cell.addElement(style.TableCellProperties(padding="0.12cm", border="0.02cm solid #6b6b6b"))
    for added in (whole, row, cell):
        document.automaticstyles.addElement(added)


def _add_page(document: Any, mark: str) -> None:
    layout = style.PageLayout(name="Page")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth="21cm",
            pageheight="29.7cm",
            margintop="2.2cm",
            marginbottom="1.5cm",
            marginleft="2.5cm",
            marginright="2.5cm",
        )
    )
    foot_style = style.FooterStyle()
    foot_style.addElement(style.HeaderFooterProperties(minheight="0.7cm", margintop="0.4cm"))
    layout.addElement(foot_style)
    document.automaticstyles.addElement(layout)
    page = style.MasterPage(name="Standard", pagelayoutname=layout)
    footer = style.Footer()
    line = text.P(stylename="Footer", text=f"{mark} · ")
    line.addElement(text.PageNumber(selectpage="current"))
    footer.addElement(line)
    page.addElement(footer)
    document.masterstyles.addElement(page)
