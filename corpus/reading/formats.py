"""Which reader reads a file; each is loaded when the first file of its kind is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.reading.decoding import read_decoded
from corpus.reading.line_process import StillBusy, nobody
from corpus.reading.parts import Reading

_MARKDOWN: Final = frozenset({".md", ".markdown"})
_HTML: Final = frozenset({".html", ".htm", ".xhtml"})
# What is read in a process of its own: whoever may put a file there chooses what is in it.
FORMATS: Final = frozenset({*_MARKDOWN, *_HTML, ".docx", ".epub", ".odt", ".pdf", ".pptx"})


def read_format(path: Path, still_busy: StillBusy = nobody) -> Reading:
    """Read a file of one of the formats.

    :param still_busy: is called before each part that takes seconds, with its number and how many
        there are.
    :raises FileUnreadable: saying why.
    :raises CorpusError: its text cannot be decoded.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from corpus.reading.pdf import read_pdf

        return read_pdf(path, still_busy)
    if suffix == ".docx":
        from corpus.reading.word import read_word

        return read_word(path)
    if suffix == ".odt":
        from corpus.reading.opendocument import read_opendocument

        return read_opendocument(path)
    if suffix == ".pptx":
        from corpus.reading.slides import read_slides

        return read_slides(path)
    if suffix == ".epub":
        from corpus.reading.epub import read_epub

        return read_epub(path)
    decoded = read_decoded(path)
    if suffix in _MARKDOWN:
        from corpus.reading.markdown import read_markdown

        return replace(read_markdown(decoded.text), encoding=decoded.encoding)
    from corpus.reading.html import read_html

    return replace(read_html(decoded.text), encoding=decoded.encoding)
