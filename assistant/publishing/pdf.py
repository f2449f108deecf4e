"""A publication as a PDF with tags, which a screen reader can follow; LibreOffice makes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from assistant.publishing.publication import Publication
from corpus import AssistantError

_PROGRAM: Final = "soffice"
_TIMEOUT_S: Final = 120
# PDF/UA: tags, the title in the title bar, and every language named.
_FILTER: Final = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"}}'
)


class OfficeMissing(AssistantError):
    """LibreOffice, which makes PDF files, is not there or made none."""


def to_pdf(publication: Publication) -> bytes:
    """Return a publication as a .pdf file.

    :raises OfficeMissing: LibreOffice is not installed, or did not write the file in time.
    """
    from assistant.publishing.word import to_docx

    program = office()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "publication.docx"
        source.write_bytes(to_docx(publication))
        converting = subprocess.Popen(
            [
                program,
                # A profile of its own: one that is in use by somebody else refuses.
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                *("--convert-to", _FILTER, "--outdir", str(folder), str(source)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        try:
            converting.wait(_TIMEOUT_S)
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OfficeMissing(
                "LibreOffice made no PDF. Leave --pack out, and print the Word files."
            ) from error
        finally:
            if converting.poll() is None:
                # The program itself is a child of what was started.
                os.killpg(converting.pid, signal.SIGKILL)


def office() -> str:
    """Return where LibreOffice is.

    :raises OfficeMissing: it is not installed.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise OfficeMissing(
            "A PDF needs LibreOffice, and it is not installed. Install it (Debian: apt-get install "
            "libreoffice-writer-nogui), or leave --pack out and print the Word files."
        )
    return program
