"""The shipped library, read once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus import SHIPPED_DOCUMENTS, Document, read_library

# Tests are imported by their paths, and what they share lies beside them.
sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def library() -> dict[str, Document]:
    """Return the five shipped documents by their ids."""
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}
