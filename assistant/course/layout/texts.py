"""Our own words in course material, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.standing import in_words
from assistant.texts import load_texts
from corpus import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: ``texts("quiz")``."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """Return the text ``course.<key>`` with the values filled in."""
        return load_texts(self.language)[f"course.{key}"].format(**values)

    def date(self, moment: datetime) -> str:
        """Return a date in words."""
        return in_words(moment.date(), self.language)
