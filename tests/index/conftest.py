"""What the tests of the index share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from commands import Commands


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    with Commands() as running:
        yield running
