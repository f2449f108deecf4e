"""``.jsonl``: every line ``{"id", "title", "text"}`` is a document of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from corpus.document import Document
from corpus.reading.plain import undescribed
from corpus.text_file import split_lines, what_is_no_text


def read_json_lines(text: str) -> Iterator[tuple[int, Document | ValueError]]:
    """Yield for each line that is not empty its number, from 1, and its document.

    In the place of a document that cannot be read stands an error that says what is wrong.
    """
    for number, line in enumerate(split_lines(text.lstrip("\ufeff")), start=1):
        if line.strip():
            try:
                yield number, _read_record(line)
            except ValueError as error:
                yield number, error


def _read_record(line: str) -> Document:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'needs {{"id", "title", "text"}} as JSON ({error})') from error
    if not isinstance(record, dict):
        raise ValueError('needs {"id", "title", "text"}')
    identifier, title, text = record.get("id"), record.get("title") or "", record.get("text")
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise ValueError('needs an "id", a text or a number')
    identifier = str(identifier)
    if not isinstance(text, str) or not isinstance(title, str) or not text.strip():
        raise ValueError('"title" and "text" must be text, and "text" not empty')
    for key, value in (("id", identifier), ("title", title), ("text", text)):
        if (reason := what_is_no_text(value)) is not None:
            raise ValueError(f'"{key}" {reason}')
    return undescribed(identifier, title if title.strip() else identifier, text)
