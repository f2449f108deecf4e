"""Lists in a Word document, each with a numbering of its own.

The list styles of Word's template share one numbering: a second list would go on where the
first one ended.
"""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.publishing.publication import Numbering

_LEVELS: Final[dict[Numbering, tuple[str, str]]] = {
    "bullet": ("bullet", "•"),
    "number": ("decimal", "%1."),
    "letter": ("upperLetter", "%1."),
}


def begin_list(document: WordDocument, numbering: Numbering) -> int:
    """Define a new list and return the number that its items refer to."""
    definitions = document.part.numbering_part.element
    abstract_ids = [
        int(element.get(qn("w:abstractNumId")))
        for element in definitions.findall(qn("w:abstractNum"))
    ]
    abstract_id = max(abstract_ids, default=-1) + 1
    kind, mark = _LEVELS[numbering]
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="510" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
    )
    # The schema wants every definition before the first list that uses one.
    definitions.find(qn("w:num")).addprevious(abstract)
    return int(definitions.add_num(abstract_id).numId)


def add_list_style(paragraph: WordParagraph, list_number: int) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    level = OxmlElement("w:ilvl")
    level.set(qn("w:val"), "0")
    number = OxmlElement("w:numId")
    number.set(qn("w:val"), str(list_number))
    properties.append(level)
    properties.append(number)
