"""``assistant chat``: the chat page."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.options import Documents
from assistant.settings import read_settings


def chat(
    documents: Documents = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the page.")] = None,
) -> None:
    """Serve the chat page.

    It can be reached from this machine only, unless the settings say otherwise.
    """
    settings = read_settings(documents=documents, port=port)
    from assistant.page.server import serve

    serve(settings)
