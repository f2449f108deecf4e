"""Taking a model's preference for a language out of its vectors.

Multilingual models place the two languages side by side: every Dutch vector is near every other
Dutch vector, so a Dutch question finds Dutch passages first, whatever they say. Subtracting each
language's mean (Libovický, Rosa & Fraser 2020, "On the Language Neutrality of Pre-trained
Multilingual Representations") moves the two on top of each other. The means come from general
text that says the same things in both languages, never from the library itself: a library of two
Dutch and three English documents would have its subjects subtracted with the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from corpus import LANGUAGES, Language

Role = Literal["query", "passage"]

_KINDS: Final[tuple[tuple[Role, str], ...]] = (("query", "question"), ("passage", "statement"))
# A sentence's vector and a passage's differ in length as well as in what they say. Three statements
# read as one text stand between the two, and serve both.
_STATEMENTS_PER_TEXT: Final = 3
_GENERAL_TEXT: Final = Path(__file__).parent / "general_text.tsv"


@dataclass(frozen=True, slots=True)
class GeneralText:
    """General text in one language, by the role it is embedded in.

    ``sentences``: questions one by one, statements three at a time.
    """

    role: Role
    language: Language
    sentences: tuple[str, ...]


@cache
def general_text() -> tuple[GeneralText, ...]:
    """Return the shipped general text: per role and language, the same sentences in the same order."""
    rows = [
        line.split("\t") for line in _GENERAL_TEXT.read_text(encoding="utf-8").splitlines() if line
    ]
    texts = []
    for role, kind in _KINDS:
        for column, language in enumerate(LANGUAGES, start=1):
            sentences = [row[column] for row in rows if row[0] == kind]
            size = 1 if role == "query" else _STATEMENTS_PER_TEXT
            joined = (
                " ".join(sentences[start : start + size])
                for start in range(0, len(sentences), size)
            )
            texts.append(GeneralText(role, language, tuple(joined)))
    return tuple(texts)


class Centring:
    """Subtracts a language's mean vector and scales back to unit length."""

    def __init__(self, means: Mapping[tuple[Role, Language], NDArray[np.float32]]) -> None:
        self._means = dict(means)

    def __call__(
        self, vectors: NDArray[np.float32], role: Role, language: Language
    ) -> NDArray[np.float32]:
        """Return centred unit vectors, shape as given: ``(n, dimensions)``."""
        centred = vectors - self._means[role, language]
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        result: NDArray[np.float32] = centred / np.maximum(lengths, 1e-12)
        return result

    def save(self, path: Path) -> None:
        """Write the means to a ``.npz`` file."""
        named = {f"{role}_{language}": mean for (role, language), mean in self._means.items()}
        np.savez(path, **named)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Centring:
        """Read the means that :meth:`save` wrote."""
        with np.load(path) as stored:
            return cls(
                {
                    (text.role, text.language): stored[f"{text.role}_{text.language}"]
                    for text in general_text()
                }
            )
