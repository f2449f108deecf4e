"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.embedding import prepare_bundled_model

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def models_directory() -> Path:
    """Return the folder with the prepared bundled model; it is prepared when missing."""
    directory = REPOSITORY / "var" / "models"
    prepare_bundled_model(directory)
    return directory
