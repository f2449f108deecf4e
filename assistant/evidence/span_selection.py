"""From the probability of each sentence to the spans that are quoted.

A span is a run of neighbouring sentences of one passage around the most probable one: a run reads
as text, loose sentences do not. How far it runs is decided by the probabilities of its neighbours,
and by what cannot be read alone: a sentence that points back, a question without its answer, a
statement that the next sentence takes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.evidence.judgement import JudgedPassage, Part
from corpus import Language
from corpus.counting import counts_in
from corpus.sentences import points_back
from index.library_kind import LibraryKind
from index.passages import Passage

# Chosen on the train split, and for bare documents on pages of others (eval/choices.md): a
# neighbour belongs to the span from this share of the best sentence's probability, another span is
# added from that share of its odds, for a question that asks for several things from a lower one.
NEIGHBOUR_SHARE: Final = 0.12
ANOTHER_SHARE: Final[Mapping[LibraryKind, float]] = {"catalogued": 0.07, "plain": 0.30}
SEVERAL_SHARE: Final[Mapping[LibraryKind, float]] = {"catalogued": 0.015, "plain": 0.08}
_SPANS_MAX: Final = 3
SPAN_WORDS_MAX: Final = 80
# A shorter span takes the next sentence with it: an answer often runs on.
SPAN_WORDS_MIN: Final = 40
_WORDS_MAX: Final = 150

# Words by which a sentence takes back what the one before said.
_CONTRAST: Final[Mapping[Language, re.Pattern[str]]] = {
    "nl": re.compile(r"^\W*(?:maar|echter|toch|wel|daarentegen|ondanks)\b|\bechter\b", re.I),
    "en": re.compile(r"^\W*(?:but|however|yet|still|even though|although)\b|\bhowever\b", re.I),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Sentences ``first`` to ``last`` (both included) of a passage, around the ``best``."""

    judged: JudgedPassage
    first: int
    last: int
    best: int

    @property
    def passage(self) -> Passage:
        """The passage it is part of."""
        return self.judged.ranked.passage

    def overlaps(self, other: Span) -> bool:
        """Tell whether two spans share text of a document."""
        mine, theirs = self.passage.sentences, other.passage.sentences
        return (
            self.passage.document == other.passage.document
            and mine[self.first].start < theirs[other.last].end
            and theirs[other.first].start < mine[self.last].end
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The spans chosen for one part; ``is_repeated``: another part has quoted its best already."""

    part: Part
    spans: tuple[Span, ...]
    is_repeated: bool = False

    @property
    def is_answered(self) -> bool:
        """Tell whether the sources answer this part; what a term means, its explanation does."""
        is_known = self.part.judgement.is_answered or self.part.search.term is not None
        return is_known and (bool(self.spans) or self.is_repeated)


def choose_spans(
    parts: Sequence[Part], *, is_brief: bool = False, asks_for_several: bool = False
) -> list[Chosen]:
    """Choose what answers each part of a question, nothing twice.

    :param is_brief: the best sentence of each part only.
    :param asks_for_several: a question of one part needs several places.
    """
    words_max = 0 if is_brief else _WORDS_MAX // len(parts)
    shares = SEVERAL_SHARE if asks_for_several and len(parts) == 1 else ANOTHER_SHARE
    chosen: list[Chosen] = []
    for part in parts:
        before = [span for one in chosen for span in one.spans]
        chosen.append(_choose(part, words_max, shares[part.judgement.library], before))
    return chosen


def is_list_wanted(span: Span, part: Part) -> bool:
    """Tell whether a question asks for the whole list that a span is a piece of.

    The line that introduces it answers, or the question says how many items it has.
    """
    items = len(span.passage.sentences) - 1 - span.passage.lead_in
    is_counted = any(count.number == items for count in counts_in(part.search.question))
    return is_counted or span.first <= span.passage.lead_in


def _choose(part: Part, words_max: int, share: float, before: Sequence[Span]) -> Chosen:
    chosen: list[Span] = []
    is_repeated = False
    for one in part.judgement.passages:
        span = _span(one, part.language, min(words_max, SPAN_WORDS_MAX))
        if chosen and (
            len(chosen) == _SPANS_MAX
            or span.judged.odds < share * chosen[0].judged.odds
            or sum(_words(of.passage, of.first, of.last) for of in (*chosen, span)) > words_max
        ):
            continue
        if any(span.overlaps(other) for other in before):
            is_repeated = is_repeated or not chosen
        elif not any(span.overlaps(other) for other in chosen):
            chosen.append(span)
    return Chosen(part, tuple(chosen), is_repeated)


def _span(judged: JudgedPassage, language: Language, words_max: int) -> Span:
    passage, probabilities = judged.ranked.passage, judged.probabilities
    best = judged.best
    first = last = best
    body = range(passage.headings, len(passage.sentences))
    # The items of a list stand side by side: the next one is no part of the answer.
    is_item = passage.kind == "list" and best > passage.lead_in
    while not is_item:
        options = [
            (probabilities[place], place)
            for place in (first - 1, last + 1)
            if place in body
            and _words(passage, min(first, place), max(last, place)) <= words_max
            and (
                probabilities[place] >= NEIGHBOUR_SHARE * probabilities[best]
                or (place > last and _words(passage, first, last) < SPAN_WORDS_MIN)
                or _is_needed(passage, place, first, last, language)
            )
        ]
        if not options:
            break
        _, place = max(options)
        first, last = min(first, place), max(last, place)
    return Span(judged, first, last, best)


def _is_needed(passage: Passage, place: int, first: int, last: int, language: Language) -> bool:
    """Tell whether a span cannot be read without the sentence at ``place`` beside it."""
    if place < first:
        return points_back(passage.sentence_in(first, language), language)
    is_question = passage.sentence_in(last, language).rstrip("\"'”’ ").endswith("?")
    return is_question or bool(_CONTRAST[language].search(passage.sentence_in(place, language)))


def _words(passage: Passage, first: int, last: int) -> int:
    return sum(len(one.text.split()) for one in passage.sentences[first : last + 1])
