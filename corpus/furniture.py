"""Lines that belong to a web page, not to the document on it."""

from __future__ import annotations

import re
from typing import Final

# What web pages put around a text, in both languages. A line counts only when it is short and
# matches from its first word, so a sentence about cookies in a document is never lost.
_FURNITURE_LINE: Final = re.compile(
    r"""(?ix) ^(?:
        (?:this|our)\ (?:web)?site\ uses\ cookies\b.* |
        (?:deze|onze)\ (?:web)?site\ (?:gebruikt|maakt\ gebruik\ van)\ cookies\b.* |
        (?:no|\d+)\ comments?:? | geen\ (?:reacties|opmerkingen):? |
        post\ a\ comment | (?:een\ )?reactie\ (?:posten|plaatsen) |
        nl\ (?:\|\ )?en | en\ (?:\|\ )?nl |
        (?:skip\ to\ (?:main\ )?content|ga\ naar\ (?:de\ )?(?:hoofd)?inhoud|spring\ naar\ (?:de\ )?inhoud)
    )$"""
)
_LONGEST_FURNITURE_LINE: Final = 120


def is_furniture(line: str, declared: tuple[str, ...] = ()) -> bool:
    """Tell whether a line is site furniture: by its form, or because document.toml names it."""
    stripped = line.strip()
    if stripped in declared:
        return True
    return len(stripped) <= _LONGEST_FURNITURE_LINE and bool(_FURNITURE_LINE.match(stripped))


def without_link(line: str, links: tuple[str, ...]) -> str:
    """Return a line without the link in it and what follows, if document.toml names how it begins.

    >>> without_link("Adviseur, Gemeente Zeewolde Meer tips van Carolien", ("Meer tips van",))
    'Adviseur, Gemeente Zeewolde'
    """
    for link in links:
        line = re.split(rf"\s+{re.escape(link)}\s", line, maxsplit=1)[0].rstrip()
    return line
