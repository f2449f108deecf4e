"""A quote in its document: marked in its paragraph, with the translation and the text around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from assistant.answer import Citation
from assistant.page.anchors import source_id
from assistant.page.source_card import Reader, text_html
from corpus import Block, Document, Language

# Enough to see what a quote is part of; the whole document is one link away.
_CHARACTERS_AROUND: Final = 1200


def quote_html(
    turn: int,
    group: Sequence[Citation],
    document: Document,
    blocks: range,
    spoken: Language,
    reader: Reader,
) -> str:
    """Return the quotes marked in their paragraphs, beside their translation if there is one.

    :param spoken: the language of the answer.
    """
    original = "".join(
        [
            f"<blockquote{reader.lang(document.language)}>",
            *(_marked_html(turn, document.blocks[place], group, document) for place in blocks),
            _speaker_html(blocks, document),
            "</blockquote>",
        ]
    )
    if not any(citation.translation for citation in group):
        return f'<div class="texts">{original}</div>'
    written_in = escape(reader.texts[f"page.original_in_{document.language}"])
    return (
        f'<div class="texts two"><div><p class="label">{written_in}</p>{original}</div>'
        f'<div class="translation"><p class="label">'
        f"{escape(reader.texts['page.working_translation'])}</p>"
        f"<div{reader.lang(spoken)}>{_translation_html(group, document, blocks)}</div></div></div>"
    )


def around_html(document: Document, blocks: range, reader: Reader) -> str:
    """Return what stands before and after the paragraphs, each closed until it is opened."""
    if not blocks:
        return ""
    before = list(_until_enough(reversed(document.blocks[: blocks.start])))[::-1]
    after = list(_until_enough(document.blocks[blocks.stop :]))
    return _closed_html("earlier", before, document, reader) + _closed_html(
        "later", after, document, reader
    )


def _until_enough(blocks: Iterable[Block]) -> Iterable[Block]:
    length = 0
    for block in blocks:
        yield block
        length += len(block.text)
        if length >= _CHARACTERS_AROUND:
            return


def _closed_html(name: str, blocks: Sequence[Block], document: Document, reader: Reader) -> str:
    if not blocks:
        return ""
    text = "".join(
        f'<p class="{block.kind}">{text_html(document.original[block.start : block.end])}</p>'
        for block in blocks
    )
    return (
        f'<details class="around {name}"><summary>{escape(reader.texts[f"page.{name}"])}</summary>'
        f"<div{reader.lang(document.language)}>{text}</div></details>"
    )


def _marked_html(turn: int, block: Block, group: Sequence[Citation], document: Document) -> str:
    parts: list[str] = []
    position = block.start
    inside = [each for each in group if each.start < block.end and block.start < each.end]
    for citation in sorted(inside, key=lambda citation: citation.start):
        start, end = max(citation.start, block.start), min(citation.end, block.end)
        # A quote that runs over several blocks has its id in the first of them.
        own_id = (
            f' id="{source_id(turn, citation.number)}" tabindex="-1"'
            if citation.start >= block.start
            else ""
        )
        parts.append(text_html(document.original[position:start]))
        parts.append(f"<mark{own_id}>{text_html(document.original[start:end])}</mark>")
        position = end
    parts.append(text_html(document.original[position : block.end]))
    return f'<p class="{block.kind}">{"".join(parts)}</p>'


def _speaker_html(blocks: range, document: Document) -> str:
    """Return who said it, where the last paragraph is a quotation: its speaker stands behind it."""
    following = document.blocks[blocks.stop : blocks.stop + 1]
    if not following or following[0].kind != "byline" or not following[0].sentences:
        return ""
    if document.blocks[blocks.stop - 1].kind == "byline":
        return ""
    sentences = following[0].sentences
    said_by = document.original[sentences[0].start : sentences[-1].end]
    return f"<footer>{text_html(said_by)}</footer>"


def _translation_html(group: Sequence[Citation], document: Document, blocks: range) -> str:
    """Return the paragraphs in translation with the quotes marked, or else the quotes alone."""
    some = [document.blocks[place] for place in blocks]
    sentences = [sentence for block in some for sentence in block.sentences]
    if not sentences or not all(sentence.translation for sentence in sentences):
        return "".join(
            f"<p><mark>{text_html(one.translation)}</mark></p>" for one in group if one.translation
        )
    return "".join(f"<p>{_sentences_html(block, group)}</p>" for block in some)


def _sentences_html(block: Block, group: Sequence[Citation]) -> str:
    parts = []
    for sentence in block.sentences:
        is_quoted = any(one.start < sentence.end and sentence.start < one.end for one in group)
        said = text_html(sentence.translation or "")
        parts.append(f"<mark>{said}</mark>" if is_quoted else said)
    return " ".join(parts)
