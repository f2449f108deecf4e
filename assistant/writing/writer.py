"""The default writer: from what was found to an answer of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.evidence.judgement import Part
from assistant.evidence.span_selection import SEVERAL_SHARE, Chosen, choose_spans
from assistant.texts import load_texts
from assistant.understanding.names import speaker_of
from assistant.writing.composition import compose_answer, plain
from assistant.writing.quotes import define, write_quotes
from assistant.writing.refusal import WRITER, not_in_sources, unclear
from assistant.writing.statement import Statement
from assistant.writing.structure import (
    numbered_sections,
    numbered_statement,
    write_from_structure,
)
from corpus import Document, Language
from corpus.numbering import Numbering
from corpus.versions import newest_first
from index.ranking import RankedPassage

# Structure answers only for the sources that the question is about.
_DOCUMENTS = 3
# From these odds somebody else's words are the words that are asked about.
_SAID_ODDS_MIN = 1.0


def write_answer(
    parts: Sequence[Part],
    passages: Sequence[RankedPassage],
    language: Language,
    documents: Mapping[str, Document],
    *,
    is_brief: bool = False,
    readings: Sequence[str] = (),
    asks_for_several: bool = False,
    is_limited: bool = False,
) -> Answer:
    """Write an answer out of quotations, in ``language``.

    :param is_brief: one sentence for each part of the question.
    :param readings: of a vague question, in ``language``: it is asked back which is meant.
    :param asks_for_several: several places answer it together.
    :param is_limited: only some documents were searched in.
    """
    texts = load_texts(language)
    near = {
        ranked.passage.document: documents[ranked.passage.document]
        for ranked in passages[:_DOCUMENTS]
    }
    if len(parts) == 1:
        said, above = write_from_structure(parts[0], language, near)
        if said:
            return compose_answer(said, documents, language, "answered", WRITER, above)
    sections = [numbered_sections(part, near) for part in parts]
    parts = [
        _newest_first(_within(part, inside), documents)
        for part, inside in zip(parts, sections, strict=True)
    ]
    if readings and [part.search.term for part in parts] == [None] and not sections[0]:
        return unclear(language, readings)
    chosen = choose_spans(parts, is_brief=is_brief, asks_for_several=asks_for_several)
    # A section that is asked for by its number answers, whatever other words the question has.
    found = [
        (one, inside)
        for one, inside in zip(chosen, sections, strict=True)
        if (one.spans if inside else one.is_answered and one.part.search.number is None)
    ]
    answered = [one for one, _ in found]
    if not any(one.spans for one in answered):
        near_by = [span for one in chosen for span in one.spans]
        return not_in_sources(language, near_by, is_limited=is_limited)
    missing = [one.part for one in chosen if one not in answered]
    introduction = _introduction(answered, missing, texts)
    if len(parts) == 1 and len(sections[0]) > 1:
        introduction = texts["answer.same_number"]
    statements: list[Statement] = []
    for one, inside in found:
        statements += [numbered_statement(place, language) for place in inside]
        statements += _statements(one, language, documents)
    return compose_answer(
        statements,
        documents,
        language,
        "partly_answered" if missing else "answered",
        WRITER,
        introduction,
    )


def _introduction(
    chosen: Sequence[Chosen], missing: Sequence[Part], texts: Mapping[str, str]
) -> str:
    """Return the introduction of an answer, empty where the source line says enough.

    :param chosen: the parts that were answered; ``missing``: those that were not.
    """
    if missing:
        names = [one.search.about or f"“{one.search.question}”" for one in missing]
        return texts["answer.partly_without"].format(missing=", ".join(map(plain, names)))
    if len(chosen) > 1:
        sides = [one.part.search.about for one in chosen]
        if all(sides):
            return texts["answer.per_side"].format(sides=", ".join(map(plain, sides)))
        return texts["answer.per_part"]
    first = chosen[0].spans[0]
    speaker, named = speaker_of(first.passage), chosen[0].part.search.speaker
    if speaker and named and named != speaker and first.judged.odds >= _SAID_ODDS_MIN:
        return texts["answer.said_by_other"].format(speaker=speaker, other=named)
    if len({span.passage.document for span in chosen[0].spans}) > 1:
        return texts["answer.several_sources"]
    return ""


def _statements(
    chosen: Chosen, language: Language, documents: Mapping[str, Document]
) -> list[Statement]:
    """Return what answers a part: what its term means, if it asks that, and its spans."""
    quotes = write_quotes(chosen, language, documents)
    if chosen.part.search.term is None:
        return quotes
    explained = define(chosen.part.search.term, language, documents)
    return [explained, *(one for one in quotes if not one.overlaps(explained))]


def _newest_first(part: Part, documents: Mapping[str, Document]) -> Part:
    """Return a part of which the newest version of a document answers before the older ones.

    Only where several places would be quoted, and both of them be among these: what a newer
    version leaves out, it does not answer.
    """
    judgement = part.judgement
    if not judgement.passages:
        return part
    least = SEVERAL_SHARE[judgement.library] * judgement.passages[0].odds
    answering = [one for one in judgement.passages if one.odds >= least]
    newest = newest_first(answering, lambda one: documents[one.ranked.passage.document], documents)
    passages = (*newest, *judgement.passages[len(answering) :])
    return replace(part, judgement=replace(judgement, passages=passages))


def _within(part: Part, sections: Sequence[Numbering]) -> Part:
    """Return a part with what was found in some sections only, if any are named and have it."""
    headings = {one.sentence.text for one in sections}
    judgement = part.judgement
    inside = tuple(
        one for one in judgement.passages if headings.intersection(one.ranked.passage.section[-1:])
    )
    return replace(part, judgement=replace(judgement, passages=inside)) if inside else part
