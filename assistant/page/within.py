"""The control that limits a conversation to chosen documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import gradio as gr

from assistant.page.site.library import WITHOUT_FILTER_MAX
from assistant.texts import load_texts
from corpus import Document, Language

# Every page carries the whole list, and to make it all titles are read: 3 to 13 ms for a document.
# Beyond this the programs and the command line can choose.
_OFFERED_MAX: Final = 300
_NAMED_MAX: Final = 3


class DocumentChoice(gr.CheckboxGroup):
    """Checkboxes of documents; one that is gone since the page was opened is the answerer's to
    tell, where Gradio would show an error in English."""

    # To Gradio, and in the browser, it is the group of checkboxes that it is made of.
    is_template = True

    def preprocess(self, payload: list[Any]) -> list[Any]:
        """Return the ids that are checked."""
        return [str(one) for one in payload]


def choices(documents: Mapping[str, Document], language: Language) -> Sequence[tuple[str, str]]:
    """Return titles and ids to choose from; none where there is nothing to choose."""
    if not 1 < len(documents) <= _OFFERED_MAX:
        return []
    return [(one.short_title_in(language), one.id) for one in documents.values()]


def has_filter(offered: Sequence[object]) -> bool:
    """Tell whether a list is so long that one looks for a title in it."""
    return len(offered) > WITHOUT_FILTER_MAX


def searched_in(
    chosen: Sequence[str], documents: Mapping[str, Document], language: Language
) -> str:
    """Return the names of the documents that are searched in, as the control and an answer say it."""
    texts = load_texts(language)
    if not chosen:
        return texts["page.all_documents"]
    if len(chosen) > _NAMED_MAX:
        return texts["page.some_documents"].format(count=len(chosen))
    there = [documents[one] for one in chosen if one in documents]
    return "; ".join(one.short_title_in(language) for one in there)
