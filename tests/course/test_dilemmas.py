"""Dilemmas rest on quotations, and a file with a mistake is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.course.dilemmas import read_dilemmas
from corpus import SHIPPED_DOCUMENTS
from corpus.errors import DescriptionInvalid

ROW = """
[[dilemma]]
title_nl = "Ruimte of houvast"
title_en = "Space or guidance"
statement_nl = "Een stelling."
statement_en = "A statement."
in_favour = [{{ document = "{document}", quote = "{quote}" }}]
against = [{{ document = "tip-16-mandaat", quote = "Kijk met een brede blik" }}]
"""


def test_every_element_and_document_has_a_dilemma(assistant: Assistant) -> None:
    dilemmas = read_dilemmas(SHIPPED_DOCUMENTS / "dilemmas.toml", assistant.documents)
    named = {one.document.id for dilemma in dilemmas for one in dilemma.excerpts}
    assert named == set(assistant.documents)
    titles = [(one.title_nl, one.title_en) for one in dilemmas]
    assert len(set(titles)) == len(titles) >= 15


@pytest.mark.parametrize(
    ("document", "quote", "said"),
    [
        ("tip-17", "Kijk met", "not in the library"),
        ("tip-16-mandaat", "Kijk met een smalle blik", "does not stand"),
        ("tip-16-mandaat", " ", "title_nl|quote"),
    ],
)
def test_a_mistake_is_refused_with_its_place(
    assistant: Assistant, tmp_path: Path, document: str, quote: str, said: str
) -> None:
    path = tmp_path / "dilemmas.toml"
    path.write_text(ROW.format(document=document, quote=quote), encoding="utf-8")
    with pytest.raises(DescriptionInvalid, match=said):
        read_dilemmas(path, assistant.documents)
