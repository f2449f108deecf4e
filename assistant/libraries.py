"""The libraries of one installation, each a folder of documents with an index of its own.

The first is that of the settings, which answers where no other is named. Beside it stands one for
each folder in ``ASSISTANT_LIBRARIES``, by the name of that folder; without the setting there is none.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from assistant.errors import LibraryNotReady, LibraryUnknown, SettingsInvalid
from assistant.settings import Settings
from assistant.texts import load_texts
from corpus import SHIPPED_DOCUMENTS, Language
from index.errors import IndexMissing

if TYPE_CHECKING:
    from assistant.service import Assistant

SHIPPED: Final = "shipped"
_SHOWN_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class NamedLibrary:
    """A library by its name, and the settings that read its documents."""

    name: str
    settings: Settings

    def title(self, language: Language) -> str:
        """Return what readers of ``language`` are shown as its name."""
        return load_texts(language)["library.shipped"] if self.name == SHIPPED else self.name

    def open(self, language: Language, **given: Any) -> Assistant:
        """Open its index; ``given`` is what :func:`assistant.service.open_assistant` takes besides.

        :param language: of the error.
        :raises LibraryNotReady: it has no index that can be used.
        :raises AssistantError: as that function does.
        """
        from assistant.service import open_assistant

        try:
            return open_assistant(self.settings, **given)
        except IndexMissing as error:
            if self.settings.libraries is None:
                raise
            told = load_texts(language)["library.not_ready"]
            command = f"assistant index --library {shlex.quote(self.name)}"
            raise LibraryNotReady(told.format(name=self.name, command=command)) from error


class Libraries:
    """Every library there is: at least one, each under a name of its own."""

    def __init__(self, settings: Settings) -> None:
        """Look which there are.

        :raises SettingsInvalid: the folder of libraries cannot be read, or one in it has a name
            that cannot be used.
        """
        is_shipped = settings.documents.resolve() == SHIPPED_DOCUMENTS.resolve()
        name = SHIPPED if is_shipped else settings.documents.resolve().name
        self.default: Final = NamedLibrary(name, settings)
        self._all = {name: self.default}
        for folder in _folders(settings.libraries):
            name = normalize("NFC", folder.name)
            if folder.resolve() == settings.documents.resolve():
                continue
            if not name.isprintable() or "\\" in name or name in self._all:
                raise SettingsInvalid(
                    f"{str(folder)!r} cannot be a library: its name has a backslash or a control "
                    "character, or is that of another library; rename the folder."
                )
            self._all[name] = NamedLibrary(name, settings.model_copy(update={"documents": folder}))

    def __iter__(self) -> Iterator[NamedLibrary]:
        """Go through them: the one that answers where none is named, then the others by name."""
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)

    def find(self, name: str | None, language: Language) -> NamedLibrary:
        """Return a library; without a name that of the settings.

        :param language: of the error.
        :raises LibraryUnknown: there is none of that name; the message names those that there are.
        """
        if not name:
            return self.default
        found = self._all.get(normalize("NFC", name))
        if found is None:
            told = load_texts(language)["library.unknown"]
            # Half a character, which JSON can hold, goes into no answer.
            shown = name[:_SHOWN_CHARACTERS].encode(errors="replace").decode()
            raise LibraryUnknown(told.format(name=shown, names=", ".join(self._all)))
        return found


def _folders(libraries: Path | None) -> list[Path]:
    if libraries is None:
        return []
    try:
        return sorted(
            one for one in libraries.iterdir() if one.is_dir() and not one.name.startswith(".")
        )
    except OSError as error:
        raise SettingsInvalid(
            f"ASSISTANT_LIBRARIES={libraries} cannot be read ({error.strerror}); name a folder that "
            "holds a folder of documents for each library."
        ) from error
