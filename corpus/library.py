"""Reading a folder of documents.

A library is a folder that holds, side by side: one folder per document with a ``document.toml``
and an ``original.txt`` (perhaps a ``translation.txt``), plain ``.txt`` and ``.md`` files, and
``.jsonl`` files in which every line ``{"id", "title", "text"}`` is a document of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.catalogue import read_catalogue
from corpus.description import StructureHints, read_description
from corpus.description_check import check_description
from corpus.document import Document
from corpus.errors import DescriptionInvalid, DocumentsMissing
from corpus.language import detect_language
from corpus.open_questions import OpenQuestions, read_open_questions
from corpus.source_files import find_sources, is_there
from corpus.structure import read_blocks
from corpus.text_file import read_text, shown, split_lines, what_is_no_text

SHIPPED_DOCUMENTS: Final = Path(__file__).parent / "documents"

_TITLE_CHARACTERS_MAX: Final = 80
_IDENTIFIER_CHARACTERS_MAX: Final = 200


def read_library(folder: Path) -> tuple[Document, ...]:
    """Read every document of a folder, in the order of their names.

    :raises DocumentsMissing: no such folder, or nothing to read in it.
    :raises DocumentUnreadable: a file cannot be opened.
    :raises DocumentNotText: a file is not UTF-8 text, or is empty.
    :raises DescriptionInvalid: a ``document.toml`` or a ``.jsonl`` line has a mistake.
    """
    if not folder.is_dir():
        raise DocumentsMissing(
            f"There is no folder {shown(folder)}; name a folder that holds the documents."
        )
    places: dict[str, str] = {}
    documents: list[Document] = []
    for place, document in _documents(folder):
        if not _is_identifier(document.id):
            raise DescriptionInvalid(
                f"{place}: the id {document.id[:80]!r} cannot stand in the address of a page (it "
                "is blank or very long, has control characters, or a part such as // or ..); give "
                "the document another id or name."
            )
        if document.id in places:
            raise DescriptionInvalid(
                f"{places[document.id]} and {place} have the same id {document.id!r}; rename one of "
                "them."
            )
        places[document.id] = place
        documents.append(document)
    if not documents:
        raise DocumentsMissing(
            f"{shown(folder)} holds no documents; put .txt, .md or .jsonl files in it and try again."
        )
    return tuple(documents)


def _documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """Yield each document with the place that people know it by."""
    for path in find_sources(folder):
        if path.suffix.lower() == ".jsonl" and not path.is_dir():
            yield from _read_jsonl(path)
        else:
            yield shown(path), _read_described(path) if path.is_dir() else _read_plain(path)


def _read_described(folder: Path) -> Document:
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
    return Document(
        id=_name(folder.name),
        title=description.title,
        translated_title=description.translated_title,
        short_title_nl=description.short_title_nl,
        short_title_en=description.short_title_en,
        about_nl=description.about_nl,
        about_en=description.about_en,
        language=description.language,
        original=original,
        translation=translation,
        blocks=blocks,
        publisher=description.publisher,
        authors=description.authors,
        place=description.place,
        date=description.date,
        rights=description.rights,
        names_nl=description.names_nl,
        names_en=description.names_en,
        subjects_nl=description.subjects_nl,
        subjects_en=description.subjects_en,
        numbered_as=description.numbered_as,
        leaning=description.leaning,
        catalogue=read_catalogue(catalogue, original) if is_there(catalogue) else (),
        open_questions=(read_open_questions(left_open) if is_there(left_open) else OpenQuestions()),
    )


def _read_plain(path: Path) -> Document:
    original = read_text(path)
    lines = [line.strip() for line in original.lstrip("\ufeff").splitlines() if line.strip()]
    first_line = lines[0]
    heading = first_line.lstrip("# ")
    # A title is not searched, so a text of one line is text.
    is_title = (
        heading != ""
        and len(lines) > 1
        and len(first_line) <= _TITLE_CHARACTERS_MAX
        and first_line[-1] not in ".:;,"
    )
    name = _name(path.stem)
    title = name.replace("_", " ").replace("-", " ").strip() or name
    return _undescribed(name, heading if is_title else title, original, StructureHints(), is_title)


def _read_jsonl(path: Path) -> Iterator[tuple[str, Document]]:
    for number, line in enumerate(split_lines(read_text(path).lstrip("\ufeff")), start=1):
        if line.strip():
            place = f"{shown(path)}, line {number}"
            try:
                yield place, _read_record(line)
            except ValueError as error:
                raise DescriptionInvalid(f"{place}: {error}; correct this line.") from error


def _read_record(line: str) -> Document:
    """Read one line of a ``.jsonl`` file.

    :raises ValueError: saying what is wrong with it.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'needs {{"id", "title", "text"}} as JSON ({error})') from error
    if not isinstance(record, dict):
        raise ValueError('needs {"id", "title", "text"}')
    identifier, title, text = record.get("id"), record.get("title") or "", record.get("text")
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise ValueError('needs an "id", a text or a number')
    identifier = str(identifier)
    if not isinstance(text, str) or not isinstance(title, str) or not text.strip():
        raise ValueError('"title" and "text" must be text, and "text" not empty')
    for key, value in (("id", identifier), ("title", title), ("text", text)):
        if (reason := what_is_no_text(value)) is not None:
            raise ValueError(f'"{key}" {reason}')
    name = title if title.strip() else identifier
    return _undescribed(identifier, name, text, StructureHints(), False)


def _is_identifier(text: str) -> bool:
    """Tell whether an id can be the end of an address, which has one spelling only."""
    parts = text.strip().replace("\\", "/").split("/")
    is_short = len(text) <= _IDENTIFIER_CHARACTERS_MAX
    return is_short and text.isprintable() and not any(part in ("", ".", "..") for part in parts)


def _undescribed(
    identifier: str, title: str, original: str, hints: StructureHints, is_title_in_text: bool
) -> Document:
    if is_title_in_text:
        hints = StructureHints(title_lines=(title,))
    return Document(
        id=identifier,
        title=title,
        language=detect_language(f"{title}\n{original}"),
        original=original,
        blocks=read_blocks(original, None, hints),
    )


def _name(name: str) -> str:
    """Return a file's name as it is written, whatever the system's language reads in it."""
    return os.fsencode(name).decode("utf-8")
