"""The line above an answer that says what kind of answer it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.speakers import speaker_of
from assistant.writing.choosing import Chosen
from assistant.writing.selection import Stretch
from index.keywords import tokens

# The share of what was asked that somebody's words must hold to be the words that are asked about.
_SAID_SHARE = 0.5


def introduce(chosen: Sequence[Chosen], texts: Mapping[str, str], *, is_whole: bool) -> str:
    """Return the introduction of an answer, empty where the source line says enough.

    :param chosen: the parts that were answered; ``is_whole``: there were no others.
    """
    stretches = [stretch for one in chosen for stretch in one.stretches]
    if not is_whole:
        return texts["answer.partly"]
    if len(chosen) > 1:
        return texts["answer.per_part"]
    attributed = _attribution(chosen[0], texts)
    if attributed:
        return attributed
    if len({stretch.passage.document for stretch in stretches}) > 1:
        return texts["answer.several_sources"]
    return ""


def _attribution(chosen: Chosen, texts: Mapping[str, str]) -> str:
    """Say whose words these are, and whose not when the question names somebody else."""
    first = chosen.stretches[0]
    speaker = speaker_of(first.passage)
    if speaker is None:
        return ""
    others = [name for name in _speakers(chosen) if name != speaker]
    question = chosen.part.question
    named = next((name for name in others if name.split()[-1] in question), None)
    if named and speaker.split()[-1] not in question and _is_said_in(first, chosen):
        return texts["answer.said_by_other"].format(speaker=speaker, other=named)
    return ""


def _is_said_in(stretch: Stretch, chosen: Chosen) -> bool:
    weights = chosen.part.word_weights
    names = set(tokens(" ".join(_speakers(chosen)), chosen.part.language))
    asked = {word: weight for word, weight in weights.items() if word not in names}
    said = sum(weight for word, weight in asked.items() if word in stretch.covered)
    return said >= _SAID_SHARE * (sum(asked.values()) or 1.0)


def _speakers(chosen: Chosen) -> list[str]:
    """Return who speaks in any passage that was found, best first."""
    found = (speaker_of(ranked.passage) for ranked in chosen.part.passages)
    return list(dict.fromkeys(name for name in found if name))
