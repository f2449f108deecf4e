"""Reading a folder of documents.

A library is a folder that holds, side by side: one folder per document with a ``document.toml``
and an ``original.txt`` (perhaps a ``translation.txt``), plain ``.txt`` and ``.md`` files, and
``.jsonl`` files in which every line ``{"id", "title", "text"}`` is a document of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.catalogue import read_catalogue
from corpus.description import StructureHints, read_description
from corpus.document import Document
from corpus.errors import (
    DescriptionInvalid,
    DocumentNotText,
    DocumentsMissing,
    DocumentUnreadable,
)
from corpus.language import detect_language
from corpus.open_questions import OpenQuestions, read_open_questions
from corpus.structure import read_blocks

SHIPPED_DOCUMENTS: Final = Path(__file__).parent / "documents"

_PLAIN_SUFFIXES: Final = frozenset({".txt", ".md", ".markdown", ".text"})
_NEEDS_CONVERSION: Final = frozenset({".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".htm"})
_OWN_FILES: Final = frozenset({"README.md", "TRANSLATIONS.md"})
_TITLE_CHARACTERS_MAX: Final = 80


def read_library(folder: Path) -> tuple[Document, ...]:
    """Read every document of a folder, in the order of their names.

    :raises DocumentsMissing: no such folder, or nothing to read in it.
    :raises DocumentUnreadable: a file cannot be opened.
    :raises DocumentNotText: a file is not UTF-8 text, or is empty.
    :raises DescriptionInvalid: a ``document.toml`` or a ``.jsonl`` line has a mistake.
    """
    if not folder.is_dir():
        raise DocumentsMissing(
            f"There is no folder {folder}; name a folder that holds the documents."
        )
    documents = tuple(_documents(folder))
    if not documents:
        raise DocumentsMissing(
            f"{folder} holds no documents; put .txt, .md or .jsonl files in it and try again."
        )
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise DescriptionInvalid(
                f"Two documents in {folder} have the id {document.id!r}; rename one of them."
            )
        seen.add(document.id)
    return documents


def _documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _OWN_FILES:
            continue
        if path.is_dir():
            if _is_there(path / "document.toml"):
                yield _read_described(path)
            elif _is_there(path / "original.txt"):
                raise DocumentUnreadable(
                    f"{path} has no document.toml; write one, or move original.txt out of it."
                )
            else:
                yield from _documents(path)
        elif path.suffix.lower() in _PLAIN_SUFFIXES:
            yield _read_plain(path)
        elif path.suffix.lower() == ".jsonl":
            yield from _read_jsonl(path)
        elif path.suffix.lower() in _NEEDS_CONVERSION:
            raise DocumentNotText(
                f"{path} cannot be read as it is; save it as plain text (.txt, UTF-8) instead."
            )


def _read_described(folder: Path) -> Document:
    description = read_description(folder / "document.toml")
    original = _read_text(folder / "original.txt")
    translated = folder / "translation.txt"
    translation = _read_text(translated) if _is_there(translated) else None
    if translation is not None and translation.count("\n") != original.count("\n"):
        raise DescriptionInvalid(
            f"{translated} must have line for line the text of original.txt: it has "
            f"{translation.count(chr(10)) + 1} lines instead of {original.count(chr(10)) + 1}."
        )
    catalogue, left_open = folder / "catalogue.toml", folder / "open_questions.toml"
    return Document(
        id=folder.name,
        title=description.title,
        translated_title=description.translated_title,
        language=description.language,
        original=original,
        translation=translation,
        blocks=read_blocks(original, translation, description.structure),
        publisher=description.publisher,
        authors=description.authors,
        place=description.place,
        date=description.date,
        rights=description.rights,
        names_nl=description.names_nl,
        names_en=description.names_en,
        subjects_nl=description.subjects_nl,
        subjects_en=description.subjects_en,
        catalogue=read_catalogue(catalogue, original) if _is_there(catalogue) else (),
        open_questions=(
            read_open_questions(left_open) if _is_there(left_open) else OpenQuestions()
        ),
    )


def _read_plain(path: Path) -> Document:
    original = _read_text(path)
    lines = [line.strip() for line in original.lstrip("\ufeff").splitlines() if line.strip()]
    first_line = lines[0]
    # A title is not searched, so a text of one line is text.
    is_title = (
        len(lines) > 1 and len(first_line) <= _TITLE_CHARACTERS_MAX and first_line[-1] not in ".:;,"
    )
    title = first_line.lstrip("# ") if is_title else path.stem.replace("_", " ").replace("-", " ")
    return _undescribed(path.stem, title, original, StructureHints(), is_title)


def _read_jsonl(path: Path) -> Iterator[Document]:
    for number, line in enumerate(_read_text(path).lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DescriptionInvalid(
                f'{path}, line {number}: needs {{"id", "title", "text"}} as JSON ({error}); '
                "correct this line."
            ) from error
        if not isinstance(record, dict):
            raise DescriptionInvalid(
                f'{path}, line {number}: needs {{"id", "title", "text"}}; correct this line.'
            )
        identifier, title, text = record.get("id"), record.get("title") or "", record.get("text")
        if (
            not isinstance(identifier, str | int)
            or isinstance(identifier, bool)
            or identifier == ""
        ):
            raise DescriptionInvalid(
                f'{path}, line {number}: needs an "id", a text or a number; correct this line.'
            )
        if not isinstance(text, str) or not isinstance(title, str) or not text.strip():
            raise DescriptionInvalid(
                f'{path}, line {number}: "title" and "text" must be text, and "text" not empty; '
                "correct this line."
            )
        yield _undescribed(str(identifier), title or str(identifier), text, StructureHints(), False)


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


def _is_there(path: Path) -> bool:
    """Tell whether there is such a name, even one that leads nowhere: that is a mistake to report."""
    return path.exists() or path.is_symlink()


def _read_text(path: Path) -> str:
    """Read UTF-8 text as it stands: no change to line ends, so that offsets stay true."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DocumentUnreadable(
            f"{path} cannot be opened ({error.strerror}); check that it is there and readable."
        ) from error
    except UnicodeDecodeError as error:
        raise DocumentNotText(
            f"{path} is not UTF-8 text (byte {error.start}); save it again as UTF-8."
        ) from error
    if not text.lstrip("\ufeff").strip():
        raise DocumentNotText(f"{path} is empty; fill it or take it out of the folder.")
    if "\x00" in text:
        raise DocumentNotText(f"{path} holds binary data, not text; save it as plain text.")
    return text
