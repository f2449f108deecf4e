"""What the tests of the index share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The tests are imported one by one (--import-mode=importlib), so what they share is not found.
sys.path.insert(0, str(Path(__file__).parent))

from commands import Commands


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    with Commands() as running:
        yield running
