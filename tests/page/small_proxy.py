"""A reverse proxy for the tests: what it gets at a path goes on to one server, and nothing else does."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Final, Self

_HEAD_END: Final = b"\r\n\r\n"
_NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class SmallProxy:
    """Passes on one request for each connection, and its answer as it comes.

    :param port: of its own.
    :param to: port of the server.
    :param takes_off: whether the server gets the request without the path.
    """

    def __init__(self, port: int, path: str, to: int, *, takes_off: bool) -> None:
        self._port = port
        self._path = path
        self._to = to
        self._takes_off = takes_off
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.elsewhere: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # one of the two has hung up
        finally:
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, _, rest = (await reader.readuntil(_HEAD_END)).partition(b"\r\n")
        method, target, version = first.decode().split(" ")
        if target != self._path and not target.startswith((f"{self._path}/", f"{self._path}?")):
            self.elsewhere.append(target)
            writer.write(_NOT_FOUND)
            return
        if self._takes_off:
            target = target.removeprefix(self._path) or "/"
        kept = [line for line in rest.split(b"\r\n") if line and not _is_connection(line)]
        kept += [b"X-Forwarded-For: 192.0.2.7", b"Connection: close"]
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._to)
        head = f"{method} {target} {version}\r\n".encode() + b"\r\n".join(kept) + _HEAD_END
        to_writer.write(head)
        tasks = [
            asyncio.create_task(_pump(reader, to_writer)),
            asyncio.create_task(_pump(to_reader, writer)),
        ]
        # Whichever of the two hangs up first, the other one hears of it.
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        to_writer.close()


def _is_connection(line: bytes) -> bool:
    return line.lower().startswith((b"connection:", b"x-forwarded-"))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()
