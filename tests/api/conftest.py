"""The API as programs meet it: a real server, the clients that people use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant

# The tests are imported one by one (--import-mode=importlib), so what they share is not found.
sys.path.insert(0, str(Path(__file__).parents[1] / "page"))
sys.path.insert(0, str(Path(__file__).parent))

from api_helpers import ApiServer


@pytest.fixture(scope="module")
def server(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    data = tmp_path_factory.mktemp("api")
    with ApiServer(assistant, data, with_page=True, api_requests_per_minute=10000) as running:
        yield running
