"""Which files of a folder are documents; what must not be followed or opened is refused by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.errors import DocumentNotText, DocumentUnreadable
from corpus.text_file import shown

PLAIN_SUFFIXES: Final = frozenset({".txt", ".md", ".markdown", ".text"})
_NEEDS_CONVERSION: Final = frozenset({".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".htm"})
_OWN_FILES: Final = frozenset({"README.md", "TRANSLATIONS.md"})


def find_sources(folder: Path) -> Iterator[Path]:
    """Yield plain files, ``.jsonl`` files and folders with a ``document.toml``, by name.

    :raises DocumentUnreadable: a folder cannot be opened, a link leads out of the folder or in a
        circle, or a text has no ``document.toml``.
    :raises DocumentNotText: a file must be converted first, or its name is not UTF-8.
    """
    yield from _sources(folder, folder.resolve(), ())


def is_there(path: Path) -> bool:
    """Tell whether there is such a name, even one that leads nowhere: that is a mistake to report."""
    return path.exists() or path.is_symlink()


def _sources(folder: Path, root: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    for path in _entries(folder):
        if path.name.startswith(".") or path.name in _OWN_FILES:
            continue
        suffix = path.suffix.lower()
        if path.is_dir():
            _require_inside(path, root)
            target = path.resolve()
            if target == root or target in above:
                raise DocumentUnreadable(
                    f"{shown(path)} is a link to a folder above it; take the link away."
                )
            if is_there(path / "document.toml"):
                for part in _entries(path):
                    _require_inside(part, root)
                yield _named(path)
            elif is_there(path / "original.txt"):
                raise DocumentUnreadable(
                    f"{shown(path)} has no document.toml; write one, or move original.txt out of "
                    "it."
                )
            else:
                yield from _sources(path, root, (*above, target))
        elif suffix in PLAIN_SUFFIXES or suffix == ".jsonl":
            _require_inside(path, root)
            yield _named(path)
        elif suffix in _NEEDS_CONVERSION:
            raise DocumentNotText(
                f"{shown(path)} cannot be read as it is; save it as plain text (.txt, UTF-8) "
                "instead."
            )


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DocumentUnreadable(
            f"{shown(folder)} cannot be opened ({error.strerror}); make it readable or take it out "
            "of the folder."
        ) from error


def _require_inside(path: Path, root: Path) -> None:
    """Refuse a link to elsewhere: whoever may make links must not have other files read."""
    # Unlike Path.resolve, this says of a link to itself where it stands.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        raise DocumentUnreadable(
            f"{shown(path)} is a link that leads out of the folder; put a copy of the file in its "
            "place."
        )


def _named(path: Path) -> Path:
    """Return a path whose name can be written down, as the id of its document is."""
    try:
        os.fsencode(path.name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentNotText(
            f"{shown(path)} has a name that is not UTF-8; give it another name."
        ) from error
    return path
