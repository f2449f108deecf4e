"""Which stretch of a passage answers a question.

Every sentence gets a score: how near it is to the question (vectors), how many of the question's
words it holds (weighted by rarity), whether it holds the kind of thing that is asked for. Its
neighbours lend it part of theirs, because what is asked about stands in one sentence and the
answer often in the next. The answer is the stretch of sentences that is worth most: a run reads
as text, loose sentences do not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.question_kind import AnswerType, answer_type
from assistant.writing.answer_kind import holds
from corpus import Language, Sentence
from index.keywords import tokens
from index.passages import Passage
from index.ranking import RankedPassage

# Shares of a sentence's score, and what its best neighbour lends it: chosen on the question set,
# asked in both languages (eval/choices.md).
NEARNESS: Final = 0.55
WORDS: Final = 0.35
KIND: Final = 0.10
# What a text under a heading "Why …?" has on any other text when a reason is asked for.
HEADING: Final = 0.3
NEIGHBOUR: Final = 0.35
# What a sentence is worth that the answer before has said already.
REPEATED: Final = 0.5
REPEATED_SHARE: Final = 0.5
# An answer runs on more often than it begins earlier.
FORWARD: Final = 0.2
# A sentence belongs to the stretch while it is worth this share of the best one.
WORTH: Final = 0.5
WORDS_MAX: Final = 90
# A shorter stretch takes the next sentence with it: an answer often runs on.
WORDS_MIN: Final = 40

# Sentences that mean nothing without the one before.
_LEANS_BACK: Final = re.compile(
    r"^[“\"‘']?(?:dit|dat|deze|die|zij|ze|hij|hierdoor|hiermee|daarom|daarmee|daardoor|daarnaast|"
    r"daarbij|dan|toch|ook|wel|bovendien|this|that|these|those|they|it|he|she|his|her|their|such|"
    r"then|therefore|thus|so|one example|in other words|and|but|correct|better)\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:from|of|to|for|with|by|about) (?:that|this)[.,;!?]|"
    r"\b(?:daarvan|daarvoor|daartegen|daaraan|daarin|hiervoor|hiervan)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of sentences of one passage, ``first`` to ``last`` (both included), around the best."""

    ranked: RankedPassage
    first: int
    last: int
    best: int
    score: float
    covered: frozenset[str]

    @property
    def passage(self) -> Passage:
        """The passage it is part of."""
        return self.ranked.passage

    def text_in(self, language: Language) -> str:
        """Return its sentences in one language."""
        chosen = self.passage.sentences[self.first : self.last + 1]
        return " ".join(in_language(sentence, self.passage, language) for sentence in chosen)

    @property
    def words(self) -> int:
        """Number of words of the original sentences."""
        return sum(
            len(sentence.text.split())
            for sentence in self.passage.sentences[self.first : self.last + 1]
        )


def best_stretch(
    ranked: RankedPassage,
    language: Language,
    wanted: Mapping[str, float],
    kind: AnswerType,
    said: frozenset[str] = frozenset(),
    words_max: int = WORDS_MAX,
    *,
    needs_words: bool = False,
) -> Stretch:
    """Return the stretch of a passage that answers best.

    :param wanted: weight per stemmed word of the question, in ``language``.
    :param needs_words: what somebody said is asked for, so the speaker's name alone will not do.
    :param said: stemmed words of the answer before, which a follow-up does not ask for again.
    """
    passage = ranked.passage
    words = [
        set(tokens(in_language(one, passage, language), language)) for one in passage.sentences
    ]
    worth = _worth(ranked, language, wanted, kind, words, said)
    body = [place for place in range(len(worth)) if not is_heading(passage, place)]
    if needs_words and passage.kind == "quotation" and len(body) > 1:
        del body[-1]  # the speaker is named anyway
    best = max(body, key=lambda place: worth[place])
    first = last = best
    # The items of a list stand side by side: the next one is no part of the answer.
    is_item = passage.kind == "list" and best > body[0]
    while not is_item:
        length = _length(passage, first, last)
        before = first - 1 if first - 1 in body else None
        after = last + 1 if last + 1 in body else None
        options = [
            (worth[place] + (FORWARD if place == after else 0.0), place)
            for place in (before, after)
            if place is not None
            and length + len(passage.sentences[place].text.split()) <= words_max
            and (
                worth[place] >= WORTH * worth[best]
                or (length < WORDS_MIN and place == after)
                or (place == before and _leans_back(passage, first))
            )
        ]
        if not options:
            break
        _, place = max(options)
        first, last = min(first, place), max(last, place)
    covered = frozenset(
        word
        for word in wanted
        if any(word in words[place] for place in _context(passage, first, last))
    )
    return Stretch(ranked, first, last, best, worth[best], covered)


def _context(passage: Passage, first: int, last: int) -> set[int]:
    """Return the sentences of a stretch, with the headings above and the speaker behind it."""
    context = {*range(first, last + 1), *range(passage.headings)}
    return context | {len(passage.sentences) - 1} if passage.kind == "quotation" else context


def is_heading(passage: Passage, place: int) -> bool:
    """Tell whether a sentence of a passage is a title or heading above its text."""
    return place < passage.headings


def in_language(sentence: Sentence, passage: Passage, language: Language) -> str:
    """Return a sentence in ``language`` where it exists in it, else as it is."""
    if language == passage.language or sentence.translation is None:
        return sentence.text
    return sentence.translation


def _worth(
    ranked: RankedPassage,
    language: Language,
    wanted: Mapping[str, float],
    kind: AnswerType,
    words: Sequence[set[str]],
    said: frozenset[str],
) -> list[float]:
    passage = ranked.passage
    everything = sum(wanted.values()) or 1.0
    known = [value for value in ranked.sentence_similarities if not math.isnan(value)]
    lowest = min(known, default=0.0)
    alone = []
    for place, sentence in enumerate(passage.sentences):
        near = ranked.sentence_similarities[place] if ranked.sentence_similarities else lowest
        overlap = sum(weight for word, weight in wanted.items() if word in words[place])
        text = in_language(sentence, passage, language)
        alone.append(
            NEARNESS * max(0.0, lowest if math.isnan(near) else near)
            + WORDS * overlap / everything
            + KIND * (kind != "any" and holds(text, kind))
            + HEADING * (kind != "any" and _heading_asks(passage, kind))
        )
    is_repeated = [len(found & said) > REPEATED_SHARE * len(found) for found in words]
    worth = []
    for place, value in enumerate(alone):
        previous = alone[place - 1] if place and not is_heading(passage, place - 1) else 0.0
        following = alone[place + 1] if place + 1 < len(alone) else 0.0
        # A question in the text is answered by the sentence after it, and so is a question that
        # follows up on what was said.
        is_asked = place > 0 and passage.sentences[place - 1].text.endswith("?")
        lends = 1.0 if is_asked or (place and is_repeated[place - 1]) else NEIGHBOUR
        own = REPEATED * value if is_repeated[place] else value
        worth.append(own + max(lends * previous, NEIGHBOUR * following))
    return worth


def _leans_back(passage: Passage, place: int) -> bool:
    text = passage.sentences[place].text
    return bool(_LEANS_BACK.match(text) or _POINTS_BACK.search(text))


def _heading_asks(passage: Passage, kind: AnswerType) -> bool:
    """Tell whether a passage stands under a heading that asks for what is asked: "Why …?"."""
    return bool(passage.section) and answer_type(passage.section[-1]) == kind


def _length(passage: Passage, first: int, last: int) -> int:
    return sum(len(one.text.split()) for one in passage.sentences[first : last + 1])
