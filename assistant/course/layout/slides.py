"""Slides: a question with its points; quotations and sources in the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from assistant.course.course import Course
from assistant.course.excerpt import Wording
from assistant.course.items import Lesson, ProgrammePart, Said
from assistant.course.layout.reading import clock
from assistant.course.layout.sources import quote_run, source_runs
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Heading, ItemList, Notes, Paragraph, Quotation, Run, text
from assistant.publishing.publication import Runs
from corpus import Document


def slide_blocks(course: Course, texts: Texts, documents: Mapping[str, Document]) -> list[Block]:
    """Return the agenda, a heading, the points and notes per slide; the last names the documents."""
    slides = [one for one in course.items["slides"] if isinstance(one, Lesson)]
    seen = Counter[str]()
    blocks: list[Block] = []
    parts = [one for one in course.items.get("programme", ()) if isinstance(one, ProgrammePart)]
    if parts:
        agenda = tuple(text(f"{clock(one.starts_at)} {one.title}") for one in parts if one.trainer)
        blocks += [Heading(2, text(texts("programme"))), ItemList(agenda)]
    for slide in slides:
        seen[slide.title] += 1
        # Every slide has a title of its own: screen readers and overviews list them.
        count = seen[slide.title]
        title = slide.title if count == 1 else f"{slide.title} ({count})"
        blocks += [
            Heading(2, text(title)),
            *_body(slide, texts, documents),
            _notes(slide, texts, documents),
        ]
    named = dict.fromkeys(one.citations[0].document for one in slides)
    titles = [documents[one].title_in(texts.language) for one in named]
    blocks.append(Heading(2, text(texts("sources"))))
    blocks.append(ItemList(tuple(text(title) for title in titles)))
    if course.subject.note:
        blocks.append(Notes((text(course.subject.note),)))
    return blocks


def _body(slide: Lesson, texts: Texts, documents: Mapping[str, Document]) -> list[Block]:
    """Return a question with the points of its answer, or else the quotation."""
    if slide.asked:
        asked = Paragraph((Run(slide.asked, is_bold=True),))
        points = ItemList(
            tuple(text(one.lead) if one.lead else _quoted(one.said, texts) for one in slide.points)
        )
        places = dict.fromkeys(
            documents[one.said.citations[0].document].short_title_in(texts.language)
            for one in slide.points
        )
        return [asked, points, Paragraph((Run("; ".join(places), is_italic=True),))]
    said = slide.points[0].said
    source = source_runs(said.citations, texts, documents, with_original=False)
    return [Quotation(_quoted(said, texts), (*source, *_mark(said, texts)))]


def _notes(slide: Lesson, texts: Texts, documents: Mapping[str, Document]) -> Notes:
    """Return what the sources say word for word, and where."""
    return Notes(
        tuple(
            runs
            for one in slide.points
            for runs in (
                _quoted(one.said, texts),
                source_runs(one.said.citations, texts, documents),
            )
        )
    )


def _quoted(said: Said, texts: Texts) -> Runs:
    return (quote_run(Wording(said.text, said.language), texts.language),)


def _mark(said: Said, texts: Texts) -> Runs:
    """Return the mark of a working translation; nothing for a sentence in its own language."""
    is_translated = said.citations[0].translation is not None
    return text(f". {texts('mark_of_translation')}") if is_translated else ()
