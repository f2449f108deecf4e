"""The API as programs meet it: a real server, the clients that people use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from api_helpers import ApiServer

from assistant import Assistant


@pytest.fixture(scope="module")
def server(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    data = tmp_path_factory.mktemp("api")
    with ApiServer(assistant, data, with_page=True, api_requests_per_minute=10000) as running:
        yield running
