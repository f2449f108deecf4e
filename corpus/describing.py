"""Writing the first version of a ``documents.toml`` from what the files say themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from corpus.contents import Skipped
from corpus.document import Document
from corpus.errors import DocumentUnreadable
from corpus.file_origins import FileOrigins
from corpus.library import read_folder
from corpus.text_file import shown

_HEAD: Final = """\
# What is known of the documents in this folder. It goes before what the files say themselves.
# For each file, all of it optional: title, language ("nl" or "en"), author, publisher,
# date (2025-01-31, or "maart 2025"), licence, url (where it was published),
# valid_until (2025-12-31), replaces (the file of the version before it, as in "nota-2024.pdf").
"""


@dataclass(frozen=True, slots=True)
class Described:
    """What was written: ``added`` names the files, ``known`` counts those that were in it."""

    path: Path
    added: tuple[str, ...]
    known: int
    skipped: tuple[Skipped, ...]


def describe_folder(folder: Path) -> Described:
    """Add the files of a folder to its ``documents.toml``; what stands in it stays as it is.

    Of files with the same text the first is added. A ``.jsonl`` has many documents and a described
    folder its own ``document.toml``: neither is.

    :raises CorpusError: nothing can be read, or the file there is no TOML or cannot be written.
    """
    contents = read_folder(folder)
    before = FileOrigins.read(folder)
    files = {one.file: one for one in contents.documents if one.file is not None}
    fresh = {name: one for name, one in files.items() if not before.names(name)}
    if fresh:
        added = "".join(
            f"\n[{_text(name)}]\n{''.join(_lines(document))}" for name, document in fresh.items()
        )
        _add(before.path, added)
    return Described(before.path, tuple(fresh), len(files) - len(fresh), contents.skipped)


def _lines(document: Document) -> Iterator[str]:
    yield f"title = {_text(document.title)}\n"
    yield f"language = {_text(document.language)}\n"
    if document.date:
        yield f"date = {_text(document.date)}\n"


def _text(value: str) -> str:
    """Return a text as TOML has it, whose escapes are those of JSON but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _add(path: Path, text: str) -> None:
    """Add to a file in one step: whoever is at work in it has the old one or the new one."""
    try:
        before = path.read_bytes() if path.exists() else _HEAD.encode()
        whole = before.rstrip(b"\n") + b"\n" + text.encode()
        with NamedTemporaryFile("wb", dir=path.parent, prefix=".", delete=False) as file:
            file.write(whole)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise DocumentUnreadable(
            f"{shown(path)} cannot be written ({error.strerror}); make its folder writable."
        ) from error
