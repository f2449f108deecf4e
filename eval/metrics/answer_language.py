"""Answer language: does the assistant speak the asker's language?"""

from __future__ import annotations

import re
from typing import Final

from corpus import Language
from corpus.language import detect_language

# A quotation may rightly be in the language of its source, in either way of writing it: a
# Markdown block quote, or text between quotation marks.
_QUOTED: Final = re.compile(
    r"^[ \t]*>.*$|\"[^\"\n]+\"|[“„][^”\n]+”|«[^»\n]+»|‘[^’\n]+’(?!\w)", re.MULTILINE
)
_MARK: Final = re.compile(r"\[\d+\]|[*_#`>|\"“”„«»‘]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# Fewer words ("Zie ook:", a name) do not tell a language.
_WORDS_MIN: Final = 4


def is_in_language(text: str, language: Language) -> bool:
    """Tell whether the answer, outside its quotations, is in ``language``.

    The language is detected from the text itself, not taken from what the answer declares. An
    answer with fewer than four words outside quotations is judged by the whole of it.
    """
    outside = _MARK.sub(" ", _QUOTED.sub(" ", text))
    judged = outside if len(_WORD.findall(outside)) >= _WORDS_MIN else _MARK.sub(" ", text)
    return detect_language(judged, when_unclear=language) == language
