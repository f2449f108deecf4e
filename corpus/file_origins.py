"""``documents.toml``: what people know of the files of a folder, beside them.

Each entry is named by the path of a file within the folder. A mistake costs only its entry, and is
told with its line; a file that is no TOML stops everything, because nobody would miss its entries.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from pydantic import ValidationError

from corpus.document import Document
from corpus.errors import DescriptionInvalid
from corpus.origin import Origin
from corpus.source_files import FILE_ORIGINS, is_there
from corpus.text_file import shown
from corpus.toml_file import load_toml

_KEYS: Final = "title, language, author, publisher, date, licence, url, valid_until or replaces"
_KEY: Final = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True)
class FileOrigins:
    """The entries of a ``documents.toml``, by the path of their file within the folder."""

    path: Path
    text: str = field(default="", repr=False)
    entries: Mapping[str, Origin] = field(default_factory=dict)
    mistakes: tuple[DescriptionInvalid, ...] = ()
    _named: frozenset[str] = frozenset()

    @classmethod
    def read(cls, folder: Path) -> FileOrigins:
        """Read those of a folder; none where it has no such file.

        :raises DescriptionInvalid: it is no TOML.
        :raises DocumentUnreadable: it cannot be opened, or is no file.
        """
        path = folder / FILE_ORIGINS
        if not is_there(path):
            return cls(path)
        text, values = load_toml(path)
        found = cls(path, text)
        entries: dict[str, Origin] = {}
        mistakes: list[DescriptionInvalid] = []
        for name, value in values.items():
            try:
                entries[_same_everywhere(name)] = found._entry(folder, name, value)
            except DescriptionInvalid as mistake:
                mistakes.append(mistake)
        named = frozenset(map(_same_everywhere, values))
        return replace(found, entries=entries, mistakes=tuple(mistakes), _named=named)

    def names(self, name: str) -> bool:
        """Tell whether a file has an entry, be it a wrong one."""
        return _same_everywhere(name) in self._named

    def of(self, name: str) -> Origin | None:
        """Return what is told of a file."""
        return self.entries.get(_same_everywhere(name))

    def applied(self, name: str, document: Document) -> Document:
        """Return a document of a file with what is told of it in the place of what that says."""
        origin = self.of(name)
        if origin is None:
            return document
        return replace(document, **{key: getattr(origin, key) for key in origin.model_fields_set})

    def mistake(self, name: str, key: str, told: str) -> DescriptionInvalid:
        """Return the error that says what is wrong with an entry, or with one of its keys."""
        line = _line_of(self.text, name, key)
        named = f"{key}: " if key else ""
        return DescriptionInvalid(f"{shown(self.path)}, line {line}: {named}{told}.")

    def _entry(self, folder: Path, name: str, value: Any) -> Origin:
        if not isinstance(value, dict):
            raise self.mistake(
                "", name, 'stands for no file; write it below the path of one, as in ["nota.pdf"]'
            )
        if not is_there(folder / name):
            raise self.mistake(
                name, "", f"there is no file {name}; correct the path or take the entry out"
            )
        if (folder / name).is_dir():
            raise self.mistake(
                name, "", f"{name} is a folder; write what is known of it in a document.toml in it"
            )
        if name.lower().endswith(".jsonl") and (one := {"title", "replaces"} & value.keys()):
            raise self.mistake(
                name, min(one), "is told of one document, and this file has many; take it out"
            )
        try:
            return Origin.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            key = str(first["loc"][0])
            if first["type"] == "extra_forbidden":
                raise self.mistake(
                    name, key, f"is not known; use {_KEYS}, or take it out"
                ) from error
            told = first["msg"].removeprefix("Value error, ")
            raise self.mistake(name, key, f"{told}; correct this") from error


def _same_everywhere(name: str) -> str:
    """Return a path as it is compared: systems write an accent in one sign or in two."""
    return normalize("NFC", name)


def _line_of(text: str, entry: str, key: str) -> int:
    """Return the number of the line of a key, or of its entry where it is written otherwise."""
    found, within = 1, entry == ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith("["):
            within = _header(line) == _same_everywhere(entry)
            found = number if within else found
        elif within and (match := _KEY.match(line)) and match[1] == key:
            return number
    return found


def _header(line: str) -> str | None:
    try:
        return next((_same_everywhere(name) for name in tomllib.loads(line)), None)
    except tomllib.TOMLDecodeError:
        return None
