"""The line above an answer that says what kind of answer it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.evidence.span_selection import Chosen
from assistant.understanding.speakers import speaker_of
from assistant.writing.composition import plain

# From this probability somebody else's words are the words that are asked about.
_SAID_PROBABILITY_MIN: Final = 0.5


def introduce(chosen: Sequence[Chosen], missing: Sequence[Chosen], texts: Mapping[str, str]) -> str:
    """Return the introduction of an answer, empty where the source line says enough.

    :param chosen: the parts that were answered; ``missing``: those that were not.
    """
    if missing:
        names = [one.part.about for one in missing if one.part.about]
        if len(names) < len(missing):
            return texts["answer.partly"]
        return texts["answer.partly_without"].format(missing=", ".join(map(plain, names)))
    if len(chosen) > 1:
        return texts["answer.per_part"]
    first = chosen[0].spans[0]
    speaker, named = speaker_of(first.passage), chosen[0].part.speaker
    if speaker and named and named != speaker and first.probability >= _SAID_PROBABILITY_MIN:
        return texts["answer.said_by_other"].format(speaker=speaker, other=named)
    if len({span.passage.document for span in chosen[0].spans}) > 1:
        return texts["answer.several_sources"]
    return ""
