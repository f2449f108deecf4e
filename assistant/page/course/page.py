"""The page and its files, from a form to HTML or to a download."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Final, cast

from assistant.course.course import Course, make_course
from assistant.course.errors import NoOtherItem, SubjectNotCovered
from assistant.course.files import MEDIA_TYPES, file_writers
from assistant.course.request import (
    AUDIENCE_CHARACTERS_MAX,
    KINDS,
    LENGTHS,
    SEED_MAX,
    SUBJECT_CHARACTERS_MAX,
)
from assistant.page.course.form import Form
from assistant.page.course.preview import preview
from assistant.page.course.subjects import subjects_of
from assistant.page.guard.faults import place
from assistant.page.site.rendering import View, render, texts_in
from assistant.service import Assistant
from corpus import AssistantError, Document, Language
from index.errors import IndexingError

_log: Final = logging.getLogger(__name__)
EVERYTHING: Final = "course-material.zip"
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send: its name, its kind and what is in it."""

    name: str
    media_type: str
    content: bytes


class CoursePage:
    """The page of one assistant.

    :param assistant: has ``documents``; everything else of it is used only to make a course.
    """

    def __init__(self, assistant: object) -> None:
        self._assistant = cast(Assistant, assistant)

    @property
    def _documents(self) -> Mapping[str, Document]:
        return self._assistant.documents

    def show(self, view: View, form: Form | None) -> str:
        """Return the page with the form, and with a preview if one was asked for.

        What goes wrong is told on the page, and logged without what was typed.
        """
        message, course = "", None
        shown = form or Form()
        if form is not None:
            try:
                course = self._make(form, view.language)
                shown = form.with_redrawn()
            except NoOtherItem as error:
                # The item that was to go stays, and so does all the rest.
                message = str(error)
                shown = replace(form, redraw="")
                course = self._make_quietly(shown, view.language)
            except Exception as error:
                message = _told(error, view.language)
        return self._render(view, shown, course, message)

    def refuse(self, view: View, form: Form) -> str:
        """Return the page with the form as it was sent: there was no turn to make anything."""
        message = texts_in(view.language)("course.page_busy")
        return self._render(view, replace(form, file="", redraw=""), None, message)

    def download(self, view: View, form: Form) -> Download | str:
        """Return the file that a form asks for, or the page that says why there is none."""
        try:
            course = self._make(form, view.language, frozenset(form.without))
            writers = file_writers(course, self._documents)
            if form.file == EVERYTHING:
                files = {name: write() for name, write in writers.items()}
                return Download(EVERYTHING, "application/zip", _zipped(files))
            if form.file in writers:
                media_type = MEDIA_TYPES[PurePath(form.file).suffix]
                return Download(form.file, media_type, writers[form.file]())
            message = texts_in(view.language)("course.page_no_file")
        except Exception as error:
            message = _told(error, view.language)
        whole = self._make_quietly(form, view.language)
        return self._render(view, replace(form, file=""), whole, message)

    def _make(
        self, form: Form, language: Language, without: frozenset[str] = frozenset()
    ) -> Course:
        *likelier, last = form.requests(language, subjects_of(self._documents, language))
        now = datetime.now().astimezone()
        for request in likelier:
            with suppress(SubjectNotCovered):
                return make_course(self._assistant, replace(request, without=without), now)
        return make_course(self._assistant, replace(last, without=without), now)

    def _make_quietly(self, form: Form, language: Language) -> Course | None:
        try:
            return self._make(form, language)
        except AssistantError:
            return None

    def _render(self, view: View, form: Form, course: Course | None, message: str) -> str:
        kinds = preview(course, form.without, self._documents) if course else ()
        known = {item.id for kind in kinds for item in kind.items}
        return render(
            "course.html",
            view,
            form=form,
            message=message,
            subjects=subjects_of(self._documents, view.language),
            all_kinds=KINDS,
            all_lengths=LENGTHS,
            subject_characters_max=SUBJECT_CHARACTERS_MAX,
            audience_characters_max=AUDIENCE_CHARACTERS_MAX,
            next_seed=form.seed % SEED_MAX + 1,
            course=course,
            kinds=kinds,
            left_out=sum(one in known for one in form.without),
            everything=EVERYTHING,
        )


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _told(error: Exception, language: Language) -> str:
    """Return what the reader is told; what was not foreseen is logged, without what was typed."""
    # An indexing error is meant for who keeps the assistant going.
    if isinstance(error, AssistantError) and not isinstance(error, IndexingError):
        return str(error)
    _log.error("Making a course failed: %s", place(error))
    return texts_in(language)("course.page_failed")
