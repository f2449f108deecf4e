"""The kinds of file that a publication is written as."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from assistant.publishing.publication import Publication

FormatName = Literal["docx", "odt", "md", "pptx"]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a kind of file is called: by the end of its name and by its media type."""

    suffix: str
    media_type: str


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"

FORMATS: Final = MappingProxyType(
    {
        "docx": FileFormat(".docx", f"{_OPEN_XML}.wordprocessingml.document"),
        "odt": FileFormat(".odt", "application/vnd.oasis.opendocument.text"),
        "md": FileFormat(".md", "text/markdown; charset=utf-8"),
        "pptx": FileFormat(".pptx", f"{_OPEN_XML}.presentationml.presentation"),
    }
)


def write_publication(publication: Publication, file_format: FormatName) -> bytes:
    """Return a publication as the bytes of a file."""
    match file_format:
        case "docx":
            from assistant.publishing.word import to_docx

            return to_docx(publication)
        case "odt":
            from assistant.publishing.opendocument import to_odt

            return to_odt(publication)
        case "md":
            from assistant.publishing.markdown import to_markdown

            return to_markdown(publication)
        case "pptx":
            from assistant.publishing.powerpoint import to_pptx

            return to_pptx(publication)
