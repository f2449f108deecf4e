"""Why a file is not read and what to do: a code with values, which each reader is told in their way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

REASONS: Final = {
    "damaged": "is damaged; open it in its program and save it again.",
    "damaged_archive": "is damaged or is no such file; open it in its program and save it again.",
    "damaged_pdf": "is damaged or is no PDF; make it again from its source.",
    "locked": "is protected with a password; save it without one to have it read.",
    "unpacked": "unpacks to more than {size} MB; split it, or take it out of the folder.",
    "memory": "needs more memory than a document should; split it, or take it out of the folder.",
    "large": "is larger than {size} MB; split it, or take it out of the folder.",
    "slow": "was not read within {seconds} s; split it, or take it out of the folder.",
    "crashed": "stopped the program that read it; open it in its own program and save it again.",
    "no_text_on_pictures": "holds no text, and none can be read on its pictures; scan it anew, or take it out.",
    "needs_ocr": "holds no text, perhaps pictures of it (a scan, which needs OCR); install {program}, and run assistant index again.",
    "no_text": "holds no text to read; fill it or take it out.",
    "empty": "is empty; fill it or take it out of the folder.",
    "binary": "holds binary data, not text; save it as plain text (.txt, UTF-8).",
    "not_utf8": "is not UTF-8 text (byte {place}); save it again as UTF-8.",
    "no_file": "cannot be opened (a pipe or device, not a file); take it out of the folder.",
    "not_opened": "cannot be opened ({problem}); check that it is there and readable.",
    "folder_not_opened": "cannot be opened ({problem}); make it readable or take it out of the folder.",
    "kind": "is of a kind that is not read; save it as .pdf, .docx, .odt, .pptx, .epub, .html, .md or .txt to have it read.",
    "name": "has a name that is not UTF-8; give it another name.",
    "circle": "is a link to a folder above it; take the link away.",
    "leads_out": "is a link that leads out of the folder; put a copy of the file in its place.",
    "not_described": "has no document.toml; write one, or move original.txt out of it.",
    "same_id": "has the same id {id} as {other}; rename one of them.",
    "bad_id": "the id {id} cannot stand in the address of a page (it is blank or very long, has control characters, or a part such as // or ..); give the document another id or name.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the reasons; as text it is English, and goes on behind the name of the file."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it."""
        return REASONS[self.code].format(**self.values)
