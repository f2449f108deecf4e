"""Flashcards as a package for Anki."""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any

from assistant.course.course import Course
from assistant.course.items import Flashcard
from assistant.course.layout.sources import source_runs
from assistant.course.layout.texts import Texts
from assistant.course.plain import about
from assistant.publishing import plain
from assistant.publishing.printable import printable
from corpus import Document

_STYLE = (
    ".card { font-family: Arial, sans-serif; font-size: 20px; color: #1a1a1a; background: #fff; }"
    " .source { font-size: 14px; color: #4a4a4a; }"
)


def to_anki(course: Course, documents: Mapping[str, Document]) -> bytes:
    """Return the flashcards of a course as an .apkg file.

    Deck and cards have ids that follow from the course and the card: whoever imports a newer
    version gets changed cards, not doubles.
    """
    import genanki  # type: ignore[import-untyped]

    texts = Texts(course.request.language)
    name = f"{texts('flashcards')}: {course.subject.title}"
    model = genanki.Model(
        _number("card with source"),
        "Card with source",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Other"}, {"name": "Source"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}",
                "afmt": '{{FrontSide}}<hr id="answer">{{Back}}<br>{{#Other}}<i>{{Other}}</i>{{/Other}}'
                '<p class="source">{{Source}}</p>',
            }
        ],
        css=_STYLE,
    )
    description = about(course, "flashcards", texts)
    deck = genanki.Deck(_number(name, course.request.language), name, description=description)
    for card in course.items["flashcards"]:
        if isinstance(card, Flashcard):
            source = f"{plain(source_runs(card.citations, texts, documents))}"
            fields = [_html(one) for one in (card.front, card.back, card.other_name, source)]
            guid = genanki.guid_for(card.id, course.request.language)
            deck.add_note(genanki.Note(model=model, fields=fields, guid=guid))
    return _packed(genanki.Package(deck), course.made_at.timestamp())


def _packed(package: Any, at: float) -> bytes:
    """Return the file; genanki, when it writes one itself, leaves another among the temporary."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w") as archive:
        collection = Path(folder) / "collection.anki2"
        with closing(sqlite3.connect(collection)) as database:
            package.write_to_db(database.cursor(), at, itertools.count(int(at * 1000)))
            database.commit()
        archive.write(collection, collection.name)
        archive.writestr("media", "{}")
    return packed.getvalue()


def _number(*content: str) -> int:
    """Return an id as Anki wants it: a whole number that fits 31 bits."""
    digest = hashlib.sha256("\x1f".join(content).encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def _html(content: str) -> str:
    return escape(printable(content))
