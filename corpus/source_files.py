"""Which files of a folder are documents; what is not read is refused by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from corpus.errors import CorpusError, DocumentNotText, DocumentUnreadable
from corpus.reading.formats import FORMATS
from corpus.reasons import Reason
from corpus.text_file import shown

READ_SUFFIXES: Final = FORMATS | {".txt", ".text", ".jsonl"}
# What a described library has beside its documents; elsewhere they are files like any other.
_ABOUT_A_LIBRARY: Final = frozenset({"README.md", "TRANSLATIONS.md", "glossary.toml"})
# What people know of the files of a folder, beside them.
FILE_ORIGINS: Final = "documents.toml"
# Made by Windows, and by Word beside a document that is open.
_NOBODYS_NAMES: Final = frozenset({"thumbs.db", "desktop.ini"})
_NOBODYS_BEGINNINGS: Final = (".", "~$")

Refuse = Callable[[Path, CorpusError], None]


def find_sources(folder: Path, refuse: Refuse) -> Iterator[Path]:
    """Yield the files that are read and the folders with a ``document.toml``, by name.

    :param refuse: is told of each file that is not: a link that leads out of the folder or in a
        circle, a text without its ``document.toml``, a name that is not UTF-8, another kind.
    """
    yield from _sources(folder, folder.resolve(), (), refuse)


def is_there(path: Path) -> bool:
    """Tell whether there is such a name, even one that leads nowhere: that is a mistake to report."""
    return path.exists() or path.is_symlink()


def _sources(folder: Path, root: Path, above: tuple[Path, ...], refuse: Refuse) -> Iterator[Path]:
    try:
        entries = _entries(folder)
    except DocumentUnreadable as error:
        refuse(folder, error)
        return
    is_described = any(is_there(path / "document.toml") for path in entries)
    for path in entries:
        if _is_nobodys(path.name) or (is_described and path.name in _ABOUT_A_LIBRARY):
            continue
        if path.name == FILE_ORIGINS and not above:
            continue
        try:
            inner = _inner(path, root, above)
        except CorpusError as error:
            refuse(path, error)
            continue
        if inner is None:
            yield path
        else:
            yield from _sources(path, root, (*above, inner), refuse)


def _inner(path: Path, root: Path, above: tuple[Path, ...]) -> Path | None:
    """Return where a folder to look into leads, ``None`` for what is to be read itself."""
    _require_name(path)
    _require_inside(path, root)
    if not path.is_dir():
        _require_kind(path)
        return None
    target = path.resolve()
    if target == root or target in above:
        raise DocumentUnreadable.of(shown(path), Reason("circle"))
    if is_there(path / "document.toml"):
        for part in _entries(path):
            _require_inside(part, root)
        return None
    if is_there(path / "original.txt"):
        raise DocumentUnreadable.of(shown(path), Reason("not_described"))
    return target


def _is_nobodys(name: str) -> bool:
    return name.startswith(_NOBODYS_BEGINNINGS) or name.lower() in _NOBODYS_NAMES


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        why = Reason("folder_not_opened", {"problem": str(error.strerror)})
        raise DocumentUnreadable.of(shown(folder), why) from error


def _require_kind(path: Path) -> None:
    if path.suffix.lower() not in READ_SUFFIXES:
        raise DocumentNotText.of(shown(path), Reason("kind"))


def _require_inside(path: Path, root: Path) -> None:
    """Refuse a link to elsewhere: whoever may make links must not have other files read."""
    # Unlike Path.resolve, this says of a link to itself where it stands.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        raise DocumentUnreadable.of(shown(path), Reason("leads_out"))


def _require_name(path: Path) -> None:
    """Refuse a name that cannot be written down, as the id of its document is."""
    try:
        os.fsencode(path.name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentNotText.of(shown(path), Reason("name")) from error
