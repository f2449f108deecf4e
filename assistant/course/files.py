"""The files of a course."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, get_args

from assistant.course.errors import FolderInUse
from assistant.course.request import Kind
from assistant.publishing import FORMATS, write_publication
from assistant.texts import load_texts
from corpus import Document, Language

if TYPE_CHECKING:
    from assistant.course.course import Course

TextFormat = Literal["docx", "odt", "md"]
TEXT_FORMATS: Final[tuple[TextFormat, ...]] = get_args(TextFormat)

PACK: Final = "trainer-pack.pdf"

MEDIA_TYPES: Final = MappingProxyType(
    {
        **{one.suffix: one.media_type for one in FORMATS.values()},
        ".xml": "application/xml",
        ".gift": "text/plain; charset=utf-8",
        ".apkg": "application/octet-stream",
    }
)


def file_writers(
    course: Course,
    documents: Mapping[str, Document],
    formats: tuple[TextFormat, ...] = TEXT_FORMATS,
) -> dict[str, Callable[[], bytes]]:
    """Return what writes each file of a course, under the file's name; nothing is written yet.

    :param formats: the formats of what is read; slides, quizzes and cards have their own as well.
    """
    from assistant.course.anki import to_anki
    from assistant.course.gift import to_gift
    from assistant.course.layout.publication import KEYS, publication_of
    from assistant.course.moodle import to_moodle

    def published(
        kind: Kind, file_format: TextFormat | Literal["pptx"], is_key: bool = False
    ) -> bytes:
        publication = publication_of(course, kind, documents, is_key=is_key)
        return write_publication(publication, file_format)

    writers: dict[str, Callable[[], bytes]] = {}
    for kind in course.items:
        if kind == "slides":
            writers["slides.pptx"] = partial(published, kind, "pptx")
            continue
        for file_format in formats:
            name = f"{kind}{FORMATS[file_format].suffix}"
            writers[name] = partial(published, kind, file_format)
            if kind in KEYS:
                name = f"{kind}-key{FORMATS[file_format].suffix}"
                writers[name] = partial(published, kind, file_format, True)
        if kind == "quiz":
            writers["quiz.moodle.xml"] = partial(to_moodle, course, documents)
            writers["quiz.gift"] = partial(to_gift, course, documents)
        if kind == "flashcards":
            writers["flashcards.apkg"] = partial(to_anki, course, documents)
    return writers


def course_files(
    course: Course,
    documents: Mapping[str, Document],
    formats: tuple[TextFormat, ...] = TEXT_FORMATS,
) -> dict[str, bytes]:
    """Return every file of a course under its name."""
    return {name: write() for name, write in file_writers(course, documents, formats).items()}


def write_course(
    course: Course,
    documents: Mapping[str, Document],
    folder: Path,
    formats: tuple[TextFormat, ...] = TEXT_FORMATS,
    *,
    with_pack: bool = False,
) -> tuple[Path, ...]:
    """Write every file of a course to a new or empty folder: all of them or none.

    :param with_pack: also what the trainer prints to take along, as one PDF.
    :raises OfficeMissing: LibreOffice, which makes the PDF, is not there.
    :raises FolderInUse: the folder holds files already, or cannot be written.
    """
    language = course.request.language
    require_free(folder, language)
    files = course_files(course, documents, formats)
    if with_pack:
        from assistant.course.layout.publication import pack_of
        from assistant.publishing.pdf import to_pdf

        files[PACK] = to_pdf(pack_of(course, documents))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            for name, content in files.items():
                (staged / name).write_bytes(content)
            staged.chmod(0o755)
            # Takes the place of an empty folder too, in one step.
            os.replace(staged, folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        message = load_texts(language)["course.folder_unwritable"].format(
            folder=folder, problem=error.strerror or error
        )
        raise FolderInUse(message) from error
    return tuple(folder / name for name in files)


def require_free(folder: Path, language: Language) -> None:
    """Check that nothing would be overwritten.

    :raises FolderInUse: there is a file of that name, or a folder that holds something.
    """
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free:
        raise FolderInUse(load_texts(language)["course.folder_in_use"].format(folder=folder))
