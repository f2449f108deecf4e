"""Cutting documents into passages: the pieces that are searched and quoted from.

A passage keeps sentences whole. It keeps a list together with the line that introduces it, and a
quotation together with its speaker and office, because a piece of either misleads. Long paragraphs
are cut into even groups of sentences of about 90 words, the size that the figures were measured
with. A document with headings also gets outline passages: a question for the elements
of a dimension is answered by headings, not by running text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from corpus import Block, Document, Language, Sentence

PassageKind = Literal["text", "list", "quotation", "outline"]

_WORDS_MAX: Final = 110
_WORDS_WANTED: Final = 95
# What belongs together is cut only when it is so long that it would be no passage any more; the
# longest of the shipped documents has 229 words.
_WORDS_TOGETHER_MAX: Final = 400
# A text without white space counts as many words.
_CHARACTERS_PER_WORD_MAX: Final = 20
_LEAD_IN_WORDS_MAX: Final = 60
_TINY_WORDS: Final = 25
# Two passages of one paragraph share a sentence, so that what two sentences say together stands
# in one of them.
_OVERLAP_WORDS_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one document, and the sentences that can be quoted from it.

    ``text`` is in the document's own language; ``translation`` is the same in the other language,
    ``None`` where the document has no translation. The first ``headings`` sentences are the title
    and headings above the text.
    """

    id: str
    document: str
    title: str
    translated_title: str | None
    language: Language
    kind: PassageKind
    section: tuple[str, ...]
    translated_section: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    headings: int
    text: str
    translation: str | None

    @property
    def start(self) -> int:
        """Offset of the first character in the original."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character in the original."""
        return self.sentences[-1].end

    @property
    def lead_in(self) -> int:
        """The place of the sentence that introduces a list: the last of what stands above it."""
        at = 0
        for place in range(self.headings, len(self.sentences)):
            found = self.text.find(self.sentences[place].text, at)
            if place > self.headings and "\n" in self.text[at:found]:
                return place - 1
            at = found + len(self.sentences[place].text)
        return self.headings

    def text_in(self, language: Language) -> str | None:
        """Return the passage in ``language``, or ``None`` where it does not exist in it."""
        return self.text if language == self.language else self.translation

    def sentence_in(self, place: int, language: Language) -> str:
        """Return a sentence in ``language`` where it exists in it, else as it is."""
        sentence = self.sentences[place]
        is_own = language == self.language or sentence.translation is None
        return sentence.text if is_own else sentence.translation or ""

    def headings_in(self, language: Language) -> tuple[str, ...]:
        """Return title and section path in ``language``; the original ones if there are no others."""
        if language == self.language or self.translation is None:
            return (self.title, *self.section)
        return (self.translated_title or self.title, *(self.translated_section or self.section))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Sentences of one block that stay together; a whole block or a part of one."""

    block: Block
    sentences: tuple[Sentence, ...]
    is_whole: bool

    @property
    def is_heading(self) -> bool:
        return self.block.kind in ("heading", "title")

    @property
    def words(self) -> int:
        return _words(self.sentences)

    def text(self, original: str) -> str:
        if self.is_whole:
            return self.block.text
        return original[self.sentences[0].start : self.sentences[-1].end]


def cut_passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages, in the order of its text, outlines last."""
    passages: list[Passage] = []
    blocks = [block for block in document.blocks if block.kind != "title" or document.translation]
    for _, grouped in groupby(blocks, key=_section_key):
        group = list(grouped)
        if all(block.kind in ("heading", "title") for block in group):
            continue
        passages.extend(_section_passages(document, group))
    passages.extend(_outlines(document))
    return tuple(passages)


def _section_key(block: Block) -> tuple[str, ...]:
    # A heading opens its own section, so it goes with the text below it.
    return (*block.section, block.text) if block.kind == "heading" else block.section


def _section_passages(document: Document, blocks: Sequence[Block]) -> Iterator[Passage]:
    heading = [_whole(block) for block in blocks if block.kind in ("heading", "title")]
    body = [block for block in blocks if block.kind not in ("heading", "title")]
    opening = heading
    for kind, pieces in _merge_tiny(list(_groups(body))):
        for part in _parts(kind, [*opening, *pieces]):
            yield _passage(document, kind, part)
        opening = []


def _parts(kind: PassageKind, pieces: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """Cut what is too long to stay together; each part of a list keeps the line that introduces it."""
    if sum(piece.words for piece in pieces) <= _WORDS_TOGETHER_MAX:
        yield pieces
        return
    lead_in = next((one for one in pieces if not one.is_heading), pieces[0])
    keeps = kind == "list" and lead_in.block.kind == "paragraph"
    part: list[_Piece] = []
    used = 0
    for piece in pieces:
        for smaller in _smaller(piece):
            if used and used + smaller.words > _WORDS_WANTED:
                yield part
                part, used = [lead_in] if keeps else [], 0
            part.append(smaller)
            used += smaller.words
    yield part


def _smaller(piece: _Piece) -> list[_Piece]:
    return [piece] if piece.words <= _WORDS_MAX else _cut(piece.block, piece.sentences)


def _groups(body: Sequence[Block]) -> Iterator[tuple[PassageKind, list[_Piece]]]:
    if body and body[-1].kind == "byline":
        yield "quotation", [_whole(block) for block in body]
        return
    position = 0
    while position < len(body):
        block = body[position]
        items_end = position + 1
        while items_end < len(body) and body[items_end].kind == "list_item":
            items_end += 1
        items = [_whole(item) for item in body[position + 1 : items_end]]
        position = items_end
        if not items:
            yield from (("text", [piece]) for piece in _cut_paragraph(block))
            continue
        if block.kind == "list_item" or _words(block.sentences) <= _LEAD_IN_WORDS_MAX:
            yield "list", [_whole(block), *items]
            continue
        before, lead_in = block.sentences[:-1], block.sentences[-1:]
        yield from (("text", [piece]) for piece in _cut(block, before))
        yield "list", [_Piece(block, lead_in, False), *items]


def _cut_paragraph(block: Block) -> list[_Piece]:
    if _words(block.sentences) <= _WORDS_MAX:
        return [_whole(block)]
    return _cut(block, block.sentences)


def _cut(block: Block, sentences: Sequence[Sentence]) -> list[_Piece]:
    """Cut into the fewest groups of at most the wanted size, as even as sentences allow."""
    total = _words(sentences)
    groups = max(1, math.ceil(total / _WORDS_WANTED)) if total > _WORDS_MAX else 1
    pieces: list[_Piece] = []
    current: list[Sentence] = []
    used = 0
    for sentence in sentences:
        words = _size(sentence)
        goal = total * (len(pieces) + 1) / groups
        if current and used + words / 2 > goal:
            pieces.append(_Piece(block, tuple(current), False))
            last = current[-1]
            current = [last] if _size(last) <= _OVERLAP_WORDS_MAX else []
        current.append(sentence)
        used += words
    if current:
        pieces.append(_Piece(block, tuple(current), False))
    return pieces


def _merge_tiny(
    groups: Sequence[tuple[PassageKind, list[_Piece]]],
) -> list[tuple[PassageKind, list[_Piece]]]:
    """Join a group of a few words to the one before it: alone it says too little to be found."""
    merged: list[tuple[PassageKind, list[_Piece]]] = []
    for kind, pieces in groups:
        words = sum(piece.words for piece in pieces)
        before = merged[-1][1] if merged else []
        # Nobody reads on from a sentence into a program, or into a note to another.
        is_apart = any(piece.block.kind in ("code", "note") for piece in (*before, *pieces))
        is_tiny = kind == "text" and words < _TINY_WORDS and not is_apart
        fits = sum(piece.words for piece in before) + words <= _WORDS_MAX
        if merged and is_tiny and fits and merged[-1][0] == "text":
            merged[-1] = ("text", [*before, *pieces])
        else:
            merged.append((kind, pieces))
    return merged


def _outlines(document: Document) -> Iterator[Passage]:
    headings = [block for block in document.blocks if block.kind == "heading"]
    top = [heading for heading in headings if not heading.section]
    outlines = [headings] if len(top) >= 2 and len(headings) >= 4 else []
    below: list[Block] = []
    for heading in headings:
        if not heading.section:
            below = [heading]
            outlines.append(below)
        else:
            below.append(heading)
    for outline in outlines:
        if len(outline) >= 3:
            for part in _parts("outline", [_whole(heading) for heading in outline]):
                yield _passage(document, "outline", part)


def _passage(document: Document, kind: PassageKind, pieces: Sequence[_Piece]) -> Passage:
    sentences = tuple(sentence for piece in pieces for sentence in piece.sentences)
    body = next((piece.block for piece in pieces if piece.block.kind != "heading"), None)
    outline_of = pieces[0].block.section if kind == "outline" else ()
    is_translated = all(sentence.translation is not None for sentence in sentences)
    prefix = "outline:" if kind == "outline" else ""
    return Passage(
        id=f"{document.id}:{prefix}{sentences[0].start}-{sentences[-1].end}",
        document=document.id,
        title=document.title,
        translated_title=document.translated_title,
        language=document.language,
        kind=kind,
        section=body.section if body else outline_of,
        translated_section=body.translated_section if body else (),
        sentences=sentences,
        headings=sum(len(piece.sentences) for piece in pieces if piece.is_heading),
        text="\n".join(piece.text(document.original) for piece in pieces),
        translation=_joined_translation(pieces) if is_translated else None,
    )


def _joined_translation(pieces: Iterable[_Piece]) -> str:
    return "\n".join(
        " ".join(sentence.translation or "" for sentence in piece.sentences) for piece in pieces
    )


def _whole(block: Block) -> _Piece:
    return _Piece(block, block.sentences, True)


def _words(sentences: Iterable[Sentence]) -> int:
    return sum(_size(sentence) for sentence in sentences)


def _size(sentence: Sentence) -> int:
    """Return how many words a sentence counts for."""
    return max(len(sentence.text.split()), len(sentence.text) // _CHARACTERS_PER_WORD_MAX)
