"""Slides: a point per slide; quotation and source in the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from assistant.course.course import Course
from assistant.course.excerpt import Wording
from assistant.course.items import Said, Slide
from assistant.course.layout.sources import quote_run, source_runs
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Heading, ItemList, Notes, Quotation, Run, text
from assistant.publishing.publication import Runs
from corpus import Document


def slide_blocks(course: Course, texts: Texts, documents: Mapping[str, Document]) -> list[Block]:
    """Return a heading, a point and notes per slide; the last slide names the documents."""
    slides = [one for one in course.items["slides"] if isinstance(one, Slide)]
    seen = Counter[str]()
    blocks: list[Block] = []
    for slide in slides:
        seen[slide.title] += 1
        # Every slide has a title of its own: screen readers and overviews list them.
        count = seen[slide.title]
        title = slide.title if count == 1 else f"{slide.title} ({count})"
        said, lead = slide.point.said, slide.point.lead
        other = said.language if said.language != texts.language else None
        body: Block = (
            ItemList((text(slide.asked), text(lead)))
            if lead
            else Quotation((Run(said.text, language=other),), _mark(said, texts))
        )
        blocks += [
            Heading(2, text(title)),
            body,
            Notes(
                (
                    (quote_run(Wording(said.text, said.language), texts.language),),
                    source_runs(said.citations, texts, documents),
                )
            ),
        ]
    named = dict.fromkeys(one.citations[0].document for one in slides)
    titles = [documents[one].title_in(texts.language) for one in named]
    blocks.append(Heading(2, text(texts("sources"))))
    blocks.append(ItemList(tuple(text(title) for title in titles)))
    if course.subject.note:
        blocks.append(Notes((text(course.subject.note),)))
    return blocks


def _mark(said: Said, texts: Texts) -> Runs:
    """Return the mark of a working translation; nothing for a sentence in its own language."""
    is_translated = said.citations[0].translation is not None
    return text(texts("mark_of_translation")) if is_translated else ()
