"""``assistant api``: the API without the page."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.options import Documents
from assistant.settings import read_settings


def api(
    documents: Documents = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the API.")] = None,
) -> None:
    """Serve the API, without the page.

    For programs: in OpenAI's form and in our own. They need a token (`assistant token`).
    """
    settings = read_settings(documents=documents, port=port)
    from assistant.api.serving import serve_api

    serve_api(settings)
