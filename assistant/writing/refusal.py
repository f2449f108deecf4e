"""Answers without citations: refusals, and what is said without the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.answer import Answer, Nearby, Outcome
from assistant.evidence.span_selection import Span
from assistant.texts import load_texts
from assistant.understanding.turns import TurnKind
from assistant.writing.composition import place_line, plain
from corpus import Document, Language

WRITER: Final = "quotes"
_SPOKEN: Final[dict[TurnKind, Outcome]] = {
    "greeting": "courtesy", "thanks": "courtesy", "goodbye": "courtesy",
    "about_assistant": "about_assistant", "about_library": "about_assistant",
    "about_privacy": "about_assistant", "make": "outside_subject",
}  # fmt: skip
_NEARBY: Final = 2
# What is shown as near has at least this probability of answering (eval/choices.md).
_NEARBY_ODDS_MIN: Final = 0.111


def spoken_answer(kind: TurnKind, language: Language) -> Answer | None:
    """Return the answer to a greeting, a question about the assistant itself, or a task.

    ``None`` for a turn that the sources must answer.
    """
    outcome = _SPOKEN.get(kind)
    return None if outcome is None else _without_sources(kind, language, outcome)


def outside_subject(language: Language) -> Answer:
    """Return the answer to a question about something else."""
    return _without_sources("outside_subject", language, "outside_subject")


def unclear(language: Language, readings: Sequence[str]) -> Answer:
    """Return the question back to a question that fits several things.

    :param readings: questions that the library answers, in ``language``.
    """
    lines = "\n".join(f"- {plain(reading)}" for reading in readings)
    text = f"{load_texts(language)['answer.unclear']}\n\n{lines}"
    return Answer(text, language, "unclear", WRITER, readings=tuple(readings))


def not_in_sources(
    language: Language, nearby: Sequence[Span], *, is_limited: bool = False
) -> Answer:
    """Return the answer to a question on the subject that the sources leave open.

    :param nearby: what comes closest, shown under a heading of its own and not as an answer.
    :param is_limited: only some documents were searched in.
    """
    texts = load_texts(language)
    lines = [texts["answer.not_in_chosen" if is_limited else "answer.not_in_sources"]]
    near = [one for one in nearby if one.judged.odds >= _NEARBY_ODDS_MIN][:_NEARBY]
    if near:
        shown = "\n".join(_nearby_line(one, language) for one in near)
        lines += [f"**{texts['answer.nearby']}**", shown]
    sentences = [(one.passage.document, one.passage.sentences[one.best]) for one in near]
    places = tuple(Nearby(document, one.start, one.end) for document, one in sentences)
    return Answer("\n\n".join(lines), language, "not_in_sources", WRITER, nearby=places)


def answered_elsewhere(answer: Answer, document: Document) -> Answer:
    """Return a refusal that names the document, not among those chosen, that does answer.

    A question that is not clear in the chosen documents is so in that one.
    """
    if answer.outcome == "unclear":
        answer = not_in_sources(answer.language, (), is_limited=True)
    told = load_texts(answer.language)["answer.elsewhere"]
    line = told.format(title=plain(document.title_in(answer.language)))
    refused, *near = answer.text.split("\n\n")
    return replace(answer, text="\n\n".join((refused, line, *near)), elsewhere=document.id)


def _nearby_line(span: Span, language: Language) -> str:
    said = plain(" ".join(span.passage.sentence_in(span.best, language).split()))
    return f"- {place_line(span.passage.headings_in(language))}: {said}"


def _without_sources(text: str, language: Language, outcome: Outcome) -> Answer:
    return Answer(load_texts(language)[f"answer.{text}"], language, outcome, WRITER)
