"""The files that the documents were read from: whether they are still those that were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus import Document
from index.builds import file_digest

# "changed": it is not the file that was read any more; "gone": it is not there, or not readable.
Problem = Literal["changed", "gone"]


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder that an index was made of.

    :param digests: of each file by its path in the folder, from when it was read.
    """

    folder: Path
    digests: Mapping[str, str] = field(default_factory=dict)

    def has_pages(self, document: Document) -> bool:
        """Tell whether the pages of a document can be looked at in a file: that of a PDF."""
        return document.kind == "pdf" and document.file in self.digests

    def find(self, document: Document) -> Path | Problem:
        """Return the file of a document that has pages, or what is the matter with it."""
        name = document.file or ""
        path = self.folder / name
        digest = file_digest(path)
        if not digest:
            return "gone"
        return path if digest == self.digests[name] else "changed"
