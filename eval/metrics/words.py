"""Words: how much there is to read."""

from __future__ import annotations

import re
from typing import Final

from eval.metrics.citations import MARKER

_WORD: Final = re.compile(r"\w+(?:[-'’.,&]\w+)*")


def word_count(text: str) -> int:
    """Count the words of an answer, without citation markers and Markdown signs.

    ``co-creatie``, ``it'er`` and ``11.367`` are one word each.
    """
    return len(_WORD.findall(MARKER.sub(" ", text)))
