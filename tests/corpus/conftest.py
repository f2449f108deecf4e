"""The shipped library, read once."""

from __future__ import annotations

import pytest

from corpus import SHIPPED_DOCUMENTS, Document, read_library


@pytest.fixture(scope="session")
def library() -> dict[str, Document]:
    """Return the five shipped documents by their ids."""
    return {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}
