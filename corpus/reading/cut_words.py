"""Words that a line end cut in two: with or without the hyphen that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
# "onderwijs- en jeugdbeleid": this hyphen stands for a word, whether a line ends there or not.
_GOES_ON_WITH: Final = re.compile(r"(?:en|of|and|or|tot|naar)\b")
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAST: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*$")


class CutWords:
    """The words of a document, by which those that it cuts are told apart.

    :param lines: of the document.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = {word for line in lines for word in _WORD.findall(line.lower())}

    def join(self, text: str, more: str) -> str:
        """Return a text with the next line behind it, a word that was cut whole again."""
        if not is_cut(text):
            return f"{text} {more}"
        if _GOES_ON_WITH.match(more):
            return f"{text[:-1]}- {more}"
        return f"{text[:-1]}{more}" if self._is_one_word(text[:-1], more) else f"{text}{more}"

    def _is_one_word(self, text: str, more: str) -> bool:
        last, first = _LAST.search(text), _WORD.match(more)
        # "AI-systeem" has its hyphen on every line.
        if last is None or first is None or not more[0].islower() or text[-1].isupper():
            return False
        whole, compound = f"{last[0]}{first[0]}".lower(), f"{last[0]}-{first[0]}".lower()
        return whole in self._words or compound not in self._words


def is_cut(text: str) -> bool:
    """Tell whether a line ends in a hyphen behind a letter."""
    return _HYPHEN.search(text) is not None
