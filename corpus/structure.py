"""From plain text to blocks: titles, headings, paragraphs, list items and bylines.

One line of the text is one block, save bylines: a quotation is followed by its speaker's name
(as printed under a portrait and again beside it) and office, on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus.description import StructureHints
from corpus.document import Block, BlockKind, Sentence
from corpus.furniture import is_furniture, without_link
from corpus.sentences import cut_long, split_sentences
from corpus.text_file import split_lines

LIST_ITEM: Final = re.compile(r"^(?:[•‣▪●*–-]\s+|(?:\d{1,2}|[a-z])[.)]\s+)")
# A line without one, such as "=====", only divides.
_WORD: Final = re.compile(r"\w")
_MARKDOWN_HEADING: Final = re.compile(r"^#{1,6}\s+")
# "Slimmer werken; professionals worden …": an item that names its term first.
_TERM_ITEM: Final = re.compile(r"^[^.;:!?]{2,60};\s")
_NAME: Final = re.compile(
    r"^[A-ZÀ-Þ][\w'’-]+(?:\s+(?:van|de|den|der|ten|ter))*(?:\s+[A-ZÀ-Þ][\w'’-]+){1,3}$"
)
# The longest heading of the shipped documents has 12 words; a 13-word line without a full stop
# in one of them is a sentence.
_HEADING_WORDS_MAX: Final = 12
_HEADING_CHARACTERS_MAX: Final = 110
# A heading is repeated with all that stands below it.
MARKED_HEADING_CHARACTERS_MAX: Final = 300

_LineKind = Literal["title", "heading", "paragraph", "list_item", "byline", "skip"]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text without its margins: ``text[start:end]``; ``number`` counts from 0."""

    number: int
    start: int
    end: int
    text: str


def read_blocks(original: str, translation: str | None, hints: StructureHints) -> tuple[Block, ...]:
    """Read the structure of a text.

    :param translation: the same text in the other language, line for line, or ``None``.
    :returns: the blocks in the order of the text; furniture and repeated paragraphs left out.
    """
    lines = _lines(original)
    translated = split_lines(translation) if translation is not None else None
    kinds = _line_kinds(lines, hints)
    blocks: list[Block] = []
    path: list[tuple[str, str | None]] = []
    seen: set[str] = set()
    position = 0
    while position < len(lines):
        line, kind = lines[position], kinds[position]
        last = position
        while kind == "byline" and last + 1 < len(lines) and kinds[last + 1] == "byline":
            last += 1
        position = last + 1
        if kind == "skip":
            continue
        if kind == "paragraph" and len(line.text) > _HEADING_CHARACTERS_MAX:
            if line.text in seen:
                continue
            seen.add(line.text)
        if kind == "heading":
            del path[_level(line.text, hints, path) - 1 :]
        links = hints.byline_links
        blocks.append(_block(original, translated, kind, line, lines[last], path, links))
        if kind == "heading":
            heading = translated[line.number].strip() if translated else None
            path.append((_MARKDOWN_HEADING.sub("", line.text), heading))
    return tuple(blocks)


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for number, raw in enumerate(split_lines(text)):
        # Windows programs put a byte order mark before a text; it belongs to no word of it.
        stripped = raw.strip().lstrip("\ufeff").lstrip()
        if stripped:
            begin = start + raw.index(stripped)
            lines.append(_Line(number, begin, begin + len(stripped), stripped))
        start += len(raw) + (2 if text.startswith("\r\n", start + len(raw)) else 1)
    return lines


def _line_kinds(lines: Sequence[_Line], hints: StructureHints) -> list[_LineKind]:
    kinds: list[_LineKind] = []
    in_list = False
    for position, line in enumerate(lines):
        following = lines[position + 1].text if position + 1 < len(lines) else None
        kind = _kind(line.text, following, hints)
        if kind == "paragraph" and in_list and _TERM_ITEM.match(line.text):
            kind = "list_item"
        in_list = kind == "list_item" or (kind == "paragraph" and line.text.endswith(":"))
        kinds.append(kind)
    for position in range(len(lines) - 2):
        _mark_byline(lines, kinds, position)
    return kinds


def _kind(text: str, following: str | None, hints: StructureHints) -> _LineKind:
    if is_furniture(text, hints.furniture) or not _WORD.search(text):
        return "skip"
    if text in hints.title_lines:
        return "title"
    is_marked = _MARKDOWN_HEADING.match(text) and len(text) <= MARKED_HEADING_CHARACTERS_MAX
    if text in hints.sections or is_marked:
        return "heading"
    if LIST_ITEM.match(text):
        return "list_item"
    is_short = len(text.split()) <= _HEADING_WORDS_MAX and len(text) <= _HEADING_CHARACTERS_MAX
    ends_open = text[-1] not in ".!:;,…" and not text.endswith((".”", ".’", '."'))
    if is_short and ends_open and following is not None:
        return "heading"
    return "paragraph"


def _mark_byline(lines: Sequence[_Line], kinds: list[_LineKind], position: int) -> None:
    """Mark name, name again and office behind a quotation as one byline.

    The first name is left out when both are spelt alike; otherwise both stay, as printed.
    """
    first, second, office = (lines[position + step] for step in range(3))
    is_name_twice = (
        position > 0
        and kinds[position - 1] == "paragraph"
        and _NAME.match(first.text)
        and _NAME.match(second.text)
        and first.text.split()[-1] == second.text.split()[-1]
    )
    if is_name_twice and len(office.text.split()) <= _HEADING_WORDS_MAX + 4:
        kinds[position] = "skip" if first.text == second.text else "byline"
        kinds[position + 1] = kinds[position + 2] = "byline"


def _level(text: str, hints: StructureHints, path: Sequence[tuple[str, str | None]]) -> int:
    marks = _MARKDOWN_HEADING.match(text)
    if marks:
        return min(len(marks[0].strip()), len(path) + 1)
    is_under_a_section = bool(hints.sections) and text not in hints.sections and bool(path)
    return 2 if is_under_a_section else 1


def _block(
    original: str,
    translated: Sequence[str] | None,
    kind: BlockKind,
    first: _Line,
    last: _Line,
    path: Sequence[tuple[str, str | None]],
    links: tuple[str, ...],
) -> Block:
    in_translation = (
        None
        if translated is None
        else "\n".join(
            line.strip() for line in translated[first.number : last.number + 1] if line.strip()
        )
    )
    return Block(
        kind=kind,
        start=first.start,
        end=last.end,
        text=original[first.start : last.end],
        sentences=block_sentences(original, kind, first.start, last.end, in_translation, links),
        section=tuple(heading for heading, _ in path),
        translated_section=tuple(heading for _, heading in path if heading is not None),
    )


def block_sentences(
    original: str,
    kind: BlockKind,
    start: int,
    end: int,
    translation: str | None = None,
    links: tuple[str, ...] = (),
) -> tuple[Sentence, ...]:
    """Return the sentences of the block ``original[start:end]``.

    :param translation: the block in the other language.
    :param links: how a link behind the office of a speaker begins.
    """
    if kind == "byline":
        # The link behind the office is part of the line, so of the block; it is not quoted.
        stop = start + len(without_link(original[start:end], links))
        rest = without_link(translation, links) if translation is not None else None
        return (Sentence(start, stop, original[start:stop], rest),)
    if kind in ("title", "heading", "list_item"):
        # Cut off a list mark such as "•" or "#", but keep "3." and "3": the number is part of what it says.
        mark = re.match(r"[•‣▪●*–#-]+\s+", original[start:end])
        begin = start + (mark.end() if mark else 0)
        rest = re.sub(r"^[•‣▪●*–#-]+\s+", "", translation) if translation is not None else None
        parts = cut_long(original, begin, end)
        return tuple(
            Sentence(first, last, original[first:last], rest if len(parts) == 1 else None)
            for first, last in parts
        )
    spans = split_sentences(original, start, end)
    translated_spans = split_sentences(translation) if translation is not None else []
    is_aligned = translation is not None and len(spans) == len(translated_spans)
    return tuple(
        Sentence(
            begin,
            stop,
            original[begin:stop],
            translation[slice(*translated_spans[place])] if translation and is_aligned else None,
        )
        for place, (begin, stop) in enumerate(spans)
    )


def byline_lines(byline: str) -> list[str]:
    """Return name and office; of a name printed in two spellings the one beside the office."""
    return [line.strip() for line in byline.splitlines() if line.strip()][-2:]
