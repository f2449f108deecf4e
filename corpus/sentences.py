"""Where sentences begin and end, for Dutch and English, with character offsets.

A quotation is cut at these places, so a wrong cut shows up in an answer. The rules are few and
checked on the shipped documents (`tests/corpus/test_sentences.py`): a sentence ends at ``. ! ? …``,
with the closing quotes and brackets behind it, when white space and then something that can begin
a sentence follows, unless the full stop belongs to an abbreviation or an initial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.language import Language

_ABBREVIATIONS: Final = frozenset(
    # Dutch
    "bijv bv o.a m.b.t d.w.z i.p.v a.d.h.v m.i.v t.o.v t.a.v i.v.m z.o.z m.n nl resp ca evt incl excl "
    "dhr mevr mw drs ir ing mr prof dr blz p nr art jl afd red vgl "
    # English
    "e.g i.e vs mrs ms st fig vol ed eds cf approx dept est".split()
)

# Not from the middle of a row of marks: a line of dots would be read again from each.
_END: Final = re.compile(r"""(?<![.!?…])(?P<mark>[.!?…]+)(?P<closing>["'”’»)\]]*)(?P<gap>\s+|$)""")
_CAN_BEGIN: Final = re.compile(r"""["'“‘„«(\[•–—-]*\s?[A-ZÀ-ÖØ-Þ0-9]|["“‘„«(\[]""")
_WORD_BEFORE: Final = re.compile(r"[\w.]+$")
# The longest abbreviation has 8 characters; looking back further would make long lines slow.
_LOOK_BACK: Final = 40
# The longest sentence of the shipped documents has 316 characters. What has no end for so long is
# cut: nobody reads a longer quotation. Behind a clause if one ends in its second half, else at
# white space where there is some.
_CHARACTERS_MAX: Final = 600
_LAST_CLAUSE: Final = re.compile(r".*[;:,]\s", re.DOTALL)
_LAST_SPACE: Final = re.compile(r".*\s", re.DOTALL)
# A line break inside a paragraph does not end a sentence, an empty line does.
_BLANK_LINE: Final = re.compile(r"\n\s*\n")
# Words that open a sentence which means nothing without the one before.
_POINTS_BACK: Final[dict[Language, re.Pattern[str]]] = {
    "nl": re.compile(r"^\W*(?:dit|dat|deze|die|zij|ze|hij|hier\w*|daar\w+|dan|ook)\b", re.I),
    "en": re.compile(r"^\W*(?:this|that|these|those|they|it|he|she|such|then|thus|so)\b", re.I),
}


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Cut ``text[start:end]`` into sentences.

    Returns ``(start, end)`` offsets into ``text``, in order, without surrounding white space;
    together they hold every character that is not white space.
    """
    sentences = _sentences(text, start, len(text) if end is None else end)
    return [part for begin, stop in sentences for part in cut_long(text, begin, stop)]


def cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut ``text[start:end]``, one sentence, into parts that can be read as a quotation."""
    parts: list[tuple[int, int]] = []
    while end - start > _CHARACTERS_MAX:
        limit = start + _CHARACTERS_MAX
        clause = _LAST_CLAUSE.match(text, start + _CHARACTERS_MAX // 2, limit)
        space = clause or _LAST_SPACE.match(text, start + 1, limit)
        stop = space.end() if space else limit
        parts.extend(_trimmed(text, start, stop))
        start = stop
    parts.extend(_trimmed(text, start, end))
    return parts


def points_back(text: str, language: Language) -> bool:
    """Tell whether a sentence means nothing without the one before it."""
    return bool(_POINTS_BACK[language].search(text))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _END.finditer(text, start, end):
        stop = found.end("closing")
        after = found.end()
        if after < end and not _ends_sentence(text, begin, found, end):
            continue
        yield from _trimmed(text, begin, stop)
        begin = after
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    if _BLANK_LINE.search(found["gap"]):
        return True
    if not _CAN_BEGIN.match(text, found.end(), end):
        return False
    if found["mark"] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(begin, found.start() - _LOOK_BACK), found.start())
    if word is None:
        return True
    bare = word[0].lower()
    if bare == "al" and text[max(begin, word.start() - 3) : word.start()].lower() == "et ":
        return False
    is_initial = len(word[0]) == 1 and word[0].isupper()
    return bare not in _ABBREVIATIONS and not is_initial


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
