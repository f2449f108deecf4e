"""A file of a folder and the documents that it holds."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from corpus.contents import Source
from corpus.document import Document
from corpus.errors import CorpusError, DescriptionInvalid, DocumentNotText
from corpus.reading.decoding import read_decoded
from corpus.reading.formats import FORMATS
from corpus.reading.json_lines import read_json_lines
from corpus.reading.parts import as_document
from corpus.reading.plain import read_plain, title_from
from corpus.reading.process import ReadingProcess
from corpus.reasons import Reason
from corpus.text_file import shown

# A document, or why a line holds none, with the place that people know it by.
Found = tuple[str, Document | CorpusError]


def read_file(
    path: Path, name: str, taken: Container[str], process: ReadingProcess
) -> tuple[Source, Iterator[Found]]:
    """Read a file.

    :param name: its path within the folder, of which its id is made.
    :param taken: the ids that other documents have.
    :raises CorpusError: it cannot be read.
    """
    place = shown(path)
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        decoded = read_decoded(path)
        return Source(name, decoded.encoding), _lines(place, decoded.text)
    stem = PurePosixPath(name).stem
    identifier = str(PurePosixPath(name).with_name(stem))
    # "besluit.docx" beside "besluit.pdf": the one that comes first in the alphabet has the name.
    if identifier in taken:
        identifier = name
    if suffix in FORMATS:
        reading = process.read(path)
        source = Source(name, reading.encoding, reading.blank_pages, reading.scanned_pages)
        document = as_document(identifier, title_from(stem), reading)
    else:
        decoded = read_decoded(path)
        source = Source(name, decoded.encoding)
        document = read_plain(identifier, stem, decoded.text)
    if not document.blocks:
        raise DocumentNotText.of(place, Reason("no_text"))
    document = replace(
        document,
        file=name,
        kind=suffix.removeprefix(".") or None,
        encoding=source.encoding,
    )
    return source, iter([(place, document)])


def _lines(place: str, text: str) -> Iterator[Found]:
    for number, found in read_json_lines(text):
        line = f"{place}, line {number}"
        if isinstance(found, Document):
            yield line, found
        else:
            yield line, DescriptionInvalid(f"{line}: {found}; correct this line.")
