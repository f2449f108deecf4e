"""Whether what a document.toml says of a text is to be found in that text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.description import Description
from corpus.document import Block
from corpus.errors import DescriptionInvalid
from corpus.numbering import NUMBERED


def check_description(path: Path, description: Description, blocks: Sequence[Block]) -> None:
    """Compare a description with the text that it describes.

    :param path: of the document.toml.
    :raises DescriptionInvalid: naming the file, the key and what the text has not.
    """
    headings = [block.text for block in blocks if block.kind == "heading"]
    if description.numbered_as and not any(map(NUMBERED.match, headings)):
        raise DescriptionInvalid(
            f"{path}: numbered_as: no heading of the text begins with a number, as in "
            '"9 Purchasing"; take this key out.'
        )
