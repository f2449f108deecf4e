"""The page that shows every part of the pages in its states, made by what draws the real ones.

The answers on it are composed of sentences of the library, so it needs no search and shows what an
organisation's own documents look like in its own colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, cast

from assistant.answer import Answer, Draft, Nearby, Reply
from assistant.page.answer_tools import downloads_html, suggestions_html
from assistant.page.conversation import Answered, Conversation, Step
from assistant.page.editions import Edition
from assistant.page.screen import Screen
from assistant.page.site.rendering import View, render, texts_in
from assistant.page.site.routes import SiteEdition
from assistant.page.site.searching import Hit, mark_words
from assistant.page.sources import sources_head_html
from assistant.page.tokens import read_tokens
from assistant.page.tour import tour_html
from assistant.texts import load_texts
from assistant.writing.composition import compose_answer
from assistant.writing.refusal import not_in_sources, outside_subject, spoken_answer, unclear
from assistant.writing.statement import Statement, statement_of
from corpus import Document, Language, Sentence

_SCRIPT: Final = Path(__file__).parent / "sources.js"
_WORDS_MIN: Final = 8


def style_guide(view: View, edition: SiteEdition) -> str:
    """Return the page for a library; one without running text shows no answers with sources."""
    language = view.language
    texts = load_texts(language)
    # Only its documents are read.
    screen = Screen(lambda: cast(Edition, edition), language, view.links, can_judge=True)
    question = texts["style.question"]
    answered = tuple(
        Answered(reply, edition.documents)
        for reply in _replies(edition.documents, language, question)
    )
    conversation = Conversation(answered)
    cited = answered[0].reply.answer
    pending = Draft(f"{cited.text} [9]", language, question, cited.citations, frozenset({9}))
    steps = [
        Step(replace(conversation, asking=question), draft, documents=edition.documents)
        for draft in (None, pending)
    ]
    nothing_yet, written = (screen.messages(step) for step in steps)
    asked = [texts["style.reading_1"], texts["style.reading_2"]]
    return render(
        "style.html",
        view,
        colours=tuple(read_tokens().light),
        messages=[*nothing_yet, written[-1]],
        sources_head=sources_head_html(texts),
        panel=screen.panel(steps[-1]),
        further=[
            suggestions_html(asked, language, screen.reader, is_refused=is_refused)
            for is_refused in (False, True)
        ],
        downloads=downloads_html(texts),
        tour=tour_html(texts),
        hits=list(_hits(answered[0].reply, edition.documents, language)),
        terms=edition.glossary[:2],
        documents=edition.documents,
        script=_SCRIPT.read_text(encoding="utf-8"),
    )


def _replies(
    documents: Mapping[str, Document], language: Language, question: str
) -> Iterator[Reply]:
    """Yield a reply with every outcome, and with everything that can stand above or below one."""
    text = texts_in(language)
    quoted = list(_statements(documents, language))
    answered = compose_answer(quoted[:1], documents, language, "answered", "quotes")
    listed = [replace(one, kind="item") for one in quoted]
    left = text("answer.partly_without").format(missing="“…”")
    partly = compose_answer(
        listed, documents, language, "partly_answered", text("style.model"), left
    )
    places = [(one.quotation.document.id, one.quotation) for one in quoted[:2]]
    near = tuple(Nearby(name, place.start, place.end) for name, place in places)
    about = spoken_answer("about_assistant", language)
    assert about is not None
    answers: Sequence[Answer] = (
        answered,
        partly,
        replace(not_in_sources(language, ()), nearby=near),
        outside_subject(language),
        unclear(language, (text("style.reading_1"), text("style.reading_2"))),
        about,
    )
    for answer in answers:
        is_limited = answer is partly
        yield Reply(
            question,
            text("style.reading_1") if is_limited else question,
            answer,
            documents=tuple(documents)[:1] if is_limited else (),
        )


def _statements(documents: Mapping[str, Document], language: Language) -> Iterator[Statement]:
    """Yield sentences of some documents, those in the other language first: they are translated."""
    for document in sorted(documents.values(), key=lambda one: one.language == language)[:2]:
        for sentence in islice(_sentences(document), 2):
            said = statement_of(document, [sentence], language)
            yield replace(said, answering=said.text)


def _sentences(document: Document) -> Iterator[Sentence]:
    """Yield the first sentence of each paragraph, if that states something."""
    for block in document.blocks:
        if block.kind == "paragraph" and block.sentences:
            sentence = block.sentences[0]
            if "?" not in sentence.text and len(sentence.text.split()) >= _WORDS_MIN:
                yield sentence


def _hits(reply: Reply, documents: Mapping[str, Document], language: Language) -> Iterator[Hit]:
    for one in reply.answer.citations:
        said = one.translation or one.quote
        spoken = language if one.translation else one.language
        yield Hit(
            document=one.document,
            title=documents[one.document].title_in(language),
            section=one.section,
            place_language=one.language,
            language=spoken,
            pieces=tuple(mark_words(said, max(said.split(), key=len), spoken)),
            is_translation=one.translation is not None,
            is_outline=False,
            start=one.start,
            end=one.end,
            holds="all",
        )
