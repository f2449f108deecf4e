"""``assistant mcp``: the library as tools for a model."""

from __future__ import annotations

from assistant.commands.options import Documents
from assistant.errors import UsageProblem
from assistant.settings import read_settings


def mcp(documents: Documents = None) -> None:
    """Serve the library as tools (MCP) over standard input and output.

    For a program that starts this command itself, such as a desktop chat.
    """
    settings = read_settings(documents=documents)
    try:
        from assistant.mcp.server import serve_stdio
    except ModuleNotFoundError as error:
        raise UsageProblem(
            "This needs the package mcp: pip install -c constraints.txt '.[mcp]'"
        ) from error

    serve_stdio(settings)
