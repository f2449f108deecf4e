"""Text that is none: the letters of a PDF that does not say which letters they are.

It looks right on the page, where each is drawn; read out it is "7KLVUROHZLOOEH".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_LETTERS_MIN: Final = 200
# Of Dutch and English text it is .38; of other languages in these letters, and of lists of names or
# codes that people made, seldom below .25.
_VOWELS_SHARE_MIN: Final = 0.2


def is_garbled(lines: Iterable[str]) -> bool:
    """Tell whether what stands on a page can be no words: it has hardly a vowel.

    Text in other letters than Latin ones, and a few words, are never called so.
    """
    spelt = unicodedata.normalize("NFKD", "".join(lines)).lower()
    letters = [one for one in spelt if "a" <= one <= "z"]
    vowels = sum(one in "aeiou" for one in letters)
    return len(letters) >= _LETTERS_MIN and vowels < _VOWELS_SHARE_MIN * len(letters)
