"""The page of those who manage the documents, from what they ask for to HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from assistant.page.manage.builds import Builds, BuildState
from assistant.page.manage.folder import FILE_BYTES_MAX, DocumentFolder, Listed
from assistant.page.manage.reasons import IS_READ, Said, reason_in, reason_of
from assistant.page.site.library import Entry, entry
from assistant.page.site.reading import read_parts
from assistant.page.site.rendering import View, render
from assistant.settings import Settings
from corpus import SHIPPED_DOCUMENTS, CorpusError, Document, Language
from corpus.library import read_source
from corpus.reading.recognition import INSTALL, recogniser
from corpus.source_files import READ_SUFFIXES
from index.builds import Manifest, read_manifest
from index.errors import IndexMissing

FILES_MAX: Final = 20
_ROWS_PER_PAGE: Final = 50
_BLOCKS_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the list; ``entry``: what is known of its document, if it is in the index.

    ``state`` is the end of the key of the text that says how it stands with the index; ``reason``
    says why it is not read.
    """

    name: str
    entry: Entry | None
    state: str = ""
    reason: Said = IS_READ


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file that was sent or taken out: the end of the key of a text."""

    name: str
    key: str

    @property
    def is_done(self) -> bool:
        """Tell whether it went as asked."""
        return self.key in ("added", "replaced", "removed")


class ManagePage:
    """The page for one folder of documents."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = DocumentFolder(settings.documents, settings.removed_directory)
        self.builds = Builds(settings)

    @property
    def is_shipped(self) -> bool:
        """Tell whether the documents are those of the program, which stay as they are."""
        return self._settings.documents.resolve() == SHIPPED_DOCUMENTS.resolve()

    def show(
        self,
        view: View,
        documents: Mapping[str, Document],
        page: int = 1,
        told: Sequence[Told] = (),
    ) -> str:
        """Return the list with its forms.

        :param told: what was done just now.
        """
        files = () if self.is_shipped else self.folder.files()
        pages = max(1, -(-len(files) // _ROWS_PER_PAGE))
        page = min(max(page, 1), pages)
        shown = files[(page - 1) * _ROWS_PER_PAGE : page * _ROWS_PER_PAGE]
        state = self.builds.state
        manifest = self._manifest()
        rows = [_row(one, documents, manifest, state, view.language) for one in shown]
        return render(
            "manage.html",
            view,
            is_shipped=self.is_shipped,
            folder=self._settings.documents,
            removed=self._settings.removed_directory,
            rows=rows,
            count=len(files),
            page_number=page,
            pages=pages,
            told=told,
            state=state,
            reason_in=partial(reason_in, view.language),
            to_install=INSTALL if recogniser() is None else "",
            files_max=FILES_MAX,
            megabytes_max=FILE_BYTES_MAX // 10**6,
            accepted=",".join(sorted(READ_SUFFIXES)),
        )

    def ask(self, view: View, name: str) -> str:
        """Return the question whether something may go."""
        return render("manage_ask.html", view, name=name)

    def preview(self, view: View, name: str, path: Path) -> str:
        """Return how a file is read now: what was found of it, and its first blocks."""
        found: list[Document] = []
        reason = IS_READ
        try:
            found = list(islice(read_source(path, name), 1))
        except CorpusError as error:
            reason = reason_in(view.language, reason_of(error, path), error.why)
        document = found[0] if found else None
        return render(
            "manage_preview.html",
            view,
            name=name,
            reason=reason,
            entry=None if document is None else entry(document, view.language),
            parts=() if document is None else read_parts(document)[:_BLOCKS_SHOWN],
            more=0 if document is None else max(0, len(document.blocks) - _BLOCKS_SHOWN),
        )

    def _manifest(self) -> Manifest | None:
        directory = self._settings.index_directory
        try:
            return read_manifest(directory.current())
        except (IndexMissing, OSError):
            return None


def _row(
    listed: Listed,
    documents: Mapping[str, Document],
    manifest: Manifest | None,
    state: BuildState,
    language: Language,
) -> Row:
    if listed.reason:
        return Row(listed.name, None, reason=reason_in(language, listed.reason, listed.why))
    skipped = state.report.skipped if state.report is not None else ()
    of_it = next((one for one in skipped if one.file == listed.name), None)
    reason = reason_in(language, of_it.reason, of_it.why) if of_it else IS_READ
    document = _document_of(listed.name, documents)
    told = None if document is None else entry(document, language)
    if manifest is None or listed.name not in manifest.sources:
        return Row(listed.name, told, "new", reason)
    built = datetime.strptime(manifest.created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if listed.changed_at > built.timestamp():
        return Row(listed.name, told, "changed", reason)
    return Row(listed.name, told, "" if told else "elsewhere", reason)


def _document_of(name: str, documents: Mapping[str, Document]) -> Document | None:
    """Return the document of a file by the ids that it may have; reading all would take long."""
    path = PurePosixPath(name)
    for identifier in (str(path.with_name(path.stem)), name):
        document = documents.get(identifier)
        if document is not None and document.file in (name, None):
            return document
    return None
