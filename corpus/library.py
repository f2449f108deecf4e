"""Reading a folder of documents, with its subfolders.

A library is a folder that holds, side by side: folders with a ``document.toml`` and an
``original.txt`` (perhaps a ``translation.txt``), each a document; files of the kinds that are read,
each a document; and ``.jsonl`` files in which every line is one. What cannot be read is skipped.
A ``documents.toml`` beside them tells more of the files.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.catalogue import read_catalogue
from corpus.contents import Contents, Skipped, Source
from corpus.description import read_description
from corpus.description_check import check_description
from corpus.document import Document
from corpus.errors import CorpusError, DescriptionInvalid, DocumentsMissing
from corpus.file_origins import FileOrigins
from corpus.items import ItemBank, read_items
from corpus.open_questions import OpenQuestions, read_open_questions
from corpus.reading.files import Found, read_file
from corpus.reading.kept import KeptReadings
from corpus.reading.line_process import StillBusy, nobody
from corpus.reading.process import ReadingProcess
from corpus.reasons import Reason
from corpus.source_files import find_sources, is_there
from corpus.structure import read_blocks
from corpus.text_file import read_text, shown, split_lines
from corpus.versions import replaced_documents, with_versions, without_copies

SHIPPED_DOCUMENTS: Final = Path(__file__).parent / "documents"

_IDENTIFIER_CHARACTERS_MAX: Final = 200


def read_library(folder: Path) -> tuple[Document, ...]:
    """Return the documents of a folder that can be read; see :func:`read_folder`."""
    return read_folder(folder).documents


def read_folder(
    folder: Path,
    *,
    is_strict: bool = False,
    kept: KeptReadings | None = None,
    told: StillBusy = nobody,
) -> Contents:
    """Read every document of a folder, in the order of their names, older versions behind newer.

    :param is_strict: stop at the first file that cannot be read, instead of skipping it.
    :param kept: what files were read as before; those are not read again.
    :param told: is called with the page of a scan that is at work, and how many its file has.
    :raises DocumentsMissing: no such folder, or nothing in it that can be read.
    :raises DescriptionInvalid: its documents.toml is no TOML.
    :raises CorpusError: only when strict; it tells what is wrong with a file.
    """
    if not folder.is_dir():
        raise DocumentsMissing(
            f"There is no folder {shown(folder)}; name a folder that holds the documents."
        )
    documents: dict[str, Document] = {}
    places: dict[str, str] = {}
    names: dict[str, str] = {}
    sources: list[Source] = []
    skipped: list[Skipped] = []

    def refuse(path: Path, error: CorpusError) -> None:
        if is_strict:
            raise error
        reason = str(error).removeprefix(shown(path)).lstrip(" ,:/")
        skipped.append(Skipped(shown(path.relative_to(folder)), reason, error.why))

    origins = FileOrigins.read(folder)
    for mistake in origins.mistakes:
        refuse(origins.path, mistake)
    with ReadingProcess(kept=kept, told=told) as process:
        for path in find_sources(folder, refuse):
            # As it is written, whatever the system's language reads in it.
            name = os.fsencode(path.relative_to(folder)).decode("utf-8")
            before = len(documents)
            try:
                source, found = _read(path, name, documents, process)
            except CorpusError as error:
                refuse(path, error)
                continue
            for place, document in found:
                try:
                    if isinstance(document, CorpusError):
                        raise document
                    _require_identifier(place, document.id, places)
                except CorpusError as error:
                    refuse(path, error)
                else:
                    places[document.id] = place
                    documents[document.id] = origins.applied(name, document)
                    names[document.id] = name
            if len(documents) > before:
                sources.append(replace(source, origin=origins.of(name)))
    if not documents:
        raise DocumentsMissing(_nothing_read(folder, skipped))
    whole, stands_for = without_copies(documents.values())

    def not_replaced(document: Document, told: str) -> None:
        name = names[document.id]
        if origins.of(name) is not None:
            refuse(origins.path, origins.mistake(name, "replaces", told))
        else:
            path = folder / name / "document.toml"
            refuse(path, DescriptionInvalid(f"{shown(path)}: replaces: {told}."))

    older = replaced_documents(documents.values(), names, stands_for, not_replaced)
    return Contents(with_versions(whole, older), tuple(sources), tuple(skipped))


def read_source(path: Path, name: str) -> Iterator[Document]:
    """Yield the documents of one file or described folder, as they are read by themselves.

    :raises CorpusError: it, or a line of it, cannot be read.
    """
    with ReadingProcess() as process:
        for _, document in _read(path, name, (), process)[1]:
            if isinstance(document, CorpusError):
                raise document
            yield document


def _read(
    path: Path, name: str, taken: Container[str], process: ReadingProcess
) -> tuple[Source, Iterator[Found]]:
    if path.is_dir():
        return Source(name), iter([(shown(path), _read_described(path, name))])
    return read_file(path, name, taken, process)


def _read_described(folder: Path, identifier: str) -> Document:
    described = folder / "document.toml"
    description = read_description(described)
    original = read_text(folder / "original.txt")
    translated = folder / "translation.txt"
    translation = read_text(translated) if is_there(translated) else None
    if translation is not None:
        lines, wanted = len(split_lines(translation)), len(split_lines(original))
        if lines != wanted:
            raise DescriptionInvalid(
                f"{shown(translated)} must have line for line the text of original.txt: it has "
                f"{lines} lines instead of {wanted}."
            )
    blocks = read_blocks(original, translation, description.structure)
    check_description(described, description, blocks)
    catalogue, left_open = folder / "catalogue.toml", folder / "open_questions.toml"
    items = folder / "items.toml"
    return Document(
        id=identifier,
        original=original,
        translation=translation,
        blocks=blocks,
        **description.model_dump(exclude={"structure"}),
        catalogue=read_catalogue(catalogue, original) if is_there(catalogue) else (),
        open_questions=(read_open_questions(left_open) if is_there(left_open) else OpenQuestions()),
        items=read_items(items, original) if is_there(items) else ItemBank(),
    )


def _require_identifier(place: str, identifier: str, places: Mapping[str, str]) -> None:
    """Refuse an id that cannot be the end of an address, which has one spelling only."""
    parts = identifier.strip().replace("\\", "/").split("/")
    is_short = len(identifier) <= _IDENTIFIER_CHARACTERS_MAX
    is_shown = identifier.isprintable()
    if not (is_short and is_shown) or any(part in ("", ".", "..") for part in parts):
        raise DescriptionInvalid.of(f"{place}:", Reason("bad_id", {"id": repr(identifier[:80])}))
    if identifier in places:
        same = {"id": repr(identifier), "other": places[identifier]}
        raise DescriptionInvalid.of(place, Reason("same_id", same))


def _nothing_read(folder: Path, skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return f"{shown(folder)} holds no documents; put documents (.pdf, .docx, .odt, .pptx, .epub, .html, .md, .txt) in it and try again."
    first, *others = skipped
    more = f" {len(others)} more could not be read." if others else ""
    return f"{shown(folder)} holds nothing that can be read: {first.name}: {first.reason}{more}"
