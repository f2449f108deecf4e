"""Word (.docx): mammoth makes HTML of it, with its lists, tables and footnotes.

Running heads, page numbers and pictures are no part of what it makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from corpus.reading.html import read_html
from corpus.reading.office import UNREADABLE, check_archive
from corpus.reading.parts import FileUnreadable, Reading

_STYLES: Final = "\n".join(
    [
        "p[style-name='Title'] => h1.title:fresh",
        "p[style-name='Titel'] => h1.title:fresh",
        *(f"p[style-name='Kop {level}'] => h{level}:fresh" for level in range(1, 7)),
        # Tables of contents and of figures.
        *(f"p[style-name='toc {level}'] => !" for level in range(1, 7)),
    ]
)


def read_word(path: Path) -> Reading:
    """Read a Word file.

    :raises FileUnreadable: it is none, or is protected with a password.
    """
    import mammoth

    check_archive(path)
    try:
        with path.open("rb") as file:
            made = mammoth.convert_to_html(
                file, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {})
            )
    except (BadZipFile, KeyError, OSError) as error:
        raise FileUnreadable(UNREADABLE) from error
    return read_html(f"<main>{made.value}</main>")
