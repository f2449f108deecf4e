"""The page at a path of its address, such as ``https://intranet.example.nl/vraag``.

The path is that of the settings, never one that a request tells. It is put on a request whose proxy
took it off, so that everything behind this sees each request as the reader sent it (ASGI calls the
path ``root_path``), and whoever calls the port itself may leave it out.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class SubPath:
    """ASGI middleware around everything else of a server.

    :param path: with a slash at the beginning and none at the end; empty: there is none.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if self._path and scope["type"] == "http" and scope["path"].startswith("/"):
            scope = self._below(scope)
        await self._app(scope, receive, send)

    def _below(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        as_sent: bytes = scope.get("raw_path") or path.encode()
        root = self._path.encode()
        if as_sent != root and not as_sent.startswith(root + b"/"):
            path, as_sent = self._path + path, root + as_sent
        return {**scope, "path": path, "raw_path": as_sent, "root_path": self._path}


def own_path(scope: Scope) -> str:
    """Return the path of a request below that of the page, whatever the latter is."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
