"""Whatever is changed in a file of each format: it is read, or one line says why it is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import write_note, write_word
from pdf_files import write_pdf
from test_slides_and_books import page, write_book, write_slides

from corpus.errors import DocumentNotText
from corpus.reading.formats import FORMATS
from corpus.reading.parts import FileUnreadable, as_document
from corpus.reading.process import ReadingProcess

LINES: Final = ("De raad stelt de begroting vast.", "De griffier stuurt haar op.")


def write_page(path: Path) -> None:
    """Write a page of a site, which a Markdown file may hold as well."""
    rows = "<table><tr><th>Soort</th><th>2025</th></tr><tr><td>Bakken</td><td>14</td></tr></table>"
    path.write_text(page(f"<body><main><h1>Afval</h1>\n\n<p>{LINES[0]}</p>{rows}</main></body>"))


def write_text(path: Path) -> None:
    """Write a text in an archive, as office programs do."""
    flat = path.with_suffix(".fodt")
    write_note(flat)
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m/>",
        "styles.xml": "<x/>",
        "content.xml": flat.read_text(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


WRITERS: Final[dict[str, Callable[[Path], None]]] = {
    ".docx": lambda path: write_word(path, chapters=1),
    ".odt": write_text,
    ".pptx": write_slides,
    ".epub": write_book,
    ".pdf": lambda path: write_pdf(path, [LINES * 5, LINES * 5]),
    ".html": write_page,
    ".md": write_page,
}
# What changes the most with the fewest bytes.
pieces = st.binary(min_size=1, max_size=6) | st.sampled_from(
    (b"<", b">", b"&", b"&#0;", b"&#55296;", b'"', b"</", b"<!--", b"\x00", b"\xff\xfe", b"-1", b"9" * 30)
)  # fmt: skip


@cache
def whole(suffix: str) -> bytes:
    """Return a file of a format as it should be."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        WRITERS[suffix](path)
        return path.read_bytes()


def changed(content: bytes, part: float, place: float, piece: bytes) -> bytes:
    """Return a file with other bytes at a place: in a part of it, where it is an archive."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return written_over(content, place, piece)
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w") as archive:
        names = old.namelist()
        chosen = names[int(part * len(names))]
        for name in names:
            text = old.read(name)
            archive.writestr(name, written_over(text, place, piece) if name == chosen else text)
    return new.getvalue()


def written_over(content: bytes, place: float, piece: bytes) -> bytes:
    start = int(place * len(content))
    return content[:start] + piece + content[start + len(piece) :]


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    with ReadingProcess() as reading:
        yield reading


def test_every_format_is_tried() -> None:
    assert {one.replace("markdown", "md") for one in FORMATS} - {".htm", ".xhtml"} == set(WRITERS)


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_a_file_as_it_should_be_is_read(
    process: ReadingProcess, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(whole(suffix))
    assert as_document("a", "a", process.read(path)).blocks


@pytest.mark.parametrize("suffix", sorted(WRITERS))
@given(part=st.floats(0, 0.999), place=st.floats(0, 0.999), piece=pieces)
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_a_changed_file_is_read_or_refused_in_one_line(
    process: ReadingProcess, suffix: str, part: float, place: float, piece: bytes
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(changed(whole(suffix), part, place, piece))
        try:
            document = as_document("a", "a", process.read(path))
        except (DocumentNotText, FileUnreadable) as refused:
            told = str(refused)
        else:
            told = ""
    assert "\n" not in told
    told.encode()
    if told:
        return
    document.original.encode()
    assert "\x00" not in document.original
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
