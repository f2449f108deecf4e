"""Choosing the stretches that answer a question, and telling whether they do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.question_kind import (
    asked_plurals,
    asks_for_identity,
    asks_for_list,
    asks_for_words,
    counted_words,
    counts_in,
)
from assistant.writing.answer_kind import holds
from assistant.writing.part import Part
from assistant.writing.selection import WORDS_MAX, Stretch, best_stretch, in_language, is_heading
from corpus import Language
from index.keywords import tokens

_PASSAGES: Final = 6
_WORDS_MAX: Final = 120
# A second source is added when it holds this share of what the first left unsaid …
_NEW_SHARE_MIN: Final = 0.5
# … and when that is this share of all that was asked, or when it is nearly as good as the first.
_OPEN_SHARE_MIN: Final = 0.25
_NEARLY_AS_GOOD: Final = 0.93
_GOOD_ENOUGH: Final = 0.5
_PLACE: Final = 0.5
_OPENS_SECTION: Final = 0.2
_LIST: Final = 0.5
_OTHER_NAME: Final = 1.0
_SURER_SHARE: Final = 0.3
# "Who is the X of Y?" is answered by a text that speaks of X and of Y; a longer question by one
# that has most of its words.
_IDENTITY_SHARE: Final = 0.5
_IDENTITY_SHARE_OF_FEW: Final = 0.9
_FEW_WORDS: Final = 3
# What has none of the question's words answers it only when it is this near.
_COVERED_MIN: Final = 0.08
_NEAR_MIN: Final = 0.38
_ASKED_MIN: Final = 0.55
# Kinds of question whose answer is known by its form: without an amount no price was given.
_TELLING: Final = frozenset({"amount", "year", "number", "name"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stretches chosen for one part; ``repeated``: what answers it, but was chosen before."""

    part: Part
    stretches: tuple[Stretch, ...]
    repeated: tuple[Stretch, ...] = ()

    @property
    def _everything(self) -> tuple[Stretch, ...]:
        return (*self.repeated, *self.stretches)

    @property
    def _names_who_is_asked_for(self) -> bool:
        """Tell whether one stretch speaks of all of "the mayor of Rotterdam", not one of half."""
        return not asks_for_identity(self.part.question) or any(
            _holds_all(stretch, self.part) for stretch in self._everything
        )

    @property
    def _counts_what_is_asked_for(self) -> bool:
        """Tell whether a stretch speaks of what is counted: inhabitants, if that many are asked."""
        language = self.part.language
        counted = set(tokens(counted_words(self.part.question), language))
        return not counted or any(
            counted & set(tokens(stretch.text_in(language), language))
            for stretch in self._everything
        )

    @property
    def is_answered(self) -> bool:
        """Tell whether something was found that can be an answer to this kind of question."""
        kind = self.part.kind
        return (
            bool(self._everything)
            and self._names_who_is_asked_for
            and self._counts_what_is_asked_for
            and any(_is_about(stretch, self.part) for stretch in self._everything)
            and (
                kind not in _TELLING
                or any(
                    holds(stretch.text_in(self.part.language), kind) for stretch in self._everything
                )
            )
        )


def _holds_all(stretch: Stretch, part: Part) -> bool:
    everything = sum(part.word_weights.values()) or 1.0
    covered = sum(part.word_weights.get(word, 0.0) for word in stretch.covered)
    is_short = len(part.word_weights) <= _FEW_WORDS
    return covered >= (_IDENTITY_SHARE_OF_FEW if is_short else _IDENTITY_SHARE) * everything


def _is_about(stretch: Stretch, part: Part) -> bool:
    """Tell whether a stretch has some of the question's words, or is near it without them."""
    everything = sum(part.word_weights.values()) + part.unknown_weight
    covered = sum(part.word_weights.get(word, 0.0) for word in stretch.covered)
    similarities = stretch.ranked.sentence_similarities[stretch.first : stretch.last + 1]
    nearest = max((one for one in similarities if not math.isnan(one)), default=0.0)
    # Somebody who asks in words of their own is understood by the catalogue's questions, which are.
    is_asked_like_this = stretch.ranked.question_similarity >= _ASKED_MIN
    return covered >= _COVERED_MIN * everything or nearest >= _NEAR_MIN or is_asked_like_this


def choose_stretches(parts: Sequence[Part]) -> list[Chosen]:
    """Choose what answers each part of a question, nothing twice."""
    chosen: list[Chosen] = []
    words_max = _WORDS_MAX // len(parts)
    for part in parts:
        before = [stretch for one in chosen for stretch in one.stretches]
        chosen.append(_choose(part, words_max, before))
    return chosen


def keep_answered(chosen: Sequence[Chosen]) -> list[Chosen]:
    """Return the parts that were answered, each with something that no other part says.

    What answers a part may have been chosen for one that is left out; then it is said here.
    """
    kept: list[Chosen] = []
    for one in chosen:
        if not one.is_answered:
            continue
        said = [stretch for other in kept for stretch in other.stretches]
        again = tuple(stretch for stretch in one.repeated if not _is_said(stretch, said))
        stretches = (*again, *one.stretches)
        if stretches:
            kept.append(Chosen(one.part, stretches, one.repeated))
    return kept


def _choose(part: Part, words_max: int, before: Sequence[Stretch]) -> Chosen:
    kind = part.kind
    asked = part.word_weights
    # Other names count for finding a sentence, but leaving one out leaves nothing unsaid.
    named = {word: _OTHER_NAME for name in part.also for word in tokens(name, part.language)}
    said = frozenset(tokens(part.said, part.language))
    stretches = sorted(
        (
            best_stretch(
                ranked,
                part.language,
                {**named, **asked},
                kind,
                said,
                min(words_max, WORDS_MAX),
                needs_words=asks_for_words(part.question),
            )
            for ranked in part.passages[:_PASSAGES]
            if ranked.passage.kind != "outline"
        ),
        key=lambda one: -_value(one, part),
    )
    # What another part has said already is not said again; the next best may add to it.
    repeated = tuple(stretch for stretch in stretches[:1] if _is_said(stretch, before))
    stretches = [stretch for stretch in stretches if not _is_said(stretch, before)]
    if not stretches:
        return Chosen(part, (), repeated)
    stretches = _who_really_said_it(stretches, part)
    chosen = [stretches[0]]
    everything = sum(asked.values()) or 1.0
    for stretch in stretches[1:]:
        if sum(one.words for one in chosen) + stretch.words > words_max or len(chosen) >= 3:
            continue
        covered = frozenset().union(*(one.covered for one in chosen))
        unsaid = {word: weight for word, weight in asked.items() if word not in covered}
        open_weight = sum(unsaid.values())
        new = sum(weight for word, weight in unsaid.items() if word in stretch.covered)
        adds = open_weight >= _OPEN_SHARE_MIN * everything and new >= _NEW_SHARE_MIN * open_weight
        is_as_good = _value(stretch, part) >= _NEARLY_AS_GOOD * _value(chosen[0], part)
        is_good = _place(stretch, part) >= _GOOD_ENOUGH
        if (adds and is_good) or is_as_good:
            chosen.append(stretch)
    return Chosen(part, tuple(chosen), repeated)


def _who_really_said_it(stretches: list[Stretch], part: Part) -> list[Stretch]:
    """Put somebody else's quotation first when it, and not the named speaker's, has the words.

    The name alone draws a question to that speaker's quotation, whatever was really said there.
    """
    if part.speaker is None or not asks_for_words(part.question):
        return stretches
    named = set(tokens(part.speaker, part.language))
    words = {word: weight for word, weight in part.word_weights.items() if word not in named}

    def held(stretch: Stretch) -> float:
        return sum(weight for word, weight in words.items() if word in stretch.covered)

    best = max(stretches, key=held)
    is_surer = held(best) - held(stretches[0]) >= _SURER_SHARE * (sum(words.values()) or 1.0)
    if not is_surer or best.passage.kind != "quotation":
        return stretches
    return [best, *(stretch for stretch in stretches if stretch is not best)]


def _place(stretch: Stretch, part: Part) -> float:
    """Return how good a stretch's passage is: 1 for the best that was found, 0 for the last."""
    top, low = part.passages[0].score, part.passages[-1].score
    return (stretch.ranked.score - low) / (top - low) if top > low else 1.0


def _value(stretch: Stretch, part: Part) -> float:
    place = _place(stretch, part)
    is_list = (
        stretch.passage.kind == "list"
        and asks_for_list(part.question)
        and is_list_wanted(stretch, part.question, part.language)
    )
    return (
        stretch.score
        + _PLACE * place
        + _OPENS_SECTION * _opens_section_on(stretch, part)
        + _LIST * is_list
    )


def _opens_section_on(stretch: Stretch, part: Part) -> bool:
    """Tell whether a stretch opens the section that a question's rarest word is the heading of.

    What something is, and what it does, is said first under its heading.
    """
    passage = stretch.passage
    if not passage.headings or not passage.section or not part.word_weights:
        return False
    heading = set(tokens(passage.headings_in(part.language)[-1], part.language))
    rarest = max(part.word_weights, key=lambda word: part.word_weights[word])
    return rarest in heading


def _is_said(stretch: Stretch, chosen: Sequence[Stretch]) -> bool:
    return any(
        one.passage.document == stretch.passage.document
        and one.passage.sentences[one.first].start <= stretch.passage.sentences[stretch.last].end
        and stretch.passage.sentences[stretch.first].start <= one.passage.sentences[one.last].end
        for one in chosen
    )


def is_list_wanted(stretch: Stretch, question: str, language: Language) -> bool:
    """Tell whether a question asks for the whole list that a stretch is a piece of."""
    passage = stretch.passage
    body = [n for n in range(len(passage.sentences)) if not is_heading(passage, n)]
    items = len(body) - 1
    lead_in = tokens(in_language(passage.sentences[body[0]], passage, language), language)
    plurals = tuple(tokens(asked_plurals(question), language))
    return (
        stretch.first == body[0]
        or any(count.number == items for count in counts_in(question))
        or (
            asks_for_list(question)
            # By its end: "behoeften" are "basisbehoeften".
            and any(plurals and word.endswith(plurals) for word in lead_in)
        )
    )
