"""Quiz material that any library has: under which heading, or in which document, a sentence stands."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.drawing import shuffled
from assistant.course.excerpt import Excerpt, excerpts_of
from assistant.course.handout import section_name
from assistant.course.points import stands_alone
from assistant.course.quiz_draft import ChoiceDraft
from assistant.course.sources import Sources
from assistant.course.wording import is_alike

_OTHERS_READ_MAX = 400


def section_drafts(sources: Sources) -> Iterator[ChoiceDraft]:
    """Yield questions for the heading above a sentence; wrong answers are the other headings."""
    for one in shuffled(sources.request, "headings", sources.points):
        if not stands_alone(one) or not one.block.section:
            continue
        headings: dict[str, bool] = {}
        right = section_name(one, sources)
        for other in excerpts_of(one.document):
            if other.block.section and other.block.section != one.block.section:
                name = section_name(other, sources)
                headings[name] = headings.get(name, False) or _alike(other, one)
        wrong = tuple(name for name, is_alike in headings.items() if not is_alike)
        yield ChoiceDraft(
            question=sources.text("choice_section", title=one.document.title_in(sources.language)),
            given=one.wording(sources.language),
            right=right,
            wrong=(wrong,),
            citations=sources.cite(one),
            sort="section",
            asks=one.wording(sources.language).text,
        )


def document_drafts(sources: Sources) -> Iterator[ChoiceDraft]:
    """Yield questions for the document of a sentence; wrong answers are the other documents."""
    if len(sources.subject.documents) < 2:
        return
    others = [
        other
        for document in sources.documents
        for other in excerpts_of(document)[: _OTHERS_READ_MAX // max(len(sources.documents), 1)]
    ]
    for one in shuffled(sources.request, "documents", sources.points):
        if not stands_alone(one):
            continue
        alike = {other.document.id for other in others if _alike(other, one)}
        wrong = tuple(
            document.title_in(sources.language)
            for document in sources.documents
            if document.id != one.document.id and document.id not in alike
        )
        yield ChoiceDraft(
            question=sources.text("choice_document"),
            given=one.wording(sources.language),
            right=one.document.title_in(sources.language),
            wrong=(wrong,),
            citations=sources.cite(one),
            sort="document",
            asks=one.wording(sources.language).text,
        )


def _alike(one: Excerpt, other: Excerpt) -> bool:
    return one.document.language == other.document.language and is_alike(
        one.sentence.text, other.sentence.text, one.document.language
    )
