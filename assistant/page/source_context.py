"""A quote in its document: marked among its neighbours, beside its translation, the rest closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from assistant.answer import Citation
from assistant.page.anchors import source_id
from assistant.page.source_card import Reader, text_html
from corpus import Block, Document, Language, Sentence

# Enough to see what a quote is part of; the whole document is one link away.
_CHARACTERS_AROUND: Final = 1200

# Kind of paragraph, and from where to where it is shown.
_Part = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a document at once: the quotes of ``group``, and a sentence on either side.

    A whole paragraph is more than a telephone shows, and the quote would be out of view. ``start``
    and ``end`` are places of the original, ``blocks`` the paragraphs that they lie in.
    """

    document: Document
    group: Sequence[Citation]
    blocks: range
    start: int
    end: int

    @classmethod
    def of(cls, group: Sequence[Citation], document: Document) -> Excerpt:
        """Return the excerpt of quotes that stand in paragraphs beside each other."""
        start, end = quoted(group)
        blocks = blocks_of(group, document)
        if blocks:
            first, last = document.blocks[blocks.start], document.blocks[blocks.stop - 1]
            before = [one.start for one in first.sentences if one.end <= start]
            after = [one.end for one in last.sentences if one.start >= end]
            start = before[-1] if len(before) > 1 else first.start
            end = after[0] if len(after) > 1 else last.end
        return cls(document, group, blocks, start, end)

    def shown(self) -> Sequence[Block]:
        """Return the paragraphs that it is part of."""
        return self.document.blocks[self.blocks.start : self.blocks.stop]


def quoted(group: Sequence[Citation]) -> tuple[int, int]:
    """Return where the first of some quotes begins, and the last ends."""
    return min(one.start for one in group), max(one.end for one in group)


def blocks_of(group: Sequence[Citation], document: Document) -> range:
    """Return the places of the blocks that the group quotes from, and of those between them."""
    start, end = quoted(group)
    places = [
        place
        for place, block in enumerate(document.blocks)
        if block.start < end and start < block.end
    ]
    return range(places[0], places[-1] + 1) if places else range(0)


def quote_html(turn: int, excerpt: Excerpt, spoken: Language, reader: Reader) -> str:
    """Return the quotes marked among their neighbours, beside their translation if there is one.

    :param spoken: the language of the answer.
    """
    if not excerpt.blocks:
        return ""
    document = excerpt.document
    original = "".join(
        [
            f"<blockquote{reader.lang(document.language)}>",
            *(_marked_html(turn, block, excerpt) for block in excerpt.shown()),
            _speaker_html(excerpt),
            "</blockquote>",
        ]
    )
    if not any(citation.translation for citation in excerpt.group):
        return f'<div class="texts">{original}</div>'
    written_in = escape(reader.texts[f"page.original_in_{document.language}"])
    return (
        f'<div class="texts two"><div class="original"><p class="label">{written_in}</p>'
        f'{original}</div><div class="translation"><p class="label">'
        f"{escape(reader.texts['page.working_translation'])}</p>"
        f"<div{reader.lang(spoken)}>{_translation_html(excerpt)}</div></div></div>"
    )


def around_html(excerpt: Excerpt, reader: Reader) -> str:
    """Return what stands before and after what is shown, each closed until it is opened."""
    if not excerpt.blocks:
        return ""
    document, blocks, shown = excerpt.document, excerpt.blocks, excerpt.shown()
    before = [
        *list(_until_enough(reversed(document.blocks[: blocks.start])))[::-1],
        (shown[0].kind, shown[0].start, excerpt.start),
    ]
    after = [
        (shown[-1].kind, excerpt.end, shown[-1].end),
        *_until_enough(document.blocks[blocks.stop :]),
    ]
    return _closed_html("earlier", before, document, reader) + _closed_html(
        "later", after, document, reader
    )


def _until_enough(blocks: Iterable[Block]) -> Iterable[_Part]:
    length = 0
    for block in blocks:
        yield block.kind, block.start, block.end
        length += len(block.text)
        if length >= _CHARACTERS_AROUND:
            return


def _closed_html(name: str, parts: Sequence[_Part], document: Document, reader: Reader) -> str:
    texts = [(kind, document.original[start:end].strip()) for kind, start, end in parts]
    said = "".join(f'<p class="{kind}">{text_html(text)}</p>' for kind, text in texts if text)
    if not said:
        return ""
    return (
        f'<details class="around {name}"><summary>{escape(reader.texts[f"page.{name}"])}</summary>'
        f"<div{reader.lang(document.language)}>{said}</div></details>"
    )


def _marked_html(turn: int, block: Block, excerpt: Excerpt) -> str:
    original = excerpt.document.original
    first, last = max(block.start, excerpt.start), min(block.end, excerpt.end)
    parts = ["… " if first > block.start else ""]
    position = first
    inside = [one for one in excerpt.group if one.start < block.end and block.start < one.end]
    for citation in sorted(inside, key=lambda citation: citation.start):
        start, end = max(citation.start, block.start), min(citation.end, block.end)
        # A quote that runs over several blocks has its id in the first of them.
        own_id = (
            f' id="{source_id(turn, citation.number)}" tabindex="-1"'
            if citation.start >= block.start
            else ""
        )
        parts.append(text_html(original[position:start]))
        parts.append(f"<mark{own_id}>{text_html(original[start:end])}</mark>")
        position = end
    parts.append(text_html(original[position:last]))
    parts.append(" …" if last < block.end else "")
    return f'<p class="{block.kind}">{"".join(parts)}</p>'


def _speaker_html(excerpt: Excerpt) -> str:
    """Return who said it, where the last paragraph is a quotation: its speaker stands behind it."""
    document, blocks = excerpt.document, excerpt.blocks
    following = document.blocks[blocks.stop : blocks.stop + 1]
    if not following or following[0].kind != "byline" or not following[0].sentences:
        return ""
    if document.blocks[blocks.stop - 1].kind == "byline":
        return ""
    sentences = following[0].sentences
    said_by = document.original[sentences[0].start : sentences[-1].end]
    return f"<footer>{text_html(said_by)}</footer>"


def _translation_html(excerpt: Excerpt) -> str:
    """Return what is shown in translation with the quotes marked, or else the quotes alone."""
    shown = [
        [one for one in block.sentences if one.start < excerpt.end and excerpt.start < one.end]
        for block in excerpt.shown()
    ]
    if not any(shown) or not all(one.translation for block in shown for one in block):
        return "".join(
            f"<p><mark>{text_html(one.translation)}</mark></p>"
            for one in excerpt.group
            if one.translation
        )
    return "".join(f"<p>{_sentences_html(block, excerpt.group)}</p>" for block in shown if block)


def _sentences_html(sentences: Sequence[Sentence], group: Sequence[Citation]) -> str:
    parts = []
    for sentence in sentences:
        is_quoted = any(one.start < sentence.end and sentence.start < one.end for one in group)
        said = text_html(sentence.translation or "")
        parts.append(f"<mark>{said}</mark>" if is_quoted else said)
    return " ".join(parts)
